"""What kind of section a passage stands in: headings go in, kinds such as indications, adverse or contraindications come out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.reading.cues import CueBook, Phrase, Stream, read_rows
from kg.reading.layout import Block, is_shouted, is_title_case
from kg.reading.words import tokenise
from kg.records import Section

__all__ = ["Headings", "Place"]

#: LOINC codes of the sections of structured product labels.
_LOINC = {
    "34067-9": "indications",
    "34066-1": "boxed",
    "34070-3": "contraindications",
    "43685-7": "warnings",
    "34071-1": "warnings",
    "42232-9": "warnings",
    "34084-4": "adverse",
    "34073-7": "interactions",
    "34074-5": "interactions",
    "34068-7": "dosage",
    "34089-3": "description",
    "34090-1": "mechanism",
    "43679-0": "mechanism",
    "43681-6": "mechanism",
    "34088-5": "overdose",
    "43684-0": "pregnancy",
    "42228-7": "pregnancy",
    "34092-7": "studies",
    "34076-0": "counselling",
    "88436-1": "counselling",
    "34069-5": "other",
    "43678-2": "other",
    "34093-5": "references",
    "90374-0": "adverse",
    "90375-7": "postmarketing",
}
#: Headings that only say how often or how bad: they stand below "Side effects".
_FREQUENCY = re.compile(
    r"(?:very |un|less )?(?:common|rare|frequent)\b|(?:(?:frequency|incidence) )?(?:not known|unknown|not defined)|"
    r"[<>≥≤]?\s*\d+(?:\.\d+)?\s*%?(?:\s*(?:-|–|to)\s*[<≤]?\s*\d+(?:\.\d+)?)?\s*%:?\s*$|"
    r"(?:mild|moderate|severe|serious|minor|life-threatening)(?:(?: to| and| or| but|/|,) ?(?:mild|moderate|severe|serious|rare|common))*"
    r"\s*(?:\((?=[^()]*(?:common|rare|frequent|often|\d))[^()]*\))?\s*:?\s*$",
    re.IGNORECASE,
)
#: Marks and number of a heading.
_BEFORE_HEADING = re.compile(r"(?:#{1,6}\s*)?(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?")
_FIRST_WORD = re.compile(_BEFORE_HEADING.pattern + r"([^\s:.]*)")
#: "How is it treated?", "Can it be managed?": a question on the treatment of a disease.
_TREATED = re.compile(
    r"(?:how|can|when|why)\s+(?:is|are|can|should|must|might|it|they|do doctors|does one)\b.{0,60}\b(?:treat|treated|managed|cured)\b[^,;]{0,40}\??",
    re.IGNORECASE,
)
#: A line that grades the uses below it: "Recommended", "May be considered", "Not routinely funded".
_GRADE = re.compile(
    r"(?:(?:strongly|conditionally|not|may be|can be|should be|should not be|routinely|usually|generally)\s+)*"
    r"(?:recommended|considered|commissioned|funded|indicated|supported|approved)\b[^.:;?]{0,40}",
    re.IGNORECASE,
)
#: How strict the contraindications below a line are.
_STRENGTH = re.compile(r"(?:absolute|relative)\b", re.IGNORECASE)
#: A product name in a heading: one to four words.
_PRODUCT = r"(?:[^\W_][^\s]*\s+){0,3}?[^\W_][^\s]*"
#: What stands behind a heading, and behind one that is all of its line.
_CLOSING, _WHOLE = r"(?=\s*[:.]?\s*$|\s+[A-Z•(])", r"\s*[:.?]?\s*$"


@dataclass(frozen=True, slots=True)
class Place:
    """The section that a block stands in."""

    kind: str
    title: str
    #: The block of the heading.
    heading: int | None = None
    #: The heading is the text's title: what it says holds for the text as a whole, not only for a section.
    is_title: bool = False
    #: The block of the heading that stands over this one: "Risk factors" over "Kidney failure".
    parent: int | None = None


_NOWHERE = Place("", "")


class Headings:
    """Well-known headings and the words by which other headings are understood."""

    def __init__(self, known: Sequence[tuple[str, str]], words: Sequence[tuple[str, str]], labels: Sequence[tuple[str, str]] = ()) -> None:
        """Take (heading with {x} for a product, kind), (words of a heading, kind) and (label within running text, kind)."""
        self._labels = dict(labels)
        ordered = sorted(known, key=lambda row: (-len(row[0]), row[0]))
        self._kinds = {f"h{number}": kind for number, (_, kind) in enumerate(ordered)}
        self._forms = {f"h{number}": heading for number, (heading, _) in enumerate(ordered)}
        #: (the first word, or nothing where a product comes first, the pattern) of each heading.
        self._parts = [
            (
                "" if heading.startswith("{x}") else heading.split(" ")[0].lower(),
                f"(?P<h{number}>" + _PRODUCT.join(re.escape(part) for part in heading.split("{x}")) + ")",
            )
            for number, (heading, _) in enumerate(ordered)
        ]
        self._first_words = {word for word, _ in self._parts}
        # Headings with a product first are asked only where the words behind the product stand somewhere.
        behind = [heading.split("{x}")[1].lower() for heading, _ in ordered if heading.startswith("{x}")]
        self._behind_product = sorted({" ".join(words.split(" ")[:3]) for words in behind})
        self._patterns: dict[tuple[str, bool, str], re.Pattern[str]] = {}
        self._words = CueBook((text, Phrase(kind)) for text, kind in words)

    @classmethod
    def load(cls, folder: Path) -> Headings:
        """Read headings.tsv, heading_words.tsv and heading_labels.tsv of a folder."""
        known = read_rows(folder / "headings.tsv", ("heading", "kind"))
        words = read_rows(folder / "heading_words.tsv", ("words", "kind"))
        labels = read_rows(folder / "heading_labels.tsv", ("label", "kind"))
        return cls([(a, b) for a, b in known], [(a, b) for a, b in words], [(a, b) for a, b in labels])

    def label_kind(self, label: str) -> str:
        """Give the kind of section that a label within running text opens: "AE", "C/I", "Cautions"."""
        return self._labels.get(label.lower().rstrip("."), "")

    def known_length(self, line: str) -> int:
        """Give the length of the well-known heading that the line begins with, or 0."""
        if not (line[0].isupper() or line[0].isdigit() or line[0] == "#"):
            return 0
        head = line[:140]
        match = self._match(head)
        if match is None:
            return 0
        rest = head[match.end() :].lstrip()
        # With case ignored the look-ahead takes any letter; a glued heading is followed by a capital and by more than a word.
        if not rest or rest in {":", "."}:
            return len(line) if rest else match.end()
        is_glued = (rest[0].isupper() or rest[0] in "•(") and " " in rest and len(line) - match.end() >= 20
        if is_glued and line.rstrip().endswith("?") and not any(mark in rest for mark in (". ", "! ", "? ")):
            is_glued = False  # "What Is Product Name and How Does It Work?" is one question in title case
        if is_glued and line.rstrip().endswith(":") and is_title_case(rest.rstrip(" :")):
            return len(line)  # "Warnings While Using This Medicine:"
        if is_glued and "{x}" in self._forms[match.lastgroup or ""] and line[-1].isalpha() and is_title_case(rest):
            return len(line)  # "How to use Long Product Name Syringe"
        shouted = match.group().isupper()  # "CONTRAINDICATIONS History of ..."
        is_name = match.group().lower().endswith("contraindications") and _LISTED.search(rest) is not None
        if not is_glued or (self._kinds[match.lastgroup or ""] == "contraindications" and not (shouted or is_name)):
            # "Do not use Product Name if ..." is a sentence, "Do not use Product Name" a heading.
            return len(line) if _is_named(rest) and self._match(line, _WHOLE) else 0
        return match.end()

    def known_kind(self, heading: str) -> str:
        """Give the kind of a well-known heading, or nothing for any other words."""
        return self.kind_of(heading) if self._is_known(heading) else ""

    def _match(self, text: str, closing: str = _CLOSING) -> re.Match[str] | None:
        """Match a well-known heading at the beginning of a text: one of those with its first word, or with a product first."""
        lowered = text.lower()
        opening = _FIRST_WORD.match(lowered)
        if opening is None:
            return None
        has_product = any(map(lowered.__contains__, self._behind_product))
        word = opening[1] if opening[1] in self._first_words else ""
        if not (word or has_product):
            return None
        pattern = self._patterns.get((word, has_product, closing))
        if pattern is None:  # all at once would take longer to compile than many texts to read
            fitting = [part for first, part in self._parts if (first == word if first else has_product)]
            pattern = re.compile("(?:" + "|".join(fitting) + ")" + closing, re.IGNORECASE)
            self._patterns[word, has_product, closing] = pattern
        return pattern.match(text, opening.start(1))

    def _match_whole(self, heading: str) -> re.Match[str] | None:
        return self._match(heading + " ") or self._match(heading)

    def _is_known(self, heading: str) -> bool:
        match = self._match_whole(heading)
        return match is not None and match.end() >= len(heading.rstrip(" :.?")) - 1

    def kind_of(self, heading: str) -> str:
        """Give the kind that a heading's words tell, or nothing.

        The earliest of the most telling words decides; well-known headings come first.
        """
        match = self._match_whole(heading)
        if match and match.end() >= len(heading.rstrip(" :.?")) - 1:
            return self._kinds[match.lastgroup or ""]
        if match:
            whole = self._match(heading, _WHOLE)
            if whole and _is_named(heading[match.end() :]):
                return self._kinds[whole.lastgroup or ""]
        if _TREATED.fullmatch(heading.strip()):
            return "treatment"
        tokens, ranges = tokenise(heading, [(0, len(heading))])
        cues = self._words.find(Stream(ranges, tokens.stems))
        return min(cues, key=lambda cue: (_RANK.get(cue.phrase.kind, 5), cue.first)).phrase.kind if cues else ""

    def _is_of_all(self, title: str) -> bool:
        """ "X: uses, benefits and risks": a title that joins words of several sections tells of none."""
        if " and " not in title.lower() and "," not in title:
            return False
        tokens, ranges = tokenise(title, [(0, len(title))])
        kinds = {cue.phrase.kind for cue in self._words.find(Stream(ranges, tokens.stems))}
        return "indications" in kinds and not kinds.isdisjoint(_OF_EFFECTS)

    def places(
        self, text: str, blocks: Sequence[Block], sections: Sequence[Section], normal_positions: Sequence[tuple[int, int]]
    ) -> list[Place]:
        """Give the place of every block; an unknown heading below a numbered one keeps the kind of that section."""
        result: list[Place] = []
        stack: list[tuple[int, str, str, int]] = []  # depth, kind, title, block
        bounds = [
            (start, end, _LOINC.get(section.code) or self.kind_of(section.title), section.title)
            for section, (start, end) in zip(sections, normal_positions, strict=True)
        ]
        asides = iter([bounds for section, bounds in zip(sections, normal_positions, strict=True) if section.is_aside])
        aside = next(asides, None)
        # Where a part without a heading begins; pages have none either, and go on with the section before them.
        untitled = [start for section, (start, _) in zip(sections, normal_positions, strict=True) if _ends_sections(section)][::-1]
        held: list[tuple[int, str, str, int]] | None = None  # the stack at the beginning of an aside
        for number, block in enumerate(blocks):
            while aside is not None and block.start >= aside[1]:
                stack, held, aside = held if held is not None else stack, None, next(asides, None)
            if aside is not None and held is None and block.start >= aside[0]:
                held = stack.copy()
            while untitled and block.start >= untitled[-1]:
                untitled.pop()
                stack = [entry for entry in stack if entry[3] == 0]
            if stack and block.kind != "heading" and _ends_contents(number, blocks):
                stack.clear()  # "1. What X is", "2. Before you use X", "3. How to use X": a table of contents
            if block.kind == "heading":
                title = " ".join(text[block.start : block.end].split())
                kind = self.kind_of(title)
                graded = bool(_GRADE.fullmatch(title)) and bool(stack) and number > 1
                depth = block.depth or (
                    12 if _FREQUENCY.match(title) else 11 if graded else 5 if is_shouted(title) and self._is_known(title) else 9
                )
                if (
                    block.number
                    and "." not in block.number
                    and not kind
                    and stack
                    and stack[-1][0] >= 9
                    and stack[-1][1] in _UMBRELLAS
                    and stack[-1][3]
                ):
                    depth = 10  # "1. Autoimmune diseases" below "Conditions treated with X"
                if depth == 9 and not kind and not title.endswith("?") and _stands_under_umbrella(number, stack, blocks):
                    depth = 10
                if depth == 9 and kind == "same" and stack and stack[-1][0] >= 9 and stack[-1][1] in _UMBRELLAS and stack[-1][3]:
                    depth = 10  # "Replacement therapy" below "Indications"
                if depth == 9 and _goes_on_about_risks(title, kind, stack):
                    depth, kind = 10, ""
                if depth == 9 and stack and stack[-1][1] == "indications" and stack[-1][3] and _USE.match(title):
                    depth, kind = 10, ""  # "Treatment of A caused by B" below "Indications"
                if stack and stack[-1][1] == "contraindications" and _STRENGTH.match(title):
                    depth, kind = 10, ""  # "Relative - weigh benefit against risk" below "Contraindications"
                if kind == "timing":  # "During the infusion" goes on with "What are the side effects?"
                    depth, kind = (max(depth, 10), "") if stack and stack[-1][1] in _OF_EFFECTS else (depth, "dosage")
                while stack and stack[-1][0] >= depth:
                    stack.pop()
                parent = stack[-1][1] if stack else ""
                if kind in {"", "same"} or (depth == 12 and parent in _OF_EFFECTS):
                    kind = parent
                if number == 0 and not block.number and not is_shouted(title) and (kind in _NOT_OF_TITLES or self._is_of_all(title)):
                    kind = ""  # "High-dose IVIg in the clinic", "IVIg: quick reference" are about anything
                over = stack[-1][3] if stack and depth in {10, 11} else None
                stack.append((depth, kind, title, number))
                result.append(Place(kind, title, number, number <= 1 and not block.number and not is_shouted(title), over))
                continue
            if stack and stack[-1][1] == "contraindications" and _ends_list(number, blocks):
                if stack[-1][2].endswith(":"):
                    stack.pop()  # "Do not use it:" holds for its list
                elif _LEADING_ON.search(stack[-1][2]):
                    stack[-1] = (stack[-1][0], "warnings", *stack[-1][2:])  # so does "You must not be given it if"; precautions follow
            if stack:
                _, kind, title, heading = stack[-1]
                place = Place(kind, title, heading, result[heading].is_title, result[heading].parent)
            else:
                place = _NOWHERE
            if not place.kind and bounds:
                inner = [b for b in bounds if b[0] <= block.start < b[1] and b[2]]
                if inner:
                    best = min(inner, key=lambda b: b[1] - b[0])
                    place = Place(best[2], place.title or best[3], place.heading)
            result.append(place)
        return result


def _ends_sections(section: Section) -> bool:
    """Tell a part without a heading that belongs to no section before it, such as the body of an article behind its abstract."""
    return not (section.title or section.code or section.is_aside) and section.page is None


def _ends_contents(number: int, blocks: Sequence[Block]) -> bool:
    """Tell the first block below three or more numbered headings of one depth that have nothing between them."""
    above = [block.number for block in blocks[max(0, number - _CONTENTS) : number] if block.kind == "heading"]
    if len(above) < _CONTENTS or not all(word.isdigit() for word in above):
        return False
    first = int(above[0])
    return [int(word) for word in above] == list(range(first, first + _CONTENTS)) and first >= 1


#: Numbered headings in a row that are a table of contents.
_CONTENTS = 3
#: How a heading ends that its list goes on with.
_LEADING_ON = re.compile(r"\b(?:if|when|where|with|in|who|for|have|has|had|are|is)\Z", re.IGNORECASE)
#: How a heading begins that is a use.
_USE = re.compile(r"(?:treatment|prevention|(?:post-?\s?exposure )?prophylaxis|management|suppression) of ", re.IGNORECASE)


def _ends_list(number: int, blocks: Sequence[Block]) -> bool:
    return number > 0 and blocks[number - 1].kind == "item" and blocks[number].kind not in {"item", "row"}


def _is_named(rest: str) -> bool:
    """Tell the further words of a product's name from those of a sentence: all begin with a capital or a digit."""
    return len(rest) <= _LONGEST_NAME and all(not word[0].islower() for word in rest.split())


