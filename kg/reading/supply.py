"""Mechanisms, routes, sources and populations of products: terms and cues go in, drafts of claims come out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.reading.drafts import Draft
from kg.reading.page import Agent, Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.relations import Governor, coordinated, is_excluded, is_in_clause, is_product

__all__ = ["find_mechanisms", "find_populations", "find_routes", "find_sources"]

_PRONOUNS = frozenset(["it", "they", "this", "these", "them", "its", "their"])
_GENERIC = frozenset(["medicine", "drug", "product", "treatment", "therapy", "infusion", "medication", "preparation", "antibody", "agent"])
_ROUTE_OF_NAME = {"intravenous": "intravenous-route", "subcutaneous": "subcutaneous-route", "intramuscular": "intramuscular-route"}


def _acting(unit: Unit, page: Page, place: int) -> tuple[str | None, Agent | None]:
    """Who acts at a place of the unit: the agent nearest before it, else the one after, else the one spoken of before."""
    before = [agent for agent in unit.agents if agent.last <= place and not (agent.concept is None and is_excluded(agent, page))]
    # "A needs fewer infusions than B and can be given at home": B is only what A is held against.
    before = [agent for agent in before if agent.first == 0 or page.tokens.folds[agent.first - 1] not in _THAN] or before
    before = [agent for agent in before if not _is_matter(agent, page)]
    current = [agent for agent in before if not _is_earlier(agent, page)]
    before = current or before
    if before:
        # Of several that stand together a product counts; another treatment that stands alone acts itself.
        group = coordinated(before, page)
        chosen = next((agent for agent in reversed(group) if agent.concept), group[-1])
        if chosen.concept == _CLASS:
            # "IVIG is a preparation of immunoglobulin G with ...": what the sentence is about, not the class that it is of.
            chosen = next((a for a in before if a.concept not in {None, _CLASS} and not _turns_away(page, a, chosen)), chosen)
        return chosen.concept, chosen if chosen.concept else None
    after = next((agent for agent in unit.agents if agent.first >= place), None)
    refers = _names_generically(unit, page, place)
    refers = refers or (page.is_label and unit.place.kind in _PRODUCT_SECTIONS)
    if after is not None and (after.concept is not None or not refers):
        return after.concept, after if after.concept else None
    # The items of a list stand side by side: what one names is not the subject of the next.
    previous = unit.intro if unit.is_item and unit.intro is not None and not unit.place_in_block else unit.previous
    while previous is not None and previous.is_item and not unit.is_item and previous.place.title == unit.place.title:
        previous = previous.previous
    for _ in range(3):
        if previous is None or previous.place.title != unit.place.title:
            break
        agents = [agent for agent in previous.agents if not is_in_clause(agent, previous, page)]
        if agents:
            product = next((a for a in agents if a.concept), None)
            if product is None and refers and (page.is_label or previous.block != unit.block):
                break
            return (product.concept, None) if product else (None, None)
        previous = previous.previous
    return page.topic, None


def _turns_away(page: Page, first: Agent, second: Agent) -> bool:
    """Another clause begins between two agents: "IVIG is slow; immunoglobulin under the skin ..."."""
    between = page.tokens.folds[first.last : second.first]
    return not {";", "while", "whereas", "but", "and", "or", "than", "versus"}.isdisjoint(between)


def _is_matter(agent: Agent, page: Page) -> bool:
    """ "They consist of immunoglobulins, derived from horse serum": what something is made of does not act beside it."""
    if agent.concept != _CLASS:
        return False
    before = page.tokens.stems[max(0, agent.first - 4) : agent.first]
    return "of" in before and not _MAKING.isdisjoint(before[: len(before) - before[::-1].index("of") - 1])


_MAKING = frozenset(("consist", "compos", "mixtur", "mixture", "solut", "solution", "prepar", "preparation", "concentr", "concentrate"))
_THAN = frozenset(("than", "versus", "vs"))


def _is_earlier(agent: Agent, page: Page) -> bool:
    """ "a week after your last IVIG infusion", "if you were on IVIG before": a treatment that came earlier."""
    before = page.tokens.folds[max(0, agent.first - 4) : agent.first]
    return not {"last", "previous", "previously", "former", "earlier"}.isdisjoint(before)


#: Sections of labels that speak of the product even where they do not name it.
_PRODUCT_SECTIONS = frozenset(("dosage", "description", "contents", "mechanism", "indications"))


def _names_generically(unit: Unit, page: Page, place: int) -> bool:
    """ "The product is made from the plasma of vaccinated donors", "it is given ...": a noun or pronoun for the product acts."""
    folds = page.tokens.folds
    return any(
        folds[i] in _PRONOUNS
        or (folds[i] in _GENERIC | {"immunoglobulin", "solution"} and i > unit.first and folds[i - 1] in {"the", "this"})
        for i in range(unit.first, min(place, unit.first + 8))
    )


def find_mechanisms(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read acts_via."""
    if not unit.has("Mechanism"):
        return
    for term in unit.terms:
        if (
            not term.has("Mechanism")
            or "prophylaxis" in term.concept
            or any(
                o.has("Mechanism")
                and o.first < term.first
                and term.last <= o.last
                and page.tokens.folds[term.first - 1] not in {"and", "or", ","}
                and not _only_helps(o, term, page)
                for o in unit.terms
            )
            or any(o.has("Mechanism") and o is not term and _only_helps(term, o, page) for o in unit.terms)
        ):
            continue
        if unit.place.kind in {"references", "disease", "exclusion"} and not unit.agents:
            continue
        if unit.place.kind in {"transmission", "storage", "contents"} or _is_denied_to_body(unit, page, term):
            continue
        if page.topic is None and not any(agent.concept for agent in unit.agents) and not _speaks_of_product(unit, page):
            continue
        concept, agent = _acting(unit, page, term.first)
        if concept is None or _is_of_disease(unit, page, term) or _is_finding(unit, page, term):
            continue
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=term.first)
        if polarity != "negated":
            polarity = "hedged" if _is_hypothesis(unit, page, term) else "affirmed"
        yield Draft(
            concept,
            "acts_via",
            term.concept,
            term.first,
            term.last,
            f"mechanism {term.method}",
            round(0.85 * term.score, 3),
            unit.index,
            polarity=polarity,
            subject_span=(agent.first, agent.last) if agent else None,
        )


