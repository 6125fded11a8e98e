"""What the pages tell an operator to type, typed: every task of README, tour and operations, on running services."""

import asyncio
import shlex
from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

import pytest

from local.deployment import Deployment
from local.operator import ask
from local.scenarios.action_tracking import agreed, rechecked
from local.waiting import eventually
from local.wire import send
from services.action_tracking.domain.obligation.state import obligation_id
from tests.builders.review_registry import finding
from tests.conformance.poison import bad
from tests.service.calling import People
from tests.service.review_registry.found import found
from tests.unit.test_commands_in_docs import ASKED

MAY_FIND_NOTHING = {"parked", "troubled", "pending", "due", "retry", "relist"}


@pytest.fixture(scope="module")
def things(deployment: Deployment, registry: People, tracking: People) -> Mapping[str, str]:
    """What stands for the words in capitals: a finding that action tracking knows, and its obligation."""
    id_ = found(registry)[1]
    obligation = obligation_id(id_, finding().agencies[0])
    unit = tracking("business-unit")
    eventually(lambda: unit.get(f"/obligations/{obligation}").is_success, what="action tracking knows the finding")
    return {"ID": id_, "FINDING": id_, "ACTION": obligation}


def parked(deployment: Deployment) -> str:
    """A message that waits for a person."""
    action = str(uuid4())
    poison = replace(bad(rechecked(action, 1))["bad JSON"], headers=agreed(action).headers)
    before = {row["id"] for row in ask(deployment, "review-registry", "parked", "--json").rows}
    asyncio.run(send(deployment, "action-tracking", [poison]))

    def new() -> list[str]:
        rows = ask(deployment, "review-registry", "parked", "--json").rows
        return [row["id"] for row in rows if row["id"] not in before and row["status"] == "troubled"]

    return eventually(new, what="it is parked")[0]


@pytest.mark.parametrize(("service", "command"), ASKED)
def test_it_does_what_the_page_says(deployment: Deployment, things: Mapping[str, str], service: str, command: str) -> None:
    task, *words = shlex.split(command)
    meant = {**things, "ID": parked(deployment)} if task in {"show", "discard"} else things
    answer = ask(deployment, service.replace("_", "-"), task, *(meant.get(word, word) for word in words))
    assert answer.code == 0, answer.said
    assert answer.printed or (answer.said == "Nothing.\n" and task in MAY_FIND_NOTHING)
