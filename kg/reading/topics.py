"""What a text is about and who acts in it: a page goes in, its topic and the agents of its sentences are set.

The topic is the product that the title, the first lines or most sentences name; an agent is a product that is given, or another
treatment. A product's name may also mean what is measured ("low immunoglobulin levels"), which neither is nor acts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from operator import attrgetter

from kg.reading.cues import Cue
from kg.reading.layout import Layout
from kg.reading.lexicon import Lexicon
from kg.reading.openings import is_noun_phrase
from kg.reading.page import Agent, Page, Term, Unit
from kg.reading.sections import Place
from kg.reading.silences import close_abbreviations, close_citations
from kg.reading.subjects import is_product, says_this_medicine
from kg.reading.unknown import look_of
from kg.reading.words import stem

__all__ = ["find_agents", "find_topic", "fit_infusions", "is_titled", "looks_like_label", "open_asides", "opens_with_disease"]

#: A document is about a product that its title or first lines name and that this share of its sentences names.
_TOPIC_SHARE = 0.08
#: ... or, without such a beginning, this share.
_DOMINANT_SHARE = 0.3
_OPENING_UNITS = 4
#: Headings of official labels; two of them make a label.
_LABEL_KINDS = frozenset(("contraindications", "warnings", "indications", "adverse", "dosage", "interactions"))


def looks_like_label(places: Sequence[Place], layout: Layout) -> bool:
    """Tell an official label by its headings: two numbered ones of the kinds that labels have, or four with indications and contraindications.

    An encyclopedia has "Medical uses" and "Contraindications", too; "Indications" is the word of labels, "What X is used for" that of leaflets.
    """
    headings = [
        (place.kind, block.number)
        for place, block in zip(places, layout.blocks, strict=True)
        if block.kind == "heading" and not place.title.endswith("?")
    ]
    if any(place.kind in _OF_ARTICLES for place in places):
        return False  # the numbered sections of a review, "Not commissioned"
    numbered = {kind for kind, number in headings if number}
    kinds = {kind for kind, _ in headings}
    if len(numbered & _LABEL_KINDS) >= 2 or ("indications", "4.1") in headings:
        return True
    titles = {place.title.lower() for place in places if place.kind == "indications"}
    if kinds >= _OF_LEAFLETS and any(title.startswith("what ") and title.endswith("used for") for title in titles):
        return True
    official = any("indicat" in title for title in titles)
    return official and "contraindications" in kinds and len(kinds & _LABEL_KINDS) >= 4


#: Sections that leaflets for patients have.
_OF_LEAFLETS = frozenset(("indications", "contraindications", "warnings"))
#: Sections of articles and of policies, which no label has.
_OF_ARTICLES = frozenset(("introduction", "discussion", "conclusion", "methods", "denied"))
#: Tokens of the shortest sentence that is no mere link.
_SENTENCE = 6


def open_asides(page: Page) -> None:
    """Let full sentences below "See also" count as text; the links among them stay silent, as do entries of a list of works."""
    close_citations(page)
    close_abbreviations(page)
    for unit in page.units:
        if unit.place.kind != "references" or unit.is_item or unit.is_heading or unit.last - unit.first < _SENTENCE:
            continue
        heading = page.heading_over(unit)
        if heading is None or not {"see", "related"}.intersection(page.tokens.folds[heading.first : heading.last]):
            continue
        if page.tokens.surfaces[unit.last - 1] == "." and not is_noun_phrase(unit, page, unit.last):
            unit.place = replace(unit.place, kind="")


def find_topic(page: Page, lexicon: Lexicon) -> None:
    """Set the product that the text is about and the share of its sentences that name a product."""
    counts: Counter[str] = Counter()
    naming = 0
    opening: set[str] = set()
    headed: set[str] = set()
    for unit in page.units:
        if not unit.terms:
            continue
        products = {term.concept for term in _given_in(unit, page)}
        if not products and [t for t in unit.terms if t.concept == "antibody-replacement" and _names_product(page, t)]:
            products.add("immunoglobulin")
        if products:
            naming += 1
            counts.update(products)
            if unit.index < _OPENING_UNITS:
                opening |= products
            elif unit.is_heading and unit.index < 40:
                headed |= products
    if opening or not opens_with_disease(page):
        opening |= headed
    title = page.document.title.lower()
    for slug in counts if title else ():
        if any(name.lower() in title for name in lexicon.concepts[slug].names if len(name) > 3):
            opening.add(slug)
    share = naming / max(1, len(page.units))
    page.topic_share = share
    if not counts:
        return
    is_named = bool(opening) and (share >= _TOPIC_SHARE or naming >= _TOPIC_SHARE * _count_sentences(page) or is_titled(page, opening))
    if not is_named:
        called = _of_this_medicine(page, counts) or _of_part(page, counts, naming) or _of_questions(page)
        opening, is_named = (opening or called), bool(called)
    titled = _of_title(page) or _of_leaflet(page)
    candidates = {titled} if titled is not None else opening or set(counts)
    if is_named or share >= _DOMINANT_SHARE or page.is_label:
        # A named form ("IVIG", a brand) is more telling than the class word that accompanies it.
        page.topic = max(candidates, key=lambda slug: (counts[slug] * (0.34 if slug == "immunoglobulin" else 1.0), slug))
        if page.topic in _FORMS and _names_both(counts, page.topic):
            page.topic = "immunoglobulin"
        if page.topic == "hyperimmune-globulin" and counts["immunoglobulin"] >= counts[page.topic]:
            page.topic = "immunoglobulin"  # the specific ones are one part of the matter


def _count_sentences(page: Page) -> int:
    """Count the units that are long enough to name a product; the items of a list of effects do not."""
    return sum(unit.last - unit.first >= _SENTENCE for unit in page.units)


def _of_this_medicine(page: Page, counts: Counter[str]) -> set[str]:
    """ "This medicine may cause A. This medicine ...": the one product that is named on a page which speaks of a medicine throughout."""
    named = [slug for slug in counts if slug != "immunoglobulin"] or list(counts)
    if len(named) > 1 or "this medic" not in page.normal.text.lower():
        return set()
    folds = page.tokens.folds
    speaking = sum("this" in unit.folds and says_this_medicine(folds[unit.first : unit.last]) for unit in page.units)
    return set(named) if speaking >= _SPEAKING else set()


def _of_part(page: Page, counts: Counter[str], naming: int) -> set[str]:
    """The one product that a part of a label names, which opens with "Warnings" and has no title."""
    classes = {"immunoglobulin", *_FORMS}
    named = (set(counts) - classes) or (set(counts) - {"immunoglobulin"})
    first = page.units[0]
    opens = first.is_heading and first.place.kind in _LABEL_KINDS and not first.terms
    return named if opens and len(named) == 1 and naming >= _DOMINANT_SHARE * _count_sentences(page) else set()


def _of_questions(page: Page) -> set[str]:
    """ "Is it safe?", "Are there side effects?" over a section of a page on a disease: the one product that was told of before.

    Where other treatments were told of, too, the section must ask about "it" or speak of a way of giving ("during the drip").
    """
    first = next((unit for unit in page.units if unit.place.kind in _OF_MEDICINES and not unit.is_row), None)
    if first is None:
        return set()
    earlier = page.units[: first.index]
    told = {term.concept for unit in earlier for term in _given_in(unit, page)}
    named = told - {"immunoglobulin"} or told
    if len(named) != 1:
        return set()
    heading = page.heading_over(first) or first
    asks = "it" in heading.folds
    others = any(term.has("Medication", "MonoclonalAntibody") for unit in earlier for term in unit.terms)
    told_of_way = any("Route" in unit.named() for unit in page.units[first.index :] if unit.place.kind == first.place.kind)
    return named if asks or told_of_way or not others else set()


#: What is asked of a medicine, and of no disease.
_OF_MEDICINES = frozenset(("adverse", "contraindications", "dosage", "mechanism", "interactions"))


#: Sentences of a page on one medicine that call it "this medicine".
_SPEAKING = 2


#: The forms of one product, of which a text on the product as such names each as often.
_FORMS = ("intravenous-immunoglobulin", "subcutaneous-immunoglobulin")


def opens_with_disease(page: Page) -> bool:
    """The first sentence begins with a disease, which the text is about: a heading over its treatments does not make them the topic."""
    first = next((unit for unit in page.units if unit.first < unit.last and unit.terms), None)
    opening = first.opening() if first is not None else None
    return opening is not None and opening.has("Condition", "Immunodeficiency")


def _names_both(counts: Counter[str], topic: str) -> bool:
    """A text names the class and its two forms about as often: "Ig can be given as SCIG or IVIG"."""
    other = next(counts[form] for form in _FORMS if form != topic)
    return counts["immunoglobulin"] >= counts[topic] and other * 2 > counts[topic]


def _of_title(page: Page) -> str | None:
    """The one form or brand that the first line names: "SCIG at home: frequently asked questions"."""
    first = page.units[0]
    named = {t.concept for t in first.terms if is_product(t) and t.concept != "immunoglobulin"}
    if not named or not _is_title_line(first, page):
        return None
    if named.issuperset(_FORMS):
        return "immunoglobulin"  # "IVIG and SCIG: what to know"
    return next(iter(named)) if len(named) == 1 else None


def _of_leaflet(page: Page) -> str | None:
    """The one form or brand in the head of a leaflet, above its first section: "Zostran 25 IU/ml, human varicella immunoglobulin"."""
    named: set[str] = set()
    if page.is_label:
        for unit in page.units[:_HEAD]:
            if unit.is_heading and unit.place.kind:
                break
            named.update(t.concept for t in _given_in(unit, page) if t.concept != "immunoglobulin")
    return next(iter(named)) if len(named) == 1 else None


#: Units of the head of a leaflet.
_HEAD = 4


def is_titled(page: Page, products: set[str]) -> bool:
    """Tell whether the first line is a heading that names one of some products and no illness: "What are the side effects of immunoglobulin?"."""
    first = next((unit for unit in page.units if unit.first < unit.last), page.units[0])
    if not _is_title_line(first, page) or any(term.has("Condition", "Immunodeficiency", "Category") for term in first.terms):
        return False
    return any(term.concept in products for term in first.terms)


def _is_title_line(unit: Unit, page: Page) -> bool:
    ends_sentence = page.tokens.surfaces[unit.last - 1] in {".", ":", ";", ","}
    return unit.is_heading or (unit.first < unit.last <= unit.first + _TITLE and not ends_sentence)


#: Tokens of a first line that is a title though the layout does not show it: "BRAND patient information (immune globulin)".
_TITLE = 16
#: "IgRT": replacement therapy with whatever immunoglobulin.
_REPLACING = "igrt"
_NAMES = frozenset(("immunoglobulin", "ig", "globulin", "igg", "gammaglobulin"))


def _is_given(unit: Unit, page: Page, term: Term) -> bool:
    """Tell the product from the isotype that is measured: "low immunoglobulin levels", "antibodies against platelets"."""
    tokens = page.tokens
    words = tokens.folds[term.first : term.last]
    if words[0] == "specific" and tokens.folds[term.first - 1] == "more":
        return False  # "where a more specific immunoglobulin is not to be had"
    if not _MISSING.isdisjoint(tokens.folds[term.last : min(unit.last, term.last + 3)]):
        return False  # "if X is unavailable"
    if "antibody" in tokens.folds[term.last - 1 : term.last + 1] and any(map(_is_owned, tokens.surfaces[max(unit.first, term.first - 3) : term.first])):
        return False  # "the mother's anti-D antibodies"
    if " ".join(words) not in _CLASS_WORDS:
        return True
    if words == ["antibody"]:
        if term.last < unit.last and tokens.folds[term.last] in _GIVING and _is_of_plasma(unit, page):
            return True  # "a costly antibody drip"
        if any(other.has("MonoclonalAntibody") for other in unit.terms):
            return False  # "Rituximab is a chimeric antibody"
        before = tokens.stems[max(unit.first, term.first - 3) : term.first]
        return not page.lists["antibody-hint"].isdisjoint(before) or any(
            tokens.stems[i] == "immunoglobulin" for i in range(term.last, min(term.last + 8, unit.last))
        )
    if any(cue.phrase.kind == "treats" and cue.first <= term.first and term.last <= cue.last for cue in unit.relations):
        return True  # "advises against immunoglobulin for A"
    last = term.last + 3 if tokens.surfaces[term.last + 2 : term.last + 3] == [")"] and tokens.surfaces[term.last] == "(" else term.last
    for cue in unit.qualifiers:
        if cue.phrase.kind != "measured":
            continue
        if cue.phrase.direction == "left" and (0 <= cue.first - term.last <= 1 or cue.first == last):
            return False  # "immunoglobulin (Ig) assay"
        if cue.phrase.direction == "right" and 0 <= term.first - cue.last <= 1:
            return tokens.folds[cue.last : term.first] == ["dose"]  # "low-dose immunoglobulin"
    after = tokens.surfaces[term.last] if term.last < unit.last else ""
    return after not in _ISOTYPES


#: What the class of antibodies is called as well as the product.
_CLASS_WORDS = frozenset(
    ("immunoglobulin", "antibody", "ig", "immune globulin", "human immunoglobulin", "igg", "gamma globulin", "gammaglobulin")
)
#: What behind "immunoglobulin" names the isotype of an antibody, as in "a chimeric immunoglobulin G1".
_ISOTYPES = frozenset(("A", "D", "E", "G", "M", "A1", "A2", "G1", "G2", "G3", "G4", "G1-kappa", "G1κ", "kappa", "lambda", "κ", "λ"))


def _is_of_plasma(unit: Unit, page: Page) -> bool:
    """Tell whether an infusion of antibodies is one of immunoglobulin, which the text names, and not of an antibody made in the laboratory."""
    if any(fold.endswith("mab") or fold == "monoclonal" for fold in unit.folds) or any(t.has("MonoclonalAntibody") for t in unit.terms):
        return False
    return any(t.is_product and page.tokens.folds[t.first : t.last] != ["antibody"] for other in page.units for t in other.terms)


#: What behind "antibody" says that antibodies are given.
_GIVING = frozenset(("drip", "drips", "infusion", "infusions", "transfusion", "concentrate"))
_MISSING = frozenset(("unavailable", "unobtainable"))


def _is_owned(word: str) -> bool:
    return word in {"maternal", "own", "autologous"} or word.endswith("'s")


def _names_product(page: Page, term: Term) -> bool:
    return not _NAMES.isdisjoint(page.tokens.folds[max(0, term.first - 1) : term.last])


def find_agents(page: Page) -> None:
    """Set the agents of every sentence."""
    others = _other_treatments(page)
    drugs = [index for index in page.telling if look_of(page.tokens.folds[index]) == "drug"]
    for unit in page.units:
        cues = unit.cues("other-agent")
        named = drugs[bisect_left(drugs, unit.first) : bisect_left(drugs, unit.last)] if drugs else []
        if unit.terms or cues or named:
            unit.agents = _agents_of(unit, page, others, cues, named)
            unit.products = [agent for agent in unit.agents if agent.concept]
            unit.rivals = [agent for agent in unit.agents if agent.concept is None]


def _agents_of(unit: Unit, page: Page, others: set[str], cues: Sequence[Cue], drugs: Sequence[int]) -> list[Agent]:
    folds = page.tokens.folds
    agents: list[Agent] = []
    covered: set[int] = set()
    for term in _given_in(unit, page):
        if any(cue.first < term.first and term.last <= cue.last for cue in cues) and folds[term.first : term.last] == ["antibody"]:
            continue  # "bispecific antibodies": another treatment
        if not _is_component(unit, page, term):
            concept = term.concept
            if folds[term.first : term.last] == ["antibody"] and page.topic:
                concept = "immunoglobulin"
            elif concept == "immunoglobulin" and folds[term.first : term.last] != ["antibody"]:
                concept = _named_by_way(unit, page, term) or concept
            agents.append(Agent(term.first, term.last, concept))
            covered.update(range(term.first, term.last))
    for term in unit.terms:
        # "Ig replacement therapy": the mechanism's words name the product too.
        if term.concept == "antibody-replacement" and covered.isdisjoint(range(term.first - 1, term.last)):
            named = next((i for i in range(max(unit.first, term.first - 1), term.last) if folds[i] in _NAMES or folds[i] == _REPLACING), None)
            if named is not None and folds[min(named + 1, term.last - 1)] not in _LEVELS:  # not "raises low immunoglobulin levels"
                agents.append(Agent(named, term.last, "immunoglobulin"))
                covered.update(range(named, term.last))
    for term in unit.terms:
        # "common during the first IVIG infusion", "after switching from IVIG to SCIG": so do those of a circumstance or a change
        if term.has("RiskFactor", "Constituent") or term.concept == _CHANGE:
            names = _WHOLE if term.concept == _FIRST and page.topic is None else _SHORT
            short = next((i for i in range(term.last - 1, term.first - 1, -1) if folds[i] in names), None)
            if short is not None and covered.isdisjoint(range(term.first, term.last)):
                agents.append(Agent(short, short + 1, names[folds[short]]))
                covered.add(short)
    for cue in cues:
        if cue.first - 1 in covered and folds[cue.first : cue.last] == ["vaccine"]:
            continue  # "the HBIG vaccine", as lay texts call an injection
        if folds[cue.last : cue.last + 1] == ["controled"]:
            covered.update(range(cue.first, cue.last))  # "a placebo-controlled trial": how a study was made
        if covered.isdisjoint(range(cue.first, cue.last)) and not (_is_occasion(page, cue) or _is_way_of_acting(unit, cue)):
            agents.append(Agent(cue.first, cue.last, None))
            covered.update(range(cue.first, cue.last))
    for term in unit.terms:
        if term.is_product or not (term.concept in others or "Medication" in term.classes or "MonoclonalAntibody" in term.classes):
            continue
        is_named = term.concept == "monoclonal-antibody" and agents
        if is_named and any(cue.phrase.kind == "isa" and cue.last <= term.first for cue in unit.relations):
            continue  # "X is a monoclonal antibody that ...": what X is, not another treatment
        if covered.isdisjoint(range(term.first, term.last)):
            agents.append(Agent(term.first, term.last, None))
            covered.update(range(term.first, term.last))
    for index in drugs:
        if index not in covered and not any(term.first <= index < term.last and term.is_product for term in unit.terms):
            agents.append(Agent(index, index + 1, None))
    agents.sort(key=_PLACE)
    if len(agents) < _BOTH or "from" not in unit.folds:
        return agents
    return [agent for agent, after in zip_longest(agents, agents[1:]) if after is None or not _is_left_for(agent, after, page)]


def _is_left_for(agent: Agent, after: Agent, page: Page) -> bool:
    """ "Patients were switched from X to Y; four had a rash": the product that they left does not act any more."""
    folds = page.tokens.folds
    if folds[agent.first - 1] != "from" or folds[agent.last : after.first][:1] != ["to"] or after.first - agent.last > _TO_NEXT:
        return False
    return not _CHANGING.isdisjoint(page.tokens.stems[max(0, agent.first - _TO_CHANGE) : agent.first])


#: The change of product that names both, stems of verbs of a change, tokens from one to "from", and from one product to the other: "to weekly".
_CHANGE = "switch-to-subcutaneous-immunoglobulin"
_CHANGING = frozenset(map(stem, ("switch", "change", "convert", "move", "transfer", "transition", "cross", "swap", "go", "went", "goes")))
_TO_CHANGE = 4
_TO_NEXT = 3
_BOTH = 2
_PLACE = attrgetter("first")


def _given_in(unit: Unit, page: Page) -> list[Term]:
    """The terms of a unit that name a product which is given, kept from the first time on."""
    if unit.given is None:
        unit.given = [term for term in unit.terms if term.is_product and _is_given(unit, page, term)]
    return unit.given


_LEVELS = frozenset(("level", "concentration"))
_SHORT = {"ivig": "intravenous-immunoglobulin", "scig": "subcutaneous-immunoglobulin"}
#: The names that "receiving immunoglobulin for the first time" holds.
_WHOLE = {**_SHORT, "immunoglobulin": "immunoglobulin"}
_FIRST = "first-infusion"


def _is_occasion(page: Page, cue: Cue) -> bool:
    """ "after an organ transplant", "before surgery", "associated with transplantation": when the product is given, not another treatment."""
    folds = page.tokens.folds
    if folds[cue.first - 2 : cue.first] == ["associated", "with"] or folds[cue.first - 1] == "organ":
        return folds[cue.last - 1].startswith("transplant")
    return folds[cue.last - 1].startswith(("transplant", "surgery")) and not _AFTER.isdisjoint(folds[max(0, cue.first - _TO_OCCASION) : cue.first])


_AFTER = frozenset(("after", "following", "post", "before", "ahead", "at", "during", "around", "undergoing"))
#: Tokens from such a word to the occasion: "after allogeneic haematopoietic stem cell transplantation".
_TO_OCCASION = 4


def _is_way_of_acting(unit: Unit, cue: Cue) -> bool:
    """ "How it works: complement inhibition", "by cytokine modulation, complement inhibition and ...": what the product does, no other treatment."""
    ways = [term for term in unit.terms if term.has("Mechanism")]
    own = next((term for term in ways if term.first <= cue.first and cue.last <= term.last), None)
    if own is None:
        return False
    beside = (max(term.first - own.last, own.first - term.last) for term in ways if term is not own)
    return unit.place.kind == "mechanism" or any(0 <= gap <= _JOINED for gap in beside)


#: Tokens between two parts of a list: ", and".
_JOINED = 2


def _other_treatments(page: Page) -> set[str]:
    """Concepts that the text's words for other treatments name, so that their acronyms are known too ("plasma exchange (PE)")."""
    return {
        term.concept
        for unit in page.units
        for cue in unit.cues("other-agent")
        for term in unit.terms
        if term.has("Management") and term.first < cue.last and cue.first < term.last
    }


