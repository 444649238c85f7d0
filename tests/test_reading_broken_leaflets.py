"""Leaflets as a PDF gives them: lists that kept some of their marks, page numbers in the text, introductions of two sentences."""

from __future__ import annotations

from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader
from kg.reading.layout import lay_out

_SIDE_EFFECTS = """Other side effects of Kiovig
Common (may affect up to 1 in 10 infusions):
headache
fever (temperature raised)
Uncommon (may affect up to 1 in 100 infusions):
bronchitis
* swelling of the ankles and of
the feet
* dizziness (a spinning
head)
wheezing
- 12 -
nausea
Coombs test positive
* back pain
Rare (may affect up to 1 in 1,000 infusions):
* asthma
* hoarseness
"""


def test_a_list_below_a_frequency_of_which_some_lines_lost_their_marks(shipped_reader: Reader) -> None:
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, _SIDE_EFFECTS, "has_adverse_effect")}
    assert found == {
        "headache": "common",
        "fever": "common",
        "bronchitis": "uncommon",
        "peripheral-edema": "uncommon",
        "dizziness": "uncommon",
        "wheezing": "uncommon",
        "nausea": "uncommon",
        "positive-direct-antiglobulin-test": "uncommon",
        "back-pain": "uncommon",
        "asthma": "rare",
        "dysphonia": "rare",
    }
    assert objects_in(shipped_reader, _SIDE_EFFECTS, "treats") == set()


def test_lines_that_go_on_are_no_items() -> None:
    text = "Rare:\n* swelling of the feet and\nankles\n* a rash (red\nspots)\nfever\n"
    items = [text[block.start : block.end] for block in lay_out(text).blocks if block.kind == "item"]
    assert items == ["swelling of the feet and\nankles", "a rash (red\nspots)", "fever"]


def test_a_page_number_before_a_heading() -> None:
    text = "Take care if you have:\n* diabetes\n- 52 - Patients with weak kidneys\nThe dose may be lowered for you.\n"
    headings = [text[block.start : block.end] for block in lay_out(text).blocks if block.kind == "heading"]
    assert headings == ["Patients with weak kidneys"]


_TWO_SENTENCES = """Kiovig can cause side effects. In rare cases the following side effects have been seen with it. Call us if any of the following happen:
* a sudden drop in blood pressure
* a temporary fall in the number of your red cells (reversible haemolytic anaemia)
* clots such as a heart attack
"""


def test_an_introduction_that_takes_up_the_sentence_before(shipped_reader: Reader) -> None:
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, _TWO_SENTENCES, "has_adverse_effect")}
    assert found == dict.fromkeys(("hypotension", "hemolytic-anemia", "thromboembolism", "myocardial-infarction"), "rare")
    assert objects_in(shipped_reader, _TWO_SENTENCES, "prevents") == set()


def test_effects_seen_once(shipped_reader: Reader) -> None:
    text = "Package leaflet: Zutectra\n\n4. Possible side effects\nThe following have been reported once only:\ntiredness\nmuscle spasm\n"
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"fatigue": "unknown", "muscle-spasm": "unknown"}


def test_a_leaflet_is_known_by_its_headings(shipped_reader: Reader) -> None:
    text = (
        "What Kiovig is used for\nKiovig is used for the treatment of adults with:\n- Kawasaki disease\n- multifocal motor neuropathy\n\n"
        "Do not use Kiovig\n- if you are allergic to immunoglobulins\n\nWarnings and precautions\nTell your doctor if you have diabetes.\n"
    )
    found = {claim.object: claim.status for claim in claims_in(shipped_reader, text, "treats")}
    assert found == {"kawasaki-disease": "approved", "multifocal-motor-neuropathy": "approved"}


def test_wide_punctuation(shipped_reader: Reader) -> None:
    text = "IVIG side effects： nausea， chills； vomiting（rare）。"
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, text, "has_adverse_effect")}
    assert found == {"nausea": "unspecified", "chills": "unspecified", "vomiting": "rare"}
    claim = next(claim for claim in claims_in(shipped_reader, text, "has_adverse_effect") if claim.object == "chills")
    assert text[claim.start : claim.end] == "chills"


_EVENTS = """Adverse events (number of participants and percent)
Event | IGSC 20%, N=40 | Placebo, N=41
Serious adverse events
Deep vein thrombosis | 1 (2.5) | 0 (0.0)
Sepsis | 0 (0.0) | 2 (4.9)
Other adverse events (threshold 5%)
Infusion site redness | 16 (40.0) | 4 (9.8)
Nausea | 3 (7.5) | 1 (2.4)
"""


def test_lines_within_a_table_of_counts(shipped_reader: Reader) -> None:
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, _EVENTS, "has_adverse_effect")}
    assert found == {"deep-vein-thrombosis": "common", "injection-site-erythema": "very_common", "nausea": "common"}


_BANDS_IN_LINES = """Side effects of Privigen seen in trials and in post-marketing experience, by falling frequency:
Very common (may occur with more than 1 in 10 patients):
Headache (including migraine), back pain, chills.
Common (may occur with up to 1 in 10 patients):
Dizziness, a fast heart beat (tachycardia), vomiting, rash (including hives), and cramps in the
muscles.
In isolated cases the following have been seen after approval: anaphylactic shock.
"""


def test_bands_over_lists_that_end_with_a_full_stop(shipped_reader: Reader) -> None:
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, _BANDS_IN_LINES, "has_adverse_effect")}
    assert found == {
        **dict.fromkeys(("headache", "migraine", "back-pain", "chills"), "very_common"),
        **dict.fromkeys(("dizziness", "tachycardia", "vomiting", "rash", "urticaria", "muscle-cramp"), "common"),
        "anaphylaxis": "unknown",
    }


_SIGNS = """Kiovig can cause the following side effects:
stroke (e.g. when you have a sudden numbness, or difficulty in speaking),
allergic shock (you may feel dizzy and your heart may race),
meningitis without infection,
Tell us at once if your neck is stiff and one of these comes with it: fever, vomiting,
sensitivity to light.
kidney failure
"""


def test_how_an_effect_shows_is_none(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, _SIGNS, "has_adverse_effect") == {"stroke", "anaphylaxis", "aseptic-meningitis", "renal-failure"}


def test_levels_are_raised_and_vaccines_named(shipped_reader: Reader) -> None:
    text = (
        "What Kiovig is used for\nKiovig is used for the treatment of adults in these situations:\n"
        "To increase abnormally low antibody levels in your blood (replacement therapy):\n- Patients with primary immunodeficiency.\n\n"
        "Vaccinations\nKiovig may impair the effect of certain vaccines. Measles vaccines should be postponed for 3 months.\n"
    )
    assert objects_in(shipped_reader, text, "treats") == {"primary-immunodeficiency"}
    assert objects_in(shipped_reader, text, "interacts_with") == {"measles-vaccine"}


def test_what_gave_an_allergy_once(shipped_reader: Reader) -> None:
    text = (
        "Package leaflet: Kiovig\n\nDo not use Kiovig\n- if human immunoglobulins or maltose ever gave you an allergy\n"
        "- if you once reacted with allergy to glycine\n\nWarnings and precautions\nTell us if immunoglobulins have ever given you a rash.\n"
    )
    allergies = {f"hypersensitivity-to-{name}" for name in ("immunoglobulin", "maltose", "glycine")}
    assert objects_in(shipped_reader, text, "contraindicated_in") == allergies
