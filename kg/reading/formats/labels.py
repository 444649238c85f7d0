"""Drug labels in the HL7 format SPL: the decoded XML goes in, a document whose sections carry their LOINC codes comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.errors import DocumentError
from kg.reading.formats.composition import Composition, tidy
from kg.reading.formats.elements import find_text, parse_xml
from kg.reading.formats.flow import Markup, Meaning, compose, inline, local_name
from kg.records import Document

__all__ = ["LABEL_ROOTS", "SECTION_TITLES", "from_label"]

LABEL_ROOTS = frozenset({"document"})
_HL7 = "urn:hl7-org:v3"
#: The code systems in which a label of the Food and Drug Administration states its kind, and how those of Health Canada begin.
_OF_US = frozenset({"2.16.840.1.113883.6.1", ""})
_OF_CANADA = "2.16.840.1.113883.2.20."
#: The code of a part that has no meaning of its own; it belongs to the section that it stands in.
UNCLASSIFIED = "42229-5"
#: LOINC codes of the sections of a label; the title is used where the label gives none.
SECTION_TITLES = {
    "34066-1": "Boxed warning",
    "34067-9": "Indications and usage",
    "34068-7": "Dosage and administration",
    "34069-5": "How supplied",
    "34070-3": "Contraindications",
    "34071-1": "Warnings",
    "34072-9": "General precautions",
    "34073-7": "Drug interactions",
    "34074-5": "Drug and laboratory test interactions",
    "34076-0": "Information for patients",
    "34079-4": "Labor and delivery",
    "34080-2": "Nursing mothers",
    "34081-0": "Pediatric use",
    "34082-8": "Geriatric use",
    "34084-4": "Adverse reactions",
    "34088-5": "Overdosage",
    "34089-3": "Description",
    "34090-1": "Clinical pharmacology",
    "34091-9": "Animal pharmacology or toxicology",
    "34092-7": "Clinical studies",
    "42228-7": "Pregnancy",
    "42230-3": "Patient package insert",
    "42231-1": "Medication guide",
    "42232-9": "Precautions",
    "43678-2": "Dosage forms and strengths",
    "43679-0": "Mechanism of action",
    "43680-8": "Nonclinical toxicology",
    "43681-6": "Pharmacodynamics",
    "43682-4": "Pharmacokinetics",
    "43684-0": "Use in specific populations",
    "43685-7": "Warnings and precautions",
    "43683-2": "Recent major changes",
    "48780-1": "Product data",
    "51945-4": "Package label",
    "60559-2": "Components",
    "60560-0": "Intended use of the device",
    "60561-8": "Other safety information",
    "77290-5": "Lactation",
    "77291-3": "Females and males of reproductive potential",
    "88436-1": "Patient counseling information",
    "90374-0": "Clinical trials experience",
    "90375-7": "Postmarketing experience",
}
#: Kinds of labels that are written for patients.
_FOR_PATIENTS = frozenset({"42230-3", "42231-1"})
#: What the title of a label says of the highlights before it names the product.
_HIGHLIGHTS = re.compile(
    r"^these highlights do not include all (?:of )?the information.*?(?:see full prescribing information(?: for [^.]*)?\.|$)\s*",
    re.IGNORECASE,
)
_MEANINGS: dict[str, Meaning] = {
    **dict.fromkeys(("paragraph", "caption"), "block"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("renderMultiMedia", "observationMedia"), "left out"),
    "br": "break", "footnote": "note", "item": "item", "list": "list", "sup": "superscript", "table": "table", "tr": "row",
}  # fmt: skip
#: How the text shows what a revision took out: it is kept in the file and struck through.
_STRUCK = "strikethrough"
_MARKUP = Markup(
    _MEANINGS, is_left_out=lambda element: element.get("revised") == "delete" or _STRUCK in (element.get("styleCode") or "").casefold().split()
)
#: A caption of an item that has neither a word nor a share is its bullet or number, which every item gets anyway.
_WORDS = re.compile(r"(?!\W*[ivx]+\W*$).*(?:[^\W\d_]{3}|[%/<>≥≤])", re.IGNORECASE)
_CLOSING = frozenset(".:;?!–—-")


def from_label(text: str, *, id: str, sha256: str) -> Document:
    """Make a document of a label: the product's name, then each section under its title.

    A subsection without a code of its own has that of the section around it. The highlights (`excerpt`) repeat the sections
    and are left out. Raises DocumentError for broken XML and for XML of HL7 that is no label.
    """
    root = parse_xml(text, id)
    if not root.tag.startswith(f"{{{_HL7}}}"):
        raise DocumentError(id, "XML of an unknown kind (its root is <document> outside the namespace of HL7 v3)")
    for part in root.iter():
        if isinstance(part.tag, str):
            part.tag = local_name(part)
    _prepare_items(root)
    composition = Composition()
    products = list(dict.fromkeys(_products(root)))
    product = next(iter(products), "")
    named = root.find("title")
    title = inline(named, _MARKUP) if named is not None else ""
    composition.heading(product or title)
    if product:
        # The product data name the substance, the title the kind of product, such as one that is given into a vein.
        composition.line(_HIGHLIGHTS.sub("", title))
    for section in root.iterfind("component/structuredBody/component/section"):
        _write_section(section, "", composition)
    body, sections = composition.finish()
    if not any(section.code for section in sections):
        raise DocumentError(id, "a drug label without sections of text")
    set_id = _attribute(root, "setId", "root")
    system = _attribute(root, "code", "codeSystem")
    jurisdiction = "US" if system in _OF_US else "CA" if system.startswith(_OF_CANADA) else ""
    stated = {
        "set-id": set_id,
        "version": _attribute(root, "versionNumber", "value"),
        "label-type": _attribute(root, "code", "displayName"),
        "product": " | ".join(products),
        "language": _attribute(root, "languageCode", "code"),
        "jurisdiction": jurisdiction,
    }
    return Document(
        id=id,
        text=body,
        sha256=sha256,
        title=product or title,
        publisher=find_text(root, "author/assignedEntity/representedOrganization/name"),
        source=f"https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid={set_id}" if set_id and jurisdiction == "US" else "",
        date=_date(_attribute(root, "effectiveTime", "value")),
        format="spl",
        sections=sections,
        metadata={name: value for name, value in stated.items() if value},
    )


def _prepare_items(root: Any) -> None:
    """Make the caption of an item the words that it opens with ("Rare: hemolysis"), unless it is a bullet or a number."""
    for caption in root.iterfind(".//item/caption"):
        words = tidy("".join(caption.itertext()))
        if _WORDS.match(words) is None:
            for part in list(caption):
                caption.remove(part)
            caption.text = ""
        else:
            caption.tag = "content"
            caption.tail = f"{'' if words[-1] in _CLOSING else ':'} {(caption.tail or '').lstrip()}"


def _write_section(section: Any, code_above: str, composition: Composition) -> None:
    own = _attribute(section, "code", "code")
    code = own if own and own != UNCLASSIFIED else code_above or own
    texts = [part for part in section if local_name(part) == "text"]
    title = section.find("title")
    heading = inline(title, _MARKUP) if title is not None else ""
    if heading or any("".join(part.itertext()).strip() for part in texts):
        composition.heading(heading or SECTION_TITLES.get(code, ""), code=code)
    for part in texts:
        compose(part, _MARKUP, composition)
    for part in section.iterfind("component/section"):
        _write_section(part, code, composition)


def _products(root: Any) -> Iterator[str]:
    """Give the name of each product with its generic name, as they stand in the product data."""
    for product in root.iter("manufacturedProduct", "manufacturedMedicine"):
        name = find_text(product, "name")
        generic = find_text(product, "asEntityWithGeneric/genericMedicine/name")
        if name:
            yield f"{name} ({generic})" if generic and generic.casefold() != name.casefold() else name


def _attribute(element: Any, path: str, name: str) -> str:
    found = element.find(path)
    return tidy(found.get(name) or "") if found is not None else ""


def _date(value: str) -> str:
    """Write a date of HL7 (20240115, 202401, 20240115093000) as far as it is stated, as YYYY-MM-DD."""
    found = re.match(r"(\d{4})(\d\d)?(\d\d)?", value)
    return "-".join(part for part in found.groups() if part) if found else ""