def _only_helps(outer: Term, inner: Term, page: Page) -> bool:
    """ "helps regulate the immune system": the helping is that of the mechanism behind it."""
    return (
        outer.method == "frame"
        and page.tokens.stems[outer.first] == "help"
        and outer.first < inner.first <= outer.first + 2
        and inner.last == outer.last
    )


def _is_finding(unit: Unit, page: Page, term: Term) -> bool:
    """ "A with impaired antibody production": a participle before its noun says how the patient is, not what the product does."""
    tokens = page.tokens
    before = tokens.folds[max(unit.first, term.first - 2) : term.first]
    if not _DISTURBED.isdisjoint(before) and tokens.surfaces[term.first - 1] not in {",", ";"}:
        return True  # "an altered immune homeostasis", "loss of tolerance"
    if _is_needed(unit, page, term) or _is_failing(unit, page, term) or _is_other_treatment(unit, page, term):
        return True
    if term.method == "frame" and term.last < unit.last and tokens.folds[term.last] in _COMPOUNDING:
        return True  # "inhibiting autoantibody-mediated platelet clearance": the object goes on
    if term.method != "frame" or not tokens.surfaces[term.first].endswith("ed"):
        return False
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


_DISTURBED = frozenset(
    ("altered", "impaired", "disturbed", "defective", "deficient", "abnormal", "loss", "lack", "lost", "absence", "breakdown", "disrupted")
)
_COMPOUNDING = frozenset(("mediated", "induced", "driven", "dependent", "coated", "associated", "positive"))
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
    if term.concept != "suppression-of-overactive-immune-system" or not folds[term.first].startswith("immunosuppress"):
        return False
    if term.last < unit.last and folds[term.last] in _DRUGS:
        return True
    before = folds[max(unit.first, term.first - 5) : term.first]
    return not _BESIDE.isdisjoint(before) or ("long" in before and "term" in before)


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
    return at is not None and not any(agent.concept and at <= agent.first < term.first for agent in unit.agents)


