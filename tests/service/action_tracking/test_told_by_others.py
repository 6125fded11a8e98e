"""AT5: whatever the other services say waits for somebody reaches that somebody's digest, and is in the ledger once."""

from datetime import date
from uuid import uuid4

import pymongo

from contracts.events import Event
from contracts.feedback_capture import FeedbackUnanswered, InvolvementOverdue, InvolvementResumed
from contracts.learning_dissemination import ReachFellShort
from contracts.review_registry import HoldReviewDue, ReviewClosed, ThemeRecurred
from contracts.vocabulary import HoldKind, InvolvementStep
from tests.service.action_tracking.steps import TRACKING, next_morning
from tests.service.action_tracking.test_digests import appointed, laid_down, ledger, messages, sent
from tests.service.calling import People
from tests.support.embedded import Embedded
from tests.support.waiting import eventually
from tests.support.wire import send, wire

REVIEW, THEME_LINK, DUE = str(uuid4()), "https://registry.example/themes/neglect", date(2027, 9, 1)
UNIT, LEAD, CHAIR, EXECUTIVE = "p-told-unit", "p-told-lead", "p-told-chair", "p-told-exec"
AGENCY = "la-dorset"
EVENTS: dict[str, list[tuple[Event, str, set[str]]]] = {
    "review-registry": [
        (
            ThemeRecurred(theme="neglect", finding=str(uuid4()), earlier_findings=(str(uuid4()),), link=THEME_LINK),
            "theme-recurred",
            {UNIT, CHAIR, EXECUTIVE},
        ),
        (HoldReviewDue(review=REVIEW, kind=HoldKind.CORONIAL, due=DUE), "review-the-hold", {UNIT, EXECUTIVE}),
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
"""By publisher: what is said, what that asks, and of whom."""


async def test_what_others_say_waits_is_told(deployment: Embedded, tracking: People) -> None:
    next_morning(deployment)  # whoever has laid a role down holds it to the end of that day
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
        assert wanted <= {line["about"] for line in digest["lines"]}
        (text,) = messages(deployment, person).values()
        assert text.count("\n  http") == len(digest["lines"])
    (text,) = messages(deployment, CHAIR).values()
    assert f"\n  {THEME_LINK}\n" in text
    for holder in holders:
        laid_down(deployment, tracking, holder)


async def test_a_review_that_was_closed_is_known_to_be(deployment: Embedded) -> None:
    review = str(uuid4())
    closed = ReviewClosed(review=review, findings_confirmed=2, actions_sustained=1, products_published=1)
    await send(deployment, "review-registry", [wire(closed, review, 1, deployment.clock.now())])
    with pymongo.MongoClient[dict[str, dict[str, bool]]](deployment.store_uri(TRACKING)) as client:
        aggregates = client.get_default_database()["aggregates"]
        known = eventually(lambda: aggregates.find_one({"_id": review, "kind": "known-review"}), what="the review is known")
    assert known["state"]["closed"] is True
