"""Which share of patients or infusions a text says has an effect: words with numbers go in, a frequency comes out."""

from __future__ import annotations

import re

from kg.reading.safety.bands import frequency_of_percent
from kg.records import Frequency

__all__ = ["counted_share", "counts_nobody", "is_nobody", "percent_after", "percent_band", "respective_percent", "share_in_columns", "share_of"]

_SHARE_OF_100 = r"(\d{1,3}(?:\.\d+)?)\s*%(?!\s*(?:CI\b|confidence))"
_PERCENT = re.compile(_SHARE_OF_100)
_ABOUT = r"(?:(?:about|approximately|around|roughly|up to|nearly|almost|only|some|perhaps)\s+)?"
#: A percentage right behind an effect: "headache (32%)", "headache 12/40, 30%", "headache in about 5%", "rash (each 8%)", "chills (<1%)".
#: A count before the percentage is parted from it; the digits of "32%" stay together. Blanks are never given back: a table that lost
#: its cells has runs of hundreds of them, over which the pattern would take time that grows with their number's square and more.
_AFTER = re.compile(
    r"\s*+(?:[,:|]|[-\u2013\u2014](?=\s?[<\u2265>~\u2264]))?\s*+(?:(?:is|are|was|were|occurs?|occurred|seen|reported|observed|noted|estimated|put)\s++)*"
    r"(?:(?:in|by|at a (?:rate|frequency) of|at|for|among)\s++)?"
    + _ABOUT
    + r"\(?\s*+(?:each\b|both\b|in\b(?=[^()]*\)))?\s*+"
    r"(?:\d+\s++(?:patients?|subjects?|participants?|recipients?|people|children|adults)\s*+[,;:=]?\s*+\(?)?"
    r"(?:n\s*+=\s*+)?(?:\d+(?:\s*+(?:/|of|out of)\s*+\d+)?\s*+[,;(=]\s*+|\d+(?:\s*+(?:/|of|out of)\s*+\d+)?\s++\(?)?"
    r"([<≥>~≤]|less than\s|fewer than\s|under\s|below\s)?\s*+(?<![\d.])"
    + _SHARE_OF_100
)
_FIRST_OF_TWO = re.compile(r"%(?=\s{0,12}(?:to|-)\s?\d)")
_PER_CENT = re.compile(r"per\s?cent\b", re.IGNORECASE)
#: "nausea and vomiting (each 8%)": the share of both.
_EACH = re.compile(r"[^;.:%()]{0,40}\(?\s*(?:each|both)(?:\s+in)?\s*" + _SHARE_OF_100)
#: "12 per 100 infusions", "3 per 1,000 patients".
_PER = re.compile(
    r"[^;.%:]{0,60}?(?<![\d.,])(?<!to )(?!1\b)(\d+(?:\.\d+)?)\s*(?:per|in every|out of)\s*(100|1[, ]?000|10[, ]?000)\b"
    r"(?!\s*(?:patient|person|treatment)[ -]?years)"
)
_COUNTED = (
    r"(?:patients?|subjects?|people|persons?|participants?|recipients?|children|child|adults?|users?|women|woman|men|man|mothers?|infants?|boys?|girls?|babies|newborns?|pupils?|students?"
    r"|volunteers?|beginners?|newcomers?|starters|respondents?|groups?|arms?|infusions?|courses?|cycles?|doses|injections?|treatments?|administrations?|cases|treated)"
)
_OF_PATIENTS = re.compile(rf"(\d{{1,3}}(?:\.\d+)?)\s*%\s*(?:of|in)?\s*(?:the\s+|all\s+)?(?:[A-Za-z-]+\s+){{0,2}}{_COUNTED}\b")
#: "occur in 1 to 2%", "seen in about 5%", "affects roughly 5%".
_RATE = re.compile(
    r"\b(?:in|affect(?:s|ed|ing)?|accompan(?:y|ies|ied)|befalls?|befell|troubles?|troubled) "
    r"(?:about |up to |approximately |around |roughly |less than |fewer than |more than |perhaps |nearly |almost |between )?"
    r"(\d{1,3}(?:\.\d+)?)\s*(?:to|-|and)?\s*[\d.]*\s*%"
)
#: "headache was commoner after the drug (36% vs 9%)": the share in the group named first.
_COMPARED = re.compile(
    r"[^,;.:%()]{0,90}?\(?\s*(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*%\s*(?:vs\.?|versus|v\.?|against|compared (?:with|to))\s*\d+(?:\.\d+)?\s*%"
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=1)} | {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "fifteen": 15}
_NUMBER = rf"(\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
#: The whole of a share: "45,000", "20 000".
_WHOLE_NUMBER = rf"(\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)|\d+|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_MEASURES = r"(?:hours?|h|min|minutes?|days?|weeks?|months?|years?|ml|mg|g|kg|doses|vials|steps)"
#: "one person in three", "two of the 50 patients", "1 in 4 people".
_SHARE = re.compile(
    rf"\b{_NUMBER}\s+(?:{_COUNTED}\s+)?(?:in|of|out of)\s+(?:every\s+|each\s+|the\s+|all\s+|these\s+|our\s+(?:own\s+)?)*"
    rf"{_WHOLE_NUMBER}\b(?:\s+(hundred|thousand)\b)?(?!\s*{_MEASURES}\b)(\s+{_COUNTED})?",
    re.IGNORECASE,
)
#: "1 of 10 patients" counts those of a study, "1 in 10" and "1 out of 10" are a band.
_OF_WHOLE = re.compile(r"(?<!out)\sof\s", re.IGNORECASE)
_SCALES = {"hundred": 100, "thousand": 1000}
#: The end of such a share, which is found faster.
_OF_NUMBER = re.compile(rf"(?:in|of)\s+(?:(?:every|each|the|all|these|our|own)\s+)*{_NUMBER}\b")
_FRACTIONS = {"half": 50.0, "third": 33.0, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0}
_PLURALS = {"thirds": 33.0, "quarters": 25.0, "fifths": 20.0, "tenths": 10.0}
#: "a third of patients", "half of those treated", "three quarters of users".
_FRACTION = re.compile(
    rf"\b(?:(?:a|one)[\s-]+(third|quarter|fifth|tenth)\s+of|(half)(?:\s+of)?|(two|three|four)[\s-]+(thirds|quarters|fifths|tenths)\s+of)\s+"
    rf"(?:the\s+|all\s+|our\s+|those\s+)?(?:{_COUNTED}|(?<=those\s)(?=on\b|given\b|receiving\b|who\b))\b",
    re.IGNORECASE,
)
_ORDINALS = {"other": 50.0, "second": 50.0, "third": 33.0, "fourth": 25.0, "fifth": 20.0, "tenth": 10.0, "twentieth": 5.0, "hundredth": 1.0}
#: "every second patient", "every tenth recipient".
_EVERY = re.compile(
    rf"\bevery\s+({'|'.join(_ORDINALS)})\s+(?:patient|person|recipient|user|child|woman|man|adult|participant|subject|volunteer)\b", re.IGNORECASE
)
#: "two cases of kidney failure among 5,000 recipients".
_CASES = re.compile(
    rf"\b{_NUMBER}\s+(?:cases?|reports?|episodes?|instances?)\b[^.;:%\d]{{0,80}}?\b(?:among|in)\s+(?:the\s+|our\s+|all\s+|some\s+|about\s+)?"
    rf"(\d[\d,]*)\s+(?:[a-z-]+\s+){{0,2}}{_COUNTED}\b",
    re.IGNORECASE,
)


