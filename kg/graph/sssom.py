"""Mappings as SSSOM files and as RDF: mapping records go in, files or triples come out, and back, with every slot.

Files are written and judged with the library sssom-pydantic; kg.graph.mappings reads them for every build, because it needs no
data model of 60 fields. A test proves that both read the same.
"""

from __future__ import annotations

import io
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import ConceptError, KgError
from kg.graph.mappings import LIST_SLOTS, NOT, Mapping, MappingSet
from kg.identifiers import PREFIXES, concept_iri, converter, hashed_iri, slug_of, to_curie, to_iri
from kg.outputs import staged_file

__all__ = ["from_triples", "record_iri", "record_triples", "to_text", "unreadable_rows", "write_mapping_set"]

_TYPE = NamedNode(to_iri("rdf:type"))
_MAPPING, _SET = NamedNode(to_iri("sssom:Mapping")), NamedNode(to_iri("sssom:MappingSet"))
_PART_OF = NamedNode(to_iri("dcterms:isPartOf"))
_DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")
_SLOT = PREFIXES["sssom"]
#: Slots whose values are CURIEs, and IRIs in the graph.
_REFERENCES = frozenset({
    "subject_id", "predicate_id", "object_id", "mapping_justification", "author_id", "creator_id", "reviewer_id",
    "subject_match_field", "object_match_field", "subject_preprocessing", "object_preprocessing", "derived_from",
})  # fmt: skip


def record_iri(mapping: Mapping, set_iri: str) -> str:
    """Mint the IRI of a mapping from what it says, how it was found, and the set that it stands in."""
    stance = NOT if mapping.negated else ""
    return hashed_iri("mapping", set_iri, mapping.subject, mapping.predicate, stance, mapping.object, mapping.justification)


def record_triples(sets: Iterable[MappingSet]) -> Iterator[Triple]:
    """Describe sets and mappings with the slots of SSSOM, so that `from_triples` gives them back.

    The plain skos:*Match triples are made by `kg.graph.mappings.mapping_triples`; a negative mapping has its description only.
    """
    for each in sets:
        node = NamedNode(each.iri)
        yield Triple(node, _TYPE, _SET)
        for slot, value in sorted(each.metadata.items()):
            for text in value if isinstance(value, list) else [value]:
                yield Triple(node, NamedNode(_SLOT + slot), Literal(str(text)))
        for mapping in each.mappings:
            record = NamedNode(record_iri(mapping, each.iri))
            yield Triple(record, _TYPE, _MAPPING)
            yield Triple(record, _PART_OF, node)
            for slot, cell in _to_row(mapping).items():
                for text in cell.split("|") if slot in LIST_SLOTS else [cell]:
                    yield Triple(record, NamedNode(_SLOT + slot), _to_term(slot, text))


def from_triples(triples: Iterable[Triple]) -> tuple[MappingSet, ...]:
    """Read sets of mappings back from the graph, sorted by IRI, their rows sorted as a file has them; lines are counted from 1."""
    described: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    members: dict[str, list[str]] = defaultdict(list)
    sets = []
    for triple in triples:
        subject = _text(triple.subject)
        if triple.predicate == _PART_OF:
            members[_text(triple.object)].append(subject)
        elif triple.predicate == _TYPE and triple.object == _SET:
            sets.append(subject)
        elif triple.predicate.value.startswith(_SLOT):
            slot = triple.predicate.value.removeprefix(_SLOT)
            described[subject][slot].append(_from_term(slot, triple))
    result = []
    for iri in sorted(set(sets)):
        rows = sorted(_from_slots(described[record]) for record in set(members[iri]))
        metadata = {slot: values[0] if len(values) == 1 else sorted(values) for slot, values in sorted(described[iri].items())}
        mappings = (mapping for _, mapping in rows)
        result.append(MappingSet(Path(iri.rpartition("/")[2] + ".sssom.tsv"), metadata, tuple(enumerate(mappings, start=1))))
    return tuple(result)


def write_mapping_set(each: MappingSet, path: Path | None = None) -> None:
    """Write a set as SSSOM TSV to a path, its own by default, beside and moved into place; rows are sorted."""
    text = to_text(each)
    with staged_file(path or each.path) as staging:
        staging.write_text(text, encoding="utf-8", newline="\n")


