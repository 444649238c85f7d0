"""Evaluation: claims and a hand-made gold go in; precision, recall, attributes, errors and calibration come out.

A fact is what one document says: (document, predicate, object), for predicates about a condition also the subject; among
immunoglobulins the class counts as well as the product. Only core facts can be missed; a claim that meets a secondary fact is left out of the
count. False are claims of the gold's predicates inside its covered characters that meet no fact.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.concepts import Concept, read_concepts
from kg.errors import DocumentError, ResourceError
from kg.extraction import read_given
from kg.gold import ABOUT_CONDITIONS, ATTRIBUTES, GoldFact, HardNegative, Key, read_gold, read_manifest, read_negatives, stem_of
from kg.graph.belief import BeliefModel, beliefs_of
from kg.graph.population import claim_nodes
from kg.reading.formats.documents import Skipped
from kg.records import Claim
from kg.settings import Settings

__all__ = [
    "Evaluation",
    "Score",
    "Unit",
    "WrongAttribute",
    "bootstrap_intervals",
    "evaluate",
    "evaluate_documents",
    "figures_of",
    "list_errors",
    "reliability_diagram",
    "sum_units",
]

#: What is drawn in a bootstrap: (predicate, document, found, core, false).
Unit = tuple[str, str, int, int, int]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of facts found, of core facts, and of false claims, with what follows from them; a share of nothing is given as 0."""

    found: int = 0
    core: int = 0
    false: int = 0

    @property
    def precision(self) -> float:
        """Right among all claims that count."""
        return self.found / (self.found + self.false) if self.found + self.false else 0.0

    @property
    def recall(self) -> float:
        """Found among core facts."""
        return self.found / self.core if self.core else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def figures(self) -> dict[str, float | int]:
        """Give the figures by name, for JSON."""
        return {name: getattr(self, name) for name in ("precision", "recall", "f1", "found", "core", "false")}


@dataclass(frozen=True, slots=True)
class WrongAttribute:
    """A fact that was found with another status, polarity, severity or frequency than the gold gives it."""

    fact: GoldFact
    name: str
    wanted: tuple[str, ...]
    #: The claim that met the fact first; its attribute is what was said instead.
    claim: Claim

    @property
    def said(self) -> str:
        """What the claim has, "nothing" where it is silent."""
        return getattr(self.claim, self.name) or "nothing"


@dataclass(slots=True)
class Evaluation:
    """All figures of one evaluation."""

    total: Score
    #: 95 % intervals of precision, recall and F1 by bootstrap over facts and false claims, as far as there are enough of them.
    intervals: Mapping[str, tuple[float, float]]
    by_predicate: Mapping[str, Score]
    by_document: Mapping[str, Score]
    attributes: Mapping[str, tuple[int, int]]
    negatives_hit: Sequence[HardNegative]
    negatives: int
    missed: Sequence[GoldFact]
    false: Sequence[Claim]
    #: (belief, right) of every claim that counts, for calibration.
    judged: Sequence[tuple[float, bool]] = field(default_factory=list)
    wrong_attributes: Sequence[WrongAttribute] = ()
    #: Hard negatives that cannot be judged and are not counted: the line, and the name that no concept or the document that no text has.
    unjudged: Sequence[tuple[int, str]] = ()
    #: Ranges of the manifest that reach beyond a plain text: the line, the range and the length of the text.
    beyond: Sequence[tuple[int, str, int]] = ()
    #: Documents of the gold that were not among those read; their facts count as missed.
    absent: Sequence[str] = ()
    #: Paths that could not be read.
    skipped: Sequence[Skipped] = ()
    #: Facts of the gold that no claim is made of, by relation.
    unscored: Mapping[str, int] = field(default_factory=dict)
    #: Names of the gold that no concept has, with the line of each: no claim can be right by them.
    unknown: Sequence[tuple[int, str]] = ()
    #: Rows of the gold that mark other words of a plain text than their surface: the line, the words there, the surface.
    misplaced: Sequence[tuple[int, str, str]] = ()
    #: Core facts whose place lies outside the covered characters, where no claim counts.
    uncovered: Sequence[GoldFact] = ()
    #: Texts of the documents, as far as they are known, to quote from.
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)

    def words(self, one: Claim | GoldFact) -> str:
        """Give the words of a claim or fact in their line, where the text is known and has them at that place."""
        text = self.texts.get(stem_of(one.document), "")
        span = (one.start, one.end) if isinstance(one, Claim) else one.span
        if not text or span is None or (isinstance(one, GoldFact) and text[slice(*span)] != one.surface):
            return one.surface
        return _quoted(text, *span)

    @property
    def groups(self) -> list[tuple[str, Score]]:
        """Give the scores of each predicate, of each document and of all."""
        return [*self.by_predicate.items(), *self.by_document.items(), ("TOTAL", self.total)]

    @property
    def macro_f1(self) -> float:
        """Mean F1 over documents."""
        return sum(score.f1 for score in self.by_document.values()) / len(self.by_document) if self.by_document else 0.0

    @property
    def brier(self) -> float | None:
        """Mean squared difference between belief and truth; 0 is perfect, always saying 0.5 gives 0.25, None where nothing is judged."""
        return _brier(self.judged)