def _named_by_way(unit: Unit, page: Page, term: Term) -> str | None:
    """ "Immune globulin infused under the skin is ...": the product that the way of giving right behind the class makes it."""
    folds = page.tokens.folds
    way = next((t for t in unit.terms if "Route" in t.classes and term.last <= t.first <= term.last + 1), None)
    if way is None or not _GIVEN.issuperset(folds[term.last : way.first]) or not _FURTHER.isdisjoint(folds[way.last : way.last + 1]):
        return None
    others = [t for t in unit.terms if "Route" in t.classes and t.first >= way.last and not t.concept.startswith(way.concept.split("-")[0])]
    if others:
        return None  # "immune globulin given into a vein, or under the skin"
    return _PRODUCTS_OF_WAYS.get(way.concept.split("-")[0])


#: Words between the class and the way, and those that go on to a further way.
_GIVEN = frozenset(("given", "infused", "injected", "administered", "delivered"))
_FURTHER = frozenset(("or", "and", ",", "/"))
_PRODUCTS_OF_WAYS = {"subcutaneous": "subcutaneous-immunoglobulin", "intravenous": "intravenous-immunoglobulin"}


def _is_component(unit: Unit, page: Page, term: Term) -> bool:
    """ "allergic to human immunoglobulins", "an anaphylactic reaction to it": what somebody reacts to, not what acts."""
    if page.topic is not None and any(
        t.concept == _ALLERGY and t.first < term.first and term.last <= t.last and page.tokens.folds[t.first] != "reaction" for t in unit.terms
    ):
        return True
    if _is_antibody(page, term):
        return True
    before = page.tokens.stems[max(unit.first, term.first - 4) : term.first]
    return "to" in before and not _ALLERGIC.isdisjoint(before)


