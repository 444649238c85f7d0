"""Public corpora: JSON lines with marked spans go in; how well qualifiers, the lexicon and paraphrase recovery do on them comes out.

Negation is measured on NegEx, denied and uncertain events on PHEE, both given the gold spans. The sentences of PHEE on one medicine, with
IVIG in its place, show how claims are read from case reports that nobody wrote for this program. BC5CDR and NCBI Disease say how much of
general medicine the lexicon of this field covers, which is no aim, and, with PHEE, how often recovery of paraphrases sees one in
clean text, which is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import DocumentError, ResourceError
from kg.evaluation import Score, Unit, bootstrap_intervals, sum_units
from kg.reading.claims import Reader
from kg.reading.drafts import USES
from kg.reading.page import DISEASES
from kg.reading.qualifiers import is_negated
from kg.reading.stances import EventWords, stance_of
from kg.records import Document, Span
from kg.settings import Settings

__all__ = ["Corpora", "FalseAlarms", "Measure", "evaluate_corpora", "read_events", "read_negations", "read_passages", "read_tellings"]

#: Classes of the ontology that the corpora call a disease.
_DISEASES = frozenset(("Condition", "Immunodeficiency", "AdverseEffect"))
#: Entity types that are no disease.
_OTHER_TYPES = frozenset(("Chemical",))
_BENEFIT = "Potential_therapeutic_event"
#: The product that stands in the place of another medicine.
_PRODUCT, _PRODUCT_NAME = "intravenous-immunoglobulin", "IVIG"
#: What a harm and a use are: the classes of their concepts, and the predicates that claim them.
_AS_HARM = frozenset(("AdverseEffect",)), frozenset(("has_adverse_effect",))
_AS_USE = DISEASES, USES


@dataclass(frozen=True, slots=True)
class Negation:
    """A marked condition of a clinical sentence, and whether it is negated."""

    sentence: str
    start: int
    end: int
    is_negated: bool


@dataclass(frozen=True, slots=True)
class Event:
    """A marked event of a sentence, with its gold stance."""

    sentence: str
    words: EventWords
    is_negated: bool
    is_speculated: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with the spans of the diseases that it names."""

    id: str
    text: str
    diseases: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence on one medicine, IVIG in its place, with the spans of its harms and of what it was given for."""

    id: str
    text: str
    harms: tuple[tuple[int, int], ...]
    disorders: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: `cases` were judged, `score` counts hits, gold and false alarms; 95 % intervals by bootstrap."""

    corpus: str
    what: str
    cases: int
    score: Score
    intervals: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """Names that paraphrase recovery put into clean texts."""

    corpus: str
    texts: int
    words: int
    alarms: int
    #: Texts that were taken for machine-paraphrased.
    flagged: int


@dataclass(frozen=True, slots=True)
class Corpora:
    """All figures of a folder of corpora, and the files that were not there."""

    measures: tuple[Measure, ...]
    alarms: tuple[FalseAlarms, ...]
    absent: tuple[str, ...]


def evaluate_corpora(folder: Path, settings: Settings | None = None, *, resamples: int = 1000) -> Corpora:
    """Measure whatever corpora a folder holds; raises DocumentError if it holds none.

    NegEx is given whole and as the half of its rows (every second one) whose errors nobody looked at when the cues were last revised;
    cues of events were written with the errors of both parts of PHEE at hand, so neither figure is that of unseen texts.
    """
    measures: list[Measure] = []
    alarms: list[FalseAlarms] = []
    absent: list[str] = []
    reader: Reader | None = None
    for stem in ("negex-half", "phee-train", "phee-dev", "bc5cdr-train", "bc5cdr-dev", "ncbi-disease-train", "ncbi-disease-dev"):
        path = folder / f"{stem}.jsonl"
        if not path.exists():
            absent.append(path.name)
            continue
        if stem == "negex-half":
            negations = read_negations(path)
            measures.append(_measure_negation(stem, "negation", negations, resamples))
            measures.append(_measure_negation(stem, "negation, rows left out of the last tuning", negations[1::2], resamples))
            continue
        reader = reader or Reader.from_settings(settings or Settings.default())
        passages = read_passages(path)
        if stem.startswith("phee"):
            measures += _measure_events(stem, read_events(path), resamples)
            measures += _measure_tellings(stem, read_tellings(path), reader, resamples)
            alarms.append(_false_alarms(stem, passages, reader))
        else:
            measures.append(_measure_mentions(stem, passages, reader, resamples))
            if stem.startswith("bc5cdr"):
                alarms.append(_false_alarms(stem, passages, reader))
    if not measures:
        raise DocumentError(str(folder), f"holds none of the known corpora ({', '.join(absent)})")
    return Corpora(tuple(measures), tuple(alarms), tuple(absent))


