"""Which concept a mention names: candidates go in, groundings with a score and its reasons come out.

The score begins with the kind of name (label, synonym, hidden) and falls for names found by derivation, ellipsis or
substitution; an ambiguous name needs a definition in the text, its full name elsewhere in it, or a fitting section.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from kg.concepts import Concept
from kg.reading.lexicon import Entry, Lexicon
from kg.reading.mentions import Found
from kg.reading.page import Term
from kg.reading.words import Tokens

__all__ = ["THRESHOLD", "ground"]

#: Candidates that score lower stay ungrounded.
THRESHOLD = 0.5
_METHOD_SCORE = {"exact": 1.0, "acronym": 1.0, "elliptical": 0.9, "frame": 0.9, "paraphrase": 0.75, "guess": 0.75}
#: Classes that fit a kind of section, to choose between the candidates of an ambiguous name.
_FITTING = {
    "adverse": ("AdverseEffect",), "boxed": ("AdverseEffect",), "postmarketing": ("AdverseEffect",), "warnings": ("AdverseEffect", "RiskFactor"),
    "indications": ("Condition", "Immunodeficiency", "Category"), "contraindications": ("Condition", "Immunodeficiency"),
    "interactions": ("Vaccine", "LaboratoryTest", "Medication"), "mechanism": ("Mechanism",), "dosage": ("Route",),
}  # fmt: skip


def ground(
    found: Sequence[Found],
    tokens: Tokens,
    lexicon: Lexicon,
    blocked: Collection[str],
    section_kind: Callable[[int], str],
) -> tuple[list[Term], list[tuple[Found, str]]]:
    """Choose a concept for each mention; gives the terms in order and the mentions that stay ungrounded, each with the reason."""
    unambiguous = {
        mention.entries[0].concept
        for mention in found
        if len(mention.entries) == 1 and not mention.entries[0].ambiguous and mention.method != "paraphrase"
    } | {entry.concept for mention in found if mention.method == "acronym" for entry in mention.entries}
    terms: list[Term] = []
    open_mentions: list[tuple[Found, str]] = []
    for mention in found:
        surface = tokens.surfaces[mention.first]
        if mention.last - mention.first == 1 and mention.method == "exact" and (surface in blocked or surface.rstrip("s") in blocked):
            open_mentions.append((mention, "the text defines this acronym as something else"))
            continue
        scored: list[tuple[float, Entry, tuple[str, ...]]] = []
        kind = section_kind(mention.first)
        for entry in mention.entries:
            classes = lexicon.concepts[entry.concept].classes
            score = entry.score * mention.weight * _METHOD_SCORE.get(mention.method, 0.9)
            reasons = [f"{entry.kind} {entry.name!r}"]
            if mention.method != "exact":
                reasons.append(mention.method)
            fits = any(name in classes for name in _FITTING.get(kind, ()))
            if mention.method == "guess" and not fits:
                score *= 0.5
                reasons.append("lone substitution outside a fitting section")
            if entry.ambiguous and mention.method == "exact":
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
            scored.append((score, entry, tuple(reasons)))
        scored.sort(key=lambda row: (-row[0], row[1].concept))
        score, best, why = scored[0]
        if score < THRESHOLD:
            open_mentions.append((mention, "; ".join(why)))
            continue
        concept = lexicon.concepts[best.concept]
        terms.append(
            Term(
                mention.first, mention.last, best.concept, frozenset(concept.classes), round(score, 3), mention.method, why,
                tuple(row[1].concept for row in scored[1:]), _stands_for(concept, lexicon),
            )  # fmt: skip
        )
    return terms, open_mentions


def _stands_for(concept: Concept, lexicon: Lexicon) -> str:
    """The condition that a text means by an agent (its infection) or, after "allergic to", by a constituent (the hypersensitivity)."""
    if "Agent" in concept.classes and concept.causes:
        return concept.causes[0]
    if "Constituent" in concept.classes:
        return next((slug for slug in concept.harmful_in if slug.startswith("hypersensitivity")), "")
    return ""
