"""The layout of a text: a normalised text goes in, its blocks (headings, paragraphs, items, rows) and their sentences come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from kg.reading.lines import (
    BULLET,
    FREQUENCY_LINE,
    LABEL,
    MARKDOWN,
    NUMBERED,
    ORDER_LINE,
    SHORT,
    SMALL_WORDS,
    TERMINAL,
    Line,
    breaks_off,
    lines_of,
    unmarked_items,
)
from kg.reading.sentences import bounded, sentences_in

__all__ = ["Block", "Layout", "Sentence", "is_shouted", "is_title_case", "lay_out"]

BlockKind = Literal["heading", "paragraph", "item", "row"]


@dataclass(slots=True, unsafe_hash=True)  # not frozen, as many are made for each text
class Block:
    """A heading, paragraph, list item or table row; offsets refer to the normalised text."""

    kind: BlockKind
    start: int
    end: int
    #: Depth of a numbered or Markdown heading (4.8 has 2), 0 where the layout does not say.
    depth: int = 0
    #: Number of a numbered heading ("4.8"), else empty.
    number: str = ""
    #: Index of the block whose last sentence introduces this item, or None.
    intro: int | None = None
    #: End of a label that opens the block ("Autoimmune diseases: ..."), or None.
    label_end: int | None = None
    #: Cells of a row whose layout shows them.
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True, unsafe_hash=True)  # not frozen, as many are made for each text
class Sentence:
    """A sentence, item, row or heading: the unit that claims are read from; offsets refer to the normalised text."""

    start: int
    end: int
    block: int
    #: Place of the sentence in its block.
    index: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a text in order, and their sentences in order."""

    blocks: list[Block] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)


#: "1. X" under a line that ends with a colon, or in lines that count on, is an item, elsewhere a heading.
_NUMBERED_ITEM = re.compile(r"(\d{1,2})\.[ \t]+(?=\S)")
#: A numbered heading that the text goes on behind: "5.6 Hemolysis. Monitor ...".
_RUN_IN = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}\.?[ \t]+([A-Z][^.:;!?\n]{2,90})[.:][ \t]+(?=[A-Z])")
#: A line in bold type throughout, which is a heading if it is no sentence, and the words of the longest.
_BOLD_WORDS = 12
_BOLD_LINE = re.compile(r"(?:\*\*|__)[ \t]*([^\s*_][^*\n]{1,90}?)[ \t]*(?:\*\*|__)")
#: A line that opens with a condition, as the items of a leaflet do that lost their marks.
_IF_LINE = re.compile(r"(?:if|when) (?:you|your|the patient)\b|into (?:a|the|your) (?:blood|vein|muscle)", re.IGNORECASE)
#: A line at least this long is running text, and the next line may continue it.
_WRAPPED = 55
_SENTENCE_INSIDE = re.compile(r"[a-z0-9)][.!?](?:\s|$)")


