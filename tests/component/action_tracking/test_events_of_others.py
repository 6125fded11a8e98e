"""Events of other services that ask for something reach digests, and the ledger once (AT5)."""

from datetime import date
from uuid import uuid4

from contracts.events.catalogue import publisher, read_by
from contracts.events.event import Event
from contracts.events.feedback_capture import (
    FeedbackUnanswered,
    FeedbackUncoded,
    FeedbackUnread,
    ImmediateConcernConcluded,
    ImmediateConcernNotConcluded,
    ImmediateConcernNotTaken,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
    InvolvementOverdue,
    InvolvementResumed,
)
from contracts.events.learning_dissemination import ProductFlagged, ProductWithheld, ReachFellShort
from contracts.events.origin import decided_by
from contracts.events.review_registry import (
    FindingRecorded,
    HoldReviewDue,
    LeadReviewerIndependenceLost,
    LeadReviewerStoodDown,
    ReviewClosed,
    ReviewEnded,
    ReviewOpened,
    ReviewReopened,
    ReviewScoped,
    ReviewStageChanged,
    StatutoryClockMissed,
    ThemeRecurred,
)
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.reviews import AgencyPart, HoldKind
from local.partnership import COUNCIL, PREFIX
from tests.component.action_tracking.steps import BEGIN, appointed, asked, ledger, messages, next_morning, sent
from tests.component.harness import Component

TRACKING = "action-tracking"
REVIEW, THEME_LINK, DUE = str(uuid4()), "https://registry.example/themes/neglect", date(2027, 9, 1)
WAITING = "https://feedback.example/waiting/1"
REFERENCE = f"{PREFIX}-2027-K7QM"
UNIT, LEAD, CHAIR, EXECUTIVE = "p-told-unit", "p-told-lead", "p-told-chair", "p-told-exec"
AGENCY = COUNCIL


def opened(review: str) -> ReviewOpened:
    return ReviewOpened(review=review, reference=REFERENCE, review_type="lcspr", restricted=False, statutory=True)


PAGE = "https://learning.example/products/1"
EVENTS: dict[str, list[tuple[Event, str, set[str]]]] = {
    "review-registry": [
        (
            ThemeRecurred(theme="neglect", finding=str(uuid4()), earlier_findings=(str(uuid4()),), link=THEME_LINK),
            "theme-recurred",
            {UNIT, CHAIR, EXECUTIVE},
        ),
        (
            HoldReviewDue(review=str(uuid4()), hold=str(uuid4()), kind=HoldKind.CORONIAL, due=DUE),
            "review-the-hold",
            {UNIT, EXECUTIVE},
        ),
        (StatutoryClockMissed(review=str(uuid4()), clock="rapid-review", due=DUE), "meet-clock", {UNIT, EXECUTIVE}),
        (LeadReviewerIndependenceLost(review=str(uuid4()), failing=("cooling-off",)), "settle-independence", {UNIT, EXECUTIVE}),
        (LeadReviewerStoodDown(review=str(uuid4())), "appoint-a-lead", {UNIT, EXECUTIVE}),
        (opened(str(uuid4())), "scope-review", {UNIT}),
    ],
    "feedback-capture": [
        (InvolvementResumed(review=REVIEW, party=str(uuid4()), by=DUE), "offer-a-part", {UNIT}),
        (
            InvolvementOverdue(review=REVIEW, party=str(uuid4()), step=InvolvementStep.FINDINGS, by=DUE),
            "tell-the-findings",
            {UNIT},
        ),
        (FeedbackUnread(source=str(uuid4()), days_late=1, link="https://feedback.example/responses"), "read-feedback", {UNIT}),
        (FeedbackUncoded(waiting=str(uuid4()), days=14, rung=1, link=WAITING), "code-feedback", {UNIT}),
        (FeedbackUnanswered(waiting=str(uuid4()), days=60, rung=1, link=WAITING), "reply-to-feedback", {UNIT}),
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
                link=PAGE,
            ),
            "reach-fell-short",
            {LEAD, UNIT},
        ),
        (
            ProductWithheld(product=str(uuid4()), findings=(), reason="criminal", link=PAGE),
            "product-held-back",
            {UNIT, EXECUTIVE},
        ),
        (ProductFlagged(product=str(uuid4()), findings=(), reason="factual-error", link=PAGE), "check-product", {UNIT, CHAIR}),
    ],
}
"""Events by publisher, each with the code of what it asks and the people asked."""
OF_A_REVIEW = {ReviewOpened, ReviewScoped, ReviewStageChanged, ReviewClosed}
"""Events that update the projection of a review."""
CONCERNS = {
    ImmediateConcernRaised,
    ImmediateConcernNotTaken,
    ImmediateConcernTaken,
    ImmediateConcernNotConcluded,
    ImmediateConcernConcluded,
}
COVERED_ELSEWHERE = {FindingRecorded, ReviewEnded, ReviewReopened} | CONCERNS
"""Events of test_way_of_an_action.py, test_proposals.py and test_urgent_notices.py."""


