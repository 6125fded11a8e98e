"""Who is told what, and who that is on the day (AT5): a table of roles, and the way up where a role has no holder.

The owner and the lead are sought in the agency asked; every other role is the partnership's, whoever its holders act for.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from contracts.events.feedback_capture import FeedbackUnanswered, InvolvementOverdue, InvolvementResumed
from contracts.events.learning_dissemination import ReachFellShort
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
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.action import Owner
from services.action_tracking.domain.ladder import late, passed
from services.action_tracking.domain.role_holder import RoleHolder, holders, holds_on

OWNER, LEAD, UNIT, CHAIR = "action-owner", "agency-lead", "business-unit", "group-chair"
EXECUTIVE, SCRUTINEER = "executive", "independent-scrutineer"
OF_AN_AGENCY = frozenset({OWNER, LEAD})


@dataclass(frozen=True, slots=True)
class Notice:
    """Something asked of a role. `owner` is the action's, where it is asked of the owner; `not_of` the agency whose people may
    not do it, because nobody judges their own."""

    role: Code
    asked: Code
    agency: Code
    due: date | None = None
    owner: Owner | None = None
    not_of: Code | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told, in which role, and instead of which where that had no holder who can be reached."""

    person_ref: PersonRef
    role: Code
    agency: Code
    instead_of: Code | None = None


@dataclass(frozen=True, slots=True)
class Asks:
    """A row of the table: what is asked of which roles; `due` names the event's field that holds the date."""

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
    FeedbackUnanswered: Asks("reply-to-feedback", (UNIT,)),
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
"""Of what the agency agreed itself, nobody has to tell it."""

WAITED_FOR: Mapping[InvolvementStep, Asks] = {
    InvolvementStep.OFFER: Asks("offer-a-part", (UNIT,), "by"),
    InvolvementStep.ANSWER: Asks("ask-for-an-answer", (UNIT,), "by"),
    InvolvementStep.FINDINGS: Asks("tell-the-findings", (UNIT,), "by"),
    InvolvementStep.OUTCOME: Asks("tell-what-came-of-it", (UNIT,), "by"),
}


def notices(event: Event, agency: Code, owner: Owner | None, ladder: Sequence[Rung]) -> tuple[Notice, ...]:
    """What an event asks of whom. `agency` is the one that owes the obligation, owns the action or is short of reach (the
    partnership for all else), `owner` the action's."""
    if isinstance(event, ActionEscalated):
        rungs, asked = passed(ladder, event.from_rung, event.to_rung), "record-recheck" if event.recheck else "do-action"
        return tuple(_notice(role, asked, agency, owner, event.due) for rung in rungs for role in rung.to)
    if isinstance(event, ObligationOverdue):
        rungs = passed(late(ladder), event.from_rung, event.to_rung)
        return tuple(_notice(role, "answer-finding", agency, owner, event.by) for rung in rungs for role in rung.to)
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
    return TABLE.get(type(event))


def _notice(role: Code, asked: Code, agency: Code, owner: Owner | None, due: date | None) -> Notice:
    return Notice(role, asked, agency, due, owner=owner if role == OWNER else None)


def _to_judge(agency: Code) -> tuple[Notice, ...]:
    """The partnership judges what agencies own; the scrutineer what the partnership owns (AT3)."""
    if agency == PARTNERSHIP:
        return (Notice(SCRUTINEER, "judge-action", agency),)
    return (Notice(UNIT, "judge-action", agency), Notice(EXECUTIVE, "judge-action", agency, not_of=agency))


def told(notice: Notice, directory: Sequence[RoleHolder], day: date, ladder: Sequence[Rung]) -> tuple[Told, ...]:
    """Whoever holds the role that day and can be reached, the deputy for a holder without an address; else the next rung up,
    which says so; above the top, the nearest below of the partnership's. Empty only where none of them can be reached."""
    people = in_role(notice, notice.role, directory, day)
    if people:
        return people
    for rung in _instead(notice.role, ladder):
        people = tuple(each for role in rung.to for each in in_role(notice, role, directory, day))
        if people:
            return people
    return ()


def _instead(role: Code, ladder: Sequence[Rung]) -> Iterator[Rung]:
    """From the role's last rung upwards, then downwards; of the partnership's rungs all for a role that is on none."""
    standing = [place for place, rung in enumerate(ladder) if role in rung.to]
    own = standing[-1] if standing else 0
    yield from (rung for rung in ladder[own:] if standing or _of_partnership(rung))
    yield from (rung for rung in reversed(ladder[:own]) if _of_partnership(rung))


def _of_partnership(rung: Rung) -> bool:
    return OF_AN_AGENCY.isdisjoint(rung.to)


def in_role(notice: Notice, role: Code, directory: Sequence[RoleHolder], day: date) -> tuple[Told, ...]:
    """Who holds this role that day and can be reached, the deputy for a holder without an address."""
    instead_of = None if role == notice.role else notice.role
    found: dict[PersonRef, Told] = {}
    for holder in _sought(notice, role, directory, day):
        person = _addressed(holder, directory, day)
        if person and holder.agency != notice.not_of:
            found.setdefault(person, Told(person, role, holder.agency, instead_of))
    return tuple(found.values())


def _sought(notice: Notice, role: Code, directory: Sequence[RoleHolder], day: date) -> Iterable[RoleHolder]:
    """For the owner the person named, in whatever role the directory has them there, else the role named."""
    if role == OWNER and notice.owner and notice.owner.person_ref:
        return [each for each in directory if _is(each, notice.owner.person_ref, day) and each.agency == notice.agency]
    if role == OWNER and notice.owner and notice.owner.role:
        return holders(notice.owner.role, notice.agency, day, directory)
    return holders(role, notice.agency if role in OF_AN_AGENCY else None, day, directory)


def _addressed(holder: RoleHolder, directory: Sequence[RoleHolder], day: date) -> PersonRef | None:
    """The holder, else the deputy: whoever has an address."""
    for person in (holder.person_ref, holder.deputy_ref):
        if person and any(each.address for each in directory if _is(each, person, day)):
            return person
    return None


def _is(holder: RoleHolder, person: PersonRef, day: date) -> bool:
    return holder.person_ref == person and holds_on(holder, day)
