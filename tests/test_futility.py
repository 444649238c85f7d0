"""What a product does nothing for, or is no means for, and where its failure is another's."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader


def futile(reader: Reader, text: str) -> set[str]:
    return {claim.object for claim in claims_in(reader, text, "not_effective_for")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("IVIG does not significantly reduce relapses in people with multiple sclerosis.", "multiple-sclerosis", id="adverb"),
        pytest.param("Pooled trials of IVIG showed no reduction in mortality in adults with sepsis.", "sepsis", id="no reduction"),
        pytest.param("There was no clear difference between IVIG and placebo in asthma.", "asthma", id="no difference"),
        pytest.param("Lack of benefit was seen in inclusion body myositis. IVIG is dear.", "inclusion-body-myositis", id="lack of benefit"),
        pytest.param("The efficacy of IVIG could not be shown in optic neuritis.", "optic-neuritis", id="could not be shown"),
        pytest.param("IVIG made no difference to the course of rheumatoid arthritis.", "rheumatoid-arthritis", id="made no difference"),
    ],
)
def test_what_a_product_does_not_help(shipped_reader: Reader, text: str, expected: str) -> None:
    assert expected in futile(shipped_reader, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("There was no difference between IVIG and plasma exchange in Guillain-Barré syndrome.", id="a comparator that works"),
        pytest.param("Steroids made no difference to the course of CIDP; IVIG did.", id="another drug"),
        pytest.param("Evidence is lacking for IVIG in asthma.", id="no evidence is no failure"),
        pytest.param("IVIG showed no reduction in platelets in any patient with CIDP.", id="no harm"),
    ],
)
def test_what_is_no_failure_of_the_product(shipped_reader: Reader, text: str) -> None:
    assert not futile(shipped_reader, text)


def test_evidence_that_supports_no_use(shipped_reader: Reader) -> None:
    text = "The trials do not support the use of IVIG for the treatment of adults with viral myocarditis. Evidence is lacking for IVIG in asthma."
    found = {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")}
    assert ("myocarditis", "negated") in found
    assert ("myocarditis", "affirmed") not in found
    assert ("asthma", "affirmed") not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "GamaSTAN\n\nIndications\n\nHepatitis A: prophylaxis works best soon after exposure.", ("hepatitis-a", "prevents"), id="label"
        ),
        pytest.param("GamaSTAN\n\nDo not use it for hepatitis B prophylaxis.", None, id="no means for it"),
    ],
)
def test_labels_and_purposes_of_prophylaxis(shipped_reader: Reader, text: str, expected: tuple[str, str] | None) -> None:
    assert not claims_in(shipped_reader, text, "contraindicated_in", "label")
    found = {
        (claim.object, claim.predicate) for claim in claims_in(shipped_reader, text, "prevents", "label") if claim.polarity == "affirmed"
    }
    assert found == ({expected} if expected else set())
    assert not [claim for claim in claims_in(shipped_reader, text, "treats", "label") if claim.polarity == "affirmed"]