def evaluate_documents(
    gold: Path,
    documents: Sequence[Path | str],
    *,
    negatives: Path | None = None,
    manifest: Path | None = None,
    settings: Settings | None = None,
) -> Evaluation:
    """Extract the documents' claims and score them against a gold file, with the belief that the graph would give each claim.

    Raises ResourceError with file and line for a row that cannot be scored or marks characters beyond its text, and where no document
    of the gold is among those read.
    """
    settings = settings or Settings.default()
    concepts = read_concepts(settings.ontology / "concepts.tsv")
    slugs = {concept.label.lower(): concept.slug for concept in concepts}
    unscored = Counter[str]()
    facts = read_gold(gold, slugs, unscored=unscored)
    tempting = read_negatives(negatives, slugs) if negatives else []
    lines: dict[str, int] = {}
    covered = read_manifest(manifest, lines=lines) if manifest else {}
    with tempfile.TemporaryDirectory() as folder:
        corpus = read_given(documents, settings, texts=Path(folder))
        texts = {d.id: (Path(folder) / f"{d.sha256}.txt").read_bytes().decode() for d in corpus.documents.values()}
    if not corpus.documents:
        raise DocumentError(" ".join(map(str, documents)), "no document could be read")
    # Where the text is not the file, as of HTML, a gold may mark the one or the other.
    plain = {stem_of(d.id): texts[d.id] if d.format == "text" else None for d in corpus.documents.values()}
    _check_places(gold, facts, plain)
    known = {concept.slug for concept in concepts}.union(*((claim.subject, claim.object) for claim in corpus.claims))
    wrong = {negative: name for negative in tempting if (name := _unknown_of(negative, plain, known))}
    nodes = claim_nodes(corpus.claims, corpus.documents)
    by_node = beliefs_of(nodes, BeliefModel.load(settings.data / "belief.toml"), corpus.groups)
    result = evaluate(
        corpus.claims,
        facts,
        negatives=[negative for negative in tempting if negative not in wrong],
        covered=covered,
        beliefs={evidence.claim: by_node[node.iri] for node in nodes for evidence in node.supporting},
        kin=_kin(concepts),
        texts=texts,
    )
    absent = sorted({fact.document for fact in facts}.union(covered) - plain.keys())
    unknown = [(fact.line, name) for fact in facts for name in (*fact.subjects, *fact.objects) if name not in known]
    return replace(
        result,
        unjudged=[(negative.line, name) for negative, name in wrong.items()],
        beyond=list(_beyond(covered, lines, plain)),
        absent=absent,
        skipped=corpus.skipped,
        unscored=dict(unscored),
        unknown=unknown,
        misplaced=list(_misplaced(facts, plain)),
    )


def _check_places(gold: Path, facts: Iterable[GoldFact], plain: Mapping[str, str | None]) -> None:
    """Raise ResourceError where a gold speaks of none of the documents, or of characters that one does not have."""
    wanted = {fact.document for fact in facts}
    if not wanted & plain.keys():
        raise ResourceError(gold, f"none of its documents was given: it speaks of {_some(wanted)}, and given were {_some(plain)}")
    for fact in facts:
        text = plain.get(fact.document)
        if text is not None and fact.span is not None and fact.span[1] > len(text):
            marked = f"the characters {fact.span[0]} to {fact.span[1]} lie beyond the text of {fact.document}"
            raise ResourceError(gold, f"{marked}, which has {len(text)}", line=fact.line)


