"""What a product keeps from happening where the sentence names it by a pronoun or by who was exposed; drafts of prevents come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.concepts import Concept
from kg.reading.classes.memberships import is_below
from kg.reading.clauses import PEOPLE
from kg.reading.drafts import DISEASE_PAGE, WEAK_METHODS, Draft, draft_of
from kg.reading.page import Page, Term, Unit, is_part
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import is_replaced
from kg.reading.table_rows import OCCASIONS
from kg.reading.therapy.complaints import CHANGES
from kg.reading.therapy.exposure import TREATING, is_born_to, is_of_exposed, is_on_treating, mentions_exposure
from kg.reading.therapy.prevention import protection_besides
from kg.reading.therapy.scope import NOT_THERAPY, illnesses
from kg.reading.words import stem
from kg.records import Status

__all__ = [
    "LESS", "RARER", "THIS", "as_guarded", "find_averted", "find_exposed", "find_exposed_rows", "find_fewer", "find_kept_from",
    "find_labelled", "find_meaning_fewer", "find_not_immune", "find_rarer", "find_unnamed", "find_unvaccinated", "is_said_to_treat",
]  # fmt: skip

_AVERTING = frozenset(("prevent", "stop", "avoid", "avert", "forestal", "forestall"))
_REDUCING = frozenset(map(stem, ("lower", "lowers", "reduce", "reduces", "cut", "cuts", "decrease", "lessen")))
THIS = frozenset(("this", "that", "it", "these"))
_HAPPENING = frozenset(("happen", "occur", "develop", "come", "aris", "arise", "recur", "return", "set", "break"))


def find_averted(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "... (A). The injection stops this from happening", "X acts before this can happen": what the sentence before named."""
    previous = unit.previous
    if unit.is_heading or previous is None or previous.is_heading or previous.place.heading != unit.place.heading:
        return
    yield from _averted_by(unit, page, previous)
    at = _averting(unit, page)
    if at is None:
        return
    agents = [agent for agent in unit.agents if agent.first < at]
    spoken = not agents and page.topic is not None and not page.lists["product-noun"].isdisjoint(page.tokens.folds[unit.first : at])
    product = agents[-1].concept if agents else page.topic if spoken else None
    conditions = [t for t in previous.terms if t.has("Condition") and not is_part(previous, t)]
    if product is None or not conditions or any(t.has("Condition", "Immunodeficiency") for t in unit.terms):
        return
    is_whose = page.tokens.folds[conditions[-1].first - 1] in _IN_WHOM
    if page.tokens.folds[at + 1] == "risk" and (previous.products or conditions[-1].has("AdverseEffect") or is_whose):
        return  # "Thrombosis may occur. A slow infusion of X lowers this risk", "The risk of bleeding in A ..."
    if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), at, at + 1) == "negated":
        return
    yield _prevented(product, conditions[-1], unit, page, "averted, pronoun")


def _averted_by(unit: Unit, page: Page, previous: Unit) -> Iterator[Draft]:
    """ "Those with A often get B. This can be prevented with X": what befalls them, named last, not those whom it befalls."""
    folds = page.tokens.folds
    cue = next((c for c in unit.relations if c.phrase.kind == "prevents-left"), None)
    if cue is None or folds[unit.first] not in THIS or cue.first - unit.first > _TO_CUE:
        return
    product = next((agent for agent in unit.agents if 0 <= agent.first - cue.last <= _TO_MEANS), None)
    if product is None or product.concept is None or any(t.last <= cue.first and t.has("Condition", "Immunodeficiency") for t in unit.terms):
        return
    if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), cue.last, cue.last + 1, cue_first=cue.first) == "negated":
        return
    named = [t for t in previous.terms if (t.has("Condition") or t.stands_for) and not is_part(previous, t)]
    befalling = [t for t in named if t.stands_for or folds[t.first - 1] not in _IN_WHOM]
    if befalling:
        last = befalling[-1]
        yield _prevented(product.concept, replace(last, concept=last.stands_for or last.concept), unit, page, "averted by, pronoun")


#: Tokens from "this" to "can be prevented by", from there to the product, and words before those whom something befalls.
_TO_CUE = 4
_TO_MEANS = 3
_IN_WHOM = frozenset(("in", "with", "among", "of", "after", "without"))


def _averting(unit: Unit, page: Page) -> int | None:
    """The word "this" in "prevents this", "stops this from happening", "before this can happen"."""
    lowered = _reduced_risk(unit, page)
    if lowered is not None:
        return lowered
    if THIS.isdisjoint(unit.folds) or (_AVERTING.isdisjoint(unit.stems) and "before" not in unit.folds):
        return None
    stems, folds = page.tokens.stems, page.tokens.folds
    for index in [i for i, word in enumerate(folds[unit.first + 1 : unit.last], unit.first + 1) if word in THIS]:
        follows = range(index + 1, min(unit.last, index + 5))
        happens = any(stems[i] in _HAPPENING for i in follows)
        end = index + 2 if folds[index + 1 : index + 2] and folds[index + 1] in _TROUBLE else index + 1
        ends = end >= unit.last or page.tokens.surfaces[end] in {".", ",", ";", ":"} or folds[end] == "by"
        if stems[index - 1] in _AVERTING and (happens or ends):
            return index
        if folds[index - 1] == "before" and happens:
            return index
    return None


def _reduced_risk(unit: Unit, page: Page) -> int | None:
    """The word "this" in "lowers this risk", at the end of a clause."""
    folds = page.tokens.folds
    if "risk" not in unit.folds or _REDUCING.isdisjoint(unit.stems):
        return None
    for index in range(unit.first + 2, unit.last - 1):
        if folds[index] == "this" and folds[index + 1] == "risk" and page.tokens.stems[index - 1] in _REDUCING:
            return index
    return None


#: Nouns that take up a condition: "prevents this problem", "prevents this disease by ...".
_TROUBLE = frozenset(("problem", "condition", "disease", "complication", "illness"))


