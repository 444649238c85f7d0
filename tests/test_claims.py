"""What documents claim: sentences, lists, tables and layouts go in, claims come out; each case names its reason."""

from __future__ import annotations

import hashlib
import sys
from types import FrameType
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.claims_jsonl import from_json_line, to_json_line
from kg.errors import ResourceError
from kg.reading.claims import Reader, Reading
from kg.records import Claim, Document, Kind

if TYPE_CHECKING:
    from _typeshed import TraceFunction


@pytest.fixture(scope="module")
def reader(shipped_reader: Reader) -> Reader:
    return shipped_reader


def read(reader: Reader, text: str, kind: Kind = "unknown") -> Reading:
    return reader.read(Document("own", text, hashlib.sha256(text.encode()).hexdigest(), kind=kind))


def claims(reader: Reader, text: str, predicate: str, kind: Kind = "unknown") -> dict[str, Claim]:
    return {claim.object: claim for claim in read(reader, text, kind).claims if claim.predicate == predicate}


TREATS = [
    pytest.param("IVIG is approved for multifocal motor neuropathy.", {"multifocal-motor-neuropathy": "approved"}, id="approved for"),
    pytest.param(
        "IVIG is indicated for the treatment of CIDP.",
        {"chronic-inflammatory-demyelinating-polyneuropathy": "approved"},
        id="the first cue of two gives the status",
    ),
    pytest.param("Doctors use IVIG to treat dermatomyositis.", {"dermatomyositis": "used"}, id="to treat"),
    pytest.param("IVIG is recommended for Kawasaki disease.", {"kawasaki-disease": "recommended"}, id="recommended"),
    pytest.param("IVIG is being investigated for narcolepsy.", {"narcolepsy": "investigational"}, id="investigated"),
    pytest.param("IVIG is not recommended for asthma.", {"asthma": "recommended"}, id="advised against: a recommendation denied"),
    pytest.param("Patients with myasthenia gravis can benefit from IVIG.", {"myasthenia-gravis": "used"}, id="a cue that looks left"),
    pytest.param(
        "IVIG treats ITP; GBS; and uveitis.",
        {"immune-thrombocytopenia", "guillain-barre-syndrome", "uveitis"},
        id="a status holds through semicolons",
    ),
    pytest.param(
        "IVIG is used in three diseases. These include uveitis and narcolepsy.",
        {"uveitis", "narcolepsy"},
        id="'these include' goes on with the list",
    ),
    pytest.param("IVIG is compared with rituximab. Rituximab treats pemphigus vulgaris.", set(), id="another drug's indication"),
    pytest.param("IVIG is given. Plasma exchange is used to treat GBS.", set(), id="another treatment's indication"),
    pytest.param("IVIG is used when the immune system is weak because of leukemia.", set(), id="a cause is no indication"),
    pytest.param(
        "IVIG is used to prevent infections in patients with CLL.", set(), id="whom it is given to is no indication of prevention"
    ),
    pytest.param("People had a low IgG level in lymphoma.", set(), id="measured, not given"),
]


@pytest.mark.parametrize(("text", "expected"), TREATS)
def test_treats(reader: Reader, text: str, expected: set[str] | dict[str, str]) -> None:
    found = claims(reader, text, "treats")
    assert set(found) == set(expected)
    if isinstance(expected, dict):
        assert {slug: claim.status for slug, claim in found.items()} == expected


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        pytest.param("IVIG is not approved for narcolepsy.", "negated", id="approval denied"),
        pytest.param("IVIG has not been approved for narcolepsy.", "negated", id="approval denied, perfect"),
        pytest.param("IVIG is not recommended for narcolepsy.", "negated", id="advice against"),
        pytest.param("The use of IVIG in narcolepsy is no longer recommended.", "negated", id="advice behind the condition"),
        pytest.param("It is believed that IVIG treats narcolepsy.", "hedged", id="a belief"),
        pytest.param("Evidence is insufficient to support the use of IVIG in narcolepsy.", "hedged", id="insufficient evidence"),
        pytest.param("IVIG may be used to treat narcolepsy.", "affirmed", id="'may be used' is permission"),
        pytest.param("IVIG, but not prednisone, is used to treat narcolepsy.", "affirmed", id="the other drug is denied"),
    ],
)
def test_stance_of_treatment(reader: Reader, text: str, polarity: str) -> None:
    found = claims(reader, text, "treats")
    assert found["narcolepsy"].polarity == polarity


