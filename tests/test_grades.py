"""Severity, frequency and polarity of what a text says: a sentence and the grade of each effect; each sentence is a kind of its own."""

from __future__ import annotations

import pytest
from reading_fixtures import claims_in

from kg.reading.claims import Reader
from kg.reading.safety.shares import percent_after, share_of

#: A sentence and what it says of its effects; "unspecified" where a word of severity belongs to something else.
SEVERITIES = (
    (
        "Serious side effects of IVIG include stroke, kidney failure and haemolysis.",
        "stroke=serious renal-failure=serious hemolysis=serious",
    ),
    ("Serious: stroke, kidney failure.", "stroke=serious renal-failure=serious"),
    ("Life-threatening reactions such as anaphylaxis may occur with IVIG.", "anaphylaxis=serious"),
    ("IVIG may cause mild to moderate headache.", "headache=mild"),
    ("Common side effects of IVIG are generally mild: headache, fever and chills.", "headache=mild fever=mild"),
    ("The most common side effects of IVIG, headache and fever, are generally mild.", "headache=mild fever=mild"),
    ("IVIG can cause severe headache, nausea and fever.", "headache=serious nausea=unspecified fever=unspecified"),
    ("IVIG can cause nausea, fever and severe headache.", "headache=serious nausea=unspecified fever=unspecified"),
    ("Less serious side effects of IVIG are headache and nausea.", "headache=mild nausea=mild"),
    ("Blood clots after IVIG can be fatal.", "thromboembolism=serious"),
    ("Headache is common with IVIG and blood clots can be fatal.", "headache=unspecified thromboembolism=serious"),
    ("IVIG may cause blood clots, which can be life-threatening.", "thromboembolism=serious"),
    ("IVIG may cause headache; blood clots, some fatal, have been reported.", "headache=unspecified thromboembolism=serious"),
    ("Thrombosis is a serious side effect of IVIG.", "thromboembolism=serious"),
    ("A serious side effect of IVIG is thrombosis.", "thromboembolism=serious"),
    ("A rare but serious complication of IVIG is kidney failure.", "renal-failure=serious"),
    ("Kidney failure after IVIG is rare but serious.", "renal-failure=serious"),
    ("Aseptic meningitis requiring hospital admission occurred after IVIG.", "aseptic-meningitis=serious"),
    ("One patient was readmitted with aseptic meningitis after IVIG.", "aseptic-meningitis=serious"),
    ("IVIG caused haemolysis that needed a transfusion and led to hospitalisation.", "hemolysis=serious"),
    ("Headache after IVIG is not serious.", "headache=mild"),
    ("IVIG causes headache but no serious reactions.", "headache=unspecified"),
    ("IVIG is given in severe combined immunodeficiency and may cause headache.", "headache=unspecified"),
    ("Patients with severe thrombocytopenia had headache after IVIG.", "headache=unspecified"),
    ("In severe disease IVIG may cause headache.", "headache=unspecified"),
    ("IVIG caused a mild rash and a severe headache.", "rash=mild headache=serious"),
    ("Minor reactions such as flushing may follow IVIG.", "flushing=mild"),
    ("Fatal thrombosis has been reported with IVIG.", "thromboembolism=serious"),
    ("IVIG can cause kidney failure and death.", "renal-failure=unspecified death=serious"),
    ("Dangerous side effects of IVIG are stroke and kidney failure.", "stroke=serious renal-failure=serious"),
    ("Major adverse events with IVIG: stroke, kidney failure.", "stroke=serious"),
    ("Headache with IVIG is rarely serious; kidney failure is uncommon but serious.", "headache=unspecified renal-failure=serious"),
    ("Grade 3 headache and grade 4 haemolysis occurred with IVIG.", "headache=serious hemolysis=serious"),
    ("Grade 1-2 headache and grade ≥3 neutropenia were seen with IVIG.", "headache=mild neutropenia=serious"),
    ("IVIG caused headache (severe), rash (mild) and fever.", "headache=serious rash=mild fever=unspecified"),
    ("IVIG caused haemolysis (grade 3) and nausea.", "hemolysis=serious nausea=unspecified"),
    (
        "Adverse events with IVIG, most of them mild (headache, fatigue), and two were serious (pulmonary embolism, stroke).",
        "headache=mild fatigue=mild pulmonary-embolism=serious stroke=serious",
    ),
    ("Side effects of IVIG are usually mild but severe complications such as thrombosis may occur.", "thromboembolism=serious"),
    ("The headache after IVIG was rated as moderate in three patients and severe in one.", "headache=serious"),
    ("IVIG carries a boxed warning for renal failure and thrombosis.", "renal-failure=serious thromboembolism=serious"),
    ("IVIG-related thrombosis led to permanent disability in one man.", "thromboembolism=serious"),
    ("A patient was admitted to intensive care with pulmonary oedema after IVIG.", "pulmonary-edema=serious"),
    ("One patient on IVIG had a kidney failure that required dialysis.", "renal-failure=serious"),
    ("# IVIG side effects\nSeek immediate medical attention if you get hives or trouble breathing.", "urticaria=serious dyspnea=serious"),
    (
        "# Privigen\n## Call your doctor at once if you have\n- dark urine\n- fever\n## Common side effects may include\n- headache",
        "fever=serious headache=unspecified",
    ),
    ("IVIG in severe sepsis: tachycardia occurred in one infant.", "tachycardia=unspecified"),
    ("In patients with severe renal impairment IVIG may cause headache.", "headache=unspecified"),
    ("Non-serious adverse events with IVIG were headache and rash.", "headache=unspecified rash=unspecified"),
    ("No serious adverse events occurred with IVIG; headache and rash were seen.", "headache=unspecified rash=unspecified"),
)
#: The same for frequencies; "unspecified" where a number or a word counts something else.
FREQUENCIES = (
    ("Common (>=1/100 to <1/10): headache, fever.", "headache=common fever=common"),
    ("Very common (may affect more than 1 in 10 people): headache", "headache=very_common"),
    ("IVIG caused headache in 12% of patients and fever in 3%.", "headache=very_common fever=common"),
    ("Headache (12%), fever (3%) and rash (0.5%) occurred with IVIG.", "headache=very_common fever=common rash=uncommon"),
    ("In more than 5 % of patients IVIG caused headache.", "headache=common"),
    ("Up to 1 in 10 people get headache with IVIG.", "headache=common"),
    ("Rarely, IVIG causes thrombosis.", "thromboembolism=rare"),
    ("IVIG frequently causes headache.", "headache=common"),
    ("Headache occurs with 5% of infusions of IVIG.", "headache=common"),
    ("One in five patients has headache after IVIG.", "headache=very_common"),
    ("Two of 150 patients had rash after IVIG.", "rash=common"),
    ("A quarter of patients on IVIG had headache.", "headache=very_common"),
    ("Half of the patients had fever after IVIG.", "fever=very_common"),
    ("Nausea was seen in 3 of 40 patients given IVIG.", "nausea=common"),
    ("Headache is a very common side effect of IVIG; rash is uncommon.", "headache=very_common rash=uncommon"),
    (
        "Headache (very common), rash (uncommon) and stroke (very rare) may follow IVIG.",
        "headache=very_common rash=uncommon stroke=very_rare",
    ),
    ("Side effects of IVIG: headache - common; rash - uncommon; stroke - rare", "headache=common rash=uncommon stroke=rare"),
    ("IVIG often causes headache and, less often, rash.", "headache=common rash=uncommon"),
    ("A few people get a rash after IVIG.", "rash=uncommon"),
    ("Only very rarely has IVIG caused stroke.", "stroke=very_rare"),
    ("Seldom, IVIG causes hives.", "urticaria=rare"),
    ("Stroke after IVIG is exceptional.", "stroke=very_rare"),
    ("Since launch, stroke has been reported with IVIG; its frequency cannot be estimated.", "stroke=unknown"),
    ("Postmarketing reports of IVIG include stroke.", "stroke=unknown"),
    ("Less than 1% of IVIG recipients develop aseptic meningitis.", "aseptic-meningitis=uncommon"),
    ("Headache is common with IVIG, rash uncommon and stroke very rare.", "headache=common rash=uncommon stroke=very_rare"),
    ("Fever and chills often follow IVIG; hypotension and chest pain seldom do.", "fever=common chills=common hypotension=rare"),
    ("Headache and nausea are frequent, thrombosis and haemolysis rare complications of IVIG.", "nausea=common hemolysis=rare"),
    ("Side effects of IVIG: headache (very common), rash, itching (both uncommon), stroke.", "headache=very_common stroke=unspecified"),
    ("In 3% headache, in 1.5% fever and in 0.2% rash was seen under IVIG.", "headache=common fever=common rash=uncommon"),
    ("Headache affected 30% on IVIG against 8% on placebo.", "headache=very_common"),
    ("Rare side effects of IVIG include aseptic meningitis, while headaches are common.", "aseptic-meningitis=rare headache=common"),
    ("Rash is very common with IVIG, headache less so.", "rash=very_common headache=unspecified"),
    (
        "IVIG-related haemolysis occurs in approximately 1.6% of patients, aseptic meningitis in 0.6-0.8%.",
        "hemolysis=common aseptic-meningitis=uncommon",
    ),
    ("Renal failure occurred in 2 of 194 (1%) patients after IVIG.", "renal-failure=common"),
    ("Between 1% and 10% of patients on IVIG have a rash.", "rash=common"),
    ("An estimated 5 to 15 percent of IVIG infusions are followed by headache.", "headache=common"),
    ("Up to fifty per cent of IVIG patients get a headache.", "headache=very_common"),
    ("Headache occurred after 9.5% of IVIG infusions, affecting 41% of patients.", "headache=very_common"),
    ("Haemolysis after IVIG has an incidence of 1 per 1,000 patients.", "hemolysis=rare"),
    ("Rash was uncommon (0.4%) and headache very common (24%) with IVIG.", "rash=uncommon headache=very_common"),
    ("IVIG can cause anaphylaxis (rare), renal failure and headache.", "anaphylaxis=rare renal-failure=unspecified headache=unspecified"),
    ("Haemolysis occurs more frequently with high doses of IVIG.", "hemolysis=unspecified"),
    ("Of 56 patients given IVIG, 12 had headache, 3 fever and 1 thrombosis.", "headache=very_common fever=common thromboembolism=common"),
    ("Headache and nausea were reported by 30% of the IVIG group.", "headache=very_common nausea=very_common"),
    ("Headache was more frequent with IVIG than with placebo (30% vs 10%).", "headache=very_common"),
    ("In common variable immunodeficiency IVIG may cause headache.", "headache=unspecified"),
    ("IVIG is often used in rare diseases and can cause headache.", "headache=unspecified"),
    ("The common cold was no side effect; IVIG caused headache.", "headache=unspecified"),
    ("Infusion of IVIG over 1 in 2 hours may cause headache.", "headache=unspecified"),
    ("Headache followed the third infusion of IVIG.", "headache=unspecified"),
    ("IVIG 10% may cause headache.", "headache=unspecified"),
    ("Platelets rose in 80% of patients; IVIG caused headache.", "headache=unspecified"),
)


