"""With which status a text speaks of a use of the product, and whether it denies it: governed terms go in, status and polarity come out."""

from __future__ import annotations

from typing import cast

from kg.reading.clauses import has_verb, stretch_around
from kg.reading.cues import Cue
from kg.reading.governors import Governor
from kg.reading.openings import is_of_approved
from kg.reading.page import CONDITIONS, DISEASES, Page, Term, Unit, open_bracket
from kg.reading.qualifiers import polarity_of
from kg.reading.therapy.scope import is_left_open
from kg.reading.words import stem
from kg.records import Polarity, Status

__all__ = [
    "ADVISED_AGAINST", "DOUBTED", "DOUBTFUL", "is_advised_against", "is_joined_to_approval", "is_of_stopping", "is_title", "labelled_status",
    "mentions_study", "status_of",
]  # fmt: skip

#: Advice against a use is a recommendation denied, as "not approved" is an approval denied; cues call it "not-recommended".
ADVISED_AGAINST: tuple[Status, Polarity] = ("recommended", "negated")


def status_of(unit: Unit, page: Page, term: Term, governor: Governor) -> tuple[Status, Polarity]:
    """Judge with which status a governor speaks of a use of the product, and whether it denies it."""
    value = governor.value
    cue_first = _said_from(unit, page, governor.cue) if governor.cue and governor.unit == unit.index else None
    if value == "approved" and cue_first is not None and _is_conceded(unit, page, term, governor):
        value = "used"
    if value == "approved" and governor.cue is not None and (_is_for_a_time(page, governor.cue) or _is_granted(page, governor.cue)):
        value = "used"
    owner = page.units[governor.unit]
    qualifiers = [q for q in unit.qualifiers if not (q.phrase.kind == "negation" and _is_circumstance(unit, page, term, q))]
    if cue_first is not None and page.tokens.folds[cue_first] == "treated" and any(agent.last == cue_first for agent in unit.products):
        # "No pneumonia was seen in IVIG-treated patients with A": what they were spared
        spared = [t for t in unit.terms if t.last <= cue_first and t.has(*DISEASES, "AdverseEffect") and t.concept != term.concept]
        qualifiers = [q for q in qualifiers if q.phrase.kind != "negation" or not any(0 <= t.first - q.last <= 1 for t in spared)]
    polarity = polarity_of(qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=cue_first)
    if cue_first is not None and any(q.phrase.kind == "negation" and q.first < cue_first < q.last for q in qualifiers):
        polarity = "negated"  # "has not [been shown to help in] A"
    if governor.relation == "treats-left" and governor.cue is not None and page.tokens.folds[governor.cue.first + 1] == "not":
        polarity = "negated"  # "A is not treated with X"
    if polarity == "affirmed" and cue_first is not None and any(q.phrase.kind in _DOUBTING for q in qualifiers):
        first = list_head(unit, page, term, governor)
        if first is not term:  # a denial or doubt before a list holds to its end, however long it is
            polarity = polarity_of(qualifiers, page.tokens, (unit.first, unit.last), first.first, first.last, cue_first=cue_first)
    if governor.unit != unit.index and governor.cue is not None and polarity == "affirmed":
        polarity = polarity_of(
            owner.qualifiers, page.tokens, (owner.first, owner.last), owner.last, owner.last + 1, cue_first=governor.cue.first
        )
        if polarity == "affirmed" and governor.source == "intro":  # "X is not used for the following diseases:"
            told = polarity_of(
                owner.qualifiers, page.tokens, (owner.first, owner.last), governor.cue.last - 1, governor.cue.last, cue_first=governor.cue.first
            )
            polarity = told if told == "negated" else polarity
    if polarity == "affirmed" and is_left_open(unit, page):
        polarity = "hedged"
    if polarity == "affirmed" and _is_doubted_behind(unit, page, term):
        polarity = "hedged"
    if polarity == "affirmed" and page.tokens.folds[unit.first] == "no" and _opens_with_product(unit) and _has_approval(unit):
        return "approved", "negated"  # "No immune globulin is licensed for the treatment of A"
    if governor.source in {"section", "intro"} and value in {"used", "approved", ""}:
        value = _status_after(unit, page, term) or labelled_status(unit, page, term) or value
    if value == "used" and governor.source == "cue" and _is_introduced_as_approved(unit, governor):
        value = "approved"
    if value == "used" and governor.unit == unit.index and governor.cue is not None:
        value = _stated_status(unit, page, governor.cue) or value
        if value == "used" and is_joined_to_approval(unit, page, governor.cue):
            value = "approved"
        if value == "used" and polarity == "negated" and _is_unapproved(unit, page, governor.cue):
            value = "approved"  # "The FDA has not approved it to treat A"
    if value == "used" and governor.source == "cue" and _is_on_trial(unit, page, term):
        value = "investigational"
    if value == "used-hedged":
        return "used", "hedged" if polarity == "affirmed" else polarity
    off_label = _is_off_label(page, governor)
    if value == "used" and unit.place.kind == "indications" and not off_label and (page.is_label or is_of_approved(unit)):
        value = "approved"
    if (
        value == "used"
        and not off_label
        and page.is_trial
        and unit.place.kind not in {"introduction", "discussion"}
        and (is_title(unit, page) or (mentions_study(unit, page) and page.lists["standing"].isdisjoint(unit.folds)))
    ):
        value = "investigational"
    if value == "used" and unit.place.kind == "research":
        value = "investigational"
    if value == "not-recommended" or (value != "approved" and is_advised_against(unit, page, term)):
        return ADVISED_AGAINST
    if value == "recommended" and is_of_stopping(page, unit.first):
        value = "used"
    return value or "used", polarity  # type: ignore[return-value]


