"""What the pages of a claim, an evidence and a decision show: a store and an IRI go in; statement, evidence, curation and conflicts come out."""

from __future__ import annotations

from typing import Any

from pyoxigraph import NamedNode

from kg.identifiers import to_iri
from kg.web.lookups import Lookup

__all__ = ["claim_line", "claim_view", "document_line", "evidence_view"]

_FIELDS = ("status", "polarity", "severity", "frequency", "population")
#: Inferences that rest on a claim and are listed; the rest is counted.
_CONSEQUENCES = 30


def claim_view(look: Lookup, iri: str) -> dict[str, Any]:
    """Describe a claim."""
    line = claim_line(look, iri)
    subject, object_ = line["subject"]["iri"], line["object"]["iri"]
    pair = [c for c in look.subjects("rdf:subject", subject) if c != iri and object_ in look.things(c, "rdf:object")]
    related = [claim_line(look, c) for c in pair if to_iri("ig:Claim") in look.things(c, "rdf:type")]
    consequences = look.subjects("ig:premise", iri)
    return {
        **line,
        "evidence": [*(evidence_view(look, e, "supports") for e in look.things(iri, "ig:hasEvidence")),
                     *(evidence_view(look, e, "refutes") for e in look.things(iri, "ig:refutedBy"))],
        "refined_by": [
            {**other, "evidence": [evidence_view(look, e, "supports") for e in look.things(other["iri"], "ig:hasEvidence")]}
            for other in related
            if _refines(other, line)
        ],
        "curation": sorted((_decision(look, d) for d in _decisions(look, iri)), key=lambda d: (d["date"], d["iri"])),
        "revises": [claim_line(look, c) for c in look.things(iri, "prov:wasRevisionOf")],
        "revised_by": [claim_line(look, c) for c in look.subjects("prov:wasRevisionOf", iri)],
        "conflicts": [other for other in related if _is_opposed(line, other)],
        "related": [other for other in related if not _is_opposed(line, other)],
        "consequences": [_inference(look, i) for i in consequences[:_CONSEQUENCES]],
        "consequence_count": len(consequences),
    }  # fmt: skip


def claim_line(look: Lookup, iri: str) -> dict[str, Any]:
    """Give what a claim says, on one line."""
    ends = {name: _first(look, iri, f"rdf:{name}") for name in ("subject", "predicate", "object")}
    effect = next(iter(look.things(iri, "ig:riskOf")), None)
    fields: dict[str, Any] = {name: look.text(iri, f"ig:{name}") for name in _FIELDS}
    return {
        **look.named(iri),
        "subject": ends["subject"],
        "relation": ends["predicate"],
        "object": ends["object"],
        "effect": look.named(effect) if effect else None,
        **fields,
        "belief": look.number(iri, "ig:belief"),
        "review": look.text(iri, "ig:reviewStatus"),
        "supporting": len(look.values(iri, "ig:hasEvidence")),
        "refuting": len(look.values(iri, "ig:refutedBy")),
    }


def evidence_view(look: Lookup, iri: str, direction: str = "", *, with_document: bool = True) -> dict[str, Any]:
    """Describe an evidence: its place, its document, and how it was found."""
    target = next(iter(look.things(iri, "oa:hasTarget")), "")
    selector = next(iter(look.things(target, "oa:hasSelector")), "") if target else ""
    document = next(iter(look.things(iri, "prov:wasDerivedFrom")), "")
    start, end = (look.number(selector, f"oa:{name}") if selector else None for name in ("start", "end"))
    return {
        "iri": iri,
        "direction": direction or look.text(iri, "ig:direction") or "supports",
        "document": document_line(look, document) if document and with_document else None,
        "start": None if start is None else int(start),
        "end": None if end is None else int(end),
        "exact": look.text(selector, "oa:exact") if selector else "",
        "section": look.text(iri, "ig:section"),
        "method": look.text(iri, "ig:extractionMethod"),
        "score": look.number(iri, "ig:score"),
        "code": next((look.named(code) for code in look.things(iri, "ig:evidenceCode")), None),
        "run": next(iter(look.things(iri, "prov:wasGeneratedBy")), ""),
        "claims": look.things(iri, "oa:hasBody"),
    }


def document_line(look: Lookup, iri: str) -> dict[str, Any]:
    """Describe a document on one line."""
    identifier = look.text(iri, "dcterms:identifier")
    return {
        "iri": iri,
        "identifier": identifier,
        "title": look.text(iri, "dcterms:title") or identifier or iri,
        "kind": look.text(iri, "ig:documentKind"),
        "tier": look.text(iri, "ig:tier"),
        "publisher": look.text(iri, "dcterms:publisher"),
        "date": look.text(iri, "dcterms:date"),
        "flags": look.texts(iri, "ig:integrityFlag"),
        "sha256": look.text(iri, "ig:sha256"),
        "characters": int(look.number(iri, "ig:characterCount") or 0),
    }


def _decisions(look: Lookup, claim: str) -> list[str]:
    return [d for d in look.subjects("prov:used", claim) if to_iri("ig:Curation") in look.things(d, "rdf:type")]


def _decision(look: Lookup, iri: str) -> dict[str, Any]:
    return {
        "iri": iri,
        "verdict": look.text(iri, "ig:decision"),
        "date": look.text(iri, "dcterms:date"),
        "reason": look.text(iri, "dcterms:description"),
        "curator": next(iter(look.things(iri, "prov:wasAssociatedWith")), ""),
        "replaced": bool(look.things(iri, "dcterms:isReplacedBy")),
    }


def _inference(look: Lookup, iri: str) -> dict[str, Any]:
    return {"iri": iri, **{name: _first(look, iri, f"rdf:{name}") for name in ("subject", "predicate", "object")}}


def _first(look: Lookup, iri: str, property_: str) -> dict[str, Any]:
    value = next(iter(look.values(iri, property_)), None)
    if isinstance(value, NamedNode):
        return look.named(value.value)
    return {"iri": "", "curie": None, "label": getattr(value, "value", "") if value is not None else "", "class": ""}


def _refines(specific: dict[str, Any], general: dict[str, Any]) -> bool:
    """Tell whether one claim says all that the other says and more, and so speaks for it (kg.graph.belief)."""
    same = all(specific[name]["iri"] == general[name]["iri"] for name in ("subject", "relation", "object"))
    if not same or specific["polarity"] != general["polarity"] or specific["review"] == "rejected":
        return False
    effects = [claim["effect"]["iri"] if claim["effect"] else "" for claim in (specific, general)]
    pairs = [effects, *([specific[name], general[name]] for name in ("status", "severity", "frequency", "population"))]
    return all(less in ("", more) for more, less in pairs)


def _is_opposed(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two claims about the same two things cannot both hold: one denies the other, or they give different status."""
    if one["relation"]["iri"] == other["relation"]["iri"]:
        return {one["polarity"], other["polarity"]} == {"affirmed", "negated"}
    harm = {to_iri(f"ig:{name}") for name in ("contraindicatedIn", "notEffectiveFor", "worsens")}
    sides = {one["relation"]["iri"] in harm, other["relation"]["iri"] in harm}
    return sides == {True, False} and one["polarity"] == other["polarity"] == "affirmed"
