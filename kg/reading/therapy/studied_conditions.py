"""Conditions that no cue rules but that a sentence treats or studies: terms go in, drafts of treats come out."""

from __future__ import annotations

from collections.abc import Iterator

from kg.reading.drafts import STUDIED, Draft, draft_of
from kg.reading.governors import Governor, Subject
from kg.reading.page import CONDITIONS, DISEASES, Agent, Page, Term, Unit
from kg.reading.qualifiers import polarity_of
from kg.reading.subjects import is_excluded, is_outdone
from kg.reading.therapy.bystanders import is_given_another, is_lacking, is_of_animals, was_misdiagnosed
from kg.reading.therapy.disease_pages import is_hoped_for
from kg.reading.therapy.reductions import REDUCING
from kg.reading.therapy.refutations import futile, is_refuted
from kg.reading.therapy.scope import NOT_THERAPY, UNSPECIFIC, is_asked
from kg.reading.therapy.status import ADVISED_AGAINST, is_advised_against, is_title, mentions_study
from kg.reading.words import stem
from kg.records import Status

__all__ = ["by_arm", "by_mechanism", "by_study", "is_advised", "is_aim", "is_fronted", "is_randomised", "is_studied", "is_treated_by_mechanism"]


def is_treated_by_mechanism(unit: Unit, page: Page, term: Term) -> bool:
    """ "... modulates the immune response in patients with X": a mechanism of the product and, right after `in`, a condition."""
    if "Mechanism" not in unit.named() or unit.rivals or (page.topic is None and not unit.agents):
        return False
    if not term.has(*DISEASES) or term.concept in UNSPECIFIC:
        return False
    if term.has("AcquiredCause") and any(other.has("Immunodeficiency") for other in unit.terms):
        return False  # "in patients with A or leukaemia": the lack of antibodies that it causes is treated
    if is_lacking(unit, page, term):
        return False
    is_fewer = not REDUCING.isdisjoint(unit.stems) or "prevents" in unit.kinds
    if is_fewer and term.has("AcquiredCause") and any(t.last == term.first - 1 and "infection" in t.concept for t in unit.terms):
        return False  # "replacement diminishes infections in A"
    if not unit.products and not (page.topic and (unit.is_heading or _has_pronoun(unit, page) or _is_glossed_before_it(unit, page, term))):
        return False
    if any(other.first <= term.first and term.last <= other.last and "Mechanism" in other.classes for other in unit.terms):
        return False
    patients = [cue for cue in unit.cues("patients") if cue.last <= term.first and term.first - cue.last <= 3]
    before = page.tokens.folds[max(unit.first, term.first - 3) : term.first]
    return bool(patients) or "in" in before or (bool(before) and before[-1] in {"and", "/", ","} and _previous_is_treated(unit, page, term))


def _previous_is_treated(unit: Unit, page: Page, term: Term) -> bool:
    position = unit.terms.index(term)
    return (
        position > 0 and term.first - unit.terms[position - 1].last <= 2 and is_treated_by_mechanism(unit, page, unit.terms[position - 1])
    )


def _has_pronoun(unit: Unit, page: Page) -> bool:
    return any(page.tokens.folds[i] in {"it", "they", "this", "these"} for i in range(unit.first, min(unit.first + 6, unit.last)))


def _is_glossed_before_it(unit: Unit, page: Page, term: Term) -> bool:
    """ "In A, an autoimmune disease of the blood, it raises the platelet count": what opens the sentence has a gloss before the pronoun."""
    folds = page.tokens.folds
    if folds[unit.first] != "in" or term.first - unit.first > _TO_FRONTED or folds[term.last : term.last + 1] != [","]:
        return False
    closed = next((i for i in range(term.last + 1, unit.last - 1) if folds[i] == ","), None)
    if closed is None or folds[term.last + 1] not in {"a", "an", "the"} or folds[closed + 1] != "it":
        return False
    return any(t.has("Category") and term.last < t.first < closed for t in unit.terms) or closed - term.last <= _GLOSS


#: Tokens from "in" to the condition, and those of a gloss that names no known class.
_TO_FRONTED = 3
_GLOSS = 8


#: Cues of a benefit that a fronted condition shares in.
_BENEFITS = frozenset(("treats-understood", "prevents", "lessen", "treats-outcome", "treats-prevents", "treats"))
_FRONTING = frozenset(("in", "for", "with", "among", "if"))


