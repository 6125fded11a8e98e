"""Results of a survey for people who may not read its responses: published counts (FC4)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from pydantic import Field

from contracts.vocabulary.types import Code, Count
from services.chassis.rules.small_numbers import moved
from services.chassis.rules.values import Value
from services.feedback_capture.domain.response.consents import Purpose
from services.feedback_capture.domain.response.state import Response

Counts = Mapping[Code, int]


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


def published(before: Published | None, responses: Iterable[Response], to: date, threshold: int) -> Published:
    """Counts the responses that a person had read by the end of the day. Themes count if the person lets partners see them.

    Nothing is left to count of a withdrawn response. What was published before stays.
    """
    read = [each for each in responses if each.read_on and each.read_on <= to]
    shared = [each for each in read if each.allows(Purpose.SHARE_WITH_PARTNERS)]
    last = before or Published(to=to)
    questions = sorted({*last.scales, *(code for each in read for code in each.scales)})
    marks = {code: Counter(str(each.scales[code]) for each in read if code in each.scales) for code in questions}
    return Published(
        to=to,
        themes=_moved(last.themes, Counter(theme for each in shared for theme in each.themes), threshold),
        scales={code: _moved(last.scales.get(code, {}), marks[code], threshold) for code in questions},
    )


def _moved(before: Counts, counts: Counts, threshold: int) -> dict[Code, int]:
    after = {code: moved(before.get(code, 0), counts.get(code, 0), threshold) for code in sorted({*before, *counts})}
    return {code: count for code, count in after.items() if count}
