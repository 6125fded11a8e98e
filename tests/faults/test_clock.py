"""The clock jumps: forward by months, back by an hour, over the change to summer time (docs/architecture.md "Time")."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from local.databases import documents
from local.deployment import Deployment
from local.people import People, people
from local.scenarios.review_registry import opening, screening
from local.waiting import eventually_async
from tests.faults.facts import every_event_is_told

CRITERIA = ("improvements-needed", "recurrent-themes", "joint-working-concern", "panel-suggests-local-review")
STATUTORY = opening() | {"review_type": "lcspr", "referred_on": "2023-01-06"}
GO_AHEAD = screening() | {"answers": [{"criterion": code, "met": True, "evidence": "As referred."} for code in CRITERIA]}
MISSED = "learning.StatutoryClockMissed.v1"


@pytest.fixture(autouse=True)
def real_time(deployment: Deployment) -> Iterator[None]:
    """The clock is set back whatever happened."""
    yield
    deployment.clock.move_to(datetime.now(UTC))


async def screened(callers: People, deployment: Deployment, moment: datetime) -> str:
    """A statutory review that was screened then: it is due for publication six months later."""
    deployment.clock.move_to(moment)
    review: str = (await callers.ask("/reviews", STATUTORY))["id"]
    await callers.ask(f"/reviews/{review}/screening", GO_AHEAD, role="decider")
    return review


def missed(deployment: Deployment, review: str) -> list[str]:
    return [each["clock"] for each in documents(deployment, [review])[review]["state"]["missed"]]


async def is_missed(deployment: Deployment, review: str) -> None:
    async def told() -> bool:
        return bool(missed(deployment, review))

    await eventually_async(told, within=10, every=0.05, what="the missed clock is told")


async def test_a_jump_over_many_months_tells_of_a_missed_clock_once(deployment: Deployment) -> None:
    """What should have happened in between happens once, and not again when time goes on, back, and on again."""
    start = datetime(2025, 1, 15, 12, tzinfo=UTC)
    async with people(deployment) as callers:
        review = await screened(callers, deployment, start)
        for days in (300, 600, 200, 700):
            deployment.clock.move_to(start + timedelta(days=days))
            witness = await screened(callers, deployment, start + timedelta(days=days))
            deployment.clock.advance(timedelta(days=190))
            await is_missed(deployment, witness)
    told = [each for each in await every_event_is_told(deployment) if each.aggregate == review and each.type == MISSED]
    assert len(told) == 1


async def test_time_of_a_document_never_runs_backwards(deployment: Deployment) -> None:
    """The clock is set back by an hour: what is decided then is no earlier than what was decided before, and is decided."""
    async with people(deployment) as callers:
        deployment.clock.move_to(datetime(2025, 3, 3, 12, tzinfo=UTC))
        review = await callers.a_review(2)
        deployment.clock.advance(timedelta(hours=-1))
        for _ in range(3):
            await callers.scope(review)
        deployment.clock.advance(timedelta(hours=2))
        await callers.scope(review)
    times = [each.time for each in await every_event_is_told(deployment) if each.aggregate == review]
    assert len(times) == 8
    assert times == sorted(times)
    assert times[3] == times[4] == times[6] < times[7]


@pytest.mark.parametrize(
    ("due", "ends"),
    [
        (datetime(2025, 3, 28, tzinfo=UTC), datetime(2025, 3, 29, 0, tzinfo=UTC)),
        (datetime(2025, 3, 30, tzinfo=UTC), datetime(2025, 3, 30, 23, tzinfo=UTC)),
        (datetime(2025, 10, 26, tzinfo=UTC), datetime(2025, 10, 27, 0, tzinfo=UTC)),
    ],
    ids=["winter", "the day summer time begins", "the day summer time ends"],
)
async def test_a_deadline_is_the_end_of_its_day_where_the_partnership_is(
    deployment: Deployment, due: datetime, ends: datetime
) -> None:
    """Days of 23 and of 25 hours too: a minute before the end nothing is late, just after it everything is."""
    month = due.month - 6 if due.month > 6 else due.month + 6
    day = due.replace(year=due.year if due.month > 6 else due.year - 1, month=month, hour=12)
    async with people(deployment) as callers:
        earlier = await screened(callers, deployment, day - timedelta(days=2))
        review = await screened(callers, deployment, day)
        deployment.clock.move_to(ends - timedelta(minutes=1))
        await is_missed(deployment, earlier)
        assert missed(deployment, review) == []
        deployment.clock.move_to(ends + timedelta(seconds=1))
        await is_missed(deployment, review)
