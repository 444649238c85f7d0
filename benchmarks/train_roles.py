"""Fit data/cues/roles.tsv, the weights of the role model (kg/reading/role_model.py), on gold facts; or cross-validate it.

    .venv/bin/python benchmarks/train_roles.py --own DIR... [--shared DIR] [--out FILE] [--evaluate]

Needs scikit-learn, which reading does not. Each DIR is a gold (facts.tsv, negatives.tsv, manifest.tsv and texts/), the committed weights
come from benchmarks/gold/first to fifth and seventh to ninth (sixth stays unseen); of ../shared the two golds are read, without the
spun source document. Where data or scikit-learn are absent the script says so and ends.

One logistic regression a role. An example is a typed term in a text: positive where a gold fact marks its words, unlabelled where
the fact is marked at another mention of the same concept, else negative; hard negatives count threefold. A feature must occur in two
documents, and no word of it may be a name of the lexicon. The probabilities are calibrated on predictions for documents left out
(Platt), and only the largest weights are kept. The same data give the same bytes.

`--evaluate` leaves out each document in turn, weights and calibration both, and scores rules, model, and rules with model.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import shutil
import sys
import tempfile
import warnings
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.concepts import read_concepts  # noqa: E402
from kg.evaluation import Evaluation, evaluate  # noqa: E402
from kg.gold import GoldFact, HardNegative, read_gold, read_manifest, read_negatives  # noqa: E402
from kg.reading.claims import Reader  # noqa: E402
from kg.reading.drafts import Draft  # noqa: E402
from kg.reading.formats.documents import read_document  # noqa: E402
from kg.reading.page import Page  # noqa: E402
from kg.reading.results import claims_of  # noqa: E402
from kg.reading.role_features import role_places  # noqa: E402
from kg.reading.role_model import ROLE_CLASSES, Place, RoleModel  # noqa: E402
from kg.reading.roles import find_roles, open_roles  # noqa: E402
from kg.reading.safety.effect_grades import SafetyDefaults  # noqa: E402
from kg.reading.spun.paraphrase import ParaphraseTable  # noqa: E402
from kg.reading.words import stem  # noqa: E402
from kg.settings import Settings  # noqa: E402

#: Inverse strength of the L2 penalty, weight of a hard negative, weights kept a role, and the probability from which on a role is
#: believed: chosen by leave-one-document-out F1 and precision.
STRENGTH, HARD, KEPT, BELIEVED = 0.3, 3.0, 1500, 0.5
#: The spun source document: nothing of it may enter the weights.
EXCLUDED = "002_"
ROLES = tuple(ROLE_CLASSES)
HEADER = """# Weights of the role model, kg/reading/roles.py: feature, role, weight (log odds). Fitted by benchmarks/train_roles.py on
# the project's own gold texts and on annotated public texts; they are statistics of words, no text is kept. CC BY 4.0.
"""


@dataclass(slots=True)
class Gold:
    """One gold: its facts, hard negatives and what it covers."""

    name: str
    facts: list[GoldFact]
    negatives: list[HardNegative]
    covered: dict[str, list[tuple[int, int]]]


@dataclass(slots=True)
class Example:
    """A term with its label for each role: True, False or None where the gold does not tell."""

    place: Place
    labels: dict[str, bool | None]
    hard: set[str]
    features: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """One document of a gold as the rules read it, with its examples."""

    gold: Gold
    stem: str
    page: Page
    drafts: list[Draft]
    examples: list[Example]


def main() -> None:
    """Fit and write the weights, or evaluate."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--own", type=Path, nargs="+", required=True, help="gold folders")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "cues" / "roles.tsv")
    parser.add_argument("--evaluate", action="store_true")
    options = parser.parse_args()
    if importlib.util.find_spec("sklearn") is None:
        print("skipped: scikit-learn is not installed (pip install scikit-learn)")
        return
    folders = [path for path in options.own if (path / "facts.tsv").exists()]
    if not folders or not (options.shared / "gold").exists():
        print(f"skipped: no gold in {', '.join(map(str, options.own))} or {options.shared}")
        return
    warnings.filterwarnings("ignore", category=FutureWarning)
    texts = read_texts(folders, options.shared)
    judged = left_out(texts)
    if options.evaluate:
        report(texts, judged)
        return
    scales = {role: platt([j for j in judged if j.role == role]) for role in ROLES}
    count = write(fit(texts), scales, options.out)
    print(f"{len(texts)} documents, {sum(len(t.examples) for t in texts)} terms -> {count} weights in {options.out}")


# --- data -----------------------------------------------------------------------------------------------------------------


