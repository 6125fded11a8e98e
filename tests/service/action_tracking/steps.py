"""Steps of tests: findings asked, actions agreed and completed, and the clock moved."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pymongo

from contracts.events.review_registry import FindingRecorded
from contracts.framework.bank_holidays import closed_days
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.embedded import Embedded
from local.partnership import FRAMEWORK
from local.waiting import eventually
from local.wire import send, wire
from services.action_tracking.domain.obligation.state import obligation_id
from services.chassis.rules.calendar import add_months, add_working_days, at
from tests.builders.action_tracking import ACCEPT, AUDIT
from tests.service.calling import People, done

TRACKING = "action-tracking"
BEGIN = datetime(2027, 3, 1, 9, tzinfo=UTC)
"""A Monday, after the hour of the digest."""
CLOSED = closed_days(FRAMEWORK.calendar)
LONDON = ZoneInfo(FRAMEWORK.partnership.timezone)


def today(deployment: Embedded) -> date:
    return deployment.clock.now().astimezone(LONDON).date()


def next_morning(deployment: Embedded) -> date:
    """Moves the clock to the hour of the next working day's digest. Returns the day."""
    day = add_working_days(today(deployment), 1, CLOSED)
    deployment.clock.move_to(at(day, FRAMEWORK.digest.hour, FRAMEWORK.partnership.timezone) + timedelta(minutes=1))
    return day


def months_later(deployment: Embedded, months: int) -> None:
    day = add_months(today(deployment), months)
    deployment.clock.move_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


async def asked(deployment: Embedded, tracking: People, *agencies: str) -> list[str]:
    """Sends a confirmed finding. Returns the ids of the obligations that it opens, one per agency."""
    finding = FindingRecorded(
        review=str(uuid4()),
        finding=str(uuid4()),
        kind=FindingKind.PROBLEMATIC_PRACTICE,
        response=Response.ACTION,
        themes=("neglect",),
        factors=("tools-and-records",),
        agencies=agencies,
        priority=Priority.HIGH,
    )
    await send(deployment, "review-registry", [wire(finding, finding.review, 1)])
    obligations = [obligation_id(finding.finding, agency) for agency in agencies]
    unit = tracking("business-unit")

    def all_open() -> bool:
        return all(unit.get(f"/obligations/{each}").status_code == httpx.codes.OK for each in obligations)

    eventually(all_open, what="the obligations are open")
    return obligations


def agreeing(deployment: Embedded, agency: str, obligations: Iterable[str], **changed: Any) -> dict[str, Any]:
    """Returns a command by which the agency answers obligations, due in half a year."""
    return {
        "obligations": list(obligations),
        "statement": "Install an alert on the third attendance",
        "difference": "A child who comes back is seen as the same child.",
        "measure": {"what": "Repeat attendances with a plan", "baseline": "4 of 10", "target": "9 of 10"},
        "strength": "stronger",
        "owner": {"agency": agency},
        "due": add_months(today(deployment), 6).isoformat(),
    } | changed


async def agreed(deployment: Embedded, tracking: People, agency: str, **changed: Any) -> str:
    """Agrees an action as the agency's lead. Returns its id."""
    obligations = await asked(deployment, tracking, agency)
    lead = tracking("agency-lead", agency=agency)
    return str(done(lead.post("/actions", agreeing(deployment, agency, obligations, **changed)), 201)["id"])


def completed(tracking: People, agency: str, action: str) -> dict[str, Any]:
    """Completes the action on evidence, as the agency's lead."""
    lead = tracking("agency-lead", agency=agency)
    done(lead.post(f"/actions/{action}/evidence", AUDIT))
    return done(lead.post(f"/actions/{action}/completion"))


def accepted(tracking: People, agency: str, action: str) -> dict[str, Any]:
    completed(tracking, agency, action)
    return done(tracking("decider").post(f"/actions/{action}/judgements", ACCEPT))


def listed(response: httpx.Response) -> list[dict[str, Any]]:
    """Returns the items of a page."""
    assert response.status_code == httpx.codes.OK, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def stored(deployment: Embedded) -> dict[str, list[dict[str, Any]]]:
    """Returns every stored document of action tracking, by collection."""
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(TRACKING)) as client:
        database = client.get_default_database()
        return {name: list(database[name].find()) for name in database.list_collection_names()}
