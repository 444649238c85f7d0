"""The gold: hand-made tables go in; facts, hard negatives and covered characters come out.

Both formats, by slug and by label, are described in docs/evaluation.md.
"""

from __future__ import annotations

import codecs
import csv
import difflib
import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, get_args

from kg.errors import KgError, ResourceError, UnknownName
from kg.identifiers import to_slug
from kg.records import Frequency, Polarity, Severity
from kg.vocabulary import PREDICATES, STATUSES

__all__ = ["ABOUT_CONDITIONS", "ATTRIBUTES", "GoldFact", "HardNegative", "Key", "read_gold", "read_manifest", "read_negatives", "stem_of"]

Key = tuple[str, ...]
Row = Mapping[str, str]
Made = TypeVar("Made")

#: Predicates whose subject is not the product that a text is about.
ABOUT_CONDITIONS = frozenset({"in_category", "caused_by", "has_pathology", "mitigated_by"})
#: What is said of a claim beside its triple, with the words that a gold may use; nothing is said by leaving it empty.
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "polarity": get_args(Polarity), "status": STATUSES, "severity": get_args(Severity), "frequency": get_args(Frequency),
}  # fmt: skip
_BY_SLUG = ("doc", "subject_slug", "predicate", "object_slug", "tier")
_BY_LABEL = ("doc", "subject", "predicate", "predicate_detail", "object", "tier")
_TIERS = ("core", "secondary")
#: The relations of the format by label (relation, detail) and the predicate that each means; None where no claim is made of it.
_RELATIONS = {
    ("treats_or_indicated_for", "treats"): "treats",
    ("treats_or_indicated_for", "prevents"): "prevents",
    ("belongs_to_category", "is_a"): "in_category",
    ("belongs_to_category", "therapy_topic"): None,
    ("acts_via_mechanism", ""): "acts_via",
    ("acts_via_mechanism", "outcome"): "acts_via",
    ("has_adverse_effect", ""): "has_adverse_effect",
    ("administered_by_route", ""): "given_by_route",
    ("derived_from", ""): "derived_from",
    ("symptom_or_pathology", "caused_by"): "caused_by",
    ("symptom_or_pathology", "pathology"): "has_pathology",
    ("symptom_or_pathology", "symptom"): None,
    ("monitored_or_mitigated_by", "mitigated_by"): "mitigated_by",
    ("monitored_or_mitigated_by", "monitored_by"): "monitored_by",
    ("monitored_or_mitigated_by", "purpose_of_supervision"): None,
    ("other", "used_in_population"): "used_in_population",
}
#: Relations of the format by label that take any detail; where _RELATIONS names none, no claim is made of it.
_OPEN = frozenset({"other", "has_synonym", "requires_supervision"})


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact of the gold; several subjects, predicates, objects or attribute values mean that each is right."""

    document: str
    predicates: tuple[str, ...]
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    core: bool
    attributes: Mapping[str, frozenset[str]]
    surface: str
    #: Characters of the text that the row marks, or None.
    span: tuple[int, int] | None = None
    #: The line of the gold that states it.
    line: int = 0

    def right_keys(self) -> Iterable[Key]:
        """Give every key that a right claim may have, the main one first."""
        for predicate in self.predicates:
            for target in self.objects:
                if predicate in ABOUT_CONDITIONS:
                    for subject in self.subjects:
                        yield (self.document, predicate, subject, target)
                else:
                    yield (self.document, predicate, target)


@dataclass(frozen=True, slots=True)
class HardNegative:
    """A tempting non-fact; with `qualifier` only the triple with that attribute value is wrong."""

    id: str
    document: str
    key: Key
    qualifier: tuple[str, str] | None
    reason: str
    #: The line of the table that states it.
    line: int = 0


def read_gold(path: Path, slugs: Mapping[str, str], *, unscored: Counter[str] | None = None) -> list[GoldFact]:
    """Read a gold file of either format; `slugs` maps lower-case labels to slugs for the format that names concepts by label.

    Facts of relations that no claim is made of are left out, and counted in `unscored`. Raises ResourceError with file and line for
    a row that cannot be scored, and where no row is left.
    """
    left_out = Counter[str]() if unscored is None else unscored

    def by_label(row: Row, line: int) -> GoldFact | None:
        relation = (row["predicate"], row["predicate_detail"])
        if relation not in _RELATIONS and relation[0] not in _OPEN:
            known = sorted({*(" ".join(filter(None, r)) for r in _RELATIONS), *_OPEN})
            raise UnknownName("relation", " ".join(filter(None, relation)), known)
        predicate = _RELATIONS.get(relation)
        if predicate is None:
            left_out[relation[0]] += 1
            return None
        return _fact_by_label(row, predicate, slugs, line)

    format, rows = _rows(path, _BY_LABEL, _BY_SLUG)
    makes = by_label if format is _BY_LABEL else _fact_by_slug
    facts = [fact for fact in _each(path, rows, makes) if fact is not None]
    if not facts:
        raise ResourceError(path, f"holds no fact that is scored; left out: {', '.join(f'{n} {name}' for name, n in left_out.items())}")
    return facts


def read_negatives(path: Path, slugs: Mapping[str, str]) -> list[HardNegative]:
    """Read hard negatives of either format; raises ResourceError with file and line for a row that cannot be read."""
    by_slug = ("doc", "neg_id", "subject_slug", "predicate", "object_slug")
    format, rows = _rows(path, by_slug, ("doc", "neg_id", "subject", "predicate", "object"))

    def made(row: Row, line: int) -> HardNegative:
        if format is by_slug:
            subject, predicate, target = row["subject_slug"], _known("predicate", row["predicate"], PREDICATES), row["object_slug"]
            qualifiers, reason = _qualifiers(row.get("qualifier", "")), row.get("reason", "")
        else:
            parted = [re.split(r"[ ;|]+(?=\w+=)", row[name]) for name in ("subject", "predicate", "object")]
            subject, relation, target = (words[0] for words in parted)
            predicate = relation.partition(" ")[0]
            predicate = {"treats_or_indicated_for": "treats", "belongs_to_category": "in_category"}.get(predicate, predicate)
            subject, target, reason = _slug(subject, slugs), _slug(target, slugs), row.get("why_wrong", "")
            qualifiers = _qualifiers(";".join(stated for words in parted for stated in words[1:]))
        document = stem_of(row["doc"])
        key: Key = (document, predicate, subject, target) if predicate in ABOUT_CONDITIONS else (document, predicate, target)
        scored = [(name, _known(name, value, ATTRIBUTES[name])) for name, value in qualifiers.items() if name in ATTRIBUTES]
        first = next((pair for pair in scored if pair[0] != "polarity"), None)
        return HardNegative(row["neg_id"], document, key, first, reason, line)

    return list(_each(path, rows, made))


def read_manifest(path: Path, *, lines: dict[str, int] | None = None) -> dict[str, list[tuple[int, int]]]:
    """Read which character ranges of each document the gold covers; into `lines` goes the line of each document."""

    def ranges(row: Row, line: int) -> tuple[str, list[tuple[int, int]]]:
        if not re.fullmatch(r"(\d+-\d+([,; ]+\d+-\d+)*)?", row["covered"].strip()):
            raise KgError(f"covered {row['covered']!r} is no list of ranges such as 0-120,300-450")
        found = [(int(a), int(b)) for a, b in re.findall(r"(\d+)-(\d+)", row["covered"])]
        if wrong := next((f"{start}-{end}" for start, end in found if start >= end), ""):
            raise KgError(f"the range {wrong} covers nothing: its start is not before its end")
        document = stem_of(row["doc"])
        if lines is not None:
            lines[document] = line
        return document, found

    _, rows = _rows(path, ("doc", "covered"))
    return dict(_each(path, rows, ranges))


def stem_of(name: str) -> str:
    """Give a document's name without the ending of its file, as its identifier has it."""
    return re.sub(r"\.(txt|md|html?|xml)$", "", name)


