"""Suggestions: unmapped concepts and the terms of other ontologies go in; mappings for a curator to judge come out, with their reasons.

Scores and cautions stand in data/suggestion.toml. Nothing suggested is stated in the graph before a person accepts it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.concepts import Concept
from kg.errors import KgError, ResourceError, UnknownName
from kg.graph.conflicts import find_conflicts
from kg.graph.mappings import EXACT_MATCH, MappingSet, read_mapping_set, read_mapping_sets
from kg.graph.mappings import Mapping as ConceptMapping
from kg.graph.sssom import write_mapping_set
from kg.graph.terms import Term
from kg.vocabulary import IMMUNOGLOBULIN_CLASSES

__all__ = ["Scoring", "Suggestion", "curated", "decide_mapping", "predicted_set", "suggest_mappings"]

_LEXICAL, _CHAINED, _BOTH = "semapv:LexicalMatching", "semapv:MappingChaining", "semapv:CompositeMatching"
_CURATED = "semapv:ManualMappingCuration"
#: Confidence of a mapping that a person has judged, as in the files of this repository.
CURATED_CONFIDENCE = 0.95
#: The kind of name of a term, by the property that gives it.
_KINDS = {
    "rdfs:label": "label", "skos:prefLabel": "label", "oboInOwl:hasExactSynonym": "exact", "skos:altLabel": "exact",
    "IAO:0000118": "exact", "oboInOwl:hasRelatedSynonym": "related", "oboInOwl:hasBroadSynonym": "broad",
    "oboInOwl:hasNarrowSynonym": "narrow",
}  # fmt: skip
#: British spellings as American ones; that other words change too does no harm, because both names are changed alike.
_BRITISH = ((re.compile("[ao]e"), "e"), (re.compile(r"is(?=ation|e\b|ed\b|ing\b)"), "iz"), (re.compile(r"our\b"), "or"))
#: The file that an accepted mapping of a concept goes to, by class; other classes go to `context`.
_FILES = {
    "Condition": "conditions",
    "Immunodeficiency": "conditions",
    "Category": "conditions",
    "Mechanism": "mechanisms",
    "AdverseEffect": "adverse-effects",
    "ImmunoglobulinIsotype": "immunoglobulins",
    **dict.fromkeys(IMMUNOGLOBULIN_CLASSES, "immunoglobulins"),
}


@dataclass(frozen=True, slots=True)
class Scoring:
    """The weights of data/suggestion.toml."""

    concept: Mapping[str, float]
    term: Mapping[str, float]
    predicate: Mapping[str, str]
    way: Mapping[str, float]
    caution: Mapping[str, float]
    further: float
    xref: float
    least: float
    margin: float
    ceiling: float
    ignored: tuple[str, ...]
    fits: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path) -> Scoring:
        """Read the weights; raises ResourceError for one that is missing or lies outside [0, 1]."""
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            scoring = cls(
                concept={name: _share(table["weight"]) for name, table in tables["concept"].items()},
                term={name: _share(table["weight"]) for name, table in tables["term"].items()},
                predicate={name: table["predicate"] for name, table in tables["term"].items()},
                way={name: _share(table["weight"]) for name, table in tables["way"].items()},
                caution={name: _share(table["factor"]) for name, table in tables["caution"].items()},
                further=_share(tables["further"]["weight"]),
                xref=_share(tables["xref"]["weight"]),
                least=_share(tables["output"]["least"]),
                margin=_share(tables["output"]["margin"]),
                ceiling=_share(tables["output"]["ceiling"]),
                ignored=tuple(tables["output"]["ignored"]),
                fits={name: tuple(value) for name, value in tables["fits"].items() if name != "reason"},
            )
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ResourceError(path, f"is no readable TOML ({error})") from error
        except KeyError as error:
            raise ResourceError(path, f"lacks {error}") from error
        except (TypeError, ValueError) as error:
            raise ResourceError(path, str(error)) from error
        return scoring


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mapping that may hold, with its score and what speaks for and against it."""

    mapping: ConceptMapping
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Agreement:
    """A name of a concept that agrees with a name of a term."""

    score: float
    own: str
    own_field: str
    other: str
    other_field: str
    way: str
    cautions: tuple[str, ...]


