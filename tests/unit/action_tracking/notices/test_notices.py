"""Events ask roles for something, and people in those roles are notified (AT5)."""

from datetime import date

import pytest

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionProgressed,
    ActionProposed,
    ActionReopened,
    ActionSustained,
    NoActionProposed,
    NoActionRefused,
    ObligationAnswered,
    ObligationOpened,
    ObligationOverdue,
    ObligationReopened,
    ProposalAnswered,
    RecheckOffered,
)
from contracts.events.event import Event
from contracts.events.feedback_capture import (
    FeedbackUnanswered,
    FeedbackUncoded,
    FeedbackUnread,
    InvolvementOverdue,
    InvolvementResumed,
)
from contracts.events.learning_dissemination import ProductFlagged, ProductWithheld, ReachFellShort
from contracts.events.review_registry import (
    HoldReviewDue,
    LeadReviewerIndependenceLost,
    LeadReviewerStoodDown,
    ReviewOpened,
    StatutoryClockMissed,
    ThemeRecurred,
)
from contracts.framework.document import Agency
from contracts.vocabulary.actions import ActionStatus, Asked, Brag, Effectiveness, Judgement, ObligationAnswer, ProposalAnswer
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.reviews import HoldKind, Response
from contracts.vocabulary.roles import PARTNERSHIP
from local.frameworks import DECIDERS, LADDER, ROLES
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.digest import message
from services.action_tracking.domain.notices.recipients import recipients_of
from services.action_tracking.domain.notices.table import About, Notice, notices
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.domain.waiting import Waiting
from tests.builders.action_tracking import agreed_event, an_action, at
from tests.builders.given import FRAMEWORK, some_id

TODAY, DUE = date(2026, 2, 2), date(2026, 4, 13)
ACTION, OBLIGATION, FINDING, REVIEW = map(some_id, ("action", "obligation", "finding", "review"))
OWNER = Owner(agency="police", person_ref="p-owner")
POLICE = About("police", OWNER)
AGREED: ActionAgreed = agreed_event(an_action())


def judged(outcome: Judgement) -> ActionJudged:
    return ActionJudged(
        action=ACTION,
        agencies=("police",),
        epoch=1,
        outcome=outcome,
        effectiveness=Effectiveness.PRACTICE_CHANGED,
        due=None if outcome is Judgement.ACCEPTED else DUE,
    )


def between(start: str | None, end: str) -> tuple[str, ...]:
    """Returns the rungs climbed behind `start` up to `end`."""
    ladder = next(each for each in (LADDER, DECIDERS) if any(rung.code == end for rung in each))
    codes = [rung.code for rung in ladder]
    return tuple(codes[codes.index(start) + 1 if start else 0 : codes.index(end) + 1])


def escalated(start: str | None, end: str, asks: Asked = Asked.DO_ACTION) -> ActionEscalated:
    return ActionEscalated(
        action=ACTION,
        agencies=("police",),
        epoch=1,
        asks=asks,
        due=DUE,
        from_rung=start,
        to_rung=end,
        passed=between(start, end),
    )


def overdue(start: str | None, end: str, asks: Asked = Asked.ANSWER_FINDING) -> ObligationOverdue:
    return ObligationOverdue(
        obligation=OBLIGATION,
        finding=FINDING,
        agency="police",
        agencies=("police",),
        asks=asks,
        by=DUE,
        from_rung=start,
        to_rung=end,
        passed=between(start, end),
    )


def answered(answer: ObligationAnswer) -> ObligationAnswered:
    return ObligationAnswered(obligation=OBLIGATION, finding=FINDING, agency="police", answer=answer)


PROPOSED = ActionProposed(
    action=ACTION, reference="TS-2026-K7Q4", findings=(FINDING,), obligations=(OBLIGATION,), agency="police"
)


def proposal_answered(answer: ProposalAnswer) -> ProposalAnswered:
    return ProposalAnswered(
        action=ACTION,
        findings=(FINDING,),
        obligations=(OBLIGATION,),
        agency="police",
        agencies=("police",),
        answer=answer,
    )


def waits_for(kind: type[FeedbackUncoded | FeedbackUnanswered], rung: int) -> Event:
    return kind(waiting=some_id("waiting"), days=60, rung=rung, link="https://feedback.example/waiting/1")


def waits(step: InvolvementStep) -> InvolvementOverdue:
    return InvolvementOverdue(review=REVIEW, party=some_id("party"), step=step, by=DUE)