def _said_from(unit: Unit, page: Page, cue: Cue) -> int:
    """ "[the use of] X for the treatment of A": the token from which a cue speaks of the use, which a denial may stand before."""
    folds = page.tokens.folds
    end = cue.first - (folds[cue.first - 1] == "the")
    if folds[cue.first] not in _TREATMENT or folds[end - 1] not in {"for", "in"}:
        return cue.first
    agent = next((agent for agent in unit.products if agent.last == end - 1), None)
    if agent is None or folds[agent.first - 2 : agent.first] != ["use", "of"]:
        return cue.first
    begin = agent.first - 2
    return cue.first if not _QUESTIONING.isdisjoint(page.tokens.stems[max(unit.first, begin - _TO_USE) : begin]) else begin


#: Nouns for a treatment, stems of verbs that doubt a use or keep it off, and tokens from one to the use.
_TREATMENT = frozenset(("treatment", "management", "therapy"))
_QUESTIONING = frozenset(map(stem, ("question", "consensus", "doubt", "oppose", "discourage", "preclude", "prohibit", "limit", "restrict", "prevent")))
_TO_USE = 4


def is_of_stopping(page: Page, first: int) -> bool:
    """ "Withdrawal of IVIG in stable A is recommended": what a clause that begins there advises is the end of the treatment."""
    return not _STOPPING.isdisjoint(page.tokens.stems[first : first + _OPENING])


#: Tokens from the beginning of a clause to the word for stopping: "An attempt at withdrawal".
_OPENING = 4
_STOPPING = frozenset(map(stem, ("stop", "discontinue", "discontinuation", "withdraw", "withdrawal", "cease", "cessation", "taper", "wean")))


def _is_for_a_time(page: Page, cue: Cue) -> bool:
    """ "will be approved for 6 months in A": what an insurer grants, no approval of the use."""
    behind = page.tokens.folds[cue.last : cue.last + _TO_TIME]
    at = next((i for i, word in enumerate(behind) if word in _TIMES), None)
    return at is not None and behind[at - 1][0].isdigit() and _GRANTED.issuperset(word for word in behind[:at] if not word[0].isdigit())


#: Tokens from an approval to how long it holds, and their words.
_TO_TIME = 5
_TIMES = frozenset(("month", "months", "year", "years", "days", "weeks"))
_GRANTED = frozenset(("up", "to", "a", "period", "of", "for", "-", "initial", "initially"))


def _is_granted(page: Page, cue: Cue) -> bool:
    """ "may be approved for", "requests will be authorized for": what an insurer decides from case to case, or what is to come."""
    folds = page.tokens.folds
    at = cue.first if folds[cue.first] == "be" else cue.first - 1
    return folds[at] == "be" and folds[at - 1] in _DECIDING and folds[at + 1] in {"approved", "authorized"}


_DECIDING = frozenset(("may", "can", "will", "could", "might", "shall"))


def _is_introduced_as_approved(unit: Unit, governor: Governor) -> bool:
    """ "X is indicated for:", and an item below it "Treatment of A": the use that an item opens with is one that its introduction approves."""
    if unit.intro is None or governor.cue is None or governor.cue.first - unit.first > 1:
        return False
    told = [cue for cue in unit.intro.relations if cue.phrase.kind.startswith("treats")]
    return bool(told) and told[-1].phrase.value == "approved" and not unit.intro.cues("negation")


