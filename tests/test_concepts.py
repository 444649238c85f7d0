"""The curated concepts as code: concepts.tsv must be sound, typed and wide, and each planted fault must be caught at its line."""

from __future__ import annotations

import csv
import importlib.util
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from kg.concepts import COLUMNS, LINK_COLUMNS, Concept, concepts_by_slug, read_concepts
from kg.errors import ConceptError
from kg.reading.characters import normalise
from kg.reading.words import key_of, tokenise
from kg.settings import Settings

FAULTS = Path(__file__).parent / "faults" / "concepts"
PATH = Settings.default().ontology / "concepts.tsv"

#: Classes above each class of concepts.tsv.
ABOVE: Mapping[str, tuple[str, ...]] = {
    "MonoclonalAntibody": ("ImmunoglobulinProduct",),
    "Immunodeficiency": ("Condition",),
    "Autoantibody": ("AutoimmuneFeature", "Feature"),
    "AutoimmuneFeature": ("Feature",),
    "AntibodyDeficiency": ("Feature",),
    "GeneticDefect": ("Feature",),
    "NervousStructure": ("AnatomicalStructure",),
    "BloodStructure": ("AnatomicalStructure",),
    "Plasma": ("Source",),
    "CellCulture": ("Source",),
}

#: Classes of the subject and of the object that a link column may join.
TYPED_LINKS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    column: (frozenset(subject.split()), frozenset(value.split()))
    for column, (subject, value) in {
        "categories": ("Condition AdverseEffect", "Category Condition"),
        "basis": ("Condition", "Feature"),
        "location": ("Condition AdverseEffect", "AnatomicalStructure"),
        "caused_by": ("Condition", "AcquiredCause Agent"),
        "constituents": ("ImmunoglobulinProduct", "Constituent"),
        "targets": ("Mechanism", "MolecularTarget"),
        "counteracts": ("Mechanism", "Feature"),
        "form_of": ("ImmunoglobulinProduct", "ImmunoglobulinProduct"),
        "derived_from": ("ImmunoglobulinProduct", "Source"),
        "route": ("ImmunoglobulinProduct", "Route"),
        "specificity": ("ImmunoglobulinProduct", "Agent MolecularTarget"),
        "harmful_in": ("Constituent", "Condition"),
        "predisposes_to": ("Constituent", "AdverseEffect"),
        "causes": ("Agent", "Condition"),
    }.items()
}

LEAST = {
    "Condition": 160, "Immunodeficiency": 25, "Category": 25, "Mechanism": 60, "AdverseEffect": 120, "ImmunoglobulinProduct": 70,
    "MonoclonalAntibody": 5, "ImmunoglobulinIsotype": 9, "Route": 8, "Population": 20, "Vaccine": 12, "LaboratoryTest": 10,
    "Medication": 20, "RiskFactor": 25, "Management": 30, "Agent": 25, "Constituent": 10, "MolecularTarget": 15, "Autoantibody": 25,
}  # fmt: skip


@pytest.fixture(scope="module")
def concepts() -> tuple[Concept, ...]:
    return read_concepts(PATH)


@pytest.fixture(scope="module")
def by_slug(concepts: tuple[Concept, ...]) -> Mapping[str, Concept]:
    return concepts_by_slug(concepts)


def classes_of(concept: Concept) -> frozenset[str]:
    return frozenset(concept.classes).union(*(ABOVE.get(name, ()) for name in concept.classes))


def folded(name: str) -> str:
    """Fold a name as the reader does: two names with the same fold are the same words to it."""
    plain = normalise(name).text
    tokens, _ = tokenise(plain, [(0, len(plain))])
    return key_of(tokens.folds)


def test_rows_are_sorted_by_slug(concepts: tuple[Concept, ...]) -> None:
    slugs = [concept.slug for concept in concepts]
    assert slugs == sorted(slugs), "mend with: (head -1 ontology/concepts.tsv; tail -n +2 ontology/concepts.tsv | LC_ALL=C sort)"


def test_no_stray_blank_or_control_character() -> None:
    for number, line in enumerate(PATH.read_text(encoding="utf-8").split("\n"), start=1):
        assert "\r" not in line and "\u00a0" not in line, f"{PATH}:{number}: stray blank; mend with: sed -i 's/[\\r\\xa0]//g'"
        assert line.count("\t") == len(COLUMNS) - 1 or not line, f"{PATH}:{number}: wrong number of cells"
        assert all(c.isprintable() or c == "\t" for c in line), f"{PATH}:{number}: control character"


def test_no_damaged_encoding(concepts: tuple[Concept, ...]) -> None:
    damaged = [(c.slug, name) for c in concepts for name in c.names if re.search("[ĂÃÂ\ufffd]|Å‚|â€", name)]
    assert not damaged


