"""Which concept a mention names: candidates go in, groundings with a score and its reasons come out.

The score begins with the kind of name (label, synonym, hidden) and falls for names found by derivation, ellipsis or
substitution; an ambiguous name needs a definition in the text, its full name elsewhere in it, or a fitting section.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from kg.concepts import Concept
from kg.reading.classes.memberships import is_below
from kg.reading.lexicon import Entry, Lexicon
from kg.reading.mentions import Found
from kg.reading.page import Term
from kg.reading.words import Tokens, stem

__all__ = ["THRESHOLD", "ground"]

#: Candidates that score lower stay ungrounded.
THRESHOLD = 0.5
_METHOD_SCORE = {"exact": 1.0, "acronym": 1.0, "introduced": 1.0, "elliptical": 0.9, "frame": 0.9, "paraphrase": 0.75, "guess": 0.75}
#: Classes that fit a kind of section, to choose between the candidates of an ambiguous name.
_FITTING = {
    "adverse": ("AdverseEffect",),
    "boxed": ("AdverseEffect",),
    "postmarketing": ("AdverseEffect",),
    "warnings": ("AdverseEffect", "RiskFactor"),
    "indications": ("Condition", "Immunodeficiency", "Category"),
    "contraindications": ("Condition", "Immunodeficiency"),
    "interactions": ("Vaccine", "LaboratoryTest", "Medication"),
    "mechanism": ("Mechanism",),
    "dosage": ("Route",),
}


def ground(
    found: Sequence[Found],
    tokens: Tokens,
    lexicon: Lexicon,
    blocked: Collection[str],
    section_kind: Callable[[int], str],
) -> tuple[list[Term], list[tuple[Found, str]]]:
    """Choose a concept for each mention; gives the terms in order and the mentions that stay ungrounded, each with the reason."""
    unambiguous: Collection[str] = ()  # asked for only where a name may mean several
    terms: list[Term] = []
    open_mentions: list[tuple[Found, str]] = []
    for mention in found:
        if mention.last - mention.first == 1:
            surface = tokens.surfaces[mention.first]
            if blocked and mention.method == "exact" and (surface in blocked or surface.rstrip("s") in blocked):
                open_mentions.append((mention, "the text defines this acronym as something else"))
                continue
            if surface in _VERBS and _is_verb(mention, tokens):
                continue
        if not unambiguous and (len(mention.entries) > 1 or mention.entries[0].ambiguous or mention.method == "guess"):
            unambiguous = _unambiguous(found, lexicon)
        kind = section_kind(mention.first)
        if mention.method == "guess" and _is_supported(mention, found, unambiguous, tokens, lexicon):
            mention = replace(mention, method="paraphrase")
        others: tuple[str, ...] = ()
        if len(mention.entries) == 1:
            best = mention.entries[0]
            score, why = _scored(best, mention, kind, unambiguous, lexicon)
        else:
            scored = [(*_scored(entry, mention, kind, unambiguous, lexicon), entry) for entry in mention.entries]
            scored.sort(key=lambda row: (-row[0], row[2].concept))
            score, why, best = scored[0]
            others = tuple(row[2].concept for row in scored[1:])
            germ = _germ(mention.entries, lexicon, tokens, mention) if score < THRESHOLD else None
            if germ is not None:
                score, why, best = germ.score * 0.75, (*why, "germ by its place"), germ
                others = tuple(entry.concept for entry in mention.entries if entry is not germ)
        if score < THRESHOLD and _is_given_ig(mention, best, tokens):
            score, why = max(score, best.score * 0.75), (*why, "is spoken of as a treatment")
        if score < THRESHOLD and len(mention.entries) == 1 and (
            _is_treated(mention, best, tokens, lexicon) or _stands_behind_class(mention, best, tokens, lexicon)
        ):
            score, why = max(score, best.score * 0.75), (*why, "stands where a condition that is treated stands")
        if score < THRESHOLD:
            open_mentions.append((mention, "; ".join(why)))
            continue
        terms.append(_term(mention, best, score, why, others, lexicon))
    kept = [term for term in terms if term.concept != "infection" or not _is_last_word(term, terms, tokens)]
    return _with_listed(kept, open_mentions, tokens, lexicon)


def _unambiguous(found: Sequence[Found], lexicon: Lexicon) -> set[str]:
    """Give the concepts that the text names by words that mean nothing else."""
    unambiguous = {
        mention.entries[0].concept
        for mention in found
        if len(mention.entries) == 1 and not mention.entries[0].ambiguous and mention.method not in {"paraphrase", "guess"}
    } | {entry.concept for mention in found if mention.method == "acronym" for entry in mention.entries}
    # "Ig" is the class of an "IVIG" that the text names.
    return unambiguous | {parent for slug in unambiguous if slug in lexicon.forms for parent in lexicon.forms[slug]}


#: What falls and is nobody.
_FALLING = frozenset(
    (
        "level", "levels", "count", "counts", "titer", "titre", "pressure", "rate", "rates", "concentration", "deposition", "activation",
        "production", "release", "formation", "to", "may", "can", "then",
    )
)  # fmt: skip
#: Names that are verbs as well, and what stands behind a verb.
_VERBS = frozenset(("falls", "fall", "plagues", "plague", "clot", "clots"))
_BEHIND_VERBS = frozenset(
    (
        "under", "within", "short", "off", "apart", "behind", "below", "asleep", "ill",
        "into", "to", "up", "more", "less", "the", "all", "any", "half", "many", "most", "some", "them", "us", "you", "every",
        "patients", "people", "sharply", "steeply", "markedly", "steadily", "rapidly", "quickly", "greatly", "slightly",
    )
)  # fmt: skip


def _is_verb(mention: Found, tokens: Tokens) -> bool:
    """ "falls under", "plagues half of them", "they clot more readily", "a fall in B cells": a word that looks like the name of an illness."""
    if mention.last >= len(tokens):
        return False
    behind = tokens.surfaces[mention.last].lower()
    if behind in {"more", "less"} and tokens.folds[mention.last + 1 : mention.last + 2] in _LIKELY:
        return False  # "makes clots more likely"
    if behind in _BEHIND_VERBS:
        return True
    is_fall = tokens.surfaces[mention.first].lower() in {"fall", "falls"}
    return is_fall and (behind in {"in", "of"} or (mention.first > 0 and tokens.folds[mention.first - 1] in _FALLING))


_LIKELY = (["likely"], ["common"], ["frequent"], ["probable"], ["dangerous"], ["severe"])
#: Words near "Ig" that speak of a medicine, and those behind it that speak of what is measured or made.
_GIVING = frozenset(
    ("recommended", "indicated", "given", "used", "administered", "infused", "use", "action", "dose", "indication", "effectiveness", "efficacy",
     "administration", "receive", "received", "receiving", "brand", "licensed", "licenced", "prescribed", "treatment", "therapy")
)  # fmt: skip
_MEASURING = frozenset(
    (
        "level",
        "class",
        "isotype",
        "subclass",
        "superfamily",
        "domain",
        "gene",
        "production",
        "concentration",
        "a",
        "g",
        "m",
        "e",
        "d",
        "light",
        "heavy",
    )
)


def _is_given_ig(mention: Found, entry: Entry, tokens: Tokens) -> bool:
    """ "IG is recommended for ...", "the use of Ig in ...": the short name among words of giving."""
    if entry.concept != "immunoglobulin" or entry.name.lower() != "ig" or len(mention.entries) > 1:
        return False
    folds = tokens.folds
    if mention.last < len(folds) and folds[mention.last] in _MEASURING:
        return False
    around = (*folds[max(0, mention.first - 3) : mention.first], *folds[mention.last : mention.last + 5])
    return not _GIVING.isdisjoint(around)


def _is_treated(mention: Found, entry: Entry, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "is indicated for PI", "patients with PI", "relapses of MS": where the name of an illness stands and no other name of that length would."""
    if lexicon.classes[entry.concept].isdisjoint(_ILLNESSES) or not tokens.surfaces[mention.first].isupper():
        return False
    folds = tokens.folds
    before = folds[max(0, mention.first - 2) : mention.first]
    behind = folds[mention.last] if mention.last < len(folds) else ""
    if len(before) < 2 or behind in _BEARERS or behind == "-":
        return False
    if behind in _COURSE or before[1] in _OF_ILLNESSES:
        return True
    return (before[1] in {"for", "in"} and before[0] in _TREATED) or before[0] in _BEFORE.get(before[1], ())