def _grades(reader: Reader, sentence: str, attribute: str) -> dict[str, set[str]]:
    grades: dict[str, set[str]] = {}
    for claim in claims_in(reader, f"Side effects of IVIG\n\n{sentence}\n", "has_adverse_effect"):
        grades.setdefault(claim.object, set()).add(getattr(claim, attribute))
    return grades


@pytest.mark.parametrize(("sentence", "expected"), SEVERITIES)
def test_severity(shipped_reader: Reader, sentence: str, expected: str) -> None:
    grades = _grades(shipped_reader, sentence, "severity")
    for effect, grade in (pair.split("=") for pair in expected.split()):
        assert grades.get(effect) == {grade}, f"{effect}: {grades}"


@pytest.mark.parametrize(("sentence", "expected"), FREQUENCIES)
def test_frequency(shipped_reader: Reader, sentence: str, expected: str) -> None:
    grades = _grades(shipped_reader, sentence, "frequency")
    for effect, grade in (pair.split("=") for pair in expected.split()):
        assert grades.get(effect) == {grade}, f"{effect}: {grades}"


def test_a_sentence_goes_on_about_the_effects_of_the_one_before(shipped_reader: Reader) -> None:
    body = "Serious side effects of IVIG are rare. They include stroke and kidney failure."
    assert _grades(shipped_reader, body, "severity") == {"stroke": {"serious"}, "renal-failure": {"serious"}}
    assert _grades(shipped_reader, body, "frequency") == {"stroke": {"rare"}, "renal-failure": {"rare"}}