def is_fronted(unit: Unit, page: Page, term: Term) -> bool:
    """ "In A, IVIG prevents aneurysms", "For patients with A, IVIG is the only proven treatment", "If you have A, the treatment may help"."""
    folds = page.tokens.folds
    start = unit.first + (folds[unit.first] in _TURNS) + (folds[unit.first : unit.first + 2] in _TURNED)
    if folds[start] not in _FRONTING or CONDITIONS.isdisjoint(term.classes) or term.concept in UNSPECIFIC:
        return False
    listed = _fronted_list(unit, page)
    if unit.place.kind in NOT_THERAPY or term not in listed:
        return False
    is_asked = folds[start] == "if"
    opening = page.lists["fronted"] | page.lists["having"] if is_asked else page.lists["fronted"]
    if not opening.issuperset(_not_named(unit, page, start + 1, listed[0].first)):
        return False
    if is_asked and term.has("RiskFactor", "AdverseEffect", "AcquiredCause"):
        return False
    if not is_asked and not unit.agents and page.topic is not None and _is_reported(unit, page, term):
        return True
    last = listed[-1].last
    agent = next((a for a in unit.agents if a.first >= last and not is_excluded(a, page)), None)
    begin = agent.first if agent is not None else next((i for i in range(last, unit.last) if folds[i] in _SPOKEN), unit.last)
    apart = sum(not any(t.first <= i < t.last for t in unit.terms) for i in range(last, begin))
    is_parted = "," in folds[last:begin] or begin == last or (folds[start] == "for" and apart <= _POPULATION)
    if not is_parted or apart > _APART or (agent is None and page.topic is None) or begin >= unit.last:
        return False
    if agent is not None and agent.concept is None:
        return False
    if is_asked or agent is None:
        return not _HELPING.isdisjoint(page.tokens.stems[begin : unit.last]) and not unit.cues("negation")
    if is_advised(unit, page, agent):
        return True
    return any(c.phrase.kind in _BENEFITS and c.first >= agent.last and not _is_of_rate(page, c.last) for c in unit.relations)


def is_advised(unit: Unit, page: Page, agent: Agent) -> bool:
    """ "In patients with A, we recommend IVIG 1 g/kg a month": those who write a guideline advise the product, and no one else."""
    folds = page.tokens.folds
    verb = next((i for i in range(agent.first - 1, max(unit.first, agent.first - _TO_ADVICE), -1) if folds[i] in _ADVISING), None)
    return verb is not None and folds[verb - 1] in {"we", "panel", "guideline", "group", "committee"} and not unit.cues("negation")


#: Verbs of advice, and tokens from one to the product: "recommend starting treatment with".
_ADVISING = frozenset(("recommend", "recommends", "suggest", "suggests", "advise", "adviz", "propose", "proposes", "favour", "favor"))
_TO_ADVICE = 5


#: Words for whom it is given, between the condition and the product: "For A in children X is widely used".
_POPULATION = 2
#: Words from the conditions that open a sentence to the product: ", which are all autoimmune conditions, large".
_APART = 8


def _fronted_list(unit: Unit, page: Page) -> list[Term]:
    """The first condition of a sentence and those that a list joins to it."""
    found: list[Term] = []
    for term in unit.terms:
        if not term.has("Condition", "Immunodeficiency"):
            continue
        if found and not {",", "and", "or", "/", "(", ")"}.issuperset(page.tokens.folds[found[-1].last : term.first]):
            break
        found.append(term)
    return found


def _is_of_rate(page: Page, behind: int) -> bool:
    """ "at a reduced rate of 1 mL/kg": a rate of giving, not of an illness."""
    return behind < len(page.tokens) and page.tokens.surfaces[behind][0].isdigit()


def _is_reported(unit: Unit, page: Page, term: Term) -> bool:
    """ "In A, small studies suggest a benefit": a report of success, in a text about a product."""
    stems = page.tokens.stems[term.last : unit.last]
    reports = not _REPORTS.isdisjoint(stems)
    return (
        reports
        and not _SUCCESS.isdisjoint(stems)
        and not unit.cues("negation")
        and not any(t.has("Medication", "Vaccine") for t in unit.terms)
    )


_REPORTS = frozenset(("studi", "study", "trial", "report", "seri", "series", "evid", "evidenc", "experi"))
_SUCCESS = frozenset(("benefit", "improv", "success", "remiss", "remission", "respond", "recov", "recover"))


def _not_named(unit: Unit, page: Page, first: int, last: int) -> list[str]:
    """The words that no class of diseases covers: "an autoimmune disease like A"."""
    named = {i for t in unit.terms if t.has("Category") for i in range(t.first, t.last)}
    return [page.tokens.folds[i] for i in range(first, last) if i not in named]


_SPOKEN = frozenset(("treatment", "therapy", "it", "medicine", "infusion", "globulin", "product", "dose", "course", "drip"))
_TURNS = frozenset(("yet", "but", "however", "still", "also"))
_TURNED = tuple([word, ","] for word in sorted(_TURNS))
_HELPING = frozenset(("help", "improv", "benefit", "reliev", "eas", "calm", "control", "shorten", "cut", "lessen", "settl", "cornerston", "mainstay"))


