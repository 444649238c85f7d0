"""Words that may name a concept: tokens go in, mentions with their candidates come out.

Besides the names of the lexicon: acronyms that the text defines, and coordinations that leave out the shared word
("liver and kidney problems", "autoimmune/inflammatory conditions").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.reading.acronyms import Definition
from kg.reading.classes.memberships import is_below
from kg.reading.lexicon import DISEASE_HEADS, Entry, Hit, Lexicon
from kg.reading.words import Tokens

__all__ = [
    "Found",
    "find_acronyms",
    "find_clots",
    "find_elliptical",
    "find_in_whom",
    "find_kinds",
    "find_mentions",
    "find_row_labels",
    "find_seated",
    "find_uninflected",
    "find_vaccine_examples",
    "is_no_name",
    "may_share_head",
]


@dataclass(slots=True, unsafe_hash=True)  # not frozen, as it is made for every name in a text: three times as fast
class Found:
    """Candidates at tokens [first, last) of a document."""

    first: int
    last: int
    entries: tuple[Entry, ...]
    method: str
    #: How sure the finding is, apart from the name's own score.
    weight: float = 1.0


#: Nouns that coordinated modifiers share ("heart or blood vessel disease").
_HEADS = frozenset(
    {
        *DISEASE_HEADS,
        "deficiency",
        "infection",
        "problem",
        "complication",
        "syndrome",
        "failure",
        "pain",
        "vaccine",
        "vaccination",
        "ache",
        "dysfunction",
        "impairment",
        "injury",
        "reaction",
        "immunoglobulin",
        "globulin",
        "anemia",
        "neuropathy",
        "thrombosis",
        "embolism",
        "edema",
        "enzyme",
        "test",
        "function",
        "rejection",
        "virus",
        "route",
        "discomfort",
        "swelling",
        "immunodeficiency",
        "transplantation",
        "product",
        "antibody",
        "state",
        "disturbance",
        "event",
        "headache",
        "arthritis",
        "encephalitis",
        "infarction",
        "sick",
    }
)
#: Words that say how a part of the body or a person feels, and hold for all that a list joins behind them.
_LEADS = frozenset(("aching", "achy", "painful", "sore", "tender", "stiff", "feeling", "feel"))
#: The tokens from such a word to the coordinator of its list, and those of a further part of it.
_LED, _LED_PART = 7, 2
#: Words that another head may stand for when a name is looked up.
_SAME_HEAD: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((*DISEASE_HEADS, "problem", "disturbance", "state"), DISEASE_HEADS),
    "problem": (*DISEASE_HEADS, "problem", "complication", "dysfunction"),
    "complication": ("complication", "problem"),
    "vaccination": ("vaccine", "vaccination"),
    "vaccine": ("vaccine", "vaccination"),
}
_COORDINATORS = frozenset(("and", "or", "/", "&"))
_LONGEST_ACRONYM = 10
#: Between a coordinator and a head these say that they do not belong together.
_APART = frozenset(
    (
        ",", ";", ".", ":", "(", ")", "can", "may", "include", "cause", "be", "have", "to", "get", "tend", "from", "often", "suffer", "who",
        "are", "is", "of", "for", "with", "by", "help", "helps", "fight",
    )
)  # fmt: skip
#: Heads that share the word before them too.
_LACKS = frozenset(("deficiency", "immunodeficiency", "failure"))
#: The longest modifier that is tried before a shared head.
_MODIFIER = 3


def find_mentions(hits: Iterable[Hit]) -> list[Found]:
    """Turn the lexicon's hits into mentions."""
    return [Found(hit.first, hit.last, hit.entries, "exact") for hit in hits]


