"""The table of notices: what each event asks, of which roles, by which date (AT5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
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
from contracts.framework.document import Framework, Rung
from contracts.vocabulary.actions import Asked, Judgement, ObligationAnswer, ProposalAnswer
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.roles import PARTNERSHIP, SCRUTINEER
from contracts.vocabulary.types import Code
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.ladder import late
from services.action_tracking.domain.waiting import DECISIONS, Waiting, ladder_of

OWNER, LEAD, UNIT, CHAIR = "action-owner", "agency-lead", "business-unit", "group-chair"
EXECUTIVE = "executive"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something asked of a role, about what `agency` owes or owns.

    `owner` is the action's owner, if the owner is asked. `not_of` are the agencies whose people may not do it, because nobody
    judges their own. If the notice `decides`, those who decide are sought first when no one holds the role.
    """

    role: Code
    asked: Code
    agency: Code
    due: date | None = None
    owner: Owner | None = None
    not_of: tuple[Code, ...] = ()
    decides: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What an event is about: the agency that owes or owns it, the agencies that help, and what it waits for now."""

    agency: Code = PARTNERSHIP
    owner: Owner | None = None
    supporting: tuple[Code, ...] = ()
    waiting: Waiting | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table. `due` names the field of the event that holds the date."""

    asked: Code
    of: tuple[Code, ...]
    due: str | None = None


TABLE: Mapping[type[Event], Row] = {
    ReviewOpened: Row("scope-review", (UNIT,)),
    LeadReviewerIndependenceLost: Row("settle-independence", (UNIT, EXECUTIVE)),
    LeadReviewerStoodDown: Row("appoint-a-lead", (UNIT, EXECUTIVE)),
    StatutoryClockMissed: Row("meet-clock", (UNIT, EXECUTIVE), "due"),
    ThemeRecurred: Row("theme-recurred", (UNIT, CHAIR, EXECUTIVE)),
    HoldReviewDue: Row("review-the-hold", (UNIT, EXECUTIVE), "due"),
    ObligationOpened: Row("answer-finding", (LEAD,), "by"),
    ObligationReopened: Row("answer-finding", (LEAD,), "by"),
    NoActionRefused: Row("answer-finding-again", (LEAD,), "by"),
    ActionAgreed: Row("do-action", (OWNER,), "due"),
    ActionSustained: Row("action-sustained", (OWNER, LEAD)),
    ActionReopened: Row("do-action-again", (OWNER, LEAD), "due"),
    InvolvementResumed: Row("offer-a-part", (UNIT,), "by"),
    ProductFlagged: Row("check-product", (UNIT, CHAIR)),
    ProductWithheld: Row("product-held-back", (UNIT, EXECUTIVE)),
    ReachFellShort: Row("reach-fell-short", (LEAD, UNIT)),
}

JUDGED: Mapping[Judgement, Row] = {
    Judgement.ACCEPTED: Row("prepare-recheck", (OWNER, LEAD)),
    Judgement.REJECTED: Row("put-right", (OWNER, LEAD), "due"),
    Judgement.MORE_EVIDENCE: Row("offer-more-evidence", (OWNER, LEAD), "due"),
}

PROPOSED: Mapping[ProposalAnswer, Row] = {
    ProposalAnswer.ASKED: Row("change-proposal", (OWNER, LEAD)),
    ProposalAnswer.REFUSED: Row("proposal-refused", (OWNER, LEAD)),
}

DECIDED_BY: Mapping[type[Event], Asked] = {
    ActionCompleted: Asked.JUDGE_ACTION,
    ActionProposed: Asked.AGREE_ACTION,
    RecheckOffered: Asked.RECORD_RECHECK,
    NoActionProposed: Asked.DECIDE_NO_ACTION,
}
"""The decision that an event asks for at once, of the first rung of those who decide."""

ANSWERED: Mapping[ObligationAnswer, Row] = {
    ObligationAnswer.NO_ACTION_ACCEPTED: Row("no-action-accepted", (LEAD,)),
}
"""An agency gets no notice of the actions that it agreed itself."""

