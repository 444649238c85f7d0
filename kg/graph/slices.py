"""The part of an ontology that the graph needs: a file and the terms asked for go in; those terms with all their ancestors come out.

With seeds a file is read twice: first its hierarchy, then what it says of the terms that are kept. So memory grows with the hierarchy and
the slice, not with the file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import OntologyError
from kg.graph.obo import read_obo
from kg.graph.obo_json import read_guide, read_obo_graphs
from kg.graph.ontology_files import MAX_BYTES, OntologyFormat, find_format, open_ontology, reading
from kg.graph.owl import line_of_term, read_owl
from kg.graph.statements import Header, OntologyTerm, Statement, TermDraft, curie_of, expanded

__all__ = ["Slice", "read_seeds", "read_slice"]

_ABOUT_A_TERM = frozenset(
    ("class", "label", "exact", "broad", "narrow", "related", "synonym", "is_a", "relation", "deprecated", "replaced_by", "consider")
)
_CURIE = re.compile(r"[A-Za-z][\w.-]*:\S+")


@dataclass(frozen=True, slots=True)
class Slice:
    """Terms of one ontology by IRI, each with all its ancestors, and what the file says of itself.

    `watched` holds further terms that were asked for only to be looked at. `alternatives` maps merged identifiers to the terms that
    took them in.
    """

    format: OntologyFormat
    header: Header
    #: The prefix of most of its classes.
    prefix: str
    terms: Mapping[str, OntologyTerm]
    watched: Mapping[str, OntologyTerm]
    alternatives: Mapping[str, str]
    #: Classes in the whole file.
    classes: int
    #: Seeds that the file does not have.
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def dangling(self) -> tuple[str, ...]:
        """Parents that the file names but does not describe, sorted."""
        return tuple(sorted({parent for term in self.terms.values() for parent in term.parents if parent not in self.terms}))


@dataclass(slots=True)
class _Survey:
    """What the first reading of a file gathers of all its terms."""

    header: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    classes: set[str] = field(default_factory=set)
    parents: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    replaced_by: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    drafts: dict[str, TermDraft] = field(default_factory=dict)

    def take(self, statement: Statement) -> None:
        """Take in what is said of the file, and the links that decide which terms are kept."""
        match statement.kind:
            case "header":
                self.header.setdefault(statement.property, statement.value)
            case "property":
                self.properties[statement.property] = statement.value
            case "note":
                self.notes.append(f"line {statement.line}: {statement.value}")
            case "alternative":
                self.alternatives[statement.value] = statement.subject
            case "class":
                self.classes.add(statement.subject)
            case "is_a":
                self.parents[statement.subject].append(statement.value)
            case "replaced_by":
                self.replaced_by[statement.subject].append(statement.value)
            case _:
                pass

    def draft(self, statement: Statement) -> None:
        """Take in what is said of a term that is kept."""
        if statement.kind in _ABOUT_A_TERM:
            iri = statement.subject
            draft = self.drafts.get(iri)
            if draft is None:
                draft = self.drafts[iri] = TermDraft(iri)
            draft.add(statement)


def read_slice(path: Path, seeds: Collection[str] | None = None, *, watched: Collection[str] = (), max_bytes: int = MAX_BYTES) -> Slice:
    """Read the terms with these IRIs and all their ancestors; without seeds the whole ontology.

    What replaces a deprecated seed, or took a merged one in, is kept with it. Raises OntologyError with file and line for a file that
    does not parse, is truncated, too large or of another format than its name says, that has no class, and for a cycle in the hierarchy.
    """
    format = find_format(path)
    survey = _Survey()
    with _statements(path, format, max_bytes) as statements:
        for statement in statements:
            survey.take(statement)
            if seeds is None:
                survey.draft(statement)
    # A subject with a parent is a class, said or not: many slices leave the declaration out.
    classes = survey.classes | survey.parents.keys()
    if not classes:
        raise OntologyError(path, f"has no class ({format}); expected an ontology with terms", line=1)
    last = survey.header.get("last_target")
    if last is not None and last not in classes:
        raise OntologyError(path, f"ends without a line end after {curie_of(last)}, which it does not describe: it seems truncated")
    chosen = classes if seeds is None else _with_ancestors(_present(seeds, survey, classes), survey, classes)
    looked_at = {iri for iri in _with_replacements(set(watched), survey) if iri in classes and iri not in chosen}
    if seeds is not None:
        wanted = chosen | looked_at
        with _statements(path, format, max_bytes) as statements:
            for statement in statements:
                if statement.subject in wanted:
                    survey.draft(statement)
    _check_cycles(path, survey, chosen)
    terms = {iri: survey.drafts[iri].finished(survey.properties) for iri in sorted(chosen)}
    return Slice(
        format=format,
        header=Header.from_statements(survey.header),
        prefix=_common_prefix(classes),
        terms=terms,
        watched={iri: survey.drafts[iri].finished(survey.properties) for iri in sorted(looked_at)} if seeds is not None else {},
        alternatives=survey.alternatives,
        classes=len(classes),
        missing=tuple(sorted(seed for seed in seeds or () if seed not in classes and seed not in survey.alternatives)),
        notes=tuple(survey.notes),
    )


def read_seeds(path: Path, prefixes: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Read the IRIs of a file of identifiers: one CURIE or IRI a line (the first column of a table), `#` begins a comment.

    `prefixes` are those that the ontology declares. Raises OntologyError with the line for anything else, and for a file without an
    identifier.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(path, f"cannot be read ({error})") from error
    seeds: dict[str, None] = {}
    for number, line in enumerate(lines, start=1):
        text = re.split(r"\s#|^#|[\t,]", line, maxsplit=1)[0].strip()
        if not text:
            continue
        iri = expanded(text, prefixes or {}) if _CURIE.fullmatch(text) else None
        if iri is None:
            raise OntologyError(path, f"{text[:60]!r} is no identifier such as MONDO:0007179", line=number)
        seeds[iri] = None
    if not seeds:
        raise OntologyError(path, "holds no identifier; expected one a line, such as MONDO:0007179", line=1)
    return tuple(seeds)


@contextmanager
def _statements(path: Path, format: OntologyFormat, max_bytes: int) -> Iterator[Iterator[Statement]]:
    with reading(path), open_ontology(path, max_bytes) as stream:
        match format:
            case OntologyFormat.OBO:
                yield read_obo(stream, path)
            case OntologyFormat.OBO_GRAPHS:
                yield read_obo_graphs(stream, path)
            case OntologyFormat.GUIDE:
                yield read_guide(stream, path)
            case _:
                yield read_owl(stream, path, format)


def _present(seeds: Iterable[str], survey: _Survey, classes: Collection[str]) -> set[str]:
    """Give the seeds that the file has, merged ones by the term that took them in, with what replaces deprecated ones."""
    found = {survey.alternatives.get(seed, seed) if seed not in classes else seed for seed in seeds}
    return {iri for iri in _with_replacements(found, survey) if iri in classes}


def _with_replacements(iris: set[str], survey: _Survey) -> set[str]:
    pending, found = list(iris), set(iris)
    while pending:
        for other in survey.replaced_by.get(pending.pop(), ()):
            if other not in found:
                found.add(other)
                pending.append(other)
    return found


def _with_ancestors(iris: set[str], survey: _Survey, classes: Collection[str]) -> set[str]:
    pending, found = list(iris), set(iris)
    while pending:
        for parent in survey.parents.get(pending.pop(), ()):
            if parent not in found and parent in classes:
                found.add(parent)
                pending.append(parent)
    return found


def _common_prefix(classes: Iterable[str]) -> str:
    counts = Counter(curie.partition(":")[0] for curie in map(curie_of, classes) if "://" not in curie)
    return min(counts, key=lambda prefix: (-counts[prefix], prefix)) if counts else ""


def _check_cycles(path: Path, survey: _Survey, chosen: Collection[str]) -> None:
    """Walk from each term to its ancestors without recursion; raises OntologyError that names the first cycle in the order of the IRIs."""
    done: set[str] = set()
    for start in sorted(chosen):
        if start in done:
            continue
        trail, inside = [start], {start}
        branches = [iter(sorted(survey.parents.get(start, ())))]
        while branches:
            parent = next(branches[-1], None)
            if parent is None:
                branches.pop()
                finished = trail.pop()
                inside.discard(finished)
                done.add(finished)
            elif parent in inside:
                cycle = [*trail[trail.index(parent) :], parent]
                draft = survey.drafts.get(cycle[0])
                line = draft.parents.get(cycle[1]) if draft else None
                names = " is_a ".join(curie_of(iri) for iri in cycle)
                raise OntologyError(path, f"the hierarchy has a cycle: {names}", line=line or line_of_term(path, cycle[0]))
            elif parent not in done:
                trail.append(parent)
                inside.add(parent)
                branches.append(iter(sorted(survey.parents.get(parent, ()))))