def find_exposed(unit: Unit, page: Page, guarded: Mapping[str, str]) -> Iterator[Draft]:
    """Read what products prevent in those who met it: "contacts of A should receive X", "babies born to mothers with A need X".

    A condition that the product is named for ("hepatitis B immunoglobulin") needs no more than a word for the exposed.
    """
    if unit.is_heading or (unit.place.kind in _ELSEWHERE and not _is_below_vaccination(unit, page)):
        return
    product = unit.products[0].concept if unit.products else None if unit.agents else page.topic
    if unit.rivals and product is not None and unit.agents[0].concept is None and not _is_beside_vaccine(unit, page):
        product = None
    if product is not None and product in guarded:
        yield from _given_to_exposed(unit, page, guarded, product)
        yield from _kept_from_disease(unit, page, guarded, product)
    if page.lists["exposed-people"].isdisjoint(unit.stems):
        return
    exposed = page.lists["exposed-people"]
    diseases = {i for t in unit.terms if t.has("Condition") and not is_of_exposed(unit, page, t) for i in range(t.first, t.last)}
    if diseases.issuperset(i for i in range(unit.first, unit.last) if page.tokens.stems[i] in exposed):
        return  # "used for wound botulism": a disease's own name
    products = {agent.concept for agent in unit.products if agent.concept and not is_replaced(agent, unit, page)}
    if page.topic and not unit.agents:
        products.add(page.topic)
    for term in unit.terms:
        if not term.has("Condition"):
            if products and term.concept in _BORN_TO_CARRIERS and _is_given(unit, page, term):
                product = next((p for p in sorted(products) if guarded.get(p) == "hepatitis-b"), None)
                if product is not None:
                    yield _prevented(product, replace(term, concept="hepatitis-b"), unit, page, "born to carriers")
            continue
        covered = any(agent.first <= term.first and term.last <= agent.last for agent in unit.agents)
        if is_part(unit, term) or covered or _has_broken_out(unit, page, term.first):
            continue
        if page.tokens.folds[term.last : term.last + 1] in _TESTED:
            continue  # "if A testing of the newborn was not done"
        named = [p for p in sorted(products) if p.startswith(term.concept + "-")]
        product = next(iter(named or (p for p in sorted(products) if guarded.get(p) == term.concept)), None)
        told = any(
            cue.phrase.kind == "prevents"
            and cue.last <= term.first
            and (cue.last >= term.first - 1 or mentions_exposure(page, cue.first, cue.last))
            for cue in unit.relations
        )
        met = is_of_exposed(unit, page, term) or (term.concept in guarded.values() and is_born_to(unit, page, term))
        if product is None and not told and met and _is_given(unit, page, term):
            product = _given(unit, page, term)
        if product is None and _is_for_exposed(unit, page, term):
            yield from (_prevented(p, term, unit, page, "prophylaxis after exposure") for p in sorted(products)[:1])
            continue
        if product is None:
            continue
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last) == "affirmed":
            yield _prevented(product, term, unit, page, "exposed to what the product is named for")


_TESTED = (["testing"], ["test"], ["screening"], ["serology"])


def _given_to_exposed(unit: Unit, page: Page, guarded: Mapping[str, str], product: str) -> Iterator[Draft]:
    """ "Varicella zoster immune globulin is recommended for exposed neonates": to whom it is given tells what it prevents."""
    if any(agent.concept != product for agent in unit.products) or (unit.rivals and not _is_beside_vaccine(unit, page)):
        return
    named = illnesses(unit)
    besides = (protection_besides(unit, page, term.first, term.last) for term in named if term.concept == guarded[product])
    at = next((index for index in besides if index is not None), None)
    if at is not None and not unit.cues("negation"):
        own = Term(at, at + 1, guarded[product], frozenset(("Condition",)), 0.9, "product")
        yield _prevented(product, own, unit, page, "kept from it besides")
        return
    if all(term.concept in OCCASIONS for term in named) and not (page.lists["giving"] | _GIVING | _MADE_UP).isdisjoint(unit.stems):
        yield from _given_for_injury(unit, page, guarded[product], product)
    giving = next((cue for cue in unit.relations if cue.phrase.kind in _GIVEN_TO), None)
    if giving is None or named:
        return
    for term in (t for t in unit.terms if t.has("Population") and t.first >= giving.last):
        is_exposed = term.concept == "exposed-individuals" or page.tokens.folds[term.first - 1] == "exposed"
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
        if is_exposed and polarity == "affirmed":
            yield _prevented(product, replace(term, concept=guarded[product]), unit, page, "given to the exposed")
            return


def _is_below_vaccination(unit: Unit, page: Page) -> bool:
    """ "Hepatitis B vaccinations" over what is done after an exposure: a heading that names the disease speaks of no interaction."""
    heading = page.heading_over(unit)
    return unit.place.kind == "interactions" and not page.is_label and heading is not None and heading.has("Condition") and not heading.products


def _is_beside_vaccine(unit: Unit, page: Page) -> bool:
    """ "Both X and the vaccine are recommended", "vaccine together with X": no treatment stands beside the product but a vaccine joined to it."""
    folds = page.tokens.folds
    for rival in unit.rivals:
        if not any(t.has("Vaccine") and t.first <= rival.first < t.last for t in unit.terms):
            return False
        gaps = [folds[min(rival.last, a.last) : max(rival.first, a.first)] for a in unit.products]
        if not any(len(gap) <= _BESIDE and not _JOINING.isdisjoint(gap) and _SETTING_OFF.isdisjoint(gap) for gap in gaps):
            return False
    return bool(unit.products)


_SETTING_OFF = frozenset(("but", "not", "only", "without", ";", "than"))


def _given_for_injury(unit: Unit, page: Page, disease: str, product: str) -> Iterator[Draft]:
    """ "Rabies immunoglobulin is infiltrated around the bite", "X is given for dirty wounds": the injury through which the disease gets in."""
    folds = page.tokens.folds
    told = [i for i in range(unit.first, unit.last) if folds[i] in _INJURIES or folds[i : i + 2] == ["exposed", "to"]]
    at = next((i for i in told if folds[i] in _MET or not _UPON.isdisjoint(folds[max(unit.first, i - _TO_INJURY) : i])), None)
    if at is None or any(0 <= agent.first - cue.last <= _TO_DENIED for cue in unit.cues("negation") for agent in unit.products):
        return  # "who is bitten by it does not need X"
    if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), at, at + 1) == "affirmed":
        named = Term(at, at + 1, disease, frozenset(("Condition",)), 0.9, "product")
        draft = _prevented(product, named, unit, page, "given for the injury")
        is_advised = draft.status == "used" and any(cue.phrase.value == "recommended" for cue in unit.relations)
        yield replace(draft, status="recommended") if is_advised else draft