RECURRED = ThemeRecurred(
    theme="neglect", finding=FINDING, earlier_findings=(some_id("earlier"),), link="https://registry.example/themes/neglect"
)
FELL_SHORT = ReachFellShort(
    delivery=some_id("delivery"),
    product=some_id("product"),
    agency="police",
    professional_group="police-response",
    declared=40,
    measured_on=DUE,
    link="https://learning.example/deliveries/1",
)
OPENED = ObligationOpened(
    obligation=OBLIGATION,
    review=REVIEW,
    finding=FINDING,
    agency="police",
    agencies=("police",),
    response=Response.ACTION,
    by=DUE,
)

ASKED = [
    (
        ReviewOpened(review=REVIEW, review_type="near-miss-review", restricted=False, statutory=False),
        "scope-review",
        "business-unit",
    ),
    (LeadReviewerIndependenceLost(review=REVIEW, failing=("no-employment",)), "settle-independence", "business-unit executive"),
    (LeadReviewerStoodDown(review=REVIEW), "appoint-a-lead", "business-unit executive"),
    (StatutoryClockMissed(review=REVIEW, clock="notify-panel", due=DUE), "meet-clock", "business-unit executive"),
    (OPENED, "answer-finding", "agency-lead"),
    (overdue(None, "agency-lead"), "answer-finding", "agency-lead"),
    (overdue(None, "group-chair"), "answer-finding", "agency-lead business-unit group-chair"),
    (overdue("agency-lead", "group-chair"), "answer-finding", "business-unit group-chair"),
    (answered(ObligationAnswer.NO_ACTION_ACCEPTED), "no-action-accepted", "agency-lead"),
    (AGREED, "do-action", "action-owner"),
    (escalated(None, "reminder-10"), "do-action", "action-owner"),
    (escalated("due-today", "agency-lead"), "do-action", "agency-lead"),
    (escalated("group-chair", "lead-partners"), "do-action", "executive lead-safeguarding-partner independent-scrutineer"),
    (escalated("reminder-3", "agency-lead", Asked.OFFER_RECHECK), "offer-recheck", "action-owner agency-lead"),
    (escalated(None, "decision-chair", Asked.JUDGE_ACTION), "judge-action", "executive group-chair"),
    (
        escalated("decision-chair", "decision-lead-partners", Asked.RECORD_RECHECK),
        "record-recheck",
        "lead-safeguarding-partner independent-scrutineer",
    ),
    (escalated(None, "decision-due", Asked.AGREE_ACTION), "agree-action", "executive"),
    (overdue(None, "decision-due", Asked.DECIDE_NO_ACTION), "decide-no-action", "executive"),
    (ActionCompleted(action=ACTION, epoch=1), "judge-action", "executive"),
    (LeadReviewerStoodDown(review=REVIEW), "appoint-a-lead", "business-unit executive"),
    (
        ObligationReopened(obligation=OBLIGATION, finding=FINDING, agency="police", agencies=("police",), by=DUE),
        "answer-finding",
        "agency-lead",
    ),
    (NoActionProposed(obligation=OBLIGATION, finding=FINDING, agency="police"), "decide-no-action", "executive"),
    (
        NoActionRefused(obligation=OBLIGATION, finding=FINDING, agency="police", agencies=("police",), by=DUE),
        "answer-finding-again",
        "agency-lead",
    ),
    (PROPOSED, "agree-action", "executive"),
    (RecheckOffered(action=ACTION, epoch=1), "record-recheck", "executive"),
    (proposal_answered(ProposalAnswer.ASKED), "change-proposal", "action-owner agency-lead"),
    (proposal_answered(ProposalAnswer.REFUSED), "proposal-refused", "action-owner agency-lead"),
    (judged(Judgement.ACCEPTED), "prepare-recheck", "action-owner agency-lead"),
    (judged(Judgement.REJECTED), "put-right", "action-owner agency-lead"),
    (judged(Judgement.MORE_EVIDENCE), "offer-more-evidence", "action-owner agency-lead"),
    (ActionSustained(action=ACTION, epoch=1), "action-sustained", "action-owner agency-lead"),
    (ActionReopened(action=ACTION, agencies=("police",), epoch=2, due=DUE), "do-action-again", "action-owner agency-lead"),
    (RECURRED, "theme-recurred", "business-unit group-chair executive"),
    (HoldReviewDue(review=REVIEW, hold=REVIEW, kind=HoldKind.CORONIAL, due=DUE), "review-the-hold", "business-unit executive"),
    (InvolvementResumed(review=REVIEW, party=some_id("party"), by=DUE), "offer-a-part", "business-unit"),
    (waits(InvolvementStep.OFFER), "offer-a-part", "business-unit"),
    (waits(InvolvementStep.ANSWER), "ask-for-an-answer", "business-unit"),
    (waits(InvolvementStep.FINDINGS), "tell-the-findings", "business-unit"),
    (waits(InvolvementStep.OUTCOME), "tell-what-came-of-it", "business-unit"),
    (
        FeedbackUnread(source=some_id("survey"), days_late=1, link="https://feedback.example/responses"),
        "read-feedback",
        "business-unit",
    ),
    (waits_for(FeedbackUncoded, 1), "code-feedback", "business-unit"),
    (waits_for(FeedbackUnanswered, 1), "reply-to-feedback", "business-unit"),
    (waits_for(FeedbackUnanswered, 2), "reply-to-feedback", "business-unit group-chair"),
    (waits_for(FeedbackUnanswered, 3), "reply-to-feedback", "business-unit group-chair executive"),
    (waits_for(FeedbackUnanswered, 9), "reply-to-feedback", "business-unit group-chair executive"),
    (
        ProductWithheld(
            product=some_id("product"), findings=(FINDING,), reason="court-order", link="https://learning.example/products/1"
        ),
        "product-held-back",
        "business-unit executive",
    ),
    (
        ProductFlagged(
            product=some_id("product"), findings=(FINDING,), reason="not-sustained", link="https://learning.example/products/1"
        ),
        "check-product",
        "business-unit group-chair",
    ),
    (FELL_SHORT, "reach-fell-short", "agency-lead business-unit"),
]