def by_mechanism(unit: Unit, page: Page, term: Term, method: str = "mechanism in patients with") -> Iterator[Draft]:
    """Claim that the product treats a condition in which its mechanism or benefit is told."""
    agent = next(iter(unit.products), None)
    concept = agent.concept if agent else page.topic
    if concept is None or term.concept == "pregnancy":
        return
    subject = Subject(concept, (agent.first, agent.last) if agent else None, "sentence" if agent else "topic")
    polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
    if polarity == "negated":
        return
    if agent is not None and is_hoped_for(unit, page, agent):
        polarity = "hedged"  # "In A, small studies suggest that X may help"
    advised = any(c.phrase.value == "recommended" and c.phrase.kind in _STANDING and c.first >= term.last for c in unit.relations)
    status: Status = "recommended" if advised and method == "fronted condition" else "used"
    if any(c.phrase.value == "not-recommended" and c.first >= term.last for c in unit.relations):
        status, polarity = ADVISED_AGAINST  # "In A it is no longer recommended"
    yield draft_of(subject.concept, "treats", term, method, 0.7, unit.index, status=status, polarity=polarity, subject_span=subject.span)


_STANDING = frozenset(("status", "status-after"))


#: Words between a product and the "in" that leads to its condition ("IVIG versus plasma exchange in ...").
_STUDY_REACH = 14


def is_studied(unit: Unit, page: Page, term: Term) -> bool:
    """A title or a sentence on a study: "... of IVIG in patients with X"; the condition follows "in" or "for" directly."""
    if not _is_condition(unit, page, term) or term.concept == "pregnancy" or not (unit.is_heading or mentions_study(unit, page)):
        return False
    if is_asked(unit, page) or is_of_animals(unit, page, term) or any(cue.last <= term.first for cue in unit.cues("undecided")):
        return False
    if unit.place.kind in NOT_THERAPY and not unit.place.is_title and not unit.is_heading:
        return False
    product = next((a for a in reversed(unit.agents) if a.concept and a.last <= term.first), None)
    if product is None or term.first - product.last > _STUDY_REACH or is_outdone(product, page) or is_excluded(product, page):
        return False
    between = page.tokens.folds[product.last : term.first]
    link = max((i for i, word in enumerate(between) if word in {"in", "for"}), default=None)
    if link is None or {";", ".", ":"} & set(between):
        return False
    after = set(between[link + 1 :])
    if is_given_another(unit, page, product, term):
        return False
    return (len(between) - link <= 6 and not after & {"patient", "child", "adult", "people", "subject", "infant"}) or "with" in after


def _is_condition(unit: Unit, page: Page, term: Term) -> bool:
    """A condition, or in a title a class of them: "IVIG in myositis: a trial"."""
    if not CONDITIONS.isdisjoint(term.classes):
        return True
    return "Category" in term.classes and term.concept != "infection" and is_title(unit, page)


def is_aim(unit: Unit, page: Page, term: Term) -> bool:
    """ "IVIG for A", "IVIG for severe A": the condition follows the product and "for" at once."""
    if (
        not unit.products
        or not _is_condition(unit, page, term)
        or term.concept in UNSPECIFIC
        or term.concept == "pregnancy"
        or unit.place.kind in NOT_THERAPY
        or is_asked(unit, page)
    ):
        return False
    product = next((a for a in reversed(unit.agents) if a.concept and a.last <= term.first), None)
    if product is None or term.first - product.last > 4 or is_outdone(product, page) or is_excluded(product, page):
        return False
    if was_misdiagnosed(unit, page, term) or any(cue.last <= term.first for cue in unit.cues("undecided")):
        return False  # "No evidence was found for X in A"
    between = page.tokens.folds[product.last : term.first]
    if is_given_another(unit, page, product, term):
        return False
    if any(cue.phrase.kind == "nothing" and cue.last <= term.first and term.first - cue.last <= 1 for cue in unit.relations):
        return False  # "IVIG is no cure for A"
    if not {"for", "in"} & set(between) or {"risk", "negative", "positive", "except", ",", ";", "("} & set(between):
        return False
    if any(cue.phrase.kind == "negation" or cue.phrase.kind == "measured" for cue in unit.qualifiers if cue.last <= term.first):
        return False
    if "for" not in between and (
        not _ONE_PATIENT.isdisjoint(between)
        or term.has("RiskFactor", "AcquiredCause", "AdverseEffect")
        or any(cue.phrase.kind.startswith(_HARMS) for cue in unit.relations)
    ):
        return False  # "thrombosis after IVIG in diabetes"
    if not {"little", "disappointing", "disappoint", "fail"}.isdisjoint(unit.folds):
        return False
    return not page.lists["watching"] & {page.tokens.stems[i] for i in range(unit.first, term.first)}