def _rows(path: Path, *formats: tuple[str, ...]) -> tuple[tuple[str, ...], list[tuple[int, Row]]]:
    """Read a table: the first of the formats whose columns it has, and its rows with their lines."""
    try:
        # Programs for tables put a byte order mark before the head, and write UTF-16 besides.
        content = path.read_bytes()
        text = content.decode("utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
        rows: list[tuple[int, Row]] = [(reader.line_num, row) for row in reader]
        columns = list(reader.fieldnames or ())
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    format = next((format for format in formats if set(format) <= set(columns)), None)
    if format is None:
        said = "has neither gold format" if len(formats) > 1 else "lacks a column"
        wanted = ", or ".join(" ".join(format) for format in formats)
        message = f"{said}; its columns are {', '.join(columns) or 'none'}; wanted are {wanted}, parted by tabs: see docs/evaluation.md"
        raise ResourceError(path, message, line=1)
    if doubled := [name for name, count in Counter(columns).items() if name and count > 1]:
        raise ResourceError(path, f"names the column {doubled[0]} twice", line=1)
    if not rows:
        raise ResourceError(path, "holds no rows")
    for line, row in rows:
        if len(row) > len(columns):
            raise ResourceError(path, f"has more cells than the {len(columns)} columns of its head", line=line)
        empty = next((name for name in format if not row[name] and name not in _MAY_BE_EMPTY), None)
        if empty is not None:
            raise ResourceError(path, f"the column {empty} is empty", line=line)
    return format, rows


_MAY_BE_EMPTY = frozenset({"predicate_detail", "covered"})


def _each(path: Path, rows: Iterable[tuple[int, Row]], make: Callable[[Row, int], Made]) -> Iterator[Made]:
    """Make a record of each row; an error gets the file and the line."""
    for line, row in rows:
        try:
            yield make(row, line)
        except KgError as error:
            raise ResourceError(path, str(error), line=line) from error


def _fact_by_label(row: Row, predicate: str, slugs: Mapping[str, str], line: int) -> GoldFact:
    stated = _qualifiers(row.get("qualifiers", ""))
    if "polarity" in stated:
        raise KgError("the polarity has a column of its own")
    attributes = {name: _values(name, stated.get(name, "")) for name in ("status", "severity", "frequency")}
    attributes["polarity"] = _values("polarity", row.get("polarity", "")) or frozenset({"affirmed"})
    return GoldFact(
        document=stem_of(row["doc"]),
        predicates=(predicate,),
        subjects=(_slug(row["subject"], slugs),),
        objects=(_slug(row["object"], slugs),),
        core=_is_core(row),
        attributes=attributes,
        surface=row.get("surface", ""),
        span=_span(row),
        line=line,
    )


def _fact_by_slug(row: Row, line: int) -> GoldFact:
    note = row.get("note", "")

    def also(key: str) -> tuple[str, ...]:
        return tuple(value.strip() for part in re.findall(rf"{key}=([^;]+)", note) for value in part.split("|"))

    return GoldFact(
        document=stem_of(row["doc"]),
        predicates=tuple(_known("predicate", name, PREDICATES) for name in (row["predicate"], *also("alt_predicate"))),
        subjects=(row["subject_slug"], *also("alt_subject")),
        objects=(row["object_slug"], *also("alt_object")),
        core=_is_core(row),
        attributes={name: _values(name, row.get(name, ""), also(f"alt_{name}")) for name in ATTRIBUTES},
        surface=row.get("surface", ""),
        span=_span(row),
        line=line,
    )


def _qualifiers(cell: str) -> dict[str, str]:
    """Read `name=value`, parted by semicolons; a name that is not scored, such as population, may be any but a scored one misspelt."""
    stated: dict[str, str] = {}
    for part in filter(None, map(str.strip, re.split("[;|]", cell))):
        name, equals, value = map(str.strip, part.partition("="))
        if not equals:
            raise KgError(f"the qualifier {part!r} is not of the form name=value, as status=approved is")
        if name not in ATTRIBUTES and difflib.get_close_matches(name.lower(), ATTRIBUTES, cutoff=0.8):
            raise UnknownName("qualifier", name, ATTRIBUTES)
        stated[name] = value
    return stated


def _known(kind: str, value: str, known: Iterable[str]) -> str:
    if value not in known:
        raise UnknownName("value", value, filter(None, known), where=f"{kind} (one of {', '.join(filter(None, known))})")
    return value


def _values(name: str, value: str, others: Collection[str] = ()) -> frozenset[str]:
    """The values that are right, none where any is; that the text says nothing may be one of two: "unspecified", or "alt_severity=unspecified"."""
    if value in ("", "unspecified") and not others:
        return frozenset()
    return frozenset(others) | ({_known(name, value, ATTRIBUTES[name])} if value else frozenset())


def _is_core(row: Row) -> bool:
    return _known("tier", row["tier"], _TIERS) == "core"


def _span(row: Row) -> tuple[int, int] | None:
    """Give the characters that a row marks, None where it marks none."""
    cells = [row.get(name, "").strip() for name in ("start", "end")]
    if not any(cells):
        return None
    for name, cell in zip(("start", "end"), cells, strict=True):
        if not re.fullmatch("[0-9]+", cell):
            raise KgError(f"the {name} {cell!r} is no number of characters")
    start, end = map(int, cells)
    if start >= end:
        raise KgError(f"the start {start} is not before the end {end}")
    return start, end


def _slug(label: str, slugs: Mapping[str, str]) -> str:
    return slugs.get(label.lower(), to_slug(label))
