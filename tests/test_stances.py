"""Stances of events: a sentence with its trigger, agent and effect marked, and whether it denies the event."""

from __future__ import annotations

import re

import pytest

from kg.reading.stances import EventWords, stance_of

_MARK = re.compile(r"\[([TEA]):([^\]]*)\]")


def _event(marked: str, *, is_benefit: bool) -> tuple[str, EventWords]:
    """Read "[A:Zolax] did not [T:cause] [E:gout]": agent, trigger and effect."""
    spans: dict[str, list[tuple[int, int]]] = {"T": [], "E": [], "A": []}
    sentence = ""
    position = 0
    for mark in _MARK.finditer(marked):
        sentence += marked[position : mark.start()]
        spans[mark[1]].append((len(sentence), len(sentence) + len(mark[2])))
        sentence += mark[2]
        position = mark.end()
    return sentence + marked[position:], EventWords(spans["T"][0], tuple(spans["E"]), tuple(spans["A"]), is_benefit=is_benefit)


#: A harm that did not come about.
HARMS_DENIED = (
    "Zolax [T:caused] no [E:gout].",
    "There were no [E:deaths] [T:related] to [A:Zolax].",
    "No [E:gout] was [T:observed] with [A:Zolax].",
    "None of the patients on [A:Zolax] [T:developed] [E:gout].",
    "Neither patient [T:developed] [E:gout] on [A:Zolax].",
    "She never [T:developed] [E:gout] while taking [A:Zolax].",
    "[A:Zolax] was tolerated without [T:evidence of] [E:gout].",
    "Patients treated with [A:Zolax] did not [T:experience] [E:gout].",
    "He denied [E:gout] [T:after] [A:Zolax].",
    "She denies any [E:gout] [T:since starting] [A:Zolax].",
    "Rechallenge with [A:Zolax] did not [T:elicit] [E:gout].",
    "Rechallenge with [A:Zolax] [T:failed to reproduce] the [E:gout].",
    "The [E:gout] did not [T:recur] when [A:Zolax] was given again.",
    "There was no recurrence of [E:gout] [T:after] [A:Zolax] was restarted.",
    "She resumed [A:Zolax] [T:without] recurrence of [E:gout].",
    "[A:Zolax] was [T:free] of [E:gout].",
    "[E:Gout] was not [T:attributed] to [A:Zolax].",
    "[E:Gout] was deemed unrelated [T:to] [A:Zolax].",
    "[E:Gout] was judged not to be [T:related] to [A:Zolax].",
    "It is unlikely that [A:Zolax] [T:caused] the [E:gout].",
    "[A:Zolax] is unlikely to [T:cause] [E:gout].",
    "[A:Zolax] was excluded as the [T:cause] of [E:gout].",
    "[A:Zolax] was not [T:associated] with an increased risk of [E:gout].",
    "[A:Zolax] did not increase the [T:risk] of [E:gout].",
    "[E:Gout] has not been seen [T:with] [A:Zolax].",
    "There are no reports of [E:gout] [T:induced] by [A:Zolax].",
    "No case of [A:Zolax]-[T:induced] [E:gout] has been published.",
    "[A:Zolax] has never been [T:implicated] in [E:gout].",
    "No association [T:between] [A:Zolax] and [E:gout] was found.",
    "There was no evidence that [A:Zolax] [T:causes] [E:gout].",
    "We found no relationship [T:between] [E:gout] and [A:Zolax].",
    "[A:Zolax] does not appear to [T:cause] [E:gout].",
    "[E:Gout] was absent [T:during] [A:Zolax] therapy.",
    "[A:Zolax] [T:had] no effect on [E:gout].",
    "[E:Gout] is not a known [T:side effect] of [A:Zolax].",
    "In contrast, [A:Zolax] [T:produced] no [E:gout].",
    "Unlike Borax, [A:Zolax] does not [T:induce] [E:gout].",
    "There have been no published cases of [E:gout] [T:due] to [A:Zolax].",
    "[A:Zolax] was given with no [T:adverse effects].",
    "The absence of [E:gout] [T:with] [A:Zolax] is notable.",
    "[E:Gout] could not be [T:reproduced] with [A:Zolax].",
    "[E:Gout] cannot be [T:explained] by [A:Zolax].",
    "Patients were [T:spared] [E:gout] with [A:Zolax].",
)
#: A harm that came about, near words of denial that deny something else.
HARMS_SAID = (
    "[A:Zolax] [T:caused] [E:gout] in a man without fever.",
    "[E:Gout] [T:due] to [A:Zolax] has not previously been reported.",
    "[E:Gout] not responding to steroids [T:followed] [A:Zolax].",
    "No other cause was found, and [A:Zolax] was [T:thought] the cause of [E:gout].",
    "A woman with no previous disease [T:developed] [E:gout] on [A:Zolax].",
    "[E:Gout] [T:after] [A:Zolax] was not fatal.",
    "[E:Gout] is not an uncommon [T:effect] of [A:Zolax].",
    "Not only fever but also [E:gout] [T:followed] [A:Zolax].",
    "[A:Zolax] should not be used because it [T:causes] [E:gout].",
    "Without treatment, fever rises; [A:Zolax] [T:caused] [E:gout].",
    "The mechanism of [E:gout] [T:induced] by [A:Zolax] is not known.",
    "There is no doubt that [A:Zolax] [T:caused] the [E:gout].",
    "[E:Gout] did not resolve [T:after] [A:Zolax] was given.",
    "[A:Zolax] cannot be excluded as a [T:cause] of [E:gout].",
    "Patients should not ignore [E:gout] [T:due] to [A:Zolax].",
    "No deaths occurred, but [E:gout] was [T:seen] with [A:Zolax].",
    "Clinicians may not be aware that [A:Zolax] can [T:cause] [E:gout].",
    "[E:Gout] [T:caused] by [A:Zolax] is not well known.",
    "[E:Gout] did not improve until [A:Zolax] was [T:stopped].",
)
#: A benefit that failed to come.
BENEFITS_DENIED = (
    "The gout [T:did not respond] to [A:Zolax].",
    "The gout did not [T:improve] with [A:Zolax].",
    "[A:Zolax] did not [T:improve] the gout.",
    "[A:Zolax] was [T:ineffective] for gout.",
    "Gout [T:persisted] despite [A:Zolax].",
    "No [T:improvement] was seen with [A:Zolax].",
    "[T:Treatment] with [A:Zolax] failed.",
    "[T:Treatment] with [A:Zolax] was unsuccessful.",
    "[T:Treatment] with [A:Zolax] was without success.",
    "[T:Treatment] with [A:Zolax] had no effect on the gout.",
    "[A:Zolax] was given [T:for] gout without benefit.",
    "[A:Zolax] was [T:tried] to no avail.",
    "There was no [T:response] to [A:Zolax].",
    "A poor [T:response] to [A:Zolax] was seen.",
    "Lack of [T:response] to [A:Zolax].",
    "The patient [T:failed] [A:Zolax].",
    "Gout [T:refractory] to [A:Zolax] was seen.",
    "Gout was [T:resistant] to [A:Zolax].",
    "The gout was [T:unaffected] by [A:Zolax].",
    "[A:Zolax] [T:offered] no [E:benefit].",
    "[A:Zolax] [T:provided] little [E:relief].",
    "Symptoms [T:worsened] on [A:Zolax].",
    "[A:Zolax] was of no [T:value] in gout.",
    "The [T:efficacy] of [A:Zolax] in gout has not been shown.",
    "[A:Zolax] did not [T:prevent] [E:relapse].",
    "[A:Zolax] was not able to [T:control] the gout.",
)
#: A benefit that came, near the failure of something else or a harm that stayed away.
BENEFITS_SAID = (
    "[A:Zolax] was [T:effective] in gout without causing fever.",
    "Gout that failed to respond to Borax was [T:treated] with [A:Zolax].",
    "Patients who do not tolerate Borax may [T:benefit] from [A:Zolax].",
    "[A:Zolax] [T:improved] gout, with no relapse.",
    "After Borax failed, [A:Zolax] was [T:given] for gout.",
    "Gout [T:resolved] with [A:Zolax] and did not recur.",
    "In patients with refractory gout [A:Zolax] was [T:successful].",
)


@pytest.mark.parametrize("marked", HARMS_DENIED)
def test_a_harm_denied(marked: str) -> None:
    assert stance_of(*_event(marked, is_benefit=False)).is_negated


@pytest.mark.parametrize("marked", HARMS_SAID)
def test_a_harm_said(marked: str) -> None:
    assert not stance_of(*_event(marked, is_benefit=False)).is_negated


@pytest.mark.parametrize("marked", BENEFITS_DENIED)
def test_a_benefit_denied(marked: str) -> None:
    assert stance_of(*_event(marked, is_benefit=True)).is_negated


@pytest.mark.parametrize("marked", BENEFITS_SAID)
def test_a_benefit_said(marked: str) -> None:
    assert not stance_of(*_event(marked, is_benefit=True)).is_negated
