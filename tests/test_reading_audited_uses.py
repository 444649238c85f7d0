"""Uses, prevention, bans and failures as real pages tell them, and what stands beside them: to whom a needle is fitted, what a vaccine is against."""

from __future__ import annotations

import pytest
from reading_fixtures import objects_in

from kg.reading.claims import Reader


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("A longer needle should be used for IM immune globulin in obese people.", set()),
        ("IVIG dosing by lean weight is recommended for obese patients.", set()),
        ("For diabetics, a brand of IVIG without sugar is recommended.", set()),
        ("IVIG dosing in CIDP: 2 g/kg is recommended.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
    ],
)
def test_to_whom_a_needle_or_a_dose_is_fitted(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("WinRho comes from the plasma of donors immunised against the D antigen.", set()),
        ("Infections in myeloma may be prevented by vaccination against pneumococci or by IVIG.", {"infection"}),
        ("Infections in CLL are prevented by IVIG.", {"infection"}),
        ("Other strategies lower the risk of infection besides immunoglobulin.", set()),
        ("IVIG and other strategies lower the risk of infection.", {"infection"}),
        ("HBIG is used for passive immunisation against hepatitis B.", {"hepatitis-b"}),
        ("TIG provides immunization against tetanus.", {"tetanus"}),
        ("HRIG immunises against rabies at once.", {"rabies"}),
    ],
)
def test_what_a_vaccine_is_against_and_what_the_product_is(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Bispecific antibodies for the treatment of lymphoma help many. Treatment of low IgG with immunoglobulin replacement therapy is common.",
         {"hypogammaglobulinemia"}),
        ("Bispecific antibodies (BsAbs) are used for lymphoma, and BsAbs for myeloma too. Immunoglobulin is given for hypogammaglobulinemia.",
         {"hypogammaglobulinemia"}),
        ("Immunoglobulin is given if the patient has hypogammaglobulinemia after blinatumomab for the treatment of leukemia.", {"hypogammaglobulinemia"}),
        ("IVIG was given after rituximab for the treatment of pemphigus.", {"pemphigus"}),
        ("IVIG is used with rituximab for the treatment of pemphigus.", {"pemphigus"}),
    ],
)  # fmt: skip
def test_another_treatment_has_its_own_use(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Do not give HRIG to:\n\n- Persons who had complete vaccination against rabies\n- Persons with allergy to immunoglobulin\n",
         {"hypersensitivity-to-immunoglobulin"}),
        ("Do not give HRIG to:\n\n- People who are already immune to rabies\n- People with high rabies antibody titres\n- People with thrombosis\n",
         {"thromboembolism"}),
        ("IVIG is contraindicated in patients with IgA deficiency and anti-IgA antibodies.", {"iga-deficiency-with-anti-iga-antibodies"}),
        ("IVIG must not be given to people with immune thrombocytopenia.", {"immune-thrombocytopenia"}),
    ],
)  # fmt: skip
def test_who_is_immune_has_no_illness(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("IVIG is the first choice in: A. Gout B. Guillain-Barre syndrome C. Migraine D. Asthma. Answer: B", {"guillain-barre-syndrome"}),
        ("Which of the following is treated with IVIG?\nA. Migraine\nB. Kawasaki disease\nC. Gout\n", set()),
        ("IVIG is given for: 1. Guillain-Barre syndrome 2. ITP 3. Kawasaki disease",
         {"guillain-barre-syndrome", "immune-thrombocytopenia", "kawasaki-disease"}),
        ("IVIG may be used for a) ITP b) GBS c) Kawasaki disease.", {"immune-thrombocytopenia", "guillain-barre-syndrome", "kawasaki-disease"}),
        ("IVIG helps in: (1) ITP and (2) GBS. The correct dose is 2 g/kg.", {"immune-thrombocytopenia", "guillain-barre-syndrome"}),
        ("Were you ever treated for rabies or given rabies immune globulin?", set()),
        ("Last year I was treated for rabies or received hepatitis B immune globulin.", set()),
        ("Patients with ITP or MMN who received IVIG improved.", {"immune-thrombocytopenia", "multifocal-motor-neuropathy"}),
    ],
)  # fmt: skip
def test_choices_lists_and_what_is_asked_beside(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Anti-D immunoglobulin prevents: 1. Tetanus 2. Rhesus sensitisation 3. Rubella 4. Thrush", {"rh-isoimmunization"}),
        ("HBIG prevents: 1. hepatitis B 2. hepatitis D", {"hepatitis-b", "hepatitis-d"}),
        ("TIG\n\n- Prevention of tetanus after soiled wounds, along with tetanus vaccine\n", {"tetanus"}),
        ("HRIG\n\n- Prevention of rabies by the vaccine in travellers\n", set()),
        ("Immune globulin prevents measles in a contact who has not had it, and has not had measles before.", {"measles"}),
        ("Immune globulin does not prevent rubella.", set()),
    ],
)
def test_what_is_prevented_in_lists_and_lines(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("IVIG was tested in Alzheimer disease and there was no evidence of any benefit.", {"alzheimer-s-disease"}),
        ("IVIG helps in CIDP and there were no serious side effects.", set()),
        ("IVIG is used in CIDP and there is no evidence of harm.", set()),
        ("IVIG is not recommended in Alzheimer disease, as there is no evidence of benefit.", set()),
    ],
)
def test_studied_without_a_gain(shipped_reader: Reader, text: str, failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "not_effective_for") == failed