def test_a_label_is_graded_by_its_sentence(shipped_reader: Reader) -> None:
    assert _grades(shipped_reader, "Hypersensitivity: severe reactions can arise with IVIG.", "severity") == {
        "allergic-reaction": {"serious"}
    }


@pytest.mark.parametrize(
    ("sentence", "share"),
    [
        ("One child in eight had fever.", 12.5),
        ("Three of the 60 patients had fever.", 5.0),
        ("3 out of 30 infusions were followed by fever.", 10.0),
        ("A third of patients had fever.", 33.0),
        pytest.param("The third infusion was followed by fever.", None, id="an ordinal"),
        pytest.param("Give 1 in 2 hours.", None, id="a dose"),
        pytest.param("Up to 1 in 10 people have fever.", None, id="a band"),
        pytest.param("The risk fell from one in four to one in twenty.", None, id="two shares"),
    ],
)
def test_shares(sentence: str, share: float | None) -> None:
    assert share_of(sentence) == share


#: A sentence, the relation that it states and its polarity.
POLARITIES = (
    ("IVIG is given before surgery or in myasthenic crisis, when the breathing muscles fail.", "treats", "affirmed"),
    (
        "IVIG is used for myasthenia gravis that does not respond to plasma exchange, post-transfusion purpura and Kawasaki disease.",
        "treats",
        "affirmed",
    ),
    ("IVIG is used for dermatomyositis when steroids have failed.", "treats", "affirmed"),
    ("IVIG treats Kawasaki disease, which is not rare.", "treats", "affirmed"),
    ("There is no cure for Guillain-Barre syndrome, but IVIG is used to treat it.", "treats", "affirmed"),
    ("Myasthenia gravis cannot be cured, but IVIG treats myasthenia gravis.", "treats", "affirmed"),
    ("Asthma has been reported to respond to IVIG in small series.", "treats", "hedged"),
    ("Success with IVIG in asthma has been mixed.", "treats", "hedged"),
    ("Asthma responds variably to IVIG.", "treats", "hedged"),
    ("Asthma has been treated with IVIG with mixed success.", "treats", "hedged"),
    ("Use of IVIG in asthma rests on case reports alone.", "treats", "hedged"),
    ("Some say that IVIG has cured their asthma.", "treats", "hedged"),
    ("It is unclear whether IVIG helps in asthma.", "treats", "hedged"),
    ("Whether IVIG helps in asthma is unknown.", "treats", "hedged"),
    ("Whether IVIG works in asthma has not been tested.", "treats", "hedged"),
    ("It is not known whether IVIG is effective in asthma.", "treats", "hedged"),
    ("IVIG is said to help in asthma.", "treats", "hedged"),
    ("IVIG is claimed to help in asthma.", "treats", "hedged"),
    ("Fc receptor blockade may play a part in the action of IVIG.", "acts_via", "hedged"),
    ("IVIG is held to act by saturation of the neonatal Fc receptor.", "acts_via", "hedged"),
    ("Saturation of the neonatal Fc receptor is held to be the chief mode of action of IVIG.", "acts_via", "hedged"),
    ("Some authors proposed in 1998 that IVIG acts through Fc receptor blockade.", "acts_via", "hedged"),
    ("IVIG is postulated to act through Fc receptor blockade.", "acts_via", "hedged"),
    ("If your B cells cannot make antibodies, IVIG lends you passive immunity.", "acts_via", "affirmed"),
    ("How it works: If your body does not make antibodies, IVIG lends you passive immunity.", "acts_via", "affirmed"),
    ("Headache was no more frequent with IVIG than with placebo.", "has_adverse_effect", "negated"),
    ("With IVIG, headache was as common as with placebo.", "has_adverse_effect", "negated"),
    ("Hair loss was no more common with IVIG than in controls.", "has_adverse_effect", "negated"),
    ("IVIG does not cause hair loss.", "has_adverse_effect", "negated"),
    ("No hair loss was seen with IVIG.", "has_adverse_effect", "negated"),
    ("IVIG can cause an inflammation of the meninges that is not due to a germ (aseptic meningitis).", "has_adverse_effect", "affirmed"),
    ("IVIG can cause headache, which is not serious.", "has_adverse_effect", "affirmed"),
    ("IVIG may cause headache and chills, but they are not dangerous.", "has_adverse_effect", "affirmed"),
    ("IVIG may carry a risk of transmission of infectious agents.", "has_adverse_effect", "hedged"),
    (
        "Because IVIG is made from human plasma, it may carry a risk of transmitting infectious agents, e.g., viruses.",
        "has_adverse_effect",
        "hedged",
    ),
    ("The possibility of passing on infection with IVIG cannot be fully excluded.", "has_adverse_effect", "hedged"),
    ("With IVIG the risk of transmission of infectious agents cannot be totally ruled out.", "has_adverse_effect", "hedged"),
    ("IVIG carries a residual, theoretical risk of transmitting viruses.", "has_adverse_effect", "hedged"),
    ("Whether IVIG leads to hair loss is unknown.", "has_adverse_effect", "hedged"),
    ("A link between IVIG and hair loss has been suspected.", "has_adverse_effect", "hedged"),
    ("Concern has been raised that IVIG causes necrotizing enterocolitis.", "has_adverse_effect", "hedged"),
    ("In theory IVIG could transmit viruses.", "has_adverse_effect", "hedged"),
)