#: "Of 56 patients given the drug, 12 had headache": the whole, and a part before the effect.
_WHOLE = re.compile(rf"(?:Of|Among)\s+(?:the\s+|our\s+|all\s+)?{_NUMBER}\s+(?:[a-z-]+\s+){{0,2}}{_COUNTED}\b")
_PART = re.compile(rf"\b{_NUMBER}(?:\s*\([^()]*\))?\s+(?:(?:[a-z]+\s+){0,2}(?:had|developed|experienced|reported|suffered)\s+)?(?:[a-z]+\s+)?$")


def counted_share(text: str, start: int, first: int) -> Frequency | None:
    """Read the share of an effect that begins at `first` in a sentence that opens with the whole and counts the parts.

    >>> said = "Of 50 patients given IVIG, 12 had headache, 3 fever."
    >>> counted_share(said, 0, said.index("headache")), counted_share(said, 0, said.index("fever")), counted_share("Of all", 0, 6)
    ('very_common', 'common', None)
    """
    whole = _WHOLE.match(text, start)
    part = _PART.search(text[max(start, first - _PART_REACH) : first]) if whole is not None else None
    if whole is None or part is None or not 0 < _number(part.group(1)) <= _number(whole.group(1)):
        return None
    return frequency_of_percent(100 * _number(part.group(1)) / _number(whole.group(1)))


