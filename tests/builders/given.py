"""What the builders of every service share: people, ids, times and the surroundings of a decision."""

from datetime import UTC, date, datetime

from contracts.framework.bank_holidays import closed_days
from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP
from services.chassis.rules.decisions import SYSTEM, Actor, Given, derived
from tests.support.frameworks import framework

FRAMEWORK = framework()
CLOSED = closed_days(FRAMEWORK.calendar)
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)


def actor(role: str, agency: str = PARTNERSHIP, person_ref: str = "") -> Actor:
    return Actor(roles=frozenset({role}), agency=agency, person_ref=person_ref or f"{agency}-{role}")


def some_id(*parts: object) -> str:
    return derived("test", *map(str, parts))


def at(
    now: datetime | date = MONDAY,
    who: Actor = SYSTEM,
    id_: str = "",
    *,
    framework: Framework = FRAMEWORK,
    url: str = "",
) -> Given:
    """Returns the surroundings of a decision at that time. A date means its noon."""
    moment = now if isinstance(now, datetime) else datetime(now.year, now.month, now.day, 12, tzinfo=UTC)
    cause_id = some_id("command", moment)
    return Given(id_ or some_id("aggregate"), cause_id, moment, framework, who, CLOSED, url=url)
