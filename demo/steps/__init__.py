"""The chapters of the story, in order. A step that does not show what it says ends the play."""

from collections.abc import Callable

from demo.case import Case
from demo.steps.actions import agreed, became_of, chased, judged_and_checked
from demo.steps.closing import closed
from demo.steps.findings import found
from demo.steps.involvement import heard
from demo.steps.learning import reached, released_and_shared
from demo.steps.opening import directory, led_independently, opened_screened_scoped
from demo.steps.publication import published
from demo.steps.recurrence import learnt_before
from demo.steps.replies import answered
from demo.steps.voices import asked

Step = Callable[[Case], None]

STEPS: tuple[Step, ...] = (
    directory,
    opened_screened_scoped,
    led_independently,
    heard,
    found,
    released_and_shared,
    agreed,
    asked,
    answered,
    published,
    reached,
    chased,
    judged_and_checked,
    learnt_before,
    closed,
    became_of,
)
CHAPTERS = len(STEPS) - 1
"""The first step fills the directory and is no chapter."""