def lay_out(text: str, *, is_known_heading: Callable[[str], int] | None = None, stated: Collection[int] = ()) -> Layout:
    """Find headings, paragraphs, list items, rows and sentences of a normalised text.

    `is_known_heading(line)` gives the length of a well-known heading that the line begins with, or 0; such a heading is
    found even where the layout lost its line break ("How X works X contains ..."). `stated` is where the lines begin that the
    format of the document calls headings: those that are no sentences are headings whatever stands around them.
    """
    known = is_known_heading or (lambda line: 0)
    lines = lines_of(text, known)
    unmarked = unmarked_items(text, lines, known)
    blocks: list[Block] = []
    intro: int | None = None  # the block whose items are being read
    # The indents and marks of items that introduce a list within theirs, and what introduced them.
    outer: list[tuple[int, str, int | None]] = []
    items_seen = 0
    bulleted = False
    index = 0
    while index < len(lines):
        start, end, blank_before = lines[index]
        line = text[start:end]
        index += 1
        heading = len(line) if start in stated and _may_be_heading(line) else known(line)
        if heading and line[-1] == ":" and "(" in line and FREQUENCY_LINE.fullmatch(line):
            heading = 0  # "Common side effects (may affect up to 1 in 10 people):" grades what follows as the lines beside it do
        if heading and heading < len(line.rstrip(" :.")):
            blocks.append(_heading(text, start, start + heading))
            intro = None
            rest = re.compile(r"\s*").match(text, start + heading)
            lines.insert(index, (rest.end() if rest else start + heading, end, False))
            continue
        if heading:
            blocks.append(_heading(text, start, end))
            intro = None
            continue
        bold = _BOLD_LINE.fullmatch(line) if line[0] in "*_" else None
        if bold and bold[1][-1] not in ".:,;!" and bold[1].count(" ") < _BOLD_WORDS:
            counted = NUMBERED.match(text, start + bold.start(1), end)
            blocks.append(Block("heading", counted.end() if counted else start + bold.start(1), start + bold.end(1)))
            intro, items_seen, bulleted = None, 0, False
            continue
        title_end = _glued_title(text, start, end)
        if title_end is not None:
            blocks.append(_heading(text, start, title_end))
            intro, items_seen, bulleted = None, 0, False
            lines.insert(index, (title_end + 1, end, False))
            continue
        run_in = _RUN_IN.match(text, start, end)
        if run_in and run_in.end() < end and run_in.group(1).count(" ") < 10:
            blocks.append(_heading(text, start, run_in.end(1)))
            intro, items_seen, bulleted = None, 0, False
            lines.insert(index, (run_in.end(), end, False))
            continue
        bullet = BULLET.match(text, start, end)
        if bullet is None and ((intro is not None and (not blank_before or line[-1] in ".;")) or _is_counted(text, lines, index - 1)):
            bullet = _NUMBERED_ITEM.match(text, start, end)
        if bullet and not (line[0] in "*" and line.startswith("**")):
            index, end = _continued(text, lines, index, end, item=True, unmarked=unmarked)
            indent = start - text.rfind("\n", 0, start)
            if blocks and blocks[-1].kind != "item":
                outer.clear()
            mark = line[0] if not line[0].isdigit() else "1"
            while outer and (indent < outer[-1][0] or (indent == outer[-1][0] and (mark == outer[-1][1] or not outer[-1][1]))):
                intro = outer.pop()[2]
            if intro is not None and indent == _counted_indent(text, blocks[intro]) and line[0].isdigit():
                intro = _previous_text(blocks[:intro])  # "2. Rare:" behind the list below "1. Common:"
            block_intro = intro if intro is not None else _previous_text(blocks)
            label = _label_end(text, bullet.end(), end) or _dashed_label_end(text, bullet.end(), end)
            blocks.append(Block("item", bullet.end(), end, intro=block_intro, label_end=label))
            if intro is None:
                intro = block_intro
            if text[start:end].rstrip("*")[-1] == ":" or FREQUENCY_LINE.fullmatch(text, bullet.end(), end):
                outer.append((indent, "", intro))
                intro = len(blocks) - 1
            elif _OPEN_ITEM.search(text[max(start, end - _OPEN_END) : end]) and _is_other_mark(text, lines[index : index + 1], mark, indent):
                outer.append((indent, mark, intro))
                intro = len(blocks) - 1
            items_seen += 1
            bulleted = True
            continue
        if intro is not None and bulleted and _is_next_grade(text, blocks[intro], lines, index - 1):
            blocks.append(Block("paragraph", start, end))
            intro, items_seen, bulleted = len(blocks) - 1, 0, False
            continue
        if start in unmarked and intro is not None:
            blocks.append(Block("item", start, end, intro=intro, label_end=_label_end(text, start, end)))
            items_seen, bulleted = items_seen + 1, True
            continue
        cells = _cells(text, start, end)
        if cells:
            if not _is_rule(text, cells):
                blocks.append(Block("row", start, end, cells=cells, intro=_previous_text(blocks)))
            continue
        ends_clause = intro is not None and blank_before and not bulleted and _ends_clause(text[blocks[intro].start : blocks[intro].end], line)
        if intro is not None and items_seen and (blank_before or bulleted) and not line[0].islower() and not ends_clause:
            intro = None
        before_bullet = index < len(lines) and BULLET.match(text, lines[index][0]) is not None
        open_list = intro is not None and line[-1] != ":" and not (before_bullet and not items_seen)
        if open_list and items_seen and not bulleted and _opens_next_part(text, lines, index - 1):
            intro, open_list = None, False
        between_lists = (
            before_bullet and bulleted and not blank_before and line[0].isupper() and len(line) <= SHORT and line[-1] not in ".,;:"
        ) and not _is_labelled_list(line)
        if not breaks_off(text, lines[index - 1]) and (between_lists or _is_heading(text, lines, index - 1, open_list=open_list)):
            blocks.append(_heading(text, start, end))
            intro, items_seen, bulleted = None, 0, False
            continue
        if open_list and FREQUENCY_LINE.fullmatch(line) and index < len(lines):
            blocks.append(Block("paragraph", start, end))  # "Rare" among the lines below "if any of these occur:"
            intro, items_seen, bulleted = len(blocks) - 1, 0, False
            continue
        if open_list and not blank_before and line[0].islower() and _is_open_sentence(text, blocks[-1]):
            blocks[-1].end = end
            continue
        if open_list and ((len(line) <= 2 * SHORT and line[-1] not in ".!?") or line[0].islower() or ends_clause):
            blocks.append(Block("item", start, end, intro=intro, label_end=_label_end(text, start, end)))
            items_seen += 1
            continue
        if open_list and not blank_before and _is_dotted(line) and (items_seen or _goes_on_dotted(text, lines, index)):
            blocks.append(Block("item", start, end, intro=intro, label_end=_label_end(text, start, end)))
            items_seen += 1
            continue
        if FREQUENCY_LINE.fullmatch(line) and index < len(lines) and ("(" in line or text[lines[index][0]].islower()):
            blocks.append(Block("paragraph", start, end))  # the lines below are its list
            intro, items_seen, bulleted = len(blocks) - 1, 0, False
            continue
        if intro is not None and intro == len(blocks) - 1 and _lists_graded(text, blocks[intro], line):
            index, end = _continued(text, lines, index, end, item=True, unmarked=unmarked)
            blocks.append(Block("item", start, end, intro=intro))
            items_seen += 1
            continue
        index, end = _continued(text, lines, index, end, item=False, known=known)
        blocks.append(Block("paragraph", start, end, label_end=_label_end(text, start, end)))
        is_intro = text[end - 1] == ":" or breaks_off(text, (start, end, False))
        intro, items_seen, bulleted = (len(blocks) - 1 if is_intro else None), 0, False
    _list_bare_headings(text, blocks, known)
    sentences: list[Sentence] = []
    for number, block in enumerate(blocks):
        for place, (first, last) in enumerate(_sentences(text, block)):
            sentences.append(Sentence(first, last, number, place))
    return Layout(blocks, sentences)


