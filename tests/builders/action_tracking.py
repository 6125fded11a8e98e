"""Obligations and actions for tests of action tracking, each named by the state that it reached."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from contracts.events.action_tracking import ActionAgreed
from contracts.events.review_registry import FindingRecorded
from contracts.vocabulary.actions import Effectiveness, EvidenceKind, Judgement, RecheckResult, Strength
from contracts.vocabulary.reviews import FindingKind, Priority, Response
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.domain.action.agreeing import AgreeAction, ToAgree, agree_action
from services.action_tracking.domain.action.completing import CompleteAction, complete_action
from services.action_tracking.domain.action.evidencing import OfferEvidence, offer_evidence
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.judging import JudgeAction, judge_action
from services.action_tracking.domain.action.offering import OfferRecheck, offer_recheck
from services.action_tracking.domain.action.proposal import StatedMeasure
from services.action_tracking.domain.action.proposing import ProposeAction, propose_action
from services.action_tracking.domain.action.rechecking import RecordRecheck, record_recheck
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.obligation.no_action import ProposeNoAction, propose_no_action
from services.action_tracking.domain.obligation.opening import open_obligation
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import SYSTEM, Actor, Decided, Given, Refused, derived
from tests.builders import given
from tests.builders.given import FRAMEWORK, MONDAY, actor, some_id

DUE = date(2026, 4, 13)
"""A Monday three months later."""

ACCEPTED = {"judgement": "accepted", "why": "The audit shows it.", "effectiveness": "practice-changed"}
"""An acceptance over HTTP, without the evidence on which it rests."""
REJECT = JudgeAction(judgement=Judgement.REJECTED, why="The audit shows nothing.", effectiveness=Effectiveness.NONE)
AUDIT = OfferEvidence(kind=EvidenceKind.AUDIT_RESULT, link="https://files.example/audit", shows="Nine of ten plans.")


POLICE_LEAD = actor("agency-lead", "police")
POLICE_DECIDER = actor("decider", "police")
COUNCIL_LEAD = actor("agency-lead", "council")
COUNCIL_DECIDER = actor("decider", "council")
UNIT = actor("business-unit")
CHAIR = actor("decider")
SCRUTINEER = actor("scrutineer")

A_DECIDER = RoleHolder(
    id=some_id("decider"), role="executive", agency="hospital", person_ref="h-exec", from_day=date(2025, 1, 1)
)
"""A delegated partner of an agency that owns nothing here, in the directory."""
TO_AGREE = ToAgree((), (A_DECIDER,))
"""The facts of an agreement if nothing is known of the obligations."""


def at(now: datetime | date = MONDAY, who: Actor = SYSTEM, id_: str = "", **changes: Any) -> Given:
    """Returns what a rule is given at that time, with changes to the framework. A date means its noon."""
    return given.at(now, who, id_, framework=FRAMEWORK.model_copy(update=changes))


def a_finding(**changes: Any) -> FindingRecorded:
    fact = FindingRecorded(
        review=some_id("review"),
        finding=some_id("finding"),
        kind=FindingKind.PROBLEMATIC_PRACTICE,
        response=Response.ACTION,
        themes=("neglect",),
        factors=("tools-and-records",),
        agencies=("police",),
        priority=Priority.MEDIUM,
        respond_by=date(2026, 2, 2),
    )
    return fact.model_copy(update=changes)


def an_obligation(agency: str = "police", **changes: Any) -> Obligation:
    """Returns an obligation opened on Monday on that agency."""
    fact = a_finding(**changes)
    return open_obligation(None, fact, agency, at(id_=derived("obligation", fact.finding, agency))).state


def proposing(*obligations: Obligation, **changes: Any) -> ProposeAction:
    """Returns a valid command by which the agency of the obligations answers them."""
    answers = obligations or (an_obligation(),)
    command = ProposeAction(
        obligations=tuple(each.id for each in answers),
        statement="Install an alert on the third attendance",
        difference="A child who comes back is seen as the same child.",
        measure=StatedMeasure(what="Repeat attendances with a plan", baseline="4 of 10", target="9 of 10"),
        strength=Strength.STRONGER,
        owner=Owner(agency=answers[0].agency, role="action-owner", person_ref="police-owner"),
        due=DUE,
    )
    return command.model_copy(update=changes)


def a_proposal(agency: str = "police", **changes: Any) -> Action:
    """Returns an action that the business unit proposed on Monday, for one obligation of that agency."""
    obligation = an_obligation(agency)
    return propose_action(None, proposing(obligation, **changes), at(who=UNIT, id_=some_id("action")), [obligation]).state


def an_action(agency: str = "police", **changes: Any) -> Action:
    """Returns such an action once the partnership has agreed it, on the same day."""
    proposed = a_proposal(agency, **changes)
    return agree_action(proposed, AgreeAction(), at(who=judge_of(proposed), id_=proposed.id), TO_AGREE).state


def no_action_proposed(agency: str = "police", who: Actor | None = None) -> Obligation:
    """Returns an obligation for which the agency's lead proposed on Monday to do nothing."""
    who = who or (UNIT if agency == PARTNERSHIP else actor("agency-lead", agency))
    return propose_no_action(an_obligation(agency), ProposeNoAction(reason="The service closed last year."), at(who=who)).state


