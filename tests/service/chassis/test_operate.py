"""What an operator does at the console of a service that runs (docs/operations.md)."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from local.deployment import Deployment
from local.operator import Answer, ask
from local.parts.processes import ROOT
from local.scenarios.action_tracking import agreed, rechecked
from local.waiting import eventually
from local.wire import records, send
from services.chassis.operators.console import TASKS, read_arguments
from tests.conformance.poison import CANARY, bad
from tests.service.calling import Caller, People
from tests.service.review_registry.found import found

REGISTRY, TRACKING = "review-registry", "action-tracking"
Rows = list[dict[str, Any]]
Console = Callable[..., Answer]


@pytest.fixture
def console(deployment: Deployment) -> Console:
    """The registry's."""
    return partial(ask, deployment, REGISTRY)


def rows(console: Console, *arguments: str) -> Rows:
    answer = console(*arguments, "--json")
    assert answer.code == 0, answer.said
    return answer.rows


def parked(console: Console, lane: str) -> Rows:
    return [each for each in rows(console, "parked") if each["lane"] == lane]


def listed(operator: Caller) -> Rows:
    there: Rows = operator.get("/parked", limit=200).json()
    return there


def two_more(operator: Caller, before: set[str]) -> Rows | None:
    new = [each for each in listed(operator) if each["id"] not in before]
    return new if len(new) == 2 else None


def test_a_parked_lane_is_listed_tried_again_and_set_aside_and_goes_on(
    deployment: Deployment, registry: People, console: Console
) -> None:
    """Why an agency's action never reached the registry, and what is done about it."""
    action, operator = str(uuid4()), registry("operator")
    poison = replace(bad(rechecked(action, 1))["bad JSON"], headers=agreed(action).headers)
    assert poison.body
    before = {each["id"] for each in listed(operator)}
    asyncio.run(send(deployment, TRACKING, [poison, rechecked(action, 1)]))
    lane = eventually(lambda: two_more(operator, before), what="both are parked")[0]["lane"]

    first, behind = parked(console, lane)
    assert (first["status"], behind["status"]) == ("troubled", "behind")
    (shown,) = rows(console, "show", first["id"])
    assert (shown["topic"], shown["type"], shown["body_bytes"]) == (TRACKING, "learning.ActionAgreed.v1", len(poison.body))
    assert CANARY.lower() not in json.dumps([first, behind, shown]).lower()

    (would,) = [each for each in rows(console, "retry", "--dry-run") if each["id"] == first["id"]]
    assert [each.get("tries", 0) for each in parked(console, lane)] == [0, 0]
    assert rows(console, "retry", first["id"]) == [would]
    again = eventually(lambda: [each for each in listed(operator) if each["tries"]], what="it was tried")
    assert [each["id"] for each in again if each["lane"] == lane] == [first["id"]]

    (gone,) = rows(console, "discard", first["id"], "--reason", "sent-by-mistake")
    assert gone["status"] == "discarded"
    everything = rows(console, "parked", "--discarded")
    assert next(each["status"] for each in everything if each["lane"] == lane) == "discarded"
    eventually(lambda: not parked(console, lane), what="what was behind it takes effect")


def test_one_aggregate_is_told_again_from_its_history(deployment: Deployment, registry: People, console: Console) -> None:
    review, finding = found(registry)

    def told() -> Counter[bytes]:
        there = [each for each in asyncio.run(records(deployment, REGISTRY)) if each.key == review.encode()]
        return Counter(dict(each.headers)["ce_id"] for each in there)

    eventually(lambda: review not in {each["id"] for each in rows(console, "pending")}, what="its events are sent")
    once = told()
    (would,) = rows(console, "republish", "--aggregate", review, "--dry-run")
    assert would == {"done": review, "events": len(once)}
    assert told() == once
    assert rows(console, "republish", "--aggregate", review) == [would]
    assert told() == once + once
    story = rows(console, "story", finding)
    assert "learning.FindingRecorded.v1" in {each["type"] for each in story}
    assert {each["id"].encode() for each in story if each["aggregate"] == review} <= set(once)


@pytest.mark.parametrize("arguments", [("show",), ("retry",), ("discard", "--reason", "of-a-test"), ("story",)])
def test_what_is_not_there_is_said(console: Console, arguments: tuple[str, ...]) -> None:
    nothing = str(uuid4())
    answer = console(*arguments, nothing)
    assert (answer.code, answer.printed) == (1, "")
    assert nothing in answer.said


def test_a_store_that_cannot_be_had_is_said_in_a_line(console: Console) -> None:
    answer = console("due", store="mongodb://127.0.0.1:1/nothing", store_timeout_seconds="0.5")
    assert (answer.code, answer.printed) == (2, "")
    assert answer.said.startswith("The store or the broker does not answer. Try again later")
    assert len(answer.said.splitlines()) == 1


def test_a_service_is_asked_in_its_own_environment_and_prints_nothing_else(deployment: Deployment) -> None:
    command = [sys.executable, "-m", "services.review_registry.app", "verify"]
    answer = subprocess.run(
        command, cwd=ROOT, env=deployment.environment(REGISTRY), capture_output=True, text=True, check=False
    )
    assert answer.stderr == ""
    assert any(line.startswith("kind=review documents=") for line in answer.stdout.splitlines())


def test_it_explains_itself_without_an_environment() -> None:
    command = [sys.executable, "-m", "services.review_registry.app", "--help"]
    answer = subprocess.run(command, cwd=ROOT, env={}, capture_output=True, text=True, check=False)
    assert answer.returncode == 0
    assert [task for task in TASKS if task not in answer.stdout.split()] == []


def test_what_it_reads_and_how_far_is_told(console: Console) -> None:
    told = {each["topic"]: each for each in rows(console, "reading")}
    assert set(told) == {"review-registry", "action-tracking", "feedback-capture", "learning-dissemination"}
    eventually(lambda: {each["behind"] for each in rows(console, "reading")} == {0}, what="it has read all there is")
    assert told[TRACKING]["partitions"] == 12


@pytest.mark.parametrize("time", ["yesterday", "2026-11-24T09:30"])
def test_a_time_without_its_offset_is_refused(capsys: pytest.CaptureFixture[str], time: str) -> None:
    with pytest.raises(SystemExit) as left:
        read_arguments("review-registry", ["restore", "--since", time])
    assert left.value.code == 2
    assert "is not a time with its offset from UTC" in capsys.readouterr().err
