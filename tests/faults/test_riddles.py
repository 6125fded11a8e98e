"""Why did it never reach the registry? Something is broken on purpose, and what docs/operations.md says to ask finds it."""

import asyncio
import re
import shlex
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.databases import documents
from local.deployment import Deployment
from local.operator import Answer, ask
from local.partnership import POLICE
from local.parts.names import BROKER
from local.parts.processes import ROOT
from local.people import REGISTRY, has_its_place, people
from local.scenarios.action_tracking import TRACKING, agreed
from local.waiting import eventually
from local.wire import send, topic_of, wire
from services.action_tracking.domain.obligation.state import obligation_id
from tests.faults.flow import action
from tests.faults.limits import SHORT

PAGE = (ROOT / "docs" / "operations.md").read_text()
SECTION = PAGE.partition("## An action never reached the registry")[2].partition("\n## ")[0]
STEPS = re.findall(r"^\d\. .*?`python -m services\.(\w+)\.app ([^`]+)`", SECTION, re.MULTILINE)
"""What the page says to ask, in its order: of whom, and what."""
SENT, DECIDED, SET_ASIDE, READ = range(4)
AGENCY = POLICE


@pytest.fixture
def running() -> Iterator[Deployment]:
    with Deployment(services=(), links=True, forked=True, settings=SHORT) as deployment:
        start(deployment, TRACKING, REGISTRY)
        yield deployment
        for part in (REGISTRY, TRACKING):
            with suppress(KeyError):
                deployment.kill(part)


def start(deployment: Deployment, *parts: str) -> None:
    async def all_have_their_place() -> None:
        await asyncio.gather(*(has_its_place(deployment, part) for part in parts))

    for part in parts:
        deployment.start_part(part, wait=False)
    asyncio.run(all_have_their_place())


def found(deployment: Deployment) -> str:
    """A finding; the agency has been asked what it does about it."""
    event = FindingRecorded(
        review=str(uuid4()),
        finding=str(uuid4()),
        kind=FindingKind.SYSTEM_WEAKNESS,
        response=Response.ACTION,
        themes=("neglect",),
        factors=("tools-and-records",),
        agencies=(AGENCY,),
        priority=Priority.LOW,
    )
    asyncio.run(send(deployment, REGISTRY, [wire(event, event.review, 1)]))
    asked = obligation_id(event.finding, AGENCY)
    eventually(lambda: documents(deployment, [asked], TRACKING), within=20, what="the agency is asked")
    return event.finding


def given(deployment: Deployment, path: str, body: Any) -> str:
    """A command of the agency's lead to action tracking; the id of what it changed."""

    async def told() -> str:
        async with people(deployment, service=TRACKING, roles=("agency-lead",), agency=AGENCY) as callers:
            return str((await callers.ask(path, body))["id"])

    return asyncio.run(told())


def agree(deployment: Deployment, finding: str) -> str:
    return given(deployment, "/actions", action(obligation_id(finding, AGENCY), AGENCY, "p-owner"))


def known(deployment: Deployment, id_: str) -> str | None:
    """The action's status as the registry knows it."""
    there = documents(deployment, [id_]).get(id_)
    return there["state"]["status"] if there else None


def step(deployment: Deployment, number: int, finding: str = "") -> Answer:
    """What the page says to ask there."""
    service, task = STEPS[number]
    return ask(deployment, service.replace("_", "-"), *shlex.split(task.replace("FINDING", finding)), "--json")


def nothing_there(deployment: Deployment, number: int) -> None:
    eventually(lambda: not step(deployment, number).rows, within=20, what=f"step {number + 1} shows nothing")


def test_the_page_asks_four_things_in_this_order() -> None:
    assert [task.split()[0] for _, task in STEPS] == ["pending", "story", "parked", "reading"]


def test_the_broker_cannot_be_reached(running: Deployment) -> None:
    """Step 1 shows what waits and why; once the connection is right it arrives by itself."""
    finding = found(running)
    running.cut(BROKER)
    lost = agree(running, finding)
    rows = eventually(
        lambda: [each for each in step(running, SENT).rows if each["id"] == lost and each.get("attempts", 0) >= 2],
        within=20,
        what="step 1 shows the action, tried again",
    )
    assert "LEARNING_BROKER" in rows[0]["why"], "the second attempt connects again, and its fault names the setting"
    assert known(running, lost) is None
    running.mend(BROKER)
    eventually(lambda: known(running, lost) == "agreed", within=30, what="the registry knows the action")


def test_a_damaged_message_lies_before_it(running: Deployment) -> None:
    """Step 3 shows the lane; when the damaged message is set aside, what was behind it takes effect."""
    finding = found(running)
    lost = agree(running, finding)
    eventually(lambda: known(running, lost) == "agreed", within=20, what="the registry knows the action")
    asyncio.run(send(running, TRACKING, [replace(agreed(lost), body=b"{")]))
    eventually(lambda: step(running, SET_ASIDE).rows, within=20, what="the damaged message is parked")
    given(running, f"/actions/{lost}/progress", {"percent": 50})

    nothing_there(running, SENT)
    assert "learning.ActionProgressed.v1" in {each["type"] for each in step(running, DECIDED, finding).rows}
    lane = eventually(lambda: two(step(running, SET_ASIDE).rows), within=20, what="step 3 shows the lane")
    assert [(each["topic"], each["status"]) for each in lane] == [
        (topic_of(running, TRACKING), each) for each in ("troubled", "behind")
    ]
    assert known(running, lost) == "agreed"
    assert ask(running, REGISTRY, "discard", lane[0]["id"], "--reason", "damaged").code == 0
    eventually(lambda: known(running, lost) == "in-progress", within=20, what="the progress has reached the registry")


def two(rows: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    return rows if len(rows) == 2 else None


def test_the_registry_was_started_on_another_generation(running: Deployment) -> None:
    """Everything looks well; step 4 shows that it reads other topics than action tracking writes to."""
    finding = found(running)
    running.kill(REGISTRY)
    whole = dict(running.settings)
    running.settings["generation"] = 2
    start(running, REGISTRY)
    lost = agree(running, finding)

    nothing_there(running, SENT)
    assert "learning.ActionAgreed.v1" in {each["type"] for each in step(running, DECIDED, finding).rows}
    assert step(running, SET_ASIDE).rows == []
    read = {each["topic"]: each["records"] for each in step(running, READ).rows}
    assert read[f"{topic_of(running, TRACKING)}.g2"] == 0
    assert known(running, lost) is None
    running.kill(REGISTRY)
    running.settings = whole
    start(running, REGISTRY)
    eventually(lambda: known(running, lost) == "agreed", within=20, what="the registry knows the action")