def test_the_condition_is_understood_from_the_heading(reader: Reader) -> None:
    text = "Treatment of narcolepsy\n\nRest may help some people with this disease. The standard treatment is IVIG.\n"
    assert claims(reader, text, "treats")["narcolepsy"].status == "recommended"


LABEL = """Examplin, IVIG solution

4.1 Therapeutic indications

Replacement therapy in adults in:

- Primary immunodeficiency with poor antibody production
- Secondary immunodeficiency in patients who suffer from severe infections

Immunomodulation in children in:

- Kawasaki disease
- Multifocal motor neuropathy (MMN)

4.3 Contraindications

Hyperprolinaemia.

Hereditary fructose intolerance.

4.4 Special warnings and precautions for use

Thrombosis may occur. Risk factors include advanced age, hypertension and prolonged immobilisation.

4.5 Interaction with other medicinal products and other forms of interaction

The product may impair the effect of live vaccines such as measles, mumps and varicella.

4.8 Undesirable effects

| Organ class | Reaction | Frequency |
|---|---|---|
| Nervous system disorders | Headache | Very common |
| Skin disorders | Urticaria | Uncommon |

Rare: haemolysis
"""


def test_a_label_by_sections(reader: Reader) -> None:
    reading = read(reader, LABEL, "label")
    by_predicate: dict[str, set[str]] = {}
    for claim in reading.claims:
        by_predicate.setdefault(claim.predicate, set()).add(claim.object)
    assert by_predicate["treats"] == {
        "primary-immunodeficiency",
        "secondary-immunodeficiency",
        "kawasaki-disease",
        "multifocal-motor-neuropathy",
    }
    assert by_predicate["contraindicated_in"] == {"hyperprolinemia", "hereditary-fructose-intolerance"}
    assert by_predicate["has_risk_factor"] == {"advanced-age", "hypertension", "immobilization"}
    assert {"measles-vaccine", "mumps-vaccine", "varicella-vaccine"} <= by_predicate["interacts_with"]
    assert by_predicate["has_adverse_effect"] == {"thromboembolism", "headache", "urticaria", "hemolysis"}
    effects = {claim.object: claim.frequency for claim in reading.claims if claim.predicate == "has_adverse_effect"}
    assert effects == {"thromboembolism": "unspecified", "headache": "very_common", "urticaria": "uncommon", "hemolysis": "rare"}
    assert {claim.status for claim in reading.claims if claim.predicate == "treats"} == {"approved"}
    assert {claim.effect for claim in reading.claims if claim.predicate == "has_risk_factor"} == {"thromboembolism"}
    assert not {"measles", "mumps", "varicella"} & {claim.object for claim in reading.claims}


LEAFLET = """1. What Examplin is and what it is used for
What Examplin is Examplin is an IVIG made from human plasma.
2. Before you use Examplin
Do not use IVIG
if you are allergic to human immunoglobulin.
Warnings and precautions
Tell your doctor before the infusion if you have a history of heart disease. This may increase your risk of a blood clot after IVIG.
4. Possible side effects
IVIG can cause side effects.
Common (may affect up to 1 in 10 people):
Dizziness
Feeling sick (nausea)

Uncommon (may affect up to 1 in 100 people):
Shivering
Chills

You may get a stiff neck and fever, which could be signs of aseptic meningitis.
If you notice such signs, go to the nearest hospital.
"""


def test_a_leaflet_by_bands(reader: Reader) -> None:
    found = claims(reader, LEAFLET, "has_adverse_effect", "leaflet")
    bands = {slug: claim.frequency for slug, claim in found.items()}
    assert bands["dizziness"] == bands["nausea"] == "common"
    assert bands["chills"] == "uncommon"
    assert found["aseptic-meningitis"].severity == "serious"
    assert not {"fever", "neck-stiffness"} & set(found), "signs by which an effect is recognised are no effects"
    assert "hypersensitivity-to-immunoglobulin" in claims(reader, LEAFLET, "contraindicated_in", "leaflet")
    risk = claims(reader, LEAFLET, "has_risk_factor", "leaflet")["heart-disease"]
    assert risk.effect == "thromboembolism"