def _may_be_heading(line: str) -> bool:
    """Tell a line that is short and has none of the marks of a sentence, an introduction, an item or a row."""
    return len(line) <= SHORT and line.count(" ") < _HEADING_WORDS and line[-1] not in ".:;,!-" and "|" not in line and not BULLET.match(line)


#: Words of the longest heading.
_HEADING_WORDS = 14


def _is_dotted(line: str) -> bool:
    """Tell a short line with a full stop that does not open as a sentence on what stands above it: "Chills or fever."."""
    if line[-1] != "." or len(line) > _DOTTED or not line[0].isupper() or line[1] == "." or ":" in line:
        return False
    return _TAKES_UP.match(line) is None and _AUXILIARY.search(line.partition(". ")[0]) is None


def _goes_on_dotted(text: str, lines: Sequence[Line], index: int) -> bool:
    """Tell whether the next line is of the same form: one alone may be a sentence."""
    if index >= len(lines):
        return False
    start, end, blank_before = lines[index]
    return not blank_before and _is_dotted(text[start:end])


#: Characters of the longest item with a full stop that has no mark.
_DOTTED = 120
#: How a sentence opens that goes on about a list or leaves it.
_TAKES_UP = re.compile(
    r"(?:these|they|this|that|those|it|its|most|many|all|both|however|also|your|you|we|i|if|when|there|in|for|the|ivig|scig)\b",
    re.IGNORECASE,
)
#: A verb of a sentence, not of a clause within an item ("a rash that is itchy").
_AUXILIARY = re.compile(r"(?<!that)(?<!which) (?:is|are|was|were|has been|have been|may|might|should|must|will)\b")
#: How an item ends that a list within it goes on with, though no colon says so.
_OPEN_ITEM = re.compile(r"\b(?:such as|including|includes?|for (?:example|instance)|namely|e\. ?g\.|like)\W{0,2}\Z", re.IGNORECASE)
#: As many characters of its end tell.
_OPEN_END = 16


