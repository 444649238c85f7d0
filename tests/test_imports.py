"""Imports: every format gives the same terms; the needed part is kept; bad input stops with file and line and leaves nothing behind."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KgError, OntologyError
from kg.graph.import_sources import known_sources, newer_labels
from kg.graph.imports import check_terms, import_ontology, import_paths, read_imports
from kg.graph.mappings import Mapping, read_mappings
from kg.graph.ontology_files import OntologyFormat, find_format
from kg.graph.slices import Slice, read_seeds, read_slice
from kg.graph.statements import Header
from kg.graph.store import Store
from kg.identifiers import to_iri
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 21)
OBO = "http://purl.obolibrary.org/obo/"

#: A small invented part of an ontology, in five formats. 1 root; 2 below 1; 3 below 2 with synonyms, location and a merged id 9;
#: 4 below 1 deprecated, replaced by 3; 5 below 1.
AS_OBO = """format-version: 1.2
data-version: releases/2026-01-02
ontology: mondo
property_value: terms:license https://creativecommons.org/licenses/by/4.0/

[Term]
id: MONDO:0000001
name: disease

[Term]
id: MONDO:0000002 ! a comment
name: nerve disease {source="x"}
def: "Words that others wrote, with an \\"inner\\" quote." [PMID:1]
is_a: MONDO:0000001 {source="DOID:1"} ! disease

[Term]
id: MONDO:0000003
name: slow nerve disease
alt_id: MONDO:0000009
synonym: "SND" EXACT ABBREVIATION [DOID:2]
synonym: "creeping \\"nerve\\" ailment" RELATED []
is_a: MONDO:0000002
relationship: disease_has_location UBERON:0001016 ! nervous system
relationship: made_up_relation UBERON:0001016

[Term]
id: MONDO:0000004
name: obsolete sluggish nerve disease
is_obsolete: true
replaced_by: MONDO:0000003

[Term]
id: MONDO:0000005
name: skin disease
is_a: MONDO:0000001

[Typedef]
id: disease_has_location
xref: RO:0004026
"""
AS_TURTLE = f"""@prefix obo: <{OBO}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
obo:mondo.owl a owl:Ontology ; owl:versionIRI <{OBO}releases/2026-01-02/mondo.owl> ;
    dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
obo:MONDO_0000001 a owl:Class ; rdfs:label "disease" .
obo:MONDO_0000002 a owl:Class ; rdfs:label "nerve disease"@en , "Nervenkrankheit"@de ; rdfs:subClassOf obo:MONDO_0000001 ;
    obo:IAO_0000115 "Words that others wrote." .
obo:MONDO_0000003 a owl:Class ; rdfs:label "slow nerve disease" ; oio:hasExactSynonym "SND" ;
    oio:hasRelatedSynonym "creeping \\"nerve\\" ailment" ; rdfs:subClassOf obo:MONDO_0000002 ,
    [ a owl:Restriction ; owl:onProperty obo:RO_0004026 ; owl:someValuesFrom obo:UBERON_0001016 ] .