def test_a_name_stands_once_in_its_row(concepts: tuple[Concept, ...]) -> None:
    repeated = {c.slug: [n for n, count in Counter(c.names).items() if count > 1] for c in concepts if len(set(c.names)) < len(c.names)}
    assert not repeated


def test_values_of_a_link_stand_once(concepts: tuple[Concept, ...]) -> None:
    assert not [(c.slug, column) for c in concepts for column in LINK_COLUMNS if len(set(getattr(c, column))) < len(getattr(c, column))]


@pytest.mark.parametrize(("name", "least"), sorted(LEAST.items()))
def test_the_field_is_covered(concepts: tuple[Concept, ...], name: str, least: int) -> None:
    assert sum(name in classes_of(concept) for concept in concepts) >= least


@pytest.mark.parametrize("column", sorted(TYPED_LINKS))
def test_links_join_the_right_classes(concepts: tuple[Concept, ...], by_slug: Mapping[str, Concept], column: str) -> None:
    subjects, values = TYPED_LINKS[column]
    wrong = [
        f"{concept.slug} {column} {value}"
        for concept in concepts
        for value in getattr(concept, column)
        if not (classes_of(concept) & subjects and classes_of(by_slug[value]) & values)
    ]
    assert not wrong


def test_broader_stays_within_a_kind(concepts: tuple[Concept, ...], by_slug: Mapping[str, Concept]) -> None:
    wrong = [f"{c.slug} broader {b}" for c in concepts for b in c.broader if not classes_of(c) & classes_of(by_slug[b])]
    assert not wrong


@pytest.mark.parametrize("column", ["broader", "form_of"])
def test_no_cycle(by_slug: Mapping[str, Concept], column: str) -> None:
    for start in by_slug:
        above, waiting = set[str](), list(getattr(by_slug[start], column))
        while waiting:
            slug = waiting.pop()
            if slug not in above:
                above.add(slug)
                waiting.extend(getattr(by_slug[slug], column))
        assert start not in above, f"{start} is above itself by {column}"


def test_core_classes_are_disjoint(concepts: tuple[Concept, ...]) -> None:
    core = {"ImmunoglobulinProduct", "ImmunoglobulinIsotype", "Mechanism", "Category", "Condition"}
    assert not [c.slug for c in concepts if len(classes_of(c) & core) > 1]


@pytest.fixture(scope="module")
def by_name(concepts: tuple[Concept, ...]) -> Mapping[str, list[str]]:
    """The concepts of each name as it is read."""
    found: dict[str, list[str]] = defaultdict(list)
    for concept in concepts:
        for name in {folded(name) for name in concept.names}:
            found[name].append(concept.slug)
    return found


def test_names_that_read_alike_are_marked_ambiguous(concepts: tuple[Concept, ...]) -> None:
    owners: dict[str, list[tuple[Concept, str]]] = defaultdict(list)
    for concept in concepts:
        for name in concept.names:
            owners[folded(name)].append((concept, name))
    unmarked = [
        [f"{c.slug}: {name}" for c, name in found]
        for found in owners.values()
        if len({c.slug for c, _ in found}) > 1 and not all(name.casefold() in {a.casefold() for a in c.ambiguous} for c, name in found)
    ]
    assert not unmarked


@pytest.mark.parametrize(
    "name",
    [
        "AE", "PI", "PE", "MS", "PV", "IM", "SC", "SAD", "AD", "MG", "PM", "DM", "MM", "BP", "HIT", "CAPS", "WAS", "KD", "DAT", "BAT",
        "TEN", "RIG", "VIG", "PID", "antibodies",
    ],
)  # fmt: skip
def test_acronyms_with_other_meanings_need_context(concepts: tuple[Concept, ...], name: str) -> None:
    owners = [c for c in concepts if name.casefold() in {n.casefold() for n in c.names}]
    assert owners and all(name.casefold() in {a.casefold() for a in c.ambiguous} for c in owners)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("feeling sick", "nausea"), ("being sick", "vomiting"), ("joint pain", "arthralgia"), ("high blood pressure", "hypertension"),
        ("fast heart beat", "tachycardia"), ("hives", "urticaria"), ("tiredness", "fatigue"), ("throwing up", "vomiting"),
        ("stomach ache", "abdominal-discomfort"), ("feeling dizzy", "dizziness"), ("swelling of the face", "face-edema"),
        ("haemolysis", "hemolysis"), ("dyspnoea", "dyspnea"), ("pulmonary oedema", "pulmonary-edema"), ("blood clot", "thromboembolism"),
        ("chicken pox", "varicella"), ("thick blood", "hyperviscosity"), ("shivering", "chills"), ("kidney failure", "renal-failure"),
        ("hot flush", "flushing"),
    ],
)  # fmt: skip
def test_names_of_leaflets_are_known(by_name: Mapping[str, list[str]], name: str, slug: str) -> None:
    assert by_name[folded(name)] == [slug]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("TACI deficiency", "taci-deficiency"), ("MHC class II deficiency", "mhc-class-ii-deficiency"), ("CANOMAD", "canomad"),
        ("cold agglutinin disease", "cold-agglutinin-disease"), ("dermatitis herpetiformis", "dermatitis-herpetiformis"),
        ("CRION", "chronic-relapsing-inflammatory-optic-neuropathy"), ("FIRES", "febrile-infection-related-epilepsy-syndrome"),
        ("VEXAS syndrome", "vexas-syndrome"), ("hyperhaemolysis", "hyperhemolysis-syndrome"), ("Netherton syndrome", "comel-netherton-syndrome"),
        ("primary biliary cirrhosis", "primary-biliary-cholangitis"), ("Tropical spastic paraparesis", "htlv-1-associated-myelopathy"),
        ("antirabies immune globulin", "rabies-immunoglobulin"), ("intravenous (IV) immune globulin", "intravenous-immunoglobulin"),
        ("reduction of anti-HLA antibodies", "reduction-of-alloantibodies"), ("NETosis inhibition", "inhibition-of-neutrophil-activation"),
    ],
)  # fmt: skip
def test_names_of_the_specialities_are_known(by_name: Mapping[str, list[str]], name: str, slug: str) -> None:
    assert by_name[folded(name)] == [slug]