def find_acronyms(
    tokens: Tokens, definitions: Sequence[Definition], mentions: Sequence[Found], lexicon: Lexicon
) -> tuple[list[Found], frozenset[str]]:
    """Read the document's own acronyms.

    Gives mentions of acronyms whose long form is a known name, and the acronyms whose long form is not: for this document
    they mean something else than the lexicon says.
    """
    if not definitions:
        return [], frozenset()
    meanings: dict[str, tuple[Entry, ...] | None] = {}
    ending = {mention.last: mention for mention in mentions}
    starting: dict[int, list[Found]] = {}
    for each in mentions:
        starting.setdefault(each.first, []).append(each)
    for definition in definitions:
        acronym = _singular_acronym(definition.acronym)
        whole = next((m for m in starting.get(definition.first, ()) if m.last > definition.short), None)
        if whole is not None:  # a name that the lexicon has with its acronym in brackets
            meanings[acronym] = whole.entries
            continue
        inside = [m for i in range(definition.first, definition.last) for m in starting.get(i, ()) if m.last <= definition.last]
        mention = ending.get(definition.last) or _with_acronym(definition, starting)
        if definition.last - definition.first > 1 and tokens.folds[definition.last - 1] == "antibody" and mention is not None:
            inside = [m for m in inside if m.last - m.first > 1]  # "bispecific antibodies (BsAbs)": some, not antibodies at large
            mention = mention if mention in inside else None
        own_entries = [e for m in starting.get(definition.short, ()) for e in m.entries]
        own = {e.concept for e in own_entries}
        half = (definition.last - definition.first) / 2
        # "low platelet counts (PC)": the mention says more than the acronym; "complete blood count (CBC)": or less.
        unequal = mention is not None and (mention.first < definition.first or mention.last - mention.first < half)
        if mention is not None and unequal and own.isdisjoint(e.concept for e in mention.entries):
            mention = None
        if mention is None:
            fitting = [m for m in inside if own & {e.concept for e in m.entries}] or [m for m in inside if m.last - m.first >= half]
            mention = max(fitting, key=lambda m: m.last - m.first, default=None)
        if mention is not None and _is_way_of_product(mention, own, lexicon):
            continue  # "subcutaneous administration of IgG (SCIG)": still the product
        narrower = _kinds_of(own_entries, inside, lexicon)
        if narrower and _spells(tokens, definition) and not _long_form_fits(tokens, definition, own_entries, lexicon):
            meanings.setdefault(acronym, None)  # "culture-defined infection (CDI)": its own initials, which the lexicon reads otherwise
            continue
        if mention is not None and own & {e.concept for e in mention.entries}:
            meanings[acronym] = tuple(e for e in mention.entries if e.concept in own)
        elif narrower:
            meanings[acronym] = narrower
        elif mention is not None:
            meanings[acronym] = mention.entries
        elif own and _long_form_fits(tokens, definition, own_entries, lexicon):
            continue
        else:
            meanings.setdefault(acronym, None)
    if not meanings:
        return [], frozenset()
    forms: dict[str, tuple[Entry, ...]] = {}
    for acronym, entries in meanings.items():
        for form in (acronym, f"{acronym}s"):
            if entries and _singular_acronym(form) == acronym and len(form) <= _LONGEST_ACRONYM and not form.islower():
                forms[form] = entries
    found = [Found(index, index + 1, forms[word], "acronym") for index, word in enumerate(tokens.surfaces) if word in forms]
    return found, frozenset(acronym for acronym, entries in meanings.items() if entries is None)


def _spells(tokens: Tokens, definition: Definition) -> bool:
    """Tell whether the letters of an acronym are the initials of all words of its long form."""
    words = [tokens.surfaces[i] for i in range(definition.first, definition.last) if tokens.surfaces[i][0].isalnum()]
    return [word[0].lower() for word in words] == list(definition.acronym.lower())


def _kinds_of(own: Sequence[Entry], inside: Sequence[Found], lexicon: Lexicon) -> tuple[Entry, ...]:
    """ "Major immunodeficiency syndromes (PID)", "Supplementary immunodeficiencies (SID)": what the acronym names is a kind of the class spelt out."""
    classes = {e.concept for mention in inside for e in mention.entries if "Category" in lexicon.classes[e.concept]}
    return tuple(e for e in own if any(is_below(lexicon.concepts, e.concept, above) for above in classes))


def _with_acronym(definition: Definition, starting: Mapping[int, Sequence[Found]]) -> Found | None:
    """The name that has its acronym in it: "Kawasaki disease (KD)"."""
    named = starting.get(definition.first, ())
    return next((mention for mention in named if mention.first <= definition.short == mention.last - 2), None)


def _is_way_of_product(mention: Found, own: set[str], lexicon: Lexicon) -> bool:
    is_route = all("Route" in lexicon.classes[entry.concept] for entry in mention.entries)
    return is_route and any("ImmunoglobulinProduct" in lexicon.classes[concept] for concept in own)


def is_no_name(mention: Found, tokens: Tokens) -> bool:
    """Tell whether what looks like a name is none where it stands."""
    return (
        _is_enumeration(mention, tokens)
        or _is_pronunciation(mention, tokens)
        or _is_decimal(mention, tokens)
        or _is_verb(mention, tokens)
        or _is_weary(mention, tokens)
        or _is_run(mention, tokens)
        or _is_of_carers(mention, tokens)
        or _is_of_cells(mention, tokens)
        or _is_of_eye(mention, tokens)
    )