def _is_denied_to_body(unit: Unit, page: Page, term: Term) -> bool:
    """ "patients cannot produce antibodies to fight infections": what the body fails to do is no mechanism of a product."""
    negated = [cue for cue in unit.cues("negation") if cue.last <= term.first and term.first - cue.last <= 12]
    if not negated:
        return False
    last = negated[-1]
    if not {"but", "however"}.isdisjoint(page.tokens.folds[last.last : term.first]):
        return False
    if any(agent.concept and last.last <= agent.first and agent.last <= term.first for agent in unit.agents):
        return False
    before = [agent for agent in unit.agents if agent.concept and agent.last <= last.first]
    if not before:
        return True
    return any(page.tokens.folds[i] in {"who", "where", "which", "whose", "that"} for i in range(before[-1].last, last.first))


def _speaks_of_product(unit: Unit, page: Page) -> bool:
    """A pronoun for a product that the sentence before names as its agent."""
    before = unit.previous
    return (
        before is not None
        and before.block == unit.block
        and any(agent.concept for agent in before.agents)
        and any(page.tokens.folds[i] in _PRONOUNS | _GENERIC for i in range(unit.first, min(unit.first + 4, unit.last)))
    )


def _is_of_disease(unit: Unit, page: Page, term: Term) -> bool:
    """Antibodies of the patient ("produces antibodies that ...") and what a trial hopes for are no mechanism of the product."""
    return (
        any(cue.phrase.kind == "cause" and cue.last <= term.first and term.first - cue.last <= 2 for cue in unit.relations)
        and not unit.agents
    )


def _is_hypothesis(unit: Unit, page: Page, term: Term) -> bool:
    """ "may help" in plain texts is politeness; a belief, a hypothesis or a proposal, before or behind the mechanism, is a doubt."""
    surfaces = page.tokens.surfaces
    for cue in unit.safety:
        if cue.phrase.kind == "doubt":
            apart = range(cue.last, term.first) if cue.last <= term.first else range(term.last, cue.first)
            if not any(surfaces[i] in {";", ":"} or _starts_anew(page, i) for i in apart):
                return True
    return False


def _starts_anew(page: Page, index: int) -> bool:
    """ "..., and it" begins a statement of its own."""
    folds = page.tokens.folds[index : index + 3]
    return folds[:2] == [",", "and"] and folds[-1] in {"it", "they", "this", "these"}


_WAYS = frozenset(("intravenous", "subcutaneous", "intramuscular"))


def _is_of_other_way(product: str, route: str) -> bool:
    """Tell a route that the product's own name excludes: "subcutaneous-infusion" of "intravenous-immunoglobulin"."""
    own, said = product.split("-")[0], route.split("-")[0]
    return own in _WAYS and said in _WAYS and own != said