EFFECTS = [
    pytest.param("IVIG may cause fever, chills and headache.", {"fever", "chills", "headache"}, id="a list after its cue"),
    pytest.param("Side effects of IVIG include nausea.", {"nausea"}, id="side effects include"),
    pytest.param("Haemolysis has been reported after IVIG.", {"hemolysis"}, id="a cue after the effect"),
    pytest.param("IVIG does not cause haemolysis.", {"hemolysis"}, id="denied, yet a claim"),
    pytest.param("Aspirin may cause bleeding. IVIG is given too.", set(), id="another drug's effect"),
    pytest.param("Symptoms of GBS include weakness. IVIG is given.", set(), id="symptom of the disease"),
    pytest.param("IVIG is given because the disease may cause fever.", set(), id="the disease causes it"),
    pytest.param("IVIG may cause blood clots causing pain and swelling.", {"thromboembolism"}, id="what an effect causes is its sign"),
    pytest.param("Call your doctor if you have fever after IVIG.", set(), id="advice states no effect"),
    pytest.param("IVIG helps to reduce fever.", set(), id="reduced, not caused"),
]


@pytest.mark.parametrize(("text", "expected"), EFFECTS)
def test_adverse_effects(reader: Reader, text: str, expected: set[str]) -> None:
    assert set(claims(reader, text, "has_adverse_effect")) == expected


def test_a_denied_effect_is_negated(reader: Reader) -> None:
    assert claims(reader, "IVIG does not cause haemolysis.", "has_adverse_effect")["hemolysis"].polarity == "negated"


def test_severity_and_frequency_keep_to_their_group(reader: Reader) -> None:
    text = "IVIG can cause mild headache and chills, and severe reactions such as haemolysis in rare cases."
    found = claims(reader, text, "has_adverse_effect")
    assert (found["headache"].severity, found["headache"].frequency) == ("mild", "unspecified")
    assert (found["hemolysis"].severity, found["hemolysis"].frequency) == ("serious", "rare")


CATEGORIES = [
    pytest.param(
        "Autoimmune diseases such as ITP and uveitis occur.",
        {("immune-thrombocytopenia", "autoimmune-disease"), ("uveitis", "autoimmune-disease")},
        id="such as",
    ),
    pytest.param("Pemphigus vulgaris is a rare autoimmune disease.", {("pemphigus-vulgaris", "autoimmune-disease")}, id="is a"),
    pytest.param(
        "CIDP, a form of neuropathy, and CVID exist. CVID is not an autoimmune disease.",
        {("common-variable-immunodeficiency", "autoimmune-disease")},
        id="a denial is a claim too",
    ),
    pytest.param(
        "Autoimmune diseases such as ITP; Kawasaki disease.",
        {("immune-thrombocytopenia", "autoimmune-disease")},
        id="a category ends at its semicolon",
    ),
    pytest.param(
        "Autoimmune CIDP, ITP\nNeurological GBS, MMN",
        {
            ("guillain-barre-syndrome", "neurological-disorder"),
            ("multifocal-motor-neuropathy", "neurological-disorder"),
            ("chronic-inflammatory-demyelinating-polyneuropathy", "autoimmune-disease"),
            ("immune-thrombocytopenia", "autoimmune-disease"),
        },
        id="rows of a table that lost its cells",
    ),
    pytest.param("Kawasaki disease is a rare disease.", set(), id="rare is no category"),
]


@pytest.mark.parametrize(("text", "expected"), CATEGORIES)
def test_categories(reader: Reader, text: str, expected: set[tuple[str, str]]) -> None:
    found = {
        (c.subject, c.object)
        for c in read(reader, text).claims
        if c.predicate == "in_category" and c.object in {"autoimmune-disease", "neurological-disorder", "rare-disease"}
    }
    assert found == expected


MECHANISMS = [
    pytest.param("IVIG modulates the immune response.", {"immunomodulation"}, id="verb and object"),
    pytest.param("IVIG works through modulation of the immune response.", {"immunomodulation"}, id="noun with 'of'"),
    pytest.param(
        "IVIG neutralises autoantibodies and saturates FcRn.", {"autoantibody-neutralisation", "fcrn-saturation"}, id="two frames"
    ),
    pytest.param("With IVIG, inflammation is suppressed.", {"suppression-of-inflammation"}, id="passive"),
    pytest.param("Rituximab inhibits B cells.", set(), id="another drug's mechanism"),
    pytest.param("IVIG helps patients who cannot fight infections.", set(), id="what the body fails to do"),
]


