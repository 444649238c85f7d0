"""Cards, records and dosage tables on immunoglobulins as reference works keep them: what each says, and what it does not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_HRIG = "Rabies immune globulin\n\n"
_PRIVIGEN = "Privigen\n\n"


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Seizures, dysphagia or cardiac arrest requires intensive care regardless of HRIG.", set()),
        ("Seizures or cardiac arrest call for intensive care whether or not HRIG was given.", set()),
        ("Anaphylaxis or hypotension after HRIG requires emergency care.", {"anaphylaxis", "hypotension"}),
    ],
)
def test_what_needs_care_whatever_is_given_is_of_the_illness(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, f"{_HRIG}Escalation\n{text}", "has_adverse_effect") == effects


@pytest.mark.parametrize(
    ("text", "vaccines"),
    [
        ("HRIG gives immediate antibody; rabies vaccine gives delayed protection. Both are needed.", set()),
        ("HRIG protects at once; rabies vaccine builds lasting immunity.", set()),
        ("HRIG may reduce the response to rabies vaccine.", {"rabies-vaccine"}),
    ],
)
def test_immunity_of_a_vaccine_is_no_interaction(shipped_reader: Reader, text: str, vaccines: set[str]) -> None:
    assert objects_in(shipped_reader, _HRIG + text, "interacts_with") == vaccines


@pytest.mark.parametrize(
    ("text", "vaccines"),
    [
        ("Infants aged 6 to 11 months may be offered the MMR vaccine if they met measles within three days.", set()),
        ("A child with an immunodeficiency who was accidentally given oral polio vaccine.", set()),
        ("Polio vaccine in immunodeficient people\nA child whose contacts were given a live vaccine.", set()),
        ("Children who got immunoglobulin should wait 6 months before the MMR vaccine.", {"mmr-vaccine"}),
    ],
)
def test_a_vaccine_that_somebody_gets_or_met(shipped_reader: Reader, text: str, vaccines: set[str]) -> None:
    assert objects_in(shipped_reader, f"Immunoglobulin\n\n{text}", "interacts_with") == vaccines


@pytest.mark.parametrize("text", ["HRIG cannot undo virus that has already entered nerves.", "HRIG cannot reverse virus already bound to nerves."])
def test_what_is_bound_already_is_a_limit(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, _HRIG + text, "not_effective_for") == set()


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Patients with hyperprolinaemia cannot break down proline. Privigen is contraindicated in these patients.", {"hyperprolinemia"}),
        ("Premature infants have immature kidneys. The product must not be used in this age group.", {"preterm-infants"}),
        ("Patients with obesity clot more easily. Privigen is not contraindicated in these patients.", set()),
        ("Patients with hyperprolinaemia are few. Statins are contraindicated in these patients.", set()),
        ("Patients with hyperprolinaemia must not be given this medicine unless strictly necessary.", {"hyperprolinemia"}),
        ("Patients with hyperprolinaemia must not be given this medicine unless it has been warmed.", set()),
        ("If you (or your child) have hyperprolinaemia, you (or your child) must not receive this medicine.", {"hyperprolinemia"}),
        ("Privigen is used after chickenpox exposure where intramuscular VZIG is contraindicated.", set()),
        ("Hyperprolinaemia is a condition where Privigen is contraindicated.", {"hyperprolinemia"}),
    ],
)
def test_bans_and_their_limits(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, _PRIVIGEN + text, "contraindicated_in") == banned


@pytest.mark.parametrize(
    "text",
    ["If you have hyperprolinaemia, do not use this medicine.", "Patients with hyperprolinaemia must not be given this medicine until it is warm."],
)
def test_who_must_not_get_it_is_not_treated(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, _PRIVIGEN + text, "treats") == set()


def test_the_product_that_stands_in_for_another(shipped_reader: Reader) -> None:
    text = "Intravenous immunoglobulin\n\nIVIG is used after chickenpox exposure in the immunosuppressed where intramuscular VZIG is contraindicated."
    assert {c.subject.split(":")[-1] for c in claims_in(shipped_reader, text, "prevents")} == {"intravenous-immunoglobulin"}


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("Warnings\nThe dose depends on the patient's weight and kidney failure.", set()),
        ("Warnings\nThe frequency of headache depends on the dose and on dehydration.", {"dehydration"}),
        ("If well tolerated, the rate of infusion may then be increased step by step.", set()),
        ("Thrombosis is rare. In myasthenia gravis, particularly in patients with COVID-19, the drugs used are steroids and Privigen.", set()),
        ("Thrombosis can follow Privigen, particularly in patients with heart disease.", {"heart-disease"}),
    ],
)
def test_what_a_dose_goes_by_is_no_factor(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, _PRIVIGEN + text, "has_risk_factor") == factors


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Privigen is contraindicated in those with hypersensitivity to the medication or its components.",
         {"hypersensitivity-to-immunoglobulin", "hypersensitivity-to-excipient"}),
        ("Privigen must not be given to people with an allergy to immunoglobulin or to any of its components.",
         {"hypersensitivity-to-immunoglobulin", "hypersensitivity-to-excipient"}),
        ("Privigen is rich in complement and its components.", set()),
    ],
)  # fmt: skip
def test_an_allergy_to_components(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, _PRIVIGEN + text, "contraindicated_in") == banned


@pytest.mark.parametrize(
    ("reason", "polarity"),
    [("because there is no experience in them", "hedged"), ("due to a lack of safety data", "hedged"), ("because their kidneys are immature", "affirmed")],
)
def test_not_recommended_for_want_of_data(shipped_reader: Reader, reason: str, polarity: str) -> None:
    text = f"Hizentra\n\nThe dose follows from the earlier IVIG dose.\n\nThis medication is not recommended for infants {reason}."
    assert [(c.subject, c.polarity) for c in claims_in(shipped_reader, text, "contraindicated_in")] == [("hizentra", polarity)]


def test_a_list_below_a_label(shipped_reader: Reader) -> None:
    common = "Common side effects:\n\n* Systemic reactions: Fever and nausea.\n"
    text = f"Side effects\n\n{common}\nRare but serious side effects: These need help at once.\n\n* Blood clots\n* Haemolysis"
    found = {c.object: c.severity for c in claims_in(shipped_reader, f"Hizentra\n\n{text}", "has_adverse_effect")}
    assert found == {"thromboembolism": "serious", "hemolysis": "serious", "fever": "unspecified", "nausea": "unspecified"}


@pytest.mark.parametrize(
    ("text", "mechanism"),
    [
        ("High doses of immunoglobulin can lessen the immune attack on the nerves.", "suppression-of-overactive-immune-system"),
        ("Immunoglobulin interacts with immune system cells.", "immunomodulation"),
    ],
)
def test_mechanisms_in_plain_words(shipped_reader: Reader, text: str, mechanism: str) -> None:
    assert objects_in(shipped_reader, f"Immunoglobulin\n\n{text}", "acts_via") == {mechanism}


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Immunoglobulin is given in liver disease, including from hepatitis B.", set()),
        ("Immunoglobulin is given in vasculitis, including COVID-19 Kawasaki-like syndrome.", set()),
        ("Immunoglobulin is given in vasculitis, including Kawasaki disease.", {"kawasaki-disease"}),
    ],
)
def test_what_comes_behind_including(shipped_reader: Reader, text: str, members: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "in_category")} == members


_REGISTER = """Immunoglobulin: uses in this region

