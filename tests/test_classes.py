"""Classes of conditions: what a text says belongs to what, and where a naive reader puts a member into the wrong class."""

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
            "Covered are primary immunodeficiencies, including agammaglobulinaemia (279.00, 279.04), CVID (279.06) and SCID (279.2).",
            {
                ("common-variable-immunodeficiency", "primary-immunodeficiency"),
                ("severe-combined-immunodeficiency", "primary-immunodeficiency"),
            },
            id="codes in brackets",
        ),
        pytest.param(
            "Some neurologic conditions (epilepsy, ALS, and undiagnosed narcolepsy without cataplexy) are looked at apart.",
            {("epilepsy", "neurological-disorder"), ("amyotrophic-lateral-sclerosis", "neurological-disorder")},
            id="words behind the last member",
        ),
        pytest.param(
            "As an autoimmune disease, myasthenia gravis responds to immunotherapy.",
            {("myasthenia-gravis", "autoimmune-disease")},
            id="as a class",
        ),
        pytest.param(
            "IVIG is used in the autoimmune neuropathies CIDP and MMN.",
            {
                ("chronic-inflammatory-demyelinating-polyneuropathy", "peripheral-neuropathy"),
                ("multifocal-motor-neuropathy", "peripheral-neuropathy"),
            },
            id="members right behind their class",
        ),
        pytest.param(
            "Some autoimmune diseases, like lupus and myasthenia gravis, are treated with IVIG.",
            {("systemic-lupus-erythematosus", "autoimmune-disease"), ("myasthenia-gravis", "autoimmune-disease")},
            id="like, with a verb behind",
        ),
        pytest.param(
            "Dermatomyositis is believed to be an autoimmune disease.", {("dermatomyositis", "autoimmune-disease")}, id="believed to be"
        ),
        pytest.param(
            "Lupus is the prototype of a systemic autoimmune disease.",
            {("systemic-lupus-erythematosus", "autoimmune-disease")},
            id="the prototype",
        ),
        pytest.param("Rabies is a viral infection spread by bites.", {("rabies", "viral-infection")}, id="viral infection"),
        pytest.param("Tetanus is a bacterial infection of wounds.", {("tetanus", "bacterial-infection")}, id="bacterial infection"),
        pytest.param(
            "It helps in autoimmune disorders such as AIHA, neuroimmunological disorders such as CIDP, SLE and dermatomyositis.",
            {
                ("autoimmune-hemolytic-anemia", "autoimmune-disease"),
                ("chronic-inflammatory-demyelinating-polyneuropathy", "autoimmune-neurological-disorder"),
                ("systemic-lupus-erythematosus", "autoimmune-disease"),
            },
            id="the outer list goes on",
        ),
        pytest.param(
            "She has a rare autoimmune disease called pemphigus vulgaris.", {("pemphigus-vulgaris", "autoimmune-disease")}, id="called"
        ),
        pytest.param(
            "He had an autoimmune condition of the nerves known as Guillain-Barré syndrome.",
            {("guillain-barre-syndrome", "autoimmune-disease")},
            id="known as",
        ),
        pytest.param(
            "CIDP and MMN are the most frequent autoimmune neuropathies.",
            {
                ("multifocal-motor-neuropathy", "peripheral-neuropathy"),
                ("chronic-inflammatory-demyelinating-polyneuropathy", "peripheral-neuropathy"),
            },
            id="the most common",
        ),
        pytest.param(
            "One primary immunodeficiency caused by faulty thymus growth is DiGeorge syndrome.",
            {("digeorge-syndrome", "primary-immunodeficiency")},
            id="one of them is",
        ),
        pytest.param(
            "The most common of all primary immunodeficiencies is selective IgA deficiency.",
            {("selective-iga-deficiency", "primary-immunodeficiency")},
            id="the most common is",
        ),
        pytest.param(
            "Autoimmune neuropathies are a mixed group, the two commonest being GBS and multifocal motor neuropathy.",
            {("guillain-barre-syndrome", "peripheral-neuropathy"), ("multifocal-motor-neuropathy", "peripheral-neuropathy")},
            id="the commonest being",
        ),
        pytest.param(
            "Inflammatory neuropathies include an acute form, GBS, and two chronic forms, namely CIDP and multifocal motor neuropathy.",
            {("guillain-barre-syndrome", "peripheral-neuropathy"), ("multifocal-motor-neuropathy", "peripheral-neuropathy")},
            id="namely",
        ),
        pytest.param(
            "MMN is an unusual type of peripheral neuropathy.",
            {("multifocal-motor-neuropathy", "peripheral-neuropathy")},
            id="unusual type",
        ),
        pytest.param(
            "GBS, CIDP and MMN are treated here. All three syndromes are autoimmune neuropathies.",
            {("guillain-barre-syndrome", "peripheral-neuropathy"), ("multifocal-motor-neuropathy", "peripheral-neuropathy")},
            id="all three",
        ),
        pytest.param(
            "It is for primary immunodeficiency; this includes, but is not limited to, Wiskott-Aldrich syndrome and CVID.",
            {("common-variable-immunodeficiency", "primary-immunodeficiency"), ("wiskott-aldrich-syndrome", "primary-immunodeficiency")},
            id="this includes",
        ),
        pytest.param(
            "The skin has several immunobullous diseases, of which pemphigus and pemphigoid are seen most.",
            {("pemphigus", "autoimmune-blistering-disease"), ("pemphigoid", "autoimmune-blistering-disease")},
            id="of which",
        ),
        pytest.param(
            "Autoimmune blistering diseases\n\nIncluding but not limited to:\n\n- bullous pemphigoid\n- pemphigus foliaceus\n",
            {("bullous-pemphigoid", "autoimmune-blistering-disease"), ("pemphigus-foliaceus", "autoimmune-blistering-disease")},
            id="a line that only opens the list",
        ),
        pytest.param(
            "Classification of vasculitides\nLarge vessel vasculitis\nGiant cell arteritis\nTakayasu arteritis\nMedium vessel vasculitis\n"
            "Kawasaki disease\n",
            {("giant-cell-arteritis", "vasculitis"), ("takayasu-arteritis", "vasculitis"), ("kawasaki-disease", "vasculitis")},
            id="lines without marks",
        ),
        pytest.param(
            "Medium vessel vasculitis inclusive of Kawasaki disease affects arteries.",
            {("kawasaki-disease", "vasculitis")},
            id="inclusive of",
        ),
        pytest.param(
            "IVIG is given to:\n\u2022 people born without antibodies (primary immunodeficiencies), such as\n- CVID\n- X-linked agammaglobulinaemia\n"
            "\u2022 people with chronic lymphocytic leukaemia.\n",
            {
                ("common-variable-immunodeficiency", "primary-immunodeficiency"),
                ("x-linked-agammaglobulinemia", "primary-immunodeficiency"),
            },
            id="a list within an item, by its other mark",
        ),
        pytest.param(
            "It treats:\n- autoimmune diseases, for example\n  - ITP\n  - CIDP\n",
            {
                ("immune-thrombocytopenia", "autoimmune-disease"),
                ("chronic-inflammatory-demyelinating-polyneuropathy", "autoimmune-disease"),
            },
            id="a list within an item, further in",
        ),
        pytest.param(
            "CIDP is a rare, acquired inflammatory nerve disorder.",
            {("chronic-inflammatory-demyelinating-polyneuropathy", "inflammatory-disease")},
            id="an inflammatory disorder of the nerves",
        ),
        pytest.param(
            "Uses of IVIG\n\nAutoimmune diseases. It is approved for:\n- ITP, a bleeding disorder\n- dermatomyositis\n",
            {("immune-thrombocytopenia", "autoimmune-disease"), ("dermatomyositis", "autoimmune-disease")},
            id="a list behind a heading in its line",
        ),
        pytest.param(
            "Ig is standard treatment for primary immunodeficiencies such as CVID.",
            {("common-variable-immunodeficiency", "primary-immunodeficiency")},
            id="what is treated, by examples",
        ),
        pytest.param("Kawasaki disease belongs with the vasculitides.", {("kawasaki-disease", "vasculitis")}, id="belongs with"),
        pytest.param(
            "CIDP is rare. It is classed with the autoimmune disorders.",
            {("chronic-inflammatory-demyelinating-polyneuropathy", "autoimmune-disease")},
            id="is classed with",
        ),
        pytest.param(
            "Kawasaki disease mostly strikes toddlers. This vasculitis can damage the heart.", {("kawasaki-disease", "vasculitis")}, id="this vasculitis"
        ),
    ],
)
def test_a_class_and_its_members(shipped_reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= members(shipped_reader, text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        pytest.param(
            "It is used in secondary immunodeficiencies such as HIV, some autoimmune disorders (such as ITP) and some "
            "neurological diseases (multifocal motor neuropathy and narcolepsy).",
            {("immune-thrombocytopenia", "secondary-immunodeficiency"), ("multifocal-motor-neuropathy", "secondary-immunodeficiency")},
            id="a class of its own begins",
        ),
        pytest.param(
            "Risk factors for GBS include recent gastroenteritis and influenza.",
            {("gastroenteritis", "guillain-barre-syndrome")},
            id="risk factors",
        ),
        pytest.param(
            "Complications of lupus include nephritis and stroke.", {("stroke", "systemic-lupus-erythematosus")}, id="complications"
        ),
        pytest.param(
            "A common feature of autoimmune diseases is fatigue. The most common cause of immunodeficiency is malnutrition or HIV infection.",
            {("hiv-aids", "immunodeficiency")},
            id="cause and feature",
        ),
        pytest.param(
            "Kidney disease, also called nephropathy, was mild in lupus.",
            {("systemic-lupus-erythematosus", "kidney-disease")},
            id="also called",
        ),
        pytest.param(
            "Autoimmune diseases (treated with steroids, and not with plasma exchange as in GBS) are common.",
            {("guillain-barre-syndrome", "autoimmune-disease")},
            id="a bracket about treatment",
        ),
        pytest.param(
            "A few have blood disorders like CLL or myeloma, while psoriasis came to others for no reason.",
            {("psoriasis", "hematological-disorder")},
            id="another clause",
        ),
        pytest.param(
            "Autoimmune diseases, of which little is known, differ from influenza.",
            {("influenza", "autoimmune-disease")},
            id="of which little",
        ),
        pytest.param("Autoimmune diseases\nMeasles\nInfluenza\n", {("measles", "autoimmune-disease")}, id="lines that the tree denies"),
        pytest.param(
            "ITP often bleeds. This immunodeficiency clinic treats it.", {("immune-thrombocytopenia", "immunodeficiency")}, id="this clinic"
        ),
        pytest.param(
            "IVIG is given to:\n- people with primary immunodeficiencies, such as\n- people with ITP\n",
            {("immune-thrombocytopenia", "primary-immunodeficiency")},
            id="the same mark at the same place",
        ),
        pytest.param(
            "The infections differ. A name of their own sets them apart from well-defined syndromes such as XLA.",
            {("x-linked-agammaglobulinemia", "infection")},
            id="syndromes of the sentence itself",
        ),
    ],
)
def test_what_is_no_member(shipped_reader: Reader, text: str, wrong: set[tuple[str, str]]) -> None:
    assert not wrong & members(shipped_reader, text)


def test_a_cause_ends_where_the_member_is_named(shipped_reader: Reader) -> None:
    text = "One primary immunodeficiency that is due to a T-cell deficiency is DiGeorge syndrome."
    assert ("primary-immunodeficiency", "digeorge-syndrome") not in {
        (claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "caused_by")
    }


def test_headings_of_kinds_of_immunodeficiency(shipped_reader: Reader) -> None:
    text = "Immunodeficiency states\n\nB-cell (antibody-mediated) immunodeficiency\n\n- common variable immunodeficiency\n- IgG subclass deficiency\n"
    assert {("common-variable-immunodeficiency", "antibody-deficiency"), ("igg-subclass-deficiency", "antibody-deficiency")} <= members(
        shipped_reader, text
    )


def test_acronyms_that_are_words_count_only_in_capitals(shipped_reader: Reader) -> None:
    text = (
        "Autoimmune encephalitides such as FIRES respond. Forest fires and a plaid dress were seen by skin diseases such as those clippers."
    )
    assert {member for member, _ in members(shipped_reader, text)} == {"febrile-infection-related-epilepsy-syndrome"}
