"""From finding to obligation to action and back, with both services killed on the way (architecture.md rules 4 and 5)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.vocabulary import Strength
from services.action_tracking.domain.obligation import obligation_id
from tests.faults.actions import TRACKING
from tests.faults.facts import Record, database, every_event_is_told, history_is_whole
from tests.faults.people import REGISTRY, People, people, serves
from tests.support.deployment import Deployment
from tests.support.waiting import eventually_async
from tests.unit.review_registry.given import appointing, finding, opening, scope, screening

REVIEWS, FINDINGS, AGENCIES = 8, 2, ("la-dorset", "police-dorset")
TYPE = "near-miss-review"
STEPS: tuple[tuple[str, Any], ...] = (
    ("screening", screening(review_type=TYPE)),
    ("moves", {"to": "scoping"}),
    ("scope", scope(*AGENCIES)),
    ("moves", {"to": "lead-appointment"}),
    ("lead", appointing()),
    ("moves", {"to": "analysis"}),
    *[("findings", finding(agencies=AGENCIES))] * FINDINGS,
    ("moves", {"to": "findings"}),
)


async def with_findings(callers: People) -> list[tuple[str, str]]:
    """A review that is brought to its findings; each with the review that it belongs to."""
    review = (await callers.ask("/reviews", opening(review_type=TYPE).model_dump(mode="json")))["id"]
    shown: dict[str, Any] = {}
    for path, command in STEPS:
        body = command if isinstance(command, dict) else command.model_dump(mode="json")
        shown = await callers.ask(f"/reviews/{review}/{path}", body)
    return [(review, each["id"]) for each in shown["findings"]]


async def answered_with_an_action(callers: People, obligation: Record) -> str:
    """The id of the action that was agreed for it."""
    action = {
        "obligations": [obligation["_id"]],
        "statement": "One chronology, in view of every agency.",
        "difference": "Earlier bruises are seen together.",
        "strength": Strength.STRONGER,
        "owner": {"agency": obligation["state"]["agency"]},
        "due": (datetime.now(UTC) + timedelta(days=90)).date().isoformat(),
    }
    agreed: str = (await callers.ask("/actions", action))["id"]
    return agreed


def of_kind(deployment: Deployment, service: str, kind: str) -> dict[str, Record]:
    with database(deployment, service) as found:
        return {each["_id"]: each for each in found.aggregates.find({"kind": kind})}


@asynccontextmanager
async def tracking(deployment: Deployment) -> AsyncIterator[None]:
    """The second service runs beside the registry."""
    deployment.start_part(TRACKING, wait=False)
    await serves(deployment, TRACKING)
    yield


async def test_each_finding_is_asked_and_answered_once_though_both_services_are_killed(deployment: Deployment) -> None:
    """Every agency of every confirmed finding has one obligation, each agreed action answers its own, and the registry knows
    of all of it: facts counted in both stores and on both topics."""
    async with tracking(deployment), people(deployment) as staff, people(deployment, service=TRACKING) as leads:
        found = [each for some in await asyncio.gather(*(with_findings(staff) for _ in range(REVIEWS))) for each in some]
        burst = asyncio.gather(*(staff.ask(f"/reviews/{review}/confirmations", {"finding": id_}) for review, id_ in found))
        wanted = {obligation_id(id_, agency) for _, id_ in found for agency in AGENCIES}

        with database(deployment, TRACKING) as store:

            async def some_opened() -> bool:
                return store.aggregates.count_documents({"kind": "obligation"}) >= len(wanted) // 4

            await eventually_async(some_opened, within=30, every=0.01, what="a quarter of the obligations")
        deployment.kill(TRACKING)
        assert len(of_kind(deployment, TRACKING, "obligation")) < len(wanted), "the kill came too late"
        deployment.kill(REGISTRY)
        for service in (TRACKING, REGISTRY):
            deployment.start_part(service, wait=False)
        await burst

        async def all_opened() -> bool:
            return len(of_kind(deployment, TRACKING, "obligation")) >= len(wanted)

        await eventually_async(all_opened, within=40, every=0.1, what="every obligation is open")
        obligations = of_kind(deployment, TRACKING, "obligation")
        agreed = await asyncio.gather(*(answered_with_an_action(leads, each) for each in obligations.values()))

    async def known() -> bool:
        progress = of_kind(deployment, REGISTRY, "obligation-progress").values()
        return len([each for each in progress if each["state"]["answer"] == "actions-agreed"]) >= len(wanted)

    await eventually_async(known, within=30, every=0.1, what="the registry knows of every answer")
    answered = of_kind(deployment, TRACKING, "obligation")
    assert set(answered) == set(of_kind(deployment, REGISTRY, "obligation-progress")) == wanted
    answers = zip(obligations, agreed, strict=True)
    assert {id_: each["state"]["answered_by"] for id_, each in answered.items()} == {id_: [by] for id_, by in answers}
    assert set(of_kind(deployment, TRACKING, "action")) == set(of_kind(deployment, REGISTRY, "action-progress")) == set(agreed)
    for service in (REGISTRY, TRACKING):
        await every_event_is_told(deployment, service)
    history_is_whole(deployment, wanted, TRACKING)
    assert parked_in(deployment) == []


def parked_in(deployment: Deployment) -> list[Record]:
    """What waits in either service."""
    found: list[Record] = []
    for service in (REGISTRY, TRACKING):
        with database(deployment, service) as each:
            found += each.parked.find({}, {"sealed": 0})
    return found