#: Verbs that tell what a treatment is made up of: "Post-exposure treatment consists of X and vaccine".
_MADE_UP = frozenset(map(stem, ("consist", "include", "comprise", "involve", "require", "get", "mean")))
#: Injuries through which germs get in, words for the exposed that need no more, the words that lead to them, and the tokens between.
_INJURIES = frozenset(("bite", "bites", "wound", "wounds", "needlestick", "scratch", "scratches", "bitten", "exposure", "postexposure", "rabid"))
_MET = frozenset(("exposed", "postexposure", "rabid"))
_UPON = frozenset(("if", "has", "have", "post", "after", "around", "into", "for", "following", "in", "at", "near", "beside", "was", "been"))
_TO_INJURY = 4
#: Tokens from a denial to the product: "does not need".
_TO_DENIED = 2


def _is_of_product(unit: Unit, page: Page, at: int) -> bool:
    """ "for prophylaxis", "is given as prophylaxis", "Prophylaxis with X is standard"; not "as prophylaxis against A"."""
    folds = page.tokens.folds
    if folds[at - 1] in {"for", "as"} and at > unit.first + 1:
        return folds[at - 1] == "for" or folds[at + 1 : at + 2] not in (["against"], ["of"], ["for"])
    return folds[at + 1 : at + 2] == ["with"] and any(agent.first == at + 2 for agent in unit.products)


def _kept_from_disease(unit: Unit, page: Page, guarded: Mapping[str, str], product: str) -> Iterator[Draft]:
    """ "To lower the odds of disease, CMV immunoglobulin is given", "keeps the graft from being reinfected": the disease of the product's name."""
    if illnesses(unit) or any(agent.concept not in {product, "hyperimmune-globulin", None} for agent in unit.agents):
        return
    folds = page.tokens.folds
    told = (i for i in range(unit.first, unit.last) if page.tokens.stems[i].startswith("prophyla"))
    at = next((i for i in told if _is_of_product(unit, page, i) or (i > unit.first + 1 and _is_labelled(unit, page, i))), None)
    if at is not None and unit.products and not unit.cues("negation") and all(agent.first > at for agent in unit.rivals):
        # "is kept for prophylactic use", "is given as prophylaxis"
        yield _prevented(product, Term(at, at + 1, guarded[product], frozenset(("Condition",)), 0.85, "product"), unit, page, "for prophylaxis")
        return
    shielding = next((cue for cue in unit.relations if cue.phrase.kind == "prevents" and page.tokens.stems[cue.first] in _SHIELDING), None)
    if shielding is not None and any(t.has("Population") and 0 <= t.first - shielding.last <= 1 for t in unit.terms):
        # "HBIG protects babies of infected mothers"
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), shielding.first, shielding.last) == "affirmed":
            named = Term(shielding.last - 1, shielding.last, guarded[product], frozenset(("Condition",)), 0.85, "product")
            yield _prevented(product, named, unit, page, "whom it protects")
        return
    if _OF_ITS_NAME.isdisjoint(unit.folds):
        yield from _kept_from_passing(unit, page, guarded, product)
        return
    for at in range(unit.first + 1, unit.last):
        averting = any(cue.phrase.kind == "prevents" and cue.last == at for cue in unit.relations)
        kept = folds[at] in _INFECTED and folds[at - 1] in _BECOMING and folds[at - 2] == "from" and not _KEEPING.isdisjoint(unit.stems)
        if not ((averting and folds[at] in _DISEASE) or kept):
            continue
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), at - 1, at) == "affirmed":
            named = Term(at, at + 1, guarded[product], frozenset(("Condition",)), 0.9, "product")
            yield _prevented(product, named, unit, page, "kept from the disease of its name")
        return


def _is_labelled(unit: Unit, page: Page, index: int) -> bool:
    """ "HBIG: post-exposure prophylaxis; ...": a label that is the product, and right behind it what it is for."""
    label = unit.label_last
    if label is None or not unit.products or unit.products[0].first - unit.first > 1:
        return False
    return {":", "post", "exposure", "pre", "postexposure", "passive"}.issuperset(page.tokens.folds[label:index])


def _kept_from_passing(unit: Unit, page: Page, guarded: Mapping[str, str], product: str) -> Iterator[Draft]:
    """ "HBIG prevents perinatal transmission of hepatitis": what is not passed on is what the product is named for."""
    for term in unit.terms:
        if term.concept != _PASSING or not any(cue.phrase.kind == "prevents" and 0 <= term.first - cue.last <= 1 for cue in unit.relations):
            continue
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last) == "affirmed":
            yield _prevented(product, replace(term, concept=guarded[product]), unit, page, "kept from being passed on")
        return


_PASSING = "transmission-of-infectious-agents"
_SHIELDING = frozenset(map(stem, ("protect", "shield", "guard")))
#: Words for the disease that a product is named for, and how somebody is kept from it.
_DISEASE = frozenset(("disease", "reinfection"))
_INFECTED = frozenset(("infected", "reinfected"))
_OF_ITS_NAME = _DISEASE | _INFECTED
_BECOMING = frozenset(("being", "becoming", "getting"))
_KEEPING = frozenset(map(stem, ("keep", "kept", "prevent", "stop", "protect", "guard", "save", "spare")))


_GIVEN_TO = frozenset(("treats", "treats-understood", "given"))


def _is_for_exposed(unit: Unit, page: Page, term: Term) -> bool:
    """ "A pre-/post-exposure prophylaxis": the noun behind the name says what the product is for."""
    folds = page.tokens.folds
    at = next((i for i in range(term.last, min(unit.last, term.last + _NOUN)) if folds[i] == "prophylaxis"), None)
    return at is not None and "exposure" in folds[term.last : at] and _LINKS.issuperset(folds[term.last : at])


