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
