"""What rules on lists of uses, on names of products and on bystanders must not take away, and what they must not claim."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_CIDP, _ITP = "chronic-inflammatory-demyelinating-polyneuropathy", "immune-thrombocytopenia"


@pytest.mark.parametrize(
    "intro",
    [
        "Before an operation, IVIG is given to raise platelets in:",
        "IVIG slows the course of:",
        "Immunoglobulin is used to stop progression of:",
        "Immunoglobulin is an alternative to prednisone in:",
        "IVIG may be used instead of plasmapheresis in:",
        "Types of disease treated with IVIG:",
        "Immunoglobulin relieves the symptoms of:",
        "Adults at particular risk who need IVIG are those with:",
    ],
)
def test_words_before_a_list_that_tell_a_use(shipped_reader: Reader, intro: str) -> None:
    text = f"## Indications\n\n{intro}\n- CIDP\n- ITP\n"
    assert objects_in(shipped_reader, text, "treats") == {_CIDP, _ITP}
    assert not objects_in(shipped_reader, text, "has_risk_factor")


@pytest.mark.parametrize(
    "intro",
    [
        "IVIG is run slowly in people with:",
        "Tell the nurse, before IVIG is given, about:",
        "Prednisone may be used instead of IVIG in:",
    ],
)
def test_words_before_a_list_that_tell_no_use(shipped_reader: Reader, intro: str) -> None:
    assert not objects_in(shipped_reader, f"## Uses\n\n{intro}\n- diabetes\n- migraine\n", "treats")


@pytest.mark.parametrize(
    "text",
    [
        "Ravenna: human normal immunoglobulin was given to 30 children. Influenza was a side effect of Ravenna.",
        "Fujimoro, the immunoglobulin pioneer, fell ill. A headache was caused by Fujimoro.",
        "Nobody gives the immunoglobulin product, as Hartmann says. Nausea was caused by Hartmann.",
    ],
)
def test_a_name_of_a_place_or_a_person_is_no_product(shipped_reader: Reader, text: str) -> None:
    name = next(word for word in ("Ravenna", "Fujimoro", "Hartmann") if word in text)
    claims = claims_in(shipped_reader, text, "has_adverse_effect")
    assert name not in {text[slice(*claim.subject_span)] for claim in claims if claim.subject_span is not None}


@pytest.mark.parametrize(
    "text",
    [
        "IVIG is effective in CIDP, although the best dose has not been established.",
        "IVIG was left running overnight to treat CIDP.",
        "IVIG was never omitted; it was used to treat CIDP.",
        "The national advisory board approved IVIG for CIDP.",
        "Experts acknowledge that IVIG is effective in CIDP.",
        "Thanks to IVIG, patients with CIDP can walk again.",
    ],
)
def test_a_use_beside_words_of_doubt_or_thanks(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "treats") == {_CIDP}


def test_what_is_said_of_others(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "We thank the society for CIDP for its help with IVIG.", "treats") == set()
    assert objects_in(shipped_reader, "Kawasaki disease, often mistaken for measles, is treated with IVIG.", "treats") == {"kawasaki-disease"}
    assert not claims_in(shipped_reader, "IVIG was not withheld in patients with CIDP.", "contraindicated_in")
    body = "In ITP the body makes antibodies against platelets. These antibodies bind to Fc receptors on macrophages."
    assert not claims_in(shipped_reader, body, "acts_via")
    given = "Immunoglobulin is a medicine made from plasma. It gives you antibodies. These antibodies neutralise toxins."
    assert objects_in(shipped_reader, given, "acts_via") == {"toxin-neutralisation"}


def test_a_pronoun_behind_what_it_is_held_against(shipped_reader: Reader) -> None:
    text = "IVIG is used in CIDP. Compared with plasma exchange, it is easier; it may cause headache."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}
    unlike = "IVIG is used in CIDP. Unlike rituximab, it may cause haemolysis."
    assert objects_in(shipped_reader, unlike, "has_adverse_effect") == {"hemolysis"}
    other = "Rituximab is used in CIDP. Unlike IVIG, it may cause neutropenia."
    assert objects_in(shipped_reader, other, "has_adverse_effect") == set()
    assert objects_in(shipped_reader, "IVIG is given for CIDP. Rituximab may cause fever.", "has_adverse_effect") == set()