WAITED_FOR: Mapping[InvolvementStep, Row] = {
    InvolvementStep.OFFER: Row("offer-a-part", (UNIT,), "by"),
    InvolvementStep.ANSWER: Row("ask-for-an-answer", (UNIT,), "by"),
    InvolvementStep.FINDINGS: Row("tell-the-findings", (UNIT,), "by"),
    InvolvementStep.OUTCOME: Row("tell-what-came-of-it", (UNIT,), "by"),
}

WAITING_RUNGS = ((UNIT,), (UNIT, CHAIR), (UNIT, CHAIR, EXECUTIVE))
"""The roles to notify at each rung of feedback that waits. Later rungs notify those of the last one again."""
WAITING: Mapping[type[Event], Code] = {FeedbackUncoded: "code-feedback", FeedbackUnanswered: "reply-to-feedback"}


def notices(event: Event, about: About, framework: Framework) -> tuple[Notice, ...]:
    """Returns what an event asks, of each role."""
    if isinstance(event, ActionEscalated | ObligationOverdue):
        by = event.due if isinstance(event, ActionEscalated) else event.by
        rungs = [rung for rung in ladder_of(event.asks, framework) if rung.code in event.passed]
        return asked_of(rungs, event.asks, about, by, framework)
    if isinstance(event, FeedbackUnread):
        return _to_read(event.days_late, framework.ladder)
    if asks := DECIDED_BY.get(type(event)):
        decided_by = about.waiting.due if about.waiting and about.waiting.asks is asks else None
        return asked_of(framework.waiting.ladder[:1], asks, about, decided_by, framework)
    row = _row(event)
    if row is None:
        return ()
    due = getattr(event, row.due) if row.due else None
    return tuple(_notice(role, row.asked, about, due) for role in row.of)


def asked_of(rungs: Sequence[Rung], asks: Asked, about: About, due: date | None, framework: Framework) -> tuple[Notice, ...]:
    """Returns the notices of a step to the roles of these rungs.

    Nobody decides on what is their own agency's. The scrutineer decides on what the partnership owns, on every rung (AT3).
    """
    roles = dict.fromkeys(role for rung in rungs for role in rung.to)
    if asks not in DECISIONS:
        return tuple(_notice(role, asks.value, about, due) for role in roles)
    if about.agency == PARTNERSHIP and rungs:
        tokens = framework.waiting.roles
        of = dict.fromkeys(role for rung in framework.waiting.ladder for role in rung.to)
        roles = dict.fromkeys(role for role in of if tokens.get(role) == SCRUTINEER)
    concerned = () if about.agency == PARTNERSHIP else (about.agency, *about.supporting)
    return tuple(Notice(role, asks.value, about.agency, due, not_of=concerned, decides=True) for role in roles)


def _row(event: Event) -> Row | None:
    if isinstance(event, ActionJudged):
        return JUDGED[event.outcome]
    if isinstance(event, ProposalAnswered):
        return PROPOSED[event.answer]
    if isinstance(event, ObligationAnswered):
        return ANSWERED.get(event.answer)
    if isinstance(event, InvolvementOverdue):
        return WAITED_FOR[event.step]
    if isinstance(event, FeedbackUncoded | FeedbackUnanswered):
        return Row(WAITING[type(event)], WAITING_RUNGS[min(event.rung, len(WAITING_RUNGS)) - 1])
    return TABLE.get(type(event))


def _notice(role: Code, asked: Code, about: About, due: date | None) -> Notice:
    """Returns a notice. The partnership has no lead of its own: its business unit answers for what it owes."""
    asked_role = UNIT if role == LEAD and about.agency == PARTNERSHIP else role
    return Notice(asked_role, asked, about.agency, due, owner=about.owner if role == OWNER else None)


def _to_read(days_late: int, ladder: Sequence[Rung]) -> tuple[Notice, ...]:
    """Asked the business unit each working day, and a rung of the partnership that rises day by day up to the top."""
    rungs = [rung for rung in late(ladder) if {OWNER, LEAD}.isdisjoint(rung.to)]
    reached = rungs[:days_late][-1:]
    roles = dict.fromkeys((UNIT, *(role for rung in reached for role in rung.to)))
    return tuple(Notice(role, "read-feedback", PARTNERSHIP) for role in roles)