def is_title(unit: Unit, page: Page) -> bool:
    """Tell a heading, or a first line that is no sentence."""
    return unit.is_heading or (unit.index == 0 and page.tokens.surfaces[unit.last - 1] not in {".", "!"})


def is_advised_against(unit: Unit, page: Page, term: Term) -> bool:
    """ "The use of IVIG for A and B is not recommended", "once used for A but no longer advised": advice behind the condition."""
    cue = next(
        (c for c in unit.relations if c.phrase.value == "not-recommended" and c.phrase.kind in _BEHIND and c.first >= term.last), None
    )
    if cue is None:
        return False
    folds = page.tokens.folds
    between = range(term.last, cue.first)
    if (folds[cue.first - 1] not in _BEING and folds[cue.first] not in _BEING) or not _PARTING.isdisjoint(folds[term.last : cue.first]):
        return False
    if _is_of_another_use(unit, page, term, cue) or folds[max(unit.first, cue.first - 3) : cue.first - 1] == ["and", "there"]:
        return False  # "was studied in A and there was no evidence of benefit" tells a finding
    others = any(agent.first in between for agent in unit.agents)
    return not others and not any(t.first in between and t.has("Vaccine", "Medication", "Management", "LaboratoryTest") for t in unit.terms)


def _is_of_another_use(unit: Unit, page: Page, term: Term, advice: Cue) -> bool:
    """ "is used in A, whereas its use in B is not recommended": behind a turn the advice is on the use that it follows."""
    folds = page.tokens.folds
    uses = (c for c in unit.relations if c.phrase.kind == "treats" and term.last <= c.first < advice.first)
    for use in uses:
        if any(t.has(*CONDITIONS) and use.last <= t.first < advice.first for t in unit.terms):
            return folds[unit.first] in _AGAINST_ANOTHER or not _AGAINST_ANOTHER.isdisjoint(folds[term.last : use.last])
    return False


#: Words that set one use against another.
_AGAINST_ANOTHER = frozenset(("whereas", "while", "but", "although", "though"))


def _is_on_trial(unit: Unit, page: Page, term: Term) -> bool:
    """ "its use in A is experimental": said right behind the condition."""
    cue = next((c for c in unit.relations if c.phrase.value == "investigational" and c.phrase.kind == "status-after" and c.first >= term.last), None)
    if cue is None or cue.first - term.last > _SAID_OF:
        return False
    return page.tokens.folds[cue.first - 1] in _BEING_SAID


#: Tokens between a condition and what is said of the use in it: "is still considered".
_SAID_OF = 4
_BEING_SAID = frozenset(("is", "are", "was", "be", "being", "considered", "remains", "remain", "still", "currently", "deemed", "as"))
_BEHIND = frozenset(("status-after", "rank"))
_BEING = frozenset(
    (
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "will",
        "cannot",
        "can",
        "could",
        "should",
        "therefore",
        "hence",
        "thus",
        "generally",
        "currently",
        "it",
        "and",
        "but",
    )
)
_PARTING = frozenset((";", ":", "if", "when", "who", "whom", "which"))
_DOUBTING = frozenset(("negation", "hedge"))
#: Words between two members of a list: "A in adults, chronic B of unknown cause and C".
_GAP = 8


def list_head(unit: Unit, page: Page, term: Term, governor: Governor) -> Term:
    """Give the first member of the list in which a term stands behind the cue that rules it."""
    folds = page.tokens.folds
    begin = governor.cue.last if governor.cue is not None else unit.first
    head = term
    for other in reversed(unit.terms):
        if other.last > head.first or other.first < begin or not other.has(*DISEASES):
            continue
        gap = folds[other.last : head.first]
        if len(gap) > _GAP or _SEPARATORS.isdisjoint(gap) or not page.lists["list-stop"].isdisjoint(gap):
            break
        head = other
    return head


_SEPARATORS = frozenset((",", "and", "or", "/"))
_OFF_LABEL = frozenset(("label", "licence", "license", "unlicensed", "unapproved", "labelled"))


def _is_off_label(page: Page, governor: Governor) -> bool:
    """The governing words say that the use is not an approved one."""
    cue = governor.cue
    if cue is None:
        return False
    words = page.tokens.folds[cue.first : cue.last]
    return ("off" in words or "unlicensed" in words or "unapproved" in words) and not _OFF_LABEL.isdisjoint(words)