def read_negations(path: Path) -> list[Negation]:
    """Read a corpus whose entities carry `negation`: Affirmed or Negated."""
    return [
        Negation(row["text"], entity["start"], entity["end"], entity["negation"] == "Negated")
        for row in _rows(path, {"text": str, "entities": list})
        for entity in row["entities"]
    ]


def read_events(path: Path) -> list[Event]:
    """Read a corpus of events: each relation belongs to the entities from one Trigger to the next, in order."""
    events: list[Event] = []
    for row in _rows(path, {"id": str, "text": str, "entities": list, "relations": list}):
        groups: list[list[Mapping[str, Any]]] = []
        for entity in row["entities"]:
            if entity["type"] == "Trigger":
                groups.append([])
            if groups:
                groups[-1].append(entity)
        if len(groups) != len(row["relations"]):
            raise ResourceError(path, f"{row['id']}: {len(groups)} triggers, but {len(row['relations'])} events")
        for group, relation in zip(groups, row["relations"], strict=True):
            words = EventWords(
                trigger=(group[0]["start"], group[0]["end"]),
                effects=_spans(group, "Effect"),
                agents=_spans(group, "Treatment.Drug"),
                is_benefit=relation["type"] == _BENEFIT,
            )
            events.append(Event(row["text"], words, bool(relation["negated"]), bool(relation["speculated"])))
    return events


def read_passages(path: Path) -> list[Passage]:
    """Read the texts of a corpus and the spans of its diseases; entities of other types are left out."""
    return [
        Passage(row["id"], row["text"], tuple((e["start"], e["end"]) for e in row["entities"] if e["type"] not in _OTHER_TYPES))
        for row in _rows(path, {"id": str, "text": str, "entities": list})
    ]


def read_tellings(path: Path) -> list[Telling]:
    """Read the sentences of a corpus of events that tell of harms of one medicine, named once, and put IVIG in its place."""
    tellings: list[Telling] = []
    for row in _rows(path, {"id": str, "text": str, "entities": list, "relations": list}):
        drugs = _spans(row["entities"], "Treatment.Drug")
        if len(drugs) == 1 and any(relation["type"] != _BENEFIT for relation in row["relations"]):
            (first, last), text = drugs[0], row["text"]
            shift = len(_PRODUCT_NAME) - (last - first)
            harms, disorders = (
                tuple((a + shift * (a > first), b + shift * (b > first)) for a, b in _spans(row["entities"], kind))
                for kind in ("Effect", "Treatment.Disorder")
            )
            tellings.append(Telling(row["id"], text[:first] + _PRODUCT_NAME + text[last:], harms, disorders))
    return tellings


def _spans(entities: Iterable[Mapping[str, Any]], kind: str) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys((entity["start"], entity["end"]) for entity in entities if entity["type"] == kind))


def _rows(path: Path, fields: Mapping[str, type]) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    if not lines:
        raise ResourceError(path, "holds no rows")
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise ResourceError(path, f"is not JSON lines ({error.msg})", line=number) from error
        for name, kind in fields.items():
            if not isinstance(row, dict) or not isinstance(row.get(name), kind):
                raise ResourceError(path, f"an object with {name} ({kind.__name__}) was expected", line=number)
        yield row