def _stands_behind_class(mention: Found, entry: Entry, tokens: Tokens, lexicon: Lexicon) -> bool:
    """ "Major immunodeficiency syndromes (PID)": a short name in brackets behind the name of a class of which it is a kind."""
    at = mention.first - 1
    if at < 1 or tokens.surfaces[at] != "(":
        return False
    before = (lexicon.lookup(tuple(tokens.folds[max(0, at - length) : at])) for length in range(1, _CLASS_NAME + 1))
    return any(is_below(lexicon.concepts, entry.concept, wide.concept) for entries in before for wide in entries)


#: Tokens of the longest class that is looked up before a bracket.
_CLASS_NAME = 3
_ILLNESSES = frozenset(("Condition", "Immunodeficiency"))
#: What stands before "for" and "in" where the name of what is treated follows, and before "with" where that of an illness does.
_TREATED = frozenset(
    ("indicated", "approved", "licensed", "licenced", "used", "given", "recommended", "prescribed", "treatment", "therapy", "effective", "beneficial")
)
#: What an illness has, and words right before its name.
_COURSE = frozenset(("relapse", "relapses", "flare", "flares", "exacerbation", "exacerbations", "remission"))
_OF_ILLNESSES = frozenset(("progressive", "refractory", "relapsing", "treat", "treats", "treating"))
_BEARERS = frozenset(("patient", "people", "person", "adult", "child", "children", "those", "individual", "someone", "anyone", "man", "woman"))
_BEFORE = {
    "with": _BEARERS,
    "of": _COURSE | {"attack", "attacks", "course", "onset", "diagnosis", "treatment"},
    "for": frozenset(("ivig", "scig", "immunoglobulin")),
}