#: Characters between the part and its effect.
_PART_REACH = 40


#: "In 3% headache, in 1.5% fever was seen": the share before its effect.
_BEFORE = re.compile(r"\b[Ii]n\s+(\d{1,2}(?:\.\d+)?)\s*%\s+(?:an?\s+)?$")
_REACH = 20
#: "Four recipients (8%) developed haemolysis": the share in brackets behind those whom the effect befell.
_DEVELOPED = re.compile(
    rf"\b{_COUNTED}\s*\((?:n\s*=\s*\d+[,;]\s*)?(\d{{1,3}}(?:\.\d+)?)\s*%\)\s+(?:(?:also|later|then|each)\s+)?"
    r"(?:developed|had|experienced|reported|suffered|showed|complained)\b"
)

#: "12 (14%) had headache", "about 1% have a serious event such as stroke": the share before those who had the effect.
_HAD = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*%\s*\)?\s*(?:of\s+(?:[a-z]+\s+){0,2}(?:patients|subjects|people|recipients)\s+|patients\s+|subjects\s+)?"
    r"(?:have|had|develop(?:ed)?|experienced?|suffer(?:ed)?|report(?:ed)?|get|got)\s+(?:[a-z-]+,?\s+){0,9}$"
)
_HAD_REACH = 90
#: "in 7.2% of infusions and 45% of patients": of the two the share of patients counts.
_OF_INFUSIONS = re.compile(
    r"\s*of\s+(?:the\s+|all\s+)?(?:infusions?|courses?|doses)\s+and\s+(?:in\s+)?"
    + _SHARE_OF_100
    + r"\s+of\s+(?:the\s+|all\s+)?(?:patients|subjects|people)"
)
#: "... is a recognised complication, with an incidence of 0.5 to 2%".
_INCIDENCE = re.compile(
    r"[^;.%]{0,140}?\bincidence\s+(?:of|is|was|being|ranging from|between)\s+" + _ABOUT
    + r"(\d{1,3}(?:\.\d+)?)\s*%?(?:\s*(?:to|and|-)\s*(\d{1,3}(?:\.\d+)?))?\s*%"
)
#: "The frequency of headache in patients on it was 20%": what names the rate, and what stands behind the effect up to the share.
_NAMED_RATE = re.compile(r"\b(?:incidence|frequency|rate|prevalence)\s+of\s+(?:[a-z]+\s+)?$", re.IGNORECASE)
_RATE_OF = re.compile(r"[^;.%:()\d]{0,90}?\b(?:is|was|were|reached)\s+" + _ABOUT + _SHARE_OF_100)
_PARTED = re.compile(r"[;:.]|\b(?:among|including|whom|which|of them)\b|,\s*(?:and\s+)?(?:one|two|three|\d)")


