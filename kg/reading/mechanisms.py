"""How a product acts: mechanisms that a text names go in, drafts of acts_via come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.actors import acting_product, speaks_of_product
from kg.reading.clauses import is_of_patients, opening_comma
from kg.reading.drafts import Draft, draft_of
from kg.reading.governors import Governor
from kg.reading.page import CLASS, Agent, Page, Term, Unit
from kg.reading.qualifiers import MODALS, polarity_of
from kg.reading.words import stem

__all__ = ["find_mechanisms"]


_HARMFUL = frozenset(("adverse", "warnings", "boxed", "postmarketing"))
#: Products that hold antibodies of all kinds.
_WIDE = frozenset((CLASS, "intravenous-immunoglobulin", "subcutaneous-immunoglobulin"))


def _is_effect(unit: Unit, page: Page, term: Term, governors: Sequence[Sequence[Governor]]) -> bool:
    """ "rarely, reduced white blood cells", "decreased appetite, joint inflammation" in a section on harm or under a word for it."""
    return any(
        "AdverseEffect" in other.classes
        and term.last <= other.last
        and (other.first <= term.first or (other.first < term.last and page.tokens.surfaces[term.first].endswith("ed")))
        and (unit.place.kind in _HARMFUL or any(each.relation == "adverse" for each in ruling[:1]))
        for other, ruling in zip(unit.terms, governors, strict=True)
    )


def find_mechanisms(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read acts_via."""
    for term in unit.terms:
        if (
            "Mechanism" not in term.classes
            or "prophylaxis" in term.concept
            or any(
                "Mechanism" in o.classes
                and o.concept not in _HOLDING
                and o.first < term.first
                and term.last <= o.last
                and page.tokens.folds[term.first - 1] not in {"and", "or", ","}
                and not _only_helps(o, term, page)
                for o in unit.terms
            )
            or any("Mechanism" in o.classes and o is not term and _only_helps(term, o, page) for o in unit.terms)
        ):
            continue
        if unit.place.kind in {"references", "disease", "exclusion"} and not unit.agents:
            continue
        if unit.place.kind in {"transmission", "storage", "contents"} or _is_denied_to_body(unit, page, term):
            continue
        if page.topic is None and not unit.products and not speaks_of_product(unit, page):
            continue
        concept, agent = acting_product(unit, page, term.first)
        if term.concept.endswith("-by-anti-d") and concept in _WIDE and "coated" not in unit.folds:
            continue  # "IVIG blocks Fc receptors on splenic macrophages": without the red cells
        if agent is not None and agent.concept == CLASS and _is_of_ill(unit, page, agent):
            continue
        if agent is not None and agent.concept == CLASS and page.topic is not None and _is_acted_on(unit, page, agent, term):
            concept, agent = page.topic, None
        if _is_goal(unit, page, term) or _is_of_cells(unit, page, term, agent) or _is_response_to_vaccine(unit, page, term):
            continue
        if term.method == "frame" and any(product.first < term.last < product.last for product in unit.products):
            continue  # "change over to immune globulin"
        if term.method == "frame" and _is_effect(unit, page, term, governors):
            continue
        if term.method == "frame" and _is_denied_inside(page.tokens.folds[term.first + 1 : term.last - 1]):
            continue
        if _is_of_other_agents(unit, page, term, agent) or _is_prevention(page, term) or _is_state_of_patient(unit, page, term):
            continue
        if concept is None or _is_of_disease(unit, page, term) or _is_finding(unit, page, term) or _is_of_vaccine(unit, page, term):
            continue
        if (agent is None or agent.first > term.first) and _is_of_defect(unit, page, term):
            continue
        if is_of_patients(page.tokens.folds, max(unit.first, agent.last if agent is not None else 0), term.first):
            continue
        if (agent is None or agent.concept == CLASS) and "by" in unit.folds and _is_of_own_antibodies(unit, page, term):
            continue
        if (agent is None or agent.first >= term.last) and "immunosuppression" in page.tokens.folds[term.first : term.last]:
            continue  # what a patient is under, by whatever drug or illness
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=term.first)
        if polarity == "negated" and _is_purpose(unit, page, term):
            continue
        if agent is not None and (term.first <= agent.first < term.last or _is_class_of(page, term, agent)):
            polarity = "affirmed"  # "immunoglobulin replacement was not associated with A": its name says how it acts
        elif polarity != "negated" or _is_denied_elsewhere(unit, page, term):
            polarity = "hedged" if _is_hypothesis(unit, page, term) else "affirmed"
        if not _REFUTED.isdisjoint(page.tokens.folds[term.last : unit.last]):
            polarity = "negated"  # "long believed to act through A, but this has been refuted"
        yield draft_of(
            concept,
            "acts_via",
            term,
            f"mechanism {term.method}",
            0.85,
            unit.index,
            polarity=polarity,
            subject_span=(agent.first, agent.last) if agent else None,
        )