def _is_other_mark(text: str, following: Sequence[Line], mark: str, indent: int) -> bool:
    """Whether the next line is an item further in, or with another mark than this one."""
    if not following or BULLET.match(text, following[0][0]) is None:
        return False
    start = following[0][0]
    return start - text.rfind("\n", 0, start) > indent or text[start] != mark


def _is_open_sentence(text: str, block: Block) -> bool:
    """ "Tell your doctor if you have a stiff neck, fever," among items without marks: a sentence that the next line goes on with."""
    said = text[block.start : block.end]
    if block.kind != "item" or not said[0].isupper() or said[-1] in TERMINAL or said[-1] == ":":
        return False
    return ORDER_LINE.match(said) is not None


def _opens_next_part(text: str, lines: Sequence[Line], index: int) -> bool:
    """ "Other side effects of such medicines" between the finished list of a grade and a longer sentence: a title, and no further entry."""
    start, end, _ = lines[index]
    line = text[start:end]
    if not line[0].isupper() or line[-1] in ".:;,!" or "," in line or not _PART_WORDS <= line.count(" ") < _HEADING_WORDS or index + 1 >= len(lines):
        return False
    following = text[lines[index + 1][0] : lines[index + 1][1]]
    is_sentence = following[-1] in ".:" and len(following) > SHORT and following[0].isupper() and _FINITE.search(following) is not None
    return text[lines[index - 1][1] - 1] == "." and is_sentence


#: Blanks of the shortest title that closes a list.
_PART_WORDS = 2


def _lists_graded(text: str, grade: Block, line: str) -> bool:
    """ "Headache (with migraine), fever, tiredness." right below "Very common:" or "You may get these side effects:": a list, and no sentence."""
    is_graded = FREQUENCY_LINE.fullmatch(text, grade.start, grade.end) is not None
    if "," not in line or not (is_graded or (line.count(",") >= _LISTED and _ANNOUNCED.search(text, grade.start, grade.end))):
        return False
    return _FINITE.search(_BRACKET.sub("", line)) is None


#: Commas of a list that a sentence on effects announces, and that sentence.
_LISTED = 3
_ANNOUNCED = re.compile(r"\b(?:effects|reactions|events)\b[^.]*:\Z", re.IGNORECASE)
_BRACKET = re.compile(r"\([^()]*\)")


def _counted_indent(text: str, block: Block) -> int:
    """The indent of a counted paragraph, "1. Common:", and 0 for any other block."""
    line = text.rfind("\n", 0, block.start) + 1
    return block.start - line + 1 if block.kind == "paragraph" and _NUMBERED_ITEM.match(text, block.start, block.end) else 0


def _ends_clause(intro: str, line: str) -> bool:
    """ "It is not for patients with:" and below, after blank lines, "Known hyperprolinaemia.": lines that end the clause of the introduction."""
    if line[-1] != "." or ":" in line or len(line) > 2 * SHORT or _BROKEN_OFF.search(intro) is None:
        return False
    return _FINITE.search(line) is None and _SENTENCE_INSIDE.search(line, 0, len(line) - 1) is None


#: An introduction that breaks off within its clause, and words that a line has which is a sentence of its own.
_BROKEN_OFF = re.compile(r"\b(?:are|is|be|with|who|have|has|had|having|if|in|for|when|to)\s*:\Z", re.IGNORECASE)
_FINITE = re.compile(
    r"\A(?:the|this|these|it|please|see|if|when)\b|\b(?:may|can|could|should|must|will|is|are|was|were|do|does|you|your|we|occurs?)\b",
    re.IGNORECASE,
)


