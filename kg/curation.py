"""Curation as data: data/curation.tsv goes in, one record a decision comes out, and back; decisions are kept, never overwritten.

A claim is named by its hash, the 16 digits at the end of its IRI, so that a decision survives every rebuild.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as calendar_date
from pathlib import Path
from typing import Literal, get_args

from kg.errors import KgError, ResourceError, UnknownName
from kg.identifiers import ID, is_slug
from kg.outputs import staged_file
from kg.records import Frequency, Polarity, Severity
from kg.vocabulary import PREDICATES, STATUSES

__all__ = [
    "AMENDABLE",
    "COLUMNS",
    "Decision",
    "Verdict",
    "add_decision",
    "check_fields",
    "checked_orcid",
    "claim_hash",
    "parse_fields",
    "read_decisions",
]

Verdict = Literal["accept", "reject", "amend"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
COLUMNS = ("claim", "decision", "amended", "curator", "date", "reason")
#: Fields of a claim that a curator may amend, with the values that they take; None for slugs of concepts and free text.
AMENDABLE: Mapping[str, tuple[str, ...] | None] = {
    "subject": None,
    "predicate": PREDICATES,
    "object": None,
    "status": STATUSES,
    "polarity": get_args(Polarity),
    "severity": get_args(Severity),
    "frequency": get_args(Frequency),
    "population": None,
    "effect": None,
}
#: Fields that only claims of some predicates have, as the shapes of claims.ttl ask.
_BEARERS: Mapping[str, tuple[str, ...]] = {
    "status": ("treats", "prevents"),
    "severity": ("has_adverse_effect",),
    "frequency": ("has_adverse_effect",),
}
_SLUGS = frozenset({"subject", "object", "effect"})
_HASH = re.compile(r"[0-9a-f]{16}")
_ORCID = re.compile(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a curator decided about a claim; `amended` are the fields of the claim as they should be, sorted by name."""

    claim: str
    verdict: Verdict
    amended: tuple[tuple[str, str], ...]
    #: The curator's ORCID, without prefix.
    curator: str
    #: The day of the decision, as YYYY-MM-DD.
    date: str
    reason: str


def claim_hash(name: str) -> str:
    """Give the hash of a claim from its hash, CURIE or IRI; raises KgError for anything else.

    >>> claim_hash("igr:claim-00ff00ff00ff00ff")
    '00ff00ff00ff00ff'
    """
    text = name.strip().removeprefix("<").removesuffix(">").removeprefix(ID).removeprefix("igr:").removeprefix("claim-").lower()
    if not _HASH.fullmatch(text):
        raise KgError(f"{name!r} names no claim; expected igr:claim- and 16 hexadecimal digits, or these digits, as `kg review` lists them")
    return text


def checked_orcid(text: str) -> str:
    """Give an ORCID without prefix; raises KgError where it is malformed or its check digit (ISO 7064 11-2) is wrong.

    >>> checked_orcid("https://orcid.org/0000-0002-1825-0097")
    '0000-0002-1825-0097'
    """
    plain = text.strip().removeprefix("https://orcid.org/").removeprefix("http://orcid.org/").removeprefix("orcid:").upper()
    if not _ORCID.fullmatch(plain):
        raise KgError(f"{text!r} is no ORCID; expected four groups of four digits, such as 0000-0002-1825-0097")
    total = 0
    for digit in plain.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if plain[-1] != ("X" if check == 10 else str(check)):
        raise KgError(f"{text!r} is no ORCID: its check digit should be {'X' if check == 10 else check}")
    return plain


def parse_fields(pairs: Iterable[str], *, concepts: Collection[str] | None = None) -> tuple[tuple[str, str], ...]:
    """Check amendments written `field=value` and give them sorted by field; with `concepts` slugs must be among these.

    Raises UnknownName for an unknown field, value or concept, KgError for a malformed or repeated one.
    """
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise KgError(f"{pair!r} is not field=value")
        if name not in AMENDABLE:
            raise UnknownName("field of a claim", name, AMENDABLE)
        if name in found:
            raise KgError(f"{name} is amended twice")
        allowed = AMENDABLE[name]
        if (name, value) == ("status", "not-recommended"):
            raise KgError("status: advice against a use is a recommendation denied; set status=recommended and polarity=negated")
        if allowed is not None and value not in allowed:
            known = ", ".join(v or "nothing" for v in allowed)
            raise UnknownName("value", value, (v for v in allowed if v), where=f"{name} (one of {known})")
        if name in _SLUGS and (value or name != "effect") and not (is_slug(value) if concepts is None else value in concepts):
            raise UnknownName("concept", value, concepts or ())
        if any(c in value for c in "\t\n\r|="):
            raise KgError(f"{name}: {value!r} holds a tab, a line's end, | or =")
        found[name] = value.strip()
    return tuple(sorted(found.items()))


