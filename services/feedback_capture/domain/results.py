"""Results of a survey for people who may not read its responses: published counts (FC4)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import Field

from contracts.vocabulary.types import Code, Count
from services.chassis.rules.small_numbers import moved
from services.chassis.rules.values import Value
from services.feedback_capture.domain.response.consents import Purpose
from services.feedback_capture.domain.response.state import Wordless

Counts = Mapping[Code, int]
THEMES = ""
"""Stands in a tally for the question of themes, which nobody is asked."""
Tally = Counter[tuple[Code, Code]]
"""The number of responses, by question and mark, and by `THEMES` and theme."""


class Published(Value):
    """Counts of all answers until the end of a day, in steps of the threshold. Counts below one step are left out.

    `scales` holds the counts of each question. People who gave no answer are not counted, and there is no count of all. So no
    count is the rest of others.
    """

    to: date
    themes: dict[Code, Count] = Field(default_factory=dict)
    scales: dict[Code, dict[Code, Count]] = Field(default_factory=dict)

    @property
    def at_least(self) -> int:
        """Returns how many people answered at least, as the published counts show."""
        return max([0, *self.themes.values(), *(sum(marks.values()) for marks in self.scales.values())])


def tallied(responses: Iterable[Wordless], to: date) -> Tally:
    """Counts the responses that a person had read by the end of the day. Themes count if the person lets partners see them.

    Nothing is left to count of a withdrawn response.
    """
    counts = Tally()
    for each in responses:
        if each.read_on and each.read_on <= to:
            counts.update((question, str(mark)) for question, mark in each.scales.items())
            counts.update((THEMES, theme) for theme in each.themes if each.allows(Purpose.SHARE_WITH_PARTNERS))
    return counts


def published(before: Published | None, tally: Tally, to: date, threshold: int) -> Published:
    """Publishes a tally in steps. What was published before stays."""
    last = before or Published(to=to)
    questions = sorted({*last.scales, *(question for question, _ in tally)} - {THEMES})
    return Published(
        to=to,
        themes=_moved(last.themes, _of(tally, THEMES), threshold),
        scales={code: _moved(last.scales.get(code, {}), _of(tally, code), threshold) for code in questions},
    )


def _of(tally: Tally, question: Code) -> dict[Code, int]:
    return {code: count for (asked, code), count in tally.items() if asked == question}


def _moved(before: Counts, counts: Counts, threshold: int) -> dict[Code, int]:
    after = {code: moved(before.get(code, 0), counts.get(code, 0), threshold) for code in sorted({*before, *counts})}
    return {code: count for code, count in after.items() if count}
