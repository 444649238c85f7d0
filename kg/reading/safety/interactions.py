"""Interactions: a sentence's vaccines, tests and drugs go in, drafts of interacts_with (said or denied) come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.concepts import Concept
from kg.reading.clauses import is_of_patients, stretch_around, stretch_start
from kg.reading.cues import Cue, Phrase
from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Page, Term, Unit, bracket_between
from kg.reading.routes import BY_MISTAKE
from kg.reading.subjects import PRONOUNS
from kg.reading.words import stem
from kg.records import Polarity

__all__ = [
    "INTERACTING", "INTERACTION_CUES", "find_asked_interactions", "find_interactions", "find_listed_interactions", "is_barred_by_illness",
    "is_of_one_place", "is_own_vaccine", "is_unknown", "speaks_of_vaccines", "vaccines_by_disease",
]  # fmt: skip

#: What a product may interact with.
INTERACTING = frozenset(("Vaccine", "LaboratoryTest", "Medication"))
_SECTIONS = frozenset(("interactions", "warnings", "adverse", "contents", "boxed", "pregnancy", "dosage", "contraindications", ""))
#: Cues by which a sentence tells of an interaction or denies one.
INTERACTION_CUES = frozenset(("impair", "postpone", "unaffected"))
#: Cues by which a test or a drug is said to interact or not.
_SAYING = frozenset(("impair", "unaffected"))
#: The value of cues that forbid to give two things together.
_CLASH = "clash"
#: The value of cues that speak of two things given together.
_JOINT = "joint"
_EXPOSED = frozenset(("exposed", "exposure", "prophylaxis", "contact"))
_SILENT_SECTIONS = frozenset(("references", "exclusion", "eligibility", "indications", "disease", "mechanism"))
#: Sections that say who may take part: "no live vaccine in the last weeks, as IVIG may weaken it".
_CRITERIA = frozenset(("exclusion", "eligibility"))
#: Determiners that make "vaccine" point back to vaccines named before.
_POINTING = frozenset(("those", "these", "the", "any", "such", "a", "this", "before"))
#: Words for some of them, which the sentence before may have named.
_SOME = frozenset(("certain", "some"))
#: A question of so many tokens asks; its answer tells.
_SHORT = 6
_NEGATIONS = frozenset(("no", "not", "never", "without"))


def vaccines_by_disease(concepts: Mapping[str, Concept]) -> Mapping[str, str]:
    """Map each disease to the vaccine against it, as the names of the concepts say: "measles" to "measles-vaccine"."""
    known = ((slug.removesuffix("-vaccine"), slug) for slug, concept in concepts.items() if "Vaccine" in concept.classes)
    return {disease: vaccine for disease, vaccine in known if disease in concepts}


def find_interactions(unit: Unit, page: Page, vaccines: Mapping[str, str], *, is_on_product: bool = False) -> Iterator[Draft]:
    """Read interacts_with: vaccines and tests that the product impairs or leaves alone, drugs named as interacting.

    Where a sentence speaks of vaccinating, a disease stands for the vaccine against it ("shots against measles and mumps").
    `is_on_product`: the paragraph goes on about a product, though the page is about something else.
    """
    if unit.place.kind in _SILENT_SECTIONS and not (
        unit.place.kind in _CRITERIA and (unit.products or "product" in unit.folds) and _cues(unit, "impair")
    ):
        return
    terms = []
    if not INTERACTING.isdisjoint(unit.named()):
        terms = [term for term in unit.terms if not INTERACTING.isdisjoint(term.classes) and not _is_inside(unit, term)]
    if speaks_of_vaccines(unit) and any(term.concept in vaccines for term in unit.terms):
        named = {term.concept for term in terms}
        terms += [
            replace(term, concept=vaccines[term.concept], classes=frozenset(("Vaccine",)))
            for term in unit.terms
            if term.concept in vaccines
            and vaccines[term.concept] not in named
            and not _is_inside(unit, term)
            and not _is_measured(unit, page, term)
            and page.tokens.folds[term.first - 2 : term.first] not in (["exposed", "to"], ["contact", "with"])
        ]
    if unit.place.kind == "interactions":
        terms += [replace(term, concept=_TESTED[term.concept], classes=_TEST) for term in unit.terms if term.concept in _TESTED]
    if not terms:
        return
    if page.tokens.surfaces[unit.last - 1] == "?" and (unit.last - unit.first <= _SHORT or _answer(unit, page) is not None):
        return
    in_section = unit.place.kind == "interactions" and page.topic is not None
    is_told = in_section or any(cue.phrase.kind in _SAYING or cue.phrase.value in {_CLASH, _JOINT} for cue in unit.safety)
    if not is_told and not any("Vaccine" in term.classes for term in terms):
        return  # outside the section only of vaccines something may be said without such a word
    agents = unit.products
    concept, how = _subject(unit, page)
    if concept is None and is_on_product:
        concept, how = page.topic, "topic"
    if concept is None:
        return
    impairing = [
        cue
        for cue in _cues(unit, "impair")
        if not _is_in_name(unit, page, cue) and not _is_kind_of_vaccine(page, cue) and not is_of_patients(page.tokens.folds, unit.first, cue.first)
        if not _is_of_risk(unit, page, cue)
    ]
    denied = [cue for cue in _cues(unit, "unaffected") if not _is_praise(unit, page, cue)] or [cue for cue in impairing if _is_negated(unit, page, cue)]
    impairing = [cue for cue in impairing if not _is_negated(unit, page, cue)]
    refused = [cue for cue in denied if _is_refused(unit, page, cue)]
    impairing, denied = [*impairing, *refused], [cue for cue in denied if cue not in refused]
    kept_from = [cue for cue in denied if _is_kept_from(page, cue)]
    impairing += kept_from
    denied = [cue for cue in denied if cue not in kept_from]
    if _is_met_by_mistake(unit, page) or _is_in_whom(unit, page) or _tests_immunity(unit, page):
        return
    postponing = [cue for cue in _cues(unit, "postpone") if not (_is_age(page, cue) or _is_of_onset(page, cue) or _is_spared_by(page, cue))]
    postponing = [cue for cue in postponing if not _tells_whom(page, cue)]
    if not _VESSELS.isdisjoint(unit.folds):
        postponing = [cue for cue in postponing if not (_is_of_place(page, cue.last - 1) or _is_of_place(page, cue.last))]
        denied = [cue for cue in denied if not _is_of_place(page, cue.last - 1)]
    needless = [cue for cue in postponing if _is_needless(unit, page, cue)]
    if needless:
        denied, postponing = [*denied, *needless], [cue for cue in postponing if not any(each.first <= cue.first < each.last for each in needless)]
    together = _cues(unit, "together")
    if page.tokens.folds[unit.first] == "exception" and not denied:
        denied, impairing, postponing = [Cue(unit.first, unit.first + 1, Phrase("unaffected"))], [], []  # "Exceptions: A and B vaccines"
    if how != "sentence" and (_is_of_other_drug(unit, page) or _is_done_by_other(unit, page, (*impairing, *denied))):
        return
    asked = page.question_before(unit) is not None
    is_specific = any("Vaccine" in term.classes and term.concept != "vaccine" for term in terms)
    said = (impairing, denied, postponing)
    own = concept.removesuffix("-immunoglobulin") + "-vaccine"
    for term in terms:
        if term.concept == "vaccine" and page.tokens.folds[term.first - 1] == "the" and own in vaccines.values() and not is_specific:
            term = replace(term, concept=own)  # "too much HRIG blunts the response to the vaccine"
        impairing, denied, postponing = _in_its_part(unit, page, term, said)
        cue: Cue | None = None
        polarity: Polarity = "affirmed"
        if "Vaccine" in term.classes:
            impairing = [c for c in impairing if page.tokens.folds[c.last - 1] != "positive"]  # "if you test positive for A"
            if denied and not impairing and not (postponing and not _precedes(denied[0], term, postponing)):
                cue, polarity = denied[0], "affirmed" if _is_excepted(page, denied[0], term) else "negated"
            elif impairing or postponing:
                cue = (impairing or postponing)[0]
                if _is_spared(unit, page, term):
                    polarity = "negated"
                elif term.first < len(page.tokens) and _is_fine(unit, page, term):
                    cue, polarity = denied[0] if denied else cue, "negated"
                elif _is_taken_out(unit, page, term):
                    polarity = "negated"
            elif not (is_specific and term.concept != "vaccine" and _is_to_be_asked(unit, page, term)) and (not in_section or asked):
                continue  # under the heading of interactions a vaccine is one unless it is said to be safe
            if polarity == "negated" and how == "topic" and not _EXPOSED.isdisjoint(unit.folds):
                continue  # "those exposed can be given the MMR vaccine": another way to protect them
            if term.concept == "vaccine" and (is_specific or polarity == "negated" or (unit.is_heading and cue is None)):
                continue
            if how != "sentence" and polarity == "affirmed" and _is_for_the_ill(unit, page):
                continue
            if polarity == "affirmed" and ";" in unit.folds and is_barred_by_illness(unit, page, term):
                continue
            if "replaced" in unit.folds:
                continue  # "the vaccine has largely replaced it"
            if polarity == "negated" and cue is not None and page.tokens.folds[cue.first] == "should" and is_own_vaccine(unit, page, term):
                continue  # "HBIG should be given with the hepatitis B vaccine": the two go together, and no doubt is met
            before = page.tokens.folds[stretch_start(page.tokens.surfaces, max(unit.first, term.first - _TO_COURSE), term.first, _ENDING) : term.first]
            if not _COURSE.isdisjoint(before):
                continue  # "must not be given to those who have completed a course of A vaccination"
            if term.concept == "vaccine" and how == "topic" and cue is not None and _fails_by_itself(unit, page, cue):
                continue
            if term.concept == "vaccine" and (asked or _points_back(unit, page, term)) and not _is_first_told(unit, page):
                continue
        elif "LaboratoryTest" in term.classes:
            if "Management" in term.classes:
                continue  # a function that is watched, not a test that goes wrong
            spoiling = [c for c in impairing if _OF_VACCINES.isdisjoint(page.tokens.stems[c.first : c.last])]
            if spoiling and (in_section or any(_SPOILS.intersection(page.tokens.stems[c.first : c.last]) for c in spoiling)):
                cue = spoiling[0]
            elif denied and _speaks_of_interference(page, denied[0]):
                cue, polarity = denied[0], "negated"
            elif not (in_section and (unit.is_item or unit.is_row)):
                continue
        else:
            if bool(agents) and not impairing and _is_compatible(unit, page, term, denied, in_section=in_section):
                yield draft_of(concept, "interacts_with", term, f"no interference {how}", 0.8, unit.index, polarity="negated")
                continue
            # "A must not be given alongside X", in the part of the sentence that names X
            clashes = any(c.phrase.value == _CLASH and _shares_part(unit, page, c) for c in together)
            clashes = clashes or any(c.phrase.value == _JOINT and _is_joined(unit, page, term, c) for c in together)
            if not (in_section or clashes or any(page.tokens.stems[c.first] == "interact" for c in impairing)):
                continue
            if _is_example(unit, page, term):
                cue = None
            elif not (together or unit.is_item or unit.is_row) or unit.cues("advice") or denied:
                continue
            cue = together[0] if together else None
        if polarity == "affirmed" and "Vaccine" in term.classes and is_unknown(unit, page, term):
            polarity = "hedged"
        yield draft_of(
            concept,
            "interacts_with",
            term,
            f"interference {how}",
            0.85,
            unit.index,
            subject_span=(agents[0].first, agents[0].last) if agents else None,
            cue_span=(cue.first, cue.last) if cue else None,
            polarity=polarity,
        )


def _shares_part(unit: Unit, page: Page, cue: Cue) -> bool:
    """Tell whether a product stands in the same part of a sentence as a cue; not "Steroids should be avoided during A; X is preferred"."""
    return any(
        ";" not in page.tokens.surfaces[min(agent.last, cue.first) : max(agent.first, cue.last)] for agent in unit.products
    )


def is_of_one_place(unit: Unit, page: Page) -> bool:
    """Tell a sentence on a place that two medicines are not to share: "They should not be given in the same syringe"."""
    if _VESSELS.isdisjoint(unit.folds) or "same" not in unit.folds:
        return False
    return any("same" in page.tokens.folds[i : i + _TO_VESSEL] and _is_of_place(page, i) for i in range(unit.first, unit.last))


def _is_of_place(page: Page, index: int) -> bool:
    """ "... not be given in the same syringe as A", "should be given at different sites": where the two go, not whether they get on."""
    folds = page.tokens.folds
    behind = folds[index + 1 : index + _TO_VESSEL]
    return folds[index] in {"in", "into", "at"} and not _WHICH.isdisjoint(behind[:2]) and not _VESSELS.isdisjoint(behind)


#: What two medicines may share or not, words for that, and tokens from "in" to the former.
_VESSELS = frozenset(("syringe", "site", "sites", "limb", "arm", "container", "vial"))
_WHICH = frozenset(("same", "different", "separate", "one", "single"))
_TO_VESSEL = 5


def find_listed_interactions(unit: Unit, page: Page, vaccines: Mapping[str, str]) -> Iterator[Draft]:
    """Read interacts_with off an item below words that end in an interaction: "X does not interact with:", "No interaction between X and:".

    Below such words a disease stands for the vaccine against it if they, or the item, speak of vaccines.
    """
    intro = unit.intro
    if intro is None or intro.is_heading or not intro.products or page.tokens.surfaces[intro.last - 1] not in {":", "with"}:
        return
    said = [cue for kind in _SAYING for cue in _cues(intro, kind) if not _is_in_name(intro, page, cue)]
    product = intro.products[0]
    named = {i for agent in intro.agents for i in range(agent.first, agent.last)}
    said = [cue for cue in said if all(i in named or page.tokens.folds[i] in _TO_ITEMS for i in range(cue.last, intro.last))]
    if not said:
        return
    is_denied = any(cue.phrase.kind == "unaffected" for cue in said) or any(_is_negated(intro, page, cue) for cue in said)
    speaks = not _VACCINATING.isdisjoint(intro.stems) or not _VACCINATING.isdisjoint(unit.stems)
    terms = [replace(t, concept=vaccines[t.concept], classes=frozenset(("Vaccine",))) if speaks and t.concept in vaccines else t for t in unit.terms]
    terms = [term for term in terms if not INTERACTING.isdisjoint(term.classes) and not _is_inside(unit, term)]
    is_specific = any(term.concept != "vaccine" for term in terms)
    for term in terms:
        if (term.concept == "vaccine" and is_specific) or _is_taken_out(unit, page, term):
            continue
        polarity: Polarity = "negated" if is_denied else "affirmed"
        yield draft_of(product.concept or "", "interacts_with", term, "interference list", 0.8, unit.index, polarity=polarity)


#: What may stand between words for an interaction and the items below.
_TO_ITEMS = frozenset(
    (
        ":", "the", "following", "these", "with", "to", "and", "between", "of", "any", "vaccine", "drug", "medicine", "test", "response", "has", "have",
        "been", "found", "known", "seen", "reported",
    )
)  # fmt: skip


def _is_of_risk(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Given with the vaccine, the risk of A is reduced": what becomes less is the danger, not the response to the vaccine."""
    start = stretch_start(page.tokens.surfaces, max(unit.first, cue.first - _TO_DANGER), cue.first, _ENDING)
    return page.tokens.stems[cue.last - 1] in _LOWERING and not _DANGERS.isdisjoint(page.tokens.folds[start : cue.first])