def another_audit(action: Action) -> OfferEvidence:
    """Returns evidence that the present epoch of the action does not have yet."""
    return AUDIT.model_copy(update={"link": f"{AUDIT.link}/{len(action.epoch.evidence) + 1}"})


def owner_of(action: Action) -> Actor:
    return UNIT if action.owner.agency == PARTNERSHIP else actor("agency-lead", action.owner.agency)


def judge_of(action: Action) -> Actor:
    return SCRUTINEER if action.owner.agency == PARTNERSHIP else CHAIR


def completed(action: Action | None = None, on: datetime | date = MONDAY) -> Action:
    """Returns an action that its owner completed on new evidence."""
    action = action or an_action()
    shown = offer_evidence(action, another_audit(action), at(on, owner_of(action))).state
    return complete_action(shown, CompleteAction(), at(on, owner_of(action))).state


def accept(action: Action, **changes: Any) -> JudgeAction:
    """Returns the acceptance of an action on all its evidence."""
    pieces = tuple(each.id for each in action.epoch.evidence)
    return JudgeAction(**ACCEPTED, evidence=pieces).model_copy(update=changes)  # type: ignore[arg-type]  # checked at once


def judged(action: Action, command: JudgeAction, given: Given, directory: Sequence[RoleHolder] = ()) -> Decided[Action]:
    """Judges an action, with a decider of another agency in the directory unless another one is given."""
    return judge_action(action, command, given, directory or (A_DECIDER,))


def accepted(action: Action | None = None, on: datetime | date = MONDAY) -> Action:
    """Returns an accepted action. Its first re-check is three months later."""
    done = completed(action, on)
    return judged(done, accept(done), at(on, judge_of(done))).state


def offering(number: int = 1, **changes: Any) -> OfferRecheck:
    """Returns the agency's half of a re-check that went well, each with evidence of its own."""
    link = f"https://files.example/rechecks/{number}"
    return OfferRecheck(measured="9 of 10", new_starters_know=True, evidence=link).model_copy(update=changes)


def offered(action: Action, on: datetime | date, **changes: Any) -> Action:
    """Returns an accepted action whose measure the agency has offered."""
    command = offering(len(action.epoch.rechecks) + 1, **changes)
    return offer_recheck(action, command, at(on, owner_of(action))).state


def recording(code: RecheckResult = RecheckResult.SUSTAINED, **changes: Any) -> RecordRecheck:
    """Returns the partnership's half of a re-check."""
    return RecordRecheck(result=code, why="The measure shows it.").model_copy(update=changes)


def recorded(action: Action, command: RecordRecheck, given: Given, directory: Sequence[RoleHolder] = ()) -> Decided[Action]:
    """Records a re-check, with a decider of another agency in the directory unless another one is given."""
    return record_recheck(action, command, given, directory or (A_DECIDER,))


def rechecked(action: Action, on: datetime | date, code: RecheckResult = RecheckResult.SUSTAINED, **changes: Any) -> Action:
    """Returns an action that was re-checked with this result, on what its agency offered that day."""
    before = offered(action, on)
    return recorded(before, recording(code, **changes), at(on, judge_of(action))).state


def agreed_event(action: Action) -> ActionAgreed:
    return ActionAgreed(
        action=action.id,
        reference=action.reference,
        findings=action.findings,
        obligations=action.obligations,
        themes=action.themes,
        strength=action.strength,
        agency=action.owner.agency,
        agencies=(action.owner.agency,),
        due=action.epoch.due,
        epoch=1,
    )


def reads(who: Actor, readers: Iterable[str]) -> bool:
    """Decides whether a person may know of something with these readers."""
    return may_read(labels_of(who), readers)


def codes(refused: Refused) -> list[str]:
    return sorted(reason.code for reason in refused.reasons)


def names(events: Iterable[object]) -> list[str]:
    return [type(event).__name__ for event in events]


def days(n: int) -> timedelta:
    return timedelta(days=n)