def _is_purpose(unit: Unit, page: Page, term: Term) -> bool:
    """ "should not be used for replacement", "is not given to modulate immunity": what it is not to be used for is no way in which it does not act."""
    folds = page.tokens.folds
    use = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_USE) - 1, -1) if folds[i] in _USED), None)
    return use is not None and folds[use + 1] in {"for", "to", "as"}


_USED = frozenset(("used", "given", "recommended", "indicated", "suitable", "meant", "intended"))
#: Tokens from such a word to the mechanism: "used for long-term".
_TO_USE = 4


def _is_of_cells(unit: Unit, page: Page, term: Term, agent: Agent | None) -> bool:
    """ "B cells make immunoglobulins which destroy germs", "Antibodies are needed to fight infections": what the body's own antibodies do."""
    folds = page.tokens.folds
    if agent is None and not unit.agents:
        needed = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_NEED), -1) if folds[i] in _NEEDED), None)
        return needed is not None and folds[needed - 1] in {"are", "is"} and not _DEFENDERS.isdisjoint(folds[unit.first : needed])
    if agent is None or agent.concept != CLASS or agent.last > term.first:
        return False
    makes = next((i for i in range(agent.first - 1, max(unit.first, agent.first - _TO_MADE), -1) if folds[i] in _MAKING), None)
    return makes is not None and not _MAKERS.isdisjoint(folds[unit.first : makes]) and not _RELATIVES.isdisjoint(folds[agent.last : term.first])


#: Tokens from "are needed" to what for, and from a verb of making to what is made; what defends the body.
_TO_NEED = 4
_TO_MADE = 4
_MAKING = frozenset(("produce", "produces", "make", "makes", "secrete", "secretes", "release", "releases", "form", "producing", "making", "secreting"))
_MAKERS = frozenset(("body", "system", "cell", "cells", "lymphocyte", "lymphocytes", "donor", "donors", "people", "patient", "patients", "marrow"))
_DEFENDERS = frozenset(("antibody", "immunoglobulin", "response", "cell", "system", "lymphocyte"))


def _is_response_to_vaccine(unit: Unit, page: Page, term: Term) -> bool:
    """ "Live vaccines are not given, because their immune response may be inhibited": that of those who are vaccinated."""
    words = page.tokens.folds[term.first : term.last]
    if "response" not in words or words[-1] == "response" or page.tokens.folds[term.first - 1] not in _WHOSE:
        return False
    return any(near is not None and near.has("Vaccine") for near in (unit, unit.previous))


_WHOSE = frozenset(("their", "the", "your", "his", "her", "whose", "this", "an"))


def _is_goal(unit: Unit, page: Page, term: Term) -> bool:
    """ "The goals of treatment are to reduce swelling and pain": what all that is done for the patient is to achieve."""
    opening = page.tokens.folds[unit.first : min(term.first, unit.first + _TO_GOAL)]
    at = next((i for i, word in enumerate(opening) if word in _GOALS), None)
    if at is not None and term.concept == _FEWER_INFECTIONS:
        return True  # "The goal is to lower the risk of infection"
    return at is not None and not _CARE.isdisjoint(opening[at:])


_FEWER_INFECTIONS = "reduced-susceptibility-to-infection"
_GOALS = frozenset(("goal", "aim", "purpose", "objective", "target"))
_CARE = frozenset(("treatment", "therapy", "management", "care", "treating"))
#: Tokens of "The main goals of the treatment of".
_TO_GOAL = 7