def to_text(each: MappingSet) -> str:
    """Give a set as SSSOM TSV, as sssom-pydantic writes it, with LF at the end of each line.

    Raises ConceptError for a mapping that the library refuses.
    """
    import sssom_pydantic
    from sssom_pydantic.api import MappingSetRecord
    from sssom_pydantic.io import row_to_semantic_mapping

    try:
        prefix_map = converter()
        rows = sorted(row_to_semantic_mapping(_to_row(mapping), prefix_map) for mapping in each.mappings)
        head = MappingSetRecord.model_validate(each.metadata)
        stream = io.StringIO()
        # Rows keep their own cells: what is equal in all of them stays in its column, so that a later row changes one line only.
        sssom_pydantic.write_unprocessed(
            [row.to_record() for row in rows],
            stream,
            metadata=head,
            converter=prefix_map,
            prefixes={"igr", "semapv", "skos"}.union(*(row.get_prefixes() for row in rows)),
            columns=None if rows else ["subject_id", "predicate_id", "object_id", "mapping_justification"],
            condense=False,
        )
    except (ValueError, TypeError, KeyError) as error:
        raise ConceptError(each.path, f"the mappings cannot be written as SSSOM ({' '.join(str(error).split())})") from error
    return stream.getvalue().replace("\r\n", "\n")


def unreadable_rows(path: Path) -> list[tuple[int, str]]:
    """Give line and reason of each row that sssom-pydantic, which knows the whole standard, cannot read."""
    import sssom_pydantic

    logging.getLogger("sssom_pydantic").setLevel(logging.ERROR)
    try:
        *_, errors = sssom_pydantic.read(path, return_errors=True)
    except Exception as error:  # the library raises what pydantic, curies, csv and yaml raise; its words are the finding
        return [(1, " ".join(str(error).split()))]
    return [(error.line_number, " ".join(str(error.exception).split())) for error in errors]


def _to_row(mapping: Mapping) -> dict[str, str]:
    """Give the non-empty cells of a row by column."""
    cells = {
        "subject_id": f"igr:{mapping.subject}",
        "predicate_id": mapping.predicate,
        "predicate_modifier": NOT if mapping.negated else "",
        "object_id": mapping.object,
        "object_label": mapping.label,
        "mapping_justification": mapping.justification,
        "confidence": "" if mapping.confidence is None else _decimal(mapping.confidence),
        "object_source_version": mapping.source,
        "comment": mapping.comment,
        **dict(mapping.slots),
    }
    return {column: cell for column, cell in cells.items() if cell}


def _from_slots(slots: Table[str, list[str]]) -> tuple[tuple[str, ...], Mapping]:
    """Make a mapping from its slots, with what it is sorted by."""
    cells = {slot: "|".join(sorted(values)) if slot in LIST_SLOTS else values[0] for slot, values in slots.items()}
    taken = {name: cells.pop(name, "") for name in (
        "subject_id", "predicate_id", "predicate_modifier", "object_id", "object_label", "mapping_justification", "confidence",
        "object_source_version", "comment",
    )}  # fmt: skip
    slug = slug_of(to_iri(taken["subject_id"])) if taken["subject_id"] else None
    if slug is None:
        raise KgError(f"a mapping in the graph has no subject of ours: {taken}")
    mapping = Mapping(
        subject=slug,
        predicate=taken["predicate_id"],
        object=taken["object_id"],
        label=taken["object_label"],
        justification=taken["mapping_justification"],
        confidence=float(taken["confidence"]) if taken["confidence"] else None,
        source=taken["object_source_version"],
        comment=taken["comment"],
        negated=taken["predicate_modifier"] == NOT,
        slots=tuple(sorted(cells.items())),
    )
    return (mapping.subject, mapping.predicate, mapping.object, mapping.justification), mapping


def _to_term(slot: str, text: str) -> NamedNode | Literal:
    if slot in _REFERENCES:
        return NamedNode(concept_iri(text.removeprefix("igr:")) if slot == "subject_id" else to_iri(text))
    return Literal(text, datatype=_DECIMAL) if slot == "confidence" else Literal(text)


def _from_term(slot: str, triple: Triple) -> str:
    text = _text(triple.object)
    if slot not in _REFERENCES:
        return text
    curie = to_curie(text)
    if curie is None:
        raise KgError(f"no prefix covers {text}, the {slot} of {_text(triple.subject)}")
    return curie


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _decimal(value: float) -> str:
    """Write a confidence in the canonical form of xsd:decimal, as Oxigraph keeps it."""
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"