_LINKS = frozenset(("pre", "post", "exposure", "/", "-", "and", "or"))
#: Tokens from the name to that noun.
_NOUN = 7


def find_exposed_rows(unit: Unit, page: Page, guarded: Mapping[str, str]) -> Iterator[Draft]:
    """ "Hepatitis B immunoglobulin | newborns of carriers, needlestick injuries": a row names the disease in its product alone."""
    if not unit.is_row or unit.place.kind in _ELSEWHERE or not mentions_exposure(page, unit.first, unit.last):
        return
    products = unit.products
    conditions = [t for t in unit.terms if t.has("Condition") and not any(a.first <= t.first and t.last <= a.last for a in products)]
    others = [t for t in conditions if not t.has("AdverseEffect") and t.concept not in OCCASIONS]
    if len({a.concept for a in products}) != 1 or others or unit.cues("negation"):
        return
    product = products[0]
    condition = guarded.get(product.concept or "")
    bar = next((i for i in range(product.last, unit.last) if page.tokens.surfaces[i] == "|"), None)
    if condition is None or bar is None or not mentions_exposure(page, bar, unit.last):
        return
    stop = next((i for i in range(product.first + 1, product.last) if page.tokens.folds[i] in _GLOBULIN), product.last)
    named = Term(product.first, stop, condition, frozenset(("Condition",)), 0.9, "product")
    yield _prevented(product.concept or "", named, unit, page, "row on the exposed")


_GLOBULIN = frozenset(("immunoglobulin", "immune", "globulin", "hyperimmune", "antibody", "ig"))
#: Places that tell of harms, bans and tests, where exposure is no reason to give a product.
_ELSEWHERE = NOT_THERAPY | {"transmission", "contraindications", "disease"}
_BORN_TO_CARRIERS = frozenset(("infants-born-to-hbsag-positive-mothers",))
_GIVING = frozenset(
    (
        "give",
        "given",
        "receiv",
        "offer",
        "need",
        "recommend",
        "use",
        "administ",
        "administer",
        "indicat",
        "consid",
        "consider",
        "get",
        "advis",
    )
)


def _is_given(unit: Unit, page: Page, term: Term) -> bool:
    """Tell whether the sentence says that something is given, and does not deny it."""
    if _GIVING.isdisjoint(unit.stems) or any(cue.phrase.kind.startswith("ineffective") for cue in unit.relations):
        return False
    return polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last) == "affirmed"


def _given(unit: Unit, page: Page, term: Term) -> str | None:
    """The product that is given to those exposed: the nearest one, unless a vaccine or other drug stands nearer."""
    nearest = min((a for a in unit.agents if not is_replaced(a, unit, page)), key=lambda agent: abs(agent.first - term.first), default=None)
    if nearest is None or nearest.concept is not None:
        return nearest.concept if nearest is not None else None
    beside = (a for a in unit.products if a.last <= nearest.first and nearest.first - a.last <= _BESIDE)
    joined = next((a for a in beside if not _JOINING.isdisjoint(page.tokens.folds[a.last : nearest.first])), None)
    return joined.concept if joined is not None else None


#: Words of "X in addition to the vaccine", and how many there may be.
_JOINING = frozenset(("addition", "plus", "with", "and", "together", "alongside"))
_BESIDE = 6


