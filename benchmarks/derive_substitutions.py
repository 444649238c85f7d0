"""Derive data/cues/substitutions.tsv.gz, the table of word substitutions, from WordNet and from tortured phrases.

    .venv/bin/python benchmarks/derive_substitutions.py [--wordnet DIR] [--shared DIR] [--out FILE]

WordNet is read from Debian's package wordnet-base (/usr/share/wordnet), the tortured phrases with their expected terms and the
biomedical vocabulary from ../shared. Same input, same bytes out. A row is `spun word<TAB>original:reasons|original:reasons|=base`,
where `=base` leads from an irregular form to its base; the reasons are letters, one a relation of WordNet that joins the two words,
and `t` with the number of aligned tortured phrases:

    s  members of one synset            a  similar adjectives (one or two steps)     d  derivationally related, or a pertainym
    g  synonym of a related form        h  hypernym or hyponym                       t  aligned in tortured phrases
    w  in benchmarks/thesaurus.tsv, which this project wrote: what else the words of the field are called

Three rows hold word lists for judging a text: `=odd` rare words that have a common synonym, `=usual` words of biomedical names
and abstracts that may be spun words too, `=verbs` base forms that are only verbs.

Rows `~key<TAB>form|count|next key:count|...` tell what the field is written in (`~key&`: what follows it in a list): how often a
word and a pair of neighbours occur in public abstracts, in our names and cues, and in texts that this project wrote itself; the
row `~` holds the sum.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kg.concepts import read_concepts  # noqa: E402
from kg.reading.cues import expand  # noqa: E402
from kg.reading.folding import FUNCTION_WORDS, fold, lemmas, words_of  # noqa: E402
from kg.reading.spun.restoration import next_history  # noqa: E402
from kg.reading.words import tokenise  # noqa: E402

#: An original word must occur this often in WordNet's sense-tagged texts unless the biomedical vocabulary has it.
COMMON_TAGS = 8
#: An odd word was tagged at most so often, and has a synonym that was tagged at least so often.
RARE_TAGS, USUAL_TAGS = 1, 15
#: A word is usual in the field if it occurs so often in names and abstracts.
USUAL_COUNT = 1
#: Sets of our own texts that the words of the field are counted in, how much one of their lines weighs against one of an abstract,
#: and how many of the phrases that a cue row stands for are counted.
FIELD_SETS = (
    "first", "second", "third", "fourth", "fifth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
    "fifteenth",
)  # fmt: skip
OWN_WEIGHT, MOST_PHRASES = 4.0, 40
#: Lexicographer files noun.body, noun.phenomenon, noun.process and noun.state.
MEDICAL_FILES = frozenset(("08", "19", "22", "26"))
#: Relations by which letter; hypernyms only one step.
HYPER, SIMILAR, RELATED = ("@", "@i", "~", "~i"), ("&", "^"), ("+", "\\", "<")

Synset = tuple[str, str]


@dataclass(frozen=True, slots=True)
class WordNet:
    """Synsets with their members, lexicographer files and pointers; the irregular forms; how often a lemma was tagged."""

    members: Mapping[Synset, tuple[str, ...]]
    files: Mapping[Synset, str]
    pointers: Mapping[Synset, tuple[tuple[str, Synset, int, int], ...]]
    synsets: Mapping[str, tuple[Synset, ...]]
    irregular: Mapping[str, tuple[str, ...]]
    tags: Mapping[str, int]

    @classmethod
    def read(cls, folder: Path) -> WordNet:
        """Read the data files, the exception lists and the tag counts of a WordNet 3.0 folder."""
        members: dict[Synset, tuple[str, ...]] = {}
        files: dict[Synset, str] = {}
        pointers: dict[Synset, tuple[tuple[str, Synset, int, int], ...]] = {}
        synsets: dict[str, list[Synset]] = defaultdict(list)
        irregular: dict[str, set[str]] = defaultdict(set)
        for pos in ("noun", "verb", "adj", "adv"):
            for line in (folder / f"data.{pos}").read_text(encoding="utf-8").splitlines():
                if line.startswith(" "):
                    continue
                fields = line.partition("|")[0].split()
                key = (_part(fields[2]), fields[0])
                count = int(fields[3], 16)
                names = tuple(re.sub(r"\(\w+\)$", "", fields[4 + 2 * i]).lower().replace("_", " ") for i in range(count))
                at = 5 + 2 * count
                members[key], files[key] = names, fields[1]
                pointers[key] = tuple(
                    (fields[i], (_part(fields[i + 2]), fields[i + 1]), int(fields[i + 3][:2], 16), int(fields[i + 3][2:], 16))
                    for i in range(at, at + 4 * int(fields[at - 1]), 4)
                )
                for name in dict.fromkeys(names):
                    synsets[name].append(key)
            for line in (folder / f"{pos}.exc").read_text(encoding="utf-8").splitlines():
                form, *base = (word.replace("_", " ") for word in line.split())
                irregular[form].update(base)
        tags: Counter[str] = Counter()
        for line in (folder / "cntlist.rev").read_text(encoding="utf-8").splitlines():
            sense, _, number = line.split(" ")
            tags[sense.split("%")[0].replace("_", " ")] += int(number)
        bases = {form: tuple(sorted(found)) for form, found in irregular.items()}
        return cls(members, files, pointers, {name: tuple(keys) for name, keys in synsets.items()}, bases, tags)

    def bases(self, word: str) -> tuple[str, ...]:
        """Give the lemmas of WordNet that a word may be a form of."""
        regular = [form for form in lemmas(word) if form in self.synsets]
        return tuple(dict.fromkeys([*regular, *(b for b in self.irregular.get(word, ()) if b in self.synsets)]))

    def relations(self, lemma: str) -> Iterator[tuple[str, str]]:
        """Yield (letter, other lemma) for every word that one of our relations joins to the lemma."""
        for key in self.synsets.get(lemma, ()):
            yield from self._members("s", key)
            for symbol, other, source, target in self.pointers[key]:
                if symbol in HYPER:
                    yield from self._members("h", other)
                elif symbol in SIMILAR:
                    yield from self._members("a", other)
                    for symbol2, third, _, _ in self.pointers[other]:
                        if symbol2 in SIMILAR:
                            yield from self._members("a", third)
                elif symbol in RELATED and (source == 0 or self.members[key][source - 1] == lemma):
                    related = self.members[other]
                    yield from (("d", name) for name in (related if target == 0 else related[target - 1 : target]))
                    yield from self._members("g", other)
                elif symbol in RELATED:
                    yield from self._members("g", other)

    def _members(self, letter: str, key: Synset) -> Iterator[tuple[str, str]]:
        return ((letter, name) for name in self.members[key])


def _part(letter: str) -> str:
    return "a" if letter == "s" else letter


def read_phrases(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """Read (tortured phrase, expected terms); remarks, links and doubts in the column of expected terms are taken off."""
    phrases = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        tortured, expected = line.split("\t")[:2]
        plain = re.sub(r"\[[^\]]*\]|\([^()]*\)|https?:\S+|\?", " ", expected.lower())
        plain = re.split(r", see |\bsee\b|\bfound in\b|meaning unclear", plain)[0]
        terms = tuple(dict.fromkeys(" ".join(words_of(term)) for term in re.split(r" / |;| or ", plain)))
        terms = tuple(term for term in terms if term and len(term.split()) <= 8)
        source = " ".join(words_of(re.sub(r"\([^()]*\)", " ", tortured.lower())))
        if terms and source:
            phrases.append((source, terms))
    return phrases


def align(phrases: Iterable[tuple[str, tuple[str, ...]]], wordnet: WordNet) -> Counter[tuple[str, str]]:
    """Count the word pairs of phrases that align: unchanged words at both ends first, then position by position.

    One changed word may stand for two and two for one; longer unequal rests say nothing.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    for tortured, terms in phrases:
        for term in terms:
            left, right = tortured.split(), term.split()
            while left and right and fold(left[0]) == fold(right[0]):
                left, right = left[1:], right[1:]
            while left and right and fold(left[-1]) == fold(right[-1]):
                left, right = left[:-1], right[:-1]
            if len(left) == len(right):
                found = list(zip(left, right, strict=True))
            elif (len(left), len(right)) in ((1, 2), (2, 1), (3, 1)):
                found = [(" ".join(left), " ".join(right))]
            else:
                continue
            changed = [(a, b) for a, b in found if fold(a) != fold(b) and not FUNCTION_WORDS & {a, b}]
            pairs.update((_base(a, wordnet), _base(b, wordnet)) for a, b in changed)
    return pairs