#: A line that is nothing but a grade of the effects in the list below it.
_GRADE_LINE = re.compile(
    r"(?:(?:very|less|more|most|rare but|uncommon but|potentially) )?"
    r"(?:common|uncommon|rare|frequent|infrequent|mild|moderate|minor|serious|severe|life-threatening)"
    r"(?: (?:side |adverse )?(?:effects|reactions|events))?",
    re.IGNORECASE,
)


def _is_next_grade(text: str, intro: Block, lines: Sequence[Line], index: int) -> bool:
    """ "Common" over a list, "Serious" over the next: both lines grade what is listed below them."""
    start, end, _ = lines[index]
    if index + 1 >= len(lines) or _GRADE_LINE.fullmatch(text, start, end) is None or BULLET.match(text, lines[index + 1][0]) is None:
        return False
    return _GRADE_LINE.fullmatch(text, intro.start, intro.end) is not None


def _list_bare_headings(text: str, blocks: Sequence[Block], known: Callable[[str], int]) -> None:
    """Make lines with blanks between them, "Headache (21%)", "Nausea (7%)", entries of a list: no heading stands over nothing but headings."""
    run: list[Block] = []
    is_below_known = False
    for number, block in enumerate((*blocks, None)):
        is_heading = block is not None and block.kind == "heading" and number > 0
        if block is not None and is_heading and not (block.depth or block.number or known(text[block.start : block.end])):
            run.append(block)
            continue
        if run and not is_heading and not (block is not None and _is_entry(text, block)):
            run.pop()  # the heading over the text below it
        if len(run) >= (_BARE_BELOW if is_below_known else _BARE):
            for bare in run:
                bare.kind = "paragraph"
        run, is_below_known = [], is_heading


#: Headings in a row that make a list, below a known one and without it.
_BARE_BELOW = 2
_BARE = 4


def _is_entry(text: str, block: Block) -> bool:
    """A short line that is no sentence."""
    return block.kind == "paragraph" and block.end - block.start <= SHORT and text[block.end - 1] not in ".:?!;,"


def _is_counted(text: str, lines: Sequence[Line], index: int) -> bool:
    """ "1. Kawasaki disease." right above "2. Myositis.": lines that count on without a blank between are items, no headings."""
    start, end, blank_before = lines[index]
    own = _NUMBERED_ITEM.match(text, start, end)
    if own is None:
        return False
    above = None if blank_before or not index else _NUMBERED_ITEM.match(text, *lines[index - 1][:2])
    below = None if index + 1 >= len(lines) or lines[index + 1][2] else _NUMBERED_ITEM.match(text, *lines[index + 1][:2])
    count = int(own.group(1))
    return (above is not None and int(above.group(1)) == count - 1) or (below is not None and int(below.group(1)) == count + 1)


def _heading(text: str, start: int, end: int) -> Block:
    markdown = MARKDOWN.match(text, start, end)
    if markdown:
        start, depth = markdown.end(), len(markdown.group(1) or markdown.group(2))
        closing = _CLOSING.search(text, start, end) if text[end - 1] in "#=" else None
        end = closing.start() if closing else end
        numbered = NUMBERED.match(text, start, end)
        return Block("heading", numbered.end() if numbered else start, end, depth, numbered.group(1) if numbered else "")
    numbered = NUMBERED.match(text, start, end)
    if numbered:
        number = numbered.group(1)
        return Block("heading", numbered.end(), end, number.count(".") + 1, number)
    return Block("heading", start, end)


#: The run of # that may close a heading of Markdown, and that of = which closes one of MediaWiki.
_CLOSING = re.compile(r"(?<=\S)(?:[ \t]+#+|[ \t]*={2,6})\Z")
#: "5.1 Thrombotic Events Patients with ...": a numbered title to which its sentence is glued.
_GLUED = re.compile(r"\d{1,2}\.\d{1,2}\s+(?=[A-Z][a-z])")
_TITLE_WORD = re.compile(r"[A-Z][\w/-]*|(?:and|of|or|in|to|the|with|for|on)\b")
#: Words with a capital that begin a sentence rather than go on with a title.
_STARTERS = frozenset(
    ("The", "A", "An", "In", "If", "Because", "No", "This", "These", "All", "When", "For", "It", "There", "Of", "As", "Do", "Patients", "Some", "Since")
)  # fmt: skip
_TITLE_WORDS = 7


