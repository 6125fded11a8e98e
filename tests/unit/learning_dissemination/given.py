"""Named starting points for tests of learning dissemination's rules."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from contracts.framework.bank_holidays import closed_days
from contracts.vocabulary.roles import PARTNERSHIP
from services.chassis.rules.decisions import SYSTEM, Actor, Given, Refused, derived
from tests.support.frameworks import framework

FRAMEWORK = framework()
CLOSED = closed_days(FRAMEWORK.calendar)
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)


def actor(role: str, agency: str = PARTNERSHIP, person_ref: str = "") -> Actor:
    return Actor(roles=frozenset({role}), agency=agency, person_ref=person_ref or f"{agency}-{role}")


UNIT = actor("business-unit")
CHAIR = actor("decider")
POLICE_LEAD = actor("agency-lead", "police")
COUNCIL_LEAD = actor("agency-lead", "council")


def some_id(*parts: object) -> str:
    return derived("test", *map(str, parts))


def at(now: datetime | date = MONDAY, who: Actor = SYSTEM, id_: str | None = None, **changes: Any) -> Given:
    """What a rule is given at that time; a date stands for its noon."""
    moment = now if isinstance(now, datetime) else datetime(now.year, now.month, now.day, 12, tzinfo=UTC)
    settings = FRAMEWORK.model_copy(update=changes)
    return Given(id_ or some_id("aggregate"), some_id("command", moment), moment, settings, who, CLOSED)


def codes(refused: Refused) -> list[str]:
    return sorted(reason.code for reason in refused.reasons)


def names(events: Iterable[object]) -> list[str]:
    return [type(event).__name__ for event in events]
