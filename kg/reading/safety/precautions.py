"""Precautions: lists of risk factors that no cue phrase introduces go in, statements of risk come out.

A label may name the effect ("Thrombosis: immobility, oestrogens, ...") or only ask for care ("Special precautions: ..."); a leaflet
lists what its reader has before the treatment ("Check with your midwife if you are diabetic: ...").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.reading.clauses import is_limit
from kg.reading.cues import Cue, Phrase
from kg.reading.openings import is_noun_phrase
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.safety.risk_factors import ALLERGIES, EARLIER, MAYBE, RiskStatement, factors_in, first_effect

__all__ = ["find_precautions", "is_before_use", "is_of_before"]

_ROOT = "adverse-event-root"
_SILENT_SECTIONS = frozenset(
    (
        "exclusion", "eligibility", "references", "studies", "disease", "methods", "storage", "indications", "overdose", "contraindications",
        "interactions", "pregnancy",
    )
)  # fmt: skip
#: Words and stems of labels that ask for care without naming an effect.
_CARE = "precaution-care"
#: Words by which a text asks its reader to speak up.
_SPEAKING = "precaution-speaking"
_LISTENERS = "precaution-listeners"
#: Words that make what is told something that came with the treatment.
_OCCURRING = "precaution-occurring"
#: What a text may ask about before: "any of these conditions".
_STATES = "precaution-states"
_STATING = "precaution-stating"
#: What may stand before the verb of an item.
_OPENING = 4
#: Words that lead from the factors to what they may bring.
_LEADING = "precaution-leading"
#: Words that may stand between a label and the first factor of its list.
_REACH = 6
_FEWEST = 2


def find_precautions(unit: Unit, page: Page) -> list[RiskStatement]:
    """Find the factors that the unit lists under a label or among what is to be told before the treatment."""
    if unit.is_heading or unit.place.kind in _SILENT_SECTIONS or (page.topic is None and not unit.products):
        return []
    found = _labelled(unit, page) if unit.label_last is not None else None
    if found is None and (unit.is_item or unit.intro is not None):
        found = _told_before(unit, page) or _under_care(unit, page)
    if found is None and unit.place.kind == "warnings" and unit.terms:
        found = _below_cautions(unit, page)
    if found is None and len(unit.terms) >= _SEVERAL:
        found = _listed_bare(unit, page)
    return [found] if found is not None else []


def _labelled(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Thrombosis: assess immobility, oestrogens, ...": the label names the effect; "Special precautions: ..." asks for care."""
    label = unit.label_last
    if label is None or unit.cues("frequency"):
        return None
    effect = next((t for t in unit.terms if t.last <= label and "AdverseEffect" in t.classes and t.concept != _ROOT), None)
    asks = not page.lists[_CARE].isdisjoint((*page.tokens.folds[unit.first : label], *page.tokens.stems[unit.first : label]))
    if effect is None and not asks:
        return None
    if asks and _CAUTIONS.issuperset(page.tokens.stems[unit.first : label]) and _is_bare(unit, page, label):
        return _bare_list(unit, page, label)
    body = [t for t in unit.terms if t.first >= label and not t.has("Management", "LaboratoryTest", "Population") and t.concept != _ROOT]
    telling = [t for t in body if "RiskFactor" in t.classes]
    if len(telling) < _FEWEST or (body[0] is not telling[0] and not asks) or body[0].first - label > _REACH:
        return None
    if len(telling) * 2 < len(body):
        return None
    factors = tuple(f for f in factors_in(unit, page, label, unit.last, effect) if asks or f[1].has("RiskFactor", "Constituent"))
    cue = Cue(unit.first, label, Phrase("caution"))
    return RiskStatement(factors, effect.concept if effect is not None else "", cue, unit, "affirmed" if effect is not None else "hedged")