#: Tokens that are looked at on each side of a lone word that was put back.
_SENTENCE = 40


def _is_supported(mention: Found, found: Sequence[Found], unambiguous: Collection[str], tokens: Tokens, lexicon: Lexicon) -> bool:
    """Tell whether a lone word that was put back names what the text names elsewhere, or an effect where its sentence speaks of effects."""
    concepts = {entry.concept for entry in mention.entries}
    if not concepts.isdisjoint(unambiguous):
        # Who is treated is told by everyday words, which others stand for too easily.
        return not any("Population" in lexicon.classes[concept] for concept in concepts)
    if not any("AdverseEffect" in lexicon.classes[concept] for concept in concepts):
        return False
    ends = {".", "?", "!"}
    first = last = mention.first
    while first > max(0, mention.first - _SENTENCE) and tokens.surfaces[first - 1] not in ends:
        first -= 1
    while last < min(len(tokens), mention.first + _SENTENCE) and tokens.surfaces[last] not in ends:
        last += 1
    return any(first <= other.first < last and other.entries[0].concept == "adverse-event-root" for other in found)


def _is_last_word(term: Term, terms: Sequence[Term], tokens: Tokens) -> bool:
    """ "varicella (chickenpox) infection": the noun behind the bracket ends the name before it and names nothing of its own."""
    if tokens.surfaces[term.first - 1] != ")":
        return False
    return any(
        inside.last == term.first - 1
        and tokens.surfaces[inside.first - 1] == "("
        and any(before.last == inside.first - 1 and before.concept == inside.concept for before in terms)
        for inside in terms
    )


def _scored(entry: Entry, mention: Found, kind: str, unambiguous: Collection[str], lexicon: Lexicon) -> tuple[float, tuple[str, ...]]:
    """Score one candidate and say why."""
    score = entry.score * mention.weight * _METHOD_SCORE.get(mention.method, 0.9)
    fits = kind in _FITTING and not lexicon.classes[entry.concept].isdisjoint(_FITTING[kind])
    reasons = [f"{entry.kind} {entry.name!r}"]
    if mention.method == "exact" and not entry.ambiguous and not fits:
        return score, tuple(reasons)
    if mention.method != "exact":
        reasons.append(mention.method)
        if mention.method == "guess" and not fits:
            score *= 0.5
            reasons.append("lone substitution outside a fitting section")
    elif entry.ambiguous:
        if entry.concept in unambiguous:
            reasons.append("full name in the text")
        elif fits:
            score *= 0.8
            reasons.append("fits the section")
        elif len(mention.entries) > 1 or len(entry.name) <= 3:
            score *= 0.45
            reasons.append("ambiguous")
        else:
            score *= 0.75
            reasons.append("ambiguous, only candidate")
    if fits:
        score = min(1.0, score + 0.02)
    return score, tuple(reasons)


def _germ(entries: Sequence[Entry], lexicon: Lexicon, tokens: Tokens, mention: Found) -> Entry | None:
    """ "cytomegalovirus", the germ and its infection: of two meanings that differ no more than so the germ, which stands for the other.

    It is one alone in a cell, or behind words for what is done against it: "is used against CMV", "the development of cytomegalovirus".
    """
    germ = next((entry for entry in entries if "Agent" in lexicon.classes[entry.concept]), None)
    if germ is None or not all(entry is germ or entry.concept in lexicon.concepts[germ.concept].causes for entry in entries):
        return None
    if tokens.folds[mention.last : mention.last + 1] not in _OF_GERM and _is_fought(mention, tokens):
        return germ
    return germ if len(germ.name) > _SHORT and _fills_cell(mention, tokens) else None