def _is_antibody(page: Page, term: Term) -> bool:
    """ "Rabies-specific immunoglobulin titres rose", "A-specific immunoglobulin M": an antibody in the blood, not a product."""
    folds = page.tokens.folds
    if term.concept == "immunoglobulin" or folds[term.last - 1] not in _IMMUNOGLOBULINS:
        return False
    return folds[term.last : term.last + 1] in _TITRES or page.tokens.surfaces[term.last : term.last + 1] in _CLASSES


_IMMUNOGLOBULINS = frozenset(("immunoglobulin", "globulin", "ig"))
_TITRES = (["titre"], ["titres"], ["titer"], ["titers"])
_CLASSES = (["G"], ["M"], ["A"], ["E"], ["class"], ["isotype"])
_ALLERGY = "hypersensitivity-to-immunoglobulin"
_ALLERGIC = frozenset(("allergic", "hypersensitiv", "hypersensitiviti", "allergi", "sensitiv"))


def fit_infusions(page: Page, lexicon: Lexicon) -> None:
    """ "Infusion" alone means the route of the product that the text is about, or of the place that the words behind it name."""
    routes = _routes_of(page.topic, lexicon) if page.topic is not None else set()
    is_under_skin = "subcutaneous-infusion" in routes and "intravenous-infusion" not in routes
    for unit in page.units:
        if _INFUSIONS.isdisjoint(unit.folds):
            continue
        for term in unit.terms:
            if term.concept != "intravenous-infusion" or page.tokens.folds[term.last - 1] not in _INFUSIONS:
                continue
            is_bare = is_under_skin and term.last - term.first == 1
            if (is_bare and not _is_of_vein(unit, term, lexicon)) or _is_placed_under_skin(unit, page, term):
                term.concept = "subcutaneous-infusion"
                term.reasons = (*term.reasons, "route of the product")