@pytest.mark.parametrize(("sentence", "predicate", "polarity"), POLARITIES)
def test_polarity(shipped_reader: Reader, sentence: str, predicate: str, polarity: str) -> None:
    said = {claim.polarity for claim in claims_in(shipped_reader, f"Immunoglobulin therapy\n\n{sentence}\n", predicate)}
    assert said == {polarity}


@pytest.mark.parametrize("sentence", ["IVIG is not used for: asthma, autism.", "Do not use IVIG for: asthma."])
def test_a_colon_does_not_end_a_denial(shipped_reader: Reader, sentence: str) -> None:
    claims = claims_in(shipped_reader, f"Immunoglobulin therapy\n\n{sentence}\n", "treats")
    assert all(claim.polarity == "negated" for claim in claims)


@pytest.mark.parametrize(
    "sentence",
    [
        "Asthma is not treated with IVIG.",
        "Asthma does not respond to IVIG.",
        "Asthma should not be treated with IVIG.",
        "Selective IgA deficiency does not usually require IVIG.",
        "Trials found no benefit in autism, and IVIG is not recommended for asthma.",
    ],
)
def test_a_use_denied_is_no_use(shipped_reader: Reader, sentence: str) -> None:
    claims = claims_in(shipped_reader, f"Immunoglobulin therapy\n\n{sentence}\n", "treats")
    assert all(claim.polarity == "negated" for claim in claims)


