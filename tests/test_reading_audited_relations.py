"""Mechanisms, pathology, causes, routes, interactions, status and names: what sentences on immunoglobulins say of them, and what they do not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader


def _told(reader: Reader, text: str, predicate: str) -> set[tuple[str, str]]:
    return {(claim.object, claim.polarity) for claim in claims_in(reader, text, predicate)}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("In stiff person syndrome, treatment with IVIG remains the gold standard.", "recommended"),
        ("For dermatomyositis, IVIG (Octagam) is now considered first-line.", "recommended"),
        ("In myasthenia gravis, IVIG or plasma exchange is the standard of care.", "recommended"),
        ("In myasthenia gravis, IVIG is a treatment of last resort.", "used"),
        ("In myasthenia gravis, IVIG is not first-line.", "used"),
        ("In myasthenia gravis, until IVIG is first-line, prednisone is given.", "used"),
        ("In myasthenia gravis, pyridostigmine is first-line, and IVIG is for crises.", "used"),
    ],
)
def test_the_rank_of_a_product_behind_its_condition(shipped_reader: Reader, text: str, status: str) -> None:
    assert {claim.status for claim in claims_in(shipped_reader, text, "treats")} == {status}


def test_an_approval_to_treat(shipped_reader: Reader) -> None:
    text = "With FDA approval to treat CIDP, Gammagard Liquid is widely stocked."
    assert [(claim.object[:7], claim.status) for claim in claims_in(shipped_reader, text, "treats")] == [("chronic", "approved")]
    asked = "What was the research about?\nIVIG is given to treat children with Kawasaki disease."
    assert [claim.status for claim in claims_in(shipped_reader, asked, "treats")] == ["used"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Immune globulin does not interact with:\n- BCG\n- oral polio vaccine", {("bcg-vaccine", "negated"), ("oral-polio-vaccine", "negated")}),
        ("No interaction has been found between IVIG and the following vaccines:\n- yellow fever", {("yellow-fever-vaccine", "negated")}),
        ("IVIG may also interfere with:\n- varicella vaccine\n- blood glucose tests",
         {("varicella-vaccine", "affirmed"), ("blood-glucose-test", "affirmed")}),
        ("Rituximab interferes with:\n- varicella vaccine\n\nIVIG is given monthly.", set()),
        ("Prednisone does not interfere with live vaccines. IVIG is given monthly.", set()),
    ],
)  # fmt: skip
def test_items_below_words_for_an_interaction(shipped_reader: Reader, text: str, told: set[tuple[str, str]]) -> None:
    assert _told(shipped_reader, text, "interacts_with") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("IVIG lowers the serum concentration of rituximab.", {("rituximab", "affirmed")}),
        ("IVIG may speed the clearance of rituximab.", {("rituximab", "affirmed")}),
        ("IVIG that is given too soon after rituximab can weaken it.", {("rituximab", "affirmed")}),
        ("Efgartigimod reduces the effectiveness of SCIG.", {("efgartigimod", "affirmed")}),
        ("Efgartigimod reduces IgG levels, and so does IVIG.", set()),
        ("IVIG does not reduce the effect of rituximab.", {("rituximab", "negated")}),
        ("IVIG reduces the side effects of prednisone and the need for it.", set()),
        ("IVIG and rituximab are given in turns.", set()),
        ("Anti-D immunoglobulin, tisagenlecleucel. Each increases the toxic effects of the other.", {("tisagenlecleucel", "affirmed")}),
    ],
)
def test_drugs_that_change_each_other(shipped_reader: Reader, text: str, told: set[tuple[str, str]]) -> None:
    assert _told(shipped_reader, text, "interacts_with") == told


def test_a_vaccine_of_its_own_name(shipped_reader: Reader) -> None:
    text = "After immunoglobulins, wait two months before the Japanese encephalitis vaccine."
    assert objects_in(shipped_reader, text, "interacts_with") == {"japanese-encephalitis-vaccine"}


@pytest.mark.parametrize(
    ("text", "mechanisms"),
    [
        ("Monthly IVIG was added during profound B-cell depletion to prevent infections.", set()),
        ("SCIG was continued while B cells were inhibited by ibrutinib or rituximab.", set()),
        ("IVIG acts by B-cell inhibition.", {"inhibition-of-b-cell-activation"}),
        ("During T-cell suppression with antithymocyte globulin, infections are watched for.", {"inhibition-of-t-cell-proliferation"}),
    ],
)
def test_what_another_drug_does_to_cells_is_no_mechanism(shipped_reader: Reader, text: str, mechanisms: set[str]) -> None:
    assert objects_in(shipped_reader, text, "acts_via") == mechanisms


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("Anti-GM1 antibodies were not detected in Guillain-Barre syndrome.", set()),
        ("Anti-GM1 antibodies are not always found in multifocal motor neuropathy, which has conduction block.", {"conduction-block"}),
        ("Motor neurone disease has no conduction block.", set()),
        ("In amyotrophic lateral sclerosis conduction block is missing.", set()),
        ("Multifocal motor neuropathy shows conduction block without numbness.", {"conduction-block"}),
        ("There is no cure for CIDP, in which demyelination slows the nerves.", {"immune-attack-on-myelin"}),
        ("In X-linked agammaglobulinemia no antibodies are made.", {"insufficient-antibody-production"}),
        ("MMN is unlike CIDP, which has demyelination of all nerves.", set()),
    ],
)
def test_a_finding_that_a_disease_does_not_have(shipped_reader: Reader, text: str, findings: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_pathology") == findings


def test_an_unproven_theory_is_no_advice_against_a_use(shipped_reader: Reader) -> None:
    assert not claims_in(shipped_reader, "IVIG was of no help in autism. An autoimmune origin remains unproven for autism.", "treats")
    assert [claim.polarity for claim in claims_in(shipped_reader, "IVIG remains unproven for autism.", "treats")] == ["negated"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Infections in chronic lymphocytic leukemia result from defects such as hypogammaglobulinemia.", set()),
        ("The risk of infection in myeloma results from neutropenia.", set()),
        ("Hypogammaglobulinemia in adults with lymphoma results from rituximab.", {("hypogammaglobulinemia", "rituximab")}),
        ("Most cases of secondary immunodeficiency result from lymphoma.", {("secondary-immunodeficiency", "lymphoma")}),
        ("Autoimmune diseases are mediated by autoantibodies, and inflammatory disorders by cytokines.", {("autoimmune-disease", "autoantibody")}),
    ],
)
def test_whose_cause_it_is(shipped_reader: Reader, text: str, told: set[tuple[str, str]]) -> None:
    assert {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "caused_by")} == told


@pytest.mark.parametrize(
    ("text", "given", "banned"),
    [
        ("If IVIG cannot be given into a vein, use the subcutaneous route.", {"subcutaneous-route"}, set()),
        ("WinRho cannot be injected into a muscle, so choose the intravenous route.", {"intravenous-route"}, None),
        ("SCIG must not be given intravenously, only by subcutaneous infusion.", {"subcutaneous-infusion"}, {"intravascular-administration"}),
        ("SCIG must not be given intravenously when the subcutaneous route can be used.", set(), {"intravascular-administration"}),
        ("If you bleed easily, HBIG must not be given intramuscularly.", set(), {"intramuscular-route"}),
    ],
)
def test_the_way_that_is_left(shipped_reader: Reader, text: str, given: set[str], banned: set[str] | None) -> None:
    assert objects_in(shipped_reader, text, "given_by_route") == given
    assert banned is None or objects_in(shipped_reader, text, "contraindicated_in") == banned


def test_the_letters_of_another_drug(shipped_reader: Reader) -> None:
    assert not claims_in(shipped_reader, "He had anti-D immunoglobulin and 500 mg IV methyl prednisolone daily.", "given_by_route")
    text = "He had anti-D immunoglobulin 1500 IU IM and methyl prednisolone."
    assert objects_in(shipped_reader, text, "given_by_route") == {"intramuscular-route"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Immunoglobulin lowered the rate of culture-documented infections (CDI).", {"infection"}),
        ("Cytogam is given to prevent CMV after a lung transplant.", {"cytomegalovirus-infection"}),
        ("Cytogam lowered the incidence of cytomegalovirus after a transplant.", {"cytomegalovirus-infection"}),
        ("Cytogam is made from donors with antibodies to CMV.", set()),
    ],
)
def test_germs_and_short_names_by_their_place(shipped_reader: Reader, text: str, told: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == told


def test_wounds_that_are_washed_and_tests_that_found_something(shipped_reader: Reader) -> None:
    assert not claims_in(shipped_reader, "HRIG is given after the wound is washed with soap and water.", "mitigated_by")
    assert objects_in(shipped_reader, "Drink plenty of water before IVIG.", "mitigated_by") == {"hydration"}
    barred = "WinRho must not be given to women who are sensitised as shown by an antibody screen."
    assert not claims_in(shipped_reader, barred, "interacts_with") + claims_in(shipped_reader, barred, "monitored_by")
    text = "Hemolysis after WinRho is confirmed by a direct antiglobulin test."
    assert objects_in(shipped_reader, text, "monitored_by") == {"direct-antiglobulin-test"}


def test_headings_of_other_languages(shipped_reader: Reader) -> None:
    text = "# Octagam\n\n## Contre-indications\n\nSelective IgA deficiency.\n\n## Effets indésirables\n\nHeadache."
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"selective-iga-deficiency"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}
    assert not claims_in(shipped_reader, text, "treats")
