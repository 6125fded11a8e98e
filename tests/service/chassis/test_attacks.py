"""Attacks on a running stack, each as an attacker would try it, and the answer that makes it useless (docs/access.md)."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from uuid import uuid4

import httpx
import pytest

from contracts.events.feedback_capture import ImmediateConcernRaised
from contracts.events.review_registry import FindingRecorded, ReviewStageChanged
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from local.databases import database
from local.deployment import Deployment
from local.partnership import HOSPITAL, POLICE
from local.parts.names import SERVICES
from local.waiting import eventually
from local.wire import Wire, send, wire
from services.action_tracking.domain.obligation.state import obligation_id
from tests.conformance.poison import headers
from tests.service.action_tracking.steps import asked
from tests.service.calling import Caller, People, done
from tests.service.feedback_capture.steps import opened as followed

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
AT_ONCE = 2.0
"""Seconds. An attack once held a service for seven; a machine that does more besides needs some patience."""


@contextmanager
def never_held(deployment: Deployment, service: str) -> Iterator[None]:
    """Asks for the health of a service all the while, and fails if an answer takes long."""
    slowest, over = 0.0, threading.Event()

    def look() -> None:
        nonlocal slowest
        with httpx.Client(base_url=deployment.url(service), timeout=30) as client:
            while not over.is_set():
                began = time.monotonic()
                assert client.get("/health/live").status_code == httpx.codes.OK
                slowest = max(slowest, time.monotonic() - began)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        over.set()
        looking.join()
    assert slowest < AT_ONCE


def finding_recorded(review: str, agency: str = POLICE) -> FindingRecorded:
    return FindingRecorded(
        review=review,
        finding=str(uuid4()),
        kind=FindingKind.SYSTEM_WEAKNESS,
        response=Response.ACTION,
        themes=("neglect",),
        factors=("tools-and-records",),
        agencies=(agency,),
        priority=Priority.LOW,
    )


# -- words that take long to read


@pytest.mark.parametrize("letters", ["a" * 4000, "1" * 4000, "a." * 2000, "A b " * 1000, "a@" * 2000])
def test_an_answer_of_many_letters_holds_up_nobody(letters: str, deployment: Deployment, feedback: People) -> None:
    anybody = Caller(feedback.client, "")
    answers = {f"q{number}": letters for number in range(30)}
    with never_held(deployment, FEEDBACK):
        answer = anybody.post("/responses", {"survey": str(uuid4()), "answers": answers}, key=token_hex(24))
    assert answer.is_client_error


# -- what may identify somebody, in other letters


@pytest.mark.parametrize(
    "hidden",
    ["943\u00a0476\u00a05919", "943\u2011476\u20115919", "943\u200b476\u200b5919", "BH1\u00a01AA", "(01202) 555 123", "12-Mar-2012",
     "someone\uff20agency.example"],
)  # fmt: skip
def test_what_identifies_is_found_however_it_is_typed(hidden: str, feedback: People) -> None:
    said = {"theme": "neglect", "said": f"You told us about {hidden}.", "done": "We did", "because": "Since then."}
    drafted = feedback("business-unit").post("/replies", said)
    if drafted.is_success:
        assert feedback("decider").post(f"/replies/{drafted.json()['id']}/clearance").status_code == httpx.codes.CONFLICT
    else:
        assert drafted.status_code == httpx.codes.UNPROCESSABLE_ENTITY
        assert hidden not in drafted.text


# -- counts of what may not be seen


async def test_a_page_of_nothing_leads_nowhere(deployment: Deployment, tracking: People) -> None:
    (obligation, *_) = await asked(deployment, tracking, HOSPITAL)
    other = tracking("agency-lead", agency=POLICE)
    answer = other.get("/obligations", limit=1, agency=HOSPITAL)
    assert (answer.json(), answer.headers.get("link")) == ([], None)
    assert other.get(f"/obligations/{obligation}").status_code == httpx.codes.NOT_FOUND


# -- events of a stranger


def forged(record: Wire, **changed: bytes) -> Wire:
    return headers(record, **changed)


async def test_an_event_is_believed_from_its_owner_alone(deployment: Deployment, tracking: People) -> None:
    """A finding on another service's topic, from another source, and for an agency that there is not."""
    review = str(uuid4())
    elsewhere, foreign, unknown = (
        finding_recorded(review),
        finding_recorded(review),
        finding_recorded(review, "no-such-agency"),
    )
    await send(deployment, FEEDBACK, [wire(elsewhere, str(uuid4()), 1)])
    await send(deployment, REGISTRY, [forged(wire(foreign, str(uuid4()), 1), ce_source=b"/elsewhere/review-registry")])
    await send(deployment, REGISTRY, [wire(unknown, str(uuid4()), 1)])
    operator = tracking("operator", agency="independent")

    def all_parked() -> bool:
        return len([each for each in operator.get("/parked", limit=200).json() if each["status"] == "troubled"]) >= 3

    eventually(all_parked, what="three are parked")
    unit = tracking("business-unit")
    for event in (elsewhere, foreign, unknown):
        assert unit.get(f"/obligations/{obligation_id(event.finding, event.agencies[0])}").status_code == httpx.codes.NOT_FOUND


async def test_a_link_to_elsewhere_is_sent_to_nobody(deployment: Deployment, tracking: People) -> None:
    event = ImmediateConcernRaised(concern=str(uuid4()), urgency="now", link="https://evil.example/phish")  # type: ignore[arg-type]
    await send(deployment, FEEDBACK, [wire(event, event.concern, 1)])
    operator = tracking("operator", agency="independent")
    eventually(
        lambda: [each for each in operator.get("/parked", limit=200).json() if each["lane"].startswith("feedback-capture")],
        what="the notice is parked",
    )
    with database(deployment, TRACKING) as stored:
        assert not stored.aggregates.count_documents({"state.link": event.link})


async def test_a_sequence_of_a_later_age_silences_nobody(deployment: Deployment, feedback: People) -> None:
    review, shown = await followed(deployment, feedback)
    await send(deployment, REGISTRY, [
        replace_sequence(wire(ReviewStageChanged(review=review, from_stage="screening", to_stage="report"), review, 2)),
    ])  # fmt: skip
    operator = feedback("operator", agency="independent")
    eventually(lambda: operator.get("/parked", limit=200).json(), what="it is parked")
    assert done(feedback("business-unit").get(f"/involvements/{shown['id']}"))["stage"] != "report"


def replace_sequence(record: Wire) -> Wire:
    return headers(record, ce_sequence=b"9999-9999999999")