_LONGEST_NAME = 40
#: "Contraindications Selective IgA deficiency; renal failure": a list, in which words are written small.
_LISTED = re.compile(r"[,;.] ?.*\b[a-z]{4}|\b[a-z]{4}.*[,;.]")


def _stands_under_umbrella(number: int, stack: Sequence[tuple[int, str, str, int]], blocks: Sequence[Block]) -> bool:
    """A heading of no known kind that follows a telling one at once, or such a sub-heading: "Who is it for?", "Nerves", "Blood"."""
    if not stack:
        return False
    depth, kind, _, block = stack[-1]
    if depth == 10:
        return True
    if depth != 9 or block == 0:
        return False
    at_once = block == number - 1 and kind in _UMBRELLAS
    between_lists = kind == "indications" and blocks[number - 1].kind == "item" and blocks[min(number + 1, len(blocks) - 1)].kind == "item"
    return at_once or between_lists


def _goes_on_about_risks(title: str, kind: str, stack: Sequence[tuple[int, str, str, int]]) -> bool:
    """A further effect below "Risk factors for serious complications": "Anaphylactic reactions" is no section of its own."""
    if len(stack) < 2 or stack[-1][0] != 10 or "risk factor" not in stack[-2][2].lower():
        return False
    return kind in {"", stack[-2][1]} and "risk factor" not in title.lower()


#: Kinds of sections whose sub-headings name parts of the same matter.
_UMBRELLAS = frozenset(("indications", "treatment", "denied", "mechanism", "adverse", "warnings", "contraindications"))
_OF_EFFECTS = frozenset(("adverse", "boxed", "warnings", "postmarketing"))
#: Kinds that a section has and a whole text has not.
_NOT_OF_TITLES = frozenset(
    (
        "conclusion",
        "dosage",
        "other",
        "references",
        "storage",
        "introduction",
        "methods",
        "results",
        "overdose",
        "description",
        "pregnancy",
        "exclusion",
        "eligibility",
    )
)
#: Which kind wins where a heading has words of several.
_RANK = {
    "references": 0,
    "denied": 0,
    "contraindications": 0,
    "boxed": 0,
    "exclusion": 0,
    "eligibility": 0,
    "interactions": 1,
    "pregnancy": 1,
    "adverse": 1,
    "warnings": 2,
    "mechanism": 2,
    "research": 2,
    "dosage": 3,
    "indications": 3,
    "disease": 3,
    "treatment": 4,
}
