"""Proposing an action in response to obligations, and proposing it again after a change (AT1, AT2)."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.types import Id
from services.action_tracking.domain.action.agreeing import agreed
from services.action_tracking.domain.action.clocks import begin_epoch
from services.action_tracking.domain.action.guards import status_reasons
from services.action_tracking.domain.action.proposal import (
    Proposal,
    agrees_alone,
    follow_up_ends,
    gravest,
    once,
    owed_by,
    proposal_reasons,
    proposed_event,
)
from services.action_tracking.domain.action.state import Action, Measure
from services.action_tracking.domain.obligation.state import Obligation, open_to_actions, readers
from services.action_tracking.domain.people import acts_for_partnership, by
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.references import reference


class ProposeAction(Proposal):
    """Proposes an action to the partnership, in response to obligations of the owning or supporting agencies."""

    obligations: tuple[Id, ...] = Field(min_length=1, max_length=50)


class ProposeAgain(Proposal):
    """Changes a proposed action and proposes it again. It still answers the same obligations."""


def propose_action(state: None, command: ProposeAction, given: Given, facts: Sequence[Obligation]) -> Decided[Action]:
    """Proposes an action. `facts` are those of the named obligations that exist.

    Findings, themes and reviews follow from the obligations. At the priorities of the settings, the agency agrees it alone.
    """
    refuse_if_any([*_obligation_reasons(command, given, facts), *proposal_reasons(command, given)])
    named = {each.id: each for each in facts}
    answers = [named[id_] for id_ in dict.fromkeys(command.obligations)]
    action = Action(
        id=given.id,
        reference=reference(given.framework.partnership.reference_prefix, given.today.year, given.id, given.attempt),
        reviews=once(each.review for each in answers),
        findings=once(each.finding for each in answers),
        obligations=once(each.id for each in answers),
        themes=once(theme for each in answers for theme in each.themes),
        follow_up=follow_up_ends(answers, given.framework),
        proposed_at=given.now,
        proposed_by=by(given.actor),
        epochs=(begin_epoch(1, command.due, given),),
        **_written(command, answers),
    )
    return _proposed(action, answers, given)


def propose_again(action: Action, command: ProposeAgain, given: Given, facts: Sequence[Obligation]) -> Decided[Action]:
    """Proposes a changed action. `facts` are its obligations. The owning agency stays."""
    reasons = [*status_reasons(action, ActionStatus.PROPOSED), *proposal_reasons(command, given)]
    if command.owner.agency != action.owner.agency:
        message = "Keep the owning agency. To give the action to another one, let that agency propose it."
        reasons.append(Reason("action/another-owner", message, "owner/agency"))
    allowed = owed_by((action.owner.agency, *command.supporting), given)
    if any(each.agency not in allowed for each in facts):
        message = "Keep the supporting agencies whose responses this action answers."
        reasons.append(Reason("action/supporter-needed", message, "supporting"))
    refuse_if_any(reasons)
    changes = {
        **_written(command, facts),
        "proposed_at": given.now,
        "proposed_by": by(given.actor),
        "returned": False,
        "epochs": (begin_epoch(1, command.due, given),),
    }
    return _proposed(action.model_copy(update=changes), facts, given)


def _proposed(action: Action, answers: Sequence[Obligation], given: Given) -> Decided[Action]:
    if agrees_alone(action, answers, given):
        return agreed(action, given.today, given)
    return Decided(action, (proposed_event(action),))


def _written(proposal: Proposal, answers: Sequence[Obligation]) -> dict[str, Any]:
    """Returns the fields of an action that a proposal writes."""
    return {
        "statement": proposal.statement,
        "difference": proposal.difference,
        "measure": Measure(**proposal.measure.model_dump()) if proposal.measure else None,
        "strength": proposal.strength,
        "owner": proposal.owner,
        "helpers": once(proposal.helpers),
        "supporting": once(proposal.supporting),
        "priority": proposal.priority or gravest(answers),
    }


def _obligation_reasons(command: ProposeAction, given: Given, facts: Sequence[Obligation]) -> list[Reason]:
    """Returns a reason for each obligation that the action cannot answer.

    An agency knows its own obligations. Of a finding that asks it too, it also knows that the finding asks others.
    """
    labels, existing = labels_of(given.actor), {each.id: each for each in facts}
    own = {each.finding for each in facts if may_read(labels, readers(each))}
    allowed = owed_by((command.owner.agency, *command.supporting), given)
    reasons: list[Reason] = []
    for place, id_ in enumerate(command.obligations):
        path, found = f"obligations/{place}", existing.get(id_)
        if found is None or (found.finding not in own and not acts_for_partnership(given.actor)):
            message = "We cannot find this response, or you do not have access. Choose one from your list."
            reasons.append(Reason("obligation/unknown", message, path))
            continue
        if found.agency not in allowed:
            message = "Another agency owes this response. Name that agency as supporting, or remove the response."
            reasons.append(Reason("obligation/of-another-agency", message, path))
        if not open_to_actions(found):
            message = "You cannot answer this with an action because it was closed without one. Ask a decider to reopen it."
            reasons.append(Reason("obligation/not-open", message, path))
    return reasons