def suggest_mappings(
    concepts: Iterable[Concept], mappings: Iterable[ConceptMapping], terms: Mapping[str, Term], scoring: Scoring, *, tool: str = "igkg"
) -> tuple[Suggestion, ...]:
    """Propose mappings of each concept to each ontology in which it has none, sorted by concept, the best first.

    A pair that a curator has judged, either way, is not proposed again; nor is a deprecated term, nor one that another concept
    matches exactly. Names that are only for reading (hidden) count for nothing here.
    """
    known = list(mappings)
    names = _names_of_terms(terms.values(), scoring)
    judged = {(m.subject, m.object) for m in known}
    mapped = {(m.subject, m.prefix) for m in known if not m.negated}
    taken = {m.object for m in known if m.predicate == EXACT_MATCH and not m.negated}
    exact_of: dict[str, set[str]] = defaultdict(set)
    for m in known:
        if m.predicate == EXACT_MATCH and not m.negated:
            exact_of[m.subject].add(m.object)
    by_xref: dict[str, set[str]] = defaultdict(set)
    for term in terms.values():
        for xref in term.xrefs:
            by_xref[xref].add(term.curie)
    found: list[Suggestion] = []
    for concept in concepts:
        agreements = _agreements(concept, names, scoring)
        chained = {curie: sorted(exact_of[concept.slug] & terms[curie].xrefs) for x in exact_of[concept.slug] for curie in by_xref[x]}
        candidates = []
        for curie in sorted({*agreements, *chained}):
            prefix = curie.partition(":")[0]
            free = (concept.slug, curie) not in judged and (concept.slug, prefix) not in mapped and curie not in taken
            if free and not terms[curie].deprecated and _fits(concept, prefix, scoring):
                candidates.append(_suggestion(concept, terms[curie], agreements.get(curie, []), chained.get(curie, []), scoring, tool))
        found += _without_rivals(candidates, scoring)
    return tuple(sorted(found, key=lambda s: (s.mapping.subject, -s.score, s.mapping.object)))


def predicted_set(suggestions: Iterable[Suggestion], path: Path, *, date: str, version: str) -> MappingSet:
    """Put suggestions into a set of predicted mappings; `date` is the day on which they were made, as YYYY-MM-DD."""
    metadata = {
        "mapping_set_id": f"https://w3id.org/igkg/mappings/predicted/{path.name.removesuffix('.sssom.tsv')}",
        "mapping_set_title": "igkg: predicted mappings, for review",
        "mapping_set_description": f"Made by kg map suggest of igkg {version}; none of them is in the graph before a person accepts it.",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "mapping_set_version": date,
        "mapping_date": date,
    }
    return MappingSet(path, metadata, tuple(enumerate((s.mapping for s in suggestions), start=1)))


def decide_mapping(
    folder: Path,
    predicted: Path,
    concepts: Mapping[str, Concept],
    pair: tuple[str, str],
    *,
    reviewer: str,
    date: str,
    accept: bool = True,
    predicate: str = "",
    confidence: float = CURATED_CONFIDENCE,
) -> tuple[ConceptMapping, Path]:
    """Move a predicted mapping to the curated ones, as a person decided: accepted, or rejected as a negative mapping.

    `pair` is the slug of the concept and the CURIE of the term, `reviewer` an ORCID as CURIE. Gives the curated mapping and its
    file. Raises UnknownName for a pair that is not predicted, KgError where the mapping would conflict with a curated one.
    """
    source = read_mapping_set(predicted)
    chosen = [m for m in source.mappings if (m.subject, m.object) == pair]
    if not chosen:
        raise UnknownName("predicted mapping", " ".join(pair), (f"{m.subject} {m.object}" for m in source.mappings), where=str(predicted))
    mapping = curated(chosen[0], reviewer=reviewer, date=date, accept=accept, predicate=predicate, confidence=confidence)
    sets = read_mapping_sets(folder)
    known = [m for each in sets for m in each.mappings]
    before = set(find_conflicts(known, concepts=concepts))
    clashes = [c for c in find_conflicts([*known, mapping], concepts=concepts) if c.level == "ERROR" and c not in before]
    if clashes:
        clash = f"igr:{clashes[0].subject} and {clashes[0].object}: {clashes[0].message}"
        raise KgError(f"igr:{pair[0]} {mapping.predicate} {pair[1]} would make a conflict of {clash}")
    target = _file_for(concepts[mapping.subject], mapping, sets)
    numbered = enumerate([*target.mappings, mapping], start=1)
    # First the decision, then the list of what is open: a crash between the two loses nothing.
    write_mapping_set(replace(target, rows=tuple(numbered)))
    left = tuple((number, m) for number, m in source.rows if m != chosen[0])
    write_mapping_set(replace(source, rows=left))
    return mapping, target.path


