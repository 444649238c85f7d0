"""Pages about one disease: a sentence on treatment that names a product but no disease goes in, a draft of treats comes out.

On a page whose title names a single condition, "Treatments include steroids and immunoglobulin" speaks of that condition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import cast

from kg.reading.cues import Cue
from kg.reading.drafts import DISEASE_PAGE, Draft, draft_of
from kg.reading.page import CONDITIONS, DISEASES, Agent, Page, Term, Unit
from kg.reading.qualifiers import MODALS, polarity_of
from kg.reading.relations import comes_first
from kg.reading.subjects import is_excluded
from kg.reading.therapy.advice import gives_advice
from kg.reading.therapy.bystanders import is_survived
from kg.reading.therapy.exposure import mentions_exposure
from kg.reading.therapy.status import ADVISED_AGAINST
from kg.records import Polarity, Predicate, Status

__all__ = [
    "disease_over", "find_below_label", "find_titled", "is_averted_in_title", "is_hoped_by_studies",
    "is_hoped_for", "opens_row", "page_disease",
    "treated_disease", "without_companions",
]  # fmt: skip

_SECTIONS = frozenset(("treatment", "indications", "research", "introduction", ""))
#: Cues that make the sentence one about something else.
_OTHER_MATTERS = ("adverse", "ineffective", "contraindicated", "interfere", "derived", "risk", "worsen")
_HEADINGS = 3
_AFFIRMED: Polarity = "affirmed"


def page_disease(page: Page) -> Term | None:
    """Give the one condition that the title or the defining first sentence of a page names; None where a title names a product or several."""
    for unit in page.units[:_HEADINGS]:
        if unit.first >= unit.last:
            continue
        if any(term.is_product for term in unit.terms):
            return None
        conditions = [term for term in unit.terms if term.has(*CONDITIONS)]
        if ">" in unit.folds:  # "Heart diseases > Heart inflammation > A": the way to a page ends on its title
            conditions = conditions[-1:] if conditions and conditions[-1].last == unit.last else []
        if any(term.concept.startswith(_REACTIONS) for term in conditions):
            return None  # "Hypersensitivity" heads a warning
        following = [c for c in unit.relations if c.phrase.kind == "follow"] if conditions and not unit.is_heading else []
        if any(0 <= conditions[0].first - c.last <= _TO_FORERUNNER for c in following):
            return None  # "The weakness began after A"
        if conditions:
            is_title = unit.is_heading or unit.last - unit.first <= _TITLE
            if not is_title and _defines(unit, conditions[0]):
                return conditions[0]
            return conditions[0] if is_title and len({term.concept for term in conditions}) == 1 else None
        if not unit.is_heading:
            return None
    return None


#: Tokens from "after" to what was there before: "an upper".
_TO_FORERUNNER = 3


def treated_disease(page: Page) -> Term | None:
    """Give the condition that a page is on unless it is over for those whom the page is on: "Post-A syndrome", "Care of A survivors"."""
    disease = page_disease(page)
    over = disease is not None and any(is_survived(unit, page, disease) for unit in page.units[:_HEADINGS] if unit.first <= disease.first < unit.last)
    return None if over else disease


def without_companions(drafts: Iterable[Draft], page: Page) -> list[Draft]:
    """ "Half of the children have A" on a page about B, "In a trial of children with A, most improved": B was treated, A says in whom."""
    found = list(drafts)
    disease = page_disease(page) if any(draft.status == "investigational" for draft in found) else None
    if disease is None:
        return found
    companions = {
        term.concept for unit in page.units for term in unit.terms if term.has(*CONDITIONS) and _is_had_too(unit, page, term, disease)
    }
    return [draft for draft in found if draft.status != "investigational" or draft.predicate != "treats" or draft.object not in companions]


def _is_had_too(unit: Unit, page: Page, term: Term, disease: Term) -> bool:
    """ "About half of the affected children have A": what some of those with the page's disease have beside it."""
    if term.concept == disease.concept or unit.products or term.has("AdverseEffect", "Immunodeficiency"):
        return False
    folds = page.tokens.folds
    verb = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_HAVING) - 1, -1) if folds[i] in _HAVING), None)
    if verb is None or "not" in folds[verb : term.first]:
        return False
    before = folds[max(unit.first, verb - _OF_SHARE) : verb]
    return not _SHARES.isdisjoint(before) and not _WHOM.isdisjoint(before)