def is_before_use(unit: Unit, page: Page) -> bool:
    """Tell an item of what is to be told before the treatment from one of what may be noticed after it."""
    if not unit.is_item and unit.intro is None:
        return False
    heading = page.heading_over(unit)
    owner = unit.intro if unit.intro is not None else heading
    if owner is None or owner is unit:
        return False
    folds = page.tokens.folds[owner.first : owner.last]
    asks_states = not page.lists[_STATES].isdisjoint(folds)
    asks = (
        not page.lists[_SPEAKING].isdisjoint(folds)
        and not page.lists[_LISTENERS].isdisjoint(folds)
        and not {"if", "whether", "about"}.isdisjoint(folds)
    )
    occurring = page.lists[_OCCURRING] - ({"any", "following"} if asks_states else frozenset())
    if asks and "before" not in folds and not occurring.isdisjoint(folds):
        return False
    states = _states(unit, page)
    if asks:
        return states or asks_states or (folds[-1] in {"you", "have", ":"} and "if" in folds)
    return states and unit.place.kind in {"warnings", "counselling"} and "before" in folds


def is_of_before(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether an item asks for what was there before the treatment and the term is that, not what it may bring."""
    return unit.is_item and is_before_use(unit, page) and term.last <= _turn(unit, page)


def _turn(unit: Unit, page: Page) -> int:
    """The token from which on an item says what its factors may bring, outside names ("diseases which thicken the blood")."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    leading = page.lists[_LEADING]
    turns = (
        i
        for i in range(unit.first + 1, unit.last)
        if surfaces[i] == ":" or folds[i] in leading or (surfaces[i] == "(" and folds[i + 1 : i + 2] in _REASONS)
    )
    return next((i for i in turns if not any(t.first < i < t.last for t in unit.terms)), unit.last)


#: How a bracket begins that says what is feared: "(your risk of a clot goes up)".
_REASONS = (["your"], ["this"], ["these"], ["they"], ["it"], ["because"], ["since"], ["as"], ["which"])


def _states(unit: Unit, page: Page) -> bool:
    """ "you are diabetic", "have ever had a clot": what the reader is or has."""
    return not page.lists[_STATING].isdisjoint(page.tokens.folds[unit.first : min(unit.first + _OPENING, unit.last)])


def _told_before(unit: Unit, page: Page) -> RiskStatement | None:
    """An item of a leaflet on what its reader has; what the factors may bring stands behind them."""
    if not is_before_use(unit, page):
        return None
    if _is_of_later(unit, page) or _is_of_such_cases(unit, page) or _is_banned(unit, page):
        return None
    if unit.place_in_block and any(c.phrase.kind == "prone" for c in unit.safety):
        return None  # "- get migraines. People with migraines are more prone to A": a statement of its own
    turn = _turn(unit, page)
    factors = tuple(f for f in factors_in(unit, page, unit.first, turn, None) if _is_state(f[1]))
    factors += tuple((unit, t, EARLIER) for t in unit.terms if t.last <= turn and t.concept in ALLERGIES and not is_part(unit, t))
    if not factors:
        return None
    owner = unit.intro or page.headings.get(unit.place.heading or 0) or unit
    cue = Cue(owner.first, owner.last, Phrase("caution"))
    effect = _effect(unit, factors, turn) or _effect_of_factors(owner) or _effect_told_next(unit, page)
    return RiskStatement(factors, effect, cue, unit, "affirmed" if effect or _tells_risk(unit, page) else "hedged")


def _tells_risk(unit: Unit, page: Page) -> bool:
    """ "- are overweight, as your risk is then greater", "- lack IgA. You might react to it.": the item says what it fears."""
    text, after = page.normal.text, page.following(unit)
    last = after if after is not None and after.block == unit.block and after.last > after.first else unit
    return _RISK.search(text, page.tokens.starts[unit.first], page.tokens.ends[last.last - 1]) is not None


_RISK = re.compile(
    r"\b(?:risks?|chances?|danger|likelihood)\b[^.]{0,40}\b(?:greater|higher|bigger|raised|goes up|go up|rises?|increases?d?)\b"
    r"|\b(?:greater|higher|raised|increased|more at|at more) (?:the )?risk\b|\bmore (?:likely|prone|often|easily|readily)\b|\blikelier\b"
    r"|\b(?:might|may|could|would) (?:then )?react\b|\bmakes? [^.]{0,40}\bworse\b|\bworsens?\b",
    re.IGNORECASE,
)


def _under_care(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Use with caution in patients with:", "Who needs extra care?": an item below is whom the care is for, also where no risk is told."""
    owner = unit.intro if unit.intro is not None else page.heading_over(unit)
    if owner is None or owner is unit or page.lists[_CARE].isdisjoint(owner.folds | owner.stems) or unit.agents or unit.cues("negation"):
        return None
    if _FOR_WHOM.isdisjoint(owner.folds) or not is_noun_phrase(unit, page, unit.last):
        return None
    factors = tuple(f for f in factors_in(unit, page, unit.first, unit.last, None) if f[1].has("RiskFactor"))
    return RiskStatement(factors, "", Cue(owner.first, owner.last, Phrase("caution")), unit, "hedged") if factors else None


def _below_cautions(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Cautions" over "Diabetes, renal impairment.": a bare list of states below a heading that asks for care and says no more."""
    heading = page.heading_over(unit)
    if heading is None or heading is unit or not _CAUTIONS.issuperset(heading.folds):
        return None
    body = _behind_product(unit, page)
    if body > unit.first and _is_bare(unit, page, body):
        return _bare_list(unit, page, body)
    if unit.agents or unit.relations or unit.qualifiers:
        return None
    if not is_noun_phrase(unit, page, unit.last) or unit.last - unit.first > _BARE:
        return None
    named = [term for term in unit.terms if not is_part(unit, term)]
    states = [term for term in named if term.has("RiskFactor") and not term.has("AdverseEffect")]
    if not states and not (unit.is_item and "caution" in heading.folds):
        return None
    factors = tuple(f for f in factors_in(unit, page, unit.first, unit.last, None) if _is_state(f[1]))
    return RiskStatement(factors, "", Cue(heading.first, heading.last, Phrase("caution")), unit, "hedged") if factors else None


def _behind_product(unit: Unit, page: Page) -> int:
    """ "(IVIG): diabetes, age over 65": the token behind a label that is nothing but the product, or the first one of the unit."""
    surfaces = page.tokens.surfaces
    colon = next((i for i in range(unit.first, min(unit.last, unit.first + _TO_COLON)) if surfaces[i] == ":"), None)
    if colon is None or not unit.products:
        return unit.first
    named = {i for agent in unit.products for i in range(agent.first, agent.last)}
    return colon + 1 if all(i in named or surfaces[i] in "()" for i in range(unit.first, colon)) else unit.first


_TO_COLON = 8


def _is_bare(unit: Unit, page: Page, first: int) -> bool:
    """Tell whether nothing but names, parted by commas, stands behind a label: "renal impairment, elderly, diabetes" does so."""
    if unit.last - first > _BARE or any(agent.last > first for agent in unit.agents) or any(cue.last > first for cue in unit.relations):
        return False
    if any(cue.first >= first for cue in unit.cues("negation", "frequency", "severity")):
        return False
    taken = {i for term in unit.terms for i in range(term.first, term.last)}
    taken.update(i for cue in unit.safety if cue.phrase.kind == "factor" for i in range(cue.first, cue.last))
    rest = [i for i in range(first, unit.last) if i not in taken and page.tokens.folds[i] not in _MARKS]
    named = [term for term in unit.terms if term.first >= first and not is_part(unit, term)]
    states = [t for t in named if t.has("RiskFactor", "Immunodeficiency", "Population") and not t.has("AdverseEffect")]
    return 0 < len(named) <= 2 * len(states) and len(rest) <= _OTHER_WORDS and is_noun_phrase(unit, page, unit.last)


def _bare_list(unit: Unit, page: Page, first: int) -> RiskStatement | None:
    """Take the states of a bare list behind a label that asks for care."""
    factors = tuple(f for f in factors_in(unit, page, first, unit.last, None) if _is_state(f[1]))
    return RiskStatement(factors, "", Cue(unit.first, first, Phrase("caution")), unit, "hedged") if factors else None


#: What parts the names of such a list, and how many words may be no part of a name.
_MARKS = frozenset((",", ";", ".", ":", "and", "or", "(", ")", "in", "with", "patient", "patients"))
_OTHER_WORDS = 2
#: All words of such a heading, and the longest such list.
_CAUTIONS = frozenset(("caution", "precaution", "special", "general", "clinical", "important", "and", "main", "key", ":", "(", ")", "s"))
_BARE = 40
#: Words that lead from care to those whom it is for.
_FOR_WHOM = frozenset(("in", "if", "who", "when", "for", "patient"))


def _is_of_later(unit: Unit, page: Page) -> bool:
    """ "are pregnant. Immunoglobulin has been used in pregnancy for years": behind its first sentence an item tells of the product."""
    return unit.place_in_block > 0 and bool(unit.products) and unit.products[0].first - unit.first <= 1


def _is_of_such_cases(unit: Unit, page: Page) -> bool:
    """ "smoke. In such cases clots are likelier": behind its first sentence an item says what may come of it."""
    folds = page.tokens.folds
    return unit.place_in_block > 0 and folds[unit.first] == "in" and not _SUCH.isdisjoint(folds[unit.first + 1 : unit.first + 2])


_SUCH = frozenset(("such", "these", "this", "those", "either"))


def _is_banned(unit: Unit, page: Page) -> bool:
    """ "have had a reaction to X - you must not have it again": what the item forbids is no matter of a risk to be weighed."""
    ban = next((cue for cue in unit.relations if cue.phrase.kind == "contraindicated-left"), None)
    if ban is None or ban.first == unit.first or is_limit(page.tokens.folds, ban, unit.last):
        return False
    return not _DASHES.isdisjoint(page.tokens.surfaces[max(unit.first, ban.first - _TO_BAN) : ban.first + 1])


#: What parts the state of the reader from what is said of it, and the tokens from there to the ban.
_DASHES = frozenset(("-", "–", "—", ":", ";", ",", "."))
_TO_BAN = 4


_SEVERAL = 3


def _listed_bare(unit: Unit, page: Page) -> RiskStatement | None:
    """ "Pre-existing renal insufficiency, diabetes, hypovolaemia, overweight.": a telegraphic list between effects and their care."""
    if unit.is_item or unit.is_row or unit.safety or unit.label_last is not None:
        return None
    if "RiskFactor" not in unit.named() or not is_noun_phrase(unit, page, unit.last):
        return None
    named = [t for t in unit.terms if not is_part(unit, t)]
    if len(named) < _SEVERAL or not all("RiskFactor" in t.classes for t in named) or unit.previous is None or unit.previous.block != unit.block:
        return None
    if not any(t.has("AdverseEffect", "Management") and "RiskFactor" not in t.classes for t in unit.previous.terms):
        return None
    return RiskStatement(
        tuple(factors_in(unit, page, unit.first, unit.last, None)), "", Cue(unit.first, unit.last, Phrase("caution")), unit, "hedged"
    )


def _is_state(term: Term) -> bool:
    """Not allergies, nor what one is vaccinated against."""
    return not term.concept.startswith("hypersensitivity-") and term.concept not in ALLERGIES and not term.has("Population", "Vaccine")


def _effect_of_factors(owner: Unit) -> str:
    """ "Patients with risk factors for clots need care. Tell your doctor if you have:": what the factors of the list raise."""
    for unit in (owner, owner.previous):
        if unit is None or unit.block != owner.block:
            break
        cue = next((cue for cue in unit.safety if cue.phrase.kind == "factors"), None)
        effect = first_effect(unit, cue.last, unit.last) if cue is not None else None
        if effect is not None:
            return effect.concept if effect.concept != _ROOT else ""
    return ""


def _effect_told_next(unit: Unit, page: Page) -> str:
    """ "- lack IgA. You could have an anaphylactic reaction.": what the next sentence of the item says may come of it."""
    after = page.following(unit)
    if after is None or after.block != unit.block or after.first >= after.last or after.cues("negation") or after.cues("advice", "if-you"):
        return ""
    if MAYBE.isdisjoint(after.folds) and not _is_of_such_cases(after, page):
        return ""
    effect = first_effect(after, after.first, after.last)
    return effect.concept if effect is not None and effect.concept != _ROOT else ""


def _effect(unit: Unit, factors: Sequence[tuple[Unit, Term, str]], turn: int) -> str:
    told = {concept for _, _, concept in factors}
    effects = [t.concept for t in unit.terms if t.first >= turn and "AdverseEffect" in t.classes and t.concept != _ROOT]
    return next((concept for concept in effects if concept not in told), effects[0] if effects else "")
