"""One finding's way, from the opening of a review to a change that lasted: the demo's story, and the facts that it leaves.

The demo checks each step as a person would, through the API. What is checked here is what nobody sees in passing: the events on
the wire, that each thing happened once, and that the thread holds together.
"""

import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.case import ACTIONS, REGISTRY, SERVICES, Case
from demo.page import page
from demo.play import play
from demo.steps import CHAPTERS
from demo.story import Story
from demo.texts import UNIT
from demo.thread import events_of, parents, shown, thread
from local.deployment import Deployment
from local.operator import ask
from local.parts.files import write_whole
from local.stack import described
from local.waiting import eventually


@pytest.fixture(scope="module")
def running() -> Iterator[Deployment]:
    """All services, each with its own store login, on a stack of their own."""
    with Deployment(settings={"poll_seconds": 0.5}) as parts:
        yield parts


@pytest.fixture(scope="module")
def stack(running: Deployment) -> Path:
    path = running.folder / "stack.json"
    write_whole(path, json.dumps(described(running)))
    return path


@pytest.fixture(scope="module")
def case(stack: Path) -> Iterator[Case]:
    with Case(stack, told_to_nobody()) as played:
        play(played)
        yield played


def told_to_nobody() -> Story:
    return Story(CHAPTERS, out=io.StringIO())


def names(events: list[dict[str, object]]) -> Counter[str]:
    return Counter(str(event["type"]).split(".")[1] for event in events)


def test_each_thing_happened_once(case: Case) -> None:
    """Two obligations on the first finding; the police's action with two epochs; everything told once (AT1, AT4, AT6)."""
    told = thread(case, case.findings[0]["id"])
    own = names([event for event in told if event["aggregate"] == case.action["id"]])
    assert names(told)["FindingRecorded"] == 1
    assert names(told)["ObligationOpened"] == names(told)["ObligationAnswered"] == 2
    assert (own.pop("ActionEscalated") >= 6, own.pop("ActionProgressed") >= 2) == (True, True)
    assert own == {
        "ActionProposed": 1,
        "ActionAgreed": 1,
        "ActionOverdue": 1,
        "ActionCompleted": 2,
        "ActionJudged": 2,
        "RecheckOffered": 4,
        "RecheckRecorded": 4,
        "ActionReopened": 1,
        "ActionSustained": 1,
    }


def test_the_ladder_was_climbed_in_order_and_no_rung_twice(case: Case) -> None:
    """From rung to rung without a gap, in the first epoch's run to its due date (AT4)."""
    climbed = [
        event["data"]
        for event in thread(case, case.findings[0]["id"])
        if event["aggregate"] == case.action["id"]
        and event["type"] == "learning.ActionEscalated.v1"
        and event["data"]["epoch"] == 1
        and event["data"]["asks"] == "do-action"
    ]
    assert [step["to_rung"] for step in climbed] == [
        "reminder-10", "reminder-3", "due-today", "agency-lead", "business-unit", "group-chair",
    ]  # fmt: skip
    assert [step.get("from_rung") for step in climbed] == [None, *(step["to_rung"] for step in climbed[:-1])]


def test_the_thread_is_one_tree_from_the_finding(case: Case) -> None:
    """Every event across the services hangs below the finding, none from before it, and what an event caused below that one."""
    events = thread(case, case.findings[0]["id"])
    above, told = parents(events), {event["id"]: event["type"].split(".")[1] for event in events}
    caused = [(each["command"], told.get(above[each["id"]] or "")) for each in events if each["service"] == ACTIONS]
    assert [pair for pair in caused if pair[0] in told.values()] == [("FindingRecorded",) * 2] * 2 + [("ActionAgreed",) * 2] * 2
    roots = [event["type"] for event in events if above[event["id"]] is None]
    assert roots == ["learning.FindingRecorded.v1"]
    assert {event["service"] for event in events} == set(SERVICES)
    order = [event["id"] for event in events]
    assert all(parent is None or order.index(parent) < order.index(child) for child, parent in above.items())