def find_routes(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read given_by_route."""
    if not unit.has("Route") and _ROUTE_OF_NAME.keys().isdisjoint(unit.folds):
        return
    given = [cue for cue in unit.relations if cue.phrase.kind == "given"]
    for term, ruling in zip(unit.terms, governors, strict=True):
        if is_product(term) and unit.place.kind not in {"exclusion", "eligibility"}:
            yield from _joined_names(unit, page, term)
            for index in range(term.first, term.last):
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
        if not term.has("Route") or any(_holds(o, term) for o in unit.terms):
            continue
        if (ruling and ruling[0].relation.startswith("contraindicated")) or unit.place.kind == "contraindications":
            continue
        if page.tokens.folds[max(unit.first, term.first - 2) : term.first] == ["water", "for"]:
            continue  # an excipient
        if any(cue.phrase.kind == "local" and cue.first <= term.first and term.last <= cue.last for cue in unit.safety):
            continue  # "pain at the injection site"
        if _is_avoided(unit, page, term):
            continue
        if page.tokens.folds[unit.first] == "whether" or page.tokens.folds[max(unit.first, term.first - 1)] == "whether":
            continue
        says_giving = any(page.tokens.stems[i] in _GIVING for i in range(term.first, term.last)) or (
            page.is_label and unit.place.kind in {"dosage", "description", "indications", ""} and page.tokens.stems[term.last - 1] == "use"
        )
        stands_for_itself = term.last - term.first > 1 and any(a.concept for a in unit.agents) and unit.place.kind not in _RISK_SECTIONS
        if not given and not says_giving and not stands_for_itself:
            continue
        if (
            term.last - term.first == 1
            and page.tokens.folds[term.first] in _ROUTE_OF_NAME
            and not any(-4 <= cue.first - term.first <= 3 for cue in given)
        ):
            continue  # "the intravenous option"
        concept, agent = _acting(unit, page, term.first)
        bracketed = next((a for a in unit.agents if a.first == term.last + 1 and page.tokens.surfaces[term.last] == "("), None)
        if bracketed is not None and bracketed.concept is not None:
            concept, agent = bracketed.concept, bracketed  # "subcutaneously (SCIG)"
        if concept is not None and _is_of_other_way(concept, term.concept) and not unit.cues("negation"):
            # "by drip (IVIG) or by infusion under the skin (in hospital SCIG)": of the product whose name tells this way
            way = term.concept.split("-")[0]
            concept = f"{way}-immunoglobulin"
            agent = next((a for a in unit.agents if a.concept and a.concept.startswith(way)), None)
        if concept is None or (page.topic is None and agent is None and not _speaks_of_product(unit, page)):
            continue
        if concept == _CLASS and page.topic not in {None, _CLASS} and unit.place.kind in _RISK_SECTIONS:
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
            # "Hair loss after the infusions was no more frequent": what is denied behind a route is not the route.
            polarity=polarity_of(
                [q for q in unit.qualifiers if q.phrase.direction != "left" and not _turns(page, q.last, term.first)],
                page.tokens,
                (unit.first, unit.last),
                term.first,
                term.last,
            ),
            subject_span=(agent.first, agent.last) if agent else None,
            cue_span=(given[0].first, given[0].last) if given else None,
        )


_CLASS_OF_NAME = {
    "intravenous": "intravenous-immunoglobulin",
    "subcutaneous": "subcutaneous-immunoglobulin",
    "intramuscular": "intramuscular-immunoglobulin",
}


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
    if not other.has("Route") or not (other.first <= term.first and term.last <= other.last):
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
        if not any(o.first <= index < o.last and o.has("Route") for o in unit.terms):
            yield _ROUTE_INTO[folds[index]], index, index + 1
        index += 1


def _is_avoided(unit: Unit, page: Page, term: Term) -> bool:
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
_CLASS = "immunoglobulin"
_RISK_SECTIONS = frozenset(("adverse", "boxed", "warnings", "contraindications", "postmarketing", "interactions", "exclusion", "disease"))
_GIVING = frozenset(
    [
        "infusion",
        "inject",
        "injection",
        "infus",
        "drip",
        "administration",
        "administer",
        "intravenousli",
        "subcutaneousli",
        "intramuscularli",
    ]
)


def find_sources(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read derived_from."""
    cues = [cue for cue in unit.relations if cue.phrase.kind.startswith("derived")]
    if not cues:
        return
    for term in unit.terms:
        if not term.has("Source", "Plasma", "CellCulture"):
            continue
        cue = next(
            (c for c in reversed(cues) if c.first <= term.first and term.first - c.last <= 12 and c.phrase.kind != "derived-left"), None
        )
        turned = next((c for c in cues if c.phrase.kind == "derived-left" and 0 <= c.first - term.last <= 12), None)
        made = next((a for a in unit.agents if turned is not None and a.concept and 0 <= a.first - turned.last <= 6), None)
        if cue is None and (turned is None or made is None):
            continue
        cue = cue if made is None or turned is None else turned
        if cue is None:
            continue
        concept, agent = (made.concept, made) if made is not None else _acting(unit, page, cue.first)
        if concept is None:
            continue
        yield Draft(
            concept,
            "derived_from",
            term.concept,
            term.first,
            term.last,
            "origin",
            round(0.85 * term.score, 3),
            unit.index,
            subject_span=(agent.first, agent.last) if agent else None,
            cue_span=(cue.first, cue.last),
        )


def find_populations(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read used_in_population: groups of people whom the product is said to be used in."""
    using = [cue for cue in unit.relations if cue.phrase.kind in {"given", "treats", "prevents", "treats-prevents"}]
    if not using or not unit.has("Population"):
        return
    for term, ruling in zip(unit.terms, governors, strict=True):
        if not term.has("Population") or (ruling and ruling[0].relation not in {"treats", "prevents", "treats-prevents", "given"}):
            continue
        if not any(cue.first <= term.first for cue in using):
            continue
        concept, agent = _acting(unit, page, using[0].first)
        if concept is None or (page.topic is None and agent is None):
            continue
        polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
        if polarity == "negated":
            continue
        yield Draft(
            concept,
            "used_in_population",
            term.concept,
            term.first,
            term.last,
            "population",
            round(0.75 * term.score, 3),
            unit.index,
            polarity=polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last),
            subject_span=(agent.first, agent.last) if agent else None,
        )
