"""A message about a concern or an obligation is discarded by two people: an operator proposes, the partnership confirms."""

from argparse import Namespace
from dataclasses import replace
from typing import Any

import pytest

from contracts.events.feedback_capture import ImmediateConcernRaised
from local.partnership import POLICE
from local.scenarios.action_tracking import agreed, new_actions
from services.chassis.operators import console
from tests.component.harness import Component, Components
from tests.service.calling import done, refused

DISCARD = {"reason": "sent-by-mistake"}


@pytest.fixture
def tracking(in_process: Components) -> Component:
    return in_process.emptied("action-tracking")


@pytest.fixture
def parked(tracking: Component) -> str:
    """Returns the id of a parked message that says it is about a concern."""
    record = agreed(new_actions(1)[0])
    type_ = ImmediateConcernRaised.type().encode()
    headers = tuple((name, type_ if name == "ce_type" else value) for name, value in record.headers)
    tracking.deliver("feedback-capture", replace(record, headers=headers, body=b"{"))
    (entry,) = tracking.troubled()
    return f"/parked/{entry['_id']}"


def listed(tracking: Component) -> dict[str, Any]:
    (entry,) = tracking("decider").get("/parked").json()
    found: dict[str, Any] = entry
    return found


def test_operator_proposes_and_the_partnership_confirms(tracking: Component, parked: str) -> None:
    operator, decider = tracking("operator", person_ref="p-operator"), tracking("decider", person_ref="p-decider")
    assert refused(decider.post(f"{parked}/confirmations", {}), 409) == [("parked/not-proposed", "")]
    assert done(operator.post(f"{parked}/discards", DISCARD))["status"] == "discard-proposed"
    entry = listed(tracking)
    assert (entry["status"], entry["type"]) == ("troubled", ImmediateConcernRaised.type())
    assert (entry["proposed"]["by"], entry["proposed"]["reason"]) == ("p-operator@independent", "sent-by-mistake")

    assert done(decider.post(f"{parked}/confirmations", {}))["status"] == "discarded"
    entry = listed(tracking)
    assert entry["status"] == "discarded"
    assert [(each["status"], each["by"]) for each in entry["decisions"]] == [
        ("discard-proposed", "p-operator@independent"),
        ("discarded", "p-decider@partnership"),
    ]
    assert refused(decider.post(f"{parked}/confirmations", {}), 409) == [("parked/not-proposed", "")]


def test_nobody_confirms_their_own_proposal_or_for_one_agency(tracking: Component, parked: str) -> None:
    """One person may have two accounts, and the same reference in both."""
    operator, decider = tracking("operator", person_ref="p-both"), tracking("decider", person_ref="p-both")
    done(operator.post(f"{parked}/discards", DISCARD))
    assert refused(decider.post(f"{parked}/confirmations", {}), 409) == [("parked/own-proposal", "")]
    of_an_agency = tracking("decider", agency=POLICE)
    assert refused(of_an_agency.post(f"{parked}/confirmations", {}), 409) == [("parked/not-of-the-partnership", "")]
    assert listed(tracking)["status"] == "troubled"


def test_console_alone_only_proposes(tracking: Component, parked: str) -> None:
    async def discarded() -> list[dict[str, Any]]:
        asked = Namespace(id=parked.rpartition("/")[2], reason="sent-by-mistake")
        return [row async for row in console.discard(tracking.service.console(), asked)]

    for _ in range(2):
        (row,) = tracking.run(discarded())
        assert row["status"] == "discard-proposed"
    assert listed(tracking)["status"] == "troubled"
    assert listed(tracking)["proposed"]["by"].endswith("@console")