def _is_circumstance(unit: Unit, page: Page, term: Term, negation: Cue) -> bool:
    """ "for A when steroids have failed": the denial belongs to a clause on the circumstances.

    So does that of a description whose name follows in brackets: "patients who do not have enough platelets (A)", "born without antibodies (A)".
    """
    if negation.last <= term.first and "(" in page.tokens.surfaces[negation.last : term.first]:
        if page.tokens.folds[negation.first] == "without":
            opened = open_bracket(unit, page, term)
            return opened is not None and not any(t.last == opened and t.has(*CONDITIONS) and not t.has("AdverseEffect") for t in unit.terms)
        return not {"who", "that", "which", "whose"}.isdisjoint(page.tokens.folds[max(0, negation.first - 3) : negation.first])
    if negation.last <= term.first and not _NAMING.isdisjoint(page.tokens.folds[negation.last : term.first]):
        # "is given to people who cannot make antibodies, a condition called A"
        return not {"who", "whose"}.isdisjoint(page.tokens.folds[max(0, negation.first - _TO_LACKED) : negation.first])
    return negation.first >= term.last and not page.lists["circumstance"].isdisjoint(page.tokens.folds[term.last : negation.first])


#: What names a condition that was just described, and the tokens from "who" to what they lack: "whose own immune systems".
_NAMING = frozenset(("called", "known", "named", "termed"))
_TO_LACKED = 5
#: How far before the cue of a use the word for its status may stand: "The FDA has approved IVIG to treat A".
_STATUS_REACH = 16


def _status_after(unit: Unit, page: Page, term: Term) -> str:
    """ "A (off-label)", "A | first line": a word for the status that follows the condition in its item or row."""
    others = [t.first for t in unit.terms if t.first >= term.last and t.has("Condition", "Immunodeficiency") and t.concept != term.concept]
    last = min(others, default=unit.last)
    found = next((c for c in unit.relations if c.phrase.kind == "status-after" and term.last <= c.first < last), None)
    if found is None or (page.tokens.surfaces[found.first - 1] not in {"(", "|", ",", ":", "-"} and not unit.is_row):
        return ""
    return found.phrase.value


def labelled_status(unit: Unit, page: Page, term: Term) -> Status:
    """ "A: IVIG is the standard of care", "A: Clinical trials are ongoing": the status that an item gives the use that its label names."""
    if unit.label_last is None or term.last > unit.label_last:
        return ""
    after = page.following(unit)
    for said in (unit, after):
        if said is None or said.block != unit.block:
            return ""
        first = unit.label_last if said is unit else said.first
        named = min((t.first for t in said.terms if t.first >= first and t.has(*CONDITIONS) and t.concept != term.concept), default=said.last)
        told = [c for c in said.relations if first <= c.first < named and c.phrase.value in _STANDING and c.phrase.kind in _SAYING_STATUS]
        told = [c for c in told if not _is_of_rival(said, page, c)]
        denials = [c for c in said.cues("negation") if any(0 <= cue.first - c.last <= _DENIED for cue in told)]
        if told:
            return "" if denials else cast("Status", told[0].phrase.value)
    return ""