def test_every_event_of_other_services_is_covered() -> None:
    told = {type(event) for rows in EVENTS.values() for event, _, _ in rows}
    read = {each for each in read_by(TRACKING) if publisher(each) != TRACKING}
    assert told | OF_A_REVIEW | COVERED_ELSEWHERE == read


def test_events_of_other_services_notify_people(tracking: Component) -> None:
    tracking.clock.move_to(BEGIN)
    roles = (("business-unit", "partnership", UNIT), ("agency-lead", AGENCY, LEAD),
             ("group-chair", "partnership", CHAIR), ("executive", "partnership", EXECUTIVE))  # fmt: skip
    for each in roles:
        appointed(tracking, *each)
    for event, thing, people in (row for rows in EVENTS.values() for row in rows):
        tracking.receive(event, decided_by(event) or str(uuid4()), 1)
        (entry,) = ledger(tracking, event.about())
        assert (entry["event"], {each["person_ref"] for each in entry["told"]}) == (type(event).__name__, people)
        assert {each["line"]["asked"] for each in entry["told"]} == {thing}
        due = getattr(event, "due", None) or getattr(event, "by", None)
        assert {each["line"]["due"] for each in entry["told"]} == {due and due.isoformat()}

    next_morning(tracking)
    for person in (UNIT, LEAD, CHAIR, EXECUTIVE):
        (digest,) = sent(tracking, person)
        wanted = {event.about() for rows in EVENTS.values() for event, _, people in rows if person in people}
        assert wanted == {line["about"] for line in digest["lines"]}
        (text,) = messages(tracking, person)
        assert text.count("\n  http") == len(digest["lines"])
    (text,) = messages(tracking, CHAIR)
    assert f"\n  {THEME_LINK}\n" in text


def test_review_is_followed_until_it_is_closed(tracking: Component) -> None:
    review = str(uuid4())
    events = [
        opened(review),
        ReviewScoped(review=review, agencies=(AGENCY,), parts={AGENCY: AgencyPart.PRACTICE_UNDER_REVIEW}, version_of_scope=1),
        ReviewStageChanged(review=review, from_stage="scoping", to_stage="lead-appointment"),
        ReviewClosed(review=review, findings_confirmed=2, actions_sustained=1, products_published=1),
    ]
    assert {type(each) for each in events} == OF_A_REVIEW
    for number, event in enumerate(events, start=1):
        tracking.receive(event, review, number)
    (known,) = [each for each in tracking.stored() if each["_id"] == review]
    assert known["state"] == {
        "id": review,
        "reference": REFERENCE,
        "review_type": "lcspr",
        "agencies": [AGENCY],
        "stage": "lead-appointment",
        "closed": True,
        "ended": False,
    }


def test_notice_of_a_response_names_its_review(tracking: Component) -> None:
    review = str(uuid4())
    tracking.receive(opened(review), review, 1)
    (obligation,) = asked(tracking, AGENCY, review=review)
    (entry,) = ledger(tracking, obligation)
    assert {each["line"]["reference"] for each in entry["told"]} == {REFERENCE}
    next_morning(tracking)
    tracking.drain()
    assert any(f"to a finding of review {REFERENCE}, due " in text for text in messages(tracking, LEAD))