#: Words that open a numbered recommendation, not a title.
_ORDERS = frozenset(
    [
        "Add", "Administer", "Advise", "Assess", "Avoid", "Check", "Consider", "Continue", "Delay", "Discontinue", "Discuss", "Do",
        "Ensure", "Give", "Infuse", "Measure", "Monitor", "Never", "Offer", "Prescribe", "Reduce", "Refer", "Repeat", "Start", "Stop",
        "Switch", "Treat", "Use",
    ]
)  # fmt: skip


def _glued_title(text: str, start: int, end: int) -> int | None:
    """Where a numbered title ends behind which its first sentence goes on in the same line."""
    number = _GLUED.match(text, start, end)
    if number is None or text[start:end].count(" ") < _TITLE_WORDS + 2:
        return None
    position, words = number.end(), list[tuple[str, int]]()
    while len(words) <= _TITLE_WORDS:
        word = _TITLE_WORD.match(text, position, end)
        if word is None or (words and word.group() in _STARTERS):
            break
        words.append((word.group(), word.end()))
        position = word.end() + 1
        if text[word.end() : word.end() + 1] != " ":
            return None
    if words and words[0][0] in _ORDERS | _STARTERS:
        return None  # "1.1 Offer IVIG to adults with ...", "1.2 The use in adults ..."
    if word is not None and words and word.group() in _STARTERS:
        title = words
    else:
        while words and words[-1][0][0].islower():
            words.pop()
        title = words[:-1]  # the last word with a capital begins the sentence
    while title and title[-1][0][0].islower():
        title.pop()
    return title[-1][1] if title and len(words) <= _TITLE_WORDS else None


def _is_heading(text: str, lines: list[Line], index: int, *, open_list: bool) -> bool:
    start, end, blank_before = lines[index]
    line = text[start:end]
    if MARKDOWN.match(line) or (blank_before and _SECTION_OF_PRODUCT.fullmatch(line)):
        return True
    if line[-1] == ":":
        return _is_title_above(text, lines, index)
    if len(line) > SHORT or line[-1] in ".;,!" or line[-1] == "-" or _NUMBER_OF_FORMULA.fullmatch(line):
        return False
    words = line.count(" ") + 1
    numbered = NUMBERED.match(line)
    if numbered is None and (_is_labelled_list(line) or (line.count(", ") > _MOST_PARTS and not is_title_case(line))):
        return False
    if numbered and words <= 14 and not line.endswith("?"):
        return "." in numbered.group() or is_shouted(line) or not open_list
    if words > 14:
        return False
    if is_shouted(line) and words <= 12 and any(c.isalpha() for c in line) and len(line) > 3 and not (open_list and words == 1):
        return True
    if line.endswith("?"):
        return words <= 14 and not open_list
    if open_list or words > 12 or not (line[0].isupper() or line[0].isdigit() or line[0] in '"('):
        return False
    if index + 1 >= len(lines):
        return False
    next_start, next_end, next_blank = lines[index + 1]
    following = text[next_start:next_end]
    if not next_blank and following[0].islower():
        # "Do NOT infuse X" above "if you are allergic ...": a heading over its items; otherwise a wrapped line.
        if following.startswith(("if ", "for ", "in ", "to ", "when ")):
            return len(line) < _WRAPPED  # a longer one is a sentence that the width of the page broke
        after_break = blank_before or (index > 0 and text[lines[index - 1][1] - 1] in ".:")
        return after_break and len(line) < _TITLE_WIDTH and not (words >= _WRAPPED_WORDS and _ends_in_sentence(text, lines, index + 1))
    if blank_before and (next_blank or len(following) > len(line)):
        return True
    if is_title_case(line) and _stands_over_items(text, lines, index):
        return True
    ended = index == 0 or text[lines[index - 1][1] - 1] in ".!?:" or blank_before
    # A short line after a finished sentence and before a longer, finished one.
    return ended and (len(following) > SHORT or (following[-1] in ".:" and len(following) > len(line)))


