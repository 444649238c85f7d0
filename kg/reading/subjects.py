"""The product that a statement is about: a governed term goes in, the product that acts on it comes out, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.reading.clauses import stretch_around
from kg.reading.cues import Cue
from kg.reading.governors import TURNS, Governor, Subject
from kg.reading.page import CLASS, CONDITIONS, Agent, Page, Term, Unit
from kg.reading.words import stem

__all__ = [
    "INSTEAD",
    "PRONOUNS",
    "coordinated",
    "has_own_subject",
    "is_companion",
    "is_equalled",
    "is_excluded",
    "is_had_by_all",
    "is_held_against",
    "is_held_off",
    "is_in_clause",
    "is_matter",
    "is_outdone",
    "is_product",
    "is_replaced",
    "is_under_rival",
    "resolve_subject",
    "says_this_medicine",
    "speaks_of_version",
    "subject_of_indication",
    "subject_of_paragraph",
]

PRONOUNS = frozenset(["it", "they", "this", "these", "them", "its", "their"])
#: Words by which a text goes on speaking of a product: "the medicine", "this treatment".
_GENERIC = frozenset(
    ["medicine", "drug", "product", "treatment", "therapy", "infusion", "medication", "preparation", "injection", "antibody"]
)


def resolve_subject(unit: Unit, page: Page, governor: Governor, term: Term, *, default: bool = False) -> Subject | None:
    """Find the product that a governed statement is about, or None if another treatment or nothing is meant.

    In this order: the agent nearest before the cue in its clause, an agent after it, a pronoun for the agent of the sentence before, the
    list's introduction; with `default` the document's topic.
    """
    said = unit
    is_it = governor.cue is not None and _says_it(unit, page, governor.cue, term)
    if governor.cue is not None and governor.unit == unit.index and _is_of_alternative(unit, page, governor.cue):
        return None
    if page.topic and governor.relation in _OF_TOPIC and _opens_with_use(said, page, governor) and not is_under_rival(unit, page):
        return Subject(_headed_by(unit, page) or page.topic, None, "topic")
    if governor.source == "intro":
        owner = page.units[governor.unit]
        found = _in_sentence(owner, page, governor.cue, term) if governor.cue else None
        own = [agent for agent in unit.agents if agent.first < term.first and agent.concept]
        if found is None and own:
            found = own[-1]
        if found is not None:
            return _as_subject(found, "introduction")
        said = owner
    elif governor.cue is not None:
        if _is_of_giving(unit, page, governor.cue):
            given = _headed_by(unit, page) or page.topic
            if given is not None:
                return Subject(given, None, "pronoun")
            before = _focus(unit, page)
            if before is not None and before.concept is not None:
                return _as_subject(before, "pronoun")
        found = _in_sentence(unit, page, governor.cue, term) if not is_it else None
        if found is not None:
            return _as_subject(found, "sentence")
    elif unit.agents:
        products = [agent for agent in unit.products if not is_replaced(agent, unit, page) and not _is_described_in_bracket(unit, page, agent, term)]
        if products:
            return _as_subject(products[0], "sentence")
        if governor.source != "section":
            return None
    if governor.cue is not None and (is_it or _refers_back(said, page, governor.cue)):
        before = _opening_agent(said, page, governor.cue) or _focus(said, page)
        if before is not None and page.topic and says_this_medicine(page.tokens.folds[said.first : governor.cue.last]):
            is_far = before.first < page.opening_of_block(said).first and page.topic in {agent.concept for agent in page.units[0].products}
            if before.concept is None or is_far:
                before = None  # "You must receive a vaccine. You should not receive this medicine if ...": the one that the text is about
        if before is not None:
            return _as_subject(before, "pronoun") if before.concept else None
        if page.topic and not is_under_rival(unit, page):
            return Subject(page.topic, None, "topic")
    if not unit.agents and unit.intro is not None and governor.source == "cue":
        introduced = unit.intro.products
        if introduced:
            return _as_subject(introduced[0], "introduction")
    if governor.source == "section" and governor.relation == "treats" and not unit.agents:
        before = _announcing(unit, page)
        if before is not None:
            return _as_subject(before, "introduction")
    is_denied = governor.source == "cue" and any(_is_denied(agent, page) for agent in said.agents)
    if default and page.topic and not is_denied and not is_under_rival(unit, page):
        return Subject(_headed_by(unit, page) or page.topic, None, "topic")
    if governor.source in {"cue", "left"} and governor.relation in _OF_TOPIC and page.topic and _goes_on(said, page, governor):
        before = _focus(said, page)
        if before is not None and before.concept:
            return Subject(before.concept, None, "topic")
    if governor.relation in _OF_TOPIC and page.topic is None and not unit.agents:
        entry = _entry_above(said, page)
        if entry is not None:
            return _as_subject(entry, "introduction")
    if governor.relation in _OF_TOPIC and unit.place.kind == "indications" and all(is_excluded(agent, page) for agent in unit.agents):
        heading = page.heading_over(unit)
        if heading is not None and heading is not unit and len({agent.concept for agent in heading.agents}) == 1:
            return Subject(heading.agents[0].concept, None, "topic") if heading.agents[0].concept else None
    return None


def _is_described_in_bracket(unit: Unit, page: Page, agent: Agent, term: Term) -> bool:
    """ "those with A (BRAND contains B)": a reason in brackets behind the condition, of one of the products that the list is about."""
    if agent.first < term.last or page.tokens.surfaces[agent.first - 1] != "(" or page.tokens.folds[agent.last] not in _HOLDING:
        return False
    return all(other is agent or other.concept is None for other in unit.agents)


_HOLDING = frozenset(("contains", "contain", "has", "hold"))


def _says_it(unit: Unit, page: Page, cue: Cue, term: Term) -> bool:
    """ "Doctors also use it for A and B when steroids fail": the pronoun of the cue itself goes back; but "takes it for A, broke out in B"."""
    if cue.phrase.kind != "treats" or unit.products or "it" not in page.tokens.folds[cue.first + 1 : cue.last]:
        return False
    named = {i for t in unit.terms if cue.last <= t.first < term.first for i in range(t.first, t.last)}
    return all(i in named or page.tokens.folds[i] in _LISTING for i in range(cue.last, term.first))


_LISTING = frozenset((",", "and", "or", "for", "in", "the", "a", "an", "some", "other", "both", "severe", "chronic", "acute", "refractory"))


def _headed_by(unit: Unit, page: Page) -> str | None:
    """ "IVIG", "Risks of SCIG" over a section of a text about immunoglobulins: the one product that the heading names."""
    heading = page.heading_over(unit) if page.topic == CLASS else None
    if heading is None or heading.index == 0 or heading.rivals or unit.index - heading.index > _SECTION:
        return None  # far below, where further headings may have lost their lines
    named = {agent.concept for agent in heading.products}
    return named.pop() if len(named) == 1 else None


#: Units of a short section.
_SECTION = 6


def _announcing(unit: Unit, page: Page) -> Agent | None:
    """ "IVIG is covered for the following indications:", and entries below it that lost the marks of a list: the product named there."""
    before = unit.previous
    for _ in range(_ENTRIES):
        if before is None or before.place.heading != unit.place.heading or before.is_heading:
            return None
        if before.first < before.last and page.tokens.surfaces[before.last - 1] == ":":
            named = [agent for agent in before.products if agent.concept != CLASS]
            return named[0] if len(named) == 1 and not before.rivals else None
        before = before.previous
    return None


def _entry_above(unit: Unit, page: Page) -> Agent | None:
    """ "Immune globulin (Brand name: X)", and below it "FDA-approved indication: A": the product whose entry of a page on a disease goes on."""
    if _INDICATION.isdisjoint(page.tokens.stems[unit.first : unit.first + _ENTRY_LABEL]) or ":" not in page.tokens.surfaces[unit.first : unit.last]:
        return None
    before = unit.previous
    for _ in range(_ENTRY):
        if before is None or before.rivals or before.first >= before.last:
            return None
        if before.products:
            is_name = page.tokens.surfaces[before.last - 1] != "." and before.products[0].first - before.first <= _ENTRY_LABEL
            return next((a for a in before.products if a.concept != CLASS), before.products[0]) if is_name else None
        before = before.previous
    return None


#: Stems of the label of an entry's use, tokens of it, and lines above it.
_INDICATION = frozenset(("indic", "indicat", "indication", "use", "uses"))
_ENTRY_LABEL = 5
_ENTRY = 3
#: Entries of a list that are looked through for what announces them.
_ENTRIES = 30


def _is_of_alternative(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "IVIG is short; alternatives should be used in A": what has no name is another treatment."""
    if INSTEAD.isdisjoint(unit.folds):
        return False
    folds = page.tokens.folds
    before = folds[max(unit.first, cue.first - 2) : cue.first]
    if not before or (before[-1] not in INSTEAD and before[-1] not in _MODAL_OF_USE):
        return False
    at = cue.first - 1 if before[-1] in INSTEAD else cue.first - 2
    if at < unit.first or folds[at] not in INSTEAD:
        return False
    return at == unit.first or folds[at - 1] in {";", ",", "other", "so", "and", "but", ":", "these", "alternative", "different"}