@pytest.mark.parametrize(
    ("brand", "product"),
    [
        ("gamunex-c", "intravenous-immunoglobulin"), ("privigen", "intravenous-immunoglobulin"), ("bivigam", "intravenous-immunoglobulin"),
        ("kiovig", "intravenous-immunoglobulin"), ("hizentra", "subcutaneous-immunoglobulin"),
        ("hyqvia", "facilitated-subcutaneous-immunoglobulin"),
        ("gamastan", "intramuscular-immunoglobulin"), ("rhophylac", "anti-d-immunoglobulin"), ("zutectra", "hepatitis-b-immunoglobulin"),
        ("kedrab", "rabies-immunoglobulin"), ("hypertet", "tetanus-immunoglobulin"), ("varizig", "varicella-zoster-immunoglobulin"),
        ("cytogam", "cytomegalovirus-immunoglobulin"), ("babybig", "botulism-immunoglobulin"),
        ("synagis", "palivizumab"), ("beyfortus", "nirsevimab"),
    ],
)  # fmt: skip
def test_brands_are_forms_of_their_product(by_slug: Mapping[str, Concept], brand: str, product: str) -> None:
    assert by_slug[brand].form_of == (product,)


def test_axioms_have_something_to_fire_on(by_slug: Mapping[str, Concept]) -> None:
    def has(slug: str, column: str, name: str) -> bool:
        return any(name in classes_of(by_slug[value]) for value in getattr(by_slug[slug], column))

    assert has("myasthenia-gravis", "basis", "Autoantibody") and has("myasthenia-gravis", "location", "NervousStructure")
    assert has("immune-thrombocytopenia", "basis", "Autoantibody") and has("immune-thrombocytopenia", "location", "BloodStructure")
    assert has("x-linked-agammaglobulinemia", "basis", "AntibodyDeficiency")
    assert has("x-linked-agammaglobulinemia", "basis", "GeneticDefect")
    assert has("secondary-immunodeficiency", "caused_by", "AcquiredCause")
    assert has("hepatitis-b-immunoglobulin", "specificity", "Agent") and has("hyperimmune-globulin", "derived_from", "Plasma")
    assert all(by_slug[slug].derived_from == ("cell-culture",) for slug in ("palivizumab", "nirsevimab"))
    assert by_slug["immunoglobulin-a-constituent"].harmful_in == ("iga-deficiency-with-anti-iga-antibodies",)
    assert "selective-iga-deficiency" not in {s for c in by_slug.values() for s in c.harmful_in}


def test_a_monoclonal_antibody_is_never_a_form_of_a_plasma_product(concepts: tuple[Concept, ...], by_slug: Mapping[str, Concept]) -> None:
    monoclonal = {slug for slug, concept in by_slug.items() if "MonoclonalAntibody" in concept.classes}
    assert not [f"{c.slug} form_of {f}" for c in concepts for f in c.form_of if (c.slug in monoclonal) != (f in monoclonal)]


def test_products_and_mechanisms_are_defined(concepts: tuple[Concept, ...]) -> None:
    undefined = [c.slug for c in concepts if not c.definition and (classes_of(c) & {"Mechanism", "ImmunoglobulinIsotype", "Category"})]
    assert not undefined
    classes = {"ImmunoglobulinProduct"}
    assert not [c.slug for c in concepts if not c.definition and classes_of(c) & classes and not c.form_of]