def _is_class_of(page: Page, term: Term, agent: Agent) -> bool:
    """ "immunosuppressive treatment such as X might be tried": what kind of treatment the product is stands beyond doubt, whatever it may do."""
    folds = page.tokens.folds[term.last - 1 : agent.first]
    return 2 <= len(folds) <= _TO_MEMBER and not _DRUGS.isdisjoint(folds[:2]) and not _SUCH.isdisjoint(folds[1:])


#: Words from a class of treatments to its member, and tokens up to it.
_SUCH = frozenset(("like", "as", "including", ",", "("))
_TO_MEMBER = 4


#: Mechanisms that hold others: "a broad range of opsonizing and neutralizing antibodies".
_HOLDING = frozenset(("broad-spectrum-antibodies",))


def _is_prevention(page: Page, term: Term) -> bool:
    """ "helps to ward off bacterial infections": what the product prevents, not how it acts."""
    folds = page.tokens.folds
    return page.tokens.stems[term.first] in {"ward", "fend"} and folds[term.last - 1] in {"infection", "infections"}


def _is_of_other_agents(unit: Unit, page: Page, term: Term, acting: Agent | None) -> bool:
    """ "IVIG and plasma exchange, followed by steroid-sparing agents": medicines beside the product are called by what they do."""
    if _MEDICINES.isdisjoint(page.tokens.surfaces[term.last - 1 : term.last + 1]) or any(agent.first >= term.last for agent in unit.products):
        return False
    listed = page.tokens.folds[term.first - 1] in _LISTING and any(agent.last <= term.first for agent in unit.rivals)
    return listed and acting is not None and acting.last <= term.first


def _is_state_of_patient(unit: Unit, page: Page, term: Term) -> bool:
    """ "was added during B-cell suppression", "while T cells were suppressed by A": what another drug does to those who get the product."""
    folds = page.tokens.folds
    if folds[term.last : term.last + 1] == ["by"] and any(0 < agent.first - term.last <= _TO_OTHER_DRUG for agent in unit.rivals):
        return True
    if _SUPPRESSED.isdisjoint(page.tokens.stems[term.first : term.last]):
        return False
    if folds[term.last : term.last + 1] in (["by"], ["with"]) and any(0 < agent.first - term.last <= _TO_OTHER_DRUG for agent in unit.products):
        return False
    at = term.first - 1
    while at > unit.first and folds[at] in _OF_STATE:
        at -= 1
    return folds[at] in {"during", "under", "despite", "after", "amid"}


#: Tokens from "by" to another drug, stems of what is done to cells, and words of such a state: "during prolonged".
_TO_OTHER_DRUG = 3
_SUPPRESSED = frozenset(map(stem, ("suppression", "suppressed", "depletion", "depleted", "inhibition", "inhibited", "blockade")))
_OF_STATE = frozenset(("prolonged", "profound", "ongoing", "the", "their", "his", "her", "deep", "long", "this", "complete", "a", "period", "of"))
_LISTING = frozenset(("by", ",", "with", "and", "or", "to"))
_MEDICINES = frozenset(("agents", "drugs", "medications", "medicines"))


def _only_helps(outer: Term, inner: Term, page: Page) -> bool:
    """ "helps regulate the immune system": the helping is that of the mechanism behind it."""
    return (
        outer.method == "frame"
        and page.tokens.stems[outer.first] == "help"
        and outer.first < inner.first <= outer.first + 2
        and inner.last == outer.last
    )


def _is_of_vaccine(unit: Unit, page: Page, term: Term) -> bool:
    """ "may inhibit the immune response to vaccination": an interaction."""
    behind = range(term.last, min(unit.last, term.last + _TO_VACCINE))
    return page.tokens.folds[term.last : term.last + 1] == ["to"] and (
        any(page.tokens.stems[i].startswith(("vaccin", "immunis", "immuniz")) for i in behind)
        or any("Vaccine" in other.classes and other.first in behind for other in unit.terms)
    )


#: Tokens of "to the live viral vaccine".
_TO_VACCINE = 6