def read_texts(folders: Sequence[Path], shared: Path) -> list[Text]:
    """Read all gold documents by the rules alone and label their terms."""
    settings = Settings.default()
    concepts = read_concepts(settings.ontology / "concepts.tsv")
    slugs = {concept.label.lower(): concept.slug for concept in concepts}
    with tempfile.TemporaryDirectory() as folder:  # the rules alone, whatever weights there are
        cues = Path(folder) / "cues"
        shutil.copytree(settings.data / "cues", cues, ignore=shutil.ignore_patterns("roles.tsv"))
        reader = Reader(concepts, cues, paraphrase=ParaphraseTable.load(settings.data / "cues"))
    names = {stem(word) for word in reader.lexicon.single_words}
    golds = [(f.name, f / "facts.tsv", f / "negatives.tsv", f / "manifest.tsv", f / "texts") for f in folders]
    for name, documents in (("ivig", "texts"), ("seed", "documents")):
        folder = shared / "gold"
        golds.append(
            (name, folder / f"{name}_facts.tsv", folder / f"{name}_hard_negatives.tsv", folder / f"{name}_manifest.tsv", shared / documents)
        )
    texts = []
    for name, facts, negatives, manifest, documents_folder in golds:
        gold = Gold(
            name,
            read_gold(facts, slugs),
            read_negatives(negatives, slugs),
            read_manifest(manifest) if manifest.exists() else {},
        )
        for path in sorted(documents_folder.iterdir()):
            if path.suffix in {".txt", ".md", ".html"} and not path.name.startswith(EXCLUDED):
                texts.append(read_text(path, gold, reader, names))
    return texts


def read_text(path: Path, gold: Gold, reader: Reader, names: set[str]) -> Text:
    """Read one document by the rules and label its terms."""
    document = read_document(path)
    page, _ = reader._page(document)
    drafts = list(reader._drafts(page, SafetyDefaults(page)))
    mine = [fact for fact in gold.facts if fact.document == path.stem]
    known = {(predicate, concept) for fact in mine for predicate in fact.predicates for concept in fact.objects}
    hard = {(n.key[1], n.key[-1]) for n in gold.negatives if n.key[0] == path.stem and n.qualifier is None}
    ranges = gold.covered.get(path.stem, ())
    examples = []
    for place in role_places(page, [(unit, term) for unit, term, _ in open_roles(page, ())]):
        term = place.term
        start, end = page.span(term.first, term.last)
        if ranges and not any(a <= start < b for a, b in ranges):
            continue
        here = [fact for fact in mine if fact.span is not None and fact.span[0] < end and start < fact.span[1]]
        labels: dict[str, bool | None] = {}
        for role, classes in ROLE_CLASSES.items():
            if classes.isdisjoint(term.classes):
                continue
            if any(fact.predicates[0] == role and (term.concept in fact.objects or _covers(fact.span, start, end)) for fact in here):
                labels[role] = True
            elif (role, term.concept) in known or any(role in fact.predicates for fact in here):
                labels[role] = None
            else:
                labels[role] = False
        features = [f for f in place.names if names.isdisjoint(f.split(" ")[1:])]
        examples.append(Example(place, labels, {role for role in labels if (role, term.concept) in hard}, features))
    return Text(gold, path.stem, page, drafts, examples)


def _covers(span: tuple[int, int] | None, start: int, end: int) -> bool:
    """Whether the gold's words and the term's are mostly the same, so that only the name given to them differs."""
    if span is None:
        return False
    shared = min(end, span[1]) - max(start, span[0])
    return shared >= 0.6 * max(end - start, span[1] - span[0])


# --- model ----------------------------------------------------------------------------------------------------------------

#: For each role the weights and the bias.
Weights = Mapping[str, tuple[Mapping[str, float], float]]