def percent_after(text: str, end: int, sentence: tuple[int, int], *, in_table: bool, start: int = 0) -> Frequency | None:
    """Read the percentage behind an effect, or the one that its sentence gives for patients: "headache (12%)", "in 5% of patients"."""
    if text.find("cent", *sentence) >= 0 or text.count("%", *sentence) > 1:  # "30% to 40 percent" is read as "30 to 40 %"
        text = _PER_CENT.sub(lambda match: "%".ljust(len(match.group())), text[slice(*sentence)])
        text = _FIRST_OF_TWO.sub(" ", text)
        start, end, sentence = max(0, start - sentence[0]), end - sentence[0], (0, len(text))
    if ":" not in text[sentence[0] : sentence[1]]:  # behind a colon semicolons part the members of a list
        sentence = (
            max(sentence[0], text.rfind(";", sentence[0], end) + 1),
            sentence[1] if (semicolon := text.find(";", end, sentence[1])) < 0 else semicolon,
        )
    of_treated = _of_treated(text[end : sentence[1]])
    if of_treated is not None:
        return _graded(of_treated)
    is_before = bool(start) and text.find("%", sentence[0], start) >= 0
    if is_before:
        had = _HAD.search(text, max(sentence[0], start - _HAD_REACH), start)
        if had is not None and not _PARTED.search(text, had.end(1), start):
            return _graded(float(had.group(1)))
    has_percent = text.find("%", end, sentence[1]) >= 0
    match = _AFTER_RANGE.match(text, end, sentence[1]) if has_percent or text.find("cent", end, sentence[1]) >= 0 else None
    if match is not None:
        return _mean_band(float(match.group(1)), float(match.group(2)))
    match = _IN_EACH.match(text, end, sentence[1]) if has_percent and text.find("each", end, sentence[1]) >= 0 else None
    if match is not None:
        return _graded(float(match.group(3))) if match.group(3) is not None else _mean_band(float(match.group(1)), float(match.group(2)))
    match = _AFTER.match(text, end, sentence[1]) if has_percent else None
    if match is not None:
        of_patients = _OF_INFUSIONS.match(text, match.end(), sentence[1])
        if of_patients is not None:
            return _graded(float(of_patients.group(1)))
        return _graded(float(match.group(2)), is_below=match.group(1) is not None and match.group(1)[0] in "<lfub≤")
    counted = _COUNT.match(text, end, sentence[1])
    if counted is not None and 0 < int(counted.group(1)) <= int(counted.group(2)):
        return frequency_of_percent(100 * int(counted.group(1)) / int(counted.group(2)))
    match = None
    if is_before:
        match = _BEFORE.search(text[max(sentence[0], start - _REACH) : start])
        if match is None and text.find("%)", sentence[0], start) >= 0:
            match = _DEVELOPED.search(text, sentence[0], start)
            match = None if match is not None and _PARTED.search(text, match.end(), start) else match
    if match is not None:
        return _graded(float(match.group(1)))
    if in_table and has_percent:
        match = _PERCENT.search(text, end, sentence[1])
        ranged = _RANGE.search(text, end, match.end()) if match is not None else None
        if ranged is not None:
            return _mean_band(float(ranged.group(1)), float(ranged.group(2)))
    if has_percent:
        match = match or _COMPARED.match(text, end, sentence[1]) or _EACH.match(text, end, sentence[1])
    if match is not None:
        return _graded(float(match.group(1)))
    if has_percent and text.find("incidence", end, sentence[1]) >= 0:
        match = _INCIDENCE.match(text, end, sentence[1])
        if match is not None:
            low, high = float(match.group(1)), match.group(2)
            return _graded(low) if high is None else _mean_band(low, float(high))
    match = _RATE_OF.match(text, end, sentence[1]) if has_percent and _NAMED_RATE.search(text, sentence[0], start) else None
    if match is not None:
        return _graded(float(match.group(1)))
    match = _PER.match(text, end, sentence[1]) if text.find("00", end, sentence[1]) >= 0 else None
    if match is not None:
        return _graded(100 * float(match.group(1)) / int(match.group(2).replace(",", "").replace(" ", "")))
    if _may_be_told(text, sentence):
        told = _told_share(text, sentence)
        if told is not None:
            return told
    percents = text.count("%", sentence[0], sentence[1])
    found = _OF_PATIENTS.findall(text, sentence[0], sentence[1]) if percents else []
    if not found and percents == 1:
        found = _RATE.findall(text, sentence[0], sentence[1])
    if found:
        return _graded(float(found[0])) if len(found) == 1 else None
    share = share_of(text[sentence[0] : sentence[1]])
    return None if share is None else frequency_of_percent(share)


#: A share and the words behind it up to the next: "0% of the placebo group and in".
_OF_GROUP = re.compile(r"(?<![\d.,])(\d{1,3}(?:\.\d+)?)\s*%([^%;]*?)(?=\b\d{1,3}(?:\.\d+)?\s*%|;|$)")
_COMPARATOR = re.compile(r"\b(?:placebo|controls?|comparator|saline|untreated|albumin)\b", re.IGNORECASE)