#: Verbs of having, the tokens from one to the disease, those before it, and words for a share and for people.
_HAVING = frozenset(("have", "has", "had", "harbour", "harbor", "carry"))
_TO_HAVING = 3
_OF_SHARE = 9
_SHARES = frozenset(("half", "third", "quarter", "some", "many", "most", "one", "two", "few", "percent", "%", "often", "of", "up"))
_WHOM = frozenset(("child", "children", "patient", "patients", "adult", "adults", "people", "person", "woman", "women", "man", "men", "affected", "them"))


def _defines(unit: Unit, term: Term) -> bool:
    """ "Immune thrombocytopenia (ITP) is a type of purpura": a first sentence that says what the disease is that it opens with."""
    if term.first - unit.first > 1 or term.has("AdverseEffect"):
        return False
    copula = next((cue for cue in unit.relations if cue.phrase.kind == "isa" and cue.first >= term.last), None)
    return copula is not None and copula.first - term.last <= _TO_COPULA


#: Tokens from a disease to the verb of its definition, which a bracket with its short names may fill.
_TO_COPULA = 9


def disease_over(unit: Unit, page: Page, titled: Term | None) -> Term | None:
    """ "How is A treated?" on a page about A and B: the condition whose treatment the section is on; below other headings that of the title.

    "How is it treated?" speaks of the condition that the headings before name last.
    """
    heading = page.heading_over(unit)
    if heading is None or (heading.index == 0 and titled is not None) or heading.products:
        return titled
    is_on_treating = not page.lists["treating"].isdisjoint(heading.stems)
    named = _sole_condition(heading, page)
    if named is not None and is_on_treating:
        return named
    if titled is not None or not is_on_treating or any(term.has(*CONDITIONS) for term in heading.terms):
        return titled
    above = page.units[max(1, heading.index - _ABOVE) : heading.index]
    earlier = (other for other in reversed(above) if other.is_heading and any(t.has(*CONDITIONS) for t in other.terms))
    before = next(earlier, None)
    return _sole_condition(before, page) if before is not None and not before.products else None


#: Units above a heading that are looked through for the one that names the condition.
_ABOVE = 30


def _sole_condition(heading: Unit, page: Page) -> Term | None:
    named = [term for term in heading.terms if not (term.has("AdverseEffect") or term.concept == "pregnancy")]
    conditions = [term for term in named if term.has(*CONDITIONS)] or [term for term in named if term.has(*DISEASES)]
    return conditions[0] if len({term.concept for term in conditions}) == 1 and not is_survived(heading, page, conditions[0]) else None


def is_averted_in_title(page: Page, disease: Term) -> bool:
    """ "Prevention of A in newborns", "IVIG to prevent A": what the title of a page wants averted."""
    return any(
        not _PREVENTING.isdisjoint(unit.stems) and any(t.concept == disease.concept and not _is_whose(unit, page, t) for t in unit.terms)
        for unit in page.units[:_HEADINGS]
        if unit.is_heading or unit.index == 0 or unit.last - unit.first <= _TITLE
    )


def _is_whose(unit: Unit, page: Page, term: Term) -> bool:
    """ "X prevents infections in A": those who have A are kept from another illness."""
    if page.tokens.folds[term.first - 1] not in {"in", "with"}:
        return False
    started = next((i for i in range(unit.first, term.first) if page.tokens.stems[i] in _PREVENTING), term.first)
    return any(started < t.first < term.first and t.has("Condition", "Category") and t.concept != term.concept for t in unit.terms)


_PREVENTING = frozenset(("prevent", "prevention", "prophylaxi", "prophylaxis"))
_REACTIONS = ("hypersensitivity", "allergic", "anaphyla", "adverse-event")
#: Tokens of a first line that is a title though the layout does not show it.
_TITLE = 12


