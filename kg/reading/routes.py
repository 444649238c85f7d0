"""How a product is given: routes that a text names go in, drafts of given_by_route come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.actors import acting_product, speaks_of_product
from kg.reading.cues import Cue
from kg.reading.drafts import Draft
from kg.reading.governors import Governor
from kg.reading.openings import is_noun_phrase
from kg.reading.page import CLASS, DISEASES, Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import is_product
from kg.reading.words import stem

__all__ = ["BY_MISTAKE", "WAYS", "find_routes", "is_avoided", "is_instead", "is_of_other_way", "without_bare_words"]

#: The ways of giving that names of products tell, and the products of which nothing but the way is said.
_ROUTE_OF_NAME = {"intravenous": "intravenous-route", "subcutaneous": "subcutaneous-route", "intramuscular": "intramuscular-route"}
WAYS = frozenset(_ROUTE_OF_NAME)
_CLASS_OF_NAME = {way: f"{way}-immunoglobulin" for way in _ROUTE_OF_NAME}


#: Words for what was done by mistake.
BY_MISTAKE = frozenset(("accidentally", "inadvertently", "mistakenly", "unintentionally", "erroneously"))
_MISTAKEN = BY_MISTAKE | {"accidental", "inadvertent"}


_LEAVING_OUT = frozenset(("excluded", "excluding", "omitted"))


def is_of_other_way(product: str, route: str) -> bool:
    """Tell a route that the product's own name excludes: "subcutaneous-infusion" of "intravenous-immunoglobulin"."""
    own, said = product.split("-")[0], route.split("-")[0]
    return own in _ROUTE_OF_NAME and said in _ROUTE_OF_NAME and own != said


