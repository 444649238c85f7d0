"""What a further clause says of a product: for the disease named before, beside another treatment, or with a doubt."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_LES = "lambert-eaton-myasthenic-syndrome"


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Rituximab is the first choice in pemphigus vulgaris; IVIG is an alternative.", {"pemphigus-vulgaris"}),
        ("Amifampridine relieves weakness in Lambert-Eaton syndrome, but IVIG is also effective.", {_LES}),
        ("Steroids make multifocal motor neuropathy worse, whereas IVIG improves strength.", {"multifocal-motor-neuropathy"}),
        ("Myasthenia gravis is treated with pyridostigmine; those who do not improve may need IVIG.", {"myasthenia-gravis"}),
        ("Unlike CIDP, multifocal motor neuropathy gets worse with steroids; IVIG is the treatment of choice.", {"multifocal-motor-neuropathy"}),
        ("Dermatomyositis is usually treated with prednisone, to which methotrexate is often added. IVIG helps most patients.", {"dermatomyositis"}),
        ("Rituximab is the first choice in pemphigus vulgaris; IVIG is not used.", set()),
        ("Rituximab is the first choice in pemphigus vulgaris; plasma exchange is an alternative, IVIG is less effective.", set()),
        ("Rituximab is the first choice in pemphigus vulgaris; IVIG is given by slow infusion.", set()),
        ("Rituximab is the first choice in pemphigus vulgaris; IVIG is used for other diseases.", set()),
        ("Rituximab is the first choice in pemphigus vulgaris; IVIG is safe.", set()),
        ("Beta blockers are used in heart failure; IVIG should be given at a low rate.", set()),
        ("Rituximab is used in pemphigus vulgaris and statins in hyperlipidaemia; IVIG is an alternative.", set()),
        ("Measles vaccine protects against measles; immunoglobulin is given to people who cannot have it.", set()),
    ],
)
def test_the_clause_behind_one_on_the_disease(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "status", "polarity"),
    [
        ("Steroids are of no use in multifocal motor neuropathy; IVIG is the treatment of choice.", "recommended", "affirmed"),
        ("Steroids are of no use in multifocal motor neuropathy; IVIG is the first-line treatment.", "recommended", "affirmed"),
        ("Methotrexate is used in uveitis; IVIG may help.", "used", "hedged"),
        ("Methotrexate is used in uveitis; IVIG is being studied.", "investigational", "affirmed"),
    ],
)
def test_what_the_second_clause_makes_of_it(shipped_reader: Reader, text: str, status: str, polarity: str) -> None:
    [claim] = claims_in(shipped_reader, text, "treats")
    assert (claim.status, claim.polarity) == (status, polarity)


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("IVIG is used with methotrexate in juvenile dermatomyositis.", {"juvenile-dermatomyositis"}),
        ("IVIG is given along with aspirin in children with Kawasaki disease.", {"kawasaki-disease"}),
        ("IVIG is often given together with plasma exchange and prednisone for Lambert-Eaton syndrome.", {_LES}),
        ("IVIG is not used with methotrexate in juvenile dermatomyositis.", set()),
        ("IVIG is given with paracetamol for headache.", set()),
        ("IVIG is given with steroids for allergic reactions.", set()),
        ("IVIG is used with caution in heart failure.", set()),
    ],
)
def test_what_is_given_together_with_another_treatment(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Unlike multiple sclerosis, CIDP responds to IVIG.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("Unlike multiple sclerosis, CIDP and Guillain-Barre syndrome can be treated with IVIG.",
         {"chronic-inflammatory-demyelinating-polyneuropathy", "guillain-barre-syndrome"}),
        ("Unlike multiple sclerosis, migraine or epilepsy, CIDP can be treated with IVIG.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("CIDP, unlike multiple sclerosis, responds to IVIG.", {"chronic-inflammatory-demyelinating-polyneuropathy"}),
        ("Unlike plasma exchange, steroids do not help in Guillain-Barre syndrome.", set()),
    ],
)  # fmt: skip
def test_a_disease_that_is_unlike_another(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The use of IVIG cannot be recommended in multiple sclerosis.", "negated"),
        ("The authors do not recommend treatment with IVIG for multiple sclerosis.", "negated"),
        ("The society does not endorse IVIG treatment for multiple sclerosis.", "negated"),
        ("The authors recommend treatment with IVIG for multiple sclerosis.", "affirmed"),
    ],
)
def test_a_recommendation_that_cannot_be_given(shipped_reader: Reader, text: str, polarity: str) -> None:
    [claim] = claims_in(shipped_reader, text, "treats")
    assert (claim.object, claim.status, claim.polarity) == ("multiple-sclerosis", "recommended", polarity)


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Children bitten by a rabid bat should receive rabies immunoglobulin along with the vaccine.", {"rabies"}),
        ("Rabies immunoglobulin is given together with the first dose of rabies vaccine to prevent rabies.", {"rabies"}),
        ("Tetanus immunoglobulin is advised for adults who have never been vaccinated against tetanus.", {"tetanus"}),
        ("A vaccinated child who is bitten by a rabid bat does not need rabies immunoglobulin.", set()),
        ("Tetanus immunoglobulin is not needed by those who have been vaccinated against tetanus.", set()),
        ("IVIG is given to children who are not vaccinated against influenza.", set()),
        ("Anti-D helps to avoid sensitisation.", {"rh-isoimmunization"}),
        ("RhoGAM prevents Rh-negative mothers from forming antibodies to Rh-positive fetal blood.", {"rh-isoimmunization"}),
        ("Anti-D should be avoided after sensitisation.", set()),
        ("Slow infusion helps to avoid headache after IVIG.", set()),
    ],
)
def test_what_is_kept_off(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Privigen is indicated for immune thrombocytopenia and to treat CIDP.",
         {"immune-thrombocytopenia": "approved", "chronic-inflammatory-demyelinating-polyneuropathy": "approved"}),
        ("Privigen is indicated for immune thrombocytopenia and is also used to treat myasthenia gravis.",
         {"immune-thrombocytopenia": "approved", "myasthenia-gravis": "used"}),
        ("IVIG is still under investigation for the treatment of pandas.", {"pandas": "investigational"}),
        ("Hizentra is given mainly for CIDP.", {"chronic-inflammatory-demyelinating-polyneuropathy": "used"}),
        ("Belimumab may cause hypogammaglobulinaemia, which may need treatment with IVIG.", {"hypogammaglobulinemia": "used"}),
        ("Headache after IVIG may need treatment with paracetamol.", {}),
        ("The purpose of this trial is to establish the efficacy of IVIG in uveitis.", {"uveitis": "investigational"}),
    ],
)  # fmt: skip
def test_with_which_status(shipped_reader: Reader, text: str, statuses: dict[str, str]) -> None:
    assert {claim.object: claim.status for claim in claims_in(shipped_reader, text, "treats")} == statuses


def test_what_is_said_again_bears_the_approval(shipped_reader: Reader) -> None:
    text = "Nabi-HB is indicated to prevent hepatitis B after acute exposure to blood with HBsAg."
    assert {claim.status for claim in claims_in(shipped_reader, text, "prevents")} == {"approved"}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Chronic urticaria may respond to IVIG.", "hedged"),
        ("Chronic urticaria might improve with IVIG.", "hedged"),
        ("IVIG has been tried in chronic urticaria with some success.", "hedged"),
        ("Chronic urticaria, which may respond to antihistamines, can be treated with IVIG.", "affirmed"),
        ("Chronic urticaria responds to IVIG.", "affirmed"),
        ("Chronic urticaria may be treated with IVIG.", "affirmed"),
    ],
)
def test_a_response_in_doubt(shipped_reader: Reader, text: str, polarity: str) -> None:
    assert [claim.polarity for claim in claims_in(shipped_reader, text, "treats")] == [polarity]


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("SCIG lowers the number of bacterial infections in children with common variable immunodeficiency.", {"common-variable-immunodeficiency"}),
        ("IVIG prevents relapses of optic neuritis.", {"optic-neuritis"}),
        ("IVIG prevents infections in people with chronic lymphocytic leukaemia.", set()),
        ("IVIG prevents bacterial infections in children with HIV.", set()),
        ("Antibiotics prevent infections in children with common variable immunodeficiency; IVIG costs more.", set()),
        ("IVIG did not prevent relapses of optic neuritis.", set()),
    ],
)
def test_the_disease_of_those_who_are_kept_from_something(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated


@pytest.mark.parametrize(
    ("text", "treated", "failed"),
    [
        ("Satralizumab is approved for neuromyelitis optica, a disorder formerly treated with IVIG.", {"neuromyelitis-optica-spectrum-disorder"}, set()),
        ("Methotrexate is used in uveitis, a disease that also responds to steroids or IVIG.", {"uveitis"}, set()),
        ("Edaravone is used in amyotrophic lateral sclerosis, a disease that does not respond to IVIG.", set(), {"amyotrophic-lateral-sclerosis"}),
        ("Edaravone is used in amyotrophic lateral sclerosis, a disease that cannot be treated with IVIG.", set(), set()),
        ("Methotrexate is used in uveitis, a disease treated with steroids before IVIG became available.", set(), set()),
        ("Patients with uveitis who do not respond to steroids are often given IVIG.", {"uveitis"}, set()),
        ("Uveitis patients who do not tolerate methotrexate or steroids are sometimes offered IVIG.", {"uveitis"}, set()),
        ("Patients with uveitis who do not respond to steroids are not given IVIG.", set(), set()),
        ("Patients with uveitis who did not respond to IVIG were given steroids.", set(), set()),
        ("Patients with heart failure who do not respond to diuretics are given IVIG slowly.", set(), set()),
    ],
)
def test_a_clause_on_the_disease(shipped_reader: Reader, text: str, treated: set[str], failed: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated
    assert objects_in(shipped_reader, text, "not_effective_for") == failed


def test_a_second_clause_that_ends_with_its_verb(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, "CIDP is treated with steroids; IVIG is given", "not_effective_for") == set()
