"""Judging a completed action for the partnership. Nobody judges their own agency (AT3)."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import Field

from contracts.events.action_tracking import ActionJudged
from contracts.vocabulary.actions import ActionStatus, Effectiveness, Judgement
from contracts.vocabulary.types import Id
from services.action_tracking.domain.action.clocks import ask_recheck, put_right_by
from services.action_tracking.domain.action.deciding import decider_reasons
from services.action_tracking.domain.action.guards import due_reasons, status_reasons
from services.action_tracking.domain.action.state import Action, Judged, copied_to, with_epoch
from services.action_tracking.domain.people import Text, by
from services.action_tracking.domain.role_holder.state import Holding
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.values import CommandBody

NOT_WITH: Mapping[Judgement, tuple[frozenset[Effectiveness], str]] = {
    Judgement.ACCEPTED: (
        frozenset({Effectiveness.NONE}),
        "You cannot accept an action that made no difference. Send it back, or say what changed.",
    ),
    Judgement.REJECTED: (
        frozenset({Effectiveness.OUTCOME_IMPROVED}),
        "You cannot reject an action that improved things for children. Accept it, or ask for more evidence.",
    ),
    Judgement.MORE_EVIDENCE: (frozenset(), ""),
}
"""For each judgement, how far the change cannot have gone, and what to do then. `why` gives the reason for mere activity."""


class JudgeAction(CommandBody):
    """Signs the action off for the partnership or sends it back, with the reason and how far the change went.

    `evidence` names the pieces on which an acceptance rests. `new_due` is the new due date of an action that is sent back.
    `on` is the day of the judgement, if that was before today.
    """

    judgement: Judgement
    why: Text
    effectiveness: Effectiveness
    evidence: tuple[Id, ...] = Field(default=(), max_length=100)
    new_due: date | None = None
    on: date | None = None


def judge_action(action: Action, command: JudgeAction, given: Given, facts: Sequence[Holding]) -> Decided[Action]:
    """Records the judgement. `facts` are those who hold a role that decides.

    Acceptance starts the re-checks (AT6). Otherwise the action goes back to the agency as it was reported before, with a new
    due date. The original due date stays.
    """
    refuse_if_any(_reasons(action, command, given, facts))
    accepted = command.judgement is Judgement.ACCEPTED
    due = None if accepted else command.new_due or put_right_by(action, given)
    judged = Judged(
        judgement=command.judgement,
        why=command.why,
        effectiveness=command.effectiveness,
        evidence=command.evidence,
        pieces=len(action.epoch.evidence),
        new_due=due,
        on=day_happened(command.on, given),
        at=given.now,
        by=by(given.actor),
    )
    action = with_epoch(action, judgements=(*action.epoch.judgements, judged))
    action = _accepted(action, judged.on, given) if due is None else _sent_back(action, due)
    event = ActionJudged(
        action=action.id,
        agencies=copied_to(action),
        epoch=action.epoch.number,
        outcome=command.judgement,
        effectiveness=command.effectiveness,
        due=due,
    )
    return Decided(action, (event,))


def _accepted(action: Action, on: date, given: Given) -> Action:
    """Accepts the action. Months of re-checks count from that day."""
    action = action.model_copy(update={"status": ActionStatus.ACCEPTED})
    return ask_recheck(with_epoch(action, accepted_on=on), given)


def _sent_back(action: Action, due: date) -> Action:
    reported = action.epoch.completions[-1].percent
    action = action.model_copy(update={"status": ActionStatus.IN_PROGRESS, "percent": reported})
    return with_epoch(action, due=due, overdue_told=False)


def _reasons(action: Action, command: JudgeAction, given: Given, directory: Sequence[Holding]) -> list[Reason]:
    awaiting = status_reasons(action, ActionStatus.AWAITING_JUDGEMENT)
    reasons = [*decider_reasons(action, given, directory), *awaiting, *_evidence_reasons(action, command)]
    unfit, message = NOT_WITH[command.judgement]
    if command.effectiveness in unfit:
        reasons.append(Reason("judgement/does-not-fit", message, "effectiveness"))
    if command.new_due and command.judgement is Judgement.ACCEPTED:
        message = "Remove the new due date. Only an action that is sent back gets one."
        reasons.append(Reason("judgement/due-without-sending-back", message, "new_due"))
    elif command.new_due:
        reasons.extend(due_reasons(command.new_due, given, "new_due"))
    completed = action.epoch.completions[-1].on if action.epoch.completions else None
    return [*reasons, *day_reasons(command.on, given, not_before=completed)]


def _evidence_reasons(action: Action, command: JudgeAction) -> list[Reason]:
    known = {each.id for each in action.epoch.standing}
    message = "This is not evidence of this action. Choose a piece from its list."
    reasons = [
        Reason("judgement/unknown-evidence", message, f"evidence/{place}")
        for place, id_ in enumerate(command.evidence)
        if id_ not in known
    ]
    if command.judgement is Judgement.ACCEPTED and not command.evidence:
        message = "Choose the evidence on which the acceptance rests."
        reasons.append(Reason("judgement/no-evidence", message, "evidence"))
    return reasons