def without_bare_words(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave "the injection" out where the text says by which route the product is injected, and "vaccines" where it says which."""
    fuller = [d for d in drafts if d.object not in _BARE and d.polarity != "negated"]
    told = {(d.subject, d.predicate) for d in fuller if _FULLER.get(d.predicate, "?") in d.object}
    return [d for d in drafts if _BARE.get(d.object) != d.predicate or (d.subject, d.predicate) not in told]


#: Words that say little, in their relation, and what is in the names of those that say more.
_BARE = {"injection": "given_by_route", "vaccine": "interacts_with"}
_FULLER = {"given_by_route": "", "interacts_with": "vaccine"}


def _is_what_is_counted(unit: Unit, page: Page, term: Term) -> bool:
    """ "fever: 2% per infusion", "headache in 5% or more of infusions", "in up to 1 in 1,000 infusions": what a share is of."""
    folds = page.tokens.folds
    before = folds[max(unit.first, term.first - 2) : term.first]
    if before[-1:] == ["per"] or before in (["%", "of"], ["percent", "of"]):
        return True
    window = folds[max(unit.first, term.first - _SHARE) : term.first]
    if before[-1:] == ["of"] and "%" in window and _OR_MORE.issuperset(window[window.index("%") + 1 :]):
        return True
    opened = next((i for i in range(len(window) - 2) if window[i] in {"1", "one"} and window[i + 1 : i + 2] in (["in"], ["per"])), None)
    return opened is not None and all(word in {",", "every"} or word.isdigit() for word in window[opened + 2 :])


#: Tokens from a share to what it is of, and words between: "5% or more of", "1 in 1,000".
_SHARE = 6
_OR_MORE = frozenset(("or", "more", "of", "the", "all", "at", "least"))


def find_routes(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read given_by_route."""
    tells_way = not WAYS.isdisjoint(unit.folds)
    given = [cue for cue in unit.relations if cue.phrase.kind == "given" or _says_given(cue, page)]
    for term, ruling in zip(unit.terms, governors, strict=True):
        left_out = not _LEAVING_OUT.isdisjoint(page.tokens.folds[unit.first : term.first])  # "We excluded trials of intramuscular X"
        if tells_way and is_product(term) and unit.place.kind not in {"exclusion", "eligibility"} and not left_out:
            yield from _joined_names(unit, page, term)
            for index in range(max(unit.first, term.first - 1), term.last):  # "intramuscular HBIG"
                route = _ROUTE_OF_NAME.get(page.tokens.folds[index])
                if route is not None and any(agent.first == term.first for agent in unit.agents):
                    yield Draft(
                        term.concept,
                        "given_by_route",
                        route,
                        index,
                        index + 1,
                        "route in the name",
                        0.7,
                        unit.index,
                        subject_span=(term.first, term.last),
                    )
        if "Route" not in term.classes or any("Route" in o.classes and _holds(o, term) for o in unit.terms):
            continue
        instead = is_instead(unit, page, term)
        if (ruling and ruling[0].relation.startswith("contraindicated") and not instead) or unit.place.kind == "contraindications":
            continue
        if _is_what_is_counted(unit, page, term) or not _MISTAKEN.isdisjoint(unit.folds):
            continue  # "if it gets into a vessel by accident"
        if term.concept == _INTO_VESSEL and term.first - unit.first <= 1 and "adverse" in unit.kinds:
            continue  # "Injection into a vein or artery may lead to shock"
        if page.tokens.folds[max(unit.first, term.first - 2) : term.first] == ["water", "for"]:
            continue  # an excipient
        if any(cue.phrase.kind == "local" and cue.first <= term.first and term.last <= cue.last for cue in unit.safety):
            continue  # "pain at the injection site"
        if term.concept == "injection" and not unit.products and _is_named_before(unit, page):
            continue  # "They have it by subcutaneous injection. The injections ..."
        if page.tokens.folds[term.last : term.last + 1] in _PLACES_OF_GIVING and "no" in page.tokens.folds[term.first - 2 : term.first]:
            continue  # "no infusion center visits"
        if _is_taken_there(unit, page, term) or _is_volume(page, term):
            continue
        if is_avoided(unit, page, term) or page.tokens.folds[term.last : term.last + 1] == ["against"]:
            continue  # "an injection against flu"
        asked = page.tokens.folds[unit.first] == "whether" and not any(agent.last == term.first - 1 for agent in unit.products)
        if asked or page.tokens.folds[max(unit.first, term.first - 1)] == "whether":
            continue  # but "Whether immunoglobulin given under the skin helps"
        says_giving = not _GIVING.isdisjoint(page.tokens.stems[term.first : term.last]) or (
            page.is_label and unit.place.kind in {"dosage", "description", "indications", ""} and page.tokens.stems[term.last - 1] == "use"
        )
        stands_for_itself = term.last - term.first > 1 and bool(unit.products) and unit.place.kind not in _RISK_SECTIONS
        dosed = _is_dosed(unit, page, term) or _is_listed(unit, page, term) or _answers_how(unit, page, term)
        if not (given or says_giving or stands_for_itself or dosed or _is_put(unit, page, term)):
            continue
        if (
            term.last - term.first == 1
            and page.tokens.folds[term.first] in _ROUTE_OF_NAME
            and not any(-4 <= cue.first - term.first <= 3 for cue in given)
            and not dosed
        ):
            continue  # "the intravenous option"
        if page.topic is None and not unit.products and not speaks_of_product(unit, page):
            continue
        heads_dose = dosed and page.topic is not None and not any(a.first < term.first for a in unit.agents) and _opens_dose(unit, page, term)
        concept, agent = (page.topic, None) if heads_dose else acting_product(unit, page, term.first)
        bracketed = next((a for a in unit.agents if a.first == term.last + 1 and page.tokens.surfaces[term.last] == "("), None)
        if bracketed is not None and bracketed.concept is not None:
            concept, agent = bracketed.concept, bracketed  # "subcutaneously (SCIG)"
        if concept is not None and is_of_other_way(concept, term.concept) and not unit.cues("negation"):
            # "by drip (IVIG) or by infusion under the skin (in hospital SCIG)": of the product whose name tells this way
            way = term.concept.split("-")[0]
            concept = _CLASS_OF_NAME[way]
            agent = next((a for a in unit.agents if a.concept and a.concept.startswith(way)), None)
        if concept is None or (page.topic is None and agent is None and not speaks_of_product(unit, page)):
            continue
        if concept == CLASS and page.topic not in {None, CLASS} and unit.place.kind in _RISK_SECTIONS:
            continue  # "has been reported with immune globulin given intravenously": other products of the class
        for route, first, last in _further_places(unit, page, term):
            yield Draft(
                concept, "given_by_route", route, first, last, "route", round(0.75 * term.score, 3), unit.index,
                subject_span=(agent.first, agent.last) if agent else None,
            )  # fmt: skip
        yield Draft(
            concept,
            "given_by_route",
            term.concept,
            term.first,
            term.last,
            "route",
            round(0.85 * term.score, 3),
            unit.index,
            # "It does not tell all about X (for intravenous use)": the way in the brackets of a name is not denied with the sentence.
            polarity="affirmed"
            if instead or _is_of_name(unit, page, term) or page.tokens.folds[term.first - 1] in _EARLIER  # "had no reaction to earlier infusions"
            # "Hair loss after the infusions was no more frequent": what is denied behind a route is not the route.
            else polarity_of(
                [q for q in unit.qualifiers if q.phrase.direction != "left" and not (_turns(page, q.last, term.first) or _sets_aside(unit, page, q))],
                page.tokens,
                (unit.first, unit.last),
                term.first,
                term.last,
            ),
            subject_span=(agent.first, agent.last) if agent else None,
            cue_span=(given[0].first, given[0].last) if given else None,
        )


_EARLIER = frozenset(("earlier", "previous", "prior", "former", "past"))


def is_instead(unit: Unit, page: Page, term: Term) -> bool:
    """ "It cannot be given into a vein, so use the subcutaneous route", "..., it is given IM instead", "only under the skin": the way left."""
    folds = page.tokens.folds
    if _DENYING.isdisjoint(folds[unit.first : term.first]):
        return False
    only = term.first - 1 - (folds[term.first - 1] in {"by", "via", "through"})
    if "instead" in folds[term.last : min(unit.last, term.last + _TO_INSTEAD)] or folds[only - 1 : only + 1] in _BUT_ONLY:
        return True
    verb = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_CHOICE) - 1, -1) if folds[i] in _CHOOSING), None)
    return verb is not None and folds[verb - 1] in _OPENING_CHOICE and "," in folds[max(unit.first, verb - 3) : verb]