#: Words for an infusion that tell no place.
_INFUSIONS = frozenset(("infusion", "drip"))


def _is_placed_under_skin(unit: Unit, page: Page, term: Term) -> bool:
    """ "an infusion (drip) under the skin", "by drip under the skin": the place stands right behind the word or its bracket."""
    behind = term.last + 1 if page.tokens.surfaces[term.last : term.last + 1] == [")"] else term.last
    return any(other.first == behind and other.concept == "subcutaneous-route" for other in unit.terms)


def _routes_of(product: str, lexicon: Lexicon) -> set[str]:
    """The routes of a product and of what it is a form of."""
    routes: set[str] = set()
    open_slugs = [product]
    seen: set[str] = set()
    while open_slugs:
        slug = open_slugs.pop()
        if slug in seen or slug not in lexicon.concepts:
            continue
        seen.add(slug)
        routes.update(lexicon.concepts[slug].route)
        open_slugs.extend(lexicon.concepts[slug].form_of)
    return routes


def _is_of_vein(unit: Unit, term: Term, lexicon: Lexicon) -> bool:
    """ "IVIG needs fewer infusions than SCIG" in a text about SCIG: the product named last before the word is given into a vein."""
    before = next((agent for agent in reversed(unit.agents) if agent.last <= term.first), None)
    if before is None or before.concept is None:
        return False
    routes = _routes_of(before.concept, lexicon)
    return "intravenous-infusion" in routes and "subcutaneous-infusion" not in routes
