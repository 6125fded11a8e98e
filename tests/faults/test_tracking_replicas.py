"""Action tracking as two replicas, one of which is killed in a burst of commands, then both; then the clock moves on (rules 4,
5, 8)."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.databases import database
from local.deployment import Deployment
from local.partnership import POLICE
from local.people import REGISTRY, has_its_place, people, serves
from local.scenarios.action_tracking import TRACKING
from local.waiting import eventually_async
from local.wire import send, wire
from services.action_tracking.domain.obligation.state import obligation_id
from tests.faults.facts import every_event_is_told, history_is_whole
from tests.faults.flow import holder
from tests.faults.limits import SHORT

SECOND = f"{TRACKING}#2"
AGENCY, ACTIONS, REPORTS = POLICE, 24, 5
OWNERS = ("owner-one", "owner-two", "owner-three")


@pytest.fixture
def replicas() -> Iterator[Deployment]:
    with Deployment(services=(), forked=True, settings=SHORT) as running:
        for part in (TRACKING, SECOND):
            running.start_part(part, wait=False)
        yield running
        for part in (TRACKING, SECOND):
            running.kill(part)


def finding() -> FindingRecorded:
    return FindingRecorded(
        review=str(uuid4()),
        finding=str(uuid4()),
        kind=FindingKind.SYSTEM_WEAKNESS,
        response=Response.ACTION,
        themes=("neglect",),
        factors=("tools-and-records",),
        agencies=(AGENCY,),
        priority=Priority.LOW,
    )


def action(obligation: str, owner: str, due: str) -> dict[str, Any]:
    return {
        "obligations": [obligation],
        "statement": "Show earlier reports together.",
        "difference": "Harm that builds up is seen.",
        "strength": "stronger",
        "owner": {"agency": AGENCY, "person_ref": owner},
        "due": due,
    }


def stored(deployment: Deployment, kind: str) -> list[dict[str, Any]]:
    with database(deployment, TRACKING) as found:
        return list(found.aggregates.find({"kind": kind}))


async def test_commands_clocks_and_notices_happen_once_though_one_is_killed_and_then_both(replicas: Deployment) -> None:
    """Every obligation opened and answered once, every report counted once; after weeks in one leap each action is overdue
    once, climbs once, and its owner is told in one message a day, whichever replica did it."""
    deployment = replicas
    await asyncio.gather(serves(deployment, TRACKING), serves(deployment, TRACKING, replica=2))
    await asyncio.gather(has_its_place(deployment, TRACKING), has_its_place(deployment, TRACKING, replica=2))
    findings = [finding() for _ in range(ACTIONS)]
    wanted = {obligation_id(each.finding, AGENCY) for each in findings}
    due = (datetime.now(UTC) + timedelta(days=40)).date()
    async with people(deployment, 1, 2, service=TRACKING) as staff, reporters(deployment) as owners:
        await asyncio.gather(*(staff.ask("/role-holders", holder("action-owner", AGENCY, person)) for person in OWNERS))
        await send(deployment, REGISTRY, [wire(each, each.review, 1) for each in findings])

        async def opened() -> bool:
            return {each["_id"] for each in stored(deployment, "obligation")} == wanted

        await eventually_async(opened, within=30, every=0.1, what="every obligation is open")

        async def one(place: int, obligation: str) -> str:
            agreed: str = (await owners.ask("/actions", action(obligation, OWNERS[place % 3], due.isoformat())))["id"]
            for percent in range(10, 10 * REPORTS + 10, 10):
                await owners.ask(f"/actions/{agreed}/progress", {"percent": percent})
            return agreed

        burst = asyncio.ensure_future(asyncio.gather(*(one(place, each) for place, each in enumerate(sorted(wanted)))))
        await owners.have_been_answered(2 * ACTIONS, burst)
        deployment.kill(SECOND)
        await owners.have_been_answered(3 * ACTIONS, burst)
        for part in (TRACKING, SECOND):
            with suppress(KeyError):  # killed before
                deployment.kill(part)
            deployment.start_part(part, wait=False)
        actions = await burst
        await serves(deployment, TRACKING, replica=2)
    assert owners.repeated
    await answered_once(deployment, wanted, actions)

    deployment.clock.move_to(datetime.combine(due + timedelta(days=20), time(12), UTC))

    async def climbed() -> bool:
        told = Counter(each["event"] for each in (entry["state"] for entry in stored(deployment, "ledger-entry")))
        return told["ActionEscalated"] >= ACTIONS

    await eventually_async(climbed, within=30, every=0.1, what="every action has climbed, and that is noted")
    told = await every_event_is_told(deployment, TRACKING)
    once = Counter((each.aggregate, each.type) for each in {(each.aggregate, each.number): each for each in told}.values())
    assert [once[each, "learning.ActionOverdue.v1"] for each in actions] == [1] * ACTIONS
    assert [once[each, "learning.ActionEscalated.v1"] for each in actions] == [1] * ACTIONS
    history_is_whole(deployment, [*wanted, *actions], TRACKING)
    await each_message_once(deployment)


def reporters(deployment: Deployment) -> Any:
    return people(deployment, 1, 2, service=TRACKING, roles=("agency-lead",), agency=AGENCY)


async def answered_once(deployment: Deployment, wanted: set[str], actions: list[str]) -> None:
    async def answered() -> bool:
        return all(each["state"]["answered_by"] for each in stored(deployment, "obligation"))

    await eventually_async(answered, within=30, every=0.1, what="every obligation is answered")
    answers = {each["_id"]: each["state"]["answered_by"] for each in stored(deployment, "obligation")}
    assert set(answers) == wanted
    assert sorted(by for some in answers.values() for by in some) == sorted(actions)
    assert {each["_id"]: each["revision"] for each in stored(deployment, "action")} == dict.fromkeys(actions, 1 + REPORTS)


async def each_message_once(deployment: Deployment) -> None:
    """After the next hour of sending: every line in one message, every message one file."""
    deployment.clock.advance(timedelta(days=5))

    async def sent() -> bool:
        digests = [each["state"] for each in stored(deployment, "digest")]
        return all(each["sendings"] and each["sendings"][-1]["outcome"] == "sent" for each in digests) and all(
            each["sendings"][-1]["upto"] == len(each["lines"]) for each in digests
        )

    await eventually_async(sent, within=30, every=0.1, what="every digest has gone out")
    digests = [each["state"] for each in stored(deployment, "digest")]
    assert {each["person_ref"] for each in digests} == set(OWNERS)
    lines = Counter((each["person_ref"], line["about"], line["trigger"]) for each in digests for line in each["lines"])
    entries = [each["state"] for each in stored(deployment, "ledger-entry")]
    wanted = Counter((told["person_ref"], each["about"], each["trigger"]) for each in entries for told in each["told"])
    assert lines == wanted
    assert set(wanted.values()) == {1}
    sendings = [sending for each in digests for sending in each["sendings"]]
    assert {sending["tries"] for sending in sendings} == {1}
    files = {file.stem for file in (deployment.folder / "notices" / TRACKING).glob("*.txt")}
    assert files == {sending["message_id"] for sending in sendings}
