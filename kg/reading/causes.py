"""Causes and pathology of conditions: terms and cues go in, drafts of caused_by and has_pathology come out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kg.reading.classes.memberships import GENERIC_CONDITIONS, SAFETY_SECTIONS, Membership, diseases_of
from kg.reading.clauses import PEOPLE, is_unlike
from kg.reading.cues import Cue
from kg.reading.drafts import Draft, draft_of
from kg.reading.governors import Governor
from kg.reading.page import CONDITIONS, DISEASES, Page, Term, Unit, open_bracket
from kg.reading.qualifiers import polarity_of

__all__ = ["ACTIVE_CAUSES", "FEATURES", "find_active_causes", "find_causes", "find_pathology"]

_CAUSES = ("AcquiredCause", "Condition", "GeneticDefect", "Category", "Immunodeficiency", "Autoantibody", "Agent", "MonoclonalAntibody")


#: Relations that tell of a cause.
_TELLING = frozenset(("cause", "causes", "follow"))


def find_causes(unit: Unit, page: Page, governors: Sequence[Sequence[Governor]]) -> Iterator[Draft]:
    """Read caused_by: the condition is the subject, its cause the object."""
    if unit.place.kind in SAFETY_SECTIONS or unit.place.kind == "exclusion":
        return
    causes: set[int] = set()
    if any(governors):
        causes = {t.first for t, g in zip(unit.terms, governors, strict=True) if g and g[0].relation in _TELLING and g[0].cue}
    if not causes and "GeneticDefect" not in unit.named():
        return
    for term, ruling in zip(unit.terms, governors, strict=True):
        if term.is_product:
            continue
        is_defect = "GeneticDefect" in term.classes
        if not is_defect and term.first not in causes:
            continue
        cue = ruling[0].cue if ruling and term.has(*_CAUSES) else None
        relation = ruling[0].relation if cue is not None else ""
        subject: Term | None = None
        owner: Unit | None = None
        if relation == "cause" or is_defect:
            limit = cue.first if relation == "cause" and cue is not None else term.first
            if cue is not None and not {"is", "are"}.isdisjoint(page.tokens.surfaces[cue.last : term.first]):
                continue  # "one C caused by B is A": the clause of the cause has ended
            if cue is not None and not _SEEMING.isdisjoint(page.tokens.folds[cue.last : term.first]):
                continue  # "A is hard to recognise because of its resemblance to B"
            if cue is not None and page.tokens.folds[term.first - 1] == "with" and _names_people(page, cue.last, term.first):
                continue  # "A caused by B in children with C": who had it
            if "risk" in page.tokens.folds[term.last : term.last + 1]:
                continue  # "runs slowly in A because of the B risk"
            if cue is not None and page.tokens.stems[cue.first] == "mediat" and term.has("Category", "Condition") and not term.has("AcquiredCause"):
                continue  # "As mediated by antibodies and disorders with B": what mediates is no disease
            subject, owner = _condition_before(unit, page, limit, causes)
            if subject is not None and owner is unit and cue is not None:
                subject = _head_before(unit, page, subject)
            if subject is not None and not _DYING.isdisjoint(page.tokens.folds[max(0, subject.first - _OF_DEATH) : subject.first]):
                continue  # "The mortality of A is usually caused by B"
            if cue is not None and cue.first > unit.first and page.tokens.folds[cue.first - 1] in _DYING:
                continue  # "cases of A and deaths resulting from B"
            is_reason = cue is not None and page.tokens.folds[cue.first] == "because" and owner is unit
            if is_reason and subject is not None and any(c.phrase.kind == "adverse" and subject.last <= c.first < limit for c in unit.relations):
                continue  # "A can cause B because of C"
            if is_reason and subject is not None and any(agent.last <= subject.first or subject.last <= agent.first < limit for agent in unit.products):
                continue  # "was not given IVIG for A because of B", "a woman with A was started on IVIG because of B"
        elif relation == "causes" and cue is not None:
            limit = cue.first
            if page.tokens.folds[cue.first - 1] in {"no", "unknown"} or page.tokens.folds[cue.last] in {"not", "unknown", "found"}:
                continue
            subject, owner = _caused_condition(unit, page, cue)
        elif relation == "follow" and cue is not None and term.has("AcquiredCause", "MonoclonalAntibody"):
            limit = cue.first
            subject, owner = _condition_before(unit, page, limit, causes)
            joined = page.tokens.folds[cue.first - 1] in {",", "or", "and"}
            if subject is not None and not ("Immunodeficiency" in subject.classes and (joined or cue.first - subject.last <= 4)):
                continue  # "treatments following transplantation" says when, not why
            if subject is not None and not joined and not PEOPLE.isdisjoint(page.tokens.folds[subject.last : limit]):
                continue  # "in A and in patients after transplantation"
        else:
            continue
        if (
            subject is None
            or owner is None
            or subject.concept == term.concept
            or ("AdverseEffect" in term.classes and "AdverseEffect" in subject.classes)
        ):
            continue
        subject = _defined(owner, page, _named_by_label(owner, subject))
        if subject.concept == term.concept:
            continue
        yield draft_of(
            subject.concept,
            "caused_by",
            term,
            "cause",
            0.8,
            unit.index,
            subject_span=(subject.first, subject.last),
            cue_span=(cue.first, cue.last) if cue is not None and relation else None,
            polarity=polarity_of(
                unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last, cue_first=limit if relation else None
            ),
        )


def _names_people(page: Page, first: int, last: int) -> bool:
    """ "in children under 2 years", "among patients": in whom something is."""
    folds = page.tokens.folds
    return any(folds[i] in PEOPLE and not _IN_WHOM.isdisjoint(folds[max(first, i - 2) : i]) for i in range(first, last))


_IN_WHOM = frozenset(("in", "among", "of"))
#: What a sentence may have for the subject of such a verb.
ACTIVE_CAUSES = frozenset(("AcquiredCause", "GeneticDefect", "Autoantibody"))
#: Stems of verbs by which a cause brings its disease about.
_BRINGS = frozenset(("caus", "cause", "underli", "underlie", "lead", "trigger", "induc", "produc", "result", "respons"))


def find_active_causes(unit: Unit, page: Page) -> Iterator[Draft]:
    """Read caused_by where the cause is the subject: "Mutations in BTK underlie X-linked agammaglobulinemia"."""
    if (
        unit.place.kind in SAFETY_SECTIONS
        or bool(unit.products)
        or unit.place.kind in {"exclusion", "contraindications"}
    ):
        return
    for cause in unit.terms:
        if ACTIVE_CAUSES.isdisjoint(cause.classes) or cause.is_product:
            continue
        for term in unit.terms:
            if not 0 < term.first - cause.last <= 8 or not term.has("Condition", "Immunodeficiency") or term.concept == cause.concept:
                continue
            between = page.tokens.stems[cause.last : term.first]
            if "result" in between and "from" in between[between.index("result") :]:
                continue  # "Infections in A result from defects such as B"
            if _BRINGS.isdisjoint(between) or "by" in between or {";", ":", "not", "who", "which"}.intersection(between):
                continue
            yield draft_of(term.concept, "caused_by", cause, "cause as subject", 0.7, unit.index, subject_span=(term.first, term.last))
            break


def _head_before(unit: Unit, page: Page, subject: Term) -> Term | None:
    """ "B in A comes from C", "The susceptibility to B in A and D comes from C": of B, or of what no condition is, not of those who have A."""
    folds = page.tokens.folds
    at = subject.first - 1
    others = {i for t in unit.terms if t.has(*DISEASES) and t.last <= subject.first for i in range(t.first, t.last)}
    while at > unit.first and (folds[at] in _IN_LIST or (at in others and folds[at + 1] in _IN_LIST)):
        at -= 1
    if folds[at] not in {"in", "among"} or at <= unit.first:
        return subject
    head = next((t for t in unit.terms if t.last == at), None)
    if head is None:
        return None if not _STATES_OF.isdisjoint(folds[max(unit.first, at - 2) : at]) else subject
    if not head.has("Condition", "Immunodeficiency") or not _STATES_OF.isdisjoint(folds[max(unit.first, head.first - 2) : head.first]):
        return None
    return head


_IN_LIST = frozenset((",", "and", "or", "both", "patient", "people", "with", "child", "adult", "those", "who", "have"))
#: Nouns for a state that some have more than others.
_STATES_OF = frozenset(("risk", "susceptibility", "proneness", "tendency", "weakness", "morbidity", "mortality", "death", "rate", "incidence"))


def _defined(unit: Unit, page: Page, subject: Term) -> Term:
    """ "A is an autoimmune disease caused by B", "A is an acute, progressive neuropathy due to B": of A, not of its class."""
    glossed = _glossed(unit, page, subject) if "Category" in subject.classes and "(" in unit.folds else None
    if glossed is not None:
        return glossed
    defining = next((c for c in reversed(unit.relations) if c.phrase.kind == "isa" and c.last <= subject.first), None)
    if defining is None or not _is_class_of(page, defining, subject):
        return subject
    named = [t for t in unit.terms if t.has(*CONDITIONS) and t.last <= defining.first]
    return named[-1] if named else subject


def _glossed(unit: Unit, page: Page, category: Term) -> Term | None:
    """ "A (a blood disorder caused by B)": the condition right before the bracket that its class opens."""
    opened = open_bracket(unit, page, category)
    if opened is None or category.first - opened > _CLASS:
        return None
    return next((term for term in unit.terms if term.last == opened and term.has(*CONDITIONS)), None)


def _is_class_of(page: Page, defining: Cue, subject: Term) -> bool:
    """Tell whether no more than adjectives stand between "is a" and the class."""
    between = page.tokens.folds[defining.last : subject.first]
    if "Category" in subject.classes and len(between) <= _CLASS:
        return True
    return len(between) <= _ADJECTIVES and _LEADING_OFF.isdisjoint(between)


#: Tokens from "is a" to the class, and those of a longer row of adjectives.
_CLASS = 4
_ADJECTIVES = 10
#: Words behind which no longer the class is spoken of.
_LEADING_OFF = frozenset(("of", "in", "with", "by", "to", "from", "for", "that", "which", "who", "where", "(", ")", ";", ":", "is", "are", "not", "as"))


def _named_by_label(unit: Unit, subject: Term) -> Term:
    """ "Secondary immunodeficiency: low antibody levels after ...": the label names what the body only describes."""
    if subject.concept not in GENERIC_CONDITIONS or unit.label_last is None:
        return subject
    return next((t for t in unit.terms if t.last <= unit.label_last and "Immunodeficiency" in t.classes), subject)


def _caused_condition(unit: Unit, page: Page, cue: Cue) -> tuple[Term | None, Unit | None]:
    """ "Causes of A include B", "Known causes include B": the condition after "of", else the one that the text speaks of."""
    named = next((t for t in unit.terms if t.has(*DISEASES) and unit.first <= t.first and t.last <= cue.last), None)
    if named is not None:
        return named, unit
    return _spoken_of(unit, page)


#: How many sentences back the condition that a text speaks of may have been named.
_DISCOURSE = 6


def _spoken_of(unit: Unit, page: Page) -> tuple[Term | None, Unit | None]:
    """The condition that opens one of the sentences before, else the one of the heading or of the title."""
    previous = unit.previous
    for _ in range(_DISCOURSE):
        if previous is None:
            break
        conditions = [t for t in previous.terms if t.has(*CONDITIONS)]
        opens = bool(conditions) and (conditions[0].first - previous.first <= 4 or conditions[0].first == previous.label_last)
        after_label = bool(conditions) and previous.label_last is not None and conditions[0].first - previous.label_last <= 2
        if conditions and (previous.is_heading or opens or after_label):
            return conditions[0], previous
        previous = previous.previous
    for heading in (page.heading_over(unit), *page.units[:3]):
        if heading is not None and heading.index < unit.index:
            conditions = [t for t in heading.terms if t.has(*CONDITIONS)]
            if len({t.concept for t in conditions}) == 1:
                return conditions[0], heading
    return None, None


def _condition_before(unit: Unit, page: Page, limit: int, causes: Collection[int]) -> tuple[Term | None, Unit | None]:
    before = [t for t in unit.terms if t.last <= limit and t.has("Condition", "Immunodeficiency", "Category") and t.first not in causes]
    if before and limit - before[-1].last <= _FAR:
        return (None, None) if _turns_to_other(page, before[-1].last, limit) else (before[-1], unit)
    folds = page.tokens.folds[unit.first : limit]
    if folds and {"it", "this", "these", "they", "the", "disease", "disorder", "condition"}.intersection(folds[:6]):
        if unit.previous is not None and unit.previous.block == unit.block:
            earlier = [t for t in unit.previous.terms if t.has("Condition", "Immunodeficiency", "Category")]
            if earlier:
                return earlier[0], unit.previous
        if {"disease", "disorder", "condition", "syndrome", "illness", "it"}.intersection(folds):
            return _spoken_of(unit, page)
    return None, None


#: Tokens between a condition and the word for its cause.
_FAR = 14


#: Nouns for what one takes an illness for.
_SEEMING = frozenset(("resemblance", "similarity", "likeness", "overlap", "suspicion", "suspected", "fear", "confusion"))
#: Words for dying, and the tokens from them to the disease.
_DYING = frozenset(("mortality", "death", "deaths", "fatality"))
_OF_DEATH = 4


def _turns_to_other(page: Page, first: int, last: int) -> bool:
    """ "those who have A, or whose levels fell because of B": a clause with a subject of its own."""
    folds = page.tokens.folds
    return any(folds[i] == "," and folds[i + 1] in {"or", "and"} and folds[i + 2] in _OWNING for i in range(first, last - 2))


_OWNING = frozenset(("their", "his", "her", "its", "whose", "they", "he", "she", "you", "your", "we"))


FEATURES = frozenset(("Feature", "AutoimmuneFeature", "AntibodyDeficiency", "Autoantibody"))


def find_pathology(unit: Unit, page: Page, memberships: Sequence[Membership]) -> Iterator[Draft]:
    """Read has_pathology: a feature and the condition that it belongs to.

    A relative clause after a list of several members speaks of their category, after a single one of that one.
    """
    if unit.place.kind in SAFETY_SECTIONS or unit.place.kind == "contraindications":
        return
    for term in unit.terms:
        if FEATURES.isdisjoint(term.classes) or "Mechanism" in term.classes or term.concept == _ANTI_IGA:
            continue
        if "risk" in page.tokens.folds[term.first : term.last] or any(
            cue.phrase.kind in {"adverse", "risk"} and cue.first <= term.first and term.first - cue.last <= 3 for cue in unit.relations
        ):
            continue  # "leading to a risk of bleeding" is a consequence
        if not _LOWERING.isdisjoint(page.tokens.stems[max(unit.first, term.first - _LOWERED) : term.first]):
            continue  # "steroids prevent bleeding by decreasing platelet destruction": what a treatment lessens
        opening = page.tokens.folds[max(unit.first, term.first - _TO_WHEN) : term.first]
        if "your" in opening and not {"when", "if"}.isdisjoint(opening):
            continue  # "prevents A when your body has a weak immune system": who needs it
        if term.concept == _NO_ANTIBODIES and _is_wished_for(unit, page, term):
            continue
        if "AntibodyDeficiency" not in term.classes and term.concept != _NO_ANTIBODIES and _is_absent(unit, page, term):
            continue
        subject = _owner_of_feature(unit, page, term, memberships)
        if subject is None or subject.concept == "recurrent-infection" or is_unlike(page.tokens.folds, subject.first):
            continue
        subject = _defined(unit, page, subject)
        if subject.concept == term.concept:
            continue
        yield draft_of(subject.concept, "has_pathology", term, "pathology", 0.75, unit.index, subject_span=(subject.first, subject.last))


def _is_absent(unit: Unit, page: Page, term: Term) -> bool:
    """ "A shows no B", "A without C or B", "B are not raised in A", "B is absent in A": a finding that a disease does not have."""
    folds = page.tokens.folds
    behind = folds[term.last : min(unit.last, term.last + _TO_ABSENT)]
    for at, word in enumerate(behind):
        if word in _ABSENT or (word == "not" and not _PRESENT.isdisjoint(behind[at + 1 : at + 3]) and not _IN_PART.intersection(behind[at + 1 : at + 2])):
            return True
        if word not in _STANDING:
            break
    if _DENYING.isdisjoint(unit.folds):
        return False
    named = {i for other in unit.terms if other.last <= term.first for i in range(other.first, other.last)}
    at = term.first - 1
    while at > unit.first and (at in named or folds[at] in _BEFORE_FINDING):
        at -= 1
    return folds[at] in _DENYING and folds[at + 1] not in {"only", "just"}


#: Words that deny a finding before it, those between, those that deny it behind, what it may then not be, and the tokens up to these.
_DENYING = frozenset(("no", "not", "without", "lacks", "lack", "lacking", "absence", "nor", "neither", "never"))
_BEFORE_FINDING = frozenset(
    ("or", "any", "evidence", "of", "definite", "clear", "detectable", "significant", "show", "have", "cause", "exhibit", "feature", "involve", "typical")
)
_ABSENT = frozenset(("absent", "lacking", "missing"))
_PRESENT = frozenset(("raised", "elevated", "increased", "found", "seen", "present", "detected", "detectable", "high", "a", "part", "involved"))
_IN_PART = frozenset(("always", "only", "often", "usually", "just", "necessarily"))
_STANDING = frozenset(("is", "are", "was", "were", "be", "been", "have", "has", "usually", "typically", "titer", "level"))
_TO_ABSENT = 5


#: Tokens from "when" to what "your" body has.
_TO_WHEN = 6
#: Verbs of what a treatment lessens, and the tokens from one to it.
_LOWERING = frozenset(("decreas", "diminish", "halv", "lessen", "lower", "reduc"))
_LOWERED = 3
#: Tokens from "or" to the last of a list.
_LISTED = 6
_JOINING_OTHERS = frozenset(("and", "or", "as", "for"))
_PEOPLE = frozenset(("patient", "patients", "people", "those", "person", "persons", "child", "children", "individual", "individuals", "adult"))
#: Antibodies that some of those without IgA form, and that are no part of their condition: "patients lacking IgA who have such antibodies".
_ANTI_IGA = "anti-iga-antibody"


def _is_wished_for(unit: Unit, page: Page, term: Term) -> bool:
    """ "After anti-D no harmful antibodies are made", "a lower chance of a woman forming antibodies": antibodies that are better not made."""
    folds = page.tokens.folds
    near = folds[max(unit.first, term.first - _TO_WISH) : term.last]
    return not _UNWELCOME.isdisjoint(near) or not _RHESUS.isdisjoint(unit.folds)


_NO_ANTIBODIES = "insufficient-antibody-production"
#: What is said of antibodies that do harm, the tokens from it to them, and words of a text on the rhesus factor.
_UNWELCOME = frozenset(("harmful", "chance", "risk", "unwanted", "dangerous"))
_TO_WISH = 6
_RHESUS = frozenset(("rh", "rhd", "rhesus", "rho", "anti-d", "rhogam"))


def _owner_of_feature(unit: Unit, page: Page, term: Term, memberships: Sequence[Membership]) -> Term | None:
    tokens = page.tokens
    diseases = [t for t in diseases_of(unit) if not (term.first < t.last and t.first < term.last)]
    after = next((t for t in diseases if t.first >= term.last and t.first - term.last <= 4), None)
    if after is not None and _BELONGING & set(tokens.stems[term.last : after.first]) and tokens.folds[term.last] not in {"and", ","}:
        return after  # but "attacks the nerves and causes weakness" is said of what does both
    in_relative = any(tokens.folds[i] in {"where", "which", "whose"} for i in range(max(unit.first, term.first - 3), term.first))
    if not in_relative and any(
        o is not term and o.has("Mechanism", *DISEASES) and o.first < term.last and term.first < o.last for o in unit.terms
    ):
        return None  # what the product suppresses, or another wording of a disease
    if "Autoantibody" in term.classes and not any(tokens.folds[i] in _RELATIVES for i in range(unit.first, term.first)):
        return None
    before = [t for t in diseases if t.last <= term.first]
    if not before:
        return None
    nearest = before[-1]
    who = next((i for i in range(nearest.last + 1, term.first) if tokens.folds[i] == "who" and tokens.folds[i - 1] in _PEOPLE), nearest.last)
    if not _JOINING_OTHERS.isdisjoint(tokens.folds[nearest.last : who]):
        return None  # "in certain inflammatory disorders and to treat patients who lack antibodies"
    if "Autoantibody" in term.classes and {"one", "other", "another", "rest"} & set(tokens.folds[nearest.last : term.first]):
        return None  # "some had A and one had antibodies to B"
    siblings = [m for m in memberships if m.member.last <= term.first]
    own = next((m for m in siblings if m.member is nearest), None)
    if own is not None:
        together = [m for m in siblings if m.category is own.category]
        return own.category if len(together) > 1 else nearest
    if any(tokens.surfaces[i] == ";" for i in range(nearest.last, term.first)):
        return None
    if "," in tokens.surfaces[nearest.last : term.first] and "or" in tokens.folds[max(nearest.last, term.first - _LISTED) : term.first]:
        return None  # "patients with A, high risk, or associated demyelination": another of a list
    members = [m.member for m in memberships if m.category is nearest]
    if len(members) == 1 and members[0].first < unit.first:
        return members[0]  # "This is a rare disorder in which ...": the disease that was named before
    if term.concept.endswith("antibody") and _are_some_of_them(unit, page, nearest):
        return None
    return nearest


def _are_some_of_them(unit: Unit, page: Page, disease: Term) -> bool:
    """ "People with A who have B": those with A who have B besides, not all of them."""
    folds = page.tokens.folds
    before = folds[max(unit.first, disease.first - _WITH) : disease.first]
    return folds[disease.last] == "who" and "with" in before


#: Tokens of "with severe" before a disease.
_WITH = 3


_BELONGING = frozenset(("involv", "respons", "caus", "in", "of", "underli", "found"))
_RELATIVES = frozenset(("where", "which", "who", "whose", "that", "by", "have", "has", "with"))