def _is_finding(unit: Unit, page: Page, term: Term) -> bool:
    """ "A with impaired antibody production": a participle before its noun says how the patient is, not what the product does."""
    tokens = page.tokens
    before = tokens.folds[max(unit.first, term.first - 2) : term.first]
    if not _DISTURBED.isdisjoint(before) and tokens.surfaces[term.first - 1] not in {",", ";", "by"}:
        return True  # "an altered immune homeostasis", "loss of tolerance"
    if _is_needed(unit, page, term) or _is_failing(unit, page, term) or _is_other_treatment(unit, page, term):
        return True
    if _is_short_of(unit, page, term) or _is_of_actor(unit, page, term):
        return True
    if term.method == "frame" and term.last < unit.last and tokens.folds[term.last] in _COMPOUNDING:
        return True  # "inhibiting autoantibody-mediated platelet clearance": the object goes on
    if term.method != "frame" or not tokens.surfaces[term.first].endswith("ed"):
        return False
    if _is_had(unit, page, term):
        return True
    if not unit.agents and tokens.folds[term.first] in _DISTURBED:
        return True
    return before[-1:] in (["with"], ["have"], ["has"], ["had"], ["having"], ["involve"], ["involving"], ["show"], ["from"]) or before in (
        ["due", "to"],
        ["because", "of"],
        ["characterized", "by"],
        ["characterised", "by"],
        ["caused", "by"],
        ["marked", "by"],
    )


def _is_had(unit: Unit, page: Page, term: Term) -> bool:
    """ "Those with A have lower B and raised platelet counts": a participle among what people have, before any product."""
    folds = page.tokens.folds
    if any(agent.first < term.first for agent in unit.products) or folds[term.first - 1] not in {",", "and", "or"}:
        return False
    had = next((i for i in range(term.first - 1, unit.first, -1) if folds[i] in _HAVING), None)
    return had is not None and not any(cue.first > had and cue.phrase.kind == "treats-outcome" and cue.last <= term.first for cue in unit.relations)


_HAVING = frozenset(("have", "has", "had", "having", "with", "showed", "show", "shows"))
_DISTURBED = frozenset(
    ("altered", "impaired", "disturbed", "defective", "deficient", "abnormal", "loss", "lack", "lost", "absence", "breakdown", "disrupted")
)
_COMPOUNDING = frozenset(
    (
        "mediated", "induced", "driven", "dependent", "coated", "associated", "positive", "malignancy", "lymphoma", "leukemia", "neoplasm",
        "tumor", "cancer", "disorder", "disease", "deficiency", "failure", "count",
    )
)  # fmt: skip
#: Words between another medicine and the product that it is added to, and tokens up to that.
_WITH_PRODUCT = frozenset(("besides", "beside", "alongside", "atop"))
_TO_PARTNER = 10
_NOT = frozenset(("not", "never", "cannot", "no"))
_NEEDED = frozenset(("essential", "important", "crucial", "critical", "vital", "necessary", "required", "needed", "responsible"))
_FAILING = frozenset(("failure", "fail", "fails", "failed", "unable", "inability", "cannot"))
_DRUGS = frozenset(("drug", "medication", "agent", "therapy", "treatment", "medicine"))
_BESIDE = frozenset(
    (
        "accompanied",
        "combined",
        "concomitant",
        "concurrent",
        "long-term",
        "plus",
        "additional",
        "further",
        "under",
        "despite",
        "other",
        "undergoing",
    )
)


def _is_other_treatment(unit: Unit, page: Page, term: Term) -> bool:
    """ "accompanied by immunosuppression", "immunosuppression drugs": the patient's other medicines, not what the product does."""
    folds = page.tokens.folds
    if term.last < unit.last and folds[term.last] in _DRUGS and not any(agent.last <= term.first for agent in unit.products):
        behind = folds[term.last : min(unit.last, term.last + _TO_PARTNER)]
        if any(behind[i : i + 2] == ["addition", "to"] for i in range(len(behind))) or not _WITH_PRODUCT.isdisjoint(behind):
            return any(term.last < agent.first <= term.last + _TO_PARTNER for agent in unit.products)  # "anti-inflammatory drugs besides X"
    if term.concept != "suppression-of-overactive-immune-system" or not folds[term.first].startswith("immunosuppress"):
        return False
    if term.last < unit.last and folds[term.last] in _DRUGS:
        return True
    before = folds[max(unit.first, term.first - 5) : term.first]
    return not _BESIDE.isdisjoint(before) or ("long" in before and "term" in before)


