"""What headings do for what stands below them: whole pages in the layouts of the web go in, claims with their grades come out."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading_fixtures import claims_in, claims_in_file, objects_in

from kg.reading.claims import Reader


def pairs(reader: Reader, text: str, predicate: str) -> set[tuple[str, str]]:
    return {(claim.subject, claim.object) for claim in claims_in(reader, text, predicate)}


FACTORS = """Unwanted Effects of IVIG
IVIG is well tolerated by most people. [1, 2]
Serious Late Reactions
Acute Kidney Injury
- Seen above all with products that hold sucrose
- High-risk patients include: age over 65 years, dehydration, high blood pressure and diabetes
Risk Factors for Severe Complications
Thrombotic Events
- Immobilization
- High blood pressure
Anaphylactic Reactions
- IgA deficiency with anti-IgA antibodies
"""


def test_lines_over_marked_items_are_headings_and_name_the_effect_of_the_factors(shipped_reader: Reader) -> None:
    found = {(claim.object, claim.effect) for claim in claims_in(shipped_reader, FACTORS, "has_risk_factor")}
    assert {("advanced-age", "acute-kidney-injury"), ("dehydration", "acute-kidney-injury")} <= found
    assert {("immobilization", "thromboembolism"), ("hypertension", "thromboembolism")} <= found
    assert ("iga-deficiency-with-anti-iga-antibodies", "anaphylaxis") in found
    # What raises a risk is no effect itself.
    assert {"dehydration", "hypertension"}.isdisjoint(claim.object for claim in claims_in(shipped_reader, FACTORS, "has_adverse_effect"))


GRADED = """Intravenous immunoglobulin

The most common side effects

- headache
- chills

Mild reactions

- itching

Severe side effects

There is a severe reaction called aseptic meningitis. It is rare. Blood clots can form. They are very rare.
"""


def test_headings_and_the_next_sentence_grade_the_effects(shipped_reader: Reader) -> None:
    found = {claim.object: (claim.severity, claim.frequency) for claim in claims_in(shipped_reader, GRADED, "has_adverse_effect")}
    assert found["headache"] == ("unspecified", "common")
    assert found["pruritus"][0] == "mild"
    assert found["aseptic-meningitis"] == ("serious", "rare")
    assert found["thromboembolism"][1] == "very_rare"


TIMING = """What are the side effects of immunoglobulin?

During the infusion

Flushing can occur. Shivering can occur but this is very rare.

How is immunoglobulin given?

During the infusion

A nurse will sit with you.
"""


def test_a_heading_on_time_goes_on_with_the_section_above_it(shipped_reader: Reader) -> None:
    found = {claim.object: claim.frequency for claim in claims_in(shipped_reader, TIMING, "has_adverse_effect")}
    assert found == {"flushing": "unspecified", "chills": "very_rare"}


def test_a_page_is_about_the_product_of_its_first_heading(shipped_reader: Reader) -> None:
    text = "What are the side effects of immunoglobulin?\n\n" + "A nurse looks after you. " * 20 + "\n\nA rash can occur.\n"
    assert pairs(shipped_reader, text, "has_adverse_effect") == {("immunoglobulin", "rash")}
    illness = text.replace("What are the side effects of immunoglobulin?", "Myasthenia gravis and immunoglobulin")
    assert pairs(shipped_reader, illness, "has_adverse_effect") == set()


USES = """Immune Globulin IV, IVIG

Labeled

- Kawasaki disease
- measles prophylaxis
- respiratory syncytial virus (RSV) infection prophylaxis

Off-Label