@pytest.mark.parametrize(("text", "expected"), MECHANISMS)
def test_mechanisms(reader: Reader, text: str, expected: set[str]) -> None:
    assert set(claims(reader, text, "acts_via")) == expected


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        pytest.param("IVIG is given through a vein.", "given_by_route", "intravenous-route", id="route in plain words"),
        pytest.param("SCIG is infused under the skin.", "given_by_route", "subcutaneous-infusion", id="subcutaneous in plain words"),
        pytest.param("IVIG is prepared from human plasma.", "derived_from", "human-plasma", id="origin"),
        pytest.param(
            "IVIG protects infants against RSV.", "prevents", "respiratory-syncytial-virus-infection", id="a virus stands for its infection"
        ),
        pytest.param("IVIG is contraindicated in hyperprolinemia.", "contraindicated_in", "hyperprolinemia", id="contraindication by cue"),
        pytest.param("IVIG is not effective in narcolepsy.", "not_effective_for", "narcolepsy", id="stated lack of effect"),
        pytest.param("IVIG may interfere with serological tests.", "interacts_with", "serological-test", id="laboratory tests"),
        pytest.param("Patients should stay well hydrated before IVIG.", "mitigated_by", "hydration", id="what lessens effects"),
    ],
)
def test_other_relations(reader: Reader, text: str, predicate: str, expected: str) -> None:
    assert expected in claims(reader, text, predicate)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param("Efficacy of IVIG in patients with uveitis: a randomized trial", "investigational", id="title of a trial"),
        pytest.param(
            "We evaluated the efficacy of IVIG versus placebo in uveitis.",
            "investigational",
            id="the owner of the efficacy, not the comparator",
        ),
        pytest.param("IVIG should be considered in treating uveitis.", "recommended", id="guideline wording"),
    ],
)
def test_studies_and_guidelines(reader: Reader, text: str, status: str) -> None:
    assert claims(reader, text, "treats")["uveitis"].status == status


def test_a_name_in_brackets_is_the_condition_meant(reader: Reader) -> None:
    found = claims(reader, "IVIG is used to treat low platelet counts (immune thrombocytopenia).", "treats")
    assert set(found) == {"immune-thrombocytopenia"}


def test_another_treatment_is_no_care_for_effects(reader: Reader) -> None:
    text = "Plasma exchange (PE) was compared with IVIG in a randomized study of GBS. PE was given daily to one group, IVIG to the other."
    assert not claims(reader, text, "mitigated_by")


def test_unknown_terms_are_listed(reader: Reader) -> None:
    reading = read(reader, "IVIG is used for Examplin syndrome and exemplitis.")
    assert {u.surface for u in reading.ungrounded} == {"Examplin syndrome", "exemplitis"}


OWN_ARTICLE = """IVIG for patients

IVIG is a medicine made from human plasma. Doctors use it to treat immune thrombocytopenia, myasthenia gravis and other autoimmune diseases.
The medicine helps to regulate the immune system and reduces inflammation. It is given through a vein in a hospital or a clinic.
Common side effects include headache, nausea and muscle pain. Severe reactions such as blood clots are rare.
People with kidney disease need careful monitoring, and drinking enough water before the infusion lowers the danger.
IVIG is being studied in chronic pain. Several hospitals continue the research, and new results are expected soon.
"""


#: The same, as a paraphrasing tool would leave it: words replaced by neighbours of another sense, inflection dropped.
SPUN_ARTICLE = """IVIG for patients

IVIG is a music is make from homo plasma. Doctors use it to treat immune thrombocytopenia, myasthenia gravis and other autoimmune diseases.
The music helps to baffle the immune arrangement and trim inflammation. It is give through a vein in a hospital or a clinic.
Common side effects include headache, nausea and musculus hurting. Severe response such as blood clots are rare.
People with kidney disease need careful monitoring, and imbibe decent water before the infusion lowers the peril.
IVIG is being study in inveterate hurting. Several hospitals continue the exploration, and new outcome are expected soon.
"""


