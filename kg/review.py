"""Review: a build goes in; the claims that a curator's decision would change most come out, and decisions go to data/curation.tsv."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.concepts import concepts_by_slug, read_concepts
from kg.curation import Decision, Verdict, add_decision, check_fields, checked_orcid, claim_hash, parse_fields
from kg.errors import ResourceError, UnknownName
from kg.graph.mappings import MATCHES
from kg.graph.rows import to_text
from kg.graph.store import Store
from kg.identifiers import ID, term_iri, to_curie, to_iri
from kg.settings import Settings
from kg.vocabulary import predicate_of

__all__ = ["REVIEW_COLUMNS", "Marks", "ReviewItem", "claims_to_review", "decide_claim", "review_rows"]

REVIEW_COLUMNS = ["claim", "score", "belief", "review", "label", "documents", "why"]
_BENEFITS = frozenset(map(term_iri, ("approvedFor", "recommendedFor", "treats", "usedFor", "prevents")))
_HARMS = frozenset(map(term_iri, ("contraindicatedIn", "notEffectiveFor", "worsens")))
_CLAIM_PREFIX = f"{ID}claim-"


@dataclass(frozen=True, slots=True)
class Marks:
    """The weights of data/review.toml."""

    weights: Mapping[str, float]
    threshold: float

    @classmethod
    def load(cls, path: Path) -> Marks:
        """Read the weights; raises ResourceError where one is missing or they do not add up to 1."""
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
            names = ("threshold", "conflict", "alone", "flagged", "unmapped")
            weights = {name: float(tables[name]["weight"]) for name in names}
            threshold = float(tables["threshold"]["at"])
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError, ValueError) as error:
            raise ResourceError(path, f"is no readable TOML of weights ({error})") from error
        except KeyError as error:
            raise ResourceError(path, f"lacks {error}") from error
        if not 0 < threshold < 1 or min(weights.values()) < 0 or abs(sum(weights.values()) - 1) > 1e-9:
            raise ResourceError(path, "the weights must be positive and add up to 1, and the threshold lie between 0 and 1")
        return cls(weights, threshold)


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """A claim with what a decision about it would change; `reasons` add up to the score."""

    claim: str
    label: str
    belief: float
    review: str
    score: float
    reasons: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(slots=True)
class _Known:
    """What the graph says of a claim."""

    subject: str = ""
    relation: str = ""
    object: str = ""
    label: str = ""
    belief: float = 0.0
    review: str = ""
    polarity: str = ""
    status: str = ""
    evidence: tuple[str, ...] = ()
    refuted: int = 0

    @property
    def is_fact(self) -> bool:
        return self.polarity == "affirmed" and self.review != "rejected" and self.status != "not-recommended"


def claims_to_review(store: Store, marks: Marks, *, everything: bool = False) -> list[ReviewItem]:
    """Score the claims that no curator has decided about (with `everything` all), the highest first, then by claim."""
    claims = _claims(store)
    documents = _documents(store)
    flagged = {t.subject.value for t in store.triples(None, _node("ig:integrityFlag")) if isinstance(t.subject, NamedNode)}
    names = {t.subject.value: t.object.value for t in store.triples(None, _node("dcterms:identifier"))
             if isinstance(t.subject, NamedNode) and isinstance(t.object, Literal)}  # fmt: skip
    mapped = {t.subject.value for match in MATCHES for t in store.triples(None, _node(match)) if isinstance(t.subject, NamedNode)}
    facts: dict[tuple[str, str, str], int] = defaultdict(int)
    sides: dict[tuple[str, str], set[str]] = defaultdict(set)
    for known in claims.values():
        if known.is_fact:
            facts[(known.subject, known.relation, known.object)] += 1
            sides[(known.subject, known.object)] |= {known.relation} & (_BENEFITS | _HARMS)
    items = []
    for iri, known in claims.items():
        if known.review != "unreviewed" and not everything:
            continue
        behind = sorted({document for evidence in known.evidence for document in documents.get(evidence, ())})
        values: dict[str, tuple[float, str]] = {}
        distance = abs(known.belief - marks.threshold)
        near = 1 - distance / (1 - marks.threshold if known.belief > marks.threshold else marks.threshold)
        values["threshold"] = (near, f"belief {known.belief:g} is {distance:.3g} from {marks.threshold:g}")
        both = sides[(known.subject, known.object)]
        if known.refuted:
            values["conflict"] = (1.0, f"{known.refuted} evidence against it")
        elif known.relation in both and both & _BENEFITS and both & _HARMS:
            opposed = both & (_HARMS if known.relation in _BENEFITS else _BENEFITS)
            values["conflict"] = (1.0, f"other claims say {', '.join(sorted(map(_short, opposed)))}")
        if known.is_fact and facts[(known.subject, known.relation, known.object)] == 1:
            values["alone"] = (1.0, "no other claim states its fact")
        if behind and all(document in flagged for document in behind):
            values["flagged"] = (1.0, "every document behind it is flagged")
        if known.object not in mapped:
            values["unmapped"] = (1.0, f"{_short(known.object)} has no match in another ontology")
        parts = {name: marks.weights[name] * value for name, (value, _) in values.items()}
        reasons = tuple(f"{text} (+{parts[name]:.2f})" for name, (_, text) in values.items() if parts[name] >= 0.005)
        items.append(
            ReviewItem(
                claim=iri.removeprefix(_CLAIM_PREFIX),
                label=known.label,
                belief=known.belief,
                review=known.review,
                score=round(sum(parts.values()), 3),
                reasons=reasons,
                documents=tuple(sorted(names.get(document, _short(document)) for document in behind)),
            )
        )
    return sorted(items, key=lambda item: (-item.score, item.claim))


def review_rows(items: Iterable[ReviewItem]) -> list[list[object]]:
    """Give items as rows of REVIEW_COLUMNS."""
    return [
        [i.claim, f"{i.score:.3f}", f"{i.belief:g}", i.review, i.label, ", ".join(i.documents), "; ".join(i.reasons)] for i in items
    ]


def decide_claim(
    store: Store,
    claim: str,
    verdict: Verdict,
    *,
    curator: str,
    reason: str,
    date: str,
    amended: Iterable[str] = (),
    file: Path | None = None,
    settings: Settings | None = None,
) -> tuple[Decision, str]:
    """Add a decision about a claim of a build to `file`, the one of the settings by default; gives it with the words of the claim.

    `amended` are fields written `field=value`. Raises UnknownName for a claim that the build does not have or an unknown concept,
    and KgError for a malformed ORCID, field or reason, or a field that claims of this predicate do not have. The graph changes at the
    next build.
    """
    settings = settings or Settings.default()
    digits = claim_hash(claim)
    said = {t.predicate.value: t.object for t in store.triples(_node(f"igr:claim-{digits}"))}
    label = said.get(to_iri("rdfs:label"))
    if not isinstance(label, Literal):
        raise UnknownName("claim", digits, (iri.removeprefix(_CLAIM_PREFIX) for iri in _claims(store)))
    concepts = concepts_by_slug(read_concepts(settings.ontology / "concepts.tsv"))
    fields = parse_fields(amended, concepts=concepts)
    if fields:
        stated = {name: to_text(said.get(term_iri(name))) for name in ("status", "severity", "frequency")} | dict(fields)
        relation = to_text(said.get(to_iri("rdf:predicate")))
        check_fields(stated.get("predicate") or predicate_of(relation.removeprefix("ig:")), stated)
    decision = Decision(digits, verdict, fields, checked_orcid(curator), date, " ".join(reason.split()))
    add_decision(file or settings.decisions, decision)
    return decision, label.value


def _claims(store: Store) -> dict[str, _Known]:
    """Read the claims of a store, by IRI."""
    found: dict[str, _Known] = defaultdict(_Known)
    fields = {term_iri(name): name for name in ("polarity", "status")} | {to_iri("rdfs:label"): "label", term_iri("reviewStatus"): "review"}
    ends = {to_iri("rdf:subject"): "subject", to_iri("rdf:predicate"): "relation", to_iri("rdf:object"): "object"}
    for quad in store.quads("claims"):
        if not isinstance(quad.subject, NamedNode) or not quad.subject.value.startswith(_CLAIM_PREFIX):
            continue
        known, property_, value = found[quad.subject.value], quad.predicate.value, quad.object
        if isinstance(value, Literal):
            if property_ in fields:
                setattr(known, fields[property_], value.value)
            elif property_ == term_iri("belief"):
                known.belief = float(value.value)
        elif isinstance(value, NamedNode):
            if property_ in ends:
                setattr(known, ends[property_], value.value)
            elif property_ == term_iri("hasEvidence"):
                known.evidence = (*known.evidence, value.value)
            elif property_ == term_iri("refutedBy"):
                known.refuted += 1
    return dict(found)


def _documents(store: Store) -> dict[str, set[str]]:
    """Give the documents of each evidence."""
    found: dict[str, set[str]] = defaultdict(set)
    for triple in store.triples(None, _node("prov:wasDerivedFrom")):
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode):
            found[triple.subject.value].add(triple.object.value)
    return found


def _node(curie: str) -> NamedNode:
    return NamedNode(to_iri(curie))


def _short(iri: str) -> str:
    return to_curie(iri) or iri