def _tells_whom(page: Page, cue: Cue) -> bool:
    """ "people who have not been vaccinated should get it": who they are, no vaccination put off."""
    before = page.tokens.folds[max(0, cue.first - 2) : cue.first]
    return "vaccinated" in page.tokens.folds[cue.first : cue.last] and not {"who", "not"}.isdisjoint(before)


#: Stems of verbs by which something becomes less, words for a danger, and tokens from one to the verb.
_LOWERING = frozenset(map(stem, ("reduced", "lowered", "decreased", "lessened", "diminished")))
_DANGERS = frozenset(("risk", "chance", "danger", "likelihood"))
_TO_DANGER = 7


def is_own_vaccine(unit: Unit, page: Page, term: Term) -> bool:
    """ "HBIG and the hepatitis B vaccine": the vaccine against what the product of the sentence is made against, which goes with it."""
    named = [agent.concept for agent in unit.products] or [page.topic]
    return any((concept or "").removesuffix("-immunoglobulin") + "-vaccine" == term.concept for concept in named)


def _is_praise(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "X was safe and effective when given with A vaccine": what is said of the product itself."""
    folds = page.tokens.folds
    if folds[cue.last - 1] not in {"safe", "effective"} or not {"safe", "effective"}.issubset(folds[cue.first : cue.last + 2]):
        return False
    return not any(t.has("Vaccine") and t.last <= cue.first for t in unit.terms)


def is_barred_by_illness(unit: Unit, page: Page, term: Term) -> bool:
    """ "Live vaccines are not for people with A; after IVIG ...": a part without the product says that their illness forbids them."""
    folds = page.tokens.folds
    begin = next((i + 1 for i in range(term.first, unit.first, -1) if folds[i] == ";"), unit.first)
    end = next((i for i in range(term.last, unit.last) if folds[i] == ";"), unit.last)
    if any(begin <= agent.first < end for agent in unit.products) or folds[end + 1 : end + 2] in (["they"], ["these"], ["their"]):
        return False
    ill = next((i for i in range(term.last, end - 1) if folds[i] in _THE_ILL and folds[i + 1] in {"with", "who"}), None)
    if ill is None or _NOT_GIVEN.isdisjoint(folds[term.last : ill]):
        return False
    return any(ill < t.first < end and t.has("Immunodeficiency") for t in unit.terms)


def _is_for_the_ill(unit: Unit, page: Page) -> bool:
    """ "Live vaccines must not be given to children with this disorder": their illness forbids them, not the product."""
    folds = page.tokens.folds
    if not _TREATED.isdisjoint(unit.folds):
        return False
    ill = next((i for i in range(unit.first, unit.last - 1) if folds[i] in _THE_ILL and folds[i + 1] in {"with", "who"}), None)
    if ill is None or _NOT_GIVEN.isdisjoint(unit.folds):
        return False
    return not _ILLNESS.isdisjoint(folds[ill + 2 : unit.last]) or any(t.first > ill and t.has("Immunodeficiency") for t in unit.terms)


#: Words of those who get the product or of the time since, of those who are ill, of what is not done, and of the illness.
_TREATED = frozenset(("receive", "receiving", "received", "treatment", "therapy", "infusion", "month", "week", "dose", "after", "immunoglobulin"))
_THE_ILL = frozenset(("patient", "people", "child", "adult", "boy", "infant", "those", "anyone", "person"))
_NOT_GIVEN = frozenset(("not", "never", "avoid", "avoided", "contraindicated", "forbidden"))
_ILLNESS = frozenset(("disease", "disorder", "condition", "syndrome", "immunodeficiency", "deficiency"))


def _answer(question: Unit, page: Page) -> Polarity | None:
    """ "Does IVIG interfere with A? No, it does not.": what the sentence behind a question opens with."""
    answer = page.following(question)
    if answer is None or answer.first >= answer.last or page.tokens.folds[question.first] not in _WHETHER:
        return None
    return _ANSWERS.get(page.tokens.folds[answer.first])


def find_asked_interactions(question: Unit, page: Page) -> Iterator[Draft]:
    """Read interacts_with off a question for a vaccine, a test or a drug that the next sentence grants or denies."""
    polarity = _answer(question, page)
    product = next((agent for agent in question.products), None)
    concept = product.concept if product is not None else page.topic
    cue = next(iter(_cues(question, "impair")), None)
    if polarity is None or concept is None or cue is None or _is_negated(question, page, cue) or question.cues("negation"):
        return
    for term in question.terms:
        if INTERACTING.isdisjoint(term.classes) or _is_inside(question, term) or term.concept == "vaccine" or "Management" in term.classes:
            continue
        if term.last > cue.last:
            yield draft_of(concept, "interacts_with", term, "interference asked", 0.8, question.index, polarity=polarity)


#: Words that open a question for yes or no, and its answers.
_WHETHER = frozenset(("do", "does", "can", "will", "may", "could", "might", "would", "is", "i", "are"))
_ANSWERS: Mapping[str, Polarity] = {"no": "negated", "yes": "affirmed", "never": "negated"}


def _is_of_other_drug(unit: Unit, page: Page) -> bool:
    """ "Live vaccines should be avoided by patients on rituximab": those who get another drug, in a sentence without the product."""
    drugs = [term for term in unit.terms if term.has("MonoclonalAntibody", "Medication") and not term.has("Vaccine")]
    return any(
        page.tokens.folds[term.first - 1] in _ON and not _PEOPLE.isdisjoint(page.tokens.stems[max(unit.first, term.first - _TO_PEOPLE) : term.first])
        for term in drugs
        if term.first > unit.first
    )


def _is_done_by_other(unit: Unit, page: Page, cues: Sequence[Cue]) -> bool:
    """ "Monoclonal antibodies do not interfere with live vaccines": another treatment opens the sentence, which does it or does not."""
    rival = next((agent for agent in unit.rivals if agent.first == unit.first), None)
    if rival is None or not cues or any(term.has("Vaccine") and term.first <= rival.first < term.last for term in unit.terms):
        return False
    return any(rival.last <= cue.first for cue in cues) and not any(term.has("Vaccine") and term.first < cues[0].first for term in unit.terms)


#: Words before the drug that people get, those people, and the tokens between.
_ON = frozenset(("on", "taking", "receiving", "given", "with"))
_PEOPLE = frozenset(map(stem, ("patients", "people", "those", "anyone", "children", "recipients")))
_TO_PEOPLE = 4


def _is_compatible(unit: Unit, page: Page, term: Term, denied: Sequence[Cue], *, in_section: bool) -> bool:
    """ "IVIG does not interact with antibiotics", "can safely be given with A": a drug that the product is said to leave alone."""
    folds, stems = page.tokens.folds, page.tokens.stems
    if unit.cues("advice", "if-you") or any(cue.phrase.kind.startswith("treats") for cue in unit.relations if cue.first > term.first):
        return False
    for cue in denied:
        is_spared = 0 <= cue.first - term.last <= 1 and folds[cue.last - 1] in _AFFECTED and folds[cue.last : cue.last + 1] == ["by"]
        if is_spared and any(0 < agent.first - cue.last <= _TO_PRODUCT for agent in unit.products):
            return True  # "warfarin is not affected by IVIG"
        if 0 <= cue.first - term.last <= _TO_DENIAL and not _INTERACT.isdisjoint(stems[cue.first : cue.last]) and folds[cue.last - 1] == "with":
            return any(0 <= agent.first - cue.last <= _TO_PRODUCT for agent in unit.products)  # "methotrexate does not interact with IVIG"
        if not 0 <= term.first - cue.last <= _TO_DRUG or not {";", "but", "unless"}.isdisjoint(folds[cue.last : term.first]):
            continue
        if not _INTERACT.isdisjoint(stems[cue.first : cue.last]):
            if any(agent.last <= cue.first for agent in unit.products):  # not "heparin does not interact with A in those on IVIG"
                return True
            continue
        beside = not _BESIDE.isdisjoint(folds[cue.first : term.first])
        safely = not _SAFELY.isdisjoint(folds[max(unit.first, cue.first - 2) : term.first])
        if beside and (in_section or safely) and not any(other.has("Condition") and not other.has("AdverseEffect") for other in unit.terms):
            return True
    return False


_AFFECTED = frozenset(("affected", "influenced", "impaired", "changed", "altered", "disturbed", "weakened"))
#: Tokens from "affected" to the product, and from a drug to "interact" behind "does not".
_TO_PRODUCT, _TO_DENIAL = 3, 3
_INTERACT = frozenset(map(stem, ("interact", "interaction", "interactions")))
_BESIDE = frozenset(("with", "alongside", "same"))
_SAFELY = frozenset(("safely", "safe"))
#: Tokens from the denial to a drug, other drugs of a list counted.
_TO_DRUG = 10


def _is_joined(unit: Unit, page: Page, term: Term, cue: Cue) -> bool:
    """ "Combined use of IVIG and ACE inhibitors can lower the blood pressure": the product and a drug behind the word, and what comes of both."""
    names_effect = any(other.has("AdverseEffect") and other.first > term.last for other in unit.terms)
    joined = any(cue.last <= agent.first <= cue.last + _TO_JOINED for agent in unit.products) and cue.last <= term.first <= cue.last + _TO_JOINED
    return joined and names_effect and not unit.cues("negation") and "treats" not in unit.kinds


#: Words of a vaccination that somebody has behind him, and tokens from one to the vaccine.
_COURSE = frozenset(("completed", "course", "fully"))
_TO_COURSE = 6
_ENDING = frozenset((";", ",", "."))
#: Findings that a section on interactions tells as tests gone wrong.
_TESTED = {"positive-direct-antiglobulin-test": "direct-antiglobulin-test"}
_TEST = frozenset(("LaboratoryTest",))
#: Tokens from "combined use of" to the second of two.
_TO_JOINED = 7


def _in_its_part(unit: Unit, page: Page, term: Term, said: tuple[list[Cue], ...]) -> tuple[list[Cue], ...]:
    """ "may weaken A and B vaccines; C is unaffected", "A are safe, but B may not work": of cues so parted each is of its side, if any is."""
    if "(" in unit.folds:
        around = bracket_between(page, unit.first, term.first)
        inside = around is not None and any(bracket_between(page, unit.first, cue.first) == around for cues in said for cue in cues)
        # "may weaken live vaccines (this does not apply to A)"
        said = tuple([cue for cue in cues if bracket_between(page, unit.first, cue.first) == (around if inside else None)] for cues in said)
    if _PARTS.isdisjoint(unit.folds):
        return said
    first, last = stretch_around(page.tokens.folds, (unit.first, unit.last), (term.first, term.last), _PARTS)
    own = tuple([cue for cue in cues if first <= cue.first < last] for cues in said)
    opening = [cue for cue in said[1] if cue.first == unit.first]  # "Exceptions: A; B"
    return own if any(own) else (said[0], opening, said[2])


def is_unknown(unit: Unit, page: Page, term: Term) -> bool:
    """ "The effect of X on the response to A vaccine is unknown": what nobody has looked at."""
    folds = page.tokens.folds
    end = next((i for i in range(term.last, unit.last) if folds[i] in _PARTS), unit.last)
    before = folds[unit.first : term.first]
    asked = before.index("whether") if "whether" in before else None
    if asked is not None and (not _UNKNOWN.isdisjoint(before[:asked]) or before[asked - 2 : asked] == ["not", "known"]):
        return True  # "It is not known whether X affects A vaccine"
    if _EFFECTS.isdisjoint(before):
        return False
    return any(folds[i] in _UNKNOWN or folds[i : i + 2] in _NOT_KNOWN for i in range(term.last, min(end, term.last + _TO_UNKNOWN)))


_EFFECTS = frozenset(("effect", "effects", "influence", "impact"))
_UNKNOWN = frozenset(("unknown", "unclear", "uncertain"))
_NOT_KNOWN = (["not", "known"], ["not", "clear"], ["been", "little"], ["not", "been"], ["not", "studied"])
#: Tokens from a vaccine, others of its list counted, to the words that leave the matter open.
_TO_UNKNOWN = 12
#: What parts a sentence on several vaccines.
_PARTS = frozenset((";", "but", "while", "whereas"))


def _is_spared(unit: Unit, page: Page, term: Term) -> bool:
    """ "live vaccines are weakened; that for A is not", "..., but the one against A does not": the verb of the part before is denied."""
    folds = page.tokens.folds
    _, end = stretch_around(folds, (unit.first, unit.last), (term.first, term.last), {";", ",", "."})
    opening = folds[max(unit.first, term.first - _ELLIPTIC) : term.first]
    return tuple(folds[term.last : end]) in _DENIED_ALONE and not _POINTED.isdisjoint(opening)


#: Tokens before a name in which "that for" or "but" stands, the words themselves, and what may be all that is said of it.
_ELLIPTIC = 4
_POINTED = frozenset(("that", "those", "one", "ones", "but", "whereas", "while"))
_DENIED_ALONE = frozenset((verb, "not") for verb in ("is", "are", "do", "does", "need", "was", "were"))


def _is_refused(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "no measles vaccination is permitted for six months": what would be fine is denied."""
    if _PERMITTED.isdisjoint(page.tokens.folds[cue.first : cue.last]):
        return False
    start = stretch_start(page.tokens.folds, unit.first, cue.first, {";", ",", "but"})
    return not _NEGATIONS.isdisjoint(page.tokens.folds[start : cue.last])


_EXCEPTING = frozenset(("except", "excepting", "excluding", "but"))
_PERMITTED = frozenset(("permitted", "allowed", "possible"))


def _is_in_name(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "inactivated vaccines": how they are made, not what is done to them; "impaired hearing": an effect."""
    holding = [t for t in unit.terms if t.first <= cue.first and cue.last <= t.last]
    return any("Vaccine" in t.classes or ("AdverseEffect" in t.classes and page.tokens.stems[cue.first] == "impair") for t in holding)


def _is_kind_of_vaccine(page: Page, cue: Cue) -> bool:
    """ "The flu jab, which is inactivated, can go ahead": how it is made; "is inactivated by the antibodies" is done to it."""
    return page.tokens.folds[cue.last - 1] == "inactivated" and page.tokens.folds[cue.last : cue.last + 1] not in (["by"], ["through"], ["when"])


def _is_example(unit: Unit, page: Page, term: Term) -> bool:
    """ "Tell your doctor about all your medicines, especially water pills or estrogen": the ones that matter, in a list behind the word."""
    opens = next((i for i in range(unit.first, term.first) if page.tokens.folds[i] in _ESPECIALLY), None)
    return opens is not None and page.tokens.folds[opens - 1] in {",", ":", "medicine", "drug", "medication", "("} and bool(unit.cues("advice"))


def _is_to_be_asked(unit: Unit, page: Page, term: Term) -> bool:
    """ "Talk to your doctor before you have the mumps vaccine": what is to be asked about is a vaccination to come."""
    advice = next((cue for cue in unit.cues("advice") if cue.last <= term.first), None)
    if advice is None:
        return False
    between = page.tokens.folds[advice.last : term.first]
    return not {"before", "if"}.isdisjoint(between) and not _HAVING.isdisjoint(between)


_HAVING = frozenset(("get", "getting", "have", "having", "receive", "receiving", "need", "take", "plan", "due", "about"))
_ESPECIALLY = frozenset(("especially", "particularly", "including", "notably"))
_VACCINATING = frozenset(("vaccin", "vaccine", "vaccinum", "immunis", "immuniz", "shot", "jab", "inocul"))


def speaks_of_vaccines(unit: Unit) -> bool:
    """Tell whether a word for vaccination stands in the sentence, or in the one before in the same passage."""
    if not _VACCINATING.isdisjoint(unit.stems):
        return True
    before = unit.previous if unit.place.kind in {"interactions", "warnings"} else None
    return before is not None and before.place.heading == unit.place.heading and not _VACCINATING.isdisjoint(before.stems)


def _points_back(unit: Unit, page: Page, term: Term) -> bool:
    if term.first == unit.first:
        return not unit.products  # "Vaccines seldom work under IVIG" says it all
    before = page.tokens.folds[term.first - 1]
    return before in _POINTING or (before in _SOME and _has_named_some(unit))


def _has_named_some(unit: Unit) -> bool:
    """ "It weakens live vaccines such as those against A and B. So you may have to wait before certain vaccinations.": those just named."""
    before = unit.previous
    if before is None or before.place.heading != unit.place.heading or "impair" not in [cue.phrase.kind for cue in before.safety]:
        return False
    return any("Vaccine" in term.classes and term.concept != "vaccine" for term in before.terms)


def _is_first_told(unit: Unit, page: Page) -> bool:
    """ "Ask before you get any vaccine. This medicine may make the vaccine not work": the sentence before says nothing yet of what may happen."""
    before = unit.previous
    if before is None or before.place.heading != unit.place.heading or INTERACTION_CUES.intersection([cue.phrase.kind for cue in before.safety]):
        return False
    named = {term.concept for term in before.terms if "Vaccine" in term.classes}
    return named == {"vaccine"} and "before" in before.folds and bool(_cues(unit, "impair")) and page.topic is not None


def _fails_by_itself(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "In immunodeficiency, vaccines can fail": nothing says that the product is why."""
    return page.tokens.stems[cue.last - 1] == "fail" and _AFTER_IT.isdisjoint(unit.folds)


def _speaks_of_interference(page: Page, cue: Cue) -> bool:
    return any(page.tokens.stems[i].startswith("interf") or page.tokens.stems[i] == "affect" for i in range(cue.first, cue.last))


def _subject(unit: Unit, page: Page) -> tuple[str | None, str]:
    agents = unit.products
    if agents:
        return agents[0].concept, "sentence"
    before = unit.previous
    if before is not None and before.place.title == unit.place.title:
        concept = next((agent.concept for agent in before.agents if agent.concept), None)
        if concept is not None:
            return concept, "sentence before"
    if page.tokens.folds[unit.first] in PRONOUNS:
        for _ in range(_BACK):
            if before is None or before.place.title != unit.place.title or before.rivals:
                break
            if before.products:
                return before.products[0].concept, "pronoun"
            before = before.previous
    if page.topic is not None and (unit.place.kind in _SECTIONS or page.topic_share >= _SHARE or not _AFTER_IT.isdisjoint(unit.folds)):
        return page.topic, "topic"
    return None, ""


#: Sentences that are gone back for the product that a pronoun means.
_BACK = 4
#: What tells when, and thus after what, in a text about a product: "for up to a year afterwards".
_AFTER_IT = frozenset(("afterward", "afterwards", "thereafter", "later"))


#: A text that names its product this often speaks of it in every section.
_SHARE = 0.2


def _cues(unit: Unit, kind: str) -> list[Cue]:
    return sorted((cue for cue in unit.safety if cue.phrase.kind == kind), key=lambda cue: (cue.first, -cue.last))


#: What may go wrong with a vaccine and with no test: "it may not take".
_OF_VACCINES = frozenset(map(stem, ("take", "work", "protect")))
#: Stems of words by which a test is said to go wrong; "was positive" alone is a finding.
_SPOILS = frozenset(
    [
        "interf", "interfer", "fals", "mislead", "misleadingli", "affect", "impair", "disturb", "distort", "confound", "unreli", "incorrect",
        "erron", "invalid", "mistaken", "passiv", "influenc", "transfer", "transitori", "caus", "give", "lead", "result", "mask", "interpret", "read",
        "mess", "upset", "may", "can", "might", "could", "turn", "come", "make", "render",
        *map(stem, ("falsely", "spuriously", "artificially", "wrongly", "invalidate", "falsify")),
    ]
)  # fmt: skip


def _is_measured(unit: Unit, page: Page, term: Term) -> bool:
    """ "test for rubella antibodies": what is measured, not a vaccine."""
    return term.last < unit.last and page.tokens.stems[term.last].startswith(("antibod", "titer", "titr", "igg", "serolog"))


def _is_fine(unit: Unit, page: Page, term: Term) -> bool:
    """ "..., but the flu shot is fine": what is said to be safe right behind the vaccine, in a clause of its own."""
    denials = [
        cue
        for cue in unit.safety
        if cue.phrase.kind == "unaffected" and 0 <= cue.first - term.last <= 4 and not _is_kept_from(page, cue)
    ]
    if not denials or bracket_between(page, unit.first, denials[0].first) != bracket_between(page, unit.first, term.first):
        return False
    return not {";", "but"}.intersection(page.tokens.folds[term.last : denials[0].first])


def _is_negated(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "no interference is expected", "does not interfere with"; "may not work" is itself an impairment."""
    folds = page.tokens.folds
    before = folds[max(unit.first, cue.first - 3) : cue.first]
    at = cue.first - 1
    while at > unit.first and folds[at] in _FINDING:
        at -= 1  # "has not been found to interact with"
    return (not _NEGATIONS.isdisjoint(before) or folds[at] in _NEGATIONS) and "only" not in before


_FINDING = frozenset(("been", "be", "found", "known", "shown", "reported", "expected", "seen", "to", "likely", "yet"))


def _is_kept_from(page: Page, cue: Cue) -> bool:
    """ "can stop vaccines from working as well as they should", "wait a month before you can have it": what is kept from working or off."""
    before = page.tokens.folds[max(0, cue.first - _TO_AWAITED) : cue.first]
    return before[-1:] == ["from"] or not _AWAITING.isdisjoint(before)


#: Words before what has to wait, and tokens from them to its verb: "before your child can".
_AWAITING = frozenset(("before", "until"))
_TO_AWAITED = 3


def _is_needless(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "no need to delay A", "you do not have to put A off", "A need not wait": what would be put off can go ahead."""
    folds = page.tokens.folds
    if _PUT_OFF.isdisjoint(page.tokens.stems[cue.first : cue.last]):
        return False
    before = folds[max(unit.first, cue.first - _NEEDLESS) : cue.first + 1]
    denial = next((i for i, word in enumerate(before) if word in _NEGATIONS), None)
    if denial is None or "unless" in folds[cue.last : unit.last] or not {"but", ";", ",", "if", "until"}.isdisjoint(before[denial:]):
        return False
    return not _NEEDING.isdisjoint(before) or before[denial - 1 : denial + 1] == ["do", "not"]


#: Tokens from "no need" to what there is no need of, and its words.
_NEEDLESS = 6
_NEEDING = frozenset(("need", "needs", "reason", "necessary", "required", "have", "has"))
_PUT_OFF = frozenset(
    map(stem, ("delay", "postpone", "defer", "put", "hold", "wait", "avoid", "postponed", "delayed", "deferred", "delaying", "reschedule"))
)


def _is_age(page: Page, cue: Cue) -> bool:
    """ "Infants of 6 to 8 months of age", "aged six months": how old somebody is, not how long to wait."""
    folds = page.tokens.folds
    if "month" not in folds[cue.first : cue.last]:
        return False
    before = folds[max(0, cue.first - _TO_AGE) : cue.first]
    behind = folds[cue.last : cue.last + 2]
    return "aged" in before or behind == ["of", "age"] or behind[:1] in (["old"], ["older"], ["younger"])


def _is_of_onset(page: Page, cue: Cue) -> bool:
    """ "the vaccine gives delayed active immunity": when protection sets in, not when the vaccine is given."""
    return page.tokens.folds[cue.first] == "delayed" and not _PROTECTION.isdisjoint(page.tokens.folds[cue.last : cue.last + _TO_PROTECTION])


def _tests_immunity(unit: Unit, page: Page) -> bool:
    """ "checking the antibody response to vaccines against A", "sorted by their responses to vaccines": what shows how good somebody's immunity is."""
    folds = page.tokens.folds
    for at in range(unit.first + 1, unit.last - 2):
        if folds[at] in _RESPONSES and folds[at + 1] in {"to", "after", "following"}:
            before = page.tokens.stems[max(unit.first, at - _TO_TESTING) : at]
            if not _TESTING.isdisjoint(before):
                return True
    return False


#: What a vaccine brings forth, stems of verbs by which it is tested, and the tokens between.
_RESPONSES = frozenset(("response", "responses"))
_TESTING = frozenset(map(stem, ("check", "checking", "test", "measure", "assess", "stratify", "evaluate", "sort", "examine", "according")))
_TO_TESTING = 6


def _is_taken_out(unit: Unit, page: Page, term: Term) -> bool:
    """ "live vaccines (except yellow fever vaccine)", "but not with flu vaccine", "this does not hold for A or B": a vaccine that is not meant."""
    folds = page.tokens.folds
    named = {i for t in unit.terms if "Vaccine" in t.classes for i in range(t.first, t.last)}
    at = term.first - 1
    while at > unit.first and (at in named or folds[at] in _BETWEEN_VACCINES):
        at -= 1
    if folds[at] in _EXCEPTING:
        return folds[at - 1 : at + 1] != [",", "but"]
    return folds[at] == "not" or (folds[at] in _HOLDING and folds[at - 1] == "not")


_BETWEEN_VACCINES = frozenset((",", "and", "or", "the", "oral", "with", "for", "to", "against", "live"))
_HOLDING = frozenset(("hold", "apply", "concern", "affect", "include"))


def _is_excepted(page: Page, denied: Cue, term: Term) -> bool:
    """ "Other vaccines need not wait, except A and B vaccine": what stands behind the word that takes it out of what is denied."""
    folds = page.tokens.folds
    at = next((i for i in range(denied.last, term.first) if folds[i] in _TAKING_OUT or folds[i : i + 2] in _APART_FROM), None)
    return at is not None and _PARTS.isdisjoint(folds[at + 1 : term.first]) and "(" not in page.tokens.surfaces[denied.last : term.first]


_TAKING_OUT = frozenset(("except", "excepting", "excluding", "unless"))
_APART_FROM = (["apart", "from"], ["other", "than"], ["aside", "from"])


def _is_spared_by(page: Page, cue: Cue) -> bool:
    """ "Early diagnosis helps, since live vaccines can be avoided": what a diagnosis spares people, no rule to keep them from it."""
    folds = page.tokens.folds
    return folds[cue.last - 1] == "avoided" and folds[cue.last - 3 : cue.last - 1] in (["can", "be"], ["could", "be"])


def _is_in_whom(unit: Unit, page: Page) -> bool:
    """ "Polio vaccine in immunodeficient children" as a heading: the vaccine and those who get it."""
    term = unit.opening()
    if not unit.is_heading or unit.safety or term is None or not term.has("Vaccine"):
        return False
    if page.tokens.folds[term.last : term.last + 1] not in (["in"], ["for"]):
        return False
    return not unit.products and any(t.first > term.last and t.has("Population", "RiskFactor", "Condition", "Immunodeficiency") for t in unit.terms)


def _is_met_by_mistake(unit: Unit, page: Page) -> bool:
    """ "those inadvertently given a live vaccine", "contacts of people given a live vaccine": the vaccine is what somebody met."""
    folds = page.tokens.folds
    if not _cues(unit, "impair") and "contact" in unit.folds and not _GIVEN_IT.isdisjoint(unit.folds):
        at = next(i for i in range(unit.first, unit.last) if folds[i] == "contact")
        return not _GIVEN_IT.isdisjoint(folds[at + 1 : at + _TO_GIVEN])
    if not _SECOND_DOSE.isdisjoint(unit.folds):
        return False  # "A live vaccine given by mistake after X is to be repeated"
    mistaken = [i for i in range(unit.first, unit.last - 1) if folds[i] in BY_MISTAKE]
    return any(not _GIVEN_IT.isdisjoint(folds[max(unit.first, i - 2) : i + 2]) for i in mistaken) and not _cues(unit, "impair")


#: Tokens from "aged" to the months, from "delayed" to what sets in, and from contacts to what they were given.
_TO_AGE, _TO_PROTECTION, _TO_GIVEN = 5, 3, 5
_PROTECTION = frozenset(("immunity", "protection", "active", "antibody"))
_SECOND_DOSE = frozenset(("repeat", "repeated", "again", "revaccinate", "revaccinated", "revaccination"))
_GIVEN_IT = frozenset(("given", "received", "vaccinated", "immunised", "immunized", "injected", "administered"))


def _precedes(denied: Cue, term: Term, postponing: list[Cue]) -> bool:
    """Whether what is said to be safe stands nearer to the term than what is to wait."""
    return abs(denied.first - term.first) <= abs(postponing[0].first - term.first)


def _is_inside(unit: Unit, term: Term) -> bool:
    """Tell whether a longer name stands over the term: the test in "blood glucose increased"."""
    return any(
        other is not term
        and other.first <= term.first
        and term.last <= other.last
        and other.last - other.first > term.last - term.first
        and not other.concept.startswith("avoid-")
        for other in unit.terms
    )
