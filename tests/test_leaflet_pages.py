"""Leaflets as their PDF files give them, and pages on a disease: what is told of the disease, its list and its reader stays there."""

from __future__ import annotations

import textwrap

import pytest
from reading_fixtures import claims_in, objects_in

from kg.reading.claims import Reader
from kg.reading.layout import lay_out

#: A page on a disease, one of whose headings names the product.
PAGE = """MYASTHENIA GRAVIS (MG) is a long-lasting disease of nerve and muscle. It can result in double vision, drooping eyelids and trouble walking.

It often begins slowly. Nobody knows how it starts. Tests of the blood tell it from other illnesses of the same kind.

Tablets are what most people take for it. They work for some hours. Many people lead an ordinary life with them for decades.

Exchange of plasma and IVIG

In a crisis, intravenous immunoglobulin can be used to bind the circulating antibodies.
"""

#: The first section of a leaflet, hard-wrapped, with the number of a page in it.
LEAFLET = """1. What Octagam is and what it is used for
Octagam is used for:
Treatment of adults and of children between 2 and 18 years of age in whom vaccination
against measles is not advised.
Treatment of certain autoimmune disorders (immunomodulation). There are three groups:

Primary immune thrombocytopenia (ITP), an illness in which platelets, the little cells of
clotting, become few. A fall in their number may cause unwanted bleeding and bruising. The
medicine helps before an operation.

17 -

Guillain-Barré syndrome, in which the nerves are harmed.

Kawasaki disease, an illness of small children.

2. What you need to know before you are given Octagam

Warnings and precautions
Care is needed in patients with risk factors for thrombotic events. So please
tell your doctor if you have:
* diabetes
* diseases which increase blood viscosity

If you have a kidney disease and Octagam is new to you, you may suffer acute kidney
failure.
"""


def test_a_heading_over_treatments_does_not_make_a_product_the_topic(shipped_reader: Reader) -> None:
    assert not objects_in(shipped_reader, PAGE, "has_adverse_effect")
    assert "myasthenia-gravis" in objects_in(shipped_reader, PAGE, "treats")
    assert "autoantibody-neutralisation" in objects_in(shipped_reader, PAGE, "acts_via")


def test_what_the_disease_does_is_no_effect_where_the_use_is_told(shipped_reader: Reader) -> None:
    assert objects_in(shipped_reader, LEAFLET, "has_adverse_effect") == {"acute-kidney-injury"}


def test_the_groups_of_a_class_are_members_of_it_across_a_page_break(shipped_reader: Reader) -> None:
    members = {claim.subject for claim in claims_in(shipped_reader, LEAFLET, "in_category") if claim.object == "autoimmune-disease"}
    assert members == {"immune-thrombocytopenia", "guillain-barre-syndrome", "kawasaki-disease"}


def test_where_a_vaccine_is_not_advised_the_product_stands_for_it(shipped_reader: Reader) -> None:
    claims = claims_in(shipped_reader, LEAFLET, "prevents")
    assert [(claim.object, claim.status, claim.surface) for claim in claims] == [("measles", "approved", "measles")]
    given_to_vaccinated = "What Octagam is used for\nAdults in whom vaccination against measles did its work do not need it.\n"
    assert not objects_in(shipped_reader, given_to_vaccinated, "prevents")


def test_what_the_reader_has_raises_what_the_sentence_before_names(shipped_reader: Reader) -> None:
    factors = {claim.object: (claim.polarity, claim.effect) for claim in claims_in(shipped_reader, LEAFLET, "has_risk_factor")}
    assert factors["diabetes-mellitus"] == ("affirmed", "thromboembolism")
    assert factors["hyperviscosity"] == ("affirmed", "thromboembolism")
    assert factors["kidney-disease"] == ("affirmed", "acute-kidney-injury")


def test_those_who_get_a_prophylaxis_have_what_it_does_not_prevent(shipped_reader: Reader) -> None:
    text = "IVIG prophylaxis in young patients with leukemia prevents bacterial infections."
    assert objects_in(shipped_reader, text, "prevents") == {"bacterial-infection"}


def test_what_is_used_against_a_disease_does_not_bring_it_about(shipped_reader: Reader) -> None:
    text = "Hyperimmune globulin for influenza\n\nThe study tests an immunoglobulin in people with influenza. Influenza is common and occurs in winter."
    assert "influenza" not in objects_in(shipped_reader, text, "has_adverse_effect")


@pytest.mark.parametrize("members", ["viral or bacterial infections, such as hepatitis C or scarlet fever"])
def test_of_two_classes_the_nearer_one_is_not_taken_for_both(shipped_reader: Reader, members: str) -> None:
    claims = claims_in(shipped_reader, f"Immune thrombocytopenia may follow {members}. It is treated with IVIG.", "in_category")
    assert ("hepatitis-c", "bacterial-infection") not in {(claim.subject, claim.object) for claim in claims}


def test_a_shared_head_does_not_cut_a_longer_name(shipped_reader: Reader) -> None:
    text = "RhIG is used to prevent D alloimmunization and hemolytic disease of the newborn."
    assert objects_in(shipped_reader, text, "prevents") == {"rh-isoimmunization", "hemolytic-disease-of-the-fetus-and-newborn"}


