"""Lexicon packs of a build: an imported ontology goes in, its names become readable, and what was read of them becomes concepts.

A pack lies as a table in the folder `lexicon` of a build (made by `kg lexicon add` from an import); every reading for that build uses it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

from kg.concepts import Concept, read_concepts
from kg.errors import KgError, UnknownName
from kg.graph.imports import import_paths
from kg.graph.mappings import EXACT_MATCH, MappingSet, read_mappings
from kg.graph.mappings import Mapping as TermMapping
from kg.graph.slices import Slice, read_slice
from kg.graph.statements import OntologyTerm
from kg.identifiers import to_iri, to_slug
from kg.outputs import staged_file
from kg.reading.lexicon import Lexicon
from kg.reading.packs import COLUMNS, Packs, load_packs, read_pack, slug_of_term
from kg.records import Claim
from kg.settings import Settings
from kg.vocabulary import CONCEPT_CLASSES

__all__ = [
    "BRANCHES_OF", "CLASSES_OF", "FOLDER", "PackSummary", "add_pack", "found_concepts", "found_set", "list_packs", "remove_pack",
    "with_packs",
]  # fmt: skip

#: The folders of a build that hold its packs and what is compiled of them.
FOLDER = "lexicon"
CACHE = "cache"
#: Classes that a concept made of a term may have, by the prefix of its ontology; an adverse effect it becomes only where a text says so.
CLASSES_OF: Mapping[str, tuple[str, ...]] = {
    "MONDO": ("Condition", "AdverseEffect"),
    "DOID": ("Condition", "AdverseEffect"),
    "Orphanet": ("Condition", "AdverseEffect"),
    "HP": ("Condition", "AdverseEffect"),
    "OAE": ("AdverseEffect",),
    "GO": ("Mechanism",),
    "CHEBI": ("Medication",),
    "VO": ("Vaccine",),
    "NCBITaxon": ("Agent",),
    "MAXO": ("Management",),
    "UBERON": ("AnatomicalStructure",),
}
#: The branches of an ontology that name such things; elsewhere it names what may be said of them (acquired, frequent, rapidly progressive).
BRANCHES_OF: Mapping[str, tuple[str, ...]] = {
    "MONDO": ("MONDO:0000001", "MONDO:0021178", "MONDO:0042489"),
    "HP": ("HP:0000118",),
    "GO": ("GO:0008150",),
    "CHEBI": ("CHEBI:24431",),
    "UBERON": ("UBERON:0001062",),
}
_ORDER = "order.txt"


@dataclass(frozen=True, slots=True)
class PackSummary:
    """A pack: its name, its file, and how many terms and names it holds."""

    name: str
    path: Path
    terms: int
    names: int
    #: Terms whose names became names of a curated concept.
    curated: int
    #: Terms of the import that stand in no branch of BRANCHES_OF; known only when the pack is made.
    outside: int = 0


def with_packs(settings: Settings, build: Path) -> Settings:
    """Give settings by which the packs of a build are read too, in the order in which they were added."""
    paths = tuple(build / FOLDER / f"{name}.tsv" for name in _order(build))
    return replace(settings, packs=paths, cache=build / FOLDER / CACHE) if paths else settings


def add_pack(name: str, build: Path, *, classes: Iterable[str] = (), settings: Settings | None = None) -> tuple[PackSummary, Packs]:
    """Make the names of an import readable for a build, and compile them; gives the pack and the compiled packs of the build.

    Terms that are deprecated, have no label or stand at the top of their tree are left out, and with CLASSES_OF those in no branch of
    BRANCHES_OF that the import holds. `classes` are the classes of ig: that its
    concepts may have, for an ontology that CLASSES_OF does not know. Raises UnknownName for an import or class that is not there.
    """
    settings = settings or Settings.default()
    imports = import_paths(settings, build)
    if name not in imports:
        raise UnknownName("import", name, imports, where=str(build), advice=f"`kg import FILE --as {to_slug(name) or 'NAME'}` makes one.")
    part = read_slice(imports[name])
    chosen = tuple(classes) or CLASSES_OF.get(part.prefix, ())
    if not chosen:
        known = ", ".join(sorted(CLASSES_OF))
        raise KgError(f"{name}: say with --class what its terms are; {part.prefix or 'its prefix'} is none of {known}")
    for class_name in chosen:
        if class_name not in CONCEPT_CLASSES:
            raise UnknownName("class", class_name, CONCEPT_CLASSES)
    curated = _curated(settings)
    inside = part.terms if classes else _inside(part)
    rows = [row for term in inside.values() for row in _rows(term, chosen, curated)]
    path = build / FOLDER / f"{name}.tsv"
    with staged_file(path) as staging, staging.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write("\t".join(COLUMNS) + "\n")
        handle.writelines("\t".join(row) + "\n" for row in rows)
    _write_order(build, [*(other for other in _order(build) if other != name), name])
    outside = sum(1 for iri, term in part.terms.items() if iri not in inside and term.parents and not term.deprecated)
    return replace(_summary(path), outside=outside), compiled(build, settings)


def compiled(build: Path, settings: Settings | None = None) -> Packs:
    """Load the packs of a build, compiling them if they are not."""
    settings = with_packs(settings or Settings.default(), build)
    lexicon = Lexicon.from_concepts(read_concepts(settings.ontology / "concepts.tsv"))
    return load_packs(settings.packs, lexicon, settings.data / "cues", settings.cache)


def list_packs(build: Path) -> list[PackSummary]:
    """Describe the packs of a build, in the order in which they were added."""
    return [_summary(build / FOLDER / f"{name}.tsv") for name in _order(build)]


def remove_pack(name: str, build: Path) -> None:
    """Remove a pack of a build; raises UnknownName where it has none of that name."""
    order = _order(build)
    if name not in order:
        raise UnknownName("lexicon pack", name, order, where=str(build))
    _write_order(build, [other for other in order if other != name])
    (build / FOLDER / f"{name}.tsv").unlink()


def found_concepts(claims: Iterable[Claim], settings: Settings) -> tuple[tuple[Concept, ...], tuple[TermMapping, ...]]:
    """Give the concepts of packs that claims speak of, with the exact matches to their terms; sorted by slug.

    A concept is an adverse effect only if a claim has it as one, and nothing else than that if all claims do.
    """
    names = {name.concept: name for path in reversed(settings.packs) for name in read_pack(path) if name.kind == "label"}
    roles: dict[str, set[bool]] = defaultdict(set)
    for claim in claims:
        for slug, as_effect in ((claim.subject, False), (claim.object, claim.predicate == "has_adverse_effect"), (claim.effect, True)):
            if slug in names:
                roles[slug].add(as_effect)
    concepts, mappings = [], []
    curated = {concept.slug for concept in read_concepts(settings.ontology / "concepts.tsv")} if roles else frozenset[str]()
    for slug in sorted(roles.keys() - curated):
        name = names[slug]
        wanted = tuple(c for c in name.classes if (c == "AdverseEffect") in roles[slug]) or name.classes
        concepts.append(Concept(slug, wanted, name.name))
        mappings.append(TermMapping(slug, EXACT_MATCH, name.term, name.name, "semapv:LexicalMatching"))
    return tuple(concepts), tuple(mappings)


def found_set(mappings: Iterable[TermMapping], imports: Mapping[str, Iterable[Triple]]) -> MappingSet:
    """Give the set of the matches that `found_concepts` made, of the day on which the newest import was taken."""
    taken = NamedNode(to_iri("dcterms:created"))
    days = {t.object.value for triples in imports.values() for t in triples if t.predicate == taken and isinstance(t.object, Literal)}
    metadata = {
        "mapping_set_id": "https://w3id.org/igkg/mappings/packs",
        "mapping_set_description": "Terms of lexicon packs that texts speak of; each concept was made of its term.",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "mapping_set_version": max(days, default="0"),
        "mapping_date": max(days, default="1970-01-01"),
    }
    rows = sorted(mappings, key=lambda m: (m.subject, m.predicate, m.object, m.justification))
    return MappingSet(Path("packs.sssom.tsv"), metadata, tuple(enumerate(rows, start=1)))


def _curated(settings: Settings) -> dict[str, str]:
    """Give the slug of the curated concept that matches a term exactly, by the term's IRI."""
    matches: dict[str, list[str]] = defaultdict(list)
    for mapping in read_mappings(settings.ontology / "mappings", set_aside=[]):  # `kg build` names what is set aside
        if mapping.predicate == EXACT_MATCH:
            matches[to_iri(mapping.object)].append(mapping.subject)
    # A term that two concepts match is given to neither.
    return {iri: slugs[0] for iri, slugs in matches.items() if len(slugs) == 1}