def _measure(corpus: str, what: str, units: Sequence[Unit], resamples: int) -> Measure:
    return Measure(corpus, what, len(units), sum_units(units), bootstrap_intervals(units, resamples))


def _judged(what: str, said: bool, gold: bool) -> Unit:
    return (what, "", int(said and gold), int(gold), int(said and not gold))


def _measure_negation(corpus: str, what: str, negations: Sequence[Negation], resamples: int) -> Measure:
    return _measure(corpus, what, [_judged(what, is_negated(n.sentence, n.start, n.end), n.is_negated) for n in negations], resamples)


def _measure_events(corpus: str, events: Sequence[Event], resamples: int) -> list[Measure]:
    stances = [stance_of(event.sentence, event.words) for event in events]
    negated = [_judged("negated", s.is_negated, e.is_negated) for s, e in zip(stances, events, strict=True)]
    speculated = [_judged("speculated", s.is_speculated, e.is_speculated) for s, e in zip(stances, events, strict=True)]
    return [_measure(corpus, "event negated", negated, resamples), _measure(corpus, "event speculated", speculated, resamples)]


def _compared(what: str, id: str, marked: Sequence[Span], asked: Sequence[Span], found: Sequence[Span]) -> Unit:
    """Count the spans asked for that meet a found one, and the found ones that meet no marked span; `asked` are some of the `marked`."""
    hit = sum(_meets(span, found) for span in asked)
    return what, id, hit, len(asked), sum(not _meets(span, marked) for span in found)


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < last and first < span[1] for first, last in others)


def _measure_tellings(corpus: str, tellings: Sequence[Telling], reader: Reader, resamples: int) -> list[Measure]:
    """Harms and disorders that the lexicon knows, against the effects and the uses that are claimed of the product; the unit is the sentence."""
    harms: list[Unit] = []
    uses: list[Unit] = []
    for telling in tellings:
        reading = reader.read(Document(id=telling.id, text=telling.text, sha256=""))
        named = [(g.mention.start, g.mention.end, reader.lexicon.classes[g.concept]) for g in reading.groundings]
        claimed = [claim for claim in reading.claims if claim.subject == _PRODUCT]
        for units, gold, (classes, predicates) in ((harms, telling.harms, _AS_HARM), (uses, telling.disorders, _AS_USE)):
            names = [(first, last) for first, last, each in named if not classes.isdisjoint(each)]
            known = [span for span in gold if _meets(span, names)]
            found = [(claim.start, claim.end) for claim in claimed if claim.predicate in predicates]
            units.append(_compared(corpus, telling.id, gold, known, found))
    return [_measure(corpus, "harms, IVIG in the medicine's place", harms, resamples), _measure(corpus, "uses in the same sentences", uses, resamples)]


def _measure_mentions(corpus: str, passages: Sequence[Passage], reader: Reader, resamples: int) -> Measure:
    """Mentions that overlap count as the same; the unit of the bootstrap is the text."""
    units: list[Unit] = []
    for passage in passages:
        found = [
            (grounding.mention.start, grounding.mention.end)
            for grounding in reader.read(_document(passage)).groundings
            if not _DISEASES.isdisjoint(reader.lexicon.concepts[grounding.concept].classes)
        ]
        units.append(_compared("disease", passage.id, passage.diseases, passage.diseases, found))
    return _measure(corpus, "diseases that the lexicon knows (for information)", units, resamples)


def _false_alarms(corpus: str, passages: Sequence[Passage], reader: Reader) -> FalseAlarms:
    words = alarms = flagged = 0
    for passage in passages:
        reading = reader.read(_document(passage))
        words += len(passage.text.split())
        alarms += sum(grounding.mention.method == "paraphrase" for grounding in reading.groundings)
        flagged += "machine-paraphrased" in reading.flags
    return FalseAlarms(corpus, len(passages), words, alarms, flagged)


def _document(passage: Passage) -> Document:
    return Document(id=passage.id, text=passage.text, sha256="")