def _unknown_of(negative: HardNegative, documents: Collection[str], known: Collection[str]) -> str:
    """Give the document of a hard negative that was not given, or the name in its key that no concept has; empty where it can be judged."""
    document, _, *names = negative.key
    return document if document not in documents else next((name for name in names if name not in known), "")


def _beyond(
    covered: Mapping[str, Sequence[tuple[int, int]]], lines: Mapping[str, int], plain: Mapping[str, str | None]
) -> Iterator[tuple[int, str, int]]:
    """Find the covered ranges that reach beyond their text."""
    for document, ranges in covered.items():
        if (text := plain.get(document)) is not None:
            yield from ((lines[document], f"{start}-{end}", len(text)) for start, end in ranges if end > len(text))


def _misplaced(facts: Iterable[GoldFact], plain: Mapping[str, str | None]) -> Iterator[tuple[int, str, str]]:
    """Find the rows whose characters hold other words than their surface; blanks and capitals may differ."""
    for fact in facts:
        text = plain.get(fact.document)
        if text is not None and fact.span is not None and fact.surface:
            marked, surface = (" ".join(words.split()) for words in (text[slice(*fact.span)], fact.surface))
            if marked.casefold() != surface.casefold():
                yield fact.line, marked, surface


def _some(names: Iterable[str]) -> str:
    """Name three at most, and count the rest."""
    ordered = sorted(names)
    return ", ".join(ordered[:3]) + (f" and {len(ordered) - 3} more" if len(ordered) > 3 else "")


def evaluate(
    claims: Iterable[Claim],
    gold: Sequence[GoldFact],
    *,
    negatives: Sequence[HardNegative] = (),
    covered: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    beliefs: Mapping[Claim, float] | None = None,
    kin: Mapping[str, frozenset[str]] | None = None,
    texts: Mapping[str, str] | None = None,
    resamples: int = 1000,
) -> Evaluation:
    """Score claims against a gold; the same input gives the same intervals.

    `kin` maps a product to itself and what it is a form of: a claim about a brand is right where the gold names its class, and the
    other way round, but not where the gold names another class. `texts` maps documents to their texts, to quote from.
    """
    kin = kin or {}
    covered = covered or {}
    documents = {fact.document for fact in gold} | set(covered)
    predicates = {predicate for fact in gold for predicate in fact.predicates}
    made: dict[Key, list[Claim]] = defaultdict(list)
    for claim in claims:
        document = stem_of(claim.document)
        if document in documents and claim.predicate in predicates and _is_covered(claim.start, covered.get(document, ())):
            made[_key(claim, document)].append(claim)
    facts = _merged(gold)
    known = {key for fact in gold for key in fact.right_keys()}
    units: list[Unit] = []
    missed: list[GoldFact] = []
    wrong: list[WrongAttribute] = []
    right = {name: [0, 0] for name in (*ATTRIBUTES, "subject")}
    for fact, also in facts:
        hits = [claim for key in fact.right_keys() for claim in made.get(key, ())]
        if fact.core or any(other.core for other in also):
            units.append((fact.predicates[0], fact.document, int(bool(hits)), 1, 0))
            if not hits:
                missed.append(fact)
        if hits:
            for name in ATTRIBUTES:
                wanted = frozenset().union(*(one.attributes.get(name, frozenset()) for one in (fact, *also)))
                if wanted:
                    right[name][1] += 1
                    is_right = any(getattr(claim, name) in wanted for claim in hits)
                    right[name][0] += is_right
                    if not is_right:
                        wrong.append(WrongAttribute(fact, name, tuple(sorted(wanted)), hits[0]))
            right["subject"][1] += 1
            right["subject"][0] += any(_are_kin(claim.subject, subject, kin) for claim in hits for subject in fact.subjects)
    false = [group[0] for key, group in made.items() if key not in known]
    units += [(claim.predicate, stem_of(claim.document), 0, 0, 1) for claim in false]
    by_document: dict[str, list[Unit]] = {document: [] for document in sorted(documents)}
    by_predicate: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_predicate[unit[0]].append(unit)
        by_document[unit[1]].append(unit)
    judged = [(max(beliefs.get(c, c.score) if beliefs else c.score for c in group), key in known) for key, group in made.items()]
    return Evaluation(
        total=sum_units(units),
        intervals=bootstrap_intervals(units, resamples),
        by_predicate={name: sum_units(by_predicate[name]) for name in sorted(by_predicate)},
        by_document={name: sum_units(group) for name, group in by_document.items()},
        attributes={name: (hit, of) for name, (hit, of) in right.items() if of},
        negatives_hit=[negative for negative in negatives if _is_hit(negative, made, known)],
        negatives=len(negatives),
        missed=missed,
        false=sorted(false, key=lambda c: (c.document, c.start, c.predicate)),
        judged=judged,
        wrong_attributes=sorted(wrong, key=lambda w: (w.name, w.claim.document, w.claim.start)),
        uncovered=[fact for fact in gold if fact.core and fact.span and not _is_covered(fact.span[0], covered.get(fact.document, ()))],
        texts={stem_of(name): text for name, text in (texts or {}).items()},
    )


