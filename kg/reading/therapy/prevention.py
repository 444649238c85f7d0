"""Conditions that a product is said to prevent: governed terms go in, drafts of prevents come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.governors import Governor
from kg.reading.page import DISEASES, Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import resolve_subject, subject_of_indication
from kg.reading.therapy.bystanders import animals_beside
from kg.reading.therapy.drafts import therapy_draft
from kg.reading.therapy.exposure import is_of_exposed, mentions_exposure
from kg.reading.therapy.scope import UNSPECIFIC, defines, explains, is_background, is_renamed, is_unsettled
from kg.reading.therapy.status import ADVISED_AGAINST, is_advised_against, is_joined_to_approval, mentions_study, status_of
from kg.records import Status

__all__ = ["is_fewer", "is_lowered", "is_prevented", "prevents", "protection_besides"]


#: What is suppressed by being prevented: "suppression of Rh isoimmunization".
_SUPPRESSED = ("isoimmuni", "alloimmuni", "immuniz", "immunis", "sensitiz", "sensitis")
_ENDING = frozenset(("end", "lead", "result", "progress", "caus", "cause", "turn", "develop"))
#: Tokens from "that" to what a disease ends in.
_SEQUEL = 8


def _is_sequel(unit: Unit, page: Page, term: Term) -> bool:
    """ "prevents A, a disorder that may end in B": what would come of what is prevented."""
    for at in range(max(unit.first, term.first - _SEQUEL), term.first):
        if page.tokens.folds[at] in {"that", "which"} and not _ENDING.isdisjoint(page.tokens.stems[at + 1 : term.first]):
            return any(t.has("Condition") and t.last <= at for t in unit.terms) and ";" not in page.tokens.surfaces[at : term.first]
    return False


_LESS = frozenset(("lower", "reduced", "smaller", "decreased", "less"))
_CARRYING = (["carry", "a"], ["carries", "a"], ["have", "a"], ["has", "a"], ["ha", "a"], ["had", "a"], ["at", "a"], ["at", "the"])
#: Words of those who speak of the harms of a product, and of one kind of it that has fewer.
_BEARABLE = frozenset(
    ("tolerability", "tolerance", "tolerated", "safety", "brand", "brands", "preparation", "preparations", "formulation", "formulations", "newer")
)
_TOLD = frozenset(("should", "must"))
#: "wards off relapses of A": the relapse is what is kept off.
_RELAPSES = (["relapse", "of"], ["relapse", "in"], ["recurrence", "of"], ["flare", "of"])


#: Nouns behind a name for keeping it off, and words from there to whom it is kept off.
_NOUNS = frozenset(("prophylaxis", "prevention"))
_AMONG = frozenset(("in", "among"))


def prevents(unit: Unit, page: Page, term: Term, governor: Governor) -> Iterator[Draft]:
    """Claim that the product prevents a condition, or treats the one in which it prevents something."""
    if (not term.has("Condition", "Category", "Immunodeficiency") and not term.stands_for) or term.concept in UNSPECIFIC:
        return
    if (
        is_background(unit, page, term, governor)
        or is_renamed(unit, page, term)
        or explains(unit, page, term)
        or defines(unit, page, term)
        or unit.place.kind in {"transmission", "interactions", "contraindications", "overdose"}
    ):
        return
    if _is_of_animals(unit, page, term) or page.tokens.folds[term.last : term.last + 2] in _RELATED:
        return
    cue = governor.cue if governor.unit == unit.index else None
    if cue is not None and cue.last < unit.last and page.tokens.folds[cue.last] in _AMONG and page.tokens.folds[cue.last - 1] in _NOUNS:
        term = next((t for t in unit.terms if t.last == cue.first and t.has("Condition", "Category")), term)  # "infection prophylaxis in A"
    if term.has("Immunodeficiency") or term.concept in {"pregnancy", "immunodeficiency", "autoimmune-disease", "inflammatory-disease"}:
        return
    if page.tokens.folds[term.last : term.last + 1] == ["from"] and not _PASSING.isdisjoint(page.tokens.stems[term.last : term.last + 4]):
        return  # "prevents infections from passing into the product"
    if cue is not None and page.tokens.stems[cue.first].startswith("suppress") and not any(
        page.tokens.folds[i].startswith(_SUPPRESSED) for i in range(term.first, term.last)
    ):
        return  # "suppresses inflammation"
    if cue is not None and (_is_kept_off_by_care(unit, page, term, cue) or _is_safeguard(unit, page, cue)):
        return
    if cue is not None and (_is_unexposed(unit, page, cue) or _is_given_beside(unit, page, term, cue)):
        return
    if cue is not None and not _CHECKED.isdisjoint(page.tokens.stems[cue.last : term.first]):
        return  # "prophylaxis, and checks for contraindications such as A"
    if "whether" in unit.folds and is_unsettled(unit, page):
        asked = page.tokens.folds.index("whether", unit.first, unit.last)
        if asked < term.first:
            return  # "whether it shields the fetus from A is not known"
    if _is_sequel(unit, page, term) or (cue is not None and (_is_whose(unit, page, term, cue) or _is_of_whom(unit, page, term, cue))):
        return
    if cue is not None and page.tokens.folds[cue.first] in _LESS and page.tokens.folds[cue.first - 2 : cue.first] in _CARRYING:
        return  # "preparations without sucrose carry a lower risk of A"
    if cue is not None and page.tokens.folds[cue.first] in _LESS and term.has("AdverseEffect") and not _BEARABLE.isdisjoint(unit.folds):
        return  # "newer brands show a lower risk of A", "its safety profile is good, with a lower risk of A"
    is_avoided = cue is not None and page.tokens.folds[cue.last - 2 : cue.last] == ["avoided", "with"]
    if cue is not None and is_avoided and page.tokens.folds[cue.first - 1] in _TOLD:
        return  # "NSAIDs are hard on the kidneys and should be avoided with IVIG"
    if page.tokens.folds[term.first : term.last] == ["virus"]:
        return  # "those at risk of exposure to the virus": not what is prevented but what causes it
    if term.last - term.first == 1 and any(t.last == term.first and t.has("Condition") for t in unit.terms):
        return  # "infection by tetanus bacteria": the disease is named already
    if governor.cue is not None and governor.relation == "prevents-left" and _goes_away(unit, page, term, governor.cue):
        return
    is_named = any(agent.concept is not None and agent.concept.startswith(term.concept) for agent in unit.agents)
    if not is_named and page.tokens.folds[term.first - 2 : term.first] in _RELAPSES and term.first - 2 >= unit.first:
        term = replace(term, first=term.first - 2, last=term.first - 1, concept="disease-relapse")
    in_uses = unit.place.kind == "indications" and not unit.rivals
    default = (
        governor.source in {"intro", "section"} or in_uses or (page.topic is not None and not unit.agents and _speaks_of_antibodies(unit, page, term))
    )
    subject = subject_of_indication(unit, page, governor, term) or resolve_subject(unit, page, governor, term, default=default)
    if subject is None:
        return
    cue_first = governor.cue.first if governor.cue and governor.unit == unit.index else None
    if cue_first is not None and governor.cue is not None and _is_setting(unit, page, term, governor.cue):
        yield therapy_draft(unit, page, subject, "treats", term, governor, *status_of(unit, page, term, governor), 0.7)
        return
    qualifiers = unit.qualifiers
    if governor.relation == "prevents" and cue_first is not None and "had" in unit.folds:
        if page.tokens.folds[term.first - 2 : term.first] == ["not", "had"]:
            return  # "prevents A in a contact who has not had A"
        qualifiers = [q for q in qualifiers if q.first < cue_first or page.tokens.folds[q.last : q.last + 1] != ["had"]]
    if governor.relation == "prevents-left" and cue_first is not None:
        keeping = [i for i in range(unit.first, term.first) if page.tokens.stems[i] in _KEEPING]
        qualifiers = [q for q in qualifiers if not keeping or q.first >= keeping[-1] - 2]  # "... that it cannot make and so keeps A away"
    if cue is not None and page.tokens.folds[cue.first : cue.first + 2] == ["so", "that"]:
        qualifiers = [q for q in qualifiers if q.first >= cue.last]  # "is not advised, so that they do not catch A"
    if cue is not None and page.tokens.folds[cue.first].startswith("immuni"):  # "who have not completed the first immunisation against A"
        qualifiers = [q for q in qualifiers if _FINISHING.isdisjoint(page.tokens.folds[q.last : cue.first])]
    polarity = polarity_of(qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=cue_first)
    if polarity == "affirmed" and governor.cue is not None and _is_in_vain(unit, page, term, governor.cue):
        yield therapy_draft(unit, page, subject, "not_effective_for", term, governor, "", "affirmed", 0.75)
        return
    if polarity == "negated" and cue_first is not None and not _LASTING.isdisjoint(page.tokens.folds[max(unit.first, cue_first - 4) : term.first]):
        return  # "will not provide long-term protection from A"
    if polarity == "negated" and not _CONTRAINDICATION.isdisjoint(unit.stems):
        return  # "no contraindications after exposure to A" denies no protection
    if is_advised_against(unit, page, term):
        yield therapy_draft(unit, page, subject, "prevents", term, governor, *ADVISED_AGAINST, 0.75)
        return
    if any(page.tokens.stems[i] == "vaccin" for i in range(term.last, min(term.last + 2, unit.last))):
        return
    is_study = page.is_trial and (unit.is_heading or mentions_study(unit, page) or (cue is not None and _is_to_be_seen(unit, page, cue)))
    value = governor.value if governor.value in {"approved", "recommended"} else "used"
    status = cast("Status", "investigational" if governor.value == "investigational" or is_study else value)
    if status == "used" and page.is_label and unit.place.kind == "indications":
        status = "approved"
    if status == "used" and cue is not None and is_joined_to_approval(unit, page, cue):
        status = "approved"
    yield therapy_draft(unit, page, subject, "prevents", term, governor, status, polarity, 0.85)


def _is_given_beside(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "receive immunoglobulin and prophylaxis against A", "..., and cotrimoxazole to prevent A": another treatment of a list, whose aim A is."""
    folds = page.tokens.folds
    product = next((agent for agent in reversed(unit.agents) if agent.concept is not None and agent.last <= cue.first), None)
    if product is None or product.concept is None or product.concept.startswith(term.concept):
        return False
    between = folds[product.last : cue.first]
    joint = next((i for i in range(cue.first - 1, product.last - 1, -1) if folds[i] in {"and", "plus"}), None)
    if joint is None or not between or between[0] not in {"and", ",", "plus", "therapy", "replacement", "infusion", "treatment", "substitution"}:
        return False
    other = next((agent for agent in unit.rivals if agent.first == joint + 1 and joint > product.last and folds[joint - 1] == ","), None)
    if other is not None:
        return folds[other.last : cue.first] == ["to"]
    is_noun = folds[cue.first] in _KEEPING_OFF and cue.first - joint <= _TO_NOUN and len(between) <= _TO_NOUN * 2
    return is_noun and _OTHER_PHRASE.isdisjoint(between) and not (product.first == unit.first and "," not in between)