def find_titled(unit: Unit, page: Page, disease: Term, taken: Collection[tuple[str, str]]) -> Iterator[Draft]:
    """Read treats of the page's disease; `taken` are the pairs of product and condition claimed before."""
    products = [agent for agent in unit.products if not is_excluded(agent, page)]
    on_treatment = unit.place.kind == "treatment" or (unit.place.kind in _ASKED and _is_headed(unit, page, strictly=True))
    if not products or unit.is_heading or not (on_treatment or unit.place.kind in _SECTIONS) or page.tokens.surfaces[unit.last - 1] == "?":
        return
    opening = next((cue for cue in unit.relations if cue.phrase.kind == "treats-understood" and cue.first - unit.first <= _OPENING), None)
    if any(term.has("Vaccine") or _is_other(unit, page, term, disease, opening) for term in unit.terms):
        return
    kinds = {cue.phrase.kind for cue in unit.relations if not _leads_to_less(unit, cue)}
    advice = [cue for cue in unit.relations if cue.phrase.value == "not-recommended"]
    of_other_matters = any(kind.startswith(_OTHER_MATTERS) for kind in kinds) and not opens_row(unit)
    if of_other_matters and not advice and not any(kind.startswith("treats") for kind in kinds):
        return
    stems = page.tokens.stems
    # An item of "The following therapies are used: ..." is spoken of by the words before the list.
    speaks = on_treatment or any(
        said is not None and not page.lists["treating"].isdisjoint(stems[said.first : said.last]) for said in (unit, unit.intro)
    )
    below_product = _is_below_product(unit, page)
    if not (speaks or (below_product and any(kind.startswith("treats") for kind in kinds))):
        return
    if not unit.place.kind and opening is None and not below_product and not _is_headed(unit, page):
        return
    values = {
        cue.phrase.value
        for cue in unit.relations
        if cue.phrase.kind in {"status", "status-after", "treats", "treats-outcome", "treats-understood"}
    }
    status = next((value for value in ("approved", "recommended", "investigational") if value in values), "used")
    if status == "used" and gives_advice(unit, page):
        status = "recommended"
    if unit.place.kind == "research" or (status == "used" and page.is_trial):
        status = "investigational"
    predicate: Predicate = "prevents" if is_averted_in_title(page, disease) else "treats"
    told: set[str] = set()
    for agent in products:
        concept = agent.concept or ""
        before = page.tokens.folds[max(unit.first, agent.first - 3) : agent.first]
        last = next((a.last for a in products if a.concept == concept and a.first > agent.last and page.tokens.surfaces[a.first - 1] == "("), agent.last)
        after = page.tokens.folds[last : min(unit.last, last + 4)]
        denied = not page.lists["futile-beside-product"].isdisjoint(before) or not page.lists["futile-beside-product"].isdisjoint(after)
        is_advised_against = any(_is_about(unit, agent, cue) for cue in advice)
        if concept in told or (concept, disease.concept) in taken or (denied and not is_advised_against):
            continue
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), agent.first, agent.last)
        if polarity == "negated" and not is_advised_against:
            continue
        polarity = "hedged" if polarity == "affirmed" and is_hoped_for(unit, page, agent) else polarity
        told.add(concept)
        standing: tuple[Status, Polarity] = ADVISED_AGAINST if is_advised_against else (cast("Status", status), polarity)
        yield draft_of(
            concept,
            predicate,
            disease,
            DISEASE_PAGE,
            0.65,
            unit.index,
            status=standing[0],
            polarity=standing[1],
            subject_span=(agent.first, agent.last),
        )


def is_hoped_for(unit: Unit, page: Page, agent: Agent) -> bool:
    """Tell what studies say that the product may do, which is a hope, not a use: "Small trials indicate that IVIG may reduce A"."""
    if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), agent.first, agent.last) == "hedged":
        return True
    return is_hoped_by_studies(unit, page, agent)


def is_hoped_by_studies(unit: Unit, page: Page, agent: Agent) -> bool:
    """Tell whether studies stand before a product, and a modal verb behind it: "Small trials indicate that IVIG may reduce A"."""
    if page.lists["study"].isdisjoint(page.tokens.stems[unit.first : agent.first]):
        return False
    return not MODALS.isdisjoint(page.tokens.folds[agent.last : min(unit.last, agent.last + _TO_DOUBT)])


#: The tokens from a product to the verb of a hope: "IVIG therapy may".
_TO_DOUBT = 5


def find_below_label(unit: Unit, page: Page, titled: Term | None) -> Iterator[Draft]:
    """ "Prevention: an injection of X", an item below a sentence on A: the label says what the product does for the condition spoken of."""
    label = unit.label_last
    if label is None or not unit.products or unit.place_in_block or unit.place.kind in _NOT_ON_USE:
        return
    words = [word for word in page.tokens.folds[unit.first : label] if word[0].isalpha()]
    predicate: Predicate | None = "prevents" if words in _PREVENTION else "treats" if words in _TREATMENT else None
    first = unit.products[0]
    if predicate is None or any(t.has(*CONDITIONS) and not t.has("AdverseEffect") for t in unit.terms) or first.first < label:
        return
    if unit.rivals and unit.rivals[0].first < first.first:
        return
    if unit.cues("negation") or is_excluded(first, page) or not unit.kinds.isdisjoint(_FAILING) or first.concept is None:
        return
    intro = unit.intro
    opening = page.opening_of_block(intro).opening() if intro is not None else None
    disease = opening if opening is not None and opening.has(*CONDITIONS) and not opening.has("AdverseEffect") else titled
    if disease is not None:
        yield draft_of(
            first.concept, predicate, disease, DISEASE_PAGE, 0.7, unit.index, status="used", polarity=_AFFIRMED,
            subject_span=(first.first, first.last),
        )  # fmt: skip