def _is_of_rival(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "A: first line steroids; IVIG is of limited benefit": the part with the word names another treatment alone."""
    first, last = stretch_around(page.tokens.surfaces, (unit.first, unit.last), (cue.first, cue.last), {";"})
    named = [agent for agent in unit.agents if first <= agent.first < last]
    return bool(named) and not any(agent.concept for agent in named)


#: Words that alone say of a use that nobody is sure of it.
DOUBTFUL = frozenset(("controversial", "disputed", "debated", "doubtful", "uncertain", "unclear", "unproven", "anecdotal", "contested", "questionable"))
#: What may follow such a word where it is the use that is doubted.
DOUBTED = frozenset((",", ";", ".", ")", "(", ":", "|", "-", "benefit", "evidence", "use", "value", "role", "efficacy", "effect", "indication"))
_STANDING = frozenset(("approved", "recommended", "investigational"))
_SAYING_STATUS = frozenset(("status", "status-after", "treats", "treats-left", "treats-outcome"))
#: Tokens from a denial to the status that it takes away.
_DENIED = 3


def _stated_status(unit: Unit, page: Page, cue: Cue) -> str:
    asked = [c for c in unit.relations if c.phrase.kind == "treats" and c.phrase.value == "investigational" and c.last <= cue.first]
    if any(page.tokens.folds[c.last - 1] in {"whether", "if"} for c in asked):
        return "investigational"
    before = [c for c in unit.relations if c.phrase.kind == "status" and c.last <= cue.first and cue.first - c.last <= _STATUS_REACH]
    if not before or _is_parted(page, before[-1].last, cue.first):
        return ""
    if any(t.has(*DISEASES) for t in unit.terms if before[-1].last <= t.first < cue.first):
        return ""
    if before[-1].phrase.value == "approved" and _is_by_nobody(unit, page, before[-1]):
        return ""  # "Although no agency has approved it for this, ..."
    return before[-1].phrase.value


def is_joined_to_approval(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "is indicated for A and to treat B", "is approved for A, and to prevent B": a second aim of the same approval."""
    folds = page.tokens.folds
    at = cue.first if folds[cue.first] == "to" else cue.first - 1
    if at - 1 <= unit.first or folds[at] != "to" or folds[at - 1] not in {"and", "or"}:
        return False
    told = [c for c in unit.relations if c.phrase.kind.startswith("treats") and c.phrase.value == "approved" and c.last <= at]
    if not told or _is_by_nobody(unit, page, told[-1]):
        return False
    return not has_verb(page.tokens, told[-1].last, at) and {";", ":", "but", "(", "not", "who", "which"}.isdisjoint(folds[told[-1].last : at])


def _is_parted(page: Page, first: int, last: int) -> bool:
    """Tell whether a word or a mark parts two clauses there; what stands in brackets does not."""
    depth = 0
    for word in page.tokens.folds[first:last]:
        depth += (word == "(") - (word == ")")
        if depth <= 0 and word in _TURNS:
            return True
    return False


_TURNS = frozenset((";", ":", "but", "not", ","))


def _is_conceded(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "Although no agency has approved it for this, it is often given in A": the clause about A is another than the one denied."""
    cue = governor.cue
    if cue is None or page.tokens.folds[unit.first] not in _CONCEDING or "," not in page.tokens.folds[cue.last : term.first]:
        return False
    if not any(other.phrase.kind.startswith("treats") and cue.last <= other.first < term.first for other in unit.relations):
        return False
    return _is_by_nobody(unit, page, cue)


def _is_doubted_behind(unit: Unit, page: Page, term: Term) -> bool:
    """ "could be an option in A, but evidence is lacking", "In A, its benefit is unclear": what is said of the proof, with no other condition between."""
    for cue in unit.cues("hedge"):
        start = max(term.last, cue.first - _SAID) if cue.phrase.direction == "left" else cue.first
        if cue.first >= term.last and not _PROOF.isdisjoint(page.tokens.folds[start : cue.last]):
            apart = any(t.has(*CONDITIONS) and term.last <= t.first < cue.first for t in unit.terms)
            return not apart and ";" not in page.tokens.surfaces[term.last : cue.first]
    return False


#: Tokens from "benefit of the drug" to "is unclear".
_SAID = 4
_PROOF = frozenset(("evidence", "data", "proof", "benefit", "efficacy", "effectiveness", "value"))


def _is_unapproved(unit: Unit, page: Page, cue: Cue) -> bool:
    told = (c for c in unit.relations if c.phrase.kind == "status" and c.phrase.value == "approved" and 0 <= cue.first - c.last <= _STATUS_REACH)
    return any(_is_by_nobody(unit, page, approval) for approval in told)


def _opens_with_product(unit: Unit) -> bool:
    return any(agent.first == unit.first + 1 for agent in unit.products)


def _has_approval(unit: Unit) -> bool:
    return any(cue.phrase.value == "approved" for cue in unit.relations)


def _is_by_nobody(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "no agency has approved", "is not yet approved": words right before the approval deny it."""
    return not _NOBODY.isdisjoint(page.tokens.folds[max(unit.first, cue.first - _BEFORE_APPROVAL) : cue.first])


_CONCEDING = frozenset(("although", "though", "while", "even", "despite"))
_NOBODY = frozenset(("no", "not", "never", "none", "neither", "nor", "nowhere", "without", "yet"))
_BEFORE_APPROVAL = 5


def mentions_study(unit: Unit, page: Page) -> bool:
    """Tell whether a sentence speaks of a study."""
    return not page.lists["study"].isdisjoint(unit.stems)