def figures_of(result: Evaluation) -> dict[str, Any]:
    """Give the figures by name, for JSON."""
    hit = [negative.id for negative in result.negatives_hit]
    return {
        "groups": [{"group": name, **score.figures()} for name, score in result.groups],
        "macro_f1": result.macro_f1,
        "intervals": dict(result.intervals),
        "attributes": {name: {"right": right, "of": of} for name, (right, of) in result.attributes.items()},
        "hard_negatives": {"hit": len(hit), "of": result.negatives, "ids": hit},
        "brier": result.brier,
    }


def list_errors(result: Evaluation) -> list[dict[str, Any]]:
    """List missed facts, false claims, hard negatives that were hit and wrong attributes, each with its words in their line."""
    errors: list[dict[str, Any]] = []
    for f in result.missed:
        polarity = " or ".join(sorted(f.attributes.get("polarity", ())))
        key = (f.document, f.predicates[0], f.subjects[0], f.objects[0])
        start, end = f.span or (None, None)
        errors.append(_error("missed", key, polarity, result.words(f), start=start, end=end))
    errors += [_wrong_claim("false", claim, result) for claim in result.false]
    for n in result.negatives_hit:
        errors.append(_error("hard negative", (n.key[0], n.key[1], "", n.key[-1]), "", n.reason, id=n.id))
    for w in result.wrong_attributes:
        name = f"{w.name} {w.said}, not {' or '.join(w.wanted)}"
        errors.append(_wrong_claim(name, w.claim, result, attribute=w.name, said=w.said, wanted=list(w.wanted)))
    return errors


def _wrong_claim(name: str, claim: Claim, result: Evaluation, **more: object) -> dict[str, Any]:
    key = (claim.document, claim.predicate, claim.subject, claim.object)
    return _error(name, key, claim.polarity, result.words(claim), start=claim.start, end=claim.end, **more)


def _error(name: str, key: Key, polarity: str, words: str, **more: object) -> dict[str, Any]:
    document, predicate, subject, target = key
    fact = {"document": document, "predicate": predicate, "subject": subject, "object": target}
    return {"error": name, **fact, "polarity": polarity, "words": words, **more}


#: Characters of a quotation before and after the claim's words.
_QUOTED = 140


def _quoted(text: str, start: int, end: int) -> str:
    """Give the line of some words, of a long one what stands around them."""
    first = max(text.rfind("\n", 0, start) + 1, start - _QUOTED)
    line_end = text.find("\n", end)
    last = min(len(text) if line_end < 0 else line_end, end + _QUOTED)
    return " ".join(f"{text[first:start]}[{text[start:end]}]{text[end:last]}".split())