def find_fewer(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "IVIG reduces the number of infections", "... prevents or fights infections": the mechanism that such words name is what it prevents, too."""
    for term in unit.terms:
        is_fewer = term.concept == _FEWER and page.tokens.stems[term.first] in page.lists["lowering"] and term.last - term.first >= _VERB_AND_NOUN
        if not (is_fewer or (term.concept == _DEFENCE and _says_prevents_too(page, term.first))):
            continue
        product = next((agent.concept for agent in unit.agents if agent.last <= term.first), None)
        if product is None or page.tokens.folds[term.last - 1] != "infection":
            continue
        if polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last) == "affirmed":
            yield _prevented(product, replace(term, first=term.last - 1, concept="infection"), unit, page, "fewer infections")


def _says_prevents_too(page: Page, at: int) -> bool:
    """ "to prevent or fight infections": one object of two verbs."""
    return page.tokens.folds[at - 1] in {"or", "and"} and page.tokens.stems[at - 2] in _AVERTING


def find_rarer(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """ "Fewer bouts of A were seen once X had been started", "A became rare under X": an infection or an illness that is no effect."""
    if unit.is_heading or RARER.isdisjoint(unit.folds):
        return
    folds = page.tokens.folds
    products = {agent.concept for agent in unit.agents if not ("than" in folds[unit.first : agent.first] and folds[agent.last - 1] == "placebo")}
    if len(products) > 1 or None in products:
        return
    turn = next((i for i in range(unit.first, unit.last) if folds[i] in {"whereas", "while"} and folds[i - 1] == ","), unit.last)
    spoken = next((i for i in range(unit.first, unit.last) if folds[i] in page.lists["product-noun"]), unit.last)
    begin = unit.agents[0].first if unit.agents else spoken
    product = unit.agents[0].concept if unit.agents else page.topic
    if product is None or unit.place.kind in _ELSEWHERE - {"disease"}:
        return
    for term in unit.terms:
        if not (term.has("Condition", "AdverseEffect") or term.concept == "infection") or is_part(unit, term):
            continue
        if _is_made_less_likely(unit, page, term):
            yield _prevented(product, term, unit, page, "made less likely")
            continue
        is_complaint = term.has("AdverseEffect") and folds[term.last - 1] != "infection" and not is_below(concepts, term.concept, "infection")
        if is_complaint and not _is_of_illness(unit, page, term):
            continue
        if folds[term.last : term.last + 1] == ["patient"] or term.first > turn:
            continue  # "infections in A patients were fewer"
        of_others = folds[term.first - 1] == "with" and folds[term.first - 2] in _BEARERS
        if of_others and any(t.last < term.first and t.has("AdverseEffect") for t in unit.terms):
            continue  # "the rate of headache in children with A fell"
        opens = not _SELDOMER.isdisjoint(folds[max(unit.first, term.first - _BOUTS) : term.first])
        behind = _behind_people(unit, page, term)
        told = not _BEING.isdisjoint(page.tokens.stems[behind : behind + 2]) and not _SELDOMER.isdisjoint(folds[behind : behind + 4])
        told = told or (behind < unit.last and folds[behind] in _BECAME and not _RARE.isdisjoint(folds[behind + 1 : behind + 3]))
        fell = behind < unit.last and _has_fallen(unit, page, term, behind)
        led = not _UNDER.isdisjoint(folds[term.last : begin]) and _BUT.isdisjoint(folds[term.last : begin]) and begin < unit.last
        seldom = _is_met_seldom(unit, page, term)
        met = opens and not unit.agents and not _MEETING.isdisjoint(folds[unit.first : term.first])
        met = met or (opens and not _GOALS.isdisjoint(folds[unit.first : term.first]))  # "the goal is the same: fewer A"
        if (((opens or told or fell) and led) or met or seldom or (told and not unit.agents)) and not any(
            cue.first < turn for cue in unit.cues("negation")
        ):
            yield _prevented(product, term, unit, page, "rarer with the product")


def _is_of_illness(unit: Unit, page: Page, term: Term) -> bool:
    """ "The rate of wheezing in children with A fell after IVIG": a complaint that is counted, in those who have an illness; no change of the way."""
    if term.has("Condition") and any(other.has("Immunodeficiency") for other in unit.terms) and CHANGES.isdisjoint(unit.stems):
        return True  # "A became rare once the girl with agammaglobulinemia was put on SCIG"
    counted = _is_counted(unit, page, term) and not unit.folds.isdisjoint(_FELL | _WENT)
    return counted and bool(illnesses(unit)) and (CHANGES - {stem("rate")}).isdisjoint(unit.stems)


_BEARERS = frozenset(("child", "patient", "people", "adult", "infant", "woman", "man", "those"))
_GOALS = frozenset(("goal", "aim", "purpose", "hope", "point", "promise", "reward"))


def find_meaning_fewer(unit: Unit, page: Page, concepts: Mapping[str, Concept]) -> Iterator[Draft]:
    """ "X tops up what is missing. That means fewer bouts of A and B": what the sentence before on the product comes to."""
    before, folds = unit.previous, page.tokens.folds
    if before is None or unit.agents or before.is_heading or before.rivals or unit.cues("negation") or unit.place.kind in _ELSEWHERE:
        return
    if before.block != unit.block and (before.block != unit.block - 1 or folds[unit.first] != "this"):
        return
    products = {agent.concept for agent in before.products}
    at = next((i for i in range(unit.first, min(unit.last, unit.first + _TO_LESS)) if folds[i] in LESS), None)
    if len(products) != 1 or at is None or at == unit.first or before.cues("negation") or not _RESULT.issuperset(folds[unit.first : at]):
        return
    position = at + 1
    for term in unit.terms:
        words = folds[position : term.first]
        if term.first < position or is_part(unit, term):
            continue
        if (len(words) > _BOUTS and position == at + 1) or not (position == at + 1 or _LISTING.issuperset(words)):
            return
        if not _is_infection(page, term, concepts) and (not term.has("Condition") or term.has("AdverseEffect")):
            return
        draft = _prevented(next(iter(products)) or "", term, unit, page, "that means fewer")
        yield draft if _CHANCE.isdisjoint(folds[unit.first : at]) else replace(draft, polarity="hedged")
        position = term.last


def _is_infection(page: Page, term: Term, concepts: Mapping[str, Concept]) -> bool:
    return page.tokens.folds[term.last - 1] == "infection" or is_below(concepts, term.concept, "infection")


#: Tokens up to "fewer" in a sentence that tells what comes of the one before, and these words.
_TO_LESS = 8
_RESULT = frozenset(
    (
        "that", "this", "which", "it", "mean", "means", "meant", "the", "result", "upshot", "payoff", "effect", "outcome", "is", "are", "was", "a", "as",
        "so", "hence", "thus", "translates", "translate", "into", "to", "leads", "add", "up", ":", ",", "for", "you", "them", "patient", "many", "most",
        "far", "usually", "often", "then", "will", "would", "may", "might", "can", "should", "could", "potentially", "probably", "we", "expect", "hope",
        "lead", "result", "results", "in", "bring", "brings", "about", "therefore", "thereby", "also", "likely",
    )
)  # fmt: skip
#: Words that make what comes of it a hope.
_CHANCE = frozenset(("may", "might", "could", "hope", "expect", "likely"))
_LISTING = frozenset((",", "and", "or", "less", "fewer", "milder", "of", "bouts", "bout", "episode", "episodes", "severe", "bad", "serious"))


def _is_made_less_likely(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG makes A less likely", "It has made B rarer"; but "Slow infusion of IVIG makes A less likely"."""
    folds = page.tokens.folds
    opening = next((a.last for a in unit.products[:1] if a.first - unit.first <= 1), unit.first + 1 if folds[unit.first] in _TAKES_UP else None)
    made = next((i for i in range(opening, opening + _TO_MAKING) if folds[i] in _MAKING), None) if opening is not None else None
    if made is None or not 0 < term.first - made <= _TO_MADE or unit.cues("negation") or "than" in folds[term.last : unit.last]:
        return False
    behind = range(term.last, min(unit.last - 1, term.last + _TO_LIKELY))
    return any(folds[i] == "rarer" or (folds[i] == "less" and folds[i + 1] in _LIKELY) for i in behind)


#: Pronouns for the product, and tokens from there to the verb: "has made", "can make".
_TAKES_UP = frozenset(("it", "this", "they"))
_TO_MAKING = 2
_MAKING = frozenset(("makes", "make", "made"))
_LIKELY = frozenset(("likely", "frequent", "common"))
#: Tokens from the verb to the illness, and from that to what it becomes.
_TO_MADE, _TO_LIKELY = 4, 7


def _has_fallen(unit: Unit, page: Page, term: Term, behind: int) -> bool:
    """ "A fell", "the rate of A went down": what is counted became less, not those who died of it."""
    folds = page.tokens.folds
    if folds[behind] in _FELL:
        return not LESS.isdisjoint(unit.folds) or _is_counted(unit, page, term)
    return folds[behind] in _WENT and folds[behind + 1 : behind + 2] == ["down"] and _is_counted(unit, page, term)


def _is_counted(unit: Unit, page: Page, term: Term) -> bool:
    before = page.tokens.folds[max(unit.first, term.first - _TO_COUNT) : term.first]
    return not _COUNTS.isdisjoint(before) and _DEATHS.isdisjoint(before)


_COUNTS = frozenset(("risk", "rate", "number", "incidence", "frequency", "odds", "chance", "likelihood", "bouts", "episodes"))
_DEATHS = frozenset(("death", "deaths", "mortality", "fatality", "dying"))
#: Tokens from such a count to the illness.
_TO_COUNT = 6


def _behind_people(unit: Unit, page: Page, term: Term) -> int:
    """Give the token behind a term and those listed with it, or behind those whom it befell: "infections in CLL patients [were]"."""
    folds = page.tokens.folds
    for other in unit.terms:
        if other.first > term.first and other.has("Condition") and _JOINED.issuperset(folds[term.last : other.first]) and other.first - term.last <= 2:
            term = other  # "A and B became rare"
    if folds[term.last : term.last + 1] not in (["in"], ["among"]):
        return term.last
    behind = next((i + 1 for i in range(term.last + 1, min(unit.last, term.last + _TO_PEOPLE)) if folds[i] in {"patient", "people", "child"}), term.last)
    if folds[behind : behind + 1] == ["with"]:  # "in children with A [fell]"
        behind = next((t.last for t in unit.terms if t.first == behind + 1 and t.has("Condition", "Immunodeficiency")), behind)
    return behind


#: Tokens from "in" to the word for people.
_TO_PEOPLE = 6


def _is_met_seldom(unit: Unit, page: Page, term: Term) -> bool:
    """ "People on regular Ig come down with A and B far less often"."""
    folds = page.tokens.folds
    at = next((i for i in range(term.last, unit.last - 1) if folds[i] == "less" and folds[i + 1] in {"often", "frequently"}), None)
    if at is None or any(a.first >= term.first for a in unit.agents) or "than" in folds[at : unit.last]:
        return False
    listed = {",", "and", "or", "far", "much", "infection", "a", "lot"}.issuperset(
        w for i, w in enumerate(folds[term.last : at], term.last) if not any(t.first <= i < t.last for t in unit.terms)
    )
    return listed and not _MEETING.isdisjoint(folds[max(unit.first, term.first - 8) : term.first])


#: Words for fewer of an illness, and with those by which the sentence on a product is gone on with.
_SELDOMER = frozenset(("fewer", "less", "rarer"))
LESS = _SELDOMER | {"decreased", "reduced"}
_JOINED = frozenset((",", "and", "or"))
_BEING = frozenset(("be", "becom", "become"))
_BECAME = frozenset(("become", "becomes", "became"))
_FELL = frozenset(
    ("fell", "dropped", "declined", "decreased", "halved", "diminished", "fall", "drop", "decline", "decrease", "plummeted", "shrank", "shrink")
)
_WENT = frozenset(("went", "goe", "gone", "came", "come"))
#: What an illness becomes that is hardly met any more.
_RARE = frozenset(("rare", "infrequent", "uncommon", "scarce", "exceptional"))
#: Words of which one stands in whatever `find_rarer` reads.
RARER = _SELDOMER | _FELL | _WENT | _RARE
#: Verbs of those who meet with an illness: "You should see a lot less A".
_MEETING = frozenset(("see", "get", "have", "suffer", "experience", "catch", "through", "face", "had", "got", "notice", "come", "go"))
_BUT = frozenset(("than", "but", ";", "while", "whereas"))
_UNDER = frozenset(("on", "with", "in", "after", "under", "once", "since", "among", "during", "when"))
#: Tokens between "fewer" and the illness: "fewer episodes of severe".
_BOUTS = 4


def find_kept_from(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "... are given X so that A does not arise": a purpose that is told as what will not happen."""
    if "so" not in unit.folds or unit.is_heading:
        return
    folds, stems = page.tokens.folds, page.tokens.stems
    so = next((i for i in range(unit.first + 1, unit.last - 3) if folds[i] == "so" and folds[i + 1] == "that"), None)
    if so is None:
        return
    product = next((agent.concept for agent in unit.agents if agent.last <= so), None)
    term = next((t for t in unit.terms if t.has("Condition") and t.first >= so and not is_part(unit, t)), None)
    if product is None or term is None or any(agent.last <= so for agent in unit.rivals):
        return
    behind = range(term.last, min(unit.last, term.last + _VERB))
    denied = next((i for i in behind if folds[i] in {"not", "never"}), None)
    if denied is not None and any(stems[i] in _HAPPENING for i in range(denied, min(unit.last, denied + 4))):
        yield _prevented(product, term, unit, page, "so that it does not happen")


#: Tokens from an illness to the verb that denies it.
_VERB = 5


def find_unvaccinated(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Treatment of adults in whom vaccination against A is not advised", among the indications: the product stands for the vaccine."""
    product = unit.products[0].concept if unit.products else page.topic
    if product is None or unit.place.kind != "indications" or "whom" not in unit.folds:
        return
    folds = page.tokens.folds
    for term in unit.terms:
        words = term.concept.removesuffix("-vaccine").split("-")
        first = term.last - len(words)
        if not term.has("Vaccine") or folds[first - 1 : term.last] != ["against", *words]:
            continue
        if "whom" in folds[unit.first : term.first] and _is_refused(folds[term.last : unit.last]):
            named = replace(term, first=first, concept="-".join(words), classes=frozenset(("Condition",)))
            yield _prevented(product, named, unit, page, "in place of a vaccine")


def find_not_immune(unit: Unit, page: Page, concepts: Mapping[str, Concept], guarded: Mapping[str, str]) -> Iterator[Draft]:
    """ "is given to people who have not had A and were in contact with a case": those who met what they are not immune to.

    Of a product that is made against A it is enough that they are not immune or not vaccinated; `guarded` maps each to what it guards against.
    """
    folds, stems = page.tokens.folds, page.tokens.stems
    product = unit.products[0] if unit.products else None
    concept = product.concept if product is not None else page.topic
    if product is not None and is_replaced(product, unit, page):
        return
    others = [agent for agent in unit.rivals if not folds[agent.first].startswith(_VACCINATING)]
    if concept is None or others or unit.is_heading or unit.place.kind in _ELSEWHERE:
        return
    opening = min(unit.rivals, key=lambda agent: agent.first, default=None)
    if opening is not None and (product is None or opening.first < product.first) and ";" in unit.folds:
        return  # "The vaccine is given to those who ...; X no longer is"
    for term in unit.terms:
        whom = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_RELATIVE) - 1, -1) if folds[i] in {"who", "whom"}), None)
        if whom is None or not (term.has("Condition") and _is_infection(page, term, concepts)) or _NEVER.isdisjoint(folds[whom : term.first]):
            continue
        if folds[term.first - 1] != "had" and _IMMUNE.isdisjoint(folds[whom : term.first]):
            continue
        given = not _GIVING.isdisjoint(stems[unit.first : whom]) and not any(cue.last <= whom for cue in unit.cues("negation"))
        if given and (guarded.get(concept) == term.concept or _have_met(page, term.last, unit.last)):
            yield _prevented(concept, term, unit, page, "not immune to what they met")