def _base(words: str, wordnet: WordNet) -> str:
    """Reduce the last word to the most usual of its lemmas, so that forms of one word count together."""
    *first, last = words.split()
    bases = wordnet.bases(last)
    return " ".join([*first, max(bases, key=lambda b: (wordnet.tags.get(b, 0), -len(b), b)) if bases else last])


def biomedical_words(shared: Path) -> Counter[str]:
    """Count the words of our concepts and cues, of mapped names, of ontology slices and of the NCBI Disease abstracts (public domain)."""
    words: Counter[str] = Counter()
    names = [shared / "terms" / "term_mappings.tsv", ROOT / "ontology" / "concepts.tsv"]
    for path in [*names, *sorted((shared / "ontologies").glob("*.ttl"))]:
        text = path.read_text(encoding="utf-8").lower()
        words.update(words_of("\n".join(re.findall(r'"([^"]{2,80})"', text)) if path.suffix == ".ttl" else text))
    for path in sorted((ROOT / "data" / "cues").glob("*.tsv")):
        words.update(words_of(path.read_text(encoding="utf-8").lower()))
    for line in (shared / "corpora" / "ncbi-disease-train.jsonl").read_text(encoding="utf-8").splitlines():
        words.update(words_of(json.loads(line)["text"].lower()))
    return Counter({w: n for w, n in words.items() if len(w) > 2 and w not in FUNCTION_WORDS and not w.isdigit()})