@pytest.mark.parametrize(
    ("event", "asked", "roles"), ASKED, ids=[f"{type(each[0]).__name__} {each[1]} {each[2]}" for each in ASKED]
)
def test_event_asks_each_role(event: Event, asked: str, roles: str) -> None:
    found = notices(event, POLICE, FRAMEWORK)
    assert [each.role for each in found] == roles.split()
    assert {each.asked for each in found} == {asked}
    due = getattr(event, "due", None) or getattr(event, "by", None)
    assert {each.due for each in found} == {due}
    assert {each.owner for each in found if each.role == "action-owner"} <= {OWNER}
    assert {each.owner for each in found if each.role != "action-owner"} <= {None}


def test_every_notice_has_its_words() -> None:
    assert {asked for _, asked, _ in ASKED} == message.DATED.keys() | message.UNDATED.keys()


def test_lead_of_the_agency_that_fell_short_is_notified() -> None:
    lead, unit = notices(FELL_SHORT, POLICE, FRAMEWORK)
    assert people(lead, DIRECTORY) == [("p-lead", "agency-lead", None)]
    assert people(unit, DIRECTORY) == [("unit", "business-unit", None)]


def test_other_events_notify_no_one() -> None:
    progressed = ActionProgressed(action=ACTION, epoch=1, status=ActionStatus.IN_PROGRESS, brag=Brag.GREEN)
    assert notices(progressed, POLICE, FRAMEWORK) == ()
    for answer in (ObligationAnswer.ACTIONS_AGREED, ObligationAnswer.LAPSED):
        assert notices(answered(answer), POLICE, FRAMEWORK) == ()


@pytest.mark.parametrize(
    "event",
    [
        ActionCompleted(action=ACTION, epoch=1),
        escalated(None, "decision-due", Asked.JUDGE_ACTION),
        escalated("decision-chair", "decision-lead-partners", Asked.RECORD_RECHECK),
    ],
    ids=["completed", "first rung", "last rung"],
)
def test_scrutineer_decides_on_what_the_partnership_owns(event: Event) -> None:
    (notice,) = notices(event, About(PARTNERSHIP), FRAMEWORK)
    assert (notice.role, notice.not_of) == ("independent-scrutineer", ())


def test_judgement_is_asked_by_its_date_of_nobody_on_the_side_of_the_action() -> None:
    judge = Waiting(Asked.JUDGE_ACTION, "police", at().now, date(2026, 2, 16), ("council",))
    about = About("police", OWNER, ("council",), judge)
    (notice,) = notices(ActionCompleted(action=ACTION, epoch=1), about, FRAMEWORK)
    assert (notice.due, notice.not_of) == (date(2026, 2, 16), ("police", "council"))