def _is_of_eye(mention: Found, tokens: Tokens) -> bool:
    """ "bilateral conjunctival injection": a red eye, not what is done with a needle."""
    return tokens.folds[mention.last - 1] == "injection" and tokens.folds[max(0, mention.first - 1)] in _INJECTED


_INJECTED = frozenset(("conjunctival", "scleral", "ciliary", "ocular"))


def _is_enumeration(mention: Found, tokens: Tokens) -> bool:
    """ "measles, mumps, rubella and varicella vaccines": several vaccines, though a combined one has the same name in the singular."""
    if mention.last - mention.first < _ENUMERATED or tokens.surfaces[mention.last - 1].lower() != "vaccines":
        return False
    return mention.entries[0].concept == "mmrv-vaccine" and "," in tokens.surfaces[mention.first : mention.last]


#: Tokens of the shortest such list.
_ENUMERATED = 6


def _is_decimal(mention: Found, tokens: Tokens) -> bool:
    """ "0.2 g/kg" is not the dose of "2 g/kg": the name begins behind the point of a number."""
    first, surfaces = mention.first, tokens.surfaces
    if first < _POINT or not surfaces[first].isdigit() or surfaces[first - 1] not in {".", ","} or not surfaces[first - 2].isdigit():
        return False
    return tokens.ends[first - 2] == tokens.starts[first - 1] and tokens.ends[first - 1] == tokens.starts[first]


#: Tokens of a number before its decimals: "0" and ".".
_POINT = 2


def _is_pronunciation(mention: Found, tokens: Tokens) -> bool:
    """ "hep-a-TYE-tis": small syllables before one in capitals, tied to it by a hyphen, say how a name sounds."""
    last = mention.last
    if mention.last - mention.first != _SYLLABLES or last >= len(tokens.surfaces):
        return False
    spoken = tokens.surfaces[last]
    tied = tokens.starts[last] == tokens.ends[last - 1] + 1 and tokens.starts[last - 1] == tokens.ends[last - 2] + 1
    return tied and len(spoken) > 1 and spoken.isupper() and len(tokens.surfaces[last - 1]) == 1 and tokens.surfaces[last - 1].islower()


#: Tokens of such a name: "hep a".
_SYLLABLES = 2


def _is_verb(mention: Found, tokens: Tokens) -> bool:
    """ "blood pressure may rise or fall": a verb that looks like the name of an accident."""
    if tokens.folds[mention.first : mention.last] != ["fall"]:
        return False
    return not _BEFORE_VERBS.isdisjoint(tokens.folds[max(0, mention.first - 3) : mention.first])


#: Words before a verb.
_BEFORE_VERBS = frozenset(("may", "can", "could", "might", "will", "to", "should", "not"))


def _is_run(mention: Found, tokens: Tokens) -> bool:
    """ "in the run-in phase": one run is no diarrhoea."""
    return tokens.folds[mention.first : mention.last] == ["the", "run"] and tokens.surfaces[mention.last - 1].lower() == "run"


def _is_weary(mention: Found, tokens: Tokens) -> bool:
    """ "those who are tired of infusions", "I grew weary of drips": who has had enough of something is not ill."""
    return tokens.folds[mention.last : mention.last + 1] == ["of"] and tokens.folds[mention.last - 1] in {"tired", "weary", "sick"}


def _is_of_carers(mention: Found, tokens: Tokens) -> bool:
    """ "a burn unit", "the stroke ward", "her allergy nurse": what those who care are called by."""
    return not _CARERS.isdisjoint(tokens.folds[mention.last : mention.last + 1])


_CARERS = frozenset(("unit", "ward", "clinic", "team", "nurse", "department"))


def _is_of_cells(mention: Found, tokens: Tokens) -> bool:
    """ "keratinocyte death", "the death of cultured neurons": nobody died."""
    first, last = mention.first, mention.last
    if tokens.folds[first:last] != ["death"]:
        return False
    stems = tokens.stems
    around = [*stems[max(0, first - 1) : first], *(stems[last + 1 : last + _WHOSE] if stems[last : last + 1] == ["of"] else ())]
    return any(word.startswith(_CELLS) or word.endswith("cyt") for word in around)


#: Tokens of "of cultured neurons", and what dies there.
_WHOSE = 3
_CELLS = ("cell", "neuron", "keratinocyt", "lymphocyt", "tissu", "oligodendrocyt", "fibre", "fiber", "hepatocyt", "axon")


def may_share_head(folds: frozenset[str]) -> bool:
    """Tell whether a coordination and a head or a first word that its parts may share are among the words of a sentence."""
    shared = (_HEADS, _LEADS, _PAINS, _ENDINGS)
    return "hepatitis" in folds or not (_COORDINATORS.isdisjoint(folds) or all(words.isdisjoint(folds) for words in shared))