#: Labels of what is done about a condition.
_PREVENTION = (["prevention"], ["to", "prevent", "it"], ["prophylaxis"], ["how", "to", "prevent", "it"])
_TREATMENT = (["treatment"], ["therapy"], ["how", "it", "be", "treated"], ["management"])
_FAILING = frozenset(("ineffective", "ineffective-left", "contraindicated", "interfere"))
#: Sections in which a label tells of something else.
_NOT_ON_USE = frozenset(("adverse", "warnings", "boxed", "contraindications", "interactions", "overdose"))


def opens_row(unit: Unit) -> bool:
    """ "IVIG | 2 g/kg | headache": a row whose first cell is the product, in a table of the page's treatments."""
    return unit.is_row and unit.place.kind == "treatment" and any(agent.first - unit.first <= 1 for agent in unit.products)


def _leads_to_less(unit: Unit, cue: Cue) -> bool:
    """ "results in a significant decrease in A": no effect but one that is averted."""
    return any(other.phrase.kind == "prevents" and 0 <= other.first - cue.last <= _AVERTED for other in unit.relations)


def _is_other(unit: Unit, page: Page, term: Term, disease: Term, opening: Cue | None) -> bool:
    """Tell whether a sentence turns to another condition, which then may be what it treats.

    What the treatment of the page's disease averts ("fewer aneurysms") and what another measure behind the product is for ("Treatment
    involves IVIG, supportive care and watching for B") turn to none.
    """
    if not term.has(*CONDITIONS) or term.has("AdverseEffect") or term.concept in {disease.concept, "pregnancy"}:
        return False
    averts = any(cue.phrase.kind == "prevents" and _reaches(unit, page, cue, term) for cue in unit.relations)
    if averts and not mentions_exposure(page, unit.first, unit.last):
        return False
    if any(term.last <= cue.first and comes_first(unit, page, cue) for cue in unit.relations if cue.phrase.kind == "treats-left"):
        return False  # "The infection is treated first, followed by IVIG"
    behind = [other.last for other in unit.terms if other.last <= term.first and (other.is_product or other.has("Management", "Medication"))]
    products = [other.last for other in unit.terms if other.is_product]
    return opening is None or not products or not behind or max(behind) in products or min(products) > term.first


def _reaches(unit: Unit, page: Page, cue: Cue, term: Term) -> bool:
    """ "to ward off A, B and C": right behind the words that avert, or in the list that begins there."""
    position = cue.last
    for other in unit.terms:
        if other.first < position:
            continue
        gap = page.tokens.folds[position : other.first]
        if (position == cue.last and len(gap) > _AVERTED) or (position != cue.last and not _JOINTS.issuperset(gap)):
            return False
        if other is term:
            return True
        position = other.last
    return False


_JOINTS = frozenset((",", "and", "or", "/"))
#: Tokens before "treatment includes", and those between what averts and what is averted.
_OPENING = 2
_AVERTED = 3


def _is_about(unit: Unit, product: Agent, cue: Cue) -> bool:
    """Advice behind a product, with no other treatment between, or right before it."""
    between = range(product.last, cue.first) if cue.first >= product.last else range(cue.last, product.first)
    return not any(agent.first in between for agent in unit.rivals)


#: Kinds of sections that a question about treating may be taken for: "How is it treated?", "How do we treat it?".
_ASKED = frozenset(("dosage", "mechanism"))


def _is_below_product(unit: Unit, page: Page) -> bool:
    """ "IVIG" over "IVIG is the preferred choice for adults": a section of the page that a product heads is on treating its disease."""
    heading = page.heading_over(unit)
    return heading is not None and heading.index > 0 and bool(heading.products) and not heading.rivals


def _is_headed(unit: Unit, page: Page, *, strictly: bool = False) -> bool:
    """The section's heading speaks of treating, or there is none and the sentence stands below the title."""
    heading = page.heading_over(unit)
    if heading is None or heading.index == 0:
        return not strictly
    return not page.lists["treating"].isdisjoint(page.tokens.stems[heading.first : heading.last])
