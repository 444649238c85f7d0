"""Terms of the ontology as constants; a test compares them with ontology/igkg.ttl.

Names are local names in the namespace `ig:`; `identifiers.term_iri` makes IRIs of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from kg.records import Frequency, Polarity, Predicate, Severity, Status

__all__ = [
    "CONCEPT_CLASSES",
    "GRAPHS",
    "IMMUNOGLOBULIN_CLASSES",
    "LINK_PROPERTIES",
    "PREDICATES",
    "PREDICATE_PROPERTIES",
    "STATUSES",
    "STATUS_PROPERTIES",
    "predicate_of",
    "property_of",
]

PREDICATES: tuple[Predicate, ...] = get_args(Predicate)
#: The statuses of claims; advice against a use is a recommendation denied (kg.reading.therapy.status).
STATUSES: tuple[Status, ...] = tuple(status for status in get_args(Status) if status != "not-recommended")
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)

#: Classes that a row of concepts.tsv may state; the defined classes of the ontology are left to the reasoner.
CONCEPT_CLASSES = frozenset({
    "ImmunoglobulinProduct", "ImmunoglobulinIsotype", "MonoclonalAntibody",
    "Condition", "Immunodeficiency", "Category", "Mechanism", "AdverseEffect",
    "Feature", "AutoimmuneFeature", "Autoantibody", "AntibodyDeficiency", "GeneticDefect",
    "AcquiredCause", "Agent", "Constituent", "MolecularTarget",
    "AnatomicalStructure", "NervousStructure", "BloodStructure", "Source", "Plasma", "CellCulture",
    "Route", "Population", "Management", "RiskFactor", "Medication", "Vaccine", "LaboratoryTest",
})  # fmt: skip

IMMUNOGLOBULIN_CLASSES = frozenset({"ImmunoglobulinProduct", "MonoclonalAntibody"})

#: The property of the plain triple for each status of a `treats` claim; a therapy that is advised against makes none.
STATUS_PROPERTIES: Mapping[str, str] = {
    "approved": "approvedFor",
    "recommended": "recommendedFor",
    "used": "usedFor",
    "investigational": "investigatedFor",
    "not-recommended": "therapeuticRelation",
}

PREDICATE_PROPERTIES: Mapping[str, str] = {
    "prevents": "prevents",
    "contraindicated_in": "contraindicatedIn",
    "not_effective_for": "notEffectiveFor",
    "worsens": "worsens",
    "has_adverse_effect": "hasAdverseEffect",
    "has_risk_factor": "hasRiskFactor",
    "acts_via": "actsVia",
    "in_category": "inCategory",
    "given_by_route": "hasRoute",
    "derived_from": "derivedFrom",
    "mitigated_by": "mitigatedBy",
    "monitored_by": "monitoredBy",
    "interacts_with": "interactsWith",
    "used_in_population": "usedInPopulation",
    "caused_by": "causedBy",
    "has_pathology": "hasPathology",
}

#: The property of each link column of concepts.tsv.
LINK_PROPERTIES: Mapping[str, str] = {
    "broader": "broader",
    "categories": "inCategory",
    "basis": "hasBasisIn",
    "location": "hasLocation",
    "caused_by": "causedBy",
    "constituents": "hasConstituent",
    "targets": "hasTarget",
    "counteracts": "counteracts",
    "form_of": "isFormOf",
    "derived_from": "derivedFrom",
    "route": "hasRoute",
    "specificity": "hasSpecificity",
    "harmful_in": "harmfulIn",
    "predisposes_to": "predisposesTo",
    "causes": "isCausativeAgentOf",
}

GRAPHS = ("ontology", "concepts", "claims", "facts", "mappings", "inferred", "explanations", "provenance", "metadata", "quarantine")


def property_of(predicate: str, status: str) -> str:
    """Give the ontology property that a claim's predicate and status mean.

    >>> property_of("treats", "approved"), property_of("acts_via", "")
    ('approvedFor', 'actsVia')
    """
    return STATUS_PROPERTIES[status or "used"] if predicate == "treats" else PREDICATE_PROPERTIES[predicate]


def predicate_of(name: str) -> str:
    """Give the predicate of claims whose ontology property has this local name.

    >>> predicate_of("approvedFor"), predicate_of("actsVia")
    ('treats', 'acts_via')
    """
    return next((predicate for predicate, property_ in PREDICATE_PROPERTIES.items() if property_ == name), "treats")
