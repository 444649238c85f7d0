"""Lists of a guideline under grades, and classes that headings, sorting and insertions tell."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

POLICY = """COMMISSIONING OF IMMUNOGLOBULIN

A. NEUROLOGICAL DISORDERS
Recommended (IVIG or SCIG)
  - chronic inflammatory demyelinating polyneuropathy
  - multifocal motor neuropathy
May be considered
  - stiff person syndrome
Not recommended
  - amyotrophic lateral sclerosis

B. HAEMATOLOGICAL DISORDERS
| Condition | Status | Comment |
| Immune thrombocytopenia | Recommended | with bleeding |
| Aplastic anaemia | Not recommended | no effect seen |

C. OTHERS
Recommended: Kawasaki disease (one dose). May be considered: toxic epidermal necrolysis.
"""


def test_members_of_the_heading_above_the_grades(shipped_reader: Reader) -> None:
    members = {(c.subject, c.object) for c in claims_in(shipped_reader, POLICY, "in_category")}
    assert {
        ("chronic-inflammatory-demyelinating-polyneuropathy", "neurological-disorder"),
        ("stiff-person-syndrome", "neurological-disorder"),
        ("amyotrophic-lateral-sclerosis", "neurological-disorder"),
        ("immune-thrombocytopenia", "hematological-disorder"),
    } <= members


def test_the_grade_is_the_status(shipped_reader: Reader) -> None:
    uses = {c.object: (c.status, c.polarity) for c in claims_in(shipped_reader, POLICY, "treats")}
    assert uses["multifocal-motor-neuropathy"] == ("recommended", "affirmed")
    assert uses["stiff-person-syndrome"] == ("used", "affirmed")
    assert uses["amyotrophic-lateral-sclerosis"] == ("recommended", "negated")
    assert uses["kawasaki-disease"] == ("recommended", "affirmed")
    assert uses["toxic-epidermal-necrolysis"] == ("used", "affirmed")
    assert uses["aplastic-anemia"] == ("recommended", "negated")
    assert objects_in(shipped_reader, POLICY, "not_effective_for") == {"aplastic-anemia"}


@pytest.mark.parametrize(
    ("sentence", "members", "category"),
    [
        ("Among the primary immunodeficiencies that call for IVIG are CVID and XLA.", {"common-variable-immunodeficiency"}, "primary-immunodeficiency"),
        ("Lambert-Eaton syndrome is, like myasthenia, an autoimmune disease.", {"lambert-eaton-myasthenic-syndrome"}, "autoimmune-disease"),
        ("CVID, hyper-IgM syndrome and XLA all count as primary immunodeficiencies.", {"hyper-igm-syndrome"}, "primary-immunodeficiency"),
        ("Neurological diseases, CIDP and myasthenia gravis being examples, respond to IVIG.", {"myasthenia-gravis"}, "neurological-disorder"),
        ("ITP is the commonest of the autoimmune cytopenias.", {"immune-thrombocytopenia"}, "autoimmune-disorder-of-blood"),
        ("Multiple sclerosis, though a neurological disease, is another matter.", {"multiple-sclerosis"}, "neurological-disorder"),
    ],
)
def test_classes_in_more_words(shipped_reader: Reader, sentence: str, members: set[str], category: str) -> None:
    found = {c.subject for c in claims_in(shipped_reader, f"About IVIG\n\n{sentence}\n", "in_category") if c.object == category}
    assert members <= found


def test_items_that_sort_a_class_are_no_uses(shipped_reader: Reader) -> None:
    text = """Immunoglobulin therapy

Who needs it?

Doctors sort the primary immunodeficiencies into groups:
  * Antibody deficiencies - XLA, common variable immunodeficiency
  * Phagocyte disorders - chronic granulomatous disease, leukocyte adhesion deficiency
"""
    members = {(c.subject, c.object) for c in claims_in(shipped_reader, text, "in_category")}
    assert ("chronic-granulomatous-disease", "phagocyte-disorder") in members
    assert ("antibody-deficiency", "primary-immunodeficiency") in members
    assert "chronic-granulomatous-disease" not in objects_in(shipped_reader, text, "treats")


@pytest.mark.parametrize(
    ("sentence", "predicate", "concept"),
    [
        ("In sepsis, mortality was the same with IVIG and with placebo.", "not_effective_for", "sepsis"),
        ("Hopes for Alzheimer's disease ended when the trial missed both endpoints.", "not_effective_for", "alzheimer-s-disease"),
        ("The drug was indistinguishable from placebo in small fibre neuropathy.", "not_effective_for", "small-fiber-neuropathy"),
        ("Fewer bouts of pneumonia were seen once IVIG had been started.", "prevents", "pneumonia"),
        ("You should see far fewer ear infections.", "prevents", "otitis-media"),
        ("Weekly IVIG wards off relapses of CIDP.", "prevents", "disease-relapse"),
        ("Mothers are given anti-D so that haemolytic disease of the newborn does not arise.", "prevents", "hemolytic-disease-of-the-fetus-and-newborn"),
        ("People with hyperprolinaemia are ineligible for Privigen.", "contraindicated_in", "hyperprolinemia"),
        ("Infants with fructose intolerance should never be started on Flebogamma.", "contraindicated_in", "hereditary-fructose-intolerance"),
        ("If you have CIDP or myasthenia gravis, large doses calm the immune system.", "treats", "myasthenia-gravis"),
        ("Most people with CIDP, a disease that harms the nerves, improve on IVIG.", "treats", "chronic-inflammatory-demyelinating-polyneuropathy"),
    ],
)
def test_uses_failures_and_bans_in_more_words(shipped_reader: Reader, sentence: str, predicate: str, concept: str) -> None:
    assert concept in objects_in(shipped_reader, f"About IVIG\n\nIVIG is made from plasma.\n\n{sentence}\n", predicate)


def test_a_question_on_treatment_heads_its_section(shipped_reader: Reader) -> None:
    text = "Dermatomyositis\n\nHow is it treated?\n\nSteroids come first. Specialists recommend IVIG as an early choice in dermatomyositis.\n"
    uses = {c.object: c.status for c in claims_in(shipped_reader, text, "treats")}
    assert uses == {"dermatomyositis": "recommended"}


def test_an_encyclopedia_is_no_label(shipped_reader: Reader) -> None:
    text = """IVIG

Medical uses

IVIG is employed in scleromyxedema.

Contraindications

IVIG is withheld in IgA deficiency with anti-IgA antibodies.

Side effects

Headache is common.

Interactions

Live vaccines may not work.
"""
    assert {c.status for c in claims_in(shipped_reader, text, "treats")} == {"used"}


def test_a_stabiliser_treats_nothing(shipped_reader: Reader) -> None:
    text = "Contraindications\n\nFlebogamma must not be given to\n- patients with hereditary fructose intolerance, since it is stabilized with sorbitol\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"hereditary-fructose-intolerance"}


def test_laboratory_results_are_no_failures(shipped_reader: Reader) -> None:
    text = "IVIG in a patient with ITP\n\nA man with ITP was given IVIG. Hepatitis B markers were negative.\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == set()