def test_a_spun_text_says_so_and_keeps_its_claims(reader: Reader) -> None:
    clean, spun = read(reader, OWN_ARTICLE), read(reader, SPUN_ARTICLE)
    assert not clean.flags
    assert spun.flags == ("machine-paraphrased",)
    kept = {(c.predicate, c.object) for c in clean.claims} & {(c.predicate, c.object) for c in spun.claims}
    assert {("has_adverse_effect", "myalgia"), ("treats", "chronic-pain-syndrome")} <= kept
    methods = {(g.concept, g.mention.surface): g.mention.method for g in spun.groundings}
    assert methods["myalgia", "musculus hurting"] == "paraphrase"


@pytest.mark.parametrize("text", ["", "\n\n", "\x00\x00", "🙂 IVIG 🙂", "ש" * 50, "(" * 300, "IVIG " * 500, "a" * 5000])
def test_strange_texts_are_read(reader: Reader, text: str) -> None:
    read(reader, text)


_WORDS = st.sampled_from(
    [
        "IVIG",
        "is",
        "not",
        "approved",
        "for",
        ",",
        ";",
        "(",
        ")",
        "GBS",
        "such",
        "as",
        "ITP",
        "may",
        "cause",
        "mild",
        "headache",
        "–",
        "fever.",
        "\n",
        "•",
        ":",
        "Guillain-BarrÃ©",
        "é",
        "1",
        "in",
        "10",
        "people\n\n",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_WORDS | st.text(max_size=6), max_size=40))
def test_offsets_hold_for_any_text(shipped_reader: Reader, pieces: list[str]) -> None:
    text = " ".join(pieces)
    reading = shipped_reader.read(Document("own", text, "0" * 64))
    for claim in reading.claims:
        assert text[claim.start : claim.end] == claim.surface
        assert claim.surface
        for span in (claim.subject_span, claim.cue_span):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
    for grounding in reading.groundings:
        assert text[grounding.mention.start : grounding.mention.end] == grounding.mention.surface


def test_the_same_text_gives_the_same_claims(reader: Reader) -> None:
    assert read(reader, LABEL, "label") == read(reader, LABEL, "label")


def test_a_statement_is_claimed_each_time_it_is_made(reader: Reader) -> None:
    counts = [read(reader, "IVIG is approved for GBS. " * n).counts["claims"] for n in (10, 20, 40)]
    assert counts[1] - counts[0] == 10 and counts[2] - counts[1] == 20


def _lines_run(reader: Reader, text: str) -> int:
    """Count the lines of Python that reading a text runs: a measure of work that no busy machine changes."""
    count = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> TraceFunction:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        read(reader, text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    ("unit", "end"),
    [
        pytest.param("CIDP is a disease. It starts with weakness and headache, and fever may follow. ", "IVIG treats CIDP.", id="one paragraph"),
        pytest.param("IVIG may cause headache. It is given for CIDP. Rash is rare. ", "", id="one paragraph on a product"),
        pytest.param("| IVIG | 1 in 10 | Headache. It passes. ", "|", id="one row"),
        pytest.param("- IVIG: headache (common), rash\n", "", id="one list"),
        pytest.param("# Side effects\n\nIVIG may cause headache.\n\n", "", id="sections"),
    ],
)
def test_reading_is_linear(reader: Reader, unit: str, end: str) -> None:
    read(reader, unit + end)  # what is compiled and kept at a first reading is no work of the length
    few, many, more = (_lines_run(reader, unit * n + end) for n in (160, 320, 640))
    assert more - many < 2.2 * (many - few)


def test_claims_survive_a_line_of_json(reader: Reader) -> None:
    for claim in read(reader, LABEL, "label").claims:
        assert from_json_line(to_json_line(claim)) == claim


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("not json", id="not JSON"),
        pytest.param("[]", id="no object"),
        pytest.param('{"document": "d"}', id="fields missing"),
        pytest.param(
            '{"document":"d","subject":"s","predicate":"cures","object":"o","start":0,"end":1,"surface":"x"}', id="unknown predicate"
        ),
        pytest.param(
            '{"document":"d","subject":"s","predicate":"treats","object":"o","start":3,"end":1,"surface":"x"}',
            id="a span that ends before it begins",
        ),
    ],
)
def test_a_broken_line_is_named(line: str) -> None:
    with pytest.raises(ResourceError):
        from_json_line(line)
