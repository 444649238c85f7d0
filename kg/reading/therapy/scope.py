"""Whether a condition is what a sentence says is treated, or its background, gloss or circumstance: a term goes in, yes or no comes out."""

from __future__ import annotations

from kg.reading.clauses import is_in_proviso
from kg.reading.governors import Governor
from kg.reading.page import BECAUSE, CONDITIONS, DISEASES, Page, Term, Unit, is_part, names_cause
from kg.reading.qualifiers import SETTLED, UNSETTLED
from kg.reading.silences import ASKING, is_agreed_to
from kg.reading.words import stem

__all__ = [
    "NOT_THERAPY",
    "SECOND_TIME",
    "UNSPECIFIC",
    "defines",
    "describes_disease",
    "explains",
    "heads_guarding",
    "illnesses",
    "is_asked",
    "is_background",
    "is_degree",
    "is_feature",
    "is_gloss",
    "is_in_apposition",
    "is_laboratory_test",
    "is_left_open",
    "is_of_earlier_treatment",
    "is_of_rival",
    "is_renamed",
    "is_shut_out",
    "is_to_be_studied",
    "is_told_of_first",
    "is_unsettled",
    "is_wondered",
    "leads_to_deficiency",
    "names_no_therapy",
]

#: Words of a treatment given anew, whose failure says nothing of the first.
SECOND_TIME = frozenset(("second", "additional", "further", "repeat", "repeated", "another"))
#: Concepts that a text treats only in a manner of speaking.
UNSPECIFIC = frozenset(("adverse-event-root", "serious-illness", "wound", "tetanus-prone-wound", "harm-to-pregnancy-or-newborn", "vein-disorder"))


def illnesses(unit: Unit) -> list[Term]:
    """The conditions that a sentence names as such: none that is an effect too, no part of a longer name, no illness at large."""
    return [
        term
        for term in unit.terms
        if term.has("Condition", "Immunodeficiency")
        and not term.has("AdverseEffect")
        and term.concept not in UNSPECIFIC
        and not is_part(unit, term)
    ]


def is_asked(unit: Unit, page: Page) -> bool:
    """A question that the next sentence does not answer with yes: "Does IVIG help in A? No."; a heading may ask too."""
    if page.tokens.surfaces[unit.last - 1] != "?" or (unit.is_heading and page.tokens.folds[unit.first] not in page.lists[ASKING]):
        return False
    return not is_agreed_to(unit, page)


def is_left_open(unit: Unit, page: Page) -> bool:
    """ "Whether IVIG helps in A is unknown", "whether it works in A has not been tested": a question without its mark."""
    if "whether" not in unit.folds or ";" in page.tokens.surfaces[unit.first : unit.last]:
        return False
    opening = page.tokens.folds[unit.first : unit.first + 2]
    return is_unsettled(unit, page) and (opening[0] == "whether" or not _NOBODY.isdisjoint(opening))


def is_to_be_studied(unit: Unit, page: Page, term: Term) -> bool:
    """ "Whether those with A profit from it remains to be studied": a question for later, which says nothing of A yet."""
    folds = page.tokens.folds
    if folds[unit.first] != "whether":
        return False
    open_at = next((i for i in range(term.last, unit.last - 3) if folds[i] in {"remain", "remains"}), None)
    return open_at is not None and folds[open_at + 1 : open_at + 3] == ["to", "be"] and folds[open_at + 3] in _STUDIED


#: What is still to be done; what "remains to be seen" is in doubt instead.
_STUDIED = frozenset(("studied", "investigated", "examined", "explored", "tested"))


def is_wondered(unit: Unit, page: Page) -> bool:
    """ "People often ask whether it helps in A", "Many wonder if it works": a question that others put."""
    folds = page.tokens.folds
    if _WONDERING.isdisjoint(unit.folds) or not _RESEARCHERS.isdisjoint(unit.folds):
        return False  # "Researchers asked whether it helps in A": they study it
    return any(folds[i] in _WONDERING and folds[i + 1] in {"whether", "if"} for i in range(unit.first, unit.last - 1))