def vocabulary(wordnet: WordNet, biomedical: Iterable[str], phrases: Iterable[tuple[str, tuple[str, ...]]]) -> frozenset[str]:
    """Collect the words that an original may consist of: biomedical ones, those of expected terms, and common English.

    What WordNet files under body, state and bodily process counts as biomedical, so that a new concept seldom needs a new table.
    """
    words = {w for w, n in wordnet.tags.items() if n >= COMMON_TAGS and " " not in w} | set(biomedical)
    words.update(name for key, names in wordnet.members.items() if wordnet.files[key] in MEDICAL_FILES for name in names if " " not in name)
    words.update(w for _, terms in phrases for term in terms for w in term.split())
    content = {w for w in words if len(w) > 2 and w not in FUNCTION_WORDS and not w.isdigit()}
    return frozenset(content | {base for w in content for base in wordnet.bases(w)})


def word_lists(wordnet: WordNet, biomedical: Mapping[str, int], table: Mapping[str, object]) -> dict[str, str]:
    """Make the rows for judging: odd words, usual words, bare verbs."""
    usual = {base for word, count in biomedical.items() if count >= USUAL_COUNT for base in (word, *wordnet.bases(word))}
    odd = {
        word
        for word, synsets in wordnet.synsets.items()
        if re.fullmatch(r"[a-z]{4,}", word) and word not in usual and wordnet.tags.get(word, 0) <= RARE_TAGS
        and any(wordnet.tags.get(other, 0) >= USUAL_TAGS and other[:4] != word[:4] for key in synsets for other in wordnet.members[key])
    }  # fmt: skip
    only_verbs = (word for word, synsets in wordnet.synsets.items() if word.isalpha() and {part for part, _ in synsets} == {"v"})
    verbs = set(only_verbs) - wordnet.irregular.keys()
    return {"=odd": "|".join(sorted(odd)), "=usual": "|".join(sorted(usual & table.keys())), "=verbs": "|".join(sorted(verbs))}


def hyphenated(texts: Iterable[tuple[float, str]]) -> frozenset[str]:
    """Collect the expressions with hyphens that the field itself uses ("life-threatening")."""
    return frozenset(word for _, text in texts for word in re.findall(r"\b[a-z]+(?:-[a-z]+)+\b", text.lower()))


def derive(
    wordnet: WordNet, pairs: Mapping[tuple[str, str], int], originals: frozenset[str], usual: frozenset[str] = frozenset()
) -> dict[str, dict[str, str]]:
    """Make the table: spun word -> original -> reasons; a tortured pair must recur or be joined by WordNet, `usual` words stand as they are."""
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for lemma in wordnet.synsets:
        # A text is split at hyphens.
        spun = lemma.replace("-", " ")
        if lemma in usual or len(spun.split()) > 3 or not re.fullmatch(r"[a-z][a-z' ]+", spun):
            continue
        for letter, other in wordnet.relations(lemma):
            # "risk" for "risk of infection" would make a name longer than what was said
            is_other = fold(other) != fold(lemma) and not set(lemma.split()) & set(words_of(other))
            if is_other and (letter == "s" or " " not in lemma) and all(w in originals or w in FUNCTION_WORDS for w in words_of(other)):
                table[spun][other].add(letter)
    joined = {spun: {o: "".join(sorted(r)) for o, r in sorted(row.items())} for spun, row in sorted(table.items())}
    return add_pairs(joined, pairs)


def add_pairs(table: Mapping[str, Mapping[str, str]], pairs: Mapping[tuple[str, str], int]) -> dict[str, dict[str, str]]:
    """Add the aligned pairs that recur or that WordNet joins too."""
    result = {spun: dict(row) for spun, row in table.items()}
    for (spun, original), count in sorted(pairs.items()):
        row = result.setdefault(spun, {})
        if count > 1 or original in row:
            row[original] = row.get(original, "") + f"t{count}"
    return {spun: dict(sorted(row.items())) for spun, row in sorted(result.items()) if row}


def add_words(table: Mapping[str, Mapping[str, str]], path: Path) -> dict[str, dict[str, str]]:
    """Add the words of our thesaurus, a file with a word of the field and what a tool may put in its place in each line."""
    result = {spun: dict(row) for spun, row in table.items()}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        original, cells = line.split("\t")
        for spun in sorted({cell.replace("-", " ") for cell in cells.split("|")}):
            row = result.setdefault(spun, {})
            row[original] = row.get(original, "") + "w"
    return {spun: dict(sorted(row.items())) for spun, row in sorted(result.items())}