#: A line of more parts is a list, no heading: "Tremor, rash, gout, cough, fever, chills".
_MOST_PARTS = 4

#: "(1)", "[2.3]", "(A4b)": what stands beside a formula.
_NUMBER_OF_FORMULA = re.compile(r"[(\[](?:[A-Za-z]{1,2}\.?)?\d{1,3}(?:[.–-]\d{1,3})?[a-z]?[)\]]")

#: "BRAND 10% Contraindications:", "Indications for: BRAND": a section of a monograph that repeats the product's name.
_SECTION_OF_PRODUCT = re.compile(
    r"(?:[A-Z0-9][^\s:]*\s+){1,4}(?:Contraindications|Warnings|Precautions|Warnings(?:\s*/\s*|\s+and\s+)Precautions|Interactions|Drug Interactions"
    r"|Adverse (?:Reactions|Effects|Events)|Side Effects|Indications|Uses)\s*:|Indications\s+for:?\s+[A-Z][^.:\s]*(?:\s+[^.:\s]+){0,4}:?"
)


def _is_labelled_list(line: str) -> bool:
    """ "Other uses: asthma, sepsis", "More than 1 in 10 people: headache, fever": a label and what it lists, no title."""
    label, colon, listed = line.partition(": ")
    if not colon or "," not in listed or is_shouted(line):
        return False
    return label.count(" ") <= _LABEL_GAPS or _COUNTED_LABEL.search(label) is not None


#: A label that says how many are affected.
_COUNTED_LABEL = re.compile(r"\b(?:1|one) in \d", re.IGNORECASE)


#: Blanks of the longest label.
_LABEL_GAPS = 4


def _is_title_above(text: str, lines: list[Line], index: int) -> bool:
    """ "When This Medicine Must Not Be Used:" with blank lines around it, above running text: a title with a colon, no introduction."""
    start, end, blank_before = lines[index]
    if not blank_before or end - start > SHORT or index + 1 >= len(lines) or not lines[index + 1][2]:
        return False
    line = text[start : end - 1]
    return line.count(" ") >= _TITLE_GAPS and is_title_case(line) and not BULLET.match(text, *lines[index + 1][:2])


#: Blanks in the shortest title that is known by its capitals alone.
_TITLE_GAPS = 2


def is_shouted(line: str) -> bool:
    """Tell "WARNING: THROMBOSIS and KIDNEY FAILURE" from other lines: all its words but the little ones are in capitals."""
    if line.isupper() or not line[:2].isupper():
        return line.isupper()
    words = [word for word in line.split(" ") if word not in SMALL_WORDS]
    return "".join(words).isupper() and max(map(len, words)) > _ACRONYM


#: Letters of the longest acronym: "IVIG and SCIG" is no shouting.
_ACRONYM = 6


def is_title_case(line: str) -> bool:
    """Tell "Risk Factors for Serious Complications" from a sentence or an item: all its longer words begin with a capital."""
    words = [word for word in re.split(r"[ /-]+", line) if word not in SMALL_WORDS]
    return len(words) >= 2 and all(word[0].isupper() or word[0] == "(" for word in words if word)


def _stands_over_items(text: str, lines: list[Line], index: int) -> bool:
    """Tell whether marked items follow, at once or below one more title, and nothing that goes on stands before."""
    if index and not lines[index][2]:
        before, end, _ = lines[index - 1]
        last = text[before:end].rpartition(" ")[2]
        if last in SMALL_WORDS or last[-1] in ",;-/":
            return False
    following = lines[index + 1 : index + 3]
    if following and BULLET.match(text, *following[0][:2]):
        return True
    return len(following) == 2 and is_title_case(text[following[0][0] : following[0][1]]) and bool(BULLET.match(text, *following[1][:2]))


#: A line of so many characters above one that begins small is no title.
_TITLE_WIDTH = 70
#: A line of so many words above a sentence's end is running text.
_WRAPPED_WORDS = 5