obo:MONDO_0000004 a owl:Class ; rdfs:label "obsolete sluggish nerve disease" ; owl:deprecated true ; obo:IAO_0100001 obo:MONDO_0000003 .
obo:MONDO_0000005 a owl:Class ; rdfs:label "skin disease" ; rdfs:subClassOf obo:MONDO_0000001 , owl:Thing .
"""
AS_GRAPHS = {
    "graphs": [
        {
            "id": OBO + "mondo.owl",
            "meta": {
                "version": OBO + "releases/2026-01-02/mondo.owl",
                "basicPropertyValues": [
                    {"pred": "http://purl.org/dc/terms/license", "val": "https://creativecommons.org/licenses/by/4.0/"}
                ],
            },
            "nodes": [
                {"id": OBO + "MONDO_0000001", "lbl": "disease", "type": "CLASS"},
                {"id": OBO + "MONDO_0000002", "lbl": "nerve disease", "type": "CLASS", "meta": {"definition": {"val": "Words of others."}}},
                {
                    "id": OBO + "MONDO_0000003",
                    "lbl": "slow nerve disease",
                    "type": "CLASS",
                    "meta": {
                        "synonyms": [
                            {"pred": "hasExactSynonym", "val": "SND"},
                            {"pred": "hasRelatedSynonym", "val": 'creeping "nerve" ailment'},
                        ]
                    },
                },
                {
                    "id": OBO + "MONDO_0000004",
                    "lbl": "obsolete sluggish nerve disease",
                    "type": "CLASS",
                    "meta": {"deprecated": True, "basicPropertyValues": [{"pred": OBO + "IAO_0100001", "val": "MONDO:0000003"}]},
                },
                {"id": OBO + "MONDO_0000005", "lbl": "skin disease", "type": "CLASS"},
                {"id": OBO + "RO_0004026", "lbl": "disease has location", "type": "PROPERTY"},
            ],
            "edges": [
                {"sub": OBO + "MONDO_0000002", "pred": "is_a", "obj": OBO + "MONDO_0000001"},
                {"sub": OBO + "MONDO_0000003", "pred": "is_a", "obj": OBO + "MONDO_0000002"},
                {"sub": OBO + "MONDO_0000003", "pred": OBO + "RO_0004026", "obj": OBO + "UBERON_0001016"},
                {"sub": OBO + "MONDO_0000005", "pred": "is_a", "obj": OBO + "MONDO_0000001"},
            ],
        }
    ]
}
AS_GUIDE = {
    "MONDO:0000001": {"ancestors": {}, "label": "disease", "synonyms": [], "deprecated": False},
    "MONDO:0000002": {"ancestors": {"MONDO:0000001": 1}, "label": "nerve disease", "description": "Words of others.", "deprecated": False},
    "MONDO:0000003": {
        "ancestors": {"MONDO:0000002": 1, "MONDO:0000001": 2},
        "label": "slow nerve disease",
        "synonyms": ["SND", 'creeping "nerve" ailment'],
        "deprecated": False,
    },
    "MONDO:0000004": {"ancestors": {}, "label": "obsolete sluggish nerve disease", "deprecated": True, "replaced_by": "MONDO:0000003"},
    "MONDO:0000005": {"ancestors": {"MONDO:0000001": 1}, "label": "skin disease", "deprecated": False},
}


def _rdf_xml() -> str:
    return bytes(
        ox.serialize((q.triple for q in ox.parse(AS_TURTLE, format=ox.RdfFormat.TURTLE)), format=ox.RdfFormat.RDF_XML) or b""
    ).decode()


FORMATS: dict[str, tuple[str, OntologyFormat, Callable[[], str]]] = {
    "obo": ("mondo.obo", OntologyFormat.OBO, lambda: AS_OBO),
    "turtle": ("mondo.ttl", OntologyFormat.TURTLE, lambda: AS_TURTLE),
    "rdf/xml": ("mondo.owl", OntologyFormat.RDF_XML, _rdf_xml),
    "obo graphs": ("mondo.json", OntologyFormat.OBO_GRAPHS, lambda: json.dumps(AS_GRAPHS)),
    "guide": ("guide.json", OntologyFormat.GUIDE, lambda: json.dumps(AS_GUIDE)),
}
each_format = pytest.mark.parametrize(("name", "format", "text"), FORMATS.values(), ids=FORMATS)


def _file(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


def _curies(part: Slice) -> set[str]:
    return {term.curie for term in part.terms.values()}


@each_format
def test_formats_give_the_same_terms(name: str, format: OntologyFormat, text: Callable[[], str], tmp_path: Path) -> None:
    path = _file(tmp_path, name, text())
    assert find_format(path) is format
    part = read_slice(path)
    assert (part.format, part.prefix, part.classes) == (format, "MONDO", 5)
    slow = part.terms[to_iri("MONDO:0000003")]
    assert slow.label == "slow nerve disease"
    assert slow.parents == (to_iri("MONDO:0000002"),)
    if format is OntologyFormat.GUIDE:  # says neither scopes nor relations
        assert slow.synonyms == (("synonym", "SND"), ("synonym", 'creeping "nerve" ailment'))
    else:
        assert slow.synonyms == (("exact", "SND"), ("related", 'creeping "nerve" ailment'))
        assert slow.relations == ((OBO + "RO_0004026", to_iri("UBERON:0001016")),)
        assert part.header.licence == "https://creativecommons.org/licenses/by/4.0/"
        assert part.header.version.endswith("2026-01-02")
        assert part.header.version_iri == OBO + "releases/2026-01-02/mondo.owl"
    old = part.terms[to_iri("MONDO:0000004")]
    assert old.deprecated and old.replaced_by == (to_iri("MONDO:0000003"),)
    assert part.terms[to_iri("MONDO:0000002")].label == "nerve disease"


@each_format
def test_seeds_bring_their_ancestors_and_nothing_else(name: str, format: OntologyFormat, text: Callable[[], str], tmp_path: Path) -> None:
    path = _file(tmp_path, name, text())
    part = read_slice(path, [to_iri("MONDO:0000003"), to_iri("MONDO:7777777")])
    assert _curies(part) == {"MONDO:0000001", "MONDO:0000002", "MONDO:0000003"}
    assert part.missing == (to_iri("MONDO:7777777"),)
    assert {term.curie: term.label for term in part.terms.values()} == {
        "MONDO:0000001": "disease", "MONDO:0000002": "nerve disease", "MONDO:0000003": "slow nerve disease",
    }  # fmt: skip


def test_deprecated_and_merged_seeds_bring_what_took_their_place(tmp_path: Path) -> None:
    path = _file(tmp_path, "mondo.obo", AS_OBO)
    assert _curies(read_slice(path, [to_iri("MONDO:0000004")])) == {f"MONDO:000000{n}" for n in (1, 2, 3, 4)}
    assert _curies(read_slice(path, [to_iri("MONDO:0000009")])) == {f"MONDO:000000{n}" for n in (1, 2, 3)}


def _zst(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data[:400]) + zstandard.ZstdCompressor().compress(data[400:])


COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress, ".zst": _zst}


@pytest.mark.parametrize(("ending", "compress"), COMPRESSIONS.items(), ids=COMPRESSIONS)
def test_compressed_files(ending: str, compress: Callable[[bytes], bytes], tmp_path: Path) -> None:
    data = compress(AS_OBO.encode())
    assert read_slice(_file(tmp_path, f"mondo.obo{ending}", data)).classes == 5
    with pytest.raises(OntologyError, match=r"cut\.obo.*truncated or damaged"):
        read_slice(_file(tmp_path, f"cut.obo{ending}", data[: len(data) - 12]))


def _replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1
    return text.replace(old, new, 1)


BAD: dict[str, tuple[str, str | bytes, str]] = {
    "cycle in OBO": (
        "x.obo", _replaced(AS_OBO, "name: disease\n", "name: disease\nis_a: MONDO:0000003\n"),
        r"x\.obo:9: the hierarchy has a cycle: MONDO:0000001 is_a MONDO:0000003 is_a MONDO:0000002 is_a MONDO:0000001",
    ),
    "cycle in Turtle": (
        "x.ttl", _replaced(AS_TURTLE, 'rdfs:label "disease"', 'rdfs:label "disease" ; rdfs:subClassOf obo:MONDO_0000002'),
        r"x\.ttl:8: the hierarchy has a cycle: MONDO:0000001 is_a MONDO:0000002 is_a MONDO:0000001",
    ),
    "a class below itself": (
        "x.obo", AS_OBO.replace("is_a: MONDO:0000002", "is_a: MONDO:0000003"),
        r"cycle: MONDO:0000003 is_a MONDO:0000003",
    ),
    "undeclared prefix in Turtle": ("x.ttl", AS_TURTLE + "foo:bar a owl:Class .\n", r"x\.ttl:16: .*prefix foo: has not been declared"),
    "undeclared prefix in RDF/XML": (
        "x.owl",
        _replaced(_rdf_xml(), "</rdf:RDF>", '\n<foo:Bar rdf:about="http://x.org/y"/>\n</rdf:RDF>'),
        r"x\.owl:\d+: .*[Uu]nknown prefix",
    ),
    "bad IRI in Turtle": ("x.ttl", AS_TURTLE + "<http://x.org/a b> a owl:Class .\n", r"x\.ttl:16: .*Invalid IRI"),
    "bad IRI in RDF/XML": ("x.owl", _replaced(_rdf_xml(), OBO + "MONDO_0000005", OBO + "MONDO 5"), r"x\.owl:\d+: .*Invalid IRI"),
    "bad identifier in OBO": (
        "x.obo", _replaced(AS_OBO, "id: MONDO:0000005", "id: MONDO<5>"),
        r"x\.obo:33: malformed identifier 'MONDO<5>'",
    ),
    "bad identifier in JSON": (
        "x.json", _replaced(json.dumps(AS_GRAPHS, indent=1), "MONDO_0000005", "MONDO 5"),
        r"x\.json:\d+: malformed identifier",
    ),
    "a synonym without quote": ("x.obo", _replaced(AS_OBO, '"SND" EXACT', '"SND EXACT'), r"x\.obo:20: a synonym without closing quote"),
    "no tag": ("x.obo", _replaced(AS_OBO, "name: skin disease", "skin disease"), r"x\.obo:34: no `tag: value`: 'skin disease'"),
    "a stanza without id": ("x.obo", _replaced(AS_OBO, "id: MONDO:0000005\n", ""), r"x\.obo:33: name before the id"),
    "truncated in a word": ("x.obo", AS_OBO[: AS_OBO.index("made_up_relation")] , r"x\.obo:24: a relationship without its term"),
    "truncated in a quote": ("x.obo", AS_OBO[: AS_OBO.index("others wrote")], r"x\.obo:13: the file ends within a line"),
    "truncated in an identifier": (
        "x.obo", AS_OBO[: AS_OBO.index("is_a: MONDO:0000002") + 14],
        r"x\.obo: ends without a line end after MONDO:00, .*truncated",
    ),
    "truncated Turtle": ("x.ttl", AS_TURTLE[:-30], r"x\.ttl:15: "),
    "truncated RDF/XML": ("x.owl", _rdf_xml()[:-60], r"x\.owl:\d+: "),
    "truncated OBO Graphs": ("x.json", json.dumps(AS_GRAPHS, indent=1)[:-300], r"x\.json:\d+: the JSON ends too early"),
    "truncated guide": ("x.json", json.dumps(AS_GUIDE, indent=1)[:-60], r"x\.json:\d+: the JSON ends too early"),
    "broken JSON": (
        "x.json", _replaced(json.dumps(AS_GUIDE, indent=1), '"label": "skin', '"label" "skin'),
        r"x\.json:\d+: the JSON does not parse",
    ),
    "not UTF-8": ("x.obo", AS_OBO.encode().replace(b"skin", b"sk\xff\xfen"), r"x\.obo:34: not UTF-8"),
    "Turtle behind .obo": ("x.obo", AS_TURTLE, r"x\.obo:1: the name promises OBO, the content is Turtle"),
    "OBO behind .owl": ("x.owl", AS_OBO, r"x\.owl:1: the name promises .*RDF/XML.*, the content is OBO"),
    "a web page": ("mondo.owl", "<!DOCTYPE html>\n<html><body>404</body></html>", r"mondo\.owl:1: holds a web page"),
    "OWL/XML": ("x.owl", '<?xml version="1.0"?>\n<Ontology xmlns="http://www.w3.org/2002/07/owl#"/>', r"holds OWL/XML; convert it"),
    "functional syntax": ("x.owl", "Prefix(:=<http://x.org/>)\nOntology(<http://x.org/>)", r"holds OWL functional syntax; convert it"),
    "a zip": ("x.obo", b"PK\x03\x04abc", r"holds a zip archive; unpack it first"),
    "other JSON": ("x.json", '{"a": 1}', r"x\.json:1: holds no ontology in a known format"),
    "binary": ("x.obo", bytes(range(256)), r"holds no ontology in a known format"),
    "empty": ("x.obo", "", r"x\.obo:1: is empty"),
    "no class": ("x.ttl", "@prefix a: <http://x.org/> .\na:b a:c a:d .\n", r"x\.ttl:1: has no class"),
    "no wanted term": ("x.obo", AS_OBO.replace("MONDO:", "XYZ:"), r"x\.obo: has none of the terms asked for; its 5 classes are mostly XYZ"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text", "message"), BAD.values(), ids=BAD)
def test_bad_input_is_named_and_leaves_nothing_behind(name: str, text: str | bytes, message: str, tmp_path: Path) -> None:
    path = _file(tmp_path, name, text)
    seeds = "mapped" if "none of the terms" in message else "all"
    with pytest.raises(OntologyError, match=message):
        import_ontology(path, name="x", seeds=seeds, build=tmp_path / "build", today=TODAY)
    assert not (tmp_path / "build").exists()


def test_a_failed_import_leaves_the_last_good_one(tmp_path: Path) -> None:
    good = import_ontology(_file(tmp_path, "a.obo", AS_OBO), name="x", seeds="all", build=tmp_path / "b", today=TODAY).path
    assert good is not None
    before = good.read_bytes()
    with pytest.raises(OntologyError):
        import_ontology(_file(tmp_path, "b.obo", AS_OBO[:300] + "\nrubbish"), name="x", seeds="all", build=tmp_path / "b", today=TODAY)
    assert good.read_bytes() == before
    assert [path.name for path in good.parent.iterdir()] == ["x.ttl"]


def test_the_slice_does_not_replace_its_ontology(tmp_path: Path) -> None:
    path = _file(tmp_path, "mondo.ttl", AS_TURTLE)
    with pytest.raises(KgError, match=r"mondo\.ttl: the slice would replace the ontology"):
        import_ontology(path, seeds="all", out=path, today=date(2026, 1, 1))
    assert path.read_text(encoding="utf-8") == AS_TURTLE


def test_size_limit_counts_decompressed_bytes(tmp_path: Path) -> None:
    path = _file(tmp_path, "x.obo.gz", gzip.compress(AS_OBO.encode() * 50))
    with pytest.raises(OntologyError, match=r"is larger than .* GB decompressed, the limit; `--max-gb` raises it"):
        read_slice(path, max_bytes=len(AS_OBO) * 10)
    plain = _file(tmp_path, "x.ttl", AS_TURTLE + "\n" * 300_000)
    with pytest.raises(OntologyError, match="is larger than"):
        read_slice(plain, max_bytes=100_000)


def test_a_prefix_of_its_own_is_read_by_the_default_of_the_format_and_noted(tmp_path: Path) -> None:
    part = read_slice(_file(tmp_path, "own.obo", AS_OBO.replace("MONDO:", "OWN:")))
    assert part.prefix == "OWN"
    assert part.notes == ("line 7: the prefix OWN is not declared by an idspace line; it is read as http://purl.obolibrary.org/obo/OWN_",)
    declared = AS_OBO.replace("MONDO:", "OWN:").replace(
        "ontology: mondo\n", "ontology: own\nidspace: OWN https://example.org/own# own things\n"
    )
    part = read_slice(_file(tmp_path, "declared.obo", declared))
    assert not part.notes and "https://example.org/own#0000003" in part.terms


SEED_FILES = {
    "a list": ("MONDO:0000003\n# a comment\n\nMONDO:0000005 # another\n", ["MONDO:0000003", "MONDO:0000005"]),
    "a table": ("MONDO:0000003\tslow nerve disease\n", ["MONDO:0000003"]),
    "IRIs": (OBO + "MONDO_0000003\r\n", ["MONDO:0000003"]),
}


@pytest.mark.parametrize(("text", "curies"), SEED_FILES.values(), ids=SEED_FILES)
def test_file_of_seeds(text: str, curies: list[str], tmp_path: Path) -> None:
    assert read_seeds(_file(tmp_path, "seeds.txt", text)) == tuple(map(to_iri, curies))


OWN_PREFIXES = {
    "obo": ("own.obo", AS_OBO.replace("MONDO:", "OWN:").replace("ontology: mondo\n", "ontology: own\nidspace: OWN https://x.org/own# things\n")),
    "turtle": (
        "own.ttl",
        AS_TURTLE.replace(f"obo: <{OBO}>", "own: <https://x.org/own#>").replace("obo:MONDO_", "own:").replace("obo:", "own:"),
    ),
    "rdf/xml": ("own.owl", _rdf_xml().replace(f"{OBO}MONDO_", "https://x.org/own#").replace("<rdf:RDF ", '<rdf:RDF xmlns:own="https://x.org/own#" ')),
}  # fmt: skip


@pytest.mark.parametrize(("name", "text"), OWN_PREFIXES.values(), ids=OWN_PREFIXES)
def test_seeds_may_use_the_prefixes_of_the_ontology(name: str, text: str, tmp_path: Path) -> None:
    prefix = "OWN" if name.endswith("obo") else "own"
    seeds = _file(tmp_path, "seeds.txt", f"{prefix}:0000003\n")
    report = import_ontology(_file(tmp_path, name, text), name="own", seeds=seeds, out=tmp_path / "out.ttl", today=TODAY)
    assert (report.kept, report.seeds, report.missing) == (3, 1, ())
    assert "<https://x.org/own#0000003> a owl:Class" in (tmp_path / "out.ttl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "message"), [("MONDO:0000003\nslow nerve\n", "seeds.txt:2: 'slow nerve'"), ("# none\n", "seeds.txt:1: holds no")]
)
def test_bad_file_of_seeds(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=message):
        read_seeds(_file(tmp_path, "seeds.txt", text))


def test_mapped_terms_that_changed(tmp_path: Path) -> None:
    part = read_slice(_file(tmp_path, "mondo.obo", AS_OBO))
    rows = [("a", "1", "Disease"), ("b", "2", "neuropathy"), ("c", "4", "sluggish nerve disease"), ("d", "9", "tardy"), ("e", "8", "gone")]
    mappings = [Mapping(slug, "skos:exactMatch", f"MONDO:000000{number}", label) for slug, number, label in rows]
    found = [
        (f.kind, f.term, f.label, f.replacement, f.concepts)
        for f in check_terms(part, [*mappings, Mapping("z", "skos:exactMatch", "HP:1")])
    ]
    assert found == [
        ("relabelled", "MONDO:0000002", "nerve disease", "", ("b",)),
        ("deprecated", "MONDO:0000004", "obsolete sluggish nerve disease", "MONDO:0000003", ("c",)),
        ("vanished", "MONDO:0000008", "", "", ("e",)),
        ("merged", "MONDO:0000009", "", "MONDO:0000003", ("d",)),
    ]


def test_a_file_older_than_the_mappings_is_called_so(tmp_path: Path) -> None:
    root = tmp_path / "shipped"
    (root / "ontology" / "mappings").mkdir(parents=True)
    (root / "ontology" / "imports").mkdir()
    (root / "ontology" / "imports" / "sources.tsv").write_bytes((ROOT / "ontology" / "imports" / "sources.tsv").read_bytes())
    shipped = (ROOT / "ontology" / "mappings" / "conditions.sssom.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    head = "".join(line for line in shipped if line.startswith("#"))
    columns = "subject_id\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tobject_source_version\n"
    rows = [("a", "1", "ailment", "release 2026-08-04"), ("b", "2", "neuropathy", "release 2025-12"), ("c", "8", "gone", "2026-02")]
    lines = [f"igr:{s}\tskos:closeMatch\tMONDO:000000{n}\t{label}\tsemapv:ManualMappingCuration\t{source}\n" for s, n, label, source in rows]
    unknown = "igr:d\tskos:closeMatch\tNOWHERE:1\t\tsemapv:ManualMappingCuration\t\n"
    (root / "ontology" / "mappings" / "x.sssom.tsv").write_text(head + columns + "".join(lines) + unknown, encoding="utf-8")
    report = import_ontology(_file(tmp_path, "mondo.obo", AS_OBO), seeds="all", today=TODAY, settings=Settings(root))
    aside, *notes = report.notes
    assert aside.startswith("row set aside: ") and "unknown prefix in object_id 'NOWHERE:1'" in aside
    assert [(f.kind, f.term) for f in report.findings] == [
        ("relabelled", "MONDO:0000001"), ("relabelled", "MONDO:0000002"), ("vanished", "MONDO:0000008"),
    ]  # fmt: skip
    assert [note.split(",")[0] for note in notes] == [
        "the mappings of MONDO:0000008 are of 2026-02", "the mappings of MONDO:0000001 are of 2026-08-04",
    ]  # fmt: skip


def test_labels_of_a_newer_release(tmp_path: Path) -> None:
    path = _file(tmp_path, "mondo.obo", AS_OBO)
    import_ontology(path, seeds="all", out=tmp_path / "x.ttl", today=TODAY, labels={"MONDO:0000005": "disease of the skin"})
    assert read_slice(tmp_path / "x.ttl").terms[to_iri("MONDO:0000005")].label == "disease of the skin"
    for curie, label in newer_labels(Settings.default()).items():
        part = read_slice(import_paths(Settings.default())[curie.partition(":")[0].lower()])
        assert part.terms[to_iri(curie)].label == label


@pytest.mark.parametrize("name", ["sources.tsv", "labels.tsv"])
def test_a_bad_row_about_imports_is_named(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "ontology" / "imports"
    folder.mkdir(parents=True)
    for path in (ROOT / "ontology" / "imports").glob("*.tsv"):
        (folder / path.name).write_bytes(path.read_bytes() + (b"one\ttwo\n" if path.name == name else b""))
    read = known_sources if name == "sources.tsv" else newer_labels
    with pytest.raises(OntologyError, match=rf"{name}:\d+: 2 cells; expected the columns"):
        read(Settings(tmp_path))


def test_slice_says_where_it_is_from_and_holds_no_definition(tmp_path: Path) -> None:
    path = _file(tmp_path, "mondo.obo", AS_OBO)
    report = import_ontology(path, seeds="all", out=tmp_path / "out.ttl", today=TODAY)
    text = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert report.name == "mondo" and report.kept == 5
    assert "Words that others wrote" not in text and "made_up_relation" not in text
    for part in (
        "<https://w3id.org/igkg/graph/imports-mondo> a owl:Ontology", f'"sha256:{report.sha256}"', '"2026-11-21"^^xsd:date',
        f"dcterms:source <{OBO}releases/2026-01-02/mondo.owl>", "dcterms:license <https://creativecommons.org/licenses/by/4.0/>",
        "owl:versionIRI <https://w3id.org/igkg/graph/imports-mondo/2026-01-02>", 'vann:preferredNamespacePrefix "MONDO"',
    ):  # fmt: skip
        assert part in text
    import_ontology(path, seeds="all", out=tmp_path / "again.ttl", today=TODAY)
    assert (tmp_path / "again.ttl").read_bytes() == (tmp_path / "out.ttl").read_bytes()
    again = read_slice(tmp_path / "out.ttl")
    first = read_slice(path)
    assert {i: t for i, t in again.terms.items() if t.label} == dict(first.terms)


def test_what_a_person_says_goes_before_what_the_file_says(tmp_path: Path) -> None:
    described = Header(version_iri="https://example.org/1", licence="https://example.org/licence")
    report = import_ontology(_file(tmp_path, "guide-2020-01-02.json", json.dumps(AS_GUIDE)), seeds="all", described=described, today=TODAY)
    assert (report.header.version, report.header.version_iri, report.header.licence) == (
        "2020-01-02",
        "https://example.org/1",
        described.licence,
    )
    assert report.path is None


def test_name_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="cannot name an import"):
        import_ontology(_file(tmp_path, "x.obo", AS_OBO), name="../x", seeds="all", build=tmp_path, today=TODAY)


def test_graphs_of_a_build_and_of_the_store(tmp_path: Path) -> None:
    from kg.graph.store import write_store

    build = tmp_path / "build"
    kept = ox.Quad(ox.NamedNode("http://x.org/a"), ox.NamedNode("http://x.org/b"), ox.Literal("c"), ox.NamedNode(to_iri("igg:facts")))
    write_store([kept], build / "store")
    path = _file(tmp_path, "mondo.obo", AS_OBO)
    report = import_ontology(path, seeds="all", build=build, today=TODAY)
    assert report.stored
    again = import_ontology(path, seeds="all", build=build, today=TODAY)
    assert again.stored == report.stored
    store = Store.open(build / "store")
    assert store.counts() == {"facts": 1, "imports-mondo": report.stored}
    rows = store.select(
        "SELECT ?t { ?t <http://www.w3.org/2000/01/rdf-schema#subClassOf>* <http://purl.obolibrary.org/obo/MONDO_0000001> }"
    )
    assert len(rows) == 4
    paths = import_paths(Settings.default(), build)
    assert paths["mondo"] == build / "imports" / "mondo.ttl" and paths["hp"].parent.name == "imports"
    assert len(read_imports({"mondo": paths["mondo"]})["imports-mondo"]) == report.stored


def test_blank_nodes_of_two_imports_stay_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        import_ontology(_file(tmp_path, "mondo.obo", AS_OBO), name=name, seeds="all", out=tmp_path / f"{name}.ttl", today=TODAY)
    graphs = read_imports({name: tmp_path / f"{name}.ttl" for name in ("a", "b")})
    blanks = [{t.subject for t in triples if isinstance(t.subject, ox.BlankNode)} for triples in graphs.values()]
    assert all(blanks) and not blanks[0] & blanks[1]


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = _file(tmp_path, "mondo.obo", AS_OBO)
    _file(tmp_path, "seeds.txt", "MONDO:0000005\nMONDO:7777777\n")
    done = CliRunner().invoke(app, ["import", str(path), "--as", "own", "--seeds", "seeds.txt", "--format", "tsv"])
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("finding\tterm\tlabel was\tlabel is\treplaced by\tconcepts\n")
    assert "vanished\tMONDO:0009688\tmyasthenia gravis" in done.stdout
    assert "own: 2 of 5 classes kept" in done.stderr and "has no http://purl.obolibrary.org/obo/MONDO_7777777" in done.stderr
    assert (tmp_path / "build" / "imports" / "own.ttl").is_file()
    checked = CliRunner().invoke(app, ["import", str(path), "--as", "other", "--seeds", "all", "--check"])
    assert checked.exit_code == 0 and not (tmp_path / "build" / "imports" / "other.ttl").exists()


NAMES = ("chebi", "cl", "doid", "eco", "go", "hp", "maxo", "mondo", "oae", "uberon")


def test_shipped_slices() -> None:
    default = Settings.default()
    assert tuple(import_paths(default)) == NAMES
    assert {prefix.lower() for prefix in known_sources(default)} == set(NAMES)
    readme = (ROOT / "ontology" / "imports" / "README.md").read_text(encoding="utf-8")
    for name, path in import_paths(default).items():
        part = read_slice(path)
        assert f"`{name}.ttl`" in readme
        assert part.prefix.lower() == name and part.header.licence and part.header.version
        assert all(term.label for term in part.terms.values() if term.curie.startswith(part.prefix))
        assert not part.dangling
        text = path.read_text(encoding="utf-8")
        assert "IAO_0000115" not in text and "sha256:" in text and "dcterms:rights" in text


def test_shipped_slices_hold_every_exactly_mapped_term() -> None:
    known = {iri for path in import_paths(Settings.default()).values() for iri in read_slice(path).terms}
    prefixes = set(known_sources(Settings.default()))
    mapped = {m.object for m in read_mappings(ROOT / "ontology" / "mappings") if m.prefix in prefixes and m.predicate == "skos:exactMatch"}
    assert not {curie for curie in mapped if to_iri(curie) not in known}


def test_shipped_slices_are_what_the_development_data_give(shared: Path, tmp_path: Path) -> None:
    labels = newer_labels(Settings.default())
    for prefix, described in known_sources(Settings.default()).items():
        name = prefix.lower()
        source = shared / "ontologies" / f"{name}_slice.ttl"
        import_ontology(source, name=name, seeds="all", out=tmp_path / "x.ttl", today=TODAY, described=described, labels=labels)
        assert (tmp_path / "x.ttl").read_bytes() == (ROOT / "ontology" / "imports" / f"{name}.ttl").read_bytes()


@settings(max_examples=60, deadline=None)
@example(cut=20, noise=b"\xf4\x90\x80\x80")
@given(cut=st.integers(min_value=0, max_value=len(AS_OBO)), noise=st.binary(max_size=6))
def test_no_damage_to_a_file_raises_anything_else(cut: int, noise: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    for name, text in (("x.obo", AS_OBO), ("x.ttl", AS_TURTLE), ("x.json", json.dumps(AS_GRAPHS))):
        data = text.encode()
        try:
            read_slice(_file(folder, name, data[:cut] + noise + data[cut + len(noise) :]))
        except OntologyError as error:
            assert name in str(error)