def curated(
    mapping: ConceptMapping, *, reviewer: str, date: str, accept: bool, predicate: str = "", confidence: float = CURATED_CONFIDENCE
) -> ConceptMapping:
    """Give the curated form of a predicted mapping; how it was predicted stays in the slot `other`."""
    slots = dict(mapping.slots)
    before = f"predicted_by={mapping.justification}|predicted_confidence={mapping.confidence}"
    slots |= {"reviewer_id": reviewer, "review_date": date, "other": "|".join(filter(None, (slots.get("other", ""), before)))}
    return replace(
        mapping,
        predicate=predicate or mapping.predicate,
        justification=_CURATED,
        confidence=confidence,
        negated=not accept,
        slots=tuple(sorted(slots.items())),
    )


def _file_for(concept: Concept, mapping: ConceptMapping, sets: Sequence[MappingSet]) -> MappingSet:
    """Choose the file that holds the concept's mappings already, else the one of its class."""
    holding = [each for each in sets if any(m.subject == mapping.subject for m in each.mappings)]
    if holding:
        return holding[0]
    names = [_FILES[name] for name in concept.classes if name in _FILES] or ["context"]
    for each in sets:
        if each.path.name == f"{names[0]}.sssom.tsv":
            return each
    return sets[-1]


def _names_of_terms(terms: Iterable[Term], scoring: Scoring) -> dict[tuple[str, str], list[tuple[Term, str, str]]]:
    """Index terms by each form of each name: (way, form) to the terms, with the name and the property that gives it."""
    index: dict[tuple[str, str], list[tuple[Term, str, str]]] = defaultdict(list)
    for term in terms:
        for field, name in term.names:
            for way, form in _forms(name, scoring):
                index[(way, form)].append((term, field, name))
    return index


def _agreements(
    concept: Concept, names: Mapping[tuple[str, str], list[tuple[Term, str, str]]], scoring: Scoring
) -> dict[str, list[_Agreement]]:
    """Find the names that a concept shares with terms, by term, the best pair of each name of the concept, the best first."""
    found: dict[str, dict[str, _Agreement]] = defaultdict(dict)
    for own, own_field in ((concept.label, "label"), *((name, "synonym") for name in concept.synonyms)):
        for way, form in _forms(own, scoring):
            owners: dict[str, set[str]] = defaultdict(set)
            for term, _, _ in names.get((way, form), ()):
                owners[term.curie.partition(":")[0]].add(term.curie)
            for term, field, other in names.get((way, form), ()):
                cautions = []
                if own in concept.ambiguous:
                    cautions.append("ambiguous")
                if len(own) <= 5 and sum(c.isupper() for c in own) > 1:
                    cautions.append("acronym")
                if len(owners[term.curie.partition(":")[0]]) > 1:
                    cautions.append("shared")
                score = scoring.concept[own_field] * scoring.term[_KINDS[field]] * scoring.way[way]
                for caution in cautions:
                    score *= scoring.caution[caution]
                agreement = _Agreement(score, own, own_field, other, field, way, tuple(cautions))
                best = found[term.curie].get(own)
                if best is None or agreement.score > best.score:
                    found[term.curie][own] = agreement
    return {curie: sorted(each.values(), key=lambda a: (-a.score, a.own)) for curie, each in found.items()}