@pytest.mark.parametrize(
    ("event", "asked"), [(OPENED, "answer-finding"), (overdue(None, "agency-lead"), "answer-finding")], ids=["opened", "late"]
)
def test_business_unit_answers_for_what_the_partnership_owes(event: Event, asked: str) -> None:
    (notice,) = notices(event, About(PARTNERSHIP), FRAMEWORK)
    assert (notice.role, notice.asked) == ("business-unit", asked)
    assert people(notice, DIRECTORY) == [("unit", "business-unit", None)]


def holder(role: str, person: str, agency: str = PARTNERSHIP, **changes: object) -> RoleHolder:
    entry = RoleHolder(
        id=some_id(role, person), role=role, agency=agency, person_ref=person, from_day=date(2025, 1, 1), address="sealed"
    )
    return entry.model_copy(update=changes)


DIRECTORY = [
    holder("action-owner", "p-owner", "police"),
    holder("action-owner", "p-other", "police"),
    holder("agency-lead", "p-lead", "police"),
    holder("agency-lead", "c-lead", "council"),
    holder("business-unit", "unit"),
    holder("group-chair", "group", "council"),
    holder("executive", "p-exec", "police"),
    holder("executive", "c-exec", "council"),
    holder("lead-safeguarding-partner", "p-chief", "police"),
    holder("lead-safeguarding-partner", "c-chief", "council"),
    holder("independent-scrutineer", "scrutineer"),
]


def people(notice: Notice, directory: list[RoleHolder], day: date = TODAY) -> list[tuple[str, str, str | None]]:
    return [(each.person_ref, each.role, each.instead_of) for each in recipients_of(notice, directory, day, FRAMEWORK)]


def without(*persons: str) -> list[RoleHolder]:
    return [each for each in DIRECTORY if each.person_ref not in persons]


@pytest.mark.parametrize(
    ("notice", "persons"),
    [
        (Notice("action-owner", "do-action", "police", owner=OWNER), ["p-owner"]),
        (Notice("action-owner", "do-action", "police", owner=Owner(agency="police", role="agency-lead")), ["p-lead"]),
        (Notice("action-owner", "do-action", "police", owner=Owner(agency="police")), ["p-owner", "p-other"]),
        (Notice("agency-lead", "do-action", "council"), ["c-lead"]),
        (Notice("group-chair", "do-action", "police"), ["group"]),
        (Notice("lead-safeguarding-partner", "do-action", "police"), ["p-chief", "c-chief"]),
        (Notice("executive", "judge-action", "police", not_of=("police",)), ["c-exec"]),
        (Notice("action-owner", "do-action", PARTNERSHIP, owner=Owner(agency=PARTNERSHIP)), ["unit"]),
    ],
)
def test_holder_of_the_role_is_notified(notice: Notice, persons: list[str]) -> None:
    assert people(notice, DIRECTORY) == [(person, notice.role, None) for person in persons]


def test_next_rung_is_notified_when_there_is_no_holder() -> None:
    owner = Notice("action-owner", "do-action", "police", owner=OWNER)
    assert people(owner, without("p-owner")) == [("p-lead", "agency-lead", "action-owner")]
    assert people(owner, without("p-owner", "p-lead")) == [("unit", "business-unit", "action-owner")]
    unit = Notice("business-unit", "scope-review", PARTNERSHIP)
    assert people(unit, without("unit", "group")) == [
        ("p-exec", "executive", "business-unit"),
        ("c-exec", "executive", "business-unit"),
    ]


def test_successor_in_the_role_is_notified_when_the_person_named_has_left() -> None:
    notice = Notice("action-owner", "do-action", "police", owner=OWNER.model_copy(update={"role": "action-owner"}))
    left = [*without("p-owner"), holder("action-owner", "p-owner", "police", to_day=date(2026, 2, 1))]
    assert people(notice, left) == [("p-other", "action-owner", None)]
    assert people(notice, DIRECTORY) == [("p-owner", "action-owner", None)]