def test_no_name_is_a_sentence(concepts: tuple[Concept, ...]) -> None:
    assert not [(c.slug, name) for c in concepts for name in c.names if len(name.split()) > 12]


# ---------------------------------------------------------------- against the development data


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


#: Objects of the gold that are no concepts of the field.
NO_CONCEPTS = {"conditions-beyond-traditional-indications", "platelet-destruction"}


def test_every_slug_of_the_gold_has_a_row(shared: Path, by_slug: Mapping[str, Concept]) -> None:
    score = _scorer(shared)
    by_label = {row["preferred_label"].lower(): row["concept"] for row in _rows(shared / "terms" / "term_mappings.tsv")}
    wanted: set[str] = set()
    for name in ("seed", "ivig"):
        for fact in score.load_gold(shared / "gold" / f"{name}_facts.tsv", by_label):
            wanted.update(fact["subjects"], fact["objects"])
    for row in _rows(shared / "gold" / "ivig_hard_negatives.tsv"):
        wanted.update((row["subject_slug"], row["object_slug"]))
    assert sorted(wanted - set(by_slug) - NO_CONCEPTS) == []


def test_types_of_the_inventory_are_kept(shared: Path, by_slug: Mapping[str, Concept]) -> None:
    kept = {name: name for name in ("Condition", "AdverseEffect", "Mechanism", "Category")} | {"Ig class": "ImmunoglobulinIsotype"}
    wrong = {
        f"{row['concept']}: {row['type']}"
        for row in _rows(shared / "terms" / "term_mappings.tsv")
        if row["type"] in kept and row["concept"] in by_slug and kept[row["type"]] not in classes_of(by_slug[row["concept"]])
    }
    assert not wrong


def test_no_run_of_nine_words_of_a_source(shared: Path, concepts: tuple[Concept, ...]) -> None:
    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", text.casefold())
        return {tuple(words[i : i + 9]) for i in range(len(words) - 8)}

    sources = set[tuple[str, ...]]().union(
        *(runs(path.read_text(encoding="utf-8")) for folder in ("documents", "texts") for path in (shared / folder).glob("*.txt"))
    )
    assert not [c.slug for c in concepts for text in (*c.names, c.definition) if runs(text) & sources]


def test_no_phrase_of_the_spun_document(shared: Path, concepts: tuple[Concept, ...]) -> None:
    spun = {(row.get("spun") or next(iter(row.values()))).strip().casefold() for row in _rows(shared / "gold" / "spun_lexicon.tsv")}
    assert not [(c.slug, name) for c in concepts for name in c.names if name.casefold() in spun]


# ---------------------------------------------------------------- planted faults


@pytest.mark.parametrize(
    ("fault", "line", "message"),
    [
        ("shadowing-name", 3, "the name 'pyrexia' of malaria would shadow that of fever (line 2)"),
        ("ambiguous-in-one-row-only", 3, "mark it ambiguous in both rows"),
        ("unknown-class", 3, "rash: unknown class ['SideEffect']"),
        ("no-class", 3, "rash: unknown class (none)"),
        ("unknown-link", 3, "privigen: form_of names 'intravenous-immunoglobin', which has no row"),
        ("bad-slug", 3, "not a kebab-case slug: 'Kawasaki_disease'"),
        ("repeated-slug", 4, "fever stands already in line 2"),
        ("wrong-cell-count", 3, f"3 cells, expected {len(COLUMNS)}"),
        ("stray-blank", 3, "stray blank or empty value in column synonyms"),
        ("empty-value", 3, "stray blank or empty value in column synonyms"),
        ("no-label", 3, "rash has no single label"),
        ("two-labels", 3, "rash has no single label"),
        ("ambiguous-name-unknown", 3, "ambiguous names that are not among its names: ['MG']"),
        ("wrong-header", 1, "the header is not: slug class label synonyms"),
    ],
)
def test_a_planted_fault_is_caught_at_its_line(fault: str, line: int, message: str) -> None:
    path = FAULTS / f"{fault}.tsv"
    with pytest.raises(ConceptError) as caught:
        read_concepts(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert message in str(caught.value)


def test_every_fault_file_is_tested() -> None:
    (mark,) = [m for m in test_a_planted_fault_is_caught_at_its_line.pytestmark if m.name == "parametrize"]  # type: ignore[attr-defined]
    assert {path.stem for path in FAULTS.glob("*.tsv")} == {case[0] for case in mark.args[1]}


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "concepts.tsv"
    path.write_bytes(b"slug\xff")
    with pytest.raises(ConceptError, match="cannot be read"):
        read_concepts(path)
    with pytest.raises(ConceptError, match="cannot be read"):
        read_concepts(tmp_path / "none.tsv")