_DENYING = frozenset(("not", "cannot", "never"))
_BUT_ONLY = ([",", "only"], ["but", "only"])
#: Tokens from a way to "instead" and back to the verb of a choice; such verbs, and what stands before one that opens its clause.
_TO_INSTEAD = 7
_TO_CHOICE = 4
_CHOOSING = frozenset(("use", "choose", "give", "prefer", "consider", "try", "take"))
_OPENING_CHOICE = frozenset((",", "so", "then", "therefore", "please", "and", "instead"))


def _is_taken_there(unit: Unit, page: Page, term: Term) -> bool:
    """ "from under the skin it travels into the bloodstream": where the body takes the product, not where it is put."""
    if "bloodstream" not in page.tokens.folds[term.first : term.last]:
        return False
    before = page.tokens.stems[max(unit.first, term.first - _TO_TRAVEL) : term.first]
    return not _TRAVELLING.isdisjoint(before)


_TRAVELLING = frozenset(map(stem, ("travel", "seep", "pass", "absorb", "absorbed", "drain", "move", "find", "enter", "trickle", "diffuse", "get", "slip")))
_TO_TRAVEL = 6


def _is_volume(page: Page, term: Term) -> bool:
    """ "allow smaller injection volumes": how much is put in."""
    return term.concept == "injection" and page.tokens.stems[term.last : term.last + 1] in _VOLUMES


