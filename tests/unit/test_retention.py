"""The retention of every kind, and the rule of one kind (docs/decisions/0041)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st

from contracts.framework.retention import RetentionRules
from local.frameworks import framework
from local.parts.names import SERVICES
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Actor, Given, Refused
from services.chassis.rules.retention import (
    Choice,
    DecideDisposal,
    HoldReason,
    Period,
    PlaceLegalHold,
    Retained,
    alarm,
    decide_disposal,
    dispose_at,
    place_hold,
    ring,
)
from services.chassis.store.kinds import Kind

KINDS: list[Kind] = [
    kind for service in SERVICES for kind in import_module(f"services.{service.replace('-', '_')}.kinds").KINDS
]
THING = "00000000-0000-4000-8000-000000000000"
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


class Thing(Retained):
    """A thing that was said on a day."""

    said_on: date


PERIOD = Period("response", since=lambda thing: thing.said_on)


def on(day: date) -> Given:
    now = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Given(THING, THING, now, framework(), Actor(frozenset({"decider"}), "partnership", "p-decides"))


def test_every_period_of_the_settings_is_that_of_a_kind() -> None:
    periods = {kind.period.setting for kind in KINDS if kind.period}
    assert periods | {"reads"} == set(RetentionRules.model_fields)


@pytest.mark.parametrize("kind", [each for each in KINDS if each.period], ids=lambda kind: kind.name)
def test_retained_kind_keeps_its_retention_and_is_found_by_it(kind: Kind) -> None:
    assert issubclass(kind.state, Retained)
    assert {"disposal", "legal_hold"} <= set(kind.indexed)


@forall(said_on=DAYS, later=st.integers(0, 2000))
def test_thing_is_due_once_its_period_has_passed_and_never_before(said_on: date, later: int) -> None:
    thing, due = Thing(said_on=said_on), add_months(said_on, 24)
    now = on(said_on + timedelta(days=later))
    assert dispose_at(thing, PERIOD, now) == due
    rung = ring(thing, PERIOD, now)
    assert rung.retention.due_since == (due if now.today >= due else None)
    assert ring(rung, PERIOD, now) == rung
    at = alarm(rung, PERIOD, now)
    assert at is None if now.today >= due else at is not None and at > now.now
    assert not rung.retention.disposed_on


@forall(said_on=DAYS, later=st.integers(0, 2000), is_held=st.booleans())
def test_nothing_is_disposed_of_early_or_under_a_hold(said_on: date, later: int, *, is_held: bool) -> None:
    now = on(said_on + timedelta(days=later))
    thing = Thing(said_on=said_on)
    if is_held:
        hold = PlaceLegalHold(of=THING, reason=HoldReason.INQUEST, authority="The coroner")
        thing = place_hold(thing, hold, now).state
    command = DecideDisposal(of=THING, choice=Choice.DISPOSE, reason="period-passed")
    if is_held or now.today < add_months(said_on, 24):
        with pytest.raises(Refused):
            decide_disposal(thing, command, now, PERIOD)
    else:
        disposed = decide_disposal(thing, command, now, PERIOD).state
        assert (disposed.retention.disposed_on, disposed.retention.erase_on) == (now.today, now.today)
        assert dispose_at(disposed, PERIOD, now) is None


def test_later_day_of_the_thing_goes_before_its_period() -> None:
    own = date(2099, 1, 1)
    period = replace(PERIOD, not_before=lambda thing: own)
    assert dispose_at(Thing(said_on=date(2020, 1, 1)), period, on(date(2030, 1, 1))) == own