#: What has no name but "another than the product".
INSTEAD = frozenset(("alternative", "alternatives", "substitute", "substitutes"))
_MODAL_OF_USE = frozenset(("should", "must", "may", "can", "are", "were", "be"))
_OF_TOPIC = frozenset(("treats", "treats-left", "prevents", "treats-prevents", "ineffective"))
_AFTER = frozenset(("after", "before", "despite", "following", "alongside", "beside", "plus"))
#: Words by which a sentence turns to other treatments, or to what is not known.
_OTHERS = frozenset(("no", "either", "other", "another", "whether", "neither", "any", "vaccine", "vaccination"))


def _goes_on(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "Replacement cuts the number of A", "patients have fewer B": a sentence without an agent in a text about a product."""
    if unit.is_heading:
        return False
    cue = governor.cue
    begin, end = unit.first, unit.last
    if cue is not None and governor.unit == unit.index:
        begin, end = stretch_around(page.tokens.surfaces, (begin, end), (cue.first, cue.last), {";"})
    here = [term for term in unit.terms if begin <= term.first < end]
    inside = range(cue.first + 1, cue.last) if cue is not None and governor.unit == unit.index else range(0)  # "is treated [once steroids have failed]"
    acting = [a for a in unit.agents if begin <= a.first < end and (a.concept or a.first not in inside)]
    acting = [a for a in acting if not is_excluded(a, page) and not _is_dummy(a, page)]
    others = [
        t
        for t in here
        if t.has("Vaccine", "Medication", "Management")
        and t.concept != "placebo"
        and page.tokens.folds[t.first - 1] not in _AFTER
        and t.first not in inside
    ]
    if acting or others:
        return False
    acts = cue is not None and governor.unit == unit.index and cue.phrase.kind == "prevents" and has_own_subject(unit, page, cue)
    if acts and cue is not None and page.lists["foreign-of-product"].isdisjoint(page.tokens.folds[unit.first : cue.first]):
        return False  # "Elastic stockings may prevent A" speaks of them; "the drip", "regular infusions" are the product's
    at_large = unit.place.kind != "indications"
    of_therapy = cue is not None and any(stem.startswith(("treat", "therap", "manag")) for stem in page.tokens.stems[cue.first : cue.last])
    if cue is not None and at_large and of_therapy and "fail" not in page.tokens.stems[cue.last - 1]:
        return False  # "the cost of treating A", "A is treated as an emergency": of treatments at large
    return _OTHERS.isdisjoint(page.tokens.folds[begin:end])


def _opens_with_use(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "Used to treat A.", "Indicated for A.": a line without a subject on the card of a product."""
    cue = governor.cue
    is_first = cue is not None and governor.unit == unit.index and governor.source == "cue" and cue.first - unit.first <= _TO_USE
    products = [agent.concept for agent in page.units[0].products]
    before = unit.previous
    if before is not None and before.block == unit.block and before.agents and before.agents[0].concept != page.topic:
        return False  # "Y is an antibody. Used for A."
    return is_first and page.topic in products and not unit.agents and page.tokens.folds[unit.first] in _USED_FOR


#: Tokens from such a participle to the word for the use: "Indicated for the treatment of"; and the participles.
_TO_USE = 3
_USED_FOR = frozenset(("used", "indicated", "approved", "licensed", "licenced", "prescribed", "intended"))


def _as_subject(agent: Agent, how: str) -> Subject | None:
    return Subject(agent.concept, (agent.first, agent.last), how) if agent.concept else None


def _in_sentence(unit: Unit, page: Page, cue: Cue | None, term: Term) -> Agent | None:
    """The agent of the cue's clause; "X is an immune globulin indicated for ..." speaks of X."""
    found = _of_clause(unit, page, cue, term)
    if found is None or found.concept is None or not found.concept.endswith(_CLASS):
        return found
    for cue_of_class in unit.relations:
        if cue_of_class.phrase.kind == "isa" and cue_of_class.last <= found.first:
            named = [a for a in unit.products if a.concept != found.concept and a.last <= cue_of_class.first]
            if found.concept not in _WIDEST:
                named = [a for a in named if not (a.concept or "").endswith(_CLASS)]
            if named:
                return named[-1]
    return found


#: How the names of classes end, which brands belong to: "BRAND is a rabies immune globulin".
_CLASS = "globulin"
_WIDEST = frozenset(("immunoglobulin", "hyperimmune-globulin"))


def _of_clause(unit: Unit, page: Page, cue: Cue | None, term: Term) -> Agent | None:
    """The agent of the cue's clause; where several are joined by and / or / with, a product among them counts."""
    if not unit.agents or cue is None:
        return None
    if len(unit.products) > 1:
        paired = next((a for a in reversed(unit.products) if cue.last < a.first and a.last <= term.first), None)
        if paired is not None and _is_paired(unit, page, paired, term):
            return paired
    if cue.phrase.kind == "treats":
        owner = next((agent for agent in unit.agents if agent.first < cue.first < agent.last), None)
        if owner is not None and not is_excluded(owner, page):
            return owner  # "IVIG therapy for A": the word for treating is part of both
        held = next((agent for agent in unit.products if cue.first < agent.first and agent.last < cue.last), None)
        if held is not None and any(agent.last <= cue.first for agent in unit.products):
            return held  # "Those who had a rash after X received Y for A": the cue's own words name the product
    if page.tokens.folds[cue.last - 1] == "of":
        # "the efficacy of IVIG in X": whose efficacy, not who is named before.
        owner = next((agent for agent in unit.agents if 0 <= agent.first - cue.last <= 3 and agent.last <= term.first), None)
        if owner is not None:
            return owner
    is_passive = cue.phrase.kind == "prevents-left" and page.tokens.folds[cue.last - 1] in {"by", "with", "through", "using"}
    if cue.phrase.kind == "treats-left" or is_passive:
        # "A is treated with steroids and responds to IVIG": what stands right after the cue.
        owner = next((agent for agent in unit.agents if cue.first < agent.last and agent.first - cue.last <= 4), None)
        if owner is not None and owner.concept is None and cue.first < owner.first and owner.last < cue.last:
            return None  # "A is treated [once steroids have failed]": with what stands in the text before
        if owner is not None:
            group = [a for a in unit.agents if a.first >= owner.first and a.first - owner.last <= 8]
            return next((agent for agent in _joined(group, unit, page) if agent.concept), owner)
    if unit.is_row and page.tokens.folds[cue.first - 1] == "," and page.tokens.folds[cue.first] in _INSERTED_USES:
        cell = next((i for i in range(cue.first - 1, unit.first - 1, -1) if page.tokens.surfaces[i] == "|"), unit.first)
        if not any(cell <= agent.first < cue.first for agent in unit.agents):
            return None  # "| A antitoxin | botulinum toxin, used for B |"
    if "latter" in page.tokens.folds[max(unit.first, cue.first - 2) : cue.first]:
        return next((agent for agent in reversed(unit.agents) if agent.last <= cue.first), None)
    if cue.phrase.kind == "treats" and _is_demanded(unit, page, cue):
        return None
    turns: list[int] = []
    if ";" in unit.folds or not TURNS.isdisjoint(unit.folds):
        turns = [i for i in range(unit.first, unit.last) if page.tokens.folds[i] in TURNS or page.tokens.surfaces[i] == ";"]
    clause_start = max((t for t in turns if t < cue.first), default=unit.first) if turns else unit.first
    before = [agent for agent in unit.agents if clause_start <= agent.first and agent.last <= cue.first and not is_excluded(agent, page)]
    rivals = unit.rivals
    if rivals:
        before = [agent for agent in before if not is_held_against(agent, unit, page) and not _is_denied(agent, page)]
    if not before:
        before = [agent for agent in unit.agents if agent.last <= cue.first and agent.concept and not is_outdone(agent, page)]
        before = [agent for agent in before if not (rivals and is_held_against(agent, unit, page)) and not _is_denied(agent, page)]
    if rivals and before and (had := _had_for(unit, page, cue)) is not None:
        return had
    if len(before) > 1:
        before = [agent for agent in before if not is_equalled(agent, page)] or before
    if len(before) > 1 and not _OUT_OF_HAND.isdisjoint(unit.folds):
        before = [agent for agent in before if not is_replaced(agent, unit, page)] or before  # "If X is not available, Y is used for A"
    if len(before) == 1:
        return before[0]
    if before:
        if before[-1].concept is None and _opens_relative(page, before[-1], cue):
            return before[-1]
        group = coordinated(before, page)
        return next((agent for agent in group if agent.concept), group[-1])
    if has_own_subject(unit, page, cue) or not _SPOKEN_OF.isdisjoint(page.tokens.folds[max(clause_start, cue.first - 2) : cue.first + 1]):
        return None
    if page.tokens.folds[clause_start] in _SPOKEN_OF and _ADVERBS_OF_CHANCE.issuperset(page.tokens.folds[clause_start + 1 : cue.first]):
        return None  # "It may one day help in A, yet trials of X ..."
    clause_end = next((t for t in turns if t >= cue.last and page.tokens.surfaces[t] == ";"), unit.last)
    after = [
        agent
        for agent in unit.agents
        if agent.first < clause_end
        and (agent.first >= cue.last or cue.first <= agent.first < cue.last)
        and not (agent.concept and is_outdone(agent, page))
        and not (agent.concept is None and is_excluded(agent, page))
    ]
    after = [agent for agent in after if not (is_replaced(agent, unit, page) or _is_dummy(agent, page) or _is_denied(agent, page))]
    if after and after[0].concept is None and (_is_subordinate(unit, page, cue, after[0]) or is_companion(unit, page, after[0])):
        after = []
    if after and cue.phrase.kind == "treats" and _is_inserted_use(unit, page, cue):
        return None
    if after:
        return next((agent for agent in after if agent.concept), after[0])
    return None


def is_companion(unit: Unit, page: Page, agent: Agent) -> bool:
    """Tell what a pronoun's product is given beside, which does not act for it: "It protects against A and is normally given with a vaccine"."""
    return page.tokens.folds[unit.first] in PRONOUNS and _is_given_along(unit, page, agent)


def _is_given_along(unit: Unit, page: Page, agent: Agent) -> bool:
    folds = page.tokens.folds
    before = next((i for i in range(agent.first - 1, max(unit.first, agent.first - _TO_COMPANION), -1) if folds[i] in {"with", "alongside"}), None)
    return before is not None and (folds[before] == "alongside" or folds[before - 1] in _GIVEN)


#: Tokens from "with" to a companion: "with a course of", and what stands before "with".
_TO_COMPANION = 5
_GIVEN = frozenset(("given", "used", "combined", "combination", "along", "together", "administered", "injected"))


def _is_paired(unit: Unit, page: Page, agent: Agent, term: Term) -> bool:
    """ "approved Octagam for A and HyQvia for B": behind "and" a second product stands right before what it is for."""
    folds = page.tokens.folds
    if folds[agent.first - 1] not in {"and", "or", ";"} or not any(a.last < agent.first - 1 for a in unit.products):
        return False
    between = folds[agent.last : term.first]
    if folds[agent.first - 1] == ";":  # "X is approved for A; Y for B, C and D"
        named = {i for t in unit.terms for i in range(t.first, t.last)}
        rest = [folds[i] for i in range(agent.last, term.first) if i not in named]
        return rest[(rest[:1] == ["only"]) :][:1] == ["for"] and _LISTING.union(("only",)).issuperset(rest)
    return between[:1] == ["for"] and not {",", ";", "for"}.intersection(between[1:])


def _is_dummy(agent: Agent, page: Page) -> bool:
    """ "indistinguishable from placebo", "more frequent than with placebo": nothing that acts."""
    folds = page.tokens.folds
    if folds[agent.last - 1] not in _CONTROLS:
        return False
    return folds[agent.first - 1] in {"from", "than", "to", "over"} or folds[agent.first - 2] == "than"


def _opens_relative(page: Page, agent: Agent, cue: Cue) -> bool:
    """ "immunoglobulin with albumin, which is used for A": a clause about one treatment, the last that is named."""
    between = page.tokens.folds[agent.last : cue.first + 1]
    if between[:1] == [","]:
        between = between[1:]
    return between[:1] in (["which"], ["that"]) and len(between) <= _RELATIVE and not _SINGULAR.isdisjoint(between)


_RELATIVE = 4
_SINGULAR = frozenset(("is", "was", "has", "helps", "treats", "prevents", "works"))


#: Pronouns before a verb, which then speaks of no treatment behind it: "it is used to treat A after transplantation".
_SPOKEN_OF = frozenset(("it", "they"))
#: What may stand between such a pronoun that opens a sentence and its verb.
_ADVERBS_OF_CHANCE = frozenset(
    ("may", "might", "could", "can", "will", "would", "one", "day", "some", "also", "perhaps", "in", "future", "time", "even", "eventually", "still")
)


def _had_for(unit: Unit, page: Page, cue: Cue) -> Agent | None:
    """ "IVIG is given if A develops after rituximab for the treatment of B": what stands between A and its own aim."""
    folds = page.tokens.folds
    had = next((agent for agent in unit.rivals if 0 < cue.first - agent.last <= _TO_AIM and folds[agent.first - 1] in _HAD), None)
    if had is None or "for" not in folds[had.last : cue.last]:
        return None
    return had if any(t.last == had.first - 1 and t.has(*CONDITIONS) for t in unit.terms) else None


#: Words between a condition and a treatment that came before it, and tokens from that to "treatment of": "for the".
_HAD = frozenset(("after", "following", "from", "during", "under"))
_TO_AIM = 2


def _is_demanded(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "If hemolysis develops after IVIG, treat the anemia with transfusion": what the reader is to do, and no product is named for it."""
    folds = page.tokens.folds
    if cue.last - cue.first > 1 or folds[cue.first] not in {"treat", "manage"} or folds[cue.first - 1] not in {",", "then"}:
        return False
    return folds[unit.first] in _OPENING_CLAUSE and not any(agent.first >= cue.last for agent in unit.products)


def has_own_subject(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Hand washing prevents infections in those who get IVIG", "Heat worsens A": a finite verb speaks of what stands before it."""
    if cue.phrase.kind not in _ACTING or cue.first - unit.first < 1:
        return False
    surface = page.tokens.surfaces[cue.first].lower()
    before = page.tokens.folds[cue.first - 1]
    if surface in _PAST_ACTS:
        return before not in _PASSIVE and page.tokens.folds[cue.last : cue.last + 1] not in (["by"], ["with"], ["in"])
    return surface in _FINITE_ACTS or (before in _MODALS and cue.first - unit.first > 1)


#: Relations whose verb acts, and its forms that have a subject of their own.
_ACTING = frozenset(("prevents", "worsen"))
_FINITE_ACTS = frozenset(("prevents", "protects", "worsens", "exacerbates", "aggravates", "reduces", "lowers", "decreases"))
_PAST_ACTS = frozenset(("prevented", "protected", "worsened", "exacerbated", "aggravated"))
_PASSIVE = frozenset(("is", "are", "was", "were", "be", "been", "being", "and", "or", "wa", "thereby", "thus"))
_MODALS = frozenset(("can", "may", "might", "could", "will", "would"))


def is_replaced(agent: Agent, unit: Unit, page: Page) -> bool:
    """ "A (if X is unavailable)", "used when X cannot be had", "where X into a muscle is contraindicated": another product stands in for X."""
    folds = page.tokens.folds
    full = next((a for a in unit.agents if a.last == agent.first - 1 and a.concept == agent.concept and folds[a.last] == "("), None)
    if full is not None:
        return is_replaced(full, unit, page)  # the acronym of its name
    if folds[agent.first - 2 : agent.first] in (["rather", "than"], ["instead", "of"]) and any(a.last < agent.first for a in unit.agents):
        return True  # "Y rather than X is given"
    way = 1 if any(term.has("Route") and term.last == agent.first for term in unit.terms) else 0  # "where intramuscular X is contraindicated"
    before = agent.first - way
    if folds[before - 1] not in _CLAUSE and folds[before - 2 : before] not in (["if", "the"], ["when", "the"]):
        return False
    behind = folds[agent.last : min(unit.last, agent.last + 6)]
    return not _OUT_OF_REACH.isdisjoint(behind) or ("available" in behind and "not" in behind) or "had" in behind


_OUT_OF_REACH = frozenset(("unavailable", "unobtainable", "scarce", "contraindicated"))
_OUT_OF_HAND = _OUT_OF_REACH | {"available", "had"}
#: Words that open a clause on a circumstance.
_CLAUSE = frozenset(("if", "when", "where", "unless", "until", "once"))


def _is_denied(agent: Agent, page: Page) -> bool:
    """ "the inhibitor, but not IVIG, is licensed for A", "is treated with steroids, not with IVIG"."""
    first = agent.first - (page.tokens.folds[agent.first - 1] in {"with", "by"})
    return page.tokens.folds[max(0, first - 2) : first] in _DENYING


_DENYING = (["but", "not"], [",", "not"], ["and", "not"], ["but", "no"], [",", "no"], ["and", "no"], ["but", "never"], [",", "never"], ["and", "never"])


def _is_inserted_use(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Valproate, given for epilepsy, can lower immunoglobulins": the use is of what stands before the comma."""
    folds = page.tokens.folds
    if cue.first - unit.first < 2 or folds[cue.first - 1] != "," or folds[cue.first] not in _INSERTED_USES:
        return False
    return not any(folds[i] in TURNS or folds[i] in {"in", "for", "if", "when"} for i in range(unit.first, cue.first))


_INSERTED_USES = frozenset(("given", "used", "approved", "licensed", "prescribed", "indicated", "taken", "employed"))


def is_equalled(agent: Agent, page: Page) -> bool:
    """ "SCIG is as effective as IVIG in A": what the sentence's own subject is held against."""
    folds = page.tokens.folds
    return agent.first > 2 and folds[agent.first - 1] == "as" and "as" in folds[max(0, agent.first - 4) : agent.first - 2]


def is_outdone(agent: Agent, page: Page) -> bool:
    """ "omalizumab works better than IVIG in A": the product is only what another treatment is held against."""
    before = page.tokens.folds[max(0, agent.first - 2) : agent.first]
    return before[-1:] in (["than"], ["over"], ["versus"], ["vs"]) or before in (["vs", "."], ["as", "with"])


def is_held_against(agent: Agent, unit: Unit, page: Page) -> bool:
    """Tell whether a sentence names a product only beside the treatment that it is about.

    "works better than IVIG", "in contrast to IVIG, ...", "which blocks A as IVIG does, is approved for B", "After IVIG failed,
    infliximab was given".
    """
    if agent.concept is None:
        return False
    folds = page.tokens.folds
    if is_outdone(agent, page) or is_excluded(agent, page):
        return True
    if folds[agent.first - 1] in _SUPERSEDED and any(other.concept is None and other.last <= agent.first for other in unit.agents):
        return True
    if folds[agent.first - 1] in {"as", "like"} and folds[agent.last : agent.last + 1] and folds[agent.last] in _DOES:
        return True
    if folds[unit.first] not in _OPENING_CLAUSE or agent.first - unit.first > _OPENS:
        return False
    comma = next((i for i in range(agent.last, min(unit.last, agent.last + _OPENING_REACH)) if folds[i] == ","), None)
    following = next((other for other in unit.agents if comma is not None and other.first > comma), None)
    return following is not None and following.concept is None


_DOES = frozenset(("do", "does", "did", "is", "was", "are"))
_SUPERSEDED = frozenset(("replaced", "superseded", "supplanted", "outperformed"))
#: Words that open a clause on what went before.
_OPENING_CLAUSE = frozenset(("after", "before", "when", "once", "if", "where", "until", "prior"))
#: Tokens of such a clause behind the product.
_OPENING_REACH = 8
#: Words that open a clause or phrase in which another treatment is only a circumstance.
_CIRCUMSTANCE = frozenset(
    [
        "that",
        "who",
        "which",
        "when",
        "if",
        "after",
        "despite",
        "where",
        "refractory",
        "resistant",
        "unresponsive",
        "intolerant",
        "without",
        "fail",
    ]
)


def _is_subordinate(unit: Unit, page: Page, cue: Cue, agent: Agent) -> bool:
    """ "for A that does not respond to plasma exchange": the other treatment does not act in the statement."""
    return any(page.tokens.folds[i] in _CIRCUMSTANCE for i in range(cue.last, agent.first))


def _joined(agents: Sequence[Agent], unit: Unit, page: Page) -> list[Agent]:
    """The agents from the first on that a coordination joins."""
    group = [agents[0]]
    for agent in agents[1:]:
        between = page.tokens.folds[group[-1].last : agent.first]
        if not {"and", "or", ",", "/", "plus"}.intersection(between) or not {"not", "never"}.isdisjoint(between):
            break
        if any(t.has("Condition") and group[-1].last <= t.first and t.last <= agent.first for t in unit.terms):
            break  # "A is treated with steroids, B with IVIG"
        has_verb = not _FINITE.isdisjoint(page.tokens.folds[agent.last : min(agent.last + 1, unit.last)])
        if has_verb and any(t.has("Condition") and t.first > agent.last for t in unit.terms):
            break  # "A is treated with steroids, and IVIG is kept for B"
        group.append(agent)
    return group


#: "combined with steroids", "in addition to surgery": what accompanies the treatment that a statement is about.
_BESIDE = frozenset(
    ("combined", "together", "along", "conjunction", "combination", "addition", "concert", "parallel", "alternative", "substitute")
)


def is_excluded(agent: Agent, page: Page) -> bool:
    """ "IVIG, but not prednisone, ...", "unlike steroids, ...", "in contrast to some other immunoglobulins, ..." """
    before = page.tokens.folds[max(0, agent.first - 2) : agent.first]
    if not before:
        return False
    if page.tokens.folds[agent.last : agent.last + 2] == ["only", ")"]:
        return True  # "A (BRAND only); B"
    if before[-1] in {"a", "an"} and agent.concept is None and page.tokens.folds[agent.first - 3] in _BESIDE:
        before = page.tokens.folds[agent.first - 3 : agent.first - 1]  # "together with an antiviral medicine"
    if before[-1] in _SOME:
        start = agent.first - (2 if before[0] in _SOME else 1)
        held = page.tokens.folds[max(0, start - 2) : start]
        if held in _HELD_AGAINST or held[-1:] == ["unlike"]:
            return True
    if before[-1] in {"not", "unlike", "without", "than"} or before in _NOT_BY:
        return True
    if before[-1] in {"with", "to"} and (before in _HELD_AGAINST or (agent.concept is None and before[0] in _BESIDE)):
        return True
    if before[-1] in _JOINING and _is_in_fronted_list(agent, page):
        return True
    if agent.concept is not None:
        return False
    if before[-1] == "as" and is_equalled(agent, page) and page.tokens.folds[agent.first - 2] in _AS_GOOD:
        return True
    if before[-1] in _LED_TO and (before[0] in _UNHELPED or (before[0] in _HELPED and "not" in page.tokens.folds[agent.first - 4 : agent.first])):
        return True
    return before[-1] in {"alongside", "beside"} or not _CIRCUMSTANCES.isdisjoint(before)


def _is_held_off(folds: Sequence[str], index: int) -> bool:
    return folds[index] == "unlike" or (folds[index] == "to" and folds[index - 1] == "contrast")


def _is_in_fronted_list(agent: Agent, page: Page) -> bool:
    """ "Unlike A and B, C is used in D": a further member of the list that is held against C, which a comma closes behind "and"."""
    folds = page.tokens.folds
    first = next((i for i in range(agent.first - 2, max(0, agent.first - _FRONTED) - 1, -1) if folds[i] in _ENDING), None)
    opened = next((i for i in range(first + 1 if first is not None else max(0, agent.first - _FRONTED), agent.first) if _is_held_off(folds, i)), None)
    if opened is None:
        return False
    joint = next((i for i in range(opened, min(len(folds), opened + _FRONTED)) if folds[i] in {"and", "or"}), None)
    if joint is None or agent.first > joint + 1 or not _FINITE.isdisjoint(folds[opened:joint]):
        return False
    closed = next((i for i in range(joint, min(len(folds), joint + _TO_COMMA)) if folds[i] == ","), None)
    return closed is not None and _FINITE.isdisjoint(folds[joint:closed])


#: What joins members of a list, tokens from "unlike" to the last of them, from "and" to the comma behind it, and what ends a sentence.
_JOINING = frozenset(("and", "or", ","))
_FRONTED = 14
_TO_COMMA = 6
_ENDING = frozenset((".", ";", ":"))
#: Words before a class that is held against a product: "unlike other immunoglobulins".
_SOME = frozenset(("some", "other", "most", "many", "certain", "all", "the", "ordinary", "normal"))
#: "works as well as plasma exchange"
_AS_GOOD = frozenset(("good", "well", "effective", "efficacious", "beneficial", "safe", "fast", "quickly", "useful", "potent", "active"))
#: "is treated with steroids, not with IVIG", "never with IVIG", "those who were not on steroids"
_NOT_BY = (["not", "with"], ["not", "by"], ["never", "with"], ["never", "by"], ["not", "on"], ["not", "taking"], ["instead", "of"])
#: "unsuitable for splenectomy", "refractory to steroids", "not responding to steroids": what was no help before.
_LED_TO = frozenset(("to", "for", "of"))
_UNHELPED = frozenset(
    ("unsuitable", "ineligible", "refractory", "resistant", "unresponsive", "intolerant", "intolerance", "failure", "contraindications", "unfit")
)
_HELPED = frozenset(("responding", "respond", "responded", "responsive"))


#: "after steroids", "despite surgery": what came before is a circumstance.
_CIRCUMSTANCES = frozenset(("after", "before", "despite", "following", "undergoing", "when"))
#: "Compared with IVIG, plasma exchange caused ...": what another treatment is held against does not act.
_HELD_AGAINST = (
    ["preferred", "to"], ["preferable", "to"], ["compared", "with"], ["compared", "to"], ["relative", "to"], ["contrast", "to"],
    ["contrast", "with"], ["opposed", "to"],
)  # fmt: skip


def coordinated(agents: Sequence[Agent], page: Page) -> list[Agent]:
    """The last agents that stand together in one coordination."""
    group = [agents[-1]]
    for agent in reversed(agents[:-1]):
        between = page.tokens.folds[agent.last : group[0].first]
        joined = {"and", "or", "nor", ",", "/", "with", "plus", "(", "["}.intersection(between)
        reach = _WITH_DOSE if "dose" in between else _JOINED_WITHIN
        if len(between) <= reach and joined and not {"than", "versus", "vs", "compared", "by", "against"}.intersection(between):
            group.insert(0, agent)
        else:
            break
    return group


#: Tokens between two treatments of a coordination, and those where the second comes in a dose: "should be given with the first dose of".
_JOINED_WITHIN, _WITH_DOSE = 8, 11
#: Words of a subject that is a dose: "Much higher doses".
_OPENING_DOSES = 3


def speaks_of_version(unit: Unit, page: Page) -> bool:
    """ "The horse version is seldom used because of the risk of A": a sentence about one of the products that the text is about."""
    return page.tokens.folds[unit.first] == "the" and page.tokens.folds[unit.first + 2 : unit.first + 3] in _VERSIONS


def _refers_back(unit: Unit, page: Page, cue: Cue) -> bool:
    folds = page.tokens.folds
    if not PRONOUNS.isdisjoint(folds[unit.first : cue.first]):
        return True
    if any(folds[i] == "," and folds[i + 1] in {"it", "they"} for i in range(cue.last, unit.last - 1)):
        return True  # "Initially used as A, it is now ..."
    doses = next((i for i in range(unit.first, min(cue.first, unit.first + _OPENING_DOSES)) if folds[i] in {"dose", "doses"}), None)
    if doses is not None and folds[doses + 1] != "of":
        return True  # "Large doses are used for A"
    if speaks_of_version(unit, page):
        return True
    if _GENERIC.isdisjoint(folds[unit.first : min(cue.last + 6, unit.last)]):
        return False
    return any(
        folds[i] in _GENERIC
        and i > unit.first
        and folds[i - 1] in {"the", "this", "these", "your", "of", "such", "same", "both"}
        and not (folds[i - 1] == "of" and folds[i - 2] in _PLACES)  # "soreness at the site of injection"
        for i in range(unit.first, min(cue.last + 6, unit.last))
    )


_VERSIONS = (["version"], ["product"], ["preparation"], ["formulation"])
_PLACES = frozenset(("site", "place", "point", "area", "spot"))


def _is_of_giving(unit: Unit, page: Page, cue: Cue) -> bool:
    """ "Infusions into a vein may cause A", "If you take B, an injection could give you A": the way of giving before the verb stands for the product."""
    folds = page.tokens.folds
    if unit.products or (unit.rivals and folds[unit.first] != "if"):
        return False
    for way in unit.terms:
        if not way.has("Route") or _GIVING.isdisjoint(folds[way.first : way.last]) or not 0 <= cue.first - way.last <= _TO_CAUSING:
            continue
        start = way.first - (folds[way.first - 1] in _ARTICLES and way.first > unit.first)
        if _MODAL.issuperset(folds[way.last : cue.first]) and (start == unit.first or folds[start - 1] in _BEFORE_WAY):
            return True
    return False


#: Words for giving that stand for what is given; what may stand between the way and the verb, and tokens of it.
_GIVING = frozenset(("infusion", "injection", "drip"))
_MODAL = frozenset(("may", "can", "might", "could", "will", "often", "sometimes", "also", "then", "usually", "seldom", "rarely", "occasionally"))
_TO_CAUSING = 3
_ARTICLES = frozenset(("a", "an", "the", "your", "such"))
_BEFORE_WAY = frozenset((",", "as", "since", "because", ";", ":", "and", "but"))


def says_this_medicine(words: Sequence[str]) -> bool:
    """Tell whether folded words speak of the product as "this medicine"."""
    return any(word == "this" and after in _MEDICINE for word, after in pairwise(words))


_MEDICINE = frozenset(("medicine", "medication"))


def _opening_agent(unit: Unit, page: Page, cue: Cue) -> Agent | None:
    """ "Plasma exchange is quick, but it may cause A": what opens the sentence is what its pronoun stands for."""
    pronoun = next((i for i in range(unit.first, cue.first) if page.tokens.folds[i] in {"it", "they"}), None)
    if pronoun is None:
        return None
    opening = (agent for agent in unit.agents if agent.first - unit.first <= _OPENS and agent.last <= pronoun)
    return next((agent for agent in opening if page.tokens.folds[agent.first - 1] not in _HELD_OFF and not _is_compared(agent, page)), None)


def is_held_off(first: int, last: int, page: Page) -> bool:
    """ "Unlike plasma exchange, it ...": the pronoun goes on about something else."""
    folds = page.tokens.folds
    return first > 0 and folds[first - 1] == "unlike" and folds[last : last + 2] in ([",", "it"], [",", "they"])


def _is_compared(agent: Agent, page: Page) -> bool:
    """ "In contrast to plasma exchange, it ...", "Compared with steroids, it ...": what the pronoun is held against."""
    return page.tokens.folds[max(0, agent.first - 2)] in {"contrast", "compared", "opposed"}


_HELD_OFF = frozenset(("unlike", "like", "despite", "without"))


#: Tokens before the agent that opens a sentence: "However, the infusion".
_OPENS = 3


def _focus(unit: Unit, page: Page) -> Agent | None:
    """The agent that the text spoke of last before the unit, at most five sentences back and in the same section."""
    before = unit.previous
    for _ in range(5):
        if before is None or (before.place.title != unit.place.title and not unit.is_item):
            return None
        agents = [a for a in before.agents if not (is_in_clause(a, before, page) or is_matter(a, page) or _is_control(a, page))]
        agents = [a for a in agents if a.concept is not None or not (is_had_by_all(before, page, a) or is_companion(before, page, a))]
        # "Unlike A, it is harmless. ...", "It is injected far from the vaccine. ..."
        agents = [a for a in agents if a.concept is not None or not (is_excluded(a, page) or _is_far_off(a, page) or _is_had_by_people(before, page, a))]
        agents = [a for a in agents if page.tokens.folds[a.first - 1] != "unlike"]
        if agents:
            if is_about_other(before, page) or _is_of_topic(agents, page):
                return agents[0]
            group = coordinated(agents, page)
            chosen = next((agent for agent in group if agent.concept), group[-1])
            if chosen.concept == CLASS:
                # "IVIG is a preparation of human immunoglobulin": what the sentence is about, not what it is made of.
                return next((agent for agent in agents if agent.concept and agent.last <= chosen.first), chosen)
            return chosen
        before = before.previous
    return None


def _is_had_by_people(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "It is not needed in people who have had the vaccine": the sentence is about what its pronoun stands for."""
    folds = page.tokens.folds
    return folds[unit.first] == "it" and "who" in folds[max(unit.first, agent.first - _TO_WHO) : agent.first]


#: Tokens from "who" to what people had: "who have already had a full course of".
_TO_WHO = 9


def _is_far_off(agent: Agent, page: Page) -> bool:
    """ "into a muscle far from the vaccine", "away from where the vaccine went": a place, nothing that is gone on about."""
    return not _AWAY.isdisjoint(page.tokens.folds[max(0, agent.first - 4) : agent.first]) and "from" in page.tokens.folds[agent.first - 3 : agent.first]


_AWAY = frozenset(("far", "away", "distant", "apart", "remote", "separate"))


def is_had_by_all(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "children, all of whom received prednisone and azathioprine": what everybody got, which is not what the sentence is about."""
    folds = page.tokens.folds
    first = agent.first
    for other in reversed(unit.agents):
        if other.concept is None and other.last < first and {"and", ",", "or"}.issuperset(folds[other.last : first]):
            first = other.first
    verb = next((i for i in range(first - 1, max(unit.first, first - _TO_TAKING), -1) if folds[i] in _TAKING), None)
    return verb is not None and not _EVERYBODY.isdisjoint(folds[max(unit.first, verb - _TO_TAKING) : verb])


#: Verbs of those who get a treatment, the tokens before and behind one, and words for all of a study.
_TAKING = frozenset(("received", "receiving", "took", "taking", "given", "got", "had", "on"))
_TO_TAKING = 5
_EVERYBODY = frozenset(("all", "both", "everyone", "everybody", "each"))


def _is_control(agent: Agent, page: Page) -> bool:
    """ "the one trial against placebo", "better than saline": what a trial holds its product against is not gone on about."""
    folds = page.tokens.folds
    return folds[agent.last - 1] in _CONTROLS and not _MEASURED_BY.isdisjoint(folds[max(0, agent.first - 2) : agent.first])


#: What a trial gives in the product's place, and what leads to it.
_CONTROLS = frozenset(("placebo", "sham", "saline"))
_MEASURED_BY = frozenset(("against", "than", "versus", "vs", "or", "to", "with"))


def subject_of_paragraph(unit: Unit, page: Page) -> Subject | None:
    """ "IVIG is dripped into a vein. ... Side effects are mild": the product that the paragraph spoke of last."""
    agent = _focus(unit, page)
    if agent is None or agent.concept is None:
        return None
    told = unit.previous
    while told is not None and agent not in told.agents:
        told = told.previous
    return Subject(agent.concept, None, "pronoun") if told is not None and told.block == unit.block else None


def _is_of_topic(agents: Sequence[Agent], page: Page) -> bool:
    """ "IVIG did not allow the steroid dose to be cut", "IVIG given to patients on A": the text goes on about its product, which acts."""
    acts = agents[0].concept is not None and agents[0].concept == page.topic
    return acts and all(agent.concept or _FINITE.isdisjoint(page.tokens.folds[agent.last : agent.last + 2]) for agent in agents[1:])


def is_about_other(unit: Unit, page: Page) -> bool:
    """ "Efgartigimod is an alternative to IVIG": what opens the sentence is what the next goes on about."""
    opening = unit.agents[0]
    return opening.concept is None and opening.first - unit.first <= 1 and page.tokens.stems[opening.last] == "be"


def is_matter(agent: Agent, page: Page) -> bool:
    """ "They consist of immunoglobulins", "it is a solution made from donor antibodies": what something is made of does not act itself."""
    if agent.concept != CLASS:
        return False
    before = page.tokens.stems[max(0, agent.first - 5) : agent.first]
    last = next((i for i in range(len(before) - 1, -1, -1) if before[i] in {"of", "from"}), None)
    return last is not None and not _MAKING.isdisjoint(before[:last])


_MAKING = frozenset(map(stem, ("consist", "compose", "mixture", "solution", "preparation", "concentrate", "made", "prepared")))


def is_in_clause(agent: Agent, unit: Unit, page: Page) -> bool:
    """ "It helps in A when a specific immunoglobulin is not available": the text does not go on about what only a clause names.

    Nor does it after "It is kept for those whom IVIG did not help", "for children who do not respond to IVIG".
    """
    start = max(unit.first, agent.first - 7)
    whom = next((i for i in range(agent.first - 1, start - 1, -1) if page.tokens.folds[i] in {"who", "whom"}), None)
    if whom is not None and whom > unit.first and not _UNSERVED.isdisjoint(page.tokens.folds[whom : agent.last + _BEHIND_CLAUSE]):
        return True
    opener = next((i for i in range(agent.first - 1, start - 1, -1) if page.tokens.folds[i] in _CLAUSE), None)
    return opener is not None and opener > unit.first and "," not in page.tokens.surfaces[opener : agent.first]


#: Words of a clause on those whom a treatment did not serve, and tokens behind it.
_UNSERVED = frozenset(("not", "cannot", "fail", "failed", "never", "stop", "stopped", "unable"))
_BEHIND_CLAUSE = 3


def subject_of_indication(unit: Unit, page: Page, governor: Governor, term: Term) -> Subject | None:
    """ "Treatment of A in patients who had steroids", "Prophylaxis of A under other drugs" below "Indications": of the text's product.

    Agents that are named behind the term say in whom or beside what; nothing where one stands before it, or the line has a verb.
    """
    if page.topic is None or unit.label_last is not None or unit.is_heading or not unit.agents:
        return None
    if unit.place.kind != "indications" and not _goes_with_vaccine(unit, page, governor, term):
        return None
    agent = unit.agents[0]
    opens = governor.source == "section" or (governor.cue is not None and governor.unit == unit.index and governor.cue.first <= unit.first + 1)
    if agent.first < term.last or agent.concept or not opens or page.tokens.surfaces[term.last] in {":", "|"}:
        return None
    return Subject(page.topic, None, "topic") if _FINITE.isdisjoint(page.tokens.folds[unit.first : term.last]) else None


def _goes_with_vaccine(unit: Unit, page: Page, governor: Governor, term: Term) -> bool:
    """ "- Prevention of A after exposure, in combination with A vaccine" on the card of a product: the only other agent is what it goes with."""
    if governor.relation != "prevents" or unit.products or not unit.has("Vaccine"):
        return False
    return all(agent.first >= term.last and _is_given_along(unit, page, agent) for agent in unit.agents)


_FINITE = frozenset(("is", "are", "was", "were", "be", "been", "has", "have", "had", "can", "may", "should", "will", "must", "receive", "need"))


def is_under_rival(unit: Unit, page: Page) -> bool:
    """Tell a section that is headed by another treatment alone: "Steroids", "Plasma exchange". It speaks of that one where it names none.

    "Side effects" right below such a heading, or behind "Drug: rituximab." in the same line, is of that treatment too.
    """
    if page.is_label:
        return False
    before = unit.previous
    for _ in range(_LINE):
        if before is None or before.block != unit.block:
            break
        if before.agents:
            first, *others = before.agents
            opens = first.concept is None and first.first - before.first <= 2 and _opens_effects(unit, page)
            if opens and all(a.concept is None or is_in_clause(a, before, page) or _is_measure(a, page) for a in others):
                return True  # "The vaccine prevents A. Side effects: ...", "A is an alternative to IVIG. Side effects: ..."
            if before.last - before.first <= _NAME_OF_RIVAL and _names_rival(before, page):
                return True
            break
        before = before.previous
    heading = page.heading_over(unit)
    if heading is None or heading is unit or heading.index == 0:
        return unit.index > 0 and heading is not None and heading is not unit and _names_rival(heading, page)
    if not heading.agents and heading.place.kind == "adverse" and _is_titled_by_rival(page):
        return True
    if not heading.agents and heading.previous is not None and heading.previous.is_heading:
        heading = heading.previous
    is_on_rival = heading.last - heading.first <= _NAME_OF_RIVAL or _ends_on_rival(heading, page)
    return is_on_rival and _names_rival(heading, page)


def _is_titled_by_rival(page: Page) -> bool:
    """ "Plasma exchange" as the title of a card: "Side effects" below it are of that."""
    title = page.units[0]
    return title.is_heading and title.last - title.first <= _NAME_OF_RIVAL and _names_rival(title, page)


def _is_measure(agent: Agent, page: Page) -> bool:
    """ "A is an alternative to IVIG", "is as good as IVIG", "works faster than IVIG": what the other treatment is held against."""
    before = page.tokens.folds[max(0, agent.first - _TO_MEASURE) : agent.first]
    return before[-1:] == ["than"] or before[-2:] in (["alternative", "to"], ["good", "as"], ["effective", "as"], ["instead", "of"], ["equivalent", "to"])


_TO_MEASURE = 2


def _ends_on_rival(heading: Unit, page: Page) -> bool:
    """ "What families told us about rituximab"."""
    last = heading.agents[-1] if heading.agents else None
    return last is not None and last.last == heading.last and page.tokens.folds[last.first - 1] == "about"


def _opens_effects(unit: Unit, page: Page) -> bool:
    """ "Side effects: ...", "Common side effects are ...": the opening leaves out of what."""
    opening = page.tokens.folds[unit.first : unit.first + _OPENING_EFFECTS]
    return not unit.agents and "side" in opening and not {"effect", "effects"}.isdisjoint(opening)


_OPENING_EFFECTS = 4


def _names_rival(unit: Unit, page: Page) -> bool:
    if not unit.agents or unit.products or unit.has("Vaccine"):
        return False
    return _ACCOMPANYING.isdisjoint(page.tokens.folds[unit.first : unit.last])


#: Sentences back in one line to the treatment that it is about.
_LINE = 3
#: Tokens of a heading that is no more than a treatment's name.
_NAME_OF_RIVAL = 5
_ACCOMPANYING = frozenset(
    (
        "premedication", "before", "with", "and", "interaction", "vaccines", "vaccination", "vaccine", "or", "vs", "versus", "class",
        "classification", "category", "group", "type",
    )
)  # fmt: skip


def is_product(term: Term) -> bool:
    """Tell whether the term names an immunoglobulin product."""
    return term.is_product
