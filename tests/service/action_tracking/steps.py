"""Steps of tests: findings asked, actions agreed and completed, and the clock moved."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import httpx
import pymongo

from contracts.events.review_registry import FindingRecorded
from contracts.framework.bank_holidays import closed_days
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.deployment import Deployment
from local.partnership import FRAMEWORK
from local.waiting import eventually
from local.wire import send, wire
from services.action_tracking.domain.obligation.state import obligation_id
from services.chassis.rules.calendar import add_working_days, at
from tests.service.calling import People

TRACKING = "action-tracking"
BEGIN = datetime(2027, 3, 1, 9, tzinfo=UTC)
"""A Monday, after the hour of the digest."""
CLOSED = closed_days(FRAMEWORK.calendar)
LONDON = ZoneInfo(FRAMEWORK.partnership.timezone)


def today(deployment: Deployment) -> date:
    return deployment.clock.now().astimezone(LONDON).date()


def next_morning(deployment: Deployment) -> date:
    """Moves the clock to the hour of the next working day's digest. Returns the day."""
    day = add_working_days(today(deployment), 1, CLOSED)
    deployment.clock.move_to(at(day, FRAMEWORK.digest.hour, FRAMEWORK.partnership.timezone) + timedelta(minutes=1))
    return day


async def asked(deployment: Deployment, tracking: People, *agencies: str) -> list[str]:
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
    await send(deployment, "review-registry", [wire(finding, finding.review, 1, deployment.clock.now())])
    obligations = [obligation_id(finding.finding, agency) for agency in agencies]
    unit = tracking("business-unit")

    def all_open() -> bool:
        return all(unit.get(f"/obligations/{each}").status_code == httpx.codes.OK for each in obligations)

    eventually(all_open, what="the obligations are open")
    return obligations


def listed(response: httpx.Response) -> list[dict[str, Any]]:
    """Returns the items of a page."""
    assert response.status_code == httpx.codes.OK, response.text
    found: list[dict[str, Any]] = response.json()
    return found


def stored(deployment: Deployment) -> dict[str, list[dict[str, Any]]]:
    """Returns every stored document of action tracking, by collection."""
    with pymongo.MongoClient[dict[str, Any]](deployment.store_uri(TRACKING)) as client:
        database = client.get_default_database()
        return {name: list(database[name].find()) for name in database.list_collection_names()}
