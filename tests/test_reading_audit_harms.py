"""Routes in letters, lists of products, grades in brackets and over lists, bans behind labels: what texts say of them, and what they do not."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader

_VEIN, _SKIN, _MUSCLE = "intravenous-route", "subcutaneous-route", "intramuscular-route"


@pytest.mark.parametrize(
    ("text", "routes"),
    [
        ("Octagam 1 g/kg IV is given on two days.", {_VEIN}),
        ("Cutaquig 150 mg/kg SC every week is the usual dose.", {_SKIN}),
        ("Give TIG 250 units IM as soon as the wound is clean.", {_MUSCLE}),
        ("VZIG (IM) is offered within four days.", {_MUSCLE}),
        ("Rhophylac 300 mcg IM or IV is given in week 28.", {_MUSCLE, _VEIN}),
        ("HyperRAB. Route: IM.", {_MUSCLE}),
        ("Hizentra is injected SC by the patient.", {_SKIN}),
    ],
)
def test_letters_tell_the_route(shipped_reader: Reader, text: str, routes: set[str]) -> None:
    assert objects_in(shipped_reader, text, "given_by_route") & {_VEIN, _SKIN, _MUSCLE} == routes


@pytest.mark.parametrize(
    "text",
    [
        "Octagam was given to a woman with stage IV lymphoma.",
        "Octagam was given after a grade III or IV reaction.",
        "Octagam helped a man with factor IV deficiency.",
        "Hydrocortisone 100 mg IV is given before Octagam.",
        "Octagam was stopped and rituximab 1 g IV was started.",
        "The IM team in Columbia, SC, ordered Octagam.",
    ],
)
def test_letters_that_tell_no_route_of_the_product(shipped_reader: Reader, text: str) -> None:
    assert not objects_in(shipped_reader, text, "given_by_route") & {_VEIN, _SKIN, _MUSCLE}


def test_a_route_in_letters_that_is_denied(shipped_reader: Reader) -> None:
    (claim,) = claims_in(shipped_reader, "TIG is never given IV.", "given_by_route")
    assert (claim.object, claim.polarity) == (_VEIN, "negated")


@pytest.mark.parametrize(
    ("text", "predicate", "products"),
    [
        ("Gamunex-C, Panzyga and Bivigam are licensed for ITP.", "treats", {"gamunex-c", "panzyga", "bivigam"}),
        ("Chills were reported with Octagam, Bivigam and Privigen.", "has_adverse_effect", {"octagam", "bivigam", "privigen"}),
        ("Hizentra and Cuvitru may cause redness of the skin.", "has_adverse_effect", {"hizentra", "cuvitru"}),
        ("Octagam, Bivigam and Privigen each carry a risk of stroke.", "has_adverse_effect", {"octagam", "bivigam", "privigen"}),
        ("Approved for ITP (Privigen, Octagam, Panzyga).", "treats", {"privigen", "octagam", "panzyga"}),
        ("TIG, HBIG and VZIG are given into a muscle.", "given_by_route",
         {"tetanus-immunoglobulin", "hepatitis-b-immunoglobulin", "varicella-zoster-immunoglobulin"}),
        ("Octagam and Privigen are contraindicated in hyperprolinemia.", "contraindicated_in", {"octagam", "privigen"}),
        ("Unlike Bivigam and Octagam, Panzyga is licensed for CIDP.", "treats", {"panzyga"}),
        ("Unlike Bivigam, Octagam and Panzyga are licensed for CIDP.", "treats", {"octagam", "panzyga"}),
        ("Privigen rather than Hizentra is used in Kawasaki disease.", "treats", {"privigen"}),
        ("Octagam is used for ITP, and Hizentra for CVID.", "treats", {"octagam", "hizentra"}),
    ],
)  # fmt: skip
def test_what_is_said_of_a_list_is_said_of_each(shipped_reader: Reader, text: str, predicate: str, products: set[str]) -> None:
    claims = claims_in(shipped_reader, text, predicate)
    assert {claim.subject for claim in claims if claim.polarity != "negated"} == products


def test_products_that_are_told_apart_share_nothing(shipped_reader: Reader) -> None:
    text = "Octagam is used for ITP, and Hizentra for CVID."
    assert {(claim.subject, claim.object) for claim in claims_in(shipped_reader, text, "treats")} == {
        ("octagam", "immune-thrombocytopenia"),
        ("hizentra", "common-variable-immunodeficiency"),
    }


@pytest.mark.parametrize(
    ("text", "grades"),
    [
        ("Bivigam may cause fever, rash, chills and stroke (rare).", {"fever": "unspecified", "chills": "unspecified", "stroke": "rare"}),
        ("Side effects of Bivigam: fever (common), rash, stroke (rare).", {"fever": "common", "rash": "unspecified", "stroke": "rare"}),
        ("Side effects of Bivigam: fever, rash and stroke (all rare).", {"fever": "rare", "rash": "rare", "stroke": "rare"}),
        ("Adverse effects of Bivigam:\nCommon\n- Fever\n- Rash\nSerious\n- Stroke\n", {"fever": "common", "rash": "common", "stroke": "unspecified"}),
        ("Adverse reactions of Bivigam\n1-10%:\nSkin: rash\n<1%:\nNervous system: stroke\n", {"rash": "common", "stroke": "uncommon"}),
    ],
)
def test_how_often_each_of_a_list_comes(shipped_reader: Reader, text: str, grades: dict[str, str]) -> None:
    told = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert {effect: told.get(effect) for effect in grades} == grades


def test_a_line_grades_the_list_below_it(shipped_reader: Reader) -> None:
    text = "Adverse effects of Bivigam:\nCommon\n- Fever\nSerious\n- Stroke\n"
    told = {claim.object: claim.severity for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert told == {"fever": "unspecified", "stroke": "serious"}


@pytest.mark.parametrize(
    "text",
    [
        "Bivigam\nIndications Primary immunodeficiency. ITP.\nContraindications Hyperprolinaemia; selective IgA deficiency.\n",
        "Bivigam\nIndications ITP\nContraindications Hyperprolinaemia, selective IgA deficiency\n",
    ],
)
def test_contraindications_in_the_line_of_their_heading(shipped_reader: Reader, text: str) -> None:
    banned = {"hyperprolinemia", "selective-iga-deficiency"}
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned
    assert not objects_in(shipped_reader, text, "treats") & banned


@pytest.mark.parametrize(
    ("text", "prevented"),
    [
        ("Newer brands of IVIG have a lower risk of stroke.", set()),
        ("The tolerability of IVIG was good, with a lower risk of renal failure.", set()),
        ("The safety of IVIG is praised, in particular with regard to a lower risk for thrombosis.", set()),
        ("IVIG lowers the risk of coronary artery aneurysms.", {"coronary-artery-aneurysm"}),
    ],
)
def test_a_lower_risk_of_a_product_prevents_nothing(shipped_reader: Reader, text: str, prevented: set[str]) -> None:
    assert objects_in(shipped_reader, text, "prevents") == prevented
    assert not objects_in(shipped_reader, text, "has_risk_factor")


@pytest.mark.parametrize(
    ("text", "at_home"),
    [
        ("Hizentra has advantages over Privigen: patients infuse it at home and need no infusion centre.", {"hizentra"}),
        ("Compared with Privigen, Hizentra is infused at home.", {"hizentra"}),
    ],
)
def test_what_has_advantages_over_another(shipped_reader: Reader, text: str, at_home: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "given_by_route")} == at_home


def test_replacement_is_no_single_product(shipped_reader: Reader) -> None:
    text = "- Hizentra is given weekly.\n- IgRT is recommended for patients with multiple myeloma.\n"
    assert {claim.subject for claim in claims_in(shipped_reader, text, "treats")} == {"immunoglobulin"}


@pytest.mark.parametrize(
    ("text", "effects"),
    [
        ("Death occurred in 5% of those on IVIG and in 3% of controls; this difference was not significant.", set()),
        ("Stroke was seen in 4% of IVIG recipients and 2% on placebo. None of these differences was significant.", set()),
        ("Headache was seen in 40% of IVIG recipients.", {"headache"}),
        ("Fever is common in Kawasaki disease and is not increased by IVIG.", set()),
        ("Anemia is frequent in Kawasaki disease but is not made worse by IVIG.", set()),
        ("Anemia is frequent after IVIG.", {"anemia"}),
        ("Renal failure was more frequent in patients receiving IVIG.", {"renal-failure"}),
        ("IVIG may cause aches similar to having the flu.", {"pain"}),
        ("The side effects of IVIG feel like getting influenza.", set()),
    ],
)
def test_what_is_an_effect_of_the_product(shipped_reader: Reader, text: str, effects: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_adverse_effect") == effects
    assert not objects_in(shipped_reader, text, "not_effective_for")


@pytest.mark.parametrize(
    ("text", "treated"),
    [
        ("Renal failure was more frequent in patients receiving IVIG.", set()),
        ("Rare problems such as myocarditis were reported after IVIG.", set()),
        ("Serious diseases such as Kawasaki disease are treated with IVIG.", {"kawasaki-disease"}),
        ("Challenges in treating ITP with IVIG include pain and falls.", {"immune-thrombocytopenia"}),
        ("Treatments for dermatomyositis include IVIG.", {"dermatomyositis"}),
    ],
)
def test_what_is_no_use(shipped_reader: Reader, text: str, treated: set[str]) -> None:
    assert objects_in(shipped_reader, text, "treats") == treated
    assert not objects_in(shipped_reader, text, "in_category")


@pytest.mark.parametrize(
    ("text", "watched"),
    [
        ("A skin test should not be done before antivenom or immune globulin.", set()),
        ("Skin tests with immune globulin are of little value.", set()),
        ("IVIG needs no regular blood counts.", set()),
        ("A skin test must be done before equine rabies immune globulin.", {"allergy-skin-test"}),
    ],
)
def test_tests_that_need_not_be_done(shipped_reader: Reader, text: str, watched: set[str]) -> None:
    assert objects_in(shipped_reader, text, "monitored_by") == watched
    assert not objects_in(shipped_reader, text, "interacts_with")


@pytest.mark.parametrize(
    ("text", "banned"),
    [
        ("Selective IgA deficiency: washed red cells. Privigen is contraindicated (holds IgA).", {"selective-iga-deficiency"}),
        ("Hyperprolinaemia: a diet low in proline; Privigen is contraindicated.", {"hyperprolinemia"}),
        ("Selective IgA deficiency — do not give Privigen.", {"selective-iga-deficiency"}),
        ("Kawasaki disease: Privigen; live vaccines are contraindicated afterwards.", set()),
        ("CIDP: Privigen is not contraindicated.", set()),
        ("CIDP: Privigen. Steroids are contraindicated.", set()),
    ],
)
def test_bans_behind_a_label(shipped_reader: Reader, text: str, banned: set[str]) -> None:
    assert objects_in(shipped_reader, text, "contraindicated_in") == banned
    assert not objects_in(shipped_reader, text, "treats") & banned


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("The risk of anaphylaxis with IVIG is higher in IgA deficiency - test before the first infusion.", {"selective-iga-deficiency"}),
        ("Reactions to IVIG are commoner with the first infusion.", {"first-infusion"}),
    ],
)
def test_when_to_test_is_no_risk(shipped_reader: Reader, text: str, factors: set[str]) -> None:
    assert objects_in(shipped_reader, text, "has_risk_factor") == factors


def test_cautions_behind_a_label_are_risks(shipped_reader: Reader) -> None:
    factors = {claim.object for claim in claims_in(shipped_reader, "Bivigam. Cautions: obesity, old age.", "has_risk_factor")}
    assert factors == {"obesity", "advanced-age"}
    assert not objects_in(shipped_reader, "Bivigam. Cautions: stroke and hemolysis may occur.", "has_risk_factor")


def test_evidence_against_a_use(shipped_reader: Reader) -> None:
    (claim,) = claims_in(shipped_reader, "The trial gives evidence against the routine use of IVIG in neonatal sepsis.", "treats")
    assert (claim.object, claim.status, claim.polarity) == ("neonatal-sepsis", "recommended", "negated")


def test_what_a_product_does_not_pass_on_is_no_ban(shipped_reader: Reader) -> None:
    text = "Octagam\n\nContraindications\n\nSelective IgA deficiency; Octagam does not carry a known risk of transmitting HIV\n"
    assert objects_in(shipped_reader, text, "contraindicated_in") == {"selective-iga-deficiency"}


@pytest.mark.parametrize(
    ("text", "products"),
    [
        ("In a trial comparing Privigen and Hizentra, headache was more common with Privigen.", {"privigen"}),
        ("Privigen and Hizentra differ in that Privigen causes headache.", {"privigen"}),
    ],
)
def test_products_that_are_compared_share_no_effect(shipped_reader: Reader, text: str, products: set[str]) -> None:
    assert {claim.subject for claim in claims_in(shipped_reader, text, "has_adverse_effect")} == products