def _is_denied_inside(words: Sequence[str]) -> bool:
    """ "multiplication may not be inhibited"; not so "fills in for antibodies that the body cannot make", which denies what the body does."""
    denial = next((i for i, word in enumerate(words) if word in _NOT), None)
    return denial is not None and _OF_BODY.isdisjoint(words[:denial])


_OF_BODY = frozenset(("body", "you", "they", "i", "he", "she", "that", "which", "system"))


def _is_needed(unit: Unit, page: Page, term: Term) -> bool:
    """ "T cells that are essential for immune homeostasis": what a cell of the body is there for."""
    folds = page.tokens.folds
    start = max(unit.first, term.first - 7)
    at = next((i for i in range(start, term.first) if folds[i] in _NEEDED), None)
    return at is not None and not {"that", "which", "who"}.isdisjoint(folds[max(unit.first, at - 3) : at])


def _is_failing(unit: Unit, page: Page, term: Term) -> bool:
    """ "failure to mount a rise in IgG": what a patient's body does not do."""
    start = max(unit.first, term.first - 9)
    at = next((i for i in range(start, term.first) if page.tokens.folds[i] in _FAILING), None)
    return at is not None and not any(at <= agent.first < term.first for agent in unit.products)


def _is_short_of(unit: Unit, page: Page, term: Term) -> bool:
    """ "have too few antibodies to fight infections", "lack antibodies to fight germs": what people are short of, before any product."""
    folds = page.tokens.folds
    antibody = next((i for i in range(term.first - 1, max(unit.first, term.first - _FROM_ANTIBODY) - 1, -1) if folds[i] in _ANTIBODIES), None)
    if antibody is None or "to" not in folds[antibody + 1 : term.first] or not _LINKING.issuperset(folds[antibody + 1 : term.first - 1]):
        return False
    before = folds[max(unit.first, antibody - _TO_SHORT) : antibody]
    return not _SHORT.isdisjoint(before) and _GIVING.isdisjoint(before)


_ANTIBODIES = frozenset(("antibody", "immunoglobulin", "igg"))
#: Words for a want, those for what makes it good, words between the antibodies and what they are for, and how far these reach.
_SHORT = frozenset(("insufficient", "few", "lack", "lacks", "lacking", "enough", "inadequate", "little", "low", "deficient"))
_GIVING = frozenset(("supply", "supplies", "give", "gives", "provide", "provides", "replace", "replaces", "contain", "contains", "brings", "bring"))
_LINKING = frozenset(("to", "that", "it", "they", "need", "needs", "needed", "adequately", "properly", "well", "help", "them", "you"))
_FROM_ANTIBODY = 6
_TO_SHORT = 4