- myocarditis
"""


def test_headings_say_the_status_and_prophylaxis_is_no_treatment(shipped_reader: Reader) -> None:
    treated = {claim.object: claim.status for claim in claims_in(shipped_reader, USES, "treats")}
    assert treated == {"kawasaki-disease": "approved", "myocarditis": "used"}
    assert objects_in(shipped_reader, USES, "prevents") == {"measles", "respiratory-syncytial-virus-infection"}


@pytest.mark.parametrize(
    ("sentence", "prevented"),
    [
        ("HBIG is given for hepatitis B prophylaxis after contact.", "hepatitis-b"),
        ("HBIG: immunoprophylaxis of hepatitis B in newborns.", "hepatitis-b"),
        ("IVIG clearly lowers serious infection rates.", "severe-infection"),
    ],
)
def test_what_is_prevented_is_not_treated(shipped_reader: Reader, sentence: str, prevented: str) -> None:
    assert prevented in objects_in(shipped_reader, sentence, "prevents")
    assert claims_in(shipped_reader, sentence, "treats") == []


WRAPPED = """Subgam belongs to a group of medicines called
immunoglobulins. These medicines hold what your
blood lacks.
Antibodies are proteins that help the body to fight
infection by binding to germs. Subgam is used in
the treatment of antibody deficiency.

Subgam is given to these groups of patients:
• patients with a cancer of the blood
(chronic lymphocytic leukaemia) that leads
to a want of antibody production
• patients with primary immuno
deficiency syndromes
"""


def test_wrapped_lines_are_no_headings_and_brackets_go_on(shipped_reader: Reader) -> None:
    treated = objects_in(shipped_reader, WRAPPED, "treats")
    assert treated == {"antibody-deficiency", "primary-immunodeficiency"}


OFFERED = """Guillain-Barre syndrome: policy

Medical necessity

The plan takes each of these therapies for medically necessary in the treatment of Guillain-Barre syndrome:

1. Intravenous immunoglobulin when the criteria are met.
2. Plasma exchange.
"""


def test_the_introduction_of_a_list_names_what_its_products_treat(shipped_reader: Reader) -> None:
    assert pairs(shipped_reader, OFFERED, "treats") == {("intravenous-immunoglobulin", "guillain-barre-syndrome")}
    other_aim = OFFERED.replace("the treatment of Guillain-Barre syndrome:", "patients of the clinic:")
    assert pairs(shipped_reader, other_aim, "treats") == set()


DISEASE = """Common variable immunodeficiency

Common variable immunodeficiency is an immune disorder marked by recurrent infections and low antibody levels.

