"""Events of other services that ask for something reach digests, and the ledger once (AT5)."""

from datetime import date
from uuid import uuid4

import pymongo

from contracts.events.catalogue import publisher, read_by
from contracts.events.event import Event
from contracts.events.feedback_capture import (
    FeedbackUnanswered,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
    InvolvementOverdue,
    InvolvementResumed,
)
from contracts.events.learning_dissemination import ReachFellShort
from contracts.events.review_registry import (
    FindingRecorded,
    HoldReviewDue,
    LeadReviewerIndependenceLost,
    ReviewClosed,
    ReviewOpened,
    ReviewScoped,
    ReviewStageChanged,
    StatutoryClockMissed,
    ThemeRecurred,
)
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.reviews import AgencyPart, HoldKind
from local.embedded import Embedded
from local.partnership import COUNCIL, PREFIX
from local.waiting import eventually
from local.wire import send, wire
from tests.service.action_tracking.steps import TRACKING, next_morning
from tests.service.action_tracking.test_digests import appointed, laid_down, ledger, messages, sent
from tests.service.calling import People

REVIEW, THEME_LINK, DUE = str(uuid4()), "https://registry.example/themes/neglect", date(2027, 9, 1)
REFERENCE = f"{PREFIX}-2027-K7QM"
UNIT, LEAD, CHAIR, EXECUTIVE = "p-told-unit", "p-told-lead", "p-told-chair", "p-told-exec"
AGENCY = COUNCIL


def opened(review: str) -> ReviewOpened:
    return ReviewOpened(review=review, reference=REFERENCE, review_type="lcspr", restricted=False, statutory=True)


EVENTS: dict[str, list[tuple[Event, str, set[str]]]] = {
    "review-registry": [
        (
            ThemeRecurred(theme="neglect", finding=str(uuid4()), earlier_findings=(str(uuid4()),), link=THEME_LINK),
            "theme-recurred",
            {UNIT, CHAIR, EXECUTIVE},
        ),
        (HoldReviewDue(review=str(uuid4()), kind=HoldKind.CORONIAL, due=DUE), "review-the-hold", {UNIT, EXECUTIVE}),
        (StatutoryClockMissed(review=str(uuid4()), clock="rapid-review", due=DUE), "meet-clock", {UNIT, EXECUTIVE}),
        (LeadReviewerIndependenceLost(review=str(uuid4()), failing=("cooling-off",)), "settle-independence", {UNIT, EXECUTIVE}),
        (opened(str(uuid4())), "scope-review", {UNIT}),
    ],
    "feedback-capture": [
        (InvolvementResumed(review=REVIEW, party=str(uuid4()), by=DUE), "offer-a-part", {UNIT}),
        (
            InvolvementOverdue(review=REVIEW, party=str(uuid4()), step=InvolvementStep.FINDINGS, by=DUE),
            "tell-the-findings",
            {UNIT},
        ),
        (FeedbackUnanswered(summary=str(uuid4()), theme="neglect", age_days=61), "reply-to-feedback", {UNIT}),
    ],
    "learning-dissemination": [
        (
            ReachFellShort(
                delivery=str(uuid4()),
                product=str(uuid4()),
                agency=AGENCY,
                professional_group="social-worker",
                declared=40,
                measured_on=DUE,
            ),
            "reach-fell-short",
            {LEAD, UNIT},
        ),
    ],
}
"""Events by publisher, each with the code of what it asks and the people asked."""
OF_A_REVIEW = {ReviewOpened, ReviewScoped, ReviewStageChanged, ReviewClosed}
"""Events that update the projection of a review."""
TOLD_ELSEWHERE = {FindingRecorded, ImmediateConcernRaised, ImmediateConcernTaken}
"""test_way_of_an_action.py, test_urgent.py"""


def test_every_event_of_other_services_is_covered() -> None:
    told = {type(event) for rows in EVENTS.values() for event, _, _ in rows}
    read = {each for each in read_by(TRACKING) if publisher(each) != TRACKING}
    assert told | OF_A_REVIEW | TOLD_ELSEWHERE == read


async def test_events_of_other_services_notify_people(deployment: Embedded, tracking: People) -> None:
    next_morning(deployment)  # an ended role is held until the end of its last day
    roles = (("business-unit", "partnership", UNIT), ("agency-lead", AGENCY, LEAD),
             ("group-chair", "partnership", CHAIR), ("executive", "partnership", EXECUTIVE))  # fmt: skip
    holders = [appointed(deployment, tracking, *each) for each in roles]
    now = deployment.clock.now()
    for service, rows in EVENTS.items():
        await send(deployment, service, [wire(event, str(uuid4()), 1, now) for event, _, _ in rows])
    for event, asked, people in (row for rows in EVENTS.values() for row in rows):
        (entry,) = ledger(tracking, event.about())
        assert (entry["event"], {each["person_ref"] for each in entry["told"]}) == (type(event).__name__, people)
        assert {each["line"]["asked"] for each in entry["told"]} == {asked}
        due = getattr(event, "due", None) or getattr(event, "by", None)
        assert {each["line"]["due"] for each in entry["told"]} == {due and due.isoformat()}

    next_morning(deployment)
    for person in (UNIT, LEAD, CHAIR, EXECUTIVE):
        (digest,) = sent(tracking, person)
        wanted = {event.about() for rows in EVENTS.values() for event, _, people in rows if person in people}
        carried = digest["lines"][: digest["sendings"][0]["upto"]]  # what a clock of another test says comes after it
        assert wanted <= {line["about"] for line in carried}
        (text,) = messages(deployment, person).values()
        assert text.count("\n  http") == len(carried)
    (text,) = messages(deployment, CHAIR).values()
    assert f"\n  {THEME_LINK}\n" in text
    for holder in holders:
        laid_down(deployment, tracking, holder)


async def test_review_is_followed_until_it_is_closed(deployment: Embedded) -> None:
    review = str(uuid4())
    events = [
        opened(review),
        ReviewScoped(review=review, agencies=(AGENCY,), parts={AGENCY: AgencyPart.PRACTICE_UNDER_REVIEW}, version_of_scope=1),
        ReviewStageChanged(review=review, from_stage="scoping", to_stage="lead-appointment"),
        ReviewClosed(review=review, findings_confirmed=2, actions_sustained=1, products_published=1),
    ]
    assert {type(each) for each in events} == OF_A_REVIEW
    records = [wire(event, review, number, deployment.clock.now()) for number, event in enumerate(events, start=1)]
    await send(deployment, "review-registry", records)
    with pymongo.MongoClient[dict[str, dict[str, bool]]](deployment.store_uri(TRACKING)) as client:
        aggregates = client.get_default_database()["aggregates"]
        closed = {"_id": review, "kind": "known-review", "state.closed": True}
        known = eventually(lambda: aggregates.find_one(closed), what="the review is known to be closed")
    assert known["state"] == {
        "id": review,
        "reference": REFERENCE,
        "review_type": "lcspr",
        "agencies": [AGENCY],
        "stage": "lead-appointment",
        "closed": True,
    }