def _of_treated(behind: str) -> float | None:
    """The second of two shares where the first is that of the comparator: " in 5% of the placebo group and in 12% of those given it"."""
    found = _OF_GROUP.findall(behind) if behind.count("%") == _TWO else []
    if len(found) != _TWO or not _COMPARATOR.search(found[0][1]) or _COMPARATOR.search(found[1][1]):
        return None
    return float(found[1][0])


_TWO = 2
#: "in 0% of patients", "(0 of 25)": that none had the effect; not "in 0% to 19%".
_NONE = re.compile(r"[^;.:%()\d]{0,60}\(?\s*0(?:\.0+)?\s*(?:%(?!\s*(?:to|-|–|up\sto)\s*\d)|(?:/|of|out of)\s*\d)([^%;]*)")
#: "... in 0 of 30 at home and in 6 of 40 in hospital": others who did have it.
_OTHERS = re.compile(
    r"(?<![\d.])0(?:\.0+)?\s*(?:%|(?:/|of|out of)\s*\d+)[^%;.:()]{0,50}(?:\band|\bbut|;)\s+(?:in\s+)?[1-9]\d*(?:\.\d+)?\s*(?:%|(?:/|of|out of)\s*\d+)"
    r"(?!\s*(?:had|developed|reported)\b)([^%;.]{0,60})"
)
#: "rash 0", "chills (n=0)", "stroke: 0", "occurred in none": the same right behind an effect.
_ZERO = re.compile(
    r"\s*[:=,|]?\s*\(?\s*(?:n\s*=\s*)?0(?:\.0+)?(?![.,]?\d)\s*%?\s*(?:\(0(?:\.0+)?\s*%?\)|/\s*\d+)?\s*(?=[,;.)|]|and\b|$)"
    r"|(?:\s+(?:was|were|occurred|seen|reported|observed|noted))*\s+(?:in|by)\s+(?:none|nobody|no\s+one)\b(?!\s+of\s+the\s+(?:placebo|control))",
    re.IGNORECASE,
)
#: A cell of a table that counts nobody.
_EMPTY_CELL = re.compile(
    r"\s*(?:n\s*=\s*)?(?:0(?:\.0+)?\s*%?|none|nil|never|nobody)\s*"
    r"(?:\(\s*0(?:\.0+)?\s*%?\s*\)|(?:/|of)\s*\d+(?:\s*\(0(?:\.0+)?\s*%?\))?)?\s*",
    re.IGNORECASE,
)


def is_nobody(text: str, end: int, last: int) -> bool:
    """Tell whether the first share behind an effect, which ends at `end`, says that none of those treated had it.

    >>> is_nobody("Headache occurred in 0% of patients.", 8, 36), is_nobody("Rash in 0 of 25.", 4, 16), is_nobody("Rash in 10 of 25.", 4, 17)
    (True, True, False)
    >>> is_nobody("Rash was seen in 0% to 4%.", 4, 26)
    False
    >>> is_nobody("Rash occurred in 0% of the placebo group and 4% of the others.", 4, 61)
    False
    """
    match = _NONE.match(text, end, last)
    if match is not None:
        others = _OTHERS.search(text, end, last)
        if others is not None and not _COMPARATOR.search(others[1]):
            return False
    return (match is not None and not _COMPARATOR.search(match[1])) or _ZERO.match(text, end, last) is not None


def counts_nobody(cell: str) -> bool:
    """Tell a cell of a table that counts nobody.

    >>> counts_nobody("0 (0.0%)"), counts_nobody("0/50"), counts_nobody("none"), counts_nobody("0.5"), counts_nobody("-")
    (True, True, True, False, False)
    """
    return _EMPTY_CELL.fullmatch(cell) is not None


#: "sinusitis 12/49", "cough (3/49)": those who had an effect and all of them.
_COUNT = re.compile(r"\s*+[,:]?\s*+(?:in\s++)?\(?(\d{1,4})\s?/\s?(\d{2,5})(?![\d/%]|\.\d|\s*mm)")
_BOUNDS = r"(\d{1,3}(?:\.\d+)?)\s*+%?\s*+(?:to|and|-)\s*+(?:less than\s*+|<\s*+)?(\d{1,3}(?:\.\d+)?)"
#: "1-10%", "between 0.1% and 1%", "5 to 15 per cent".
_RANGE = re.compile(_BOUNDS + r"\s*(?:%|per\s?cent\b)", re.IGNORECASE)
_ONE = re.compile(
    r"([<>≥≤~]|less than|fewer than|below|under|up to|at least|more than|over)?\s*(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:%|per\s?cent\b)",
    re.IGNORECASE,
)
_BELOW = frozenset(("<", "≤", "less than", "fewer than", "below", "under"))