def _is_of_actor(unit: Unit, page: Page, term: Term) -> bool:
    """ "autoantibodies block the receptor", "drugs that block complement", "patients whose immune system is suppressed": another one acts."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    if term.method != "frame" or term.first - 1 < unit.first:
        return False
    before = folds[term.first - 1]
    is_deed = not surfaces[term.first].endswith(("ed", "ing")) and folds[term.first] not in _THROUGH
    if before == "whose" or (before == "autoantibody" and is_deed):
        return True
    if is_deed and before in {"to", "that", "which"} and folds[term.first - 2] == "antibody" and folds[term.first - 3] in _FORMING:
        return True  # "without it the mother would make antibodies that destroy A"
    others = folds[term.first - 2] in _MEDICINES_THAT and before in _RELATIVES and not any(agent.first < term.first for agent in unit.products)
    return others and term.first - 2 > unit.first


_THROUGH = frozenset(("by", "through", "via", "in", "of"))
#: Verbs of a body that forms antibodies of its own.
_FORMING = frozenset(("make", "makes", "making", "form", "forms", "forming", "develop", "develops", "developing", "produce", "produces"))
_MEDICINES_THAT = frozenset(("drug", "drugs", "medicine", "medicines", "agent", "inhibitor", "inhibitors"))


#: Whose own defence fails: "given when the body does not make enough antibodies".
_OWN_BODY = frozenset(("body", "bodies", "system", "patient", "patients", "people", "you", "they", "child", "children", "person"))


def _is_denied_to_body(unit: Unit, page: Page, term: Term) -> bool:
    """ "patients cannot produce antibodies to fight infections": what the body fails to do is no mechanism of a product."""
    negated = [cue for cue in unit.cues("negation") if cue.last <= term.first and term.first - cue.last <= 12]
    if not negated:
        return False
    last = negated[-1]
    if _names_treatment(unit, page, term):
        return False
    if not _TURNING.isdisjoint(page.tokens.folds[last.last : term.first]):
        return False
    if page.tokens.folds[unit.first] == "it" and last.first - unit.first <= _TO_DENIAL and speaks_of_product(unit, page):
        return False  # "It did not let them cut their dose"
    if any(last.last <= agent.first and agent.last <= term.first for agent in unit.products):
        return False
    before = [agent for agent in unit.products if agent.last <= last.first]
    if not before:
        return True
    between = page.tokens.folds[before[-1].last : last.first]
    if not {"who", "where", "which", "whose", "that"}.isdisjoint(between):
        return True
    return not {"when", "if", "because", "since"}.isdisjoint(between) and not _OWN_BODY.isdisjoint(between)


def _names_treatment(unit: Unit, page: Page, term: Term) -> bool:
    """ "is used for children who cannot make platelets (immunomodulation)": the bracket says what kind of treatment that is."""
    surfaces = page.tokens.surfaces
    fills = term.first > unit.first and surfaces[term.first - 1] == "(" and surfaces[term.last : term.last + 1] == [")"]
    return fills and (unit.place.kind == "indications" or any(c.phrase.kind == "treats" and c.last < term.first for c in unit.relations))


#: Words at which a denial ends, and tokens from a pronoun to one.
_TURNING = frozenset(("but", "however", "though", "although", "yet"))
_TO_DENIAL = 2


def _is_acted_on(unit: Unit, page: Page, agent: Agent, term: Term) -> bool:
    """ "Faster breakdown of pathogenic IgG": an antibody that a mechanism's own words name is no product that acts, unless it opens them."""
    if term.first < agent.first < term.last:
        return True
    if page.tokens.folds[agent.first - 1] in _POINTING and page.tokens.folds[agent.last - 1] == "antibody":
        return page.topic != CLASS  # "X has antibodies against the virus. These antibodies bind it": those of X
    return page.tokens.folds[max(unit.first, agent.first - 1)] in _PATHOGENIC


