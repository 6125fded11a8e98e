"""A notice whose reason has gone is dropped before it is sent (AT5)."""

from datetime import date

import pytest

from contracts.vocabulary.actions import Asked
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.action.waiting import waiting_of
from services.action_tracking.domain.digest import message
from services.action_tracking.domain.digest.state import Line
from services.action_tracking.domain.notices.done import STEPS, is_done, repeated
from tests.builders.action_tracking import DUE, accepted, an_action, at, completed, days, offered, rechecked
from tests.builders.given import some_id

DAY = date(2026, 4, 13)


def line(asked: str, due: date | None = None, n: int = 1) -> Line:
    return Line(
        about=some_id("action"),
        asked=asked,
        of_agency="police",
        due=due,
        link="https://actions.example/actions/1",
        role="action-owner",
        agency="police",
        trigger=some_id("event", n),
    )


UNDER_WAY, DONE, ACCEPTED = an_action(), completed(), accepted()
MEASURED = offered(ACCEPTED, DAY)


@pytest.mark.parametrize(
    ("asked", "due", "action", "done"),
    [
        ("do-action", DUE, UNDER_WAY, False),
        ("do-action", date(2026, 3, 1), UNDER_WAY, True),
        ("do-action", DUE, DONE, True),
        ("put-right", None, DONE, True),
        ("judge-action", None, DONE, False),
        ("judge-action", date(2026, 1, 26), DONE, False),
        ("judge-action", None, ACCEPTED, True),
        ("prepare-recheck", None, ACCEPTED, False),
        ("offer-recheck", date(2026, 4, 12), ACCEPTED, False),
        ("offer-recheck", date(2026, 4, 12), MEASURED, True),
        ("record-recheck", None, MEASURED, False),
        ("record-recheck", None, rechecked(ACCEPTED, DAY), True),
        ("action-sustained", None, rechecked(ACCEPTED, date(2027, 1, 12)), False),
    ],
)
def test_line_is_done_when_the_thing_waits_for_something_else(
    asked: str, due: date | None, action: Action, *, done: bool
) -> None:
    assert is_done(line(asked, due), waiting_of(action, at(DAY))) is done


def test_every_step_has_its_notice_and_words() -> None:
    assert set(STEPS) <= message.DATED.keys() | message.UNDATED.keys()
    assert set(STEPS.values()) == set(Asked)


def test_line_said_again_is_kept_once() -> None:
    first, again, other = line("do-action", DUE, 1), line("do-action", DUE, 2), line("do-action", DAY + days(1), 3)
    assert repeated((first, again, other)) == (first,)
    assert repeated((first, other)) == ()