def fit(texts: Sequence[Text]) -> Weights:
    """Fit one logistic regression a role and keep its largest weights."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    spread = Counter(name for text in texts for name in {name for example in text.examples for name in example.features})
    number_of = {name: number for number, name in enumerate(sorted(name for name, count in spread.items() if count >= 2))}
    names = list(number_of)
    fitted = {}
    for role in ROLES:
        chosen = [example for text in texts for example in text.examples if example.labels.get(role) is not None]
        rows = [sorted({number_of[name] for name in example.features if name in number_of}) for example in chosen]
        pointers = [0]
        for row in rows:
            pointers.append(pointers[-1] + len(row))
        columns = [column for row in rows for column in row]
        matrix = csr_matrix(([1.0] * len(columns), columns, pointers), shape=(len(rows), len(names)))
        matrix.indices, matrix.indptr = matrix.indices.astype("int32"), matrix.indptr.astype("int32")
        weights = [HARD if role in example.hard and not example.labels[role] else 1.0 for example in chosen]
        model = LogisticRegression(solver="liblinear", C=STRENGTH, max_iter=300, random_state=0, intercept_scaling=3)
        model.fit(matrix, [bool(example.labels[role]) for example in chosen], sample_weight=weights)
        largest = sorted(range(len(names)), key=lambda number: (-abs(model.coef_[0][number]), number))[:KEPT]
        fitted[role] = ({names[number]: float(model.coef_[0][number]) for number in largest}, float(model.intercept_[0]))
    return fitted


def to_model(weights: Weights, scales: Mapping[str, tuple[float, float]]) -> RoleModel:
    """Join weights and calibration to the model that reading uses."""
    rows: dict[str, list[float]] = {}
    for number, role in enumerate(ROLES):
        for name, weight in weights[role][0].items():
            rows.setdefault(name, [0.0] * len(ROLES))[number] = round(scales[role][0] * weight, 4)
    biases = [round(scales[role][0] * weights[role][1] + scales[role][1], 4) for role in ROLES]
    return RoleModel(rows, biases, [BELIEVED] * len(ROLES))


def write(weights: Weights, scales: Mapping[str, tuple[float, float]], path: Path) -> int:
    """Write the weights sorted by feature and role; gives their number."""
    model = to_model(weights, scales)
    rows = [("=bias", role, bias) for role, bias in zip(ROLES, model.biases, strict=True)]
    rows += [("=threshold", role, threshold) for role, threshold in zip(ROLES, model.thresholds, strict=True)]
    body = sorted((name, role, w) for name, ws in model.weights.items() for role, w in zip(ROLES, ws, strict=True) if w)
    text = HEADER + "".join(f"{name}\t{role}\t{weight:g}\n" for name, role, weight in (*rows, *body))
    path.write_text(text, encoding="utf-8")
    return len(body)


@dataclass(frozen=True, slots=True)
class Judged:
    """The best score of a concept in a role in one text, by a model that did not see the text, and whether the gold has it."""

    stem: str
    role: str
    score: float
    is_right: bool


def left_out(texts: Sequence[Text]) -> list[Judged]:
    """Score the terms of each text by weights of the others; what the guards bar is left aside."""
    plain = dict.fromkeys(ROLES, (1.0, 0.0))
    judged = []
    for text in texts:
        model = to_model(fit([other for other in texts if other is not text]), plain)
        text_roles = {id(term): roles for _, term, roles in open_roles(text.page, ())}
        places = [example.place for example in text.examples]
        known = {(p, o) for fact in text.gold.facts if fact.document == text.stem for p in fact.predicates for o in fact.objects}
        best: dict[tuple[str, str], float] = {}
        for place, probabilities in zip(places, model.score(places), strict=True):
            for role, probability in zip(ROLES, probabilities, strict=True):
                if role in text_roles[id(place.term)]:
                    key = (role, place.term.concept)
                    best[key] = max(best.get(key, -30.0), math.log(probability / (1 - probability)) if 0 < probability < 1 else -30.0)
        judged += [Judged(text.stem, role, score, (role, concept) in known) for (role, concept), score in best.items()]
    return judged


def platt(judged: Sequence[Judged]) -> tuple[float, float]:
    """Fit slope and intercept that turn scores into probabilities."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=10.0).fit([[j.score] for j in judged], [j.is_right for j in judged])
    return float(model.coef_[0][0]), float(model.intercept_[0])


# --- evaluation -----------------------------------------------------------------------------------------------------------


def report(texts: Sequence[Text], judged: Sequence[Judged]) -> None:
    """Print how rules, model, and both do on each gold, each document read by a model that did not see it."""
    claims: dict[tuple[str, str], list[Any]] = defaultdict(list)
    by_role: dict[str, Counter[tuple[str, bool]]] = defaultdict(Counter)
    for text in texts:
        scales = {role: platt([j for j in judged if j.role == role and j.stem != text.stem]) for role in ROLES}
        model = to_model(fit([other for other in texts if other is not text]), scales)
        added = list(find_roles(text.page, text.drafts, model))
        others = [draft for draft in text.drafts if draft.predicate not in ROLES]
        alone = [*others, *find_roles(text.page, (), model)]
        known = {(p, o) for fact in text.gold.facts if fact.document == text.stem for p in fact.predicates for o in fact.objects}
        for draft in added:
            by_role[draft.predicate][text.gold.name, (draft.predicate, draft.object) in known] += 1
        for way, drafts in (("rules", text.drafts), ("rules, roles ablated", others), ("model", alone), ("both", [*text.drafts, *added])):
            claims[text.gold.name, way] += claims_of(drafts, text.page)
    golds = {text.gold.name: text.gold for text in texts}
    for name, gold in golds.items():
        stems = {text.stem for text in texts if text.gold.name == name}
        facts = [fact for fact in gold.facts if fact.document in stems]
        for way in ("rules", "rules, roles ablated", "model", "both"):
            found = evaluate(claims[name, way], facts, negatives=gold.negatives, covered=gold.covered, resamples=0)
            print(name, way, _figures(found), sep="\t")
    print("added by the model: role, then right and wrong by gold")
    for role in ROLES:
        print(role, *(f"{name} {by_role[role][name, True]}+{by_role[role][name, False]}-" for name in golds), sep="\t")


def _figures(found: Evaluation) -> str:
    t = found.total
    return (
        f"P {t.precision:.3f}  R {t.recall:.3f}  F1 {t.f1:.3f}  macro {found.macro_f1:.3f}  "
        f"({t.found}/{t.core}, {t.false} false; hard negatives {len(found.negatives_hit)} of {found.negatives})"
    )


if __name__ == "__main__":
    main()
