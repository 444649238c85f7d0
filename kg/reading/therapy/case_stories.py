"""The story of one patient: a diagnosis in one sentence and a product given in a later one go in, drafts of treats come out.

Case reports and patients' own accounts seldom name disease and treatment in one sentence: "Emma was born with A. Every week her
mother gives her immunoglobulin."
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import Draft, draft_of
from kg.reading.page import Agent, Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import is_excluded
from kg.reading.therapy.brought_about import is_brought_about
from kg.reading.therapy.scope import NOT_THERAPY, illnesses
from kg.reading.words import stem

__all__ = ["find_given_to_patient"]

#: Sentences back to the diagnosis.
_STORY = 8
#: Tokens from the words of the diagnosis to its name.
_REACH = 6


def find_given_to_patient(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read treats of the diagnosis that the same story gave before; a sentence that names a condition of its own speaks for itself."""
    if unit.is_heading or unit.is_item or (unit.place.kind in NOT_THERAPY and not unit.place.is_title):
        return
    yield from _proven_by_response(unit, page)
    products = [agent for agent in unit.products if not is_excluded(agent, page)]
    if not products or ((page.lists["giving"] | _WORKING).isdisjoint(unit.stems) and not _is_on(page, unit, products[0])):
        return
    if not (_names_patient(page, unit.first, unit.last) or _goes_on(unit, page)):
        return
    if any(cue.phrase.kind.startswith(("adverse-left", "risk", "contraindicated", "ineffective")) for cue in unit.relations):
        return
    if any(t.has("Condition", "Immunodeficiency") and not t.has("AdverseEffect") for t in unit.terms):
        found = _diagnosed_here(unit, page, products[0])
    else:
        found = _diagnosis(unit, page)
    if found is None or _is_titled_otherwise(page, found):
        return
    product = products[0]
    if (
        polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), product.first, product.last) == "negated"
        or product.concept is None
    ):
        return
    yield draft_of(
        product.concept,
        "treats",
        found,
        "given to a patient with the diagnosis",
        0.65,
        unit.index,
        status="used",
        subject_span=(product.first, product.last),
    )


def _is_on(page: Page, unit: Unit, product: Agent) -> bool:
    """ "She has been on X ever since", "He is on weekly X", "Since then he has had X every month"."""
    before = page.tokens.folds[max(unit.first, product.first - _TO_PRODUCT) : product.first]
    at = next((i for i, word in enumerate(before) if word == "on"), None)
    return before[-1:] == ["had"] or (at is not None and at > 0 and before[at - 1] in _BEING)


#: Tokens from "on" and its verb to the product: "is on weekly", and these verbs.
_TO_PRODUCT = 4
_BEING = frozenset(("is", "be", "been", "was", "am", "are", "were", "remains", "stays"))