def _have_met(page: Page, first: int, last: int) -> bool:
    """ "and have been in contact with a case", "and were exposed to it", "but have met someone with it"."""
    folds = page.tokens.folds
    for index in range(first, last - 1):
        if folds[index] in {"contact", "exposed", "exposure"} and folds[index + 1] in {"with", "to"}:
            return not _CASE.isdisjoint(folds[index + 2 : min(last, index + 6)])
        if folds[index] in {"met", "near", "meet"}:
            return not _CASE.isdisjoint(folds[index + 1 : min(last, index + 3)])
    return False


_VACCINATING = ("vaccin", "immunis", "immuniz", "jab", "mmr")
_NEVER = frozenset(("not", "never", "no", "neither", "without"))
_IMMUNE = frozenset(("immune", "immunity", "vaccinated", "immunised", "immunized"))
_CASE = frozenset(("case", "cases", "it", "someone", "somebody", "anyone", "patient", "infected", "person", "them", "child", "one"))
#: Tokens from "who" to the illness: "who are thought never to have had".
_TO_RELATIVE = 9


def _is_refused(after: Sequence[str]) -> bool:
    """ "is not indicated or advised", "is contraindicated": the words behind a vaccination that is not to be had."""
    return not _REFUSED.isdisjoint(after) or ("not" in after and not _ADVISED.isdisjoint(after[after.index("not") :][:3]))