def test_agency_that_took_over_is_notified() -> None:
    agencies = (
        Agency(code="police", name="Police", to_day=date(2026, 2, 1), successor="force"),
        Agency(code="force", name="Force"),
    )
    merged = FRAMEWORK.model_copy(update={"agencies": agencies})
    new = [*without("p-lead"), holder("agency-lead", "f-lead", "force")]
    notice = Notice("agency-lead", "answer-finding", "police")
    assert [each.person_ref for each in recipients_of(notice, new, TODAY, merged)] == ["f-lead"]
    before = [each.person_ref for each in recipients_of(notice, new, date(2026, 2, 1), merged)]
    assert before == ["unit"], "it does not act for the other agency yet"


JUDGE = Notice("executive", "judge-action", "police", not_of=("police",), decides=True)


def test_escalation_skips_people_who_would_judge_their_own() -> None:
    assert people(JUDGE, without("c-exec")) == [("group", "group-chair", "executive")]
    assert people(JUDGE, without("c-exec", "group")) == [
        ("c-chief", "lead-safeguarding-partner", "executive"),
        ("scrutineer", "independent-scrutineer", "executive"),
    ]


def test_deputy_of_an_agency_kept_out_is_not_notified() -> None:
    absent = holder("executive", "c-exec", "council", address=None, deputy_ref="p-lead")
    assert people(JUDGE, [*without("c-exec", "group"), absent])[0][0] == "c-chief"
    deputy = absent.model_copy(update={"deputy_ref": "c-lead"})
    assert people(JUDGE, [*without("c-exec"), deputy]) == [("c-lead", "executive", None)]


def test_ladder_of_those_who_decide_falls_to_the_partnership() -> None:
    judge = Notice("independent-scrutineer", "judge-action", PARTNERSHIP, decides=True)
    beside = [("p-chief", "lead-safeguarding-partner", "independent-scrutineer")]
    assert people(judge, without("scrutineer", "c-chief")) == beside
    below = people(judge, without("scrutineer", "p-chief", "c-chief", "p-exec", "c-exec", "group"))
    assert below == [("unit", "business-unit", "independent-scrutineer")]


def test_role_on_no_rung_falls_to_the_partnership() -> None:
    assert people(Notice("comms-lead", "scope-review", "police"), DIRECTORY) == [("unit", "business-unit", "comms-lead")]


def test_ended_holder_is_not_notified() -> None:
    ended = [*without("p-lead"), holder("agency-lead", "p-lead", "police", to_day=date(2026, 2, 1))]
    assert people(Notice("agency-lead", "answer-finding", "police"), ended) == [("unit", "business-unit", "agency-lead")]


def test_deputy_or_next_rung_is_notified_when_there_is_no_address() -> None:
    lead = Notice("agency-lead", "answer-finding", "police")
    with_deputy = [*without("p-lead"), holder("agency-lead", "p-lead", "police", address=None, deputy_ref="p-owner")]
    assert people(lead, with_deputy) == [("p-owner", "agency-lead", None)]
    alone = [*without("p-lead"), holder("agency-lead", "p-lead", "police", address=None)]
    assert people(lead, alone) == [("unit", "business-unit", "agency-lead")]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("held", ["business-unit", "executive", "independent-scrutineer"])
def test_only_holder_of_a_partnership_role_is_notified(role: str, held: str) -> None:
    notice = Notice(role, "do-action", "police")
    assert [person for person, _, _ in people(notice, [holder(held, "alone")])] == ["alone"]
    assert people(notice, []) == []


@pytest.mark.parametrize(
    ("days", "above"),
    [(1, []), (2, ["group-chair"]), (3, ["executive"]), (4, ["lead-safeguarding-partner", "independent-scrutineer"]),
     (90, ["lead-safeguarding-partner", "independent-scrutineer"])],
)  # fmt: skip
def test_unread_feedback_climbs_a_rung_each_working_day(days: int, above: list[str]) -> None:
    event = FeedbackUnread(source=some_id("survey"), days_late=days, link="https://feedback.example/responses")
    asked = notices(event, About(), FRAMEWORK)
    assert [(each.role, each.asked, each.agency) for each in asked] == [
        (role, "read-feedback", PARTNERSHIP) for role in ["business-unit", *above]
    ]


def test_unread_feedback_asks_the_business_unit_without_a_rung() -> None:
    event = FeedbackUnread(source=some_id("survey"), days_late=9, link="https://feedback.example/responses")
    assert [each.role for each in notices(event, About(), FRAMEWORK.model_copy(update={"ladder": LADDER[:4]}))] == [
        "business-unit"
    ]