def _proven_by_response(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "He improved on X, confirming the diagnosis of A", "The response to X supports the diagnosis of A"."""
    stems, folds = page.tokens.stems, page.tokens.folds
    if "diagnosis" not in unit.folds or _PROVING.isdisjoint(unit.stems) or unit.cues("negation"):
        return
    at = next((i for i in range(unit.first, unit.last) if stems[i] in _PROVING and "diagnosis" in folds[i + 1 : i + _TO_DIAGNOSIS]), None)
    product = next((agent for agent in unit.products if at is not None and agent.last <= at and agent.concept), None)
    if at is None or product is None or _RESPONDING.isdisjoint(stems[unit.first : at]):
        return
    named = next((t for t in unit.terms if t.first > at and t.has("Condition", "Immunodeficiency")), None)
    if named is not None and "diagnosis" in folds[max(at, named.first - _TO_DIAGNOSIS) : named.first]:
        yield draft_of(
            product.concept or "", "treats", named, "response that proves the diagnosis", 0.65, unit.index,
            status="used", subject_span=(product.first, product.last),
        )  # fmt: skip


#: Verbs of what a product did for a patient who then had it: "IVIG raised her count".
_WORKING = frozenset(map(stem, ("raised", "brought", "restored", "normalised", "normalized")))
#: Stems of verbs that make a diagnosis sure and of words for what patients then did, and tokens around "diagnosis".
_PROVING = frozenset(map(stem, ("confirm", "confirms", "confirmed", "confirming", "support", "supported", "supports", "establish", "prove", "proved")))
_RESPONDING = frozenset(
    map(stem, ("improve", "improved", "improving", "improvement", "response", "respond", "responded", "recover", "recovered", "recovery", "remission"))
)
_TO_DIAGNOSIS = 5


def _is_titled_otherwise(page: Page, term: Term) -> bool:
    """ "Rescue immunoglobulin for B: a case report", and "a man with A, who was given it": A was there before, unless it is a kind of B."""
    title = page.units[0]
    treated = illnesses(title) if title.products else []
    named = {*page.tokens.stems[term.first : term.last]}
    return bool(treated) and not any(
        t.concept == term.concept or not named.isdisjoint(page.tokens.stems[t.first : t.last]) or is_brought_about(title, page, t) for t in treated
    )


def _goes_on(unit: Unit, page: Page) -> bool:
    """ "A diagnosis of A was made. IVIG was infused over four hours.": a sentence of the story that leaves the patient unsaid."""
    before = unit.previous
    if before is None or before.block != unit.block or before.first >= before.last:
        return False
    return _names_patient(page, before.first, before.last) or any(_is_made(page, term) for term in illnesses(before))


def _is_made(page: Page, term: Term) -> bool:
    """ "A clinical diagnosis of A was made"."""
    folds = page.tokens.folds
    return "diagnosis" in folds[max(0, term.first - _REACH) : term.first] and not _MADE.isdisjoint(folds[term.last : term.last + _REACH])


_MADE = frozenset(("made", "confirmed", "established", "suspected", "reached", "considered"))


def _diagnosed_here(unit: Unit, page: Page, product: Agent) -> Term | None:
    """ "The child, diagnosed with A, received 2 g/kg IVIG", "A was diagnosed and IVIG given": the one illness, and no aim behind."""
    named = illnesses(unit)
    folds = page.tokens.folds
    if len({term.concept for term in named}) != 1 or named[0].last > product.first or "for" in folds[product.last : product.last + _REACH]:
        return None
    term = named[0]
    is_named = folds[max(unit.first, term.first - 2) : term.first] in (["diagnosed", "with"], ["diagnosis", "of"], ["diagnosed", "as"])
    if not is_named and "diagnosed" not in folds[term.last : term.last + 3]:
        return None
    given = [i for i in range(term.last, min(unit.last, product.last + _PASSIVE)) if page.tokens.stems[i] in page.lists["giving"]]
    return term if given and product.first - given[-1] <= _REACH else None


#: Tokens from the product to its verb: "IVIG was then given".
_PASSIVE = 4


def _diagnosis(unit: Unit, page: Page) -> Term | None:
    """The one condition that a sentence before says the patient has."""
    before = unit.previous
    for _ in range(_STORY):
        if before is None or before.place.heading != unit.place.heading:
            return None
        folds = page.tokens.folds
        for term in illnesses(before):
            opening = range(max(before.first, term.first - _REACH), term.first)
            said = [i for i in opening if folds[i] in page.lists["diagnosing"]]
            told = _names_patient(page, before.first, term.first) or _is_made(page, term)
            if (
                said
                and told
                and (page.lists["relative"].isdisjoint(folds[before.first : term.first]) or _is_child(unit, page, before))
                and polarity_of(before.qualifiers, page.tokens, (before.first, before.last), term.first, term.last) == "affirmed"
            ):
                return None if _has_another(before, term) else term
        before = before.previous
    return None


def _is_child(unit: Unit, page: Page, before: Unit) -> bool:
    """ "Our daughter has A. She is on X": whom the parents tell of, not a relative of the one who is treated."""
    opening = page.tokens.folds[before.first : before.first + 2]
    return opening[0] in _PARENTS and opening[1] in _CHILDREN and not _THIRD.isdisjoint(unit.folds) and _PARENTS_THEMSELVES.isdisjoint(unit.folds)


_PARENTS = frozenset(("our", "my"))
_CHILDREN = frozenset(("son", "daughter", "child", "baby", "boy", "girl", "wife", "husband", "toddler"))
_THIRD = frozenset(("he", "she", "his", "her", "him"))
_PARENTS_THEMSELVES = frozenset(("i", "me", "we", "us"))


def _names_patient(page: Page, first: int, last: int) -> bool:
    """One patient, by a pronoun, a noun in the singular or a name at the beginning: "Emma was born with"."""
    surfaces = page.tokens.surfaces[first:last]
    if not page.lists["patient-word"].isdisjoint(map(str.lower, surfaces)):
        return True
    return len(surfaces) > 1 and surfaces[0].istitle() and surfaces[1].lower() in {"was", "has", "had", "is"}


def _has_another(unit: Unit, term: Term) -> bool:
    """Several diagnoses in one sentence leave open which is treated."""
    return any(
        other.has("Condition", "Immunodeficiency") and not other.has("AdverseEffect", "RiskFactor") and other.concept != term.concept
        for other in unit.terms
        if not is_part(unit, other) and other.first > term.first
    )