def _ends_in_sentence(text: str, lines: list[Line], index: int) -> bool:
    """Tell whether the lines from here to the next empty one or item hold the end of a sentence."""
    for start, end, blank in lines[index : index + 4]:
        if blank or BULLET.match(text, start, end):
            return False
        if text[end - 1] in ".!?" or _SENTENCE_INSIDE.search(text, start, end):
            return True
    return False


def _continued(
    text: str,
    lines: list[Line],
    index: int,
    end: int,
    *,
    item: bool,
    known: Callable[[str], int] | None = None,
    unmarked: Collection[int] = (),
) -> tuple[int, int]:
    """Join the lines that a hard-wrapped paragraph or item goes on over, up to one that opens with a well-known heading in capitals."""
    while index < len(lines):
        start, next_end, blank = lines[index]
        previous_start = lines[index - 1][0]
        first = text[start]
        goes_on = first.islower() or first == "("
        if blank or start in unmarked or text[end - 1] in TERMINAL or text[end - 1] == ":" or BULLET.match(text, start, next_end):
            break
        if not goes_on and (item or end - previous_start < _WRAPPED):
            break
        if known is not None and text[start : start + _CAPITALS].isupper() and known(text[start:next_end]):
            break
        if _IF_LINE.match(text, start, next_end) and _IF_LINE.match(text, lines[index - 1][0], end):
            break  # items without marks: "if you are allergic ...", "if you have ..."
        if not item and not goes_on and not _SENTENCE_INSIDE.search(text, previous_start, next_end):
            break  # rows and lists without marks, not a wrapped paragraph
        if NUMBERED.match(text, start, next_end) or "\t" in text[start:next_end] or "|" in text[start:next_end]:
            break
        end = next_end
        index += 1
    return index, end


#: Letters of a heading in capitals that tell it from an acronym: "WARNINGS".
_CAPITALS = 8


def _previous_text(blocks: list[Block]) -> int | None:
    """The paragraph right above an item, which introduces it; a heading above gives no introduction."""
    for number in range(len(blocks) - 1, max(-1, len(blocks) - 60), -1):
        if blocks[number].kind == "heading":
            return None
        if blocks[number].kind == "paragraph":
            return number
    return None


def _label_end(text: str, start: int, end: int) -> int | None:
    match = LABEL.match(text, start, end) if text.find(":", start, end) >= 0 else None
    if match is None or match.end() >= end or match.group(1).count(" ") > 11:
        return None
    return match.end(1)


#: "Antibody deficiencies - A, B": a dash in the place of a colon, in an item that goes on with a list or whose label is bold.
_DASHED_LABEL = re.compile(r"([A-Z][^.:;!?,\n]{2,60}?) [-—] (?=[^.:;!?\n]{3,60}(?:,| and | or ))|\*\*([A-Z][^.:;!?*\n]{2,60})\*\* [-—] ")


def _dashed_label_end(text: str, start: int, end: int) -> int | None:
    match = _DASHED_LABEL.match(text, start, end)
    return match.end(match.lastindex or 1) if match is not None and match[match.lastindex or 1].count(" ") <= _DASHED_GAPS else None


#: Blanks in such a label.
_DASHED_GAPS = 4


def _cells(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    line = text[start:end]
    if "|" not in line and "\t" not in line:
        return ()
    goes_on = line.startswith("| ") and line.count("|") == 1  # the first cell is that of the row above
    separator = "|" if goes_on or line.count("|") >= 2 or (" | " in line) else "\t" if "\t" in line else None
    if separator is None:
        return ()
    cells: list[tuple[int, int]] = []
    position = start
    for part in line.split(separator):
        stripped = part.strip()
        if stripped:
            left = position + len(part) - len(part.lstrip())
            cells.append((left, left + len(stripped)))
        position += len(part) + 1
    return tuple(cells) if len(cells) >= 2 or goes_on else ()


def _is_rule(text: str, cells: Sequence[tuple[int, int]]) -> bool:
    return all(set(text[start:end]) <= set("-:= ") for start, end in cells)


def _sentences(text: str, block: Block) -> list[tuple[int, int]]:
    if block.kind in {"heading", "row"}:
        return list(bounded(text, block.start, block.end))
    return sentences_in(text, block.start, block.end)