def percent_band(label: str) -> Frequency | None:
    """Read the band that a share or a range of shares stands for; a range counts by the mean of its bounds on the scale of bands.

    >>> percent_band(">10%"), percent_band("1-10%"), percent_band("0.1% to <1%"), percent_band("< 1 %"), percent_band("10 mg")
    ('very_common', 'common', 'uncommon', 'uncommon', None)
    """
    match = _RANGE.search(label)
    if match is not None:
        return _mean_band(float(match.group(1)), float(match.group(2)))
    match = _ONE.search(label)
    if match is None:
        return None
    return _graded(float(match.group(2)), is_below=(match.group(1) or "").lower() in _BELOW)


def _mean_band(low: float, high: float) -> Frequency | None:
    if low >= high or high > 100:
        return None
    return _graded((low * high) ** 0.5 if low else high * 0.99)


#: The columns of a data sheet: effect, onset, incidence.
_COLUMNS = re.compile(r"\s*/\s*[A-Z][a-z]+\s*/\s*(?:(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)|[Ii]ncidence not known)")


def share_in_columns(behind: str) -> Frequency | None:
    """Read the incidence that stands behind an effect and its onset.

    >>> share_in_columns(" / Early / 10.0-30.0"), share_in_columns(" / Rapid / Incidence not known"), share_in_columns(" and/or fever")
    ('very_common', 'unknown', None)
    """
    match = _COLUMNS.match(behind)
    if match is None:
        return None
    return "unknown" if match.group(1) is None else _mean_band(float(match.group(1)), float(match.group(2)))


#: "headache, rash and fever in 1 to 10% each": the share of all that stand before it.
_IN_EACH = re.compile(
    r"[^;.:%()\d]{0,80}?\b(?:in|of|at)\s++" + _ABOUT + r"(?:between\s++)?(?:" + _BOUNDS + r"|(\d{1,3}(?:\.\d+)?))\s*+%\s++(?:of\s+[a-z]+\s+)?each\b"
)
#: "aseptic meningitis in 0.6-1%", "headache (5 to 15%)", "rash was seen in 2 to 4%".
_AFTER_RANGE = re.compile(
    r"\s*+,?\s*+(?:(?:is|are|was|were|occurs?|occurred|seen|found|reported|observed|noted|ranged|ranges)\s++)*(?:(?:in|of|at|for|by|from)\s++)?(?:about\s++|approximately\s++|between\s++)?\(?\s*+"
    + _BOUNDS
    + r"\s*+(?:%|per\s?cent\b)"
)


def _graded(percent: float, *, is_below: bool = False) -> Frequency | None:
    """Give the band of a percentage, none of more than 100; below 1% is not 1%."""
    return frequency_of_percent(percent * (0.99 if is_below else 1)) if percent <= 100 else None