def rows_of(table: Mapping[str, Mapping[str, str]], wordnet: WordNet) -> dict[str, str]:
    """Make the rows of the file: the substitutions of a word, and `=base` where it is an irregular form of a word that has some."""
    cells = {spun: [f"{o}:{r}" for o, r in row.items()] for spun, row in table.items()}
    for form, bases in wordnet.irregular.items():
        if " " not in form and any(base in table and base != form for base in bases):
            cells.setdefault(form, []).extend(f"={base}" for base in bases if base in table and base != form)
    rows = {spun: "|".join(row) for spun, row in cells.items()}
    return dict(sorted(rows.items()))


def field_texts(shared: Path) -> Iterator[tuple[float, str]]:
    """Yield (weight, text) of clean texts of the field: public corpora, our names and cues, and texts of our own."""
    for corpus in ("phee-train", "bc5cdr-train", "ncbi-disease-train"):
        for line in (shared / "corpora" / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines():
            yield 1.0, json.loads(line)["text"]
    for concept in read_concepts(ROOT / "ontology" / "concepts.tsv"):
        yield from ((2.0, name) for name in concept.names)
    for name in ("relations", "qualifiers", "safety", "headings", "stances", "care", "heading_words", "therapy_words"):
        for line in (ROOT / "data" / "cues" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            yield from ((1.0, phrase) for phrase in islice(expand(line.split("\t")[0]), MOST_PHRASES))
    gold = (
        path
        for name in FIELD_SETS
        for path in (ROOT / "benchmarks" / "gold" / name / "texts").glob("*.txt")
        if "spun" not in path.name and "paraphrased" not in path.name
    )
    for path in [*sorted(gold), *sorted((ROOT / "data" / "documents").glob("*.md"))]:
        yield from ((OWN_WEIGHT, line) for line in path.read_text(encoding="utf-8").splitlines())


def field_rows(texts: Iterable[tuple[float, str]]) -> dict[str, str]:
    """Count words and pairs of neighbours; pairs that were seen once in a public abstract are left out."""
    singles: Counter[str] = Counter()
    pairs: defaultdict[str, Counter[str]] = defaultdict(Counter)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for weight, text in texts:
        previous = "."
        for surface in tokenise(text, [(0, len(text))])[0].surfaces:
            word = surface.removesuffix("'s").lower()
            key = fold(word)
            if re.search(r"[|:=\t]", key):
                continue
            singles[key] += weight  # type: ignore[assignment]
            pairs[previous][key] += weight  # type: ignore[assignment]
            if previous.endswith("&"):
                pairs["and"][key] += weight  # type: ignore[assignment]
            forms[key][word] += weight  # type: ignore[assignment]
            previous = next_history(previous, key)
    rows = {}
    for key in sorted(singles):
        form = max(forms[key], key=lambda word: (forms[key][word], word))
        after = [f"{word}:{count:g}" for word, count in sorted(pairs[key].items()) if count > 1]
        rows["~" + key] = "|".join([form, f"{singles[key]:g}", *after])
    for history in sorted(key for key in pairs if key.endswith("&")):
        after = [f"{word}:{count:g}" for word, count in sorted(pairs[history].items()) if count > 1]
        if after:
            rows["~" + history] = "|".join(["", f"{sum(pairs[history].values()):g}", *after])
    return {"~": f"{sum(singles.values()):g}", **rows}


def write(rows: Mapping[str, str], path: Path) -> None:
    """Write the rows gzipped, without a date, the word lists first."""
    ordered = sorted(rows.items(), key=lambda row: (not row[0].startswith("="), row[0]))
    text = "".join(f"{spun}\t{cells}\n" for spun, cells in ordered)
    path.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def main() -> None:
    """Derive the table and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "cues" / "substitutions.tsv.gz")
    options = parser.parse_args()
    wordnet = WordNet.read(options.wordnet)
    phrases = read_phrases(options.shared / "tortured" / "phrases.tsv")
    biomedical = biomedical_words(options.shared)
    table = derive(wordnet, align(phrases, wordnet), vocabulary(wordnet, biomedical, phrases), hyphenated(field_texts(options.shared)))
    table = add_words(table, ROOT / "benchmarks" / "thesaurus.tsv")
    write(rows_of(table, wordnet) | word_lists(wordnet, biomedical, table) | field_rows(field_texts(options.shared)), options.out)
    letters = Counter(re.sub(r"\d", "", r) for row in table.values() for r in row.values())
    pairs = sum(map(len, table.values()))
    print(f"{pairs:,} pairs of {len(table):,} words, {options.out.stat().st_size:,} bytes: {letters.most_common(12)}")


if __name__ == "__main__":
    main()