def check_fields(predicate: str, fields: Mapping[str, str]) -> None:
    """Raise KgError where a claim of a predicate has a field that such claims do not have; `fields` are those of the claim as amended."""
    for name, bearers in _BEARERS.items():
        if fields.get(name) and predicate not in bearers:
            belongs = f"{name} belongs to claims of {' and '.join(bearers)}, and this claim is of {predicate}"
            raise KgError(f"{belongs}; leave out {name}={fields[name]}, or empty it with {name}=")


def read_decisions(
    path: Path, *, concepts: Collection[str] | None = None, set_aside: list[ResourceError] | None = None
) -> tuple[Decision, ...]:
    """Read and check the decisions, in the order of the file; none where there is no file.

    Raises ResourceError with file and line. With a list `set_aside`, a row that names an unknown claim form, concept, field or
    curator goes there, and the rest is read.
    """
    if not path.is_file():
        return ()
    try:
        lines = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read ({error})") from error
    if lines[0].split("\t") != list(COLUMNS):
        raise ResourceError(path, f"the header is not: {' '.join(COLUMNS)}", line=1)
    decisions = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise ResourceError(path, f"{len(cells)} cells, expected {len(COLUMNS)} separated by tabs", line=number)
        try:
            decisions.append(_decision(cells, concepts))
        except KgError as error:
            wrong = ResourceError(path, str(error), line=number)
            if set_aside is None:
                raise wrong from error
            set_aside.append(wrong)
    return tuple(decisions)


def add_decision(path: Path, decision: Decision) -> None:
    """Add a decision to the file; earlier ones stay, rows that this version cannot read too. The same decision twice is one row."""
    _decision(_line(decision).split("\t"), None)
    read_decisions(path, set_aside=[])  # a file that is no table of decisions is not touched
    kept = path.read_text(encoding="utf-8").removesuffix("\n").split("\n")[1:] if path.is_file() else []
    line = _line(decision)
    if line in kept:
        return
    # Sorted by claim and date as text, so that a row which cannot be read keeps its place.
    rows = sorted([*kept, line], key=lambda row: (row.split("\t")[0], row.split("\t")[4:5]))
    with staged_file(path) as staging:
        staging.write_text("\n".join(["\t".join(COLUMNS), *rows]) + "\n", encoding="utf-8", newline="\n")


def _decision(cells: list[str], concepts: Collection[str] | None) -> Decision:
    claim, verdict, amended, curator, date, reason = cells
    if not _HASH.fullmatch(claim):
        raise KgError(f"{claim!r} is no hash of a claim (16 hexadecimal digits)")
    if verdict not in VERDICTS:
        raise UnknownName("decision", verdict, VERDICTS)
    fields = parse_fields(amended.split("|") if amended else (), concepts=concepts)
    if bool(fields) != (verdict == "amend"):
        raise KgError("an amendment needs the fields that it changes" if verdict == "amend" else f"{verdict} amends no field")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", date) or not _is_day(date):
        raise KgError(f"{date!r} is no day; expected YYYY-MM-DD")
    if not reason.strip() or reason != reason.strip() or any(not c.isprintable() for c in reason):
        raise KgError("a decision needs a reason, in one line without stray blanks or control characters")
    return Decision(claim, verdict, fields, checked_orcid(curator), date, reason)


def _is_day(text: str) -> bool:
    try:
        calendar_date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _line(decision: Decision) -> str:
    amended = "|".join(f"{name}={value}" for name, value in decision.amended)
    return "\t".join((decision.claim, decision.verdict, amended, decision.curator, decision.date, decision.reason))