def reliability_diagram(judged: Sequence[tuple[float, bool]], bins: int = 10) -> str:
    """Draw how often claims of a belief are right: one dot a bin of beliefs with its number of claims and the 95 % interval (Wilson)."""
    width, height, left, top, span = 420, 440, 64, 52, 320

    def place(x: float, y: float) -> tuple[float, float]:
        return left + x * span, top + span - y * span

    groups: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for belief, is_right in judged:
        groups[min(int(belief * bins), bins - 1)].append((belief, is_right))
    (x0, y0), (x1, y1) = place(0, 0), place(1, 1)
    dots, labels = [], []
    taken: list[_Box] = []
    for _, group in sorted(groups.items()):
        share = sum(r for _, r in group) / len(group)
        x, y = place(sum(b for b, _ in group) / len(group), share)
        low, high = _wilson(share, len(group))
        lowest, highest = place(0, low)[1], place(0, high)[1]
        radius = 3 + 7 * (len(group) / len(judged)) ** 0.5
        taken += [(x - radius, y - radius, x + radius, y + radius), (x - 1, highest, x + 1, lowest)]
        dots.append(
            f"<g><title>{len(group)} claims, {share:.2f} of them right (95 % interval {low:.2f} to {high:.2f})</title>"
            f'<path d="M{x:.1f} {highest:.1f}V{lowest:.1f}" stroke="#1f6f8b" stroke-width="1.5"/>'
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#1f6f8b" fill-opacity="0.8"/></g>'
        )
        labels.append((x, y, radius, str(len(group))))
    for x, y, radius, words in labels:
        left_edge, upper, _, lower = box = _label_box(x, y, radius, words, taken, (x0, y1, float(width), y0))
        taken.append(box)
        dots.append(f'<text x="{left_edge:.1f}" y="{lower - 1:.1f}" font-size="10" fill="#444">{words}</text>')
        middle = (upper + lower) / 2
        if abs(middle - y) > 2 * _LABEL_STEP:  # a label that had to go far keeps a line to its dot
            near = left_edge - 2 if left_edge > x else left_edge + 6 * len(words) + 2
            dots.append(f'<path d="M{x:.1f} {y:.1f}L{near:.1f} {middle:.1f}" stroke="#999" stroke-width="0.7"/>')
    ticks = "".join(
        f'<text x="{place(t, 0)[0]:.1f}" y="{y0 + 18:.1f}" text-anchor="middle">{t:g}</text>'
        f'<text x="{x0 - 8:.1f}" y="{place(0, t)[1] + 4:.1f}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.25, 0.5, 0.75, 1)
    )
    brier = _brier(judged)
    title = f"{len(judged)} claims" + (f"; Brier score {brier:.3f}" if brier is not None else "")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img" '
        f'aria-label="Calibration of belief: {title}">'
        f'<rect width="{width}" height="{height}" fill="white"/>'
        f'<text x="{left}" y="20" font-weight="bold">Calibration of belief</text><text x="{left}" y="37" fill="#444">{title}</text>'
        f'<path d="M{x0} {y1}V{y0}H{x1}" fill="none" stroke="#444"/><path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4 4"/>'
        f"{''.join(dots)}{ticks}"
        f'<text x="{(x0 + x1) / 2}" y="{y0 + 40}" text-anchor="middle">belief (a number beside a dot: claims of that belief)</text>'
        f'<text x="18" y="{(y0 + y1) / 2}" text-anchor="middle" transform="rotate(-90 18 {(y0 + y1) / 2})">share of right claims</text></svg>\n'
    )


#: Left, upper, right and lower edge of what a drawing holds.
_Box = tuple[float, float, float, float]
_LABEL_STEP = 11.0


def _label_box(x: float, y: float, radius: float, words: str, taken: Sequence[_Box], frame: _Box) -> _Box:
    """Find the place nearest to a dot, beside it, where a label covers nothing else; where there is none, the one that covers least."""
    width = 6.0 * len(words)
    places = [
        (left, upper, left + width, upper + _LABEL_STEP)
        for step in (0.5, -1.5, 1.5, -2.5, 2.5, -3.5, 3.5, -4.5, 4.5, -5.5)
        for left in (x + radius + 3, x - radius - 3 - width)
        for upper in (y + step * _LABEL_STEP - 2,)
        if frame[0] <= left and left + width <= frame[2] and frame[1] <= upper and upper + _LABEL_STEP <= frame[3]
    ]

    def covered(box: _Box) -> float:
        return sum(max(0.0, min(box[2], b[2]) - max(box[0], b[0])) * max(0.0, min(box[3], b[3]) - max(box[1], b[1])) for b in taken)

    return min(places, key=covered, default=(x + radius + 3, y - _LABEL_STEP / 2, x + radius + 3 + width, y + _LABEL_STEP / 2))