#: Texts in the layouts of leaflets, labels and articles: what stands above or beside an effect grades it.
LAYOUTS = (
    (
        "4. Possible side effects\n"
        "\n"
        "Very common (may affect more than 1 in 10 people):\n"
        "- headache\n"
        "- fever\n"
        "\n"
        "Common (may affect up to 1 in 10 people):\n"
        "- nausea\n"
        "- rash\n"
        "\n"
        "Not known (frequency cannot be estimated from the available data):\n"
        "- haemolysis\n",
        "frequency",
        "headache=very_common fever=very_common nausea=common rash=common hemolysis=unknown",
    ),
    (
        "4.8 Undesirable effects\n"
        "\n"
        "Very common: headache. Common: nausea, rash, fever. Uncommon: dizziness. Rare: aseptic meningitis. Not known: haemolysis.\n",
        "frequency",
        "headache=very_common nausea=common rash=common fever=common dizziness=uncommon aseptic-meningitis=rare hemolysis=unknown",
    ),
    (
        "6 ADVERSE REACTIONS\n"
        "\n"
        "The most common adverse reactions (reported in >=5% of subjects) were headache, fatigue, nausea and pyrexia.\n"
        "\n"
        "| Adverse reaction | Subjects (%) [N=60] | Infusions (%) [N=900] |\n"
        "|---|---|---|\n"
        "| Headache | 18 (30%) | 40 (4.4%) |\n"
        "| Nausea | 5 (8.3%) | 9 (1%) |\n"
        "| Dizziness | 1 (1.7%) | 1 (0.1%) |\n",
        "frequency",
        "headache=very_common nausea=common dizziness=common",
    ),
    (
        "Side effects\n\n| Side effect | How often |\n|---|---|\n| Headache | very common |\n| Rash | 1 in 50 |\n| Stroke | rare |\n",
        "frequency",
        "headache=very_common rash=common stroke=rare",
    ),
    (
        "Possible side effects of IVIG\n"
        "\n"
        "Serious side effects\n"
        "\n"
        "Tell your doctor straight away if you have:\n"
        "- chest pain\n"
        "- a blood clot\n"
        "\n"
        "Other side effects\n"
        "- headache\n"
        "- nausea\n",
        "severity",
        "headache=unspecified nausea=unspecified",
    ),
    (
        "WARNING: THROMBOSIS, RENAL DYSFUNCTION AND ACUTE RENAL FAILURE\n"
        "\n"
        "Thrombosis may occur with immune globulin products, also GAMMAGARD. "
        "Acute renal failure has been seen in some patients.\n",
        "severity",
        "thromboembolism=serious acute-kidney-injury=serious",
    ),
    (
        "Side effects of IVIG\n"
        "\n"
        "Most side effects of IVIG are mild. They include headache, fever and nausea. "
        "Rarely, more serious side effects occur, such as kidney failure and blood clots.\n",
        "severity",
        "headache=mild fever=mild nausea=mild renal-failure=serious thromboembolism=serious",
    ),
    (
        "Side effects of IVIG\n"
        "\n"
        "Common side effects (more than 1 in 20): headache and fever\n"
        "Less common side effects (fewer than 1 in 100): rash\n",
        "frequency",
        "headache=common fever=common rash=uncommon",
    ),
    (
        "Side effects of IVIG\n\nAbout 5 in 100 people get a headache. Fewer than 1 in 1000 people have a stroke.\n",
        "frequency",
        "headache=common stroke=rare",
    ),
    (
        "Adverse events in the IVIG trial\n"
        "\n"
        "Headache occurred in 24 of 60 patients (40%), nausea in 6 (10%) and rash in 2 (3%). Aseptic meningitis was reported once.\n",
        "frequency",
        "headache=very_common nausea=very_common rash=common",
    ),
    (
        "Safety of IVIG\n"
        "\n"
        "Adverse reactions with IVIG were headache (40%), pyrexia (12.5%), nausea and vomiting (each 8%), and chills (<1%).\n",
        "frequency",
        "headache=very_common fever=very_common nausea=common vomiting=common chills=uncommon",
    ),
    (
        "Safety of IVIG\n\nHeadache and fever were seen in 30% and 8% of patients on IVIG, respectively.\n",
        "frequency",
        "headache=very_common fever=common",
    ),
    (
        "Safety of IVIG\n\nThe incidence of headache with IVIG was 12 per 100 infusions and that of rash 3 per 1,000 infusions.\n",
        "frequency",
        "headache=very_common rash=uncommon",
    ),
    (
        "Safety of IVIG\n\nHemolysis after IVIG occurs in 1-2% of patients, aseptic meningitis in about 0.5%.\n",
        "frequency",
        "hemolysis=common aseptic-meningitis=uncommon",
    ),
)


@pytest.mark.parametrize(("text", "attribute", "expected"), LAYOUTS)
def test_layout(shipped_reader: Reader, text: str, attribute: str, expected: str) -> None:
    grades: dict[str, set[str]] = {}
    for claim in claims_in(shipped_reader, f"GAMMAGARD immune globulin intravenous\n\n{text}", "has_adverse_effect"):
        grades.setdefault(claim.object, set()).add(getattr(claim, attribute))
    for effect, grade in (pair.split("=") for pair in expected.split()):
        assert grade in grades.get(effect, set()), f"{effect}: {grades}"


def test_blanks_of_a_lost_table_cost_no_time() -> None:
    """Giving back blanks one by one would take hours over so many."""
    text = "headache" + " " * 20_000 + "seen by 12% of the nurses"
    assert percent_after(text, 8, (0, len(text)), in_table=False) == "very_common"
