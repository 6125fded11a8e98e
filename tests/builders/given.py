"""What every builder starts from: people, ids, a Monday, and what rules are given."""

from datetime import UTC, date, datetime

from contracts.framework.bank_holidays import closed_days
from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP
from local.frameworks import framework
from services.chassis.rules.decisions import SYSTEM, Actor, Given, derived

FRAMEWORK = framework()
CLOSED = closed_days(FRAMEWORK.calendar)
MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)


def actor(role: str, agency: str = PARTNERSHIP, person_ref: str = "") -> Actor:
    """Returns a person in one role."""
    return Actor(roles=frozenset({role}), agency=agency, person_ref=person_ref or f"{agency}-{role}")


def some_id(*parts: object) -> str:
    """Returns an id that is the same for the same parts."""
    return derived("test", *map(str, parts))


def at(
    now: datetime | date = MONDAY, who: Actor = SYSTEM, id_: str = "", *, framework: Framework = FRAMEWORK, url: str = ""
) -> Given:
    """Returns what a rule is given at that time. A date means its noon."""
    moment = now if isinstance(now, datetime) else datetime(now.year, now.month, now.day, 12, tzinfo=UTC)
    return Given(id_ or some_id("aggregate"), some_id("command", moment), moment, framework, who, CLOSED, url=url)
