"""The table of notices: what each event asks, of which roles, by which date (AT5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionReopened,
    ActionSustained,
    ObligationAnswered,
    ObligationOpened,
    ObligationOverdue,
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
    ReviewOpened,
    StatutoryClockMissed,
    ThemeRecurred,
)
from contracts.framework.document import Rung
from contracts.vocabulary.actions import Judgement, ObligationAnswer
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code
from services.action_tracking.domain.action.state import Owner
from services.action_tracking.domain.ladder import late, passed

OWNER, LEAD, UNIT, CHAIR = "action-owner", "agency-lead", "business-unit", "group-chair"
EXECUTIVE, SCRUTINEER = "executive", "independent-scrutineer"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something asked of a role, about what `agency` owes or owns.

    `owner` is the action's owner, if the owner is asked. `not_of` is the agency whose people may not do it, because nobody
    judges their own.
    """

    role: Code
    asked: Code
    agency: Code
    due: date | None = None
    owner: Owner | None = None
    not_of: Code | None = None


@dataclass(frozen=True, slots=True)
class Asks:
    """A row of the table. `due` names the field of the event that holds the date."""

    asked: Code
    of: tuple[Code, ...]
    due: str | None = None


TABLE: Mapping[type[Event], Asks] = {
    ReviewOpened: Asks("scope-review", (UNIT,)),
    LeadReviewerIndependenceLost: Asks("settle-independence", (UNIT, EXECUTIVE)),
    StatutoryClockMissed: Asks("meet-clock", (UNIT, EXECUTIVE), "due"),
    ThemeRecurred: Asks("theme-recurred", (UNIT, CHAIR, EXECUTIVE)),
    HoldReviewDue: Asks("review-the-hold", (UNIT, EXECUTIVE), "due"),
    ObligationOpened: Asks("answer-finding", (LEAD,), "by"),
    ActionAgreed: Asks("do-action", (OWNER,), "due"),
    ActionSustained: Asks("action-sustained", (OWNER, LEAD)),
    ActionReopened: Asks("do-action-again", (OWNER, LEAD), "due"),
    InvolvementResumed: Asks("offer-a-part", (UNIT,), "by"),
    ProductFlagged: Asks("check-product", (UNIT, CHAIR)),
    ProductWithheld: Asks("product-held-back", (UNIT, EXECUTIVE)),
    ReachFellShort: Asks("reach-fell-short", (LEAD, UNIT)),
}

JUDGED: Mapping[Judgement, Asks] = {
    Judgement.ACCEPTED: Asks("prepare-recheck", (OWNER, LEAD)),
    Judgement.REJECTED: Asks("put-right", (OWNER, LEAD)),
    Judgement.MORE_EVIDENCE: Asks("offer-more-evidence", (OWNER, LEAD)),
}

ANSWERED: Mapping[ObligationAnswer, Asks] = {
    ObligationAnswer.NO_ACTION_ACCEPTED: Asks("no-action-accepted", (LEAD,)),
}
"""An agency gets no notice of the actions that it agreed itself."""

WAITED_FOR: Mapping[InvolvementStep, Asks] = {
    InvolvementStep.OFFER: Asks("offer-a-part", (UNIT,), "by"),
    InvolvementStep.ANSWER: Asks("ask-for-an-answer", (UNIT,), "by"),
    InvolvementStep.FINDINGS: Asks("tell-the-findings", (UNIT,), "by"),
    InvolvementStep.OUTCOME: Asks("tell-what-came-of-it", (UNIT,), "by"),
}

WAITING_RUNGS = ((UNIT,), (UNIT, CHAIR), (UNIT, CHAIR, EXECUTIVE))
"""The roles to notify at each rung of feedback that waits. Later rungs notify those of the last one again."""
WAITING: Mapping[type[Event], Code] = {FeedbackUncoded: "code-feedback", FeedbackUnanswered: "reply-to-feedback"}


def notices(event: Event, agency: Code, owner: Owner | None, ladder: Sequence[Rung]) -> tuple[Notice, ...]:
    """Returns what an event asks, of each role.

    `agency` owes the obligation, owns the action or is short of reach; for all else it is the partnership. `owner` is the
    action's owner.
    """
    if isinstance(event, ActionEscalated):
        rungs = passed(ladder, event.from_rung, event.to_rung)
        asked = "record-recheck" if event.recheck else "do-action"
        return tuple(_notice(role, asked, agency, owner, event.due) for rung in rungs for role in rung.to)
    if isinstance(event, ObligationOverdue):
        rungs = passed(late(ladder), event.from_rung, event.to_rung)
        return tuple(_notice(role, "answer-finding", agency, owner, event.by) for rung in rungs for role in rung.to)
    if isinstance(event, FeedbackUnread):
        return _to_read(event.days_late, ladder)
    if isinstance(event, ActionCompleted):
        return _to_judge(agency)
    row = _row(event)
    if row is None:
        return ()
    due = getattr(event, row.due) if row.due else None
    return tuple(_notice(role, row.asked, agency, owner, due) for role in row.of)


def _row(event: Event) -> Asks | None:
    if isinstance(event, ActionJudged):
        return JUDGED[event.outcome]
    if isinstance(event, ObligationAnswered):
        return ANSWERED.get(event.answer)
    if isinstance(event, InvolvementOverdue):
        return WAITED_FOR[event.step]
    if isinstance(event, FeedbackUncoded | FeedbackUnanswered):
        return Asks(WAITING[type(event)], WAITING_RUNGS[min(event.rung, len(WAITING_RUNGS)) - 1])
    return TABLE.get(type(event))


def _notice(role: Code, asked: Code, agency: Code, owner: Owner | None, due: date | None) -> Notice:
    return Notice(role, asked, agency, due, owner=owner if role == OWNER else None)


def _to_read(days_late: int, ladder: Sequence[Rung]) -> tuple[Notice, ...]:
    """Asks the business unit each working day, and a rung of the partnership that rises day by day up to the top."""
    rungs = [rung for rung in late(ladder) if {OWNER, LEAD}.isdisjoint(rung.to)]
    reached = rungs[:days_late][-1:]
    roles = dict.fromkeys((UNIT, *(role for rung in reached for role in rung.to)))
    return tuple(Notice(role, "read-feedback", PARTNERSHIP) for role in roles)


def _to_judge(agency: Code) -> tuple[Notice, ...]:
    """Asks the partnership to judge what agencies own, and the scrutineer what the partnership owns (AT3)."""
    if agency == PARTNERSHIP:
        return (Notice(SCRUTINEER, "judge-action", agency),)
    return (Notice(UNIT, "judge-action", agency), Notice(EXECUTIVE, "judge-action", agency, not_of=agency))