def _is_of_ill(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "In A the body makes antibodies against nerves. These antibodies block ...": those of the ill themselves."""
    before = unit.previous
    if before is None or page.tokens.folds[agent.first - 1] not in _POINTING or page.tokens.folds[agent.last - 1] != "antibody":
        return False
    is_made = not _BODY_MAKES.isdisjoint(before.folds) and not _WHO_MAKES.isdisjoint(before.folds)
    return is_made and before.has("Condition") and _OF_DONORS.isdisjoint(before.folds)


_BODY_MAKES = frozenset(("make", "makes", "made", "produce", "produces", "develop", "develops", "form", "forms"))
_WHO_MAKES = frozenset(("body", "system", "patient", "people", "cell", "sufferer"))
_OF_DONORS = frozenset(("donor", "plasma", "vaccinated", "immune", "product", "medicine"))
_POINTING = frozenset(("these", "its", "those"))
_PATHOGENIC = frozenset(("pathogenic", "pathological", "harmful", "own", "endogenous", "serum", "circulating", "damaging", "abnormal", "disease-causing"))


def _is_of_defect(unit: Unit, page: Page, term: Term) -> bool:
    """ "A mutation of the gene blocks the growth of B cells": what a defect does, not the product."""
    return not _DEFECTS.isdisjoint(unit.folds) and not _DEFECTS.isdisjoint(page.tokens.folds[max(unit.first, term.first - _FROM_DEFECT) : term.first])


_DEFECTS = frozenset(("mutation", "defect", "gene", "variant", "deletion"))
#: Tokens from a defect to what it does: "mutations of the gene on the X chromosome block".
_FROM_DEFECT = 10


def _is_of_own_antibodies(unit: Unit, page: Page, term: Term) -> bool:
    """ "Immunoglobulin is a protein produced by certain cells to fight infections": what the body makes it for."""
    folds = page.tokens.folds
    made = next((i for i in range(unit.first, term.first - 1) if folds[i] in {"produced", "made"} and folds[i + 1] == "by"), None)
    return made is not None and not _BODY.isdisjoint(folds[made + 2 : min(made + _MAKER, term.first)])


_BODY = frozenset(("body", "system", "cell"))
#: Tokens of "by certain cells of the immune system".
_MAKER = 6


def _is_denied_elsewhere(unit: Unit, page: Page, term: Term) -> bool:
    """ "Without A, children fall ill unless given B", "It covers no preparations that are used for B": B itself is not denied."""
    denial = next((cue for cue in reversed(unit.cues("negation")) if cue.last <= term.first), None)
    if denial is None:
        return False
    if _names_treatment(unit, page, term):
        return True
    between = page.tokens.folds[denial.last : term.first]
    if page.tokens.folds[denial.first] == "without":
        return "," in between and denial.first == unit.first
    relative = next((i for i in range(denial.last, term.first) if page.tokens.folds[i] in _RELATIVES), None)
    return relative is not None and any(denial.last <= agent.first and agent.last <= relative for agent in unit.products)


_RELATIVES = frozenset(("that", "which"))


def _is_of_disease(unit: Unit, page: Page, term: Term) -> bool:
    """ "It is caused by autoantibodies": what brings an illness about is no mechanism of the product; "Its benefit is due to A" tells one."""
    cause = next((c for c in unit.relations if c.phrase.kind == "cause" and c.last <= term.first and term.first - c.last <= 2), None)
    if cause is None or unit.agents:
        return False
    before = page.tokens.folds[unit.first : cause.first]
    return _DOING.isdisjoint(before) or not _UNWANTED.isdisjoint(before)


#: Words for what the product does, and for harm.
_DOING = frozenset(("effect", "benefit", "action", "activity", "efficacy", "effectiveness", "improvement", "success"))
_UNWANTED = frozenset(("adverse", "side", "unwanted", "untoward", "harmful", "toxic"))
_REFUTED = frozenset(("refuted", "disproved", "disproven", "debunked", "discredited"))


def _is_hypothesis(unit: Unit, page: Page, term: Term) -> bool:
    """ "may help" in plain texts is politeness; a belief, a hypothesis or a proposal, before or behind the mechanism, is a doubt."""
    surfaces = page.tokens.surfaces
    intro = unit.intro
    if intro is not None and "Mechanism" not in intro.named() and _is_of_mechanisms(intro, page):
        return True
    if not MODALS.isdisjoint(page.tokens.folds[unit.first : term.first]) and (
        _may_act(unit, page, term) or _is_unknown(unit, page) or _is_unknown(unit.previous, page)
    ):
        return True
    before = unit.previous
    goes_on = page.tokens.folds[unit.first] in _TAKEN_UP and page.tokens.folds[unit.first + 1 : unit.first + 2] in _ENUMERATING
    if goes_on and before is not None and before.block == unit.block and _is_of_mechanisms(before, page):
        return True  # "The proposed mechanisms are reviewed. These include A and B."
    conceded = opening_comma(page.tokens, (unit.first, unit.last)) if surfaces[unit.first].lower() in _CONCEDING else []
    for cue in unit.safety:
        if cue.phrase.kind == "doubt":
            if conceded and cue.last <= conceded[0] <= term.first and page.tokens.folds[cue.first] in _MODAL:
                continue  # "Although this may be due to A, B came about"
            behind = (t for t in unit.terms if "Mechanism" in t.classes and 0 <= t.first - cue.last <= _OF_NEXT)
            if cue.first >= term.last and page.tokens.folds[cue.last - 1] in _LEADING_ON and any(behind):
                continue  # "blocks A and possibly speeds B"
            if cue.first >= term.last and page.tokens.folds[cue.first] == "probably":
                continue  # "How it does A is not settled, and several ways probably act together"
            if cue.first >= term.last and page.tokens.folds[cue.first - 1] in _RELATIVES:
                continue  # "destroys cells that could harm the child"
            apart = range(cue.last, term.first) if cue.last <= term.first else range(term.last, cue.first)
            parts = {";", ":"}
            if ":" in surfaces[cue.last - 1 : cue.last + 1] and cue.last < term.first:
                apart, parts = range(cue.last + 1, term.first), {":"}  # "is a matter of debate: A; B"
            if cue.last <= term.first and page.tokens.folds[cue.last - 1] == "that" and _lists_on(page, cue.last, term.first):
                return True
            if not any(surfaces[i] in parts or _starts_anew(page, i) for i in apart):
                return True
    return False


def _may_act(unit: Unit, page: Page, term: Term) -> bool:
    """ "It may also block A and expand B": a modal whose verbs reach to the mechanism; but "may restore the IgG level", which is measured."""
    folds = page.tokens.folds
    modal = next(i for i in range(term.first - 1, unit.first - 1, -1) if folds[i] in MODALS)
    named_anew = any(modal < agent.first < term.first for agent in unit.products)
    return term.concept not in _MEASURED and not named_anew and _ANEW.isdisjoint(folds[modal + 1 : term.first])


_MEASURED = frozenset(("increase-of-igg-level", "increase-of-platelet-count", "antibody-replacement"))
#: Words that begin a clause to which a modal before them does not reach, and those of a modal that gives leave.
_ANEW = frozenset(
    (
        "it", "they", "which", "that", "who", "is", "are", "was", "were", "has", "have", "because", "since", "as", ";", ":", "given", "used", "people",
        "patient", "patients", "benefit", "occur", "need", "needed", "receive", "when", "if", "where",
    )
)  # fmt: skip
#: What takes up mechanisms that were just called proposed, and the verbs that list them.
_TAKEN_UP = frozenset(("these", "they", "among", "those"))
_ENUMERATING = (["include"], ["are"], ["comprise"], ["range"], ["involve"], ["these"], ["them"])


def _is_unknown(unit: Unit | None, page: Page) -> bool:
    """ "The exact mechanism is unknown", "How it works is not fully understood"."""
    if unit is None or unit.first >= unit.last or (_ACTIONS.isdisjoint(unit.stems) and page.tokens.folds[unit.first] != "how"):
        return False
    return not _UNKNOWN.isdisjoint(unit.folds) or ("not" in unit.folds and not _UNDERSTOOD.isdisjoint(unit.folds))


_UNKNOWN = frozenset(("unknown", "unclear", "uncertain", "debated", "elusive"))
_UNDERSTOOD = frozenset(("understood", "known", "clear", "established", "elucidated"))
#: Words that open a clause which the next one outweighs, and those that weigh what is in it.
_CONCEDING = frozenset(("although", "though", "while", "whereas"))
_MODAL = frozenset(("may", "might", "could", "theoretically", "possibly", "perhaps"))


def _is_of_mechanisms(intro: Unit, page: Page) -> bool:
    """ "Proposed mechanisms include:" casts its doubt on all items."""
    return any(
        cue.phrase.kind == "doubt" and not _ACTIONS.isdisjoint(page.tokens.stems[cue.first : min(intro.last, cue.last + _OF_NEXT)])
        for cue in intro.safety
    )


_ACTIONS = frozenset(map(stem, ("mechanism", "action", "mode", "explanation", "theory", "theories", "hypothesis")))
#: Words of doubt about the verb behind them, and the tokens up to it.
_LEADING_ON = frozenset(("possibly", "presumably", "perhaps", "theoretically", "conceivably", "potentially", "might", "could", "to"))
_OF_NEXT = 2


def _lists_on(page: Page, first: int, last: int) -> bool:
    """ "It is thought that it acts in four ways, including A; B; and C": marks part the members of one list."""
    folds, surfaces = page.tokens.folds[first:last], page.tokens.surfaces[first:last]
    if ";" not in surfaces or _OPENING_LIST.isdisjoint(folds[: surfaces.index(";")]):
        return False
    return not any(surfaces[i] in {";", ","} and not {"it", "they", "we", "this"}.isdisjoint(folds[i + 1 : i + 3]) for i in range(len(folds)))


_OPENING_LIST = frozenset(("including", "namely", ":"))


def _starts_anew(page: Page, index: int) -> bool:
    """ "..., and it" begins a statement of its own."""
    folds = page.tokens.folds[index : index + 3]
    return folds[:2] == [",", "and"] and folds[-1] in {"it", "they", "this", "these"}
