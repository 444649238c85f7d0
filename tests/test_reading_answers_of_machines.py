"""Texts that a machine wrote or rewrote: bullets and tables that say in a word what stands in a sentence elsewhere, and words that were spun."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader
from kg.records import Document


def _uses(reader: Reader, body: str) -> set[tuple[str, str, str]]:
    text = f"## IVIG: where it stands\n- {body}\n"
    return {(claim.object, claim.status, claim.polarity) for claim in claims_in(reader, text, "treats")}


@pytest.mark.parametrize("body", ["**Asthma:** IVIG was **not effective** in children.", "**Asthma:** IVIG did **not help** in adults."])
def test_a_label_over_a_failure_is_no_use(shipped_reader: Reader, body: str) -> None:
    assert objects_in(shipped_reader, f"## IVIG: where it stands\n- {body}\n", "not_effective_for") == {"asthma"}
    assert not _uses(shipped_reader, body)


def test_what_several_labels_are_told_of(shipped_reader: Reader) -> None:
    text = "## IVIG: where it stands\n- **Lupus nephritis, asthma:** trials don't support IVIG in asthma; in lupus nephritis, evidence is limited.\n"
    assert objects_in(shipped_reader, text, "not_effective_for") == {"asthma"}
    assert not {claim.object for claim in claims_in(shipped_reader, text, "treats")} - {"lupus-nephritis"}
    text = "IVIG does not help in asthma; in autism it has no effect."
    assert objects_in(shipped_reader, text, "not_effective_for") == {"asthma", "autism-spectrum-disorder"}


@pytest.mark.parametrize(
    ("body", "use"),
    [
        ("**Autism:** disputed.", ("autism-spectrum-disorder", "used", "hedged")),
        ("**Scleritis:** a few open-label series.", ("scleritis", "used", "hedged")),
        ("**Chronic urticaria:** small studies only; omalizumab comes first.", ("chronic-urticaria", "used", "hedged")),
        ("**CIDP:** regarded as first choice.", ("chronic-inflammatory-demyelinating-polyneuropathy", "recommended", "affirmed")),
        ("**MMN:** the first-line treatment in every guideline.", ("multifocal-motor-neuropathy", "recommended", "affirmed")),
        ("**Multiple sclerosis:** not recommended.", ("multiple-sclerosis", "recommended", "negated")),
        ("**Asthma:** inhaled steroids are first line; IVIG has no place.", ("asthma", "recommended", "negated")),
        ("**Myasthenia gravis:** promising, but off-label.", ("myasthenia-gravis", "used", "affirmed")),
        ("**Scleritis:** may be used if steroids fail.", ("scleritis", "used", "affirmed")),
    ],
)
def test_how_well_a_use_is_established(shipped_reader: Reader, body: str, use: tuple[str, str, str]) -> None:
    assert _uses(shipped_reader, body) == {use}


@pytest.mark.parametrize(
    ("body", "use"),
    [
        ("**ITP** – first choice.", ("immune-thrombocytopenia", "recommended", "affirmed")),
        ("**Sepsis** — not recommended.", ("sepsis", "recommended", "negated")),
        ("**Autism** – conflicting evidence.", ("autism-spectrum-disorder", "used", "hedged")),
    ],
)
def test_a_dash_behind_a_bold_label(shipped_reader: Reader, body: str, use: tuple[str, str, str]) -> None:
    assert _uses(shipped_reader, body) == {use}


@pytest.mark.parametrize("heading", ["What IVIG treats", "What does IVIG treat?", "What IVIG can treat"])
def test_a_heading_over_what_is_treated(shipped_reader: Reader, heading: str) -> None:
    text = f"## {heading}\n- **CIDP** – a nerve disorder.\n- **Kawasaki disease** – an illness of children.\n"
    assert objects_in(shipped_reader, text, "treats") == {"chronic-inflammatory-demyelinating-polyneuropathy", "kawasaki-disease"}


@pytest.mark.parametrize("body", ["**Pemphigoid:** steroids remain the first choice.", "**Lupus:** rituximab is recommended first."])
def test_what_is_said_of_another_treatment(shipped_reader: Reader, body: str) -> None:
    assert not _uses(shipped_reader, body)


@pytest.mark.parametrize(
    "text",
    [
        "- **Kawasaki disease:** IVIG is first-line. It is given early to children with this vasculitis.\n",
        "Kawasaki disease responds to IVIG. Most children with this vasculitis need one dose.\n",
    ],
)
def test_the_class_that_goes_back_to_a_condition(shipped_reader: Reader, text: str) -> None:
    assert objects_in(shipped_reader, text, "in_category") == {"vasculitis"}
    assert objects_in(shipped_reader, text, "treats") == {"kawasaki-disease"}


def test_the_class_of_one_of_two_is_not_told(shipped_reader: Reader) -> None:
    text = "Kawasaki disease and myositis respond to IVIG. Most children with this vasculitis need one dose.\n"
    assert not claims_in(shipped_reader, text, "in_category")


def test_a_class_in_brackets_is_not_filed(shipped_reader: Reader) -> None:
    text = "IVIG by specialty\n\n## Eye\n- **Birdshot chorioretinopathy** (a form of uveitis): used off label.\n- **Thyroid eye disease:** tried.\n"
    found = {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "in_category")}
    assert found == {("birdshot-chorioretinopathy", "uveitis"), ("thyroid-eye-disease", "eye-disease")}


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("- **Don't use** in people with hyperprolinaemia who take diuretics or in those with heart failure.", {"hyperprolinemia", "cardiac-failure"}),
        ("IVIG must not be given to patients with hyperprolinaemia who are ill or anyone who has heart failure.", {"hyperprolinemia", "cardiac-failure"}),
        ("IVIG must not be given to patients with hyperprolinaemia who are ill or tired from asthma.", {"hyperprolinemia"}),
        ("IVIG must not be given to patients with hyperprolinaemia who are ill and patients should be watched for anaphylaxis.", {"hyperprolinemia"}),
    ],
)
def test_the_next_ones_whom_a_ban_is_for(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, f"## IVIG: cautions\n{text}\n", "contraindicated_in") == banned


_EFFECTS = """## IVIG safety
| Effect | How often | Comment |
|---|---|---|
| Headache | very common | slow the infusion |
| Blood clots | rare, serious | risk ↑ with thick necks, immobility, age, smoking |
| Kidney failure | very rare | dehydration, diabetes |
| Anaphylaxis | very rare | more common in IgA deficiency |
| Cough | common | no link with obesity |
| Fever | common | may signal infection |
| Rash | uncommon | palms and soles |
"""


def test_remarks_beside_effects(shipped_reader: Reader) -> None:
    raised = {(claim.object, claim.effect) for claim in claims_in(shipped_reader, _EFFECTS, "has_risk_factor") if claim.polarity == "affirmed"}
    assert raised == {
        ("immobilization", "thromboembolism"), ("advanced-age", "thromboembolism"), ("smoking", "thromboembolism"),
        ("dehydration", "renal-failure"), ("diabetes-mellitus", "renal-failure"), ("selective-iga-deficiency", "anaphylaxis"),
    }  # fmt: skip
    assert objects_in(shipped_reader, _EFFECTS, "has_adverse_effect") == {
        "headache", "thromboembolism", "renal-failure", "anaphylaxis", "cough", "fever", "rash",
    }  # fmt: skip
    clots = next(c for c in claims_in(shipped_reader, _EFFECTS, "has_adverse_effect") if c.object == "thromboembolism")
    assert (clots.frequency, clots.severity) == ("rare", "serious")
    assert objects_in(shipped_reader, _EFFECTS, "mitigated_by") == {"slow-infusion-rate"}


@pytest.mark.parametrize("head", ["At risk", "What raises the risk", "Risk groups"])
def test_a_column_for_those_at_risk(shipped_reader: Reader, head: str) -> None:
    text = f"## IVIG safety\n| Reaction | Frequency | {head} |\n|---|---|---|\n| Renal failure | rare | diabetes, dehydration |\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"diabetes-mellitus", "dehydration"}
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"renal-failure"}


def test_what_adds_to_the_risk_of_an_organ(shipped_reader: Reader) -> None:
    text = "## IVIG safety\n- **Nephrotoxic drugs** add to the kidney risk.\n- **Paracetamol** does not add to the kidney risk.\n"
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"nephrotoxic-drug"}


def test_a_column_for_classes(shipped_reader: Reader) -> None:
    text = """## IVIG at a glance