def find_elliptical(tokens: Tokens, ranges: Sequence[tuple[int, int]], lexicon: Lexicon, mentions: Sequence[Found]) -> list[Found]:
    """Find parts of a coordination whose head stands only after the last part, or whose first word only before the first one.

    "heart or blood vessel disease" gives heart (disease); a modifier that is itself a name is left alone. "aching muscles or back" gives
    (aching) back.
    """
    folds = tokens.folds
    found: list[Found] = []
    covered: dict[int, Found] = {}
    for first, last in ranges:
        found.extend(_lettered(tokens, first, last, lexicon))
        for index in [i for i in range(first + 1, last - 1) if folds[i] in _COORDINATORS]:
            lead = next((i for i in range(index - 1, max(first, index - _LED) - 1, -1) if folds[i] in _LEADS), None)
            if lead is not None:
                covered = covered or {i: mention for mention in mentions for i in range(mention.first, mention.last)}
                found.extend(_led(folds, lead, index, last, lexicon, covered))
            pained = next((i for i in range(index - 2, max(first, index - _PAINED) - 1, -1) if folds[i] in _PAINS), None)
            if pained is not None:
                covered = covered or {i: mention for mention in mentions for i in range(mention.first, mention.last)}
                found.extend(_placed(tokens, pained, index, last, lexicon, covered))
            after = folds[index + 1 : min(index + 7, last)]
            if after and after[0] in _ENDINGS and index - 2 >= first and (len(after) == 1 or after[1] in _PART_ENDS):
                covered = covered or {i: mention for mention in mentions for i in range(mention.first, mention.last)}
                found.extend(_of_same_part(folds, index, lexicon, covered))
            if _HEADS.isdisjoint(after):
                continue
            head_at = next(i for i, word in enumerate(after, index + 1) if word in _HEADS)
            if head_at + 1 < last and folds[head_at + 1] in _LACKS:
                head_at += 1  # "antibody deficiency"
            if not _APART.isdisjoint(folds[index + 1 : head_at]):
                continue
            covered = covered or {i: mention for mention in mentions for i in range(mention.first, mention.last)}
            right = covered.get(head_at)
            if right is not None and right.first <= index:
                continue
            heads: list[tuple[str, ...]] = [(head,) for head in _SAME_HEAD.get(folds[head_at], (folds[head_at],))]
            if folds[head_at] in _LACKS and head_at - index > 2:
                heads.append((folds[head_at - 1], folds[head_at]))  # "primary and secondary immune deficiency"
            # The part just before the coordinator, then earlier parts of a comma list.
            end = index - 1 if folds[index - 1] in {",", "and", "or"} else index
            while end > first:
                match = _modifier(folds, first, end, heads, lexicon, covered)
                if match is None:
                    break
                found.append(match)
                end = match.first
                if end - 1 > first and folds[end - 1] == ",":
                    end -= 1
                else:
                    break
            # The part after the coordinator, where the lexicon knows the name only with another head ("kidney problems").
            if right is None:
                match = _modifier(folds, index + 1, head_at, heads, lexicon, covered)
                if match is not None:
                    found.append(Found(match.first, head_at + 1, match.entries, "elliptical", match.weight))
                elif index - 2 >= first and head_at > index + 1:
                    # "impaired liver and kidney function": the first modifier holds for both.
                    for start in range(index - 2, max(first, index - 3) - 1, -1):
                        entries = lexicon.lookup((folds[start], *folds[index + 1 : head_at + 1]))
                        if entries:
                            found.append(Found(index + 1, head_at + 1, entries, "elliptical", 0.9))
                            break
    return found


