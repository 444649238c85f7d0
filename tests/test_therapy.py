"""Statements on therapy in many wordings: each row of data/therapy_sentences.tsv is read, its claims are there or are not."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.reading.claims import Reader
from kg.reading.therapy.defaults import load_therapy_words
from kg.records import Claim, Document, Kind

ROWS = [
    line.split("\t") for line in (Path(__file__).parent / "data" / "therapy_sentences.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


@pytest.fixture(scope="module")
def reader(shipped_reader: Reader) -> Reader:
    return shipped_reader


def read(reader: Reader, text: str, kind: Kind = "unknown") -> tuple[Claim, ...]:
    # The rules alone: what a statistical model adds is measured, not promised sentence by sentence.
    return tuple(claim for claim in _read(reader, text, kind) if claim.method != "role model")


def _read(reader: Reader, text: str, kind: Kind) -> tuple[Claim, ...]:
    return reader.read(Document("own", text, hashlib.sha256(text.encode()).hexdigest(), kind=kind)).claims


def objects(claims: tuple[Claim, ...], predicate: str) -> set[str]:
    return {claim.object for claim in claims if claim.predicate == predicate}


@pytest.mark.parametrize(("text", "expected"), [pytest.param(text, expected, id=text[:60]) for text, expected in ROWS])
def test_wordings(reader: Reader, text: str, expected: str) -> None:
    claims = read(reader, text.replace("\\n", "\n"))
    for statement in expected.split("; "):
        predicate, names, *attribute = statement.removeprefix("not ").split()
        found = [
            claim
            for claim in claims
            if claim.predicate == predicate
            and claim.object in names.split("|")
            and (not attribute or attribute[0] in {claim.status, claim.polarity})
        ]
        assert bool(found) != statement.startswith("not "), statement


USES = """Immune globulin: an overview

Which conditions is it used for?

Immune deficiencies
- CVID
- Bruton's agammaglobulinemia

Nerves
- Guillain-Barre syndrome
- Stiff person syndrome (off-label)

Is it safe?
- Headache
"""


def test_a_heading_that_asks_for_uses_holds_for_the_lists_below(reader: Reader) -> None:
    claims = read(reader, USES)
    assert objects(claims, "treats") - {"immunodeficiency"} == {
        "common-variable-immunodeficiency",
        "x-linked-agammaglobulinemia",
        "guillain-barre-syndrome",
        "stiff-person-syndrome",
    }
    members = {claim.subject for claim in claims if claim.predicate == "in_category" and claim.object == "immunodeficiency"}
    assert members == {"common-variable-immunodeficiency", "x-linked-agammaglobulinemia"}


POLICY = """Intravenous immunoglobulin: policy

IVIG is covered for:
1. Dermatomyositis refractory to steroids
2. Kawasaki disease

IVIG is considered investigational for:
- Autism

IVIG is not medically necessary for asthma or recurrent miscarriage.
"""


def test_numbered_lists_and_the_status_of_their_introductions(reader: Reader) -> None:
    status = {claim.object: (claim.status, claim.polarity) for claim in read(reader, POLICY) if claim.predicate == "treats"}
    assert status == {
        "dermatomyositis": ("used", "affirmed"),
        "kawasaki-disease": ("used", "affirmed"),
        "autism-spectrum-disorder": ("investigational", "affirmed"),
        "asthma": ("recommended", "negated"),
        "recurrent-pregnancy-loss": ("recommended", "negated"),
    }


TABLE = """Use of IVIg in neurology

Condition | Status | Comment
Guillain-Barre syndrome | Recommended | within two weeks
Stiff person syndrome | Alternative | if diazepam fails
Multiple sclerosis | Not recommended | trials found no benefit
"""


def test_a_table_of_indications(reader: Reader) -> None:
    status = {claim.object: (claim.status, claim.polarity) for claim in read(reader, TABLE) if claim.predicate == "treats"}
    assert status == {
        "guillain-barre-syndrome": ("recommended", "affirmed"),
        "stiff-person-syndrome": ("used", "affirmed"),
        "multiple-sclerosis": ("recommended", "negated"),
    }


REGISTRATION = """A Randomized Trial of IVIG

Condition: Dermatomyositis
Intervention: Drug: IVIG

Exclusion Criteria:
- Diabetes mellitus
"""


def test_the_fields_of_a_registration(reader: Reader) -> None:
    claims = read(reader, REGISTRATION, "trial")
    assert {(c.object, c.status) for c in claims if c.predicate == "treats"} == {("dermatomyositis", "investigational")}


def test_search_words_at_the_foot_claim_nothing(reader: Reader) -> None:
    claims = read(reader, "IVIG treats Kawasaki disease.\n\nRelated searches:\n\n- ivig benefits for lupus\n- ivig for asthma\n")
    assert objects(claims, "treats") == {"kawasaki-disease"}


def test_products_of_one_text_are_kept_apart(reader: Reader) -> None:
    text = "IVIG is used for Kawasaki disease. Rabies immune globulin prevents rabies. It is injected into a muscle."
    subjects = {(c.predicate, c.object): c.subject for c in read(reader, text)}
    assert subjects["treats", "kawasaki-disease"] == "intravenous-immunoglobulin"
    assert subjects["prevents", "rabies"] == "rabies-immunoglobulin"
    assert subjects["given_by_route", "intramuscular-injection"] == "rabies-immunoglobulin"


def test_an_unknown_sense_of_a_word_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "therapy_words.tsv").write_text("word\tsense\ntreat\tcure\n", encoding="utf-8")
    with pytest.raises(ResourceError, match="sense"):
        load_therapy_words(tmp_path)


def test_items_below_a_heading_on_treatment_are_treated(reader: Reader) -> None:
    text = "Use of IVIG\n\nIVIG is given by drip.\n\nTherapeutic treatment\n\n1. Kawasaki disease.\n2. Dermatomyositis in adults or before surgery.\n"
    claims = reader.read(Document(id="t", text=text, sha256="")).claims
    assert {("kawasaki-disease", "treats section"), ("dermatomyositis", "treats section")} <= {
        (claim.object, claim.method) for claim in claims
    }