_PLACES_OF_GIVING = (["center"], ["centre"], ["suite"], ["clinic"], ["chair"], ["centers"], ["centres"], ["nurse"], ["pump"])
_VOLUMES = tuple([stem(word)] for word in ("volume", "volumes", "technique", "training", "equipment"))
_INTO_VESSEL = "intravascular-administration"


def _is_named_before(unit: Unit, page: Page) -> bool:
    """Whether the sentence before, in the same paragraph, says by which injection a product is given: a bare word goes back to it."""
    before = unit.previous
    if before is None or before.block != unit.block or unit.is_item:
        return False
    return any(term.has("Route") and term.concept.endswith("-injection") for term in before.terms)


def _says_given(cue: Cue, page: Page) -> bool:
    """ "It can be given into a vein": the longer words for a treatment, which hold the one for giving."""
    return cue.phrase.kind == "treats-understood" and page.tokens.folds[cue.last - 1] == "given"


def _is_put(unit: Unit, page: Page, term: Term) -> bool:
    """ "It may be put into a vein every three weeks or under the skin once a week": a plain verb of giving before the way."""
    if term.last - term.first < _WAY or not (unit.products or _SAID_FOR_PRODUCT.intersection(page.tokens.folds[unit.first : term.first])):
        return False
    first = max(unit.first, term.first - _TO_WAY)
    at = next((i for i in range(term.first - 1, first - 1, -1) if page.tokens.stems[i] in _PUTTING), None)
    return at is not None and {",", ";", ":"}.isdisjoint(page.tokens.surfaces[at : term.first])


#: Tokens of "into a vein", those from the verb to it, plain verbs of giving, and what a product is called without its name.
_WAY = 3
_TO_WAY = 12
_PUTTING = frozenset(map(stem, ("put", "go", "goes", "given", "run", "drip", "dripped", "infused", "injected", "delivered", "flow", "flows")))
_SAID_FOR_PRODUCT = frozenset(("it", "medicine", "treatment", "drug", "solution", "product", "antibody"))


def _is_of_name(unit: Unit, page: Page, term: Term) -> bool:
    """ "X (for intravenous use)": the way stands in the brackets behind the product."""
    opened = next((i for i in range(term.first - 1, max(unit.first, term.first - 3), -1) if page.tokens.surfaces[i] == "("), None)
    return opened is not None and any(0 <= opened - agent.last <= 1 for agent in unit.products)


def _is_dosed(unit: Unit, page: Page, term: Term) -> bool:
    """ "an intramuscular dose of X", "tetanus immunoglobulin, intramuscular": the way stands with its dose or right behind the product."""
    behind = page.tokens.folds[term.last] if term.last < unit.last else "."
    if behind in {"dose", "injection", "infusion", "administration"}:
        return True
    if behind[0].isdigit():
        return _opens_dose(unit, page, term)
    if page.tokens.folds[term.first - 1] in _UNITS_BEFORE and term.first > unit.first:
        return _closes_dose(unit, page, term)
    product = any(agent.last == term.first - 1 for agent in unit.products)
    return product and page.tokens.surfaces[term.first - 1] == "," and behind in {".", ";", ",", ")"}


def _opens_dose(unit: Unit, page: Page, term: Term) -> bool:
    """ "Adults: IM 20 IU/kg", "ITP: IV 1 g/kg": the way at the head of a dose, which no other medicine stands before."""
    tokens = page.tokens
    if _UNITS.isdisjoint(tokens.folds[term.last + 1 : min(unit.last, term.last + _TO_UNIT)]):
        return False
    if any(agent.first < term.first for agent in unit.rivals):
        return False
    opens = term.first == unit.first or tokens.surfaces[term.first - 1] in _BEFORE_DOSE
    return opens or any(t.last == term.first and (t.is_product or t.has(*DISEASES)) for t in unit.terms)