Myasthenia gravis
Description: Acute worsening before surgery.
Funding: Panel approval needed.
Regimen: 2 g/kg over 2 to 5 days.
Outcome: Better strength.

Hepatitis A exposure
Description: Household contacts within two weeks.
Funding: Approved. Priority: 1
Regimen: 500 mg once.
Outcome: Prevention of hepatitis A.

Recurrent miscarriage
Funding: Shown to be ineffective. Priority: 4
Criteria: None.

Rheumatoid arthritis
Funding: Not funded.
Criteria: None.
"""


def test_a_register_of_uses(shipped_reader: Reader) -> None:
    used = {(c.object, c.status, c.polarity) for c in claims_in(shipped_reader, _REGISTER, "treats")}
    assert used == {("myasthenia-gravis", "recommended", "affirmed"), ("rheumatoid-arthritis", "recommended", "negated")}
    assert ("hepatitis-a", "recommended") in {(c.object, c.status) for c in claims_in(shipped_reader, _REGISTER, "prevents")}
    assert objects_in(shipped_reader, _REGISTER, "not_effective_for") == {"recurrent-pregnancy-loss"}


def test_one_record_is_no_register(shipped_reader: Reader) -> None:
    text = "Immunoglobulin\n\nMyasthenia gravis\nDescription: A disorder of nerve and muscle.\nStatus: Approved by the editor.\n"
    assert "recommended" not in {c.status for c in claims_in(shipped_reader, text, "treats")}


_TABLE = """Privigen

Indication
Dose
Frequency of infusions
Replacement therapy:
Primary immunodeficiency syndromes
Starting dose:
0.4 g/kg
every 3 weeks
to maintain the
measles antibody level
0.2 g/kg
Immunomodulation:
Guillain-Barré syndrome
0.4 g/kg/d
for 5 days
Chronic inflammatory demyelinating
polyradiculoneuropathy (CIDP)
Starting dose:
2 g/kg

Privigen should be infused slowly. Headache is common and may be treated.
"""


def test_a_dosage_table_without_its_columns(shipped_reader: Reader) -> None:
    used = {(c.object, c.status) for c in claims_in(shipped_reader, _TABLE, "treats")}
    conditions = ("primary-immunodeficiency", "guillain-barre-syndrome", "chronic-inflammatory-demyelinating-polyneuropathy")
    assert used == {(condition, "approved") for condition in conditions}


def test_lines_without_the_heads_of_a_table(shipped_reader: Reader) -> None:
    text = "Privigen\n\nComplications\nGuillain-Barré syndrome\nseen in 2 patients\nRheumatoid arthritis\nafter 3 g/kg of steroids\n"
    assert not {c.object for c in claims_in(shipped_reader, text, "treats") if c.status == "approved"}


def test_a_use_and_a_prevention_beside_it(shipped_reader: Reader) -> None:
    text = "Tetanus immune globulin\n\nUsed to treat clinical tetanus by binding free toxin, and for prevention after dirty wounds."
    assert objects_in(shipped_reader, text, "treats") == {"tetanus"}
    assert objects_in(shipped_reader, text, "prevents") == {"tetanus"}


def test_conditions_by_what_they_raise(shipped_reader: Reader) -> None:
    text = "Hizentra\n\nThere is a risk of thrombosis, particularly in older adults or those with conditions that raise the clotting risk."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"advanced-age", "hypercoagulable-state"}


@pytest.mark.parametrize("use", ["Used to treat primary immunodeficiency.", "Indicated for the treatment of primary immunodeficiency."])
def test_a_use_without_a_subject(shipped_reader: Reader, use: str) -> None:
    text = f"Hizentra\nClass: Human immunoglobulin\n\n{use}\n"
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "treats")} == {("hizentra", "primary-immunodeficiency")}