def _is_fought(mention: Found, tokens: Tokens) -> bool:
    """ "against CMV", "to prevent CMV", "reduces cytomegalovirus", "the development of cytomegalovirus": what somebody is guarded from."""
    folds, stems = tokens.folds, tokens.stems
    if mention.first < 1:
        return False
    if folds[mention.first - 1] == "against" or stems[mention.first - 1] in _GUARDING:
        return True
    return folds[mention.first - 1] in {"of", "from"} and (folds[mention.first - 2] in _COMING or stems[mention.first - 2] in _GUARDING)


_GUARDING = frozenset(map(stem, ("prevent", "reduce", "preventing", "prevention", "prophylaxis", "protect", "fight", "treat", "treatment")))
_COMING = frozenset(("development", "incidence", "recurrence", "reactivation", "transmission", "spread", "risk"))
#: Words behind a germ that make another name of it: "CMV serology".
_OF_GERM = (["serology"], ["antibody"], ["immunoglobulin"], ["immune"], ["antigen"], ["globulin"], ["seronegative"], ["status"], ["-"])


#: Letters of an acronym, which may mean something else altogether.
_SHORT = 4


def _fills_cell(mention: Found, tokens: Tokens) -> bool:
    """Tell whether a name stands alone, or in a list, between the marks of a table's cell."""
    first, last = mention.first, mention.last
    return tokens.surfaces[first - 1 : first] in (["|"], [","], ["and"]) and tokens.surfaces[last : last + 1] in ([], ["|"], [","], ["and"], ["("])


def _term(mention: Found, entry: Entry, score: float, why: tuple[str, ...], alternatives: tuple[str, ...], lexicon: Lexicon) -> Term:
    classes = lexicon.classes[entry.concept]
    stands_for = "" if classes.isdisjoint(_STANDING) else _stands_for(lexicon.concepts[entry.concept])
    # An immunoglobulin product, polyvalent or hyperimmune; a monoclonal antibody is another treatment, whatever it is directed against.
    is_product = "ImmunoglobulinProduct" in classes and "MonoclonalAntibody" not in classes
    return Term(
        mention.first, mention.last, entry.concept, classes, round(score, 3), mention.method, why, alternatives, stands_for, is_product
    )


#: Classes of concepts that a text names and means another by.
_STANDING = frozenset(("Agent", "Constituent"))


#: Words between the members of a list.
_LIST = frozenset((",", "and", "or", "/", ";", "&"))


def _with_listed(
    terms: list[Term], open_mentions: list[tuple[Found, str]], tokens: Tokens, lexicon: Lexicon
) -> tuple[list[Term], list[tuple[Found, str]]]:
    """Accept an ambiguous name that stands in a list between names of the class of one of its meanings ("GBS, MG and CIDP")."""
    if not open_mentions:
        return sorted(terms, key=_ORDER), open_mentions
    ends = {term.last: term for term in terms}
    starts = {term.first: term for term in terms}
    accepted: list[Term] = []
    still_open: list[tuple[Found, str]] = []
    for mention, reason in open_mentions:
        neighbours = [_neighbour(mention.first - 1, -1, ends, 1, tokens), _neighbour(mention.last, 1, starts, 0, tokens)]
        classes = frozenset[str]().union(*[term.classes for term in neighbours if term is not None])
        fitting = [entry for entry in mention.entries if not classes.isdisjoint(_kin_of(lexicon.classes[entry.concept]))]
        if len(fitting) == 1 and mention.method in {"exact", "guess"} and "defines" not in reason:
            entry = fitting[0]
            why = (f"{entry.kind} {entry.name!r}", "stands in a list of its kind")
            accepted.append(_term(mention, entry, entry.score * 0.75, why, (), lexicon))
        else:
            still_open.append((mention, reason))
    return sorted([*terms, *accepted], key=_ORDER), still_open


def _kin_of(classes: frozenset[str]) -> frozenset[str]:
    """An immunodeficiency stands in a list of conditions."""
    return classes | {"Condition"} if "Immunodeficiency" in classes else classes


_ORDER = attrgetter("first", "last", "concept")


def _neighbour(index: int, step: int, edges: Mapping[int, Term], shift: int, tokens: Tokens) -> Term | None:
    """The term that one or two list words separate from a place."""
    for distance in range(2):
        at = index + step * distance
        if not 0 <= at < len(tokens) or tokens.folds[at] not in _LIST:
            return None
        term = edges.get(at if shift else at + 1)
        if term is not None:
            return term
    return None


def _stands_for(concept: Concept) -> str:
    """The condition that a text means by an agent (its infection) or, after "allergic to", by a constituent (the hypersensitivity)."""
    if "Agent" in concept.classes and concept.causes:
        return concept.causes[0]
    if "Constituent" in concept.classes:
        return next((slug for slug in concept.harmful_in if slug.startswith("hypersensitivity")), "")
    return ""