#: Nouns for keeping something off, the tokens of their phrase, and words that show another phrase between it and the product.
_KEEPING_OFF = frozenset(("prophylaxis", "protection", "prevention"))
_TO_NOUN = 3
_OTHER_PHRASE = frozenset(("for", "in", "to", "of", "as", "is", "are", "was", "were", "which", "that", "has", "have", "may", "can", "provides", "by"))
_FINISHING = frozenset(("completed", "finished", "received", "had", "complete"))
_LASTING = frozenset(("complete", "full", "lasting", "lifelong", "long-term", "longer-term", "long", "permanent", "total"))


def _is_of_animals(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG protected mice from A"; what it does in a dish may explain a use."""
    return not animals_beside(unit, page, term) <= {"vitro"}


def _is_to_be_seen(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Objective: to determine whether X prevents A": what a trial is to find out."""
    folds = page.tokens.folds
    asked = next((i for i in range(unit.first, cue.first) if folds[i] in {"whether", "if"}), None)
    return asked is not None and not _ASKING.isdisjoint(page.tokens.stems[unit.first : asked])


_ASKING = frozenset(("determin", "assess", "evaluat", "test", "investigat", "examin", "establish", "studi", "ask", "learn", "see", "find", "explor"))


def _is_whose(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "prophylaxis in children with A", "Infections in A are prevented": those to whom it is given have A, which it does not prevent."""
    folds = page.tokens.folds
    if cue.first >= term.last and folds[term.first - 1] == "in" and any(t.last == term.first - 1 and t.has(*DISEASES) for t in unit.terms):
        return True
    if folds[cue.last : cue.last + 1] not in (["in"], ["for"]) or term.first - cue.last > _TO_WHOM:
        # "prophylaxis with X is advised for patients with A"
        before = folds[max(cue.last, term.first - _TO_PATIENTS) : term.first]
        is_exposure = mentions_exposure(page, max(0, cue.first - _TO_PATIENTS), cue.last)
        return is_exposure and before[-1:] == ["with"] and before[:1] in (["in"], ["for"]) and before[1] in page.lists["subject-patients"]
    if folds[term.last : term.last + 1] == ["diagnosed"]:
        return True  # "prophylaxis in A diagnosed patients"
    if "with" in folds[term.first : term.last] and page.tokens.stems[term.first] in page.lists["subject-patients"]:
        return True  # one name: "people with A"
    return folds[term.first - 1] == "with" and not page.lists["subject-patients"].isdisjoint(page.tokens.stems[cue.last : term.first])


def _is_of_whom(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "preventing A in newborns and in infants with B", "A in low birth weight newborns", "protects those with B from A": in whom A is prevented."""
    is_had = page.tokens.folds[term.first - 1] == "with"
    if page.tokens.stems[cue.last - 1] == "protect" and _is_of_list_of_groups(unit, page, term, cue):
        return True
    if is_had and page.tokens.folds[term.last : term.last + 1] in _OFF and term.first - cue.last <= _TO_WHOM:
        return not page.lists["subject-patients"].isdisjoint(page.tokens.stems[cue.last : term.first])
    at = next((i for i in range(term.first - 1, max(cue.last, term.first - _TO_WHOM), -1) if page.tokens.folds[i] in _IN_WHOM), None)
    if at is None or not any(t.has(*DISEASES) and cue.last < t.last <= at for t in unit.terms):
        return False
    if any(t.has("Population") and t.first == term.last for t in unit.terms):
        return True
    return is_had and not page.lists["subject-patients"].isdisjoint(page.tokens.stems[at : term.first])


def _is_of_list_of_groups(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "protects people with B, C or a graft from A": what stands before the word that leads to what they are protected from."""
    folds = page.tokens.folds
    people = next((i for i in range(cue.last, min(cue.last + _TO_PATIENTS, term.first)) if page.tokens.stems[i] in page.lists["subject-patients"]), None)
    if people is None or folds[people + 1] not in {"with", "who"}:
        return False
    led = next((i for i in range(people, unit.last) if folds[i : i + 1] in _OFF or folds[i] in {";", ":", "(", "but", "which"}), None)
    return led is not None and folds[led : led + 1] in _OFF and term.last <= led


#: "infection-related conditions": a class of uses.
_RELATED = (["related", "condition"], ["related", "disorder"], ["related", "disease"], ["related", "indication"])
#: Tokens of "for patients with".
_TO_PATIENTS = 3
_OFF = (["against"], ["from"])
_IN_WHOM = frozenset(("in", "for", "among"))


def _is_in_vain(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "X after exposure to A does not prevent infection": what the words for the exposure promise the verb takes back."""
    if page.tokens.stems[cue.last - 2] not in _EXPOSURES or page.tokens.folds[cue.last - 1] not in {"to", "with"}:
        return False
    return any(c.phrase.kind == "ineffective" and 0 <= c.first - term.last <= 2 for c in unit.relations)


_EXPOSURES = frozenset(("exposur", "expos", "contact"))
_CONTRAINDICATION = frozenset(("contraindicat", "contraindication"))


def _is_safeguard(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "The product is tested to protect patients from infection": what the makers do, not what the product does."""
    folds = page.tokens.folds
    if "to" not in folds[max(unit.first, cue.first - 2) : cue.first]:
        return False
    made = next((i for i in range(cue.first - 1, max(unit.first, cue.first - _MAKING) - 1, -1) if folds[i] in page.lists["safeguarding"]), None)
    return made is not None and not any(made < agent.first < cue.first for agent in unit.products)  # "is treated with IVIG to prevent A"


#: Words between "is tested" and "to prevent".
_MAKING = 5


def _is_kept_off_by_care(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "Slow infusion and fluids prevent headache with IVIG", "aspirin is given with IVIG to prevent clots": the care prevents it."""
    if not term.has("AdverseEffect") or cue.phrase.kind != "prevents":
        return False
    care = [t for t in unit.terms if t.has("Management", "Medication") and not t.is_product and t.last <= cue.first]
    others = [agent for agent in unit.rivals if agent.last <= cue.first]
    products = unit.products
    before = [agent for agent in products if agent.last <= cue.first]
    if (care or others) and not before:
        return True
    if before and any(0 < before[-1].first - t.last <= 1 or t.first < before[-1].first <= t.last for t in care):
        return True  # "a reduced dose of IVIG lowers the risk"
    if others and before and others[0].last <= before[0].first and page.tokens.folds[before[0].first - 1] in _BESIDE:
        return True
    behind = next((agent for agent in products if agent.first >= term.last), None)
    return not before and behind is not None and page.tokens.folds[behind.first - 1] in _BESIDE


_CHECKED = frozenset(("contraindicat", "contraindication", "exclud", "exclusion"))
_BESIDE = frozenset(("with", "before", "during", "after", "to", "alongside", "from", "of", "prior"))
_PASSING = frozenset(("pass", "enter", "transmit", "spread", "get", "reach", "transfer"))
#: Verbs of "keeps A away", "holds B at bay".
_KEEPING = frozenset(("keep", "kept", "hold", "held"))
#: Tokens from "kept" to "at bay" behind what is kept off.
_TO_AWAY = 2


def _goes_away(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "A goes away" by itself; "keeps A away", "holds B at bay", "A is kept at bay" need the verb."""
    stems = page.tokens.stems
    if page.tokens.folds[cue.last - 1] in {"away", "bay"} and _is_fronted_of(unit, page, term, cue):
        return True
    if page.tokens.folds[cue.last - 1] not in {"away", "bay"} or not _KEEPING.isdisjoint(stems[max(cue.first - _TO_AWAY, term.last) : cue.last]):
        return False
    return _KEEPING.isdisjoint(stems[unit.first : term.first])


def _is_fronted_of(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "In A the product keeps B away": what is kept away stands behind the verb, and A is whom it is given to."""
    verb = next((i for i in range(term.last, cue.last) if page.tokens.stems[i] in _KEEPING), None)
    if verb is None or not any(verb < t.first < cue.last and t.has("Condition", "AdverseEffect", "Category") for t in unit.terms):
        return False
    return page.tokens.folds[verb - 1] == "it" or any(term.last <= agent.first < verb for agent in unit.products)


def _is_setting(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "prevents aneurysms in A": what is prevented stands between; A is the disease in which it is."""
    if not term.has("Condition", "Immunodeficiency") or term.first - cue.last < 2 or page.tokens.folds[cue.last - 1] == "in":
        return False
    between = page.tokens.folds[cue.last : term.first]
    at = next((i for i, word in enumerate(between) if word == "in"), None)
    if at and len(between) - at <= _TO_WHOM and between[-1] == "with" and not _COURSE.isdisjoint(page.tokens.stems[cue.last : cue.last + at]):
        return True  # "to prevent relapse of disability and impairment in adult patients with A"
    return (
        at is not None
        and at > 0
        and len(between) - at <= 3
        and not {",", ";", "and", "or", "patient", "people", "child"}.intersection(between)
    )


#: Tokens from "in" to the disease that patients have, and what a disease does again unless it is treated.
_TO_WHOM = 6
_COURSE = frozenset(
    ("relaps", "recurr", "recurrenc", "flar", "exacerbation", "attack", "progression", "disabiliti", "impairment", "deteriorat", "deterioration")
)


def _is_unexposed(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Donors who have not been exposed to A": nobody is protected from it."""
    exposed = next((i for i in range(cue.first, cue.last) if page.tokens.stems[i] == "expos"), None)
    return exposed is not None and any(0 <= exposed - said.last <= _TO_EXPOSED for said in unit.cues("negation"))


#: Tokens of "been" before "exposed".
_TO_EXPOSED = 2


def _speaks_of_antibodies(unit: Unit, page: Page, term: Term) -> bool:
    """ "the donor antibodies protect them against ...": in a text about a product its antibodies act for it."""
    return any(page.tokens.folds[i] == "antibody" for i in range(unit.first, term.first))


#: Tokens of a bracket behind a condition, and of the words between it and the noun that says what is done.
_BRACKET, _BETWEEN = 6, 7


def _is_decreased(unit: Unit, page: Page, term: Term) -> bool:
    """ "a marked decrease in the development of A when they are treated with X": an infection that came about less often."""
    if "infection" not in term.concept and not page.tokens.folds[term.last - 1].endswith(_GERMS) and term.concept not in _INFECTIONS:
        return False
    folds = page.tokens.folds
    noun = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_DECREASE), -1) if folds[i] in _DECREASES), None)
    return noun is not None and folds[noun + 1] in {"in", "of"}


_DECREASES = frozenset(("decrease", "reduction", "drop", "fall", "decline"))
_GERMS = ("virus", "infection")
_INFECTIONS = frozenset(("bronchitis", "gastroenteritis", "otitis-media", "pneumonia", "sepsis", "sinusitis"))
#: Tokens from such a noun to the name of an infection: "decrease in the development of".
_TO_DECREASE = 7


def protection_besides(unit: Unit, page: Page, first: int, last: int) -> int | None:
    """ "to treat A and to protect those with wounds", "Treatment of A; prophylaxis in wounds": the word for keeping those at risk from what is treated."""
    folds, stems = page.tokens.folds, page.tokens.stems
    if not {"treat", "treatment"}.intersection(stems[max(unit.first, first - 2) : first]):
        return None
    if folds[last : last + 1] == ["by"]:  # "to treat A by binding toxin, and prevention after wounds"
        last = next((i for i in range(last, min(unit.last, last + _TO_JOINT)) if folds[i] == "and"), last)
    if folds[last : last + 1] not in (["and"], [";"]):
        return None
    at = next((i for i in range(last + 1, min(unit.last, last + _TO_GUARD)) if stems[i].startswith(("prophyla", "prevent", "protect"))), None)
    return at if at is not None and folds[at + 1 : at + 2] != ["of"] else None


#: Tokens behind "and" in which the protection is named: "and for the prophylaxis".
_TO_GUARD = 5
#: Tokens of how the treatment works, up to that "and".
_TO_JOINT = 9


def is_prevented(unit: Unit, page: Page, term: Term) -> bool:
    """Tell a condition that is prevented by the noun behind its name, whatever verb stands before it.

    "given for A prophylaxis", "A (its other name) infection prophylaxis", "A pre- and post-exposure prophylaxis", "A contacts", and
    "recommended for those exposed to A".
    """
    folds = page.tokens.folds
    if protection_besides(unit, page, term.first, term.last) is not None:
        return False
    if is_of_exposed(unit, page, term) or _is_label_of_prophylaxis(unit, page, term) or _is_decreased(unit, page, term):
        return True
    if is_fewer(unit, page, term):
        return True
    if _is_not_to_be_caught(unit, page, term) or _is_of_earlier_child(unit, page, term):
        return True
    at = term.last
    if page.tokens.surfaces[at : at + 1] == [","] and folds[at + 1 : at + 2] in (["prevention"], ["prophylaxis"]):
        is_entry = folds[at + 2 : at + 3] in (["of"], ["."], [";"], [")"], ["("]) or at + 2 >= unit.last  # "A, prevention of" in an index
        return is_entry and not any(t.has("Condition", "Immunodeficiency") and t.last <= term.first for t in unit.terms)
    if at < unit.last and folds[at] == "/":  # "measles/varicella prophylaxis"
        at = next((other.last for other in unit.terms if other.first == at + 1 and other.has("Condition")), at)
    if at < unit.last and folds[at] == "(":
        at = next((i + 1 for i in range(at, min(at + _BRACKET, unit.last)) if folds[i] == ")"), unit.last)
    while at < unit.last and page.tokens.surfaces[at] in _MARKS:
        at += 1
    for index in range(at, min(unit.last, at + _BETWEEN)):
        word = folds[index]
        if word == "prevention" or page.tokens.stems[index].startswith(("prophyla", "immunoprophyla")):
            return True
        if index == at and word in _EXPOSED and folds[index + 1 : index + 2] != ["to"]:
            return True
        if word not in page.lists["exposure"]:
            return False
    return False


def _is_not_to_be_caught(unit: Unit, page: Page, term: Term) -> bool:
    """ "Those who met A are given X so that they do not catch it": a purpose whose pronoun goes back to the illness."""
    folds = page.tokens.folds
    purposes = (c for c in unit.relations if c.phrase.kind == "prevents" and c.first >= term.last and folds[c.first : c.first + 2] == ["so", "that"])
    return any(folds[c.last : c.last + 1] in (["it"], ["this"]) for c in purposes)


def _is_of_earlier_child(unit: Unit, page: Page, term: Term) -> bool:
    """ "mothers who have lost a child to A", "with a previous child affected by A": the next one is to be kept from it."""
    if page.tokens.folds[term.first - 1] not in _STRUCK:
        return False
    before = page.tokens.folds[max(unit.first, term.first - _TO_CHILD) : term.first]
    return not _CHILD.isdisjoint(before) and not _EARLIER.isdisjoint(before)


#: Words right before what struck an earlier child, words for it, what makes it an earlier one, and the tokens from there.
_STRUCK = frozenset(("to", "by", "with", "from", "of"))
_CHILD = frozenset(("child", "baby", "babies", "infant", "pregnancy", "fetus", "foetus", "newborn", "sibling", "son", "daughter"))
_EARLIER = frozenset(("previous", "earlier", "prior", "lost", "former", "first"))
_TO_CHILD = 7


def _is_label_of_prophylaxis(unit: Unit, page: Page, term: Term) -> bool:
    """ "Measles: prophylaxis within six days of exposure": what stands behind a label speaks of prevention alone."""
    if unit.label_last is None or term.last > unit.label_last or term.has("Immunodeficiency"):
        return False
    if not {"not", "no", "never"}.isdisjoint(page.tokens.folds[unit.label_last : unit.label_last + 4]):
        return False  # "Rubella: not recommended ..."
    stems = page.tokens.stems[unit.label_last : unit.last]
    prevents = any(stem.startswith(("prophyla", "immunoprophyla", "prevent")) or stem in _EXPOSURES for stem in stems)
    return prevents and not any(stem in {"treat", "treatment", "therap", "relaps", "recurr"} for stem in stems)


#: The end of a bracket in which the name stands, and marks of emphasis.
_MARKS = frozenset((")", "*", "_"))
_EXPOSED = frozenset(("contact", "exposure", "postexposure"))


#: Words behind which no longer the object of the verb stands.
_OTHER_OBJECT = frozenset(("of", "in", "by", "with", "for", "to", "from", ",", "during", "after", "cells"))
_MEASURES = frozenset(("rate", "risk", "incidence", "frequency", "episode", "relapse", "recurrence"))


def is_lowered(unit: Unit, page: Page, term: Term) -> bool:
    """ "substantially reduces serious infection rates": the noun behind the name is what becomes less, so the condition is prevented."""
    folds = page.tokens.folds
    is_measured = term.last < unit.last and folds[term.last] in _MEASURES
    if not is_measured and not _is_infection_cut(unit, page, term):
        return False
    if is_measured and folds[term.last + 1 : term.last + 2] in _DOWN and not _BRINGING.isdisjoint(folds[max(unit.first, term.first - 3) : term.first]):
        return True  # "brought the infection rate down"
    return not page.lists["lowering"].isdisjoint(page.tokens.stems[max(unit.first, term.first - 3) : term.first])


def is_fewer(unit: Unit, page: Page, term: Term) -> bool:
    """ "Trials of IVIG found fewer chest infections": what became less with the product was not what it was given for."""
    folds = page.tokens.folds
    if page.tokens.folds[term.last - 1] not in _COUNTED or unit.rivals or not unit.products or unit.cues("negation"):
        return False
    fewer = next((i for i in range(max(unit.first, term.first - _TO_FEWER), term.first) if folds[i] == "fewer"), None)
    if fewer is None or folds[fewer - 1] not in _FINDING:
        return False
    if not _CONTROLS.isdisjoint(folds[term.last : min(unit.last, term.last + _TO_FEWER)]):
        return False  # "reported fewer infections in controls"
    return any(agent.last < fewer and {";", ":"}.isdisjoint(folds[agent.last : fewer]) for agent in unit.products)


#: What is counted, who tells that it became less, and tokens from "fewer" to it.
_COUNTED = frozenset(("infection", "pneumonia", "sepsis", "relapse", "exacerbation", "episode", "bronchitis", "sinusitis", "otitis"))
_FINDING = frozenset(("found", "showed", "show", "find", "reported", "report", "saw", "had", "recorded", "noted", "have", "observed", "were"))
_TO_FEWER = 4
_CONTROLS = frozenset(("control", "controls", "placebo", "untreated"))

_DOWN = (["down"], ["low"])
_BRINGING = frozenset(("bring", "brings", "brought", "drove", "drive", "push", "pushed", "keep", "keeps", "kept"))


def _is_infection_cut(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG and SCIG reduce severe bacterial infections": the object of a verb whose subject is the product."""
    if page.tokens.folds[term.last - 1] != "infection" or term.last - term.first < 2 or unit.rivals or unit.is_heading:
        return False
    between = page.tokens.folds[term.first - 3 : term.first]
    return any(agent.last <= term.first - 1 for agent in unit.products) and _OTHER_OBJECT.isdisjoint(between)