def _closes_dose(unit: Unit, page: Page, term: Term) -> bool:
    """ "Adults: 0.02 ml/kg IM": a dose that opens the line or stands behind a colon, and the way behind it."""
    tokens = page.tokens
    first = term.first - 1
    while first > unit.first and (tokens.surfaces[first - 1][0].isdigit() or tokens.folds[first - 1] in _OF_DOSE):
        first -= 1
    opens = first == unit.first or tokens.surfaces[first - 1] in {":", "|"}
    return opens and tokens.surfaces[first][0].isdigit() and not any(agent.first < term.first for agent in unit.rivals)


_UNITS_BEFORE = frozenset(("kg", "mg", "g", "iu", "units", "unit", "ml"))
_OF_DOSE = _UNITS_BEFORE | frozenset(("/", "to", "-", "international", "."))
_UNITS = frozenset(("mg", "g", "iu", "unit", "units", "ml", "mcg", "ug", "international"))
#: Tokens from the way to the unit of its dose: "IV 0.4 to 1 g/kg".
_TO_UNIT = 6
_BEFORE_DOSE = frozenset((":", ")", ".", "|", ";"))


def _is_listed(unit: Unit, page: Page, term: Term) -> bool:
    """ "Intravenous (IVIG): once a month" below "How it is given" or "It comes in two forms:": an item that opens with the way."""
    label = unit.label_last
    if label is not None and term.first >= label and "route" in page.tokens.folds[unit.first : label]:
        return page.tokens.surfaces[term.first - 1] in _LISTING  # "Routes of administration of X: intravenous, subcutaneous"
    opens = term is unit.terms[0] and all(not page.tokens.surfaces[i][0].isalnum() for i in range(unit.first, term.first))
    if not opens or unit.place_in_block or not (unit.is_item or unit.label_last is not None):
        return False
    behind = page.tokens.surfaces[term.last] if term.last < unit.last else "."
    owners = (unit.intro, page.heading_over(unit))
    return behind in _PARTING and any(owner is not None and not _WAYS_OF_GIVING.isdisjoint(owner.stems) for owner in owners)


def _answers_how(unit: Unit, page: Page, term: Term) -> bool:
    """ "Usually into the muscle of your arm", "What is left goes into a muscle" below "How is it given?": an answer that need not say "given"."""
    if unit.agents or unit.is_heading or term.concept in _UNLIKELY:
        return False
    if page.tokens.folds[term.first - 1] == "it" and page.tokens.folds[term.first - 2] in _GETTING:
        return unit.place.kind not in _RISK_SECTIONS  # "they get it under the skin"
    asked = page.question_before(unit) or page.heading_over(unit)
    if asked is None or "how" not in asked.folds or (_WAYS_OF_GIVING.isdisjoint(asked.stems) and _GETTING.isdisjoint(asked.folds)):
        return False
    return page.tokens.folds[term.first - 1] in {"goes", "goe", "go"} or is_noun_phrase(unit, page, unit.last)


_LISTING = frozenset((":", ",", ";", "and", "or", "/", "&"))
#: A way that nobody is given a product by but by mistake, and verbs of those who get it.
_UNLIKELY = frozenset(("intravascular-administration",))
_GETTING = frozenset(("get", "have", "receive", "take", "given", "give"))
#: What parts the way from what is said of it.
_PARTING = frozenset((":", "(", "-", "—", ",", ".", "*", ";"))
#: Words of a line over ways of giving.
_WAYS_OF_GIVING = frozenset(
    map(stem, ("route", "administration", "administered", "given", "delivered", "delivery", "form", "forms", "way", "ways", "method"))
)


def _joined_names(unit: Unit, page: Page, term: Term) -> Iterator[Draft]:
    """ "Intravenous, subcutaneous and intramuscular immunoglobulin": products whose noun stands with the last of them only."""
    folds = page.tokens.folds
    if folds[term.first] not in _ROUTE_OF_NAME or not any(agent.first == term.first for agent in unit.agents):
        return
    index = term.first - 1
    while index > unit.first and folds[index] in {"and", "or", "/", ","}:
        while index > unit.first and folds[index - 1] in {"and", "or", "/", ","}:
            index -= 1
        route = _ROUTE_OF_NAME.get(folds[index - 1])
        if route is None:
            return
        yield Draft(
            _CLASS_OF_NAME[folds[index - 1]], "given_by_route", route, index - 1, index, "route in the name", 0.65, unit.index,
            subject_span=(index - 1, index),
        )  # fmt: skip
        index -= 2