_REFUSED = frozenset(("contraindicated", "impossible", "unsuitable", "inadvisable"))
_ADVISED = frozenset(("indicated", "advised", "recommended", "possible", "suitable", "appropriate", "allowed"))


def as_guarded(draft: Draft, page: Page, guarded: Mapping[str, str]) -> Draft:
    """Name what a hyperimmune product is made against where the text says "the infection", and its use in those exposed prevention."""
    if draft.predicate == "treats" and draft.object in _AVERTED.get(draft.subject, ()) and draft.polarity != "negated":
        # "Rhesus incompatibility is treated with X" is taken as it is written
        return draft if draft.cue_span is not None and "treat" in page.tokens.stems[slice(*draft.cue_span)] else replace(draft, predicate="prevents")
    condition = guarded.get(draft.subject)
    if condition is None or draft.predicate not in {"treats", "prevents"}:
        return draft
    is_bare = draft.cue_span is not None and 0 <= draft.first - draft.cue_span[1] <= _TO_INFECTION  # "prevents most perinatal infections"
    is_other = draft.predicate == "treats" and not draft.object.startswith(condition.split("-")[0])
    if draft.object in OCCASIONS or (is_other and _is_in_whom(page.units[draft.unit], page, draft.first)):
        return replace(draft, predicate="prevents", object=condition)
    if draft.object in _UNNAMED and (is_bare or page.tokens.folds[draft.first - 1] in {"the", "this"}):
        return replace(draft, object=condition)
    unit = page.units[draft.unit]
    if draft.method in WEAK_METHODS and (is_on_treating(unit, page) or is_said_to_treat(unit, page, draft.first)):
        return draft
    is_met = mentions_exposure(page, unit.first, unit.last) or (draft.method in WEAK_METHODS and page.names(_AFTER_EXPOSURE))
    is_met = is_met or (draft.method == DISEASE_PAGE and TREATING.isdisjoint(unit.stems) and not unit.named().isdisjoint(_AT_RISK))
    is_plain = draft.status == "used" or (draft.status == "recommended" and draft.method in WEAK_METHODS)
    met = is_plain and not _has_broken_out(unit, page, draft.first) and is_met
    if draft.predicate == "treats" and draft.object == condition and met and protection_besides(unit, page, draft.first, draft.last) is None:
        return replace(draft, predicate="prevents")
    return draft


def is_said_to_treat(unit: Unit, page: Page, first: int) -> bool:
    """ "Used to treat: generalised A", not "to treat people exposed to A"."""
    told = (c for c in unit.relations if c.phrase.kind == "treats" and "treat" in page.tokens.stems[c.first : c.last])
    return any(0 <= first - c.last <= _TO_TREATED and not mentions_exposure(page, c.last, first) for c in told)


#: Tokens from "used to treat" to the illness: ": inhalational or other systemic".
_TO_TREATED = 8


def _is_in_whom(unit: Unit, page: Page, first: int) -> bool:
    """ "approved for premature infants with A", "People with A or B": those to whom it is given have A."""
    folds = page.tokens.folds
    joint = next((i for i in range(first - 1, max(unit.first, first - _IN_LIST), -1) if folds[i] in _ENTERING), None)
    if joint is None or folds[joint] != "with":
        return False
    if folds[joint - 1] in PEOPLE:
        return any(term.first == first and term.has("AcquiredCause", "Immunodeficiency", "RiskFactor", "Category", "Agent") for term in unit.terms)
    return joint == first - 1 and any(term.has("Population") and first - _TO_WHOM <= term.last <= first - 1 for term in unit.terms)


