"""Classes that a text names by a specialty or by a pronoun, and the friends that look like them."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader


def members(reader: Reader, text: str) -> set[tuple[str, str]]:
    return {(claim.subject, claim.object) for claim in claims_in(reader, text, "in_category") if claim.polarity != "negated"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "IVIG on the wards\n\nNeurology: stiff person syndrome and opsoclonus-myoclonus\nHaematology: Evans syndrome",
            {("stiff-person-syndrome", "neurological-disorder"), ("evans-syndrome", "hematological-disorder")},
            id="labels",
        ),
        pytest.param(
            "IVIG on the wards\n\nDermatology - scleromyxoedema\nSkin: pemphigus",
            {("scleromyxedema", "dermatological-disease"), ("pemphigus", "dermatological-disease")},
            id="a dash and a part of the body",
        ),
        pytest.param(
            "Who gets IVIG\n\nRheumatology\n\n- Kawasaki disease\n- Dermatomyositis that resists steroids",
            {("kawasaki-disease", "rheumatic-disease"), ("dermatomyositis", "rheumatic-disease")},
            id="heading over items",
        ),
        pytest.param(
            "Use of IVIG\n\nSpecialty | Indications\nNeurology | myasthenia gravis\nHaematology | post-transfusion purpura",
            {("myasthenia-gravis", "neurological-disorder"), ("post-transfusion-purpura", "hematological-disorder")},
            id="cells",
        ),
        pytest.param(
            "Neurological uses of IVIG include Rasmussen encephalitis and MMN.",
            {("rasmussen-encephalitis", "neurological-disorder"), ("multifocal-motor-neuropathy", "neurological-disorder")},
            id="uses include",
        ),
        pytest.param(
            "Among the dermatological indications are pemphigus vulgaris and toxic epidermal necrolysis.",
            {("pemphigus-vulgaris", "dermatological-disease"), ("toxic-epidermal-necrolysis", "dermatological-disease")},
            id="among the indications",
        ),
        pytest.param(
            "Diseases managed by rheumatologists, such as lupus, may need IVIG.",
            {("systemic-lupus-erythematosus", "rheumatic-disease")},
            id="by their doctors",
        ),
        pytest.param(
            "The neuromuscular disorders in which IVIG is given are myasthenia gravis and MMN.",
            {("myasthenia-gravis", "neuromuscular-disease"), ("multifocal-motor-neuropathy", "neuromuscular-disease")},
            id="a class with a relative clause",
        ),
    ],
)
def test_a_specialty_names_the_class_of_its_conditions(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= members(shipped_reader, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The neurological side effects of IVIG include aseptic meningitis.", id="side effects"),
        pytest.param("Among the non-neurological indications of IVIG is ITP.", id="another class"),
        pytest.param("There are no dermatological indications such as psoriasis for IVIG. ITP is one.", id="denied"),
        pytest.param("Neurology and haematology share their IVIG: ITP, CIDP.", id="two specialties, no label"),
        pytest.param("IVIG study\n\nExclusion criteria\n\n- Neurology: epilepsy", id="excluded"),
        pytest.param("IVIG\n\nSide effects\n\n- Neurological: Guillain-Barré syndrome", id="harms"),
        pytest.param("IVIG team\n\nNeurology: Dr Brown sees people with CIDP on Mondays.", id="a doctor"),
        pytest.param("IVIG\n\nHaematology: infections with parvovirus B19", id="what is treated there but belongs elsewhere"),
        pytest.param("Systemic: lupus. IVIG is given.", id="too wide"),
    ],
)
def test_no_class_without_a_list_of_its_members(shipped_reader: Reader, text: str) -> None:
    wrong = {"neurological-disorder", "dermatological-disease", "systemic-disease"}
    found = members(shipped_reader, text)
    assert not {pair for pair in found if pair[1] in wrong}
    assert ("parvovirus-b19-infection", "hematological-disorder") not in found


def test_uses_of_a_specialty_are_treated(shipped_reader: Reader) -> None:
    text = "High-dose immunoglobulin\n\nAmong the dermatological indications of IVIG are pemphigus vulgaris and scleromyxoedema."
    treated = {claim.object for claim in claims_in(shipped_reader, text, "treats")}
    assert {"pemphigus-vulgaris", "scleromyxedema"} <= treated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Diphtheria comes from a germ in the throat; it is a bacterial disease.", "bacterial-infection", id="semicolon"),
        pytest.param("Diphtheria spares few children, and it is a bacterial infection.", "bacterial-infection", id="and it"),
        pytest.param("Diphtheria is rare now. It's a bacterial infection of the throat.", "bacterial-infection", id="short form"),
        pytest.param("Diphtheria is passed on by coughs and is a bacterial infection.", "bacterial-infection", id="same subject"),
        pytest.param("Diphtheria: a bacterial disease of the throat.", "bacterial-infection", id="colon"),
        pytest.param("Diphtheria, a bacterial infection, closes the throat.", "bacterial-infection", id="apposition"),
        pytest.param("Diphtheria (a bacterial infection) closes the throat.", "bacterial-infection", id="brackets"),
        pytest.param("Diphtheria closes the throat; the illness is a bacterial infection.", "bacterial-infection", id="the illness"),
    ],
)
def test_a_pronoun_or_apposition_tells_the_class(shipped_reader: Reader, text: str, expected: str) -> None:
    assert ("diphtheria", expected) in members(shipped_reader, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Diphtheria can follow measles; it is a viral infection.", id="two conditions before"),
        pytest.param(
            "In diphtheria the serum helps; it is an inflammatory disease that worries most.", id="a sentence about something else"
        ),
        pytest.param("Diphtheria antitoxin is old; it is a bacterial infection that made it needed.", id="the product is spoken of"),
        pytest.param("Diphtheria closes the throat; it is not a viral infection.", id="denied"),
        pytest.param("Diphtheria was once thought to be a fever, a rash followed.", id="a sign"),
    ],
)
def test_a_pronoun_that_stands_for_something_else(shipped_reader: Reader, text: str) -> None:
    assert not {pair for pair in members(shipped_reader, text) if pair[0] == "diphtheria" and pair[1] != "infection"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Diphtheria and tetanus are both bacterial infections.",
            {("diphtheria", "bacterial-infection"), ("tetanus", "bacterial-infection")},
            id="both",
        ),
        pytest.param(
            "Dermatomyositis, which weakens the thighs, counts among the inflammatory myopathies.",
            {("dermatomyositis", "inflammatory-myopathy")},
            id="counts among",
        ),
        pytest.param("Myasthenia gravis (MG) is autoimmune.", {("myasthenia-gravis", "autoimmune-disease")}, id="adjective"),
        pytest.param("Lupus is autoimmune in nature.", {("systemic-lupus-erythematosus", "autoimmune-disease")}, id="in nature"),
        pytest.param(
            "Unlike other inflammatory neuropathies, MMN gets worse with steroids.",
            {("multifocal-motor-neuropathy", "peripheral-neuropathy")},
            id="unlike other",
        ),
        pytest.param(
            "As with other autoimmune diseases, myasthenia gravis comes and goes.",
            {("myasthenia-gravis", "autoimmune-disease")},
            id="as with other",
        ),
        pytest.param(
            "What IVIG is for\n\nGroup 1 - Primary immunodeficiencies\nX-linked agammaglobulinaemia\nHyper-IgM syndrome",
            {("x-linked-agammaglobulinemia", "primary-immunodeficiency"), ("hyper-igm-syndrome", "primary-immunodeficiency")},
            id="lines below a class",
        ),
    ],
)
def test_further_words_for_a_class(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= members(shipped_reader, text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The doctors of people with CIDP are neurological.", id="another subject"),
        pytest.param("CIDP is not autoimmune.", id="denied"),
        pytest.param("CIDP is autoimmune-like in some ways.", id="only alike"),
        pytest.param("Unlike autoimmune diseases, CIDP was not seen.", id="unlike the class"),
        pytest.param("In most autoimmune diseases, CIDP is looked for.", id="in the class"),
    ],
)
def test_no_class_by_adjective_or_comparison(shipped_reader: Reader, text: str) -> None:
    assert not members(shipped_reader, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Neurological diseases: MMN; stiff person syndrome; and myasthenia gravis.",
            {
                ("multifocal-motor-neuropathy", "neurological-disorder"),
                ("stiff-person-syndrome", "neurological-disorder"),
                ("myasthenia-gravis", "neurological-disorder"),
            },
            id="semicolons behind a colon",
        ),
        pytest.param(
            "Immune deficiency: where the body cannot make antibodies, for example XLA.",
            {("x-linked-agammaglobulinemia", "immunodeficiency")},
            id="examples behind a label",
        ),
        pytest.param(
            "IVIG is used by rheumatologists (dermatomyositis) and dermatologists (pemphigus).",
            {("dermatomyositis", "rheumatic-disease"), ("pemphigus", "dermatological-disease")},
            id="brackets behind doctors",
        ),
        pytest.param(
            "IVIG is used in haematology (immune thrombocytopenia) and in dermatology (pemphigus, scleromyxedema).",
            {
                ("immune-thrombocytopenia", "hematological-disorder"),
                ("pemphigus", "dermatological-disease"),
                ("scleromyxedema", "dermatological-disease"),
            },
            id="brackets behind fields",
        ),
        pytest.param("Lupus counts as an autoimmune disorder.", {("systemic-lupus-erythematosus", "autoimmune-disease")}, id="counts as"),
        pytest.param(
            "Uses of IVIG\n\nDisorders of the neuromuscular junction\n\n- Myasthenia gravis",
            {("myasthenia-gravis", "neuromuscular-junction-disorder")},
            id="a heading in other words",
        ),
    ],
)
def test_lists_of_a_class(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= members(shipped_reader, text)


def test_semicolons_of_a_longer_list_end_the_examples(shipped_reader: Reader) -> None:
    text = "IVIG is given for autoimmune diseases such as lupus; Kawasaki disease; and infections of infants."
    assert ("kawasaki-disease", "autoimmune-disease") not in members(shipped_reader, text)