def _suggestion(
    concept: Concept, term: Term, agreements: Sequence[_Agreement], chained: Sequence[str], scoring: Scoring, tool: str
) -> Suggestion:
    doubt, reasons, slots = 1.0, [], {"subject_label": concept.label, "mapping_tool": tool}
    predicate = EXACT_MATCH
    if agreements:
        best = agreements[0]
        doubt *= 1 - best.score
        predicate = scoring.predicate[_KINDS[best.other_field]]
        caution = f" ({', '.join(best.cautions)})" if best.cautions else ""
        reasons.append(f"{best.own_field} {best.own!r} agrees as {best.way} with {best.other_field} {best.other!r}{caution}")
        slots |= {
            "match_string": _plain(best.own),
            "subject_match_field": "skos:prefLabel" if best.own_field == "label" else "skos:altLabel",
        }
        if best.other_field.partition(":")[0] in ("rdfs", "skos", "IAO"):
            slots["object_match_field"] = best.other_field
        further = [a for a in agreements[1:] if _plain(a.other) != _plain(best.other)]
        if further:
            doubt *= 1 - scoring.further
            reasons.append(f"so do {', '.join(repr(a.own) for a in further[:3])}")
    if chained:
        doubt *= 1 - scoring.xref
        reasons.append(f"cross-reference to {', '.join(chained)}, which the concept matches exactly")
    score = round(min(1 - doubt, scoring.ceiling), 3)
    return Suggestion(
        ConceptMapping(
            subject=concept.slug,
            predicate=predicate,
            object=term.curie,
            label=term.label,
            justification=_BOTH if agreements and chained else _LEXICAL if agreements else _CHAINED,
            confidence=score,
            comment="; ".join(reasons),
            slots=tuple(sorted(slots.items())),
        ),
        score,
        tuple(reasons),
    )


def _without_rivals(candidates: Sequence[Suggestion], scoring: Scoring) -> Iterator[Suggestion]:
    """Keep the best of each ontology; where another is as good within the margin, keep both and trust neither as much."""
    by_prefix: dict[str, list[Suggestion]] = defaultdict(list)
    for candidate in candidates:
        by_prefix[candidate.mapping.prefix].append(candidate)
    for group in by_prefix.values():
        top = max(s.score for s in group)
        near = [s for s in group if top - s.score <= scoring.margin]
        for suggestion in near:
            if len(near) > 1:
                others = ", ".join(s.mapping.object for s in near if s is not suggestion)
                reasons = (*suggestion.reasons, f"rivals: {others}")
                score = round(suggestion.score * scoring.caution["rival"], 3)
                mapping = replace(suggestion.mapping, confidence=score, comment="; ".join(reasons))
                suggestion = Suggestion(mapping, score, reasons)
            if suggestion.score >= scoring.least:
                yield suggestion


def _fits(concept: Concept, prefix: str, scoring: Scoring) -> bool:
    return any(prefix in scoring.fits.get(name, (prefix,)) for name in concept.classes)


def _forms(name: str, scoring: Scoring) -> list[tuple[str, str]]:
    """Give the forms in which a name is compared, the strictest first, each form once."""
    written = _plain(name)
    short = written
    for suffix in scoring.ignored:
        short = short.removesuffix(" " + _plain(suffix)) or short
    spelt = _spelt(short)
    forms = [("written", written), ("spelling", spelt)]
    words = spelt.split()
    if len(words) > 1:
        forms.append(("words", " ".join(sorted(words))))
    return [(way, form) for way, form in forms if form]


def _plain(name: str) -> str:
    """Fold case, accents, apostrophes and punctuation."""
    text = unicodedata.normalize("NFKD", name.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "'’")
    return " ".join(re.sub(r"[^\w+]+", " ", text).split())


def _spelt(text: str) -> str:
    for pattern, replacement in _BRITISH:
        text = pattern.sub(replacement, text)
    return " ".join(_singular(word) for word in text.split())


def _singular(word: str) -> str:
    if len(word) > 5 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def _share(value: Any) -> float:
    if not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError(f"{value!r} is no number in [0, 1]")
    return float(value)
