"""Measure the reading of machine-paraphrased text: tortured phrases by cross-validation, false alarms on clean text, judging.

    .venv/bin/python benchmarks/paraphrase.py [--folds 10] [--shared DIR] [--wordnet DIR]
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from derive_substitutions import WordNet, add_pairs, align, biomedical_words, derive, read_phrases, rows_of, vocabulary  # noqa: E402

from kg.concepts import read_concepts  # noqa: E402
from kg.reading.folding import FUNCTION_WORDS, fold, words_of  # noqa: E402
from kg.reading.spun.identification import IDENTIFICATION_BAR, identify  # noqa: E402
from kg.reading.spun.paraphrase import Names, ParaphraseTable  # noqa: E402

Phrase = tuple[str, tuple[str, ...]]
#: Fixed, so that the folds are the same on every machine.
SEED = 7


def folds_of(phrases: Sequence[Phrase], count: int, *, by_term: bool) -> list[int]:
    """Deal phrases into folds; a tortured phrase, or with `by_term` an expected term, is never in two folds."""
    keys = [folded(terms[0]) if by_term else folded(source) for source, terms in phrases]
    dealt = sorted(set(keys))
    random.Random(SEED).shuffle(dealt)
    fold_of = {key: number % count for number, key in enumerate(dealt)}
    return [fold_of[key] for key in keys]


def folded(term: str) -> str:
    """Give the key under which two spellings of a term are the same."""
    return "".join(fold(word) for word in words_of(term))


def cross_validate(
    phrases: Sequence[Phrase], wordnet: WordNet, originals: frozenset[str], count: int, *, by_term: bool
) -> list[tuple[float, bool]]:
    """Find the expected term of each phrase among all expected terms, with pairs aligned on the other folds: (probability, right)."""
    names = Names.of(term for _, terms in phrases for term in terms)
    right_terms: dict[str, set[str]] = {}
    for source, terms in phrases:
        right_terms.setdefault(folded(source), set()).update(folded(term) for term in terms)
    number = folds_of(phrases, count, by_term=by_term)
    base = derive(wordnet, {}, originals)
    results: list[tuple[float, bool]] = []
    for held_out in range(count):
        training = [phrase for phrase, n in zip(phrases, number, strict=True) if n != held_out]
        table = ParaphraseTable(rows_of(add_pairs(base, align(training, wordnet)), wordnet))
        for (source, _), n in zip(phrases, number, strict=True):
            if n == held_out:
                best = identify(words_of(source), names, table)
                right = best is not None and folded(" ".join(best.words)) in right_terms[folded(source)]
                results.append((best.probability if best else 0.0, right))
    return results


def recall_at(results: Sequence[tuple[float, bool]], bar: float) -> tuple[float, float]:
    """Give recall and precision of the answers whose probability passes the bar."""
    said = [right for probability, right in results if probability >= bar]
    return sum(said) / len(results), sum(said) / max(1, len(said))


def tokens_of(text: str) -> list[str]:
    """Split a text as `words_of` does, keeping capitals."""
    return [word for word in re.findall(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*", text) if word.lower() != "s"]


def texts_of(folder: Path, *files: str) -> Iterator[str]:
    """Yield the texts of corpus files."""
    for file in files:
        for line in (folder / f"{file}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]


def spin(tokens: Sequence[str], wordnet: WordNet, share: float, dice: random.Random) -> list[str]:
    """Do what a paraphrasing tool does: put another member of a random sense, uninflected, for a share of the content words."""
    result = []
    for token in tokens:
        word = token.lower()
        bases = wordnet.bases(word) if word not in FUNCTION_WORDS and token[1:].islower() and dice.random() < share else ()
        synsets = {key for base in bases for key in wordnet.synsets[base]}
        rivals = sorted({m for key in synsets for m in wordnet.members[key] if m not in (*bases, word) and m.isalpha()})
        result.append(dice.choice(rivals) if rivals else token)
    return result


def outermost(names: dict[tuple[int, int], tuple[str, ...]]) -> dict[tuple[int, int], tuple[str, ...]]:
    """Leave out names that stand inside a longer one."""
    return {
        (start, end): name
        for (start, end), name in names.items()
        if not any(first <= start and end <= last and (first, last) != (start, end) for first, last in names)
    }


def print_tortured(phrases: Sequence[Phrase], wordnet: WordNet, originals: frozenset[str], count: int) -> None:
    for by_term in (False, True):
        start = time.perf_counter()
        results = cross_validate(phrases, wordnet, originals, count, by_term=by_term)
        kind = "expected terms" if by_term else "tortured phrases"
        print(f"tortured phrases: {len(phrases):,}, {count} folds of different {kind}, {time.perf_counter() - start:.0f} s")
        for bar in (0.0, 0.2, IDENTIFICATION_BAR, 0.4, 0.6, 0.8):
            recall, precision = recall_at(results, bar)
            print(f"  probability >= {bar:.2f}: recall {recall:.3f}, precision {precision:.3f}")


def print_false_alarms(table: ParaphraseTable, names: Names, corpora: Path) -> None:
    for kind in ("phee", "bc5cdr"):
        words = documents = flagged = alarms = ungated = 0
        start = time.perf_counter()
        for text in texts_of(corpora, f"{kind}-train", f"{kind}-dev"):
            tokens = tokens_of(text)
            documents, words = documents + 1, words + len(tokens)
            found = sum(r.anchored for r in table.recover(tokens, names))
            ungated += found
            if table.judge(tokens, names).is_spun:
                flagged, alarms = flagged + 1, alarms + found
        seconds = time.perf_counter() - start
        print(
            f"clean text, {kind}: {words:,} words in {documents:,} texts, {flagged} judged spun, {alarms} false alarms "
            f"(without the judgement {ungated}, 1 in {words // max(1, ungated):,} words), {seconds:.0f} s"
        )


def print_simulated(table: ParaphraseTable, names: Names, wordnet: WordNet, shared: Path) -> None:
    dice = random.Random(SEED)
    texts = [tokens_of(t) for t in texts_of(shared / "corpora", "bc5cdr-dev")]
    paths = [*sorted((shared / "documents").glob("00[01]_*")), *sorted((shared / "texts").glob("*.txt"))]
    own = [tokens_of(path.read_text(encoding="utf-8")) for path in paths]
    for share in (0.1, 0.2, 0.3):
        spun = sum(table.judge(spin(t, wordnet, share, dice), names).is_spun for t in texts)
        right = wrong = lost = judged = 0
        for tokens in own:
            changed = spin(tokens, wordnet, share, dice)
            judged += table.judge(changed, names).is_spun
            standing = outermost(names.find(tokens))
            put = {(r.start, r.end): folded(" ".join(r.words)) for r in table.recover(changed, names) if r.anchored}
            for (start, end), words in standing.items():
                if tokens[start:end] != changed[start:end] and end - start > 1:
                    hit = put.pop((start, end), None)
                    right += hit == folded(" ".join(words))
                    lost += hit is None
                    wrong += hit is not None and hit != folded(" ".join(words))
            wrong += len(put)
        print(
            f"spun by machine, {share:.0%} of the content words tried: {spun}/{len(texts)} abstracts and {judged}/{len(own)} texts "
            f"of the field judged spun; names of several words in the latter: {right} put right, {lost} lost, {wrong} wrong"
        )


def print_third_document(table: ParaphraseTable, names: Names, shared: Path) -> None:
    text = next((shared / "documents").glob("002_*")).read_text(encoding="utf-8")
    spans = [m.span() for m in re.finditer(r"[^\W_]+(?:['’](?!s\b)[^\W_]+)*", text) if m.group().lower() != "s"]
    tokens = [text[a:b] for a, b in spans]
    spinning = table.judge(tokens, names)
    print(f"third document: {spinning}, evidence {spinning.evidence:.1f}")
    recoveries = table.recover(tokens, names)
    rows = [r for r in csv.DictReader((shared / "gold" / "spun_lexicon.tsv").open(encoding="utf-8"), delimiter="\t") if r["kind"] == "term"]
    nameable = hit = 0
    for row in rows:
        start, end = int(row["start"]), int(row["end"])
        meant = {fold(w) for w in words_of(row["true_meaning"])}
        is_named = bool(names.find(words_of(row["true_meaning"])))
        found = [r for r in recoveries if spans[r.start][0] < end and start < spans[r.end - 1][1] and {fold(w) for w in r.words} & meant]
        nameable, hit = nameable + is_named, hit + (is_named and bool(found))
    print(f"third document: {len(rows)} terms, {nameable} contain a name of concepts.tsv, of these {hit} recovered")


def main() -> None:
    """Measure everything; say what is missing."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    options = parser.parse_args()
    for folder in (options.shared / "tortured", options.wordnet):
        if not folder.is_dir():
            print(f"skipped: {folder} is not here")
            return
    wordnet = WordNet.read(options.wordnet)
    table = ParaphraseTable.load(ROOT / "data" / "cues")
    names = Names.of(name for concept in read_concepts(ROOT / "ontology" / "concepts.tsv") for name in concept.names)
    print_false_alarms(table, names, options.shared / "corpora")
    print_simulated(table, names, wordnet, options.shared)
    print_third_document(table, names, options.shared)
    phrases = read_phrases(options.shared / "tortured" / "phrases.tsv")
    print_tortured(phrases, wordnet, vocabulary(wordnet, biomedical_words(options.shared), phrases), options.folds)


if __name__ == "__main__":
    main()