_RESEARCHERS = frozenset(("scientist", "scientists", "researcher", "researchers", "investigator", "trial", "study", "we", "team"))
_WONDERING = frozenset(("ask", "asks", "asked", "wonder", "wonders", "wondered"))


def is_shut_out(unit: Unit, page: Page, term: Term) -> bool:
    """ "We excluded studies of IVIG in A", "patients with A were excluded": what a study leaves out; what "cannot be excluded" is possible."""
    if "exclud" not in unit.stems or not _NOT_SHUT.isdisjoint(unit.folds):
        return False
    at = next(i for i in range(unit.first, unit.last) if page.tokens.stems[i] == "exclud")
    if page.tokens.folds[at] == "excluding" and term.last <= at:
        return False  # "for A, excluding B"
    first, last = min(at, term.first), max(at, term.last)
    return _SHUTTING_ENDS.isdisjoint(page.tokens.folds[first:last])


_NOT_SHUT = frozenset(("cannot", "not", "never", "until", "after"))
_SHUTTING_ENDS = frozenset((";", "but", "however", "although", "while", "whereas", "and"))


def is_unsettled(unit: Unit, page: Page) -> bool:
    """Tell whether a sentence says of what it asks that nobody knows: "... is unknown", "... has not been tested"."""
    folds = page.tokens.folds[unit.first : unit.last]
    if not UNSETTLED.isdisjoint(folds) or not _NOBODY.isdisjoint(folds) or any(folds[i : i + 3] == ["remain", "to", "be"] for i in range(len(folds))):
        return True
    return any(
        fold == "not" and not SETTLED.isdisjoint(folds[at + 1 : at + _TO_SETTLED]) for at, fold in enumerate(folds)
    )


_TO_SETTLED = 4
_NOBODY = frozenset(("nobody", "noone"))