def _brier(judged: Sequence[tuple[float, bool]]) -> float | None:
    return sum((belief - right) ** 2 for belief, right in judged) / len(judged) if judged else None


def _wilson(share: float, count: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (E. B. Wilson, 1927); it stays within 0 and 1 for few claims too."""
    z = 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    reach = z * (share * (1 - share) / count + z * z / (4 * count * count)) ** 0.5 / (1 + z * z / count)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def _merged(gold: Iterable[GoldFact]) -> list[tuple[GoldFact, list[GoldFact]]]:
    """Count a fact that stands several times in a document once, with the attributes of all."""
    merged: dict[Key, tuple[GoldFact, list[GoldFact]]] = {}
    for fact in gold:
        key = next(iter(fact.right_keys()))
        if key in merged:
            merged[key][1].append(fact)
        else:
            merged[key] = (fact, [])
    return list(merged.values())


def _key(claim: Claim, document: str) -> Key:
    if claim.predicate in ABOUT_CONDITIONS:
        return (document, claim.predicate, claim.subject, claim.object)
    return (document, claim.predicate, claim.object)


def _is_covered(place: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return not ranges or any(start <= place < end for start, end in ranges)


def _is_hit(negative: HardNegative, made: Mapping[Key, Sequence[Claim]], known: set[Key]) -> bool:
    claims = made.get(negative.key, ())
    if negative.qualifier is not None:
        name, value = negative.qualifier
        return any(getattr(claim, name) == value for claim in claims)
    return negative.key not in known and any(claim.polarity != "negated" for claim in claims)


def sum_units(units: Iterable[Unit]) -> Score:
    """Add the counts of units."""
    found = core = false = 0
    for _, _, f, c, x in units:
        found, core, false = found + f, core + c, false + x
    return Score(found, core, false)


#: So many claims or core facts give a figure of exactly 0 or 1 an interval: of fewer, that all samples agree says little.
_ENOUGH = 30


def bootstrap_intervals(units: Sequence[Unit], resamples: int) -> dict[str, tuple[float, float]]:
    """Give the 95 % intervals of precision, recall and F1 by drawing units again; the same units give the same intervals.

    Left out are samples in which a figure is a share of nothing, and figures of exactly 0 or 1 of few claims or facts.
    """
    if not units or not resamples:
        return {}
    # The seed is fixed: an interval is a property of the data, not of the moment.
    chance = random.Random(20)
    samples = [sum_units(chance.choices(units, k=len(units))) for _ in range(resamples)]
    total, intervals = sum_units(units), dict[str, tuple[float, float]]()
    for name in ("precision", "recall", "f1"):
        if getattr(total, name) in (0, 1) and _counted(total, name) < _ENOUGH:
            continue
        if values := sorted(getattr(sample, name) for sample in samples if _counted(sample, name)):
            intervals[name] = values[int(0.025 * len(values))], values[min(int(0.975 * len(values)), len(values) - 1)]
    return intervals


def _counted(score: Score, name: str) -> int:
    """Count what a figure is a share of: claims, or core facts; without these F1 says nothing either."""
    return score.found + score.false if name == "precision" else score.core


def _are_kin(one: str, other: str, kin: Mapping[str, frozenset[str]]) -> bool:
    return one == other or other in kin.get(one, ()) or one in kin.get(other, ())


def _kin(concepts: Iterable[Concept]) -> dict[str, frozenset[str]]:
    """Give each product with all that it is a form of."""
    above = {concept.slug: concept.form_of for concept in concepts}

    def reach(slug: str, seen: frozenset[str]) -> frozenset[str]:
        for parent in above.get(slug, ()):
            if parent not in seen:
                seen = reach(parent, seen | {parent})
        return seen

    return {slug: reach(slug, frozenset({slug})) for slug, parents in above.items() if parents}