_ONE_PATIENT = frozenset(("a", "man", "woman", "girl", "boy", "patient"))
_HARMS = ("adverse", "risk", "contraindicated", "interfere")


def by_study(unit: Unit, page: Page, term: Term) -> Iterator[Draft]:
    """Claim that the product is used or studied in a condition that follows it."""
    product = next(a for a in reversed(unit.agents) if a.concept and a.last <= term.first)
    status: Status = "investigational" if page.is_trial or mentions_study(unit, page) else "used"
    polarity = polarity_of(unit.qualifiers, page.tokens, (unit.first, unit.last), term.first, term.last)
    if product.concept is not None and is_refuted(unit, page, term, Governor("treats", "investigational", None, "cue", unit.index)):
        yield futile(product.concept, term, "failure behind a studied condition", unit, (product.first, product.last))
        return
    if is_advised_against(unit, page, term):
        status, polarity = ADVISED_AGAINST
    elif polarity == "negated":
        return
    if product.concept is None:
        return
    if status == "used" and _is_licensed(unit, page, product.first):
        status = "approved"
    yield draft_of(
        product.concept,
        "treats",
        term,
        STUDIED,
        0.65,
        unit.index,
        status=status,
        polarity=polarity,
        subject_span=(product.first, product.last),
    )


def is_randomised(unit: Unit, page: Page, term: Term) -> bool:
    """ "The trial randomised 87 people with A to IVIG or placebo": an arm of the trial right behind those who have the condition."""
    if not _is_condition(unit, page, term) or term.concept in UNSPECIFIC or unit.cues("negation") or _ARM_WORDS.isdisjoint(unit.stems):
        return False
    stems, folds = page.tokens.stems, page.tokens.folds
    verb = next((i for i in range(max(unit.first, term.first - _TO_PEOPLE), term.first) if stems[i] in _ARM_WORDS), None)
    if verb is None or not {",", ";", "not", "after", "from"}.isdisjoint(folds[verb : term.first]):
        return False
    return folds[term.first - 1] in {"with", "having", "severe", "active", "acute", "chronic"} and _arm_behind(unit, page, term) is not None


def by_arm(unit: Unit, page: Page, term: Term) -> Iterator[Draft]:
    """Claim that the product of the arm is tested in the condition of those who were randomised."""
    product = _arm_behind(unit, page, term)
    if product is not None and product.concept is not None:
        yield draft_of(
            product.concept, "treats", term, "arm of a trial", 0.7, unit.index,
            status="investigational", subject_span=(product.first, product.last),
        )  # fmt: skip


def _arm_behind(unit: Unit, page: Page, term: Term) -> Agent | None:
    """The product that "to" or "to receive" leads to right behind the condition, or a bracket with its short name."""
    folds, surfaces = page.tokens.folds, page.tokens.surfaces
    start = term.last
    if surfaces[start : start + 1] == ["("]:
        start = next((i + 1 for i in range(start, unit.last) if surfaces[i] == ")"), start)
    if folds[start : start + 1] != ["to"]:
        return None
    product = next((agent for agent in unit.agents if start < agent.first), None)
    words = folds[start + 1 : product.first] if product is not None else []
    return product if product is not None and product.concept is not None and _TO_ARM.issuperset(words) else None


#: Words by which patients are shared out, tokens from one to the condition, and words before an arm.
_ARM_WORDS = frozenset(map(stem, ("randomised", "randomized", "assigned", "allocated", "randomise", "randomize")))
_TO_PEOPLE = 10
_TO_ARM = frozenset(("receive", "either", "treatment", "with", "get", "monthly", "high", "dose", "high-dose", "weekly", "a", "course", "of", "infusions"))


def _is_licensed(unit: Unit, page: Page, first: int) -> bool:
    """ "In March the agency approved BRAND for A", "has cleared BRAND to treat A": a verb of licensing in the past right before the product."""
    before = page.tokens.surfaces[first - 1 : first] if first > unit.first else []
    return not _LICENSED.isdisjoint(before) and _OPEN.isdisjoint(page.tokens.folds[max(unit.first, first - _TO_OPEN) : first])


_LICENSED = frozenset(("approved", "cleared", "licensed", "licenced", "authorised", "authorized", "okayed"))
#: Words by which a licence is left open or denied, and how far before the product they may stand.
_OPEN = frozenset(("not", "never", "if", "whether", "unless", "until", "may", "no"))
_TO_OPEN = 8