Lifelong immunoglobulin replacement is the usual treatment. IVIG is better at preventing pneumonia than no treatment.
"""


def test_the_signs_and_classes_of_a_disease_are_not_treated(shipped_reader: Reader) -> None:
    treated = objects_in(shipped_reader, DISEASE, "treats")
    assert treated == {"common-variable-immunodeficiency"}


def test_glued_sentences_are_parted(shipped_reader: Reader) -> None:
    said = (
        "Acute renal failure may occur with IVIG in some patients .Patients predisposed to acute renal failure include those with sepsis."
    )
    text = f"IVIG\n\nWarnings\n\n{said}\n"
    found = objects_in(shipped_reader, text, "has_risk_factor")
    assert found == {"sepsis"}


def test_a_question_in_title_case_is_one_heading(shipped_reader: Reader) -> None:
    text = "What Is Anthrax Immune Globulin and How Does It Work?\n\nIt is used to treat inhalational anthrax.\n\nIt comes as Anthrasil.\n"
    assert {(c.subject, c.object) for c in claims_in(shipped_reader, text, "treats")} == {("anthrax-immunoglobulin", "anthrax")}


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("## Sjögren’s disease – what then?", "Sjögren’s disease – what then?"),
        ("# Ærø, Ørsted & ﬁne ßtraße", "Ærø, Ørsted & ﬁne ßtraße"),
        ("## Side effects ##", "Side effects"),
        ("## [Side   effects](https://example.org/a_(b)) of **IVIG** {#harms}", "Side effects of IVIG"),
        ("Naïve effects\n===", "Naïve effects"),
        ("## 4.8 Side effects of `C#`", "Side effects of C#"),
    ],
)
def test_a_claim_names_its_heading_as_it_is_written(shipped_reader: Reader, tmp_path: Path, heading: str, section: str) -> None:
    (tmp_path / "a.md").write_text(f"{heading}\n\nIVIG may cause headache.\n", encoding="utf-8")
    (claim,) = claims_in_file(shipped_reader, tmp_path / "a.md", "has_adverse_effect")
    assert claim.section == section


def sections_in(reader: Reader, path: Path, markup: str) -> dict[str, str]:
    path.write_text(markup, encoding="utf-8")
    return {claim.object: claim.section for claim in claims_in_file(reader, path, "has_adverse_effect")}


def test_a_stated_heading_stands_over_what_follows_it_at_once(shipped_reader: Reader, tmp_path: Path) -> None:
    rows = "<tr><td>Headache</td><td>12%</td></tr><tr><td>Fever</td><td>3%</td></tr>"
    caption = "<label>Table 2</label><caption><p>What IVIG did</p></caption>"
    table = f"<table-wrap>{caption}<table><tr><th>Effect</th><th>%</th></tr>{rows}</table></table-wrap>"
    article = "<article><front><article-meta><title-group><article-title>Immunoglobulins</article-title></title-group></article-meta></front><body><sec>"
    behind = "<p>IVIG may cause chills.</p></sec><sec><title>Discussion</title><p>IVIG may cause nausea.</p></sec></body></article>"
    found = sections_in(shipped_reader, tmp_path / "a.nxml", f"{article}<title>What was seen</title>{table}{behind}")
    assert found == {"headache": "What was seen", "fever": "What was seen", "chills": "What was seen", "nausea": "Discussion"}
    page = f"<html><h1>IVIG</h1><h2>Safety</h2><table><caption>Effects of IVIG</caption>{rows}</table><h2>More</h2><p>IVIG may cause chills.</p></html>"
    assert sections_in(shipped_reader, tmp_path / "a.html", page)["chills"] == "More"
    sentence = "<html><h1>IVIG</h1><h2>IVIG may cause headache.</h2><p>It may cause fever.</p></html>"
    assert set(sections_in(shipped_reader, tmp_path / "b.html", sentence)) == {"headache", "fever"}


def test_a_section_goes_on_behind_its_boxes_tables_and_figures(shipped_reader: Reader, tmp_path: Path) -> None:
    box = "<boxed-text><caption><title>Box 1: Warnings</title></caption><p>IVIG may cause thrombosis.</p></boxed-text>"
    figure = "<fig><label>Figure 1</label><caption><title>Course.</title><p>IVIG may cause fever.</p></caption></fig>"
    body = (
        f"<body><p>IVIG may cause chills.</p><sec><title>What was seen</title><p>Here.</p>{box}{figure}<p>IVIG may cause headache.{box}</p>"
        "<disp-formula><label>(1)</label>x</disp-formula><p>IVIG may cause nausea.</p></sec></body>"
    )
    title = "<title-group><article-title>Immunoglobulins</article-title></title-group>"
    abstract = "<abstract><title>Summary</title><p>IVIG may cause vomiting.</p></abstract>"
    article = f"<article><front><article-meta>{title}{abstract}</article-meta></front>{body}</article>"
    found = sections_in(shipped_reader, tmp_path / "a.nxml", article)
    assert found.pop("thromboembolism") == "Box 1: Warnings"
    assert found == {"vomiting": "Summary", "chills": "", **dict.fromkeys(("fever", "headache", "nausea"), "What was seen")}


def test_parts_without_titles_go_on_with_the_section_around_them(shipped_reader: Reader, tmp_path: Path) -> None:
    inner = "<sec><p>IVIG may cause headache.</p></sec>"
    body = f"<body><sec><title>What was seen</title>{inner}</sec><sec><p>IVIG may cause chills.</p></sec></body>"
    back = "<back><notes><p>IVIG may cause fever.</p></notes></back>"
    found = sections_in(shipped_reader, tmp_path / "a.nxml", f"<article><front/>{body}{back}</article>")
    assert found["headache"] == "What was seen"
    coded = "<code code='{}' codeSystem='2.16.840.1.113883.2.20.6.8'/>".format
    unnamed = f"<component><section>{coded(440)}<text><paragraph>IVIG may cause nausea.</paragraph></text></section></component>"
    section = f"<component><section>{coded(90)}<title>8 ADVERSE REACTIONS</title><text>All.</text>{unnamed}</section></component>"
    label = f"<document xmlns='urn:hl7-org:v3'><component><structuredBody>{section}</structuredBody></component></document>"
    assert sections_in(shipped_reader, tmp_path / "a.xml", label) == {"nausea": "ADVERSE REACTIONS"}