def _holds(other: Term, term: Term) -> bool:
    """A longer name of a route over a shorter one; but "injected into a muscle, or directly into the wound" tells two."""
    if not (other.first <= term.first and term.last <= other.last):
        return False
    if other.last - other.first <= term.last - term.first:
        return False
    if other.method != "frame" or other.concept == term.concept or term.concept == "injection":
        return True
    return term.last == other.last  # the noun at the frame's end is its own


def _turns(page: Page, start: int, end: int) -> bool:
    """ "does not need a vein and can be given at home": a verb of its own behind "and" begins another statement."""
    folds = page.tokens.folds
    return any(
        folds[i] in {"and", "but"} and not _VERBS_OF_ITS_OWN.isdisjoint(folds[i + 1 : min(end, i + 4)]) for i in range(start, end - 1)
    )


def _sets_aside(unit: Unit, page: Page, denial: Cue) -> bool:
    """ "X, but not Y, may be given at home": what commas set off denies another product's way only."""
    if page.tokens.folds[denial.first - 1] not in {"but", ","}:
        return False
    return any(agent.first == denial.last and page.tokens.surfaces[agent.last] == "," for agent in unit.products)


_VERBS_OF_ITS_OWN = frozenset(("can", "may", "is", "are", "be", "has", "have", "should", "must", "will", "could"))
_ROUTE_INTO = {"vein": "intravenous-route", "muscle": "intramuscular-route", "skin": "subcutaneous-route"}


def _further_places(unit: Unit, page: Page, term: Term) -> Iterator[tuple[str, int, int]]:
    """ "Injected into a muscle, a vein or under the skin": places that share the preposition or the verb of the first."""
    folds = page.tokens.folds
    if folds[term.last - 1] not in _ROUTE_INTO:
        return
    index = term.last
    while index < unit.last and folds[index] in {",", "or", "and"}:
        start = index
        while index < unit.last and folds[index] in {",", "or", "and", "into", "in", "a", "the", "your", "under"}:
            index += 1
        if index >= unit.last or folds[index] not in _ROUTE_INTO or (folds[index] == "skin") != ("under" in folds[start:index]):
            return
        if not any(o.first <= index < o.last and "Route" in o.classes for o in unit.terms):
            yield _ROUTE_INTO[folds[index]], index, index + 1
        index += 1


def is_avoided(unit: Unit, page: Page, term: Term) -> bool:
    """ "Intramuscular injection must be avoided", "avoid the intramuscular route", "the old way of injecting into a muscle was given up"."""
    folds = page.tokens.folds
    after = folds[term.last : min(unit.last, term.last + 8)]
    before = folds[max(unit.first, term.first - 4) : term.first]
    end = next((i for i, word in enumerate(after) if word in {";", "but"}), len(after))
    is_out = any(after[i] in _AVOIDING and not {"not", "cannot"} & set(after[:i]) for i in range(end)) and not {"can", "if"} & set(
        after[:end]
    )
    return is_out or not {"avoid", "avoiding", "rather", "unlike"}.isdisjoint(before)


_AVOIDING = frozenset(("avoided", "abandoned", "obsolete", "forbidden", "prohibited", "contraindicated", "abandon", "discouraged"))
_RISK_SECTIONS = frozenset(("adverse", "boxed", "warnings", "contraindications", "postmarketing", "interactions", "exclusion", "disease"))
_GIVING = frozenset(
    [
        "infusion",
        "jab",
        "inject",
        "injection",
        "infus",
        "drip",
        stem("dripped"),
        "administration",
        "administer",
        "intravenousli",
        "subcutaneousli",
        "intramuscularli",
    ]
)