def _lettered(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> Iterator[Found]:
    """ "hepatitis A, B and C": the letters behind the first are illnesses of their own."""
    folds = tokens.folds
    for at in (i for i in range(first, last - 3) if folds[i] == "hepatitis" and folds[i + 1] in _LETTERS):
        index = at + 2
        while index + 1 < last and folds[index] in _BEFORE_LETTER:
            letter = index + (2 if folds[index] == "," and folds[index + 1] in _COORDINATORS else 1)
            if letter >= last or folds[letter] not in _LETTERS or not tokens.surfaces[letter].isupper():
                break
            entries = lexicon.lookup(("hepatitis", folds[letter]))
            if entries:
                yield Found(letter, letter + 1, entries, "elliptical", 0.95)
            index = letter + 1


_LETTERS = frozenset("abcde")
_BEFORE_LETTER = _COORDINATORS | {","}


def _of_same_part(folds: Sequence[str], index: int, lexicon: Lexicon, covered: Mapping[int, Found]) -> list[Found]:
    """ "kidney injury or failure", "joint swelling or pain": the part of the body that the name before the coordinator begins with has both."""
    before = covered.get(index - 1)
    if before is None or before.last != index or before.last - before.first != 2 or folds[before.first] == "local":
        return []
    entries = lexicon.lookup((folds[before.first], folds[index + 1]))
    return [Found(index + 1, index + 2, entries, "elliptical", 0.9)] if entries else []


#: What befalls a part of the body that is named once for two, and what ends a member of a list.
_ENDINGS = frozenset(
    (
        "failure", "pain", "swelling", "redness", "itching", "stiffness", "tightness", "weakness", "cramp", "cramps", "spasm", "discomfort",
        "impairment", "injury", "damage", "attack", "arrest", "dysfunction", "tenderness", "inflammation",
    )
)  # fmt: skip
_PART_ENDS = frozenset((",", ";", ".", ")", ":", "|", "(", "may", "can", "have", "has", "is", "are", "was", "were", "after", "with", "during", "in"))


def _placed(tokens: Tokens, head: int, index: int, last: int, lexicon: Lexicon, covered: Mapping[int, Found]) -> Iterator[Found]:
    """ "pain in the back, chest or joints": what hurts is said of each place of the list; the first has its name from the words as they stand."""
    folds = tokens.folds
    named = covered.get(head)
    if named is not None and named.first < head:
        return  # "viral infections of the lung and the bladder": of their kind
    if folds[head + 1] == "(" and folds[head + 2] in {"in", "of"} and _COORDINATORS.isdisjoint(folds[head:index]):
        yield from _placed_in_bracket(tokens, head, last, lexicon)
    if folds[head + 1] not in {"in", "of"}:
        return
    places = [i for i in range(head + 3, index) if folds[i - 1] == "," or (folds[i - 1] in _OWN and folds[i - 2] == ",")]
    behind = index + 1 + (index + 1 < last and folds[index + 1] in _OWN)
    for place in (*places, behind):
        entries = lexicon.lookup((folds[place], folds[head])) if place < last else ()
        told = covered.get(place)
        if entries and (told is None or (told.first > head and told.last == place + 1)):  # not "inflammation of the nose and throat"
            yield Found(place, place + 1, entries, "elliptical", 0.9)


def _placed_in_bracket(tokens: Tokens, head: int, last: int, lexicon: Lexicon) -> list[Found]:
    """ "infections (of the ear, lungs or bladder)": the bracket says nothing but where."""
    folds = tokens.folds
    closed = next((i for i in range(head + 3, min(last, head + _PAINED + 3)) if tokens.surfaces[i] == ")"), None)
    if closed is None:
        return []
    found: list[Found] = []
    start = head + 3
    while start < closed:
        start += folds[start] in _OWN
        ends = [i for i in range(start + 1, closed + 1) if i == closed or folds[i] in {",", "or", "and"}]
        # "the nose and throat" may be one place
        for end in reversed(ends[:2]):
            entries = lexicon.lookup((*folds[start:end], folds[head])) or lexicon.lookup((folds[head], "of", "the", *folds[start:end]))
            if entries:
                found.append(Found(start, end, entries, "elliptical", 0.9))
                break
        else:
            end = ends[0] if ends else closed
        start = end + 1
    return found


#: What is felt in places that a list names, the tokens from it to the coordinator, and words before a place.
_PAINS = frozenset(("pain", "ache", "stiffness", "swelling", "infection", "infections", "inflammation"))
_PAINED = 9
_OWN = frozenset(("the", "your", "their", "his", "her", "a"))


def _led(folds: Sequence[str], lead: int, index: int, last: int, lexicon: Lexicon, covered: Mapping[int, Found]) -> list[Found]:
    """ "aching muscles, joints or back", "feeling hot, cold or shivery": what the first word says holds for the further parts of its list."""
    if not (_APART - {","}).isdisjoint(folds[lead:index]) or (lead + 1 < last and lead + 1 == index):
        return []
    starts = [i + 1 for i in range(lead + 1, index) if folds[i] == ","]
    ends = [*(start - 1 for start in starts[1:]), index] if starts else []
    parts = [range(start, end) for start, end in zip(starts, ends, strict=True) if start < end]
    parts.append(range(index + 1, min(index + 1 + _LED_PART, last)))
    found: list[Found] = []
    for part in parts:
        for length in range(min(_LED_PART, len(part)), 0, -1):
            words = range(part.start, part.start + length)
            entries = lexicon.lookup((folds[lead], *folds[words.start : words.stop]))
            if entries and all(words.start <= m.first and m.last <= words.stop for i in words if (m := covered.get(i)) is not None):
                found.append(Found(words.start, words.stop, entries, "elliptical", 0.9))
                break
    return found


def _modifier(
    folds: Sequence[str], first: int, end: int, heads: Sequence[tuple[str, ...]], lexicon: Lexicon, covered: Mapping[int, Found]
) -> Found | None:
    for length in range(min(_MODIFIER, end - first), 0, -1):
        start = end - length
        if any(not folds[i][0].isalnum() for i in range(start, end)):
            continue
        known = covered.get(start)
        if known is not None and (known.first < start or not _gains_a_head(known)):
            continue
        for head in heads:
            entries = lexicon.lookup((*folds[start:end], *head))
            if entries:
                return Found(start, end, entries, "elliptical", 0.95)
    return None


def _gains_a_head(mention: Found) -> bool:
    """A one-word name such as "measles" still takes the shared head ("measles and chicken pox vaccines")."""
    return mention.last - mention.first <= 2


def _long_form_fits(tokens: Tokens, definition: Definition, entries: Sequence[Entry], lexicon: Lexicon) -> bool:
    """The long form is a name that the lexicon has for the acronym, if a part of a longer one, or near to it (a misprint, an extra word)."""
    words = {tokens.folds[i] for i in range(definition.first, definition.last)}
    for entry in entries:
        concept = lexicon.concepts[entry.concept]
        for name in concept.names:
            parts = name.lower().replace("-", " ").split()
            if words == set(parts) or (len(parts) > 1 and len(words.intersection(parts)) * 2 > len(parts)):
                return True  # "subcutaneous immunoglobulin (Ig)"
    return False


def _singular_acronym(surface: str) -> str:
    return surface[:-1] if len(surface) > 2 and surface[-1] == "s" and surface[-2].isupper() else surface


#: Members of a list that are looked at.
_LONGEST_LIST = 40


def find_vaccine_examples(tokens: Tokens, ranges: Iterable[tuple[int, int]], lexicon: Lexicon, mentions: Sequence[Found]) -> list[Found]:
    """Read diseases listed with vaccines as their vaccines.

    "live virus vaccines such as measles and rubella", "vaccines against mumps", "inactivated vaccines (flu, COVID-19)" and, before the
    word, "MMR, chickenpox and shingles vaccines".
    """
    found: list[Found] = []
    classes = lexicon.classes
    naming = [n for n, mention in enumerate(mentions) for entry in mention.entries if "Vaccine" in classes[entry.concept]]
    if not naming:
        return found
    bounds_of = list(ranges)
    firsts = [first for first, _ in bounds_of]
    for number in dict.fromkeys(naming):
        mention = mentions[number]
        sentence_start, sentence_end = bounds_of[bisect_right(firsts, mention.first) - 1]
        found.extend(_vaccines_before(tokens, lexicon, mentions, number, sentence_start))
        position = mention.last
        for member in mentions[number + 1 : number + 1 + _LONGEST_LIST]:
            if member.last > sentence_end:
                break
            if member.first < position:
                continue
            between = tokens.folds[position : member.first]
            if position == mention.last:
                if len(between) > _LONGEST_OPENING or not _OPENING.issuperset(between) or _OPENED.isdisjoint(between):
                    break
            elif any(word not in _MEMBER_JOINS for word in between):
                break
            entries = lexicon.lookup((*tokens.folds[member.first : member.last], "vaccine"))
            if not entries:
                if any("Vaccine" in lexicon.concepts[entry.concept].classes for entry in member.entries):
                    position = member.last
                    continue
                break
            found.append(Found(member.first, member.last, entries, "elliptical", 0.95))
            position = member.last
    return found


#: Words between "vaccines" and the first of its examples, and those of them that open examples.
_OPENING = frozenset(
    ("(", ":", ",", ".", "such", "as", "like", "including", "include", "e", "g", "i", "for", "example", "namely", "eg", "ie", "against")
)
_OPENING |= {"of", "this", "these", "type", "kind", "to", "protect", "be", "are", "the", "live", "virus"}
_OPENED = frozenset(("(", ":", "such", "like", "including", "include", "e", "eg", "ie", "namely", "against", "for", "example"))
_LONGEST_OPENING = 7
_MEMBER_JOINS = frozenset((",", "and", "or", "/", "&", "g", ".", ":", "(", ")", "live", "also", "as", "well"))


def _vaccines_before(tokens: Tokens, lexicon: Lexicon, mentions: Sequence[Found], number: int, sentence_start: int) -> list[Found]:
    """Read the diseases that share the word "vaccines" behind them."""
    found: list[Found] = []
    position = mentions[number].first
    for member in reversed(mentions[max(0, number - _LONGEST_LIST) : number]):
        if member.first < sentence_start or member.last > position:
            break
        between = tokens.folds[member.last : position]
        if between[:1] == ["("] and between[-1:] == [")"] and len(between) <= _LONGEST_OPENING:
            between = []  # a brand in brackets
        if any(word not in {",", "and", "or", "/", "&", "(", ")"} for word in between):
            break
        position = member.first
        if any("Vaccine" in lexicon.concepts[entry.concept].classes for entry in member.entries):
            continue
        entries = lexicon.lookup((*tokens.folds[member.first : member.last], "vaccine"))
        if not entries:
            break
        found.append(Found(member.first, member.last, entries, "elliptical", 0.93))
    return found


def find_row_labels(tokens: Tokens, ranges: Iterable[tuple[int, int]], lexicon: Lexicon, mentions: Sequence[Found]) -> list[Found]:
    """Read an adjective that opens a table row, right before the row's members, as its category: "Neurological CIDP, MMN"."""
    starting = {mention.first: mention for mention in mentions}
    found: list[Found] = []
    for first, last in ranges:
        if last - first < 2 or tokens.surfaces[last - 1] in {".", "?", "!"} or first in starting or not tokens.surfaces[first][0].isupper():
            continue
        for length in (1, 2):
            if first + length not in starting:
                continue
            entries = next((e for head in DISEASE_HEADS if (e := lexicon.lookup((*tokens.folds[first : first + length], head)))), ())
            if entries:
                found.append(Found(first, first + length, entries, "elliptical", 0.95))
                break
    return found


def find_in_whom(tokens: Tokens, lexicon: Lexicon, mentions: Sequence[Found]) -> list[Found]:
    """Find what a name for a group of people says that they have: "women with A" names A too."""
    found: list[Found] = []
    for mention in mentions:
        if mention.last - mention.first <= _GROUP or "Population" not in lexicon.classes[mention.entries[0].concept]:
            continue
        if tokens.folds[mention.first + 1] == "with":
            entries = lexicon.lookup(tokens.folds[mention.first + _GROUP : mention.last])
            classes = lexicon.classes[entries[0].concept] if entries else frozenset[str]()
            if "Condition" in classes and _CIRCUMSTANCES.isdisjoint(classes):
                found.append(Found(mention.first + _GROUP, mention.last, entries, "exact"))
    return found


#: "women with": tokens of a group before what its members have.
_GROUP = 2
#: What a group has beside what is treated: a cause of missing antibodies, a factor of risk.
_CIRCUMSTANCES = frozenset(("AcquiredCause", "RiskFactor"))


def find_seated(tokens: Tokens, lexicon: Lexicon, mentions: Sequence[Found]) -> list[Found]:
    """ "is an autoimmune disorder of the peripheral nerves": the noun of one class makes another with the part of the body behind it."""
    folds = tokens.folds
    found: list[Found] = []
    for mention in mentions:
        last = mention.last
        if last - mention.first < _CLASSED or folds[last : last + 1] != ["of"] or folds[last - 1] not in _SEATED:
            continue
        if "Category" not in lexicon.classes[mention.entries[0].concept]:
            continue
        before = tokens.stems[max(0, mention.first - _TO_COPULA) : mention.first]
        if "be" not in before or not _BETWEEN.isdisjoint(before[len(before) - before[::-1].index("be") :]):
            continue
        for end in range(min(len(folds), last + _SEAT), last + 1, -1):
            entries = lexicon.lookup((folds[last - 1], *folds[last:end]))
            if entries and "Category" in lexicon.classes[entries[0].concept]:
                found.append(Found(last, end, entries, "elliptical", 0.95))
                break
    return found


def find_clots(tokens: Tokens, ranges: Iterable[tuple[int, int]], lexicon: Lexicon, mentions: Sequence[Found]) -> list[Found]:
    """ "clots in the legs, lungs or brain": the places of a list that share what is in them."""
    folds = tokens.folds
    found: list[Found] = []
    ends = {last for _, last in ranges}
    for mention in mentions:
        words = folds[mention.first : mention.last]
        at = words.index("in") if "in" in words else 0
        if not at or words[at - 1] not in _CLOTS:
            continue
        last = mention.last
        while True:
            joint = next((len(j) for j in _JOINED_PLACES if folds[last : last + len(j)] == list(j)), None)
            entries = lexicon.lookup((words[at - 1], "in", "the", *folds[last + joint : last + joint + 1])) if joint is not None else ()
            if joint is None or not entries or "AdverseEffect" not in lexicon.classes[entries[0].concept]:
                break
            if folds[last : last + joint] == [","] and folds[last + joint + 1 : last + joint + 2] not in ([","], ["or"], ["and"]):
                break  # "clots in the leg, lung damage"
            behind = last + joint + 1
            if behind not in ends and behind < len(folds) and folds[behind][0].isalpha() and folds[behind] not in _BEHIND_PLACE:
                break  # "clots in the leg or lung infections"
            found.append(Found(last + joint, last + joint + 1, entries, "elliptical", 0.9))
            last += joint + 1
    return found


#: Words that may stand behind the last place.
_BEHIND_PLACE = frozenset((
    "after", "and", "are", "as", "at", "be", "because", "but", "by", "can", "could", "during", "following", "from", "has", "have", "if", "in", "is",
    "may", "might", "on", "or", "such", "that", "to", "was", "were", "when", "where", "which", "while", "with", "within", "without",
))  # fmt: skip
#: What may lodge in several places, and what stands between two of them, the longest first.
_CLOTS = frozenset(("clot", "clots", "thrombus", "thrombosis"))
_JOINED_PLACES = tuple(
    (*mark, *word, *place)
    for mark in ((",",), ())
    for word in (("or", "in"), ("and", "in"), ("or",), ("and",), ("in",), ())
    for place in (("the",), ())
    if mark or word
)


def find_kinds(tokens: Tokens, lexicon: Lexicon, mentions: Sequence[Found]) -> list[Found]:
    """ "Autoimmune disorders include gastritis and bullous dermatosis": the adjective of a class, said once for what is listed of it."""
    folds = tokens.folds
    starts: set[int] | None = None
    found: list[Found] = []
    for mention in mentions:
        if mention.last - mention.first != _CLASSED or folds[mention.last - 1] not in _CLASS_NOUNS:
            continue
        behind = mention.last + (folds[mention.last : mention.last + 1] == [","])
        at = next((behind + len(words) for words in _SUCH_AS if folds[behind : behind + len(words)] == words), None)
        if at is None or "Category" not in lexicon.classes[mention.entries[0].concept]:
            continue
        starts = starts if starts is not None else {i for other in mentions for i in range(other.first, other.last)}
        ends = (i for i in range(at, min(len(folds), at + _LISTED)) if folds[i] in {".", ";", ":", "("})
        begin, stop = at, next(ends, min(len(folds), at + _LISTED))
        for index in range(at, stop + 1):
            if index < stop and folds[index] not in {",", "and", "or"}:
                continue
            for end in range(min(index, begin + _MEMBER), begin, -1):
                entries = lexicon.lookup((folds[mention.first], *folds[begin:end])) if starts.isdisjoint(range(begin, end)) else ()
                if entries:
                    found.append(Found(begin, end, entries, "elliptical", 0.9))
                    break
            begin = index + 1
    return found


#: What leads to the members of a class, nouns of a class, and the tokens of a list and of a member that are looked at.
_SUCH_AS = (["such", "as"], ["include"], ["including"], ["like"])
_CLASS_NOUNS = frozenset(("disease", "disorder", "condition", "illness", "syndrome"))
_LISTED = 40
_MEMBER = 3


#: Tokens from "is" to the class ("is a rare and chronic"), and words that make it something else than what is said of the subject.
_TO_COPULA = 7
_BETWEEN = frozenset(("for", "in", "of", "with", "to", "treat", "use", "used", "given", "by", "not", ";", "."))
#: Tokens of an adjective and its noun, such nouns, and tokens of "of the central nervous system".
_CLASSED = 2
_SEATED = frozenset(("disease", "disorder", "condition", "illness"))
_SEAT = 7


def find_uninflected(tokens: Tokens, ranges: Iterable[tuple[int, int]], lexicon: Lexicon) -> list[Found]:
    """Find names that lost or changed an inflection, as in spun texts ("vomit" for vomiting); compares stems."""
    found: list[Found] = []
    for first, last in ranges:
        index = first
        while index < last:
            entries: tuple[Entry, ...] = ()
            length = 0
            for length in range(min(5, last - index), 0, -1):
                entries = lexicon.lookup_stems(tokens.stems[index : index + length])
                if entries:
                    break
            if entries:
                found.append(Found(index, index + length, entries, "paraphrase", 0.95))
                index += length
            else:
                index += 1
    return found