#: "less than 1% of recipients", "between 1% and 10% of patients", "fifty per cent of patients".
_TOLD = re.compile(
    r"(?:(less than|fewer than|below|under|<|≤)\s*)?(?<![\d.])(?:"
    + _BOUNDS
    + rf"|(\d{{1,3}}(?:\.\d+)?)|({'|'.join(sorted(_NUMBERS, key=len, reverse=True))}))\s*(?:%|per\s?cent)\s*(?:of|in)?\s*"
    + rf"(?:the\s+|all\s+)?(?:[A-Za-z-]+\s+){{0,2}}?({_COUNTED})\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"infusion|course|cycle|dose|injection|treatment|administration", re.IGNORECASE)


def _may_be_told(text: str, sentence: tuple[int, int]) -> bool:
    """A cheap look before the slow pattern: a share that is a range, below a bound, in words, or one of several."""
    if text.find("%", *sentence) < 0:
        return text.find("cent", *sentence) >= 0
    lowered = text[sentence[0] : sentence[1]].lower()
    return lowered.count("%") > 1 or any(word in lowered for word in (" than ", "below", "under", "<", " to ", "-"))


def _told_share(text: str, sentence: tuple[int, int]) -> Frequency | None:
    """The share of patients that a sentence tells; of several only where one is of patients and the others of infusions."""
    found = list(_TOLD.finditer(text, *sentence))
    of_patients = [match for match in found if not _GIVEN.match(match.group(6))]
    match = of_patients[0] if len(of_patients) == 1 else found[0] if len(found) == 1 else None
    if match is None:
        return None
    if match.group(2) is not None:
        return _mean_band(float(match.group(2)), float(match.group(3)))
    percent = float(match.group(4)) if match.group(4) is not None else float(_number(match.group(5)))
    return _graded(percent, is_below=match.group(1) is not None)


_RESPECTIVE = re.compile(r"(?:\d{1,3}(?:\.\d+)?\s*%(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*/\s*)){1,7}\d{1,3}(?:\.\d+)?\s*%")


def respective_percent(sentence: str, place: int, count: int) -> Frequency | None:
    """Read the share of the effect at a place among several that share one list of percentages.

    >>> said = "Headache and fever were seen in 30% and 8% of patients, respectively."
    >>> respective_percent(said, 0, 2), respective_percent(said, 1, 2), respective_percent(said, 0, 3)
    ('very_common', 'common', None)
    """
    lists = [_PERCENT.findall(match.group(0)) for match in _RESPECTIVE.finditer(sentence)]
    if len(lists) != 1 or len(lists[0]) != count:
        return None
    return _graded(float(lists[0][place]))


def share_of(sentence: str) -> float | None:
    """Read the one share of patients that a sentence tells in words or counts, in percent; bands such as "1 in 100" are none.

    >>> share_of("About one person in three gets a headache"), share_of("Two of the 50 patients had a rash")
    (33.3, 4.0)
    >>> share_of("One in five hundred recipients has a clot"), share_of("Every tenth patient has a rash")
    (0.2, 10.0)
    >>> share_of("Three quarters of those on it had chills"), share_of("Two cases of stroke were seen among 4,000 recipients")
    (75.0, 0.05)
    >>> share_of("Shock befalls 1 in 40,000 recipients"), share_of("Rash came in 1 in 2 000 users")
    (0.0025, 0.05)
    >>> share_of("A third of patients had fever"), share_of("Give one of 2 vials"), share_of("may affect up to 1 in 100 people")
    (33.0, None, None)
    """
    lowered = sentence.lower()
    # The patterns are slow, and few sentences have what they look for.
    fractions = _FRACTION.finditer(sentence) if any(word in lowered for word in _FRACTIONS) else ()
    shares = [_fraction(match) for match in fractions]
    shares += [_ORDINALS[match.group(1).lower()] for match in _EVERY.finditer(sentence)] if "every" in lowered else []
    if any(word in lowered for word in ("case", "report", "episode", "instance")):
        wholes = [(_number(match.group(1)), int(match.group(2).replace(",", ""))) for match in _CASES.finditer(sentence)]
        shares += [100 * part / whole for part, whole in wholes if part < whole]
    for match in _SHARE.finditer(sentence) if _OF_NUMBER.search(lowered) is not None else ():
        part, whole = _number(match.group(1)), _number(match.group(2)) * _SCALES.get((match.group(3) or "").lower(), 1)
        is_counted = match.group(4) is not None or re.search(_COUNTED, match.group(0)) is not None
        is_band = part == 1 and whole in {10, 100, 1000, 10_000} and not _OF_WHOLE.search(match.group(0))
        if is_band:
            return None
        if part < whole and (is_counted or (whole in {100, 1000, 10_000} and " in " in match.group(0)) or (part == 1 and " in " in match.group(0))):
            percent = 100 * part / whole
            shares.append(round(percent, 1) if percent >= 1 else percent)
    return shares[0] if len(shares) == 1 else None


def _fraction(match: re.Match[str]) -> float:
    if match.group(4) is not None:
        return _number(match.group(3)) * _PLURALS[match.group(4).lower()]
    return _FRACTIONS[(match.group(1) or match.group(2)).lower()]


def _number(word: str) -> int:
    return int(word.replace(",", "").replace(" ", "")) if word[0].isdigit() else _NUMBERS[word.lower()]
