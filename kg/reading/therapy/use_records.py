"""Registers of uses as records: a line with a condition over fields such as "Funding: approved" goes in, drafts of what each record says come out.

    Myasthenia gravis
    Description: acute worsening.
    Funding: panel approval needed.
    Regimen: 2 g/kg over 2 days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.table_rows import OCCASIONS
from kg.reading.therapy.exposure import mentions_exposure
from kg.reading.therapy.refutations import futile
from kg.reading.therapy.scope import UNSPECIFIC
from kg.reading.therapy.status import ADVISED_AGAINST
from kg.records import Polarity, Status

__all__ = ["find_recorded"]

_METHOD = "record of a use"
#: Labels of the fields of such a record; those that say whether the use is granted.
_LABEL = re.compile(
    r"(?:(?P<status>commissioning|commissioned|funding|funded|approval|commissioning (?:status|position)|funding status|status|position|decision)"
    r"|(?P<drug>regimen|dose|dosage|dosing|product|treatment)"
    r"|(?P<aim>outcomes?|expected outcomes?|outcome measures?|aims?|goals?|description|indication|clinical scenario|condition)"
    r"|(?P<other>(?:selection |eligibility |inclusion |exclusion |clinical )?criteria|eligibility|priority|rank|colour|color|category|grade|evidence"
    r"|duration|review|speciality|specialty|comments?|notes?)) ?: ?(?P<said>[^\n]*)",
    re.IGNORECASE,
)
_KINDS = ("status", "drug", "aim", "other")
_FAILS = re.compile(r"\b(?:ineffective|not (?:been )?(?:shown to be )?effective|no (?:proven )?(?:benefit|effect)|does not work|futile)\b", re.IGNORECASE)
_REFUSED = re.compile(
    r"\bnot (?:routinely |currently |usually )?\w+ed\b|\b(?:no longer|never|refused|declined|rejected|withdrawn|unfunded|unavailable|unsupported"
    r"|cannot|insufficient|do(?:es)? not|did not|against|without)\b|^no(?:ne)?\b", re.IGNORECASE
)
_NEEDLESS = re.compile(r"\bnot (?:required|needed)\b", re.IGNORECASE)
_GRANTED = re.compile(r"\b(?:approv|panel|commission|fund|routine|grant|support|recommend|agreed|accept|available|covered)|^yes\b", re.IGNORECASE)
_GUARDING = re.compile(r"\b(?:prophylaxis|prevention|prevent|does not (?:contract|develop|catch)|exposure|contacts?)\b", re.IGNORECASE)
_MET = re.compile(r"\b(?:exposure|exposed|contacts?) (?:to|with|of)\b", re.IGNORECASE)
#: Words of the longest line that titles a record, and the fewest fields and records that make a register.
_TITLE_WORDS = 16
_FIELDS, _RECORDS = 2, 2
_TELLING = frozenset(("status", "drug"))
#: The conditions that occasions of a product lead to.
_AVERTED = {"tetanus-prone-wound": "tetanus"}


@dataclass(slots=True)
class _Record:
    """The units of a record: the line that titles it and its fields."""

    title: Unit
    units: list[Unit] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)


def find_recorded(page: Page) -> Mapping[int, list[Draft]]:
    """Give for each unit of a register the uses that its record grants or refuses; empty lists for the other units of the records."""
    if page.topic is None or page.is_label or page.is_trial or ":" not in page.normal.text:
        return {}
    records = [record for record in _records(page) if sum(map(len, record.fields.values())) >= _FIELDS and not record.fields.keys().isdisjoint(_TELLING)]
    if sum("status" in record.fields for record in records) < _RECORDS:
        return {}
    found: dict[int, list[Draft]] = {}
    for record in records:
        drafts = _drafts(record, page)
        if drafts:
            found.update({unit.index: [] for unit in record.units})
            found[record.title.index] = drafts
    return found


def _records(page: Page) -> list[_Record]:
    records: list[_Record] = []
    blocks: dict[int, list[Unit]] = {}
    for unit in page.units:
        if unit.first < unit.last:
            blocks.setdefault(unit.block, []).append(unit)
    for number, units in blocks.items():
        block = page.layout.blocks[number]
        text = page.normal.text[block.start : block.end]
        matches = [match for line in text.split("\n") for match in [_LABEL.match(line.strip(" *-•"))] if match is not None]
        if matches:
            if records:
                _add(records[-1], units, matches)
        elif _is_title(units, text):
            records.append(_Record(units[0]))
    return records


def _add(record: _Record, units: Sequence[Unit], matches: Sequence[re.Match[str]]) -> None:
    record.units.extend(units)
    for match in matches:
        kind = next(name for name in _KINDS if match[name])
        record.fields.setdefault(kind, []).append(match["said"])


def _is_title(units: Sequence[Unit], text: str) -> bool:
    """A short line without an end that names something."""
    return len(units) == 1 and len(text.split()) <= _TITLE_WORDS and not text.rstrip().endswith((".", ":", "?", "!", ";")) and not units[0].is_item


def _drafts(record: _Record, page: Page) -> list[Draft]:
    """What the fields of a record say of the condition in its title."""
    unit = record.title
    conditions = (t for t in unit.terms if t.has("Condition", "Immunodeficiency") and t.concept not in {"pregnancy", *UNSPECIFIC})
    named = sorted([*conditions, *(t for t in unit.terms if t.concept in _AVERTED)], key=lambda t: t.first)
    named = [t for t in named if not is_part(unit, t)]
    if not named:
        return []
    term = named[0]
    status = " ".join(record.fields.get("status", ()))
    subject = _product(record, page)
    if _FAILS.search(status):
        return [futile(subject, term, _METHOD, unit)]
    guards = _guards(record, page)
    if term.concept in _AVERTED:
        term = Term(term.first, term.last, _AVERTED[term.concept], frozenset(("Condition",)), term.score, term.method)
        guards = True
    elif term.concept in OCCASIONS:
        return []
    standing: Status
    polarity: Polarity
    if _REFUSED.search(_NEEDLESS.sub("", status)):
        hoped = any(cue.phrase.kind == "hedge" for each in record.units for cue in each.qualifiers)
        standing, polarity = ("used", "hedged") if hoped else ADVISED_AGAINST
    elif _GRANTED.search(status):
        standing, polarity = "recommended", "affirmed"
    elif "status" not in record.fields and "drug" in record.fields:
        standing, polarity = "used", "affirmed"  # a register that tells the doses of a use lists it
    else:
        return []
    return [draft_of(subject, "prevents" if guards else "treats", term, _METHOD, 0.8, unit.index, status=standing, polarity=polarity)]


def _guards(record: _Record, page: Page) -> bool:
    """ "Outcome: prevention of A", "A exposure": the use keeps the condition off."""
    title = record.title
    if mentions_exposure(page, title.first, title.last) or any(_MET.search(said) for said in record.fields.get("other", ())):
        return True
    return any(_GUARDING.search(said) and not re.search(r"\btreat|\bresolution\b", said) for said in record.fields.get("aim", ()))


def _product(record: _Record, page: Page) -> str:
    """The one product that the fields name, else the one that the text is about."""
    topic = page.topic or ""
    telling = (unit for unit in record.units if not any(kind.startswith("contraindicated") for kind in unit.kinds))
    named = {agent.concept for unit in telling for agent in unit.products if agent.concept}
    named.discard(topic)
    return named.pop() if len(named) == 1 else topic