def _inside(part: Slice) -> Mapping[str, OntologyTerm]:
    """Give the terms below the branches of an ontology; all, where none of the branches is known or imported."""
    tops = {to_iri(curie) for curie in BRANCHES_OF.get(part.prefix, ())} & part.terms.keys()
    if not tops:
        return part.terms
    children: dict[str, list[str]] = defaultdict(list)
    for term in part.terms.values():
        for parent in term.parents:
            children[parent].append(term.iri)
    found: set[str] = set()
    waiting = sorted(tops)
    while waiting:
        for child in children[waiting.pop()]:
            if child not in found:
                found.add(child)
                waiting.append(child)
    return {iri: term for iri, term in part.terms.items() if iri in found}


def _rows(term: OntologyTerm, classes: tuple[str, ...], curated: Mapping[str, str]) -> Iterator[tuple[str, str, str, str, str]]:
    if term.deprecated or not term.label or not term.parents:
        return
    concept = curated.get(term.iri) or slug_of_term(term.curie)
    if not concept:
        return
    seen = set()
    for kind, name in (("label", term.label), *term.synonyms):
        text = " ".join(name.split())
        if text.endswith(" AE") and "AdverseEffect" in classes:
            text = text.removesuffix(" AE")
        if text and text not in seen:
            seen.add(text)
            yield term.curie, concept, "|".join(classes), kind, text


def _order(build: Path) -> list[str]:
    try:
        names = (build / FOLDER / _ORDER).read_text(encoding="utf-8").split()
    except OSError:
        return []
    return [name for name in names if (build / FOLDER / f"{name}.tsv").is_file()]


def _write_order(build: Path, names: Iterable[str]) -> None:
    with staged_file(build / FOLDER / _ORDER) as staging:
        staging.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def _summary(path: Path) -> PackSummary:
    names = read_pack(path)
    own = {name.term for name in names if name.concept == slug_of_term(name.term)}
    terms = {name.term for name in names}
    return PackSummary(path.stem, path, len(terms), len(names), len(terms) - len(own))