| Condition | Category | IVIG's role |
|---|---|---|
| Dermatomyositis | Autoimmune | Approved |
| MMN | Autoimmune, neurological | First line |
| Sepsis | not infectious | none |
| Lupus | Autoimmune | Controversial |
"""
    assert {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "in_category")} == {
        ("dermatomyositis", "autoimmune-disease"), ("multifocal-motor-neuropathy", "autoimmune-disease"),
        ("multifocal-motor-neuropathy", "neurological-disorder"), ("systemic-lupus-erythematosus", "autoimmune-disease"),
    }  # fmt: skip
    assert {(claim.object, claim.polarity) for claim in claims_in(shipped_reader, text, "treats")} == {
        ("dermatomyositis", "affirmed"), ("multifocal-motor-neuropathy", "affirmed"), ("systemic-lupus-erythematosus", "hedged"),
    }  # fmt: skip


def test_a_column_for_fields(shipped_reader: Reader) -> None:
    text = "## IVIG uses\n| Condition | Field | Line |\n|---|---|---|\n| CIDP | Neurology | First |\n"
    assert objects_in(shipped_reader, text, "in_category") == {"neurological-disorder"}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("IVIG is given monthly, so unlike rituximab or ciclosporin it does not increase the risk of infection.", {"infection"}),
        ("Unlike IVIG, rituximab lowers antibodies, but it does not increase the risk of infection.", set()),
    ],
)
def test_what_it_does_not_do_unlike_others(shipped_reader: Reader, text: str, denied: set[str]) -> None:
    assert {claim.object for claim in claims_in(shipped_reader, text, "has_adverse_effect") if claim.polarity == "negated"} == denied


def test_one_verb_rather_than_another(shipped_reader: Reader) -> None:
    text = "IVIG regulates, rather than suppresses, the immune system."
    assert objects_in(shipped_reader, text, "acts_via") == {"immunomodulation"}


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("SCIG must not be applied in people with hyperprolinaemia, nor in those oversensitive to polysorbate 80.",
         {"hyperprolinemia", "hypersensitivity-to-polysorbate-80"}),
        ("SCIG must on no account be given to patients with heart failure.", {"cardiac-failure"}),
        ("SCIG is meant for the skin. It must by no means be injected into a blood vessel.", {"intravascular-administration"}),
        ("Steroid drops must not be applied to the eye in herpes. SCIG is given weekly.", set()),
    ],
)  # fmt: skip
def test_rarer_words_for_a_ban(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned


def test_tests_that_might_be_wrong(shipped_reader: Reader) -> None:
    text = "SCIG is given weekly. Blood tests for antibodies might be falsely positive."
    assert objects_in(shipped_reader, text, "interacts_with") == {"serological-test"}


def test_what_comes_of_the_illness(shipped_reader: Reader) -> None:
    text = "SCIG for antibody deficiency\n\nPeople with lymphoma often make few antibodies. The {} is one infection after another: pneumonia, sinusitis.\n"
    for word in ("result", "effect", "consequence"):
        assert not claims_in(shipped_reader, text.format(word), "has_adverse_effect")
    text = "SCIG for antibody deficiency\n\nSCIG has side effects. The result is often headache.\n"
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"headache"}


def test_what_a_class_is_told_by_is_not_treated(shipped_reader: Reader) -> None:
    text = "IVIG is used in Lambert-Eaton syndrome, a rare disorder of muscle weakness."
    assert objects_in(shipped_reader, text, "treats") == {"lambert-eaton-myasthenic-syndrome"}
    text = "IVIG is used in CIDP, lupus and a disorder of platelets, immune thrombocytopenia."
    assert "immune-thrombocytopenia" in objects_in(shipped_reader, text, "treats")


def test_inflammation_at_the_needle(shipped_reader: Reader) -> None:
    text = "Common side effects of SCIG are local: inflammation and pain at the injection site."
    assert objects_in(shipped_reader, text, "has_adverse_effect") == {"injection-site-reaction", "injection-site-pain"}
    assert not claims_in(shipped_reader, "Local inflammation of nerves is the cause of CIDP, for which SCIG is used.", "has_adverse_effect")


def test_factors_in_rarer_words(shipped_reader: Reader) -> None:
    text = "SCIG can cause clots. The risk of clots rises with advancing years and female sex hormone pills."
    assert objects_in(shipped_reader, text, "has_risk_factor") == {"advanced-age", "estrogen"}


def test_a_particle_anchors_no_name(shipped_reader: Reader) -> None:
    """ "conked out" stands for "failed"; the particle that stays makes no "passing out" of it, which would be an effect."""
    text = (
        "Hypodermic immunoglobulin (SCIG) is extract from the plasm of thousands of contributors. SCIG is sanction for grown-ups and kids with "
        "petty immunodeficiency, in whom pills have conked out. It is likewise the favored choice for chief immunodeficiency. It is instill "
        "beneath the hide and supersede the wanting antibodies, so that contagions become rarefied. Side upshots are puffiness and cephalalgia."
    )
    reading = shipped_reader.read(Document("own", text, "0" * 64))
    assert reading.flags == ("machine-paraphrased",)
    assert "syncope" not in {grounding.concept for grounding in reading.groundings}