#: Tokens from a group of people to what they have, and back from the last thing that they have to "with".
_TO_WHOM = 2
_IN_LIST = 8
#: Words of which the nearest tells how a condition comes into the sentence.
_ENTERING = frozenset(("with", "for", "to", "of", "in", "by", "against", "from", "after", "treat", "prevent", ":", ";", "."))
#: Words between "prevents" and the infection.
_TO_INFECTION = 2


def _has_broken_out(unit: Unit, page: Page, first: int) -> bool:
    """ "the treatment of active A", "Clinical A": an illness that is there."""
    return not _BROKEN_OUT.isdisjoint(page.tokens.folds[max(unit.first, first - 2) : first + 1])


#: The classes of those to whom a hyperimmune product is given before they are ill: "monthly to premature babies", "after a transplant".
_AT_RISK = frozenset(("Population", "AcquiredCause"))
_AFTER_EXPOSURE = frozenset(("post-exposure-prophylaxis",))
_BROKEN_OUT = frozenset(("active", "established", "manifest", "clinical", "overt", "symptomatic"))
#: What a product is given against before it is there, whatever verb a text has for it.
_AVERTED = {"anti-d-immunoglobulin": ("rh-isoimmunization", "hemolytic-disease-of-the-fetus-and-newborn")}
_UNNAMED = frozenset(("infection", "viral-infection", "bacterial-infection"))
_FEWER = "reduced-susceptibility-to-infection"
_DEFENCE = "defence-against-infection"
#: "reduces infections" is one of many effects; "reduces the risk of infections" is a purpose.
_VERB_AND_NOUN = 4


def find_labelled(unit: Unit, page: Page) -> Iterator[Draft]:
    """ "Hepatitis A, post-exposure prophylaxis: 0.1 mL/kg", a line of doses: the illness opens it, and what is done about it follows."""
    disease = unit.opening()
    if disease is None or disease.first != unit.first or not disease.has("Condition") or unit.rivals or unit.place.kind in _ELSEWHERE:
        return
    folds = page.tokens.folds
    said = folds[disease.last : min(unit.last, disease.last + _TO_PROPHYLAXIS)]
    if said[:1] not in ([","], ["("], [":"]) or "prophylaxis" not in said or not _DOSED.issuperset(said[1 : said.index("prophylaxis")]):
        return
    product = unit.products[0].concept if unit.products else page.topic
    is_dosed = unit.products or any(word[0].isdigit() for word in folds[disease.last : unit.last])
    if product is not None and is_dosed and not disease.has("AdverseEffect"):
        yield _prevented(product, disease, unit, page, "prophylaxis behind the name of an illness")


#: Tokens from an illness to "prophylaxis", and the words between.
_TO_PROPHYLAXIS = 6
_DOSED = frozenset(("post", "pre", "exposure", "postexposure", "preexposure", "-", "contact"))


def find_unnamed(unit: Unit, page: Page, guarded: Mapping[str, str]) -> Iterator[Draft]:
    """ "VZIG can stop the infection", "It lowers the chance that the virus causes illness": what the product is named for needs no name."""
    folds, stems = page.tokens.folds, page.tokens.stems
    keeps = not _KEEPING_OFF.isdisjoint(unit.stems) or not _PROTECTION.isdisjoint(unit.folds)
    if _ILLNESSES.isdisjoint(unit.folds) or not keeps or unit.rivals or unit.is_heading or unit.place.kind in NOT_THERAPY:
        return
    if unit.cues("negation") or page.tokens.surfaces[unit.last - 1] == "?" or unit.has("Vaccine", "Medication"):
        return
    if any(term.concept not in _BARE for term in illnesses(unit)):
        return
    named = {agent.concept for agent in unit.products}
    product = next(iter(named)) if len(named) == 1 else page.topic if not named and folds[unit.first] == "it" else None
    start = unit.products[0].last if named else unit.first + 1
    verb = next((i for i in range(start, min(unit.last, start + _TO_AVERT)) if stems[i] in _KEEPING_OFF), None)
    if verb is None:  # "is injected after a bite as protection against the disease"
        near = range(start + 1, min(unit.last, start + _TO_PROTECTION))
        verb = next((i for i in near if folds[i] in _PROTECTION and folds[i - 1] in _AS), None)
    if product is None or product not in guarded or verb is None:
        return
    for at in range(verb + 1, min(unit.last, verb + _TO_ILLNESS)):
        if folds[at] in _ILLNESSES and folds[at - 1] in {"the", "this", "that"}:
            harms = not _HARMING.isdisjoint(stems[at + 1 : at + _TO_HARM])
            if folds[at] != "virus" or harms:
                disease = Term(at, at + 1, guarded[product], frozenset(("Condition",)), 0.85, "exact")
                yield _prevented(product, disease, unit, page, "what the product is named for, unnamed")
            return


#: Words for an illness that has been named, verbs that avert it, and what a germ is kept from.
_ILLNESSES = frozenset(("infection", "virus", "disease", "illness"))
#: Names of illnesses that say no more than such a word.
_BARE = frozenset(("infection", "viral-infection"))
_KEEPING_OFF = frozenset(map(stem, ("prevent", "stop", "keep", "lower", "reduce", "cut", "lessen", "protect", "guard", "avert")))
_HARMING = frozenset(map(stem, ("cause", "causing", "infecting", "making", "harming", "spreading", "settling", "taking", "reaching", "breaking")))
_PROTECTION = frozenset(("protection", "prophylaxis", "shield", "safeguard"))
_AS, _TO_PROTECTION = frozenset(("as", "for", "immediate", "a", "instant", "passive")), 12
#: Tokens from the product to its verb, from that to the illness, and from a germ to what it is kept from.
_TO_AVERT, _TO_ILLNESS, _TO_HARM = 4, 11, 4


def _prevented(product: str, term: Term, unit: Unit, page: Page, method: str) -> Draft:
    status: Status = "approved" if page.is_label and unit.place.kind == "indications" else "used"
    return draft_of(product, "prevents", term, method, 0.7, unit.index, status=status)