def test_sequences_are_gapless(case: Case) -> None:
    """Each aggregate counts its own events from 1."""
    for id_, service in ((case.review["id"], REGISTRY), (case.action["id"], ACTIONS)):
        events = [event for event in case.get(UNIT, service, f"/threads/{id_}") if event["aggregate"] == id_]
        assert [event["sequence"] for event in events] == [f"0001-{n:010d}" for n in range(1, len(events) + 1)]


def test_the_registry_and_action_tracking_agree_on_what_became_of_it(case: Case) -> None:
    """The registry's view of each action is what action tracking says of it (RR4)."""

    def differing() -> list[str]:
        found = case.get(UNIT, REGISTRY, f"/reviews/{case.review['id']}/findings")
        return [
            known["reference"]
            for finding in found
            for known in finding["actions"]
            if (own := case.get(UNIT, ACTIONS, f"/actions/{known['id']}"))
            and (known["status"], known["epoch"]) != (own["status"], own["epochs"][-1]["number"])
        ]

    eventually(lambda: not differing(), what="both say the same", within=20)


def test_every_person_was_told_in_a_digest_and_nothing_is_stuck(case: Case) -> None:
    """Each message was sent once, as a file; no message is parked and no document in trouble (AT5)."""
    digests = case.get(UNIT, ACTIONS, f"/digests?about={case.action['id']}&limit=200")
    sendings = [sending for digest in digests for sending in digest["sendings"]]
    assert sendings
    assert {sending["tries"] for sending in sendings} == {1}
    assert len({sending["message_id"] for sending in sendings}) == len(sendings)
    for service in SERVICES:
        assert case.get("operator@independent", service, "/parked") == []
        assert case.get("operator@independent", service, "/troubled") == []


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("service", SERVICES)
def test_every_store_holds_together(service: str, running: Deployment) -> None:
    """Each document is as its history says, and lists find it by what its state gives."""
    answer = ask(running, service, "verify", "--json")
    assert (answer.code, [row for row in answer.rows if "fault" in row]) == (0, [])
    assert sum(row.get("documents", 0) for row in answer.rows) > 0


ONCE = (
    "ReviewClosed",
    "ReviewPublished",
    "PublicationHeld",
    "PublicationHoldLifted",
    "HoldReviewDue",
    "ThemeRecurred",
    "ImmediateConcernRaised",
    "ImmediateConcernTaken",
    "InvolvementResumed",
    "FeedbackSummarised",
    "ReplyPublished",
    "LearningDelivered",
    "LearningAcknowledged",
    "ReachFellShort",
)


def test_what_the_story_tells_once_happened_once(case: Case) -> None:
    """Whatever alarms and retries there were on the way (docs/architecture.md "Effects once")."""
    counted = names(events_of(case))
    assert {name: counted[name] for name in ONCE} == dict.fromkeys(ONCE, 1)


def test_the_page_leads_from_every_step_to_its_events(case: Case) -> None:
    """Each link on it leads to something on it, and every requirement named is one of the framework's."""
    events = events_of(case)
    html = page(case.story, thread(case, case.findings[0]["id"]), events)
    linked, there = set(re.findall(r'href="#([^"]+)"', html)), set(re.findall(r' id="([^"]+)"', html))
    assert linked <= there
    assert {event["id"] for event in events} <= there
    assert {id_ for id_, _, _ in shown(case.story)} == {id_ for chapter in case.story.chapters for id_ in chapter.shows}


def test_it_can_be_played_again_on_the_same_stack(case: Case, stack: Path) -> None:
    """A second run works as well as the first, a year later, and makes a review of its own."""
    with Case(stack, told_to_nobody()) as again:
        play(again)
    assert again.review["id"] != case.review["id"]
    assert again.review["reference"] != case.review["reference"]