@pytest.mark.parametrize("number", ["12", "- 12 -", "12 -", "Page 3 of 14"])
def test_page_numbers_are_no_text_where_marks_show_them(number: str) -> None:
    text = f"The first part of the text ends here.\n\n{number}\n\nThe second part of the text begins here."
    blocks = [text[block.start : block.end] for block in lay_out(text).blocks]
    assert (number in blocks) == (number == "12")  # a bare number may be the cell of a table


def test_the_items_of_a_list_that_is_not_wrapped_stay_apart() -> None:
    text = "It is used for:\nKawasaki disease, together with aspirin; the vessels of the children are inflamed, and the heart may be harmed\n"
    text += "multifocal motor neuropathy\nmyositis, where other medicines did not work, were not borne by those who took them, "
    text += "or could not be given for another reason, as is often so\n"
    assert [block.kind for block in lay_out(text).blocks] == ["paragraph", "item", "item", "item"]


#: Paragraphs whose lines break where the next word has no place, in the width of a page of print.
WIDE = """Warnings and precautions

Thrombosis may occur with human normal immunoglobulin in the absence of known factors, and in those who have them it is more likely;
patients should drink enough.
Haemolysis, in some cases with kidney failure, has occurred in recipients with blood group A, B or AB, mostly after high doses of the
Guillain-Barré syndrome kind.

Uncommon (up to 1 in
100 people): headache, feeling sick, back pain and a rash of the face and of the hands, as well as
chills.
"""


@pytest.mark.parametrize("width", [60, 75, 90, 110])
def test_a_text_has_the_same_sentences_whatever_its_width(width: int) -> None:
    lines = [line for paragraph in WIDE.split("\n\n") for line in [*textwrap.wrap(paragraph, width, break_on_hyphens=False), ""]]
    wrapped, plain = "\n".join(lines), "\n\n".join(" ".join(paragraph.split()) for paragraph in WIDE.split("\n\n"))
    assert [" ".join(wrapped[s.start : s.end].split()) for s in lay_out(wrapped).sentences] == [plain[s.start : s.end] for s in lay_out(plain).sentences]


def test_a_list_in_lines_of_one_width_is_not_joined() -> None:
    items = ["pain in the back or in the joints, or both", "blood clots in the legs, lungs or the brain", "headache that comes with a stiff neck soon"] * 3
    text = "\n".join(["Side effects are:", *(f"- {item}" for item in items)])
    assert [block.kind for block in lay_out(text).blocks] == ["paragraph", *["item"] * len(items)]


def test_empty_lines_between_the_items_of_a_list_do_not_part_it(shipped_reader: Reader) -> None:
    effects = "The following side effects are common (up to 1 in 10 people):\n{0}Headache\n{0}Rash\n{0}Fever\n{0}Joint pain\n{0}Chills\n{0}"
    text = "What Octagam is used for\n\nOctagam is used for Kawasaki disease.\n\nPossible side effects\n\n" + effects
    text += "Storage\n\nKeep it in the fridge, and do not freeze it."
    for gap in ("", "\n"):
        claims = claims_in(shipped_reader, text.format(gap), "has_adverse_effect")
        assert {(claim.object, claim.frequency) for claim in claims} == {
            (effect, "common") for effect in ("headache", "rash", "fever", "arthralgia", "chills")
        }


def test_a_mark_in_a_line_of_its_own_opens_the_item_below(shipped_reader: Reader) -> None:
    text = "Octagam is used for:\n•\nKawasaki disease\n\n•\nimmune thrombocytopenia\n"
    assert [text[block.start : block.end] for block in lay_out(text).blocks] == ["Octagam is used for:", "Kawasaki disease", "immune thrombocytopenia"]
    assert objects_in(shipped_reader, text, "treats") == {"kawasaki-disease", "immune-thrombocytopenia"}


def test_the_sections_of_a_label_in_one_line_are_found(shipped_reader: Reader) -> None:
    text = (
        "1 INDICATIONS AND USAGE OCTAGAM is indicated for the treatment of chronic immune thrombocytopenia in adults. 4 CONTRAINDICATIONS OCTAGAM is "
        "contraindicated in: • patients with hereditary fructose intolerance • patients who had anaphylaxis after immune globulin 5 WARNINGS "
        "AND PRECAUTIONS 5.1 Hypersensitivity Keep epinephrine at hand for reactions that come at once. 5.2 Renal Failure Watch the kidneys "
        "of all who get the product, above all where they are old or have diabetes. 6 ADVERSE REACTIONS The most common reactions, in more "
        "than 5% of the subjects of the trial, were headache and nausea."
    )
    assert objects_in(shipped_reader, text, "contraindicated_in") >= {"hereditary-fructose-intolerance"}
    assert {(c.object, c.status) for c in claims_in(shipped_reader, text, "treats")} == {("immune-thrombocytopenia", "approved")}
    assert {(c.object, c.section) for c in claims_in(shipped_reader, text, "has_adverse_effect")} >= {
        ("headache", "ADVERSE REACTIONS"),
        ("nausea", "ADVERSE REACTIONS"),
    }
