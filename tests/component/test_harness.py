"""The component harness delivers, retries and starts empty, as a running service does."""

from uuid import uuid4

import pytest

from local.partnership import POLICE
from local.wire import Wire, wire
from tests.builders.action_tracking import a_finding
from tests.component.action_tracking.steps import agreed, asked
from tests.component.harness import Component, Components


def test_drain_emits_each_event_once(tracking: Component) -> None:
    (obligation,) = asked(tracking, POLICE)
    before = len(tracking.emitted(obligation))
    tracking.drain()
    assert before == len(tracking.emitted(obligation)) == 1
    assert len([each for each in tracking.stored("history") if each["aggregate"] == obligation]) == 1


def test_drain_rings_what_has_become_due(tracking: Component) -> None:
    action = agreed(tracking, POLICE)
    tracking.drain()
    before = len(tracking.emitted(action))
    tracking.clock.move_to(tracking.clock.now().replace(year=tracking.clock.now().year + 2))
    tracking.drain()
    assert "ActionOverdue" in [type(each.event).__name__ for each in tracking.emitted(action)[before:]]


def test_drain_fails_when_an_event_can_never_work(in_process: Components) -> None:
    tracking = in_process.emptied("action-tracking")
    good = wire(a_finding(), str(uuid4()), 1)
    tracking.deliver("review-registry", Wire(good.key, good.headers, b"{}"))
    with pytest.raises(AssertionError, match="troubled"):
        tracking.drain()


def test_component_is_empty_when_it_is_asked_for_again(in_process: Components) -> None:
    asked(in_process.emptied("action-tracking"), POLICE)
    tracking = in_process.emptied("action-tracking")
    assert [tracking.stored(name) for name in ("aggregates", "history", "parked")] == [[], [], []]
    assert tracking.emitted() == []