def is_of_earlier_treatment(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "low levels after treatment for A": another treatment, which came first."""
    cue = governor.cue
    if cue is None or governor.unit != unit.index or not page.tokens.stems[cue.first].startswith(("treat", "therap")):
        return False
    before = page.tokens.folds[max(unit.first, cue.first - 2) : cue.first]
    return bool(before) and (before[-1] in page.lists["before-earlier-treatment"] or before in _BROUGHT_BY)


#: "a lack of antibodies because of treatment for A": the treatment is the reason.
_BROUGHT_BY = (["because", "of"], ["due", "to"], ["owing", "to"], ["result", "of"], ["consequence", "of"], ["caused", "by"])


def heads_guarding(heading: Unit, page: Page) -> bool:
    """ "1.2 Leukaemia" over "Prevention of infections in patients with leukaemia": the cause of the lack of antibodies is not what is treated."""
    below = page.units[heading.index + 1 : heading.index + 1 + _OPENING_BELOW]
    return any(
        "prevents" in near.kinds and not near.is_heading and near.place.title == heading.place.title and any("infection" in t.concept for t in near.terms)
        for near in below
    )


#: Sentences right below a heading.
_OPENING_BELOW = 2


def is_of_rival(unit: Unit, page: Page) -> bool:
    """An item on what another medicine is given for: "RSV: infants are protected with nirsevimab"."""
    if unit.label_last is None or unit.products:
        return False
    return any(
        page.tokens.folds[agent.first - 1] in {"with", "by"} and page.tokens.stems[agent.first - 2] in _SERVED
        for agent in unit.agents
        if agent.first - 2 > unit.label_last
    )


_SERVED = frozenset(("treat", "protect", "prevent", "manag", "manage", "control"))


def is_laboratory_test(page: Page, governor: Governor) -> bool:
    """ "tests for hepatitis B", "testing for A" are no studies of a treatment."""
    cue = governor.cue
    at = next((i for i in range(cue.first, cue.last) if page.tokens.stems[i].startswith("test")), None) if cue is not None else None
    if cue is None or at is None or cue.last - at > 2:
        return False
    word = page.tokens.surfaces[at].lower()
    return word in {"test", "tests"} or (word == "testing" and page.tokens.folds[at + 1] == "for") or not page.lists["tested-sample"].isdisjoint(
        page.tokens.folds[max(0, at - 5) : at]
    )


NOT_THERAPY = frozenset(
    (
        "adverse",
        "boxed",
        "warnings",
        "contraindications",
        "interactions",
        "postmarketing",
        "pregnancy",
        "transmission",
        "exclusion",
        "dosage",
        "overdose",
    )
)


def names_no_therapy(governor: Governor, page: Page) -> bool:
    """ "used in", "given to" say nothing of an indication in a section on risks; "treatment of" does."""
    cue = governor.cue
    return cue is None or not {"treat", "treatment", "therapi", "indicat", "approv", "indication"} & set(
        page.tokens.stems[cue.first : cue.last]
    )


def leads_to_deficiency(unit: Unit, page: Page, term: Term) -> bool:
    """ "a blood cancer (A) that leads to a lack of antibodies", "A and lack of antibodies": A is the cause of what is treated."""
    if not term.has("AcquiredCause"):
        return False
    if any(0 <= t.first - term.last <= 3 and t.has("AntibodyDeficiency") for t in unit.terms):
        return True
    after = [c for c in unit.relations if c.phrase.kind == "adverse" and 0 <= c.first - term.last <= 4]
    return any({"lead", "caus", "cause", "result"} & set(page.tokens.stems[c.first : c.last]) for c in after)


def is_gloss(unit: Unit, page: Page, term: Term) -> bool:
    """An item that describes a condition and names it in brackets: "low levels and infections (common variable immunodeficiency)"."""
    tokens = page.tokens
    bracketed = [
        t
        for t in unit.terms
        if t.has(*DISEASES)
        and t.first > unit.first
        and tokens.surfaces[t.first - 1] == "("
        and t.last < unit.last
        and tokens.surfaces[t.last] == ")"
    ]
    if not bracketed or any(t.concept == term.concept for t in bracketed):
        return False
    return not any(other.concept == b.concept for b in bracketed for other in unit.terms if other is not b and other.last <= b.first)


def is_renamed(unit: Unit, page: Page, term: Term) -> bool:
    """ "a virus infection (hepatitis B)", "low platelet counts (ITP)": the name in the brackets is the condition meant."""
    after = term.last
    if after + 1 >= unit.last or page.tokens.surfaces[after] != "(":
        return False
    named = next((t for t in unit.terms if t.first == after + 1 and t.has("Condition", "Immunodeficiency")), None)
    if named is None or named.concept == term.concept or named.last >= unit.last:
        return False
    return page.tokens.surfaces[named.last] == ")"


def is_told_of_first(unit: Unit, page: Page, term: Term) -> bool:
    """ "A, a disease of the nerves with weakness of the limbs", "A, if you have repeated infections": what an item says of what it names first."""
    folds = page.tokens.folds
    named = next((t for t in unit.terms if t.has(*DISEASES) and t.last <= term.first and t.concept != term.concept), None)
    if named is None or named.has("AcquiredCause"):
        return False  # "myeloma, when the blood holds too few antibodies": the proviso tells what is treated
    if is_in_proviso(folds, named.last, term.first):
        return True
    return term.has("AdverseEffect") and any(folds[i] == "," and folds[i + 1] in {"a", "an"} for i in range(named.last, term.first - 1))


def explains(unit: Unit, page: Page, term: Term) -> bool:
    """A class in the brackets that explain a condition: "Kawasaki disease (a vasculitis of childhood)", "measles (a viral infection)"."""
    opened = [i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == "("]
    closed = [i for i in range(unit.first, term.first) if page.tokens.surfaces[i] == ")"]
    if len(opened) <= len(closed):
        return False
    is_wide = term.has("Category") or term.concept.endswith("infection") or page.tokens.folds[opened[-1] + 1] in {"a", "an"}
    if not is_wide and not term.has("AdverseEffect"):
        return False
    if not is_wide and "of" not in page.tokens.folds[opened[-1] : term.last + 2]:
        return False  # "Guillain-Barre syndrome (inflammation of the nerves)", not "tetanus (lockjaw)"
    return any(
        other.has("Condition", "Immunodeficiency") and other.concept != term.concept and 0 <= opened[-1] - other.last <= 1
        for other in unit.terms
    )


def is_in_apposition(unit: Unit, page: Page, term: Term) -> bool:
    """ "Kawasaki disease, the leading cause of acquired heart disease": what the disease before leads to or comes from."""
    folds, lists = page.tokens.folds, page.lists
    at = next((i for i in range(term.first - 2, max(unit.first, term.first - _TO_NOUN), -1) if folds[i] in lists["apposition-noun"]), None)
    if at is None or folds[at + 1] not in {"of", "for"} or "," in folds[at + 2 : term.first]:
        return False
    before = next((other for other in reversed(unit.terms) if other.last <= at and other.has(*CONDITIONS)), None)
    between = folds[before.last : at] if before is not None else []
    return bool(between) and len(between) <= _TO_NOUN and between[0] in _OPENING and not lists["apposition-article"].isdisjoint(between)


#: Tokens from a noun such as "cause" to the disease before or behind it.
_TO_NOUN = 9
_OPENING = frozenset((",", "(", ")", "is", "are", "be", "which", "—", "-"))


def is_background(unit: Unit, page: Page, term: Term, governor: Governor) -> bool:
    """ "to prevent infections in patients with X", "for A in those with B": whom the statement is about, after its object."""
    begin = governor.cue.last if governor.cue is not None and governor.unit == unit.index else unit.first
    if page.tokens.folds[max(unit.first, term.first - 3) : term.first - 1] == ["context", "of"] or (
        page.tokens.folds[max(unit.first, term.first - 2) : term.first] == ["context", "of"]
    ):
        return True  # "neuropathy in the context of A"
    if _is_cause_of_deficiency(unit, page, term, begin):
        return True
    patients = [c for c in unit.cues("patients") if begin <= c.first and c.last <= term.first]
    if not patients:
        return False
    last = patients[-1]
    objects = [
        o
        for o in unit.terms
        if o.last <= last.first
        and ((begin <= o.first and o.has(*DISEASES)) or (governor.relation == "prevents" and begin < o.last and o.has("Mechanism")))
    ]
    if not objects or any(page.tokens.folds[i] in {",", ";", "and", "or"} for i in range(objects[-1].last, last.first)):
        return False
    before = last.first - 1
    if page.tokens.folds[before] in page.lists["subject-numbers"] or page.tokens.folds[before] in _SOME:
        before -= 1  # "in two patients with A"
    return page.tokens.folds[before] in {"in", "among", "for", "of"} or page.tokens.folds[before - 1 : before + 1] == ["such", "as"]


_SOME = frozenset(("most", "many", "all", "several", "some", "other", "adult", "young", "older", "elderly", "hospitalised", "hospitalized"))


def _is_cause_of_deficiency(unit: Unit, page: Page, term: Term, begin: int) -> bool:
    """ "hypogammaglobulinaemia and infections in multiple myeloma (MM) patients": what is treated stands before the "in"."""
    if not term.has("AcquiredCause"):
        return False
    folds = page.tokens.folds
    if folds[term.first - 1] == "with" and folds[term.first - 2] in _PEOPLE and folds[term.first - 3] in {",", "and", "or"}:
        return False  # "for people with A, and people with B"
    before = [
        o for o in unit.terms if begin <= o.first and o.last <= term.first and (o.has("Immunodeficiency") or "infection" in o.concept)
    ]
    return any({"in", "of", "with"}.intersection(page.tokens.folds[o.last : term.first]) for o in before if o.concept != term.concept)


_PEOPLE = frozenset(("people", "patient", "those", "adult", "child"))


def is_feature(unit: Unit, page: Page, term: Term) -> bool:
    """ "A with low IgG", "B with shock": what a disease comes with, where that is an effect or no more than a laboratory finding.

    So is A where "A-associated B" is the disease, and a trial counts by "A per patient and year".
    """
    if page.tokens.folds[term.last : term.last + 1] == ["per"] and not _COUNTED.isdisjoint(page.tokens.folds[term.last + 1 : term.last + 2]):
        return True
    if page.tokens.folds[term.last : term.last + 1] in _COMING_WITH and any(t.first == term.last + 1 and t.has(*DISEASES) for t in unit.terms):
        return True
    if _is_proof_of_need(unit, page, term) or _is_named_by_its_cause(unit, page, term) or _is_defect_of(unit, page, term):
        return True
    if _is_raised(page, term) or _is_caught(unit, page, term):
        return True
    if not (term.has("AdverseEffect") or term.concept in _FINDINGS):
        return False
    before = next((t for t in reversed(unit.terms) if t.last <= term.first and t.has(*DISEASES)), None)
    if before is None or before.has("AdverseEffect"):
        return False
    if not before.has("Condition", "Immunodeficiency") and page.tokens.folds[before.first - 1] not in {"a", "an"}:
        return False  # but "A, an inflammatory muscle disease with a rash"
    between = page.tokens.folds[before.last : term.first]
    return 1 <= len(between) <= 2 and between[0] == "with"


def _is_defect_of(unit: Unit, page: Page, term: Term) -> bool:
    """ "the humoral immune defect of A": A is what is treated."""
    behind = next((t for t in unit.terms if t.first >= term.last), None)
    is_lack = term.concept in _FINDINGS and page.tokens.folds[term.last - 1] == "defect"
    return is_lack and behind is not None and behind.has("Immunodeficiency") and page.tokens.folds[term.last : behind.first] in (["of"], ["in"])


def _is_caught(unit: Unit, page: Page, term: Term) -> bool:
    """ "people who lack antibodies and tend to get frequent infections": how the want shows, not what is treated."""
    folds = page.tokens.folds
    who = next((i for i in range(term.first - 1, max(unit.first, term.first - _TO_WHO) - 1, -1) if folds[i] == "who"), None)
    return term.concept in _AT_LARGE and who is not None and {";", "for", "with"}.isdisjoint(folds[who : term.first])


#: Tokens back from an infection to those who get it.
_TO_WHO = 16


def _is_raised(page: Page, term: Term) -> bool:
    """ "is used to increase abnormally low immunoglobulin levels": what is measured rises; nobody is treated for it."""
    folds = page.tokens.folds
    at = term.first - 1 - (folds[term.first - 1] in {"abnormally", "the", "your", "these"})
    return term.concept in _FINDINGS and page.tokens.folds[term.last - 1] in _MEASURED and page.tokens.stems[at] in _RAISING


_MEASURED = frozenset(("level", "levels", "concentration", "concentrations", "titre", "titres"))
_RAISING = frozenset(map(stem, ("increase", "raise", "restore", "correct", "boost", "elevate", "bring")))


def _is_proof_of_need(unit: Unit, page: Page, term: Term) -> bool:
    """ "A with low IgG and recurrent infections": infections that show who of those with A is to be treated."""
    if not term.concept.endswith(_INFECTIONS):
        return False
    folds = page.tokens.folds
    for other in unit.terms:
        if other.last > term.first:
            break
        behind = other.last + (folds[other.last] == ")")  # "secondary immunodeficiency (SID) with"
        is_led = folds[behind] == "with" or (folds[behind] == "and" and other.has("Immunodeficiency") and term.concept in _AT_LARGE)
        if not is_led or not other.has("Condition", "Immunodeficiency"):
            continue
        between = folds[behind : term.first]
        if not other.concept.endswith(_INFECTIONS) and len(between) <= _NEED and {",", ";", ":", "for", "treat", "treats"}.isdisjoint(between):
            return True
    return False


def _is_named_by_its_cause(unit: Unit, page: Page, term: Term) -> bool:
    """ "grave infections by the mumps virus", "people who have many infections because of A": the germ's disease is meant, or the weakness behind it."""
    folds = page.tokens.folds
    if term.concept not in _AT_LARGE:
        return names_cause(unit, page, term)
    # "recurrent or severe infections": the last of them leads on to the cause
    last = max(t.last for t in unit.terms if (t.concept in _AT_LARGE and 0 <= t.first - term.last <= 1) or t is term)
    if last >= unit.last or folds[last] not in _OWING:
        return False
    cause = next((t for t in unit.terms if t.first >= last and not t.has("Vaccine")), None)
    if cause is None or not _PARTED.isdisjoint(folds[last : cause.first]):
        return False
    if cause.stands_for and cause.first - last <= _TO_GERM:
        return True
    is_weakness = cause.has("Immunodeficiency") or cause.concept in _WEAKNESSES
    return is_weakness and folds[last] in BECAUSE and any(cue.last <= term.first for cue in unit.cues("patients"))


#: Infections of no named kind; words that lead from one to its cause, and what parts the two.
_AT_LARGE = frozenset(("infection", "severe-infection", "recurrent-infection"))
_OWING = BECAUSE | {"of", "by", "with"}
_PARTED = frozenset((",", ";", "and", "or", "in", "who", "than"))
#: Tokens to the germ, its gloss in brackets counted.
_TO_GERM = 8
_WEAKNESSES = frozenset(("impaired-ability-to-fight-infection", "insufficient-antibody-production", "antibody-deficiency"))
_COUNTED = frozenset(("subject", "patient", "person", "participant", "child", "year", "month", "person-year", "patient-year"))
#: Tokens from "with" to the infections, and how these are called.
_NEED = 14
_INFECTIONS = ("infection", "pneumonia", "infections", "sinusitis", "bronchitis")
_COMING_WITH = (["associated"], ["induced"], ["related"])
_FINDINGS = frozenset(("antibody-deficiency", "hypogammaglobulinemia", "lack-of-antibodies"))


def describes_disease(unit: Unit, page: Page, governor: Governor) -> bool:
    """ "When the baby's blood gets into yours you may form antibodies": under a heading on uses, a sentence on how the disease comes about."""
    if governor.source not in {"section", "intro"} or (unit.is_item and not unit.place_in_block) or unit.is_row or unit.agents:
        return False
    folds = page.tokens.folds[unit.first : unit.last]
    return folds[0] in {"when", "if", "your", "some", "they", "these"} and not {"may", "can", "attack", "make", "form", "die"}.isdisjoint(
        folds
    )


def defines(unit: Unit, page: Page, term: Term) -> bool:
    """ "antibodies (proteins that protect the body against A)": brackets that explain a word speak of it, not of the product."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    opened = next((i for i in range(term.first - 1, unit.first - 1, -1) if surfaces[i] in {"(", ")"}), None)
    if opened is None or surfaces[opened] == ")":
        return False
    inside = range(opened + 1, term.first)
    relative = next((i for i in inside if folds[i] in {"that", "which"}), None)
    return relative is not None and not any(opened < agent.first < term.first for agent in unit.products)


def is_degree(unit: Unit, page: Page, term: Term) -> bool:
    """ "patients who are severely affected (unable to walk)": a bracket behind a clause about the patients tells how ill they are."""
    if term.first == unit.first or page.tokens.surfaces[term.first - 1] != "(" or not term.has("AdverseEffect"):
        return False
    return not {"who", "whose", "affected", "severely", "mildly"}.isdisjoint(
        page.tokens.folds[max(unit.first, term.first - 7) : term.first - 1]
    )
