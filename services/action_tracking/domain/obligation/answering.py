"""Answering an obligation with actions, as they are proposed, refused and agreed (AT1)."""

from contracts.events.action_tracking import ActionAgreed, ActionProposed, ObligationAnswered, ProposalAnswered
from contracts.vocabulary.actions import ObligationAnswer
from contracts.vocabulary.types import Id
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.standing import clock_set
from services.action_tracking.domain.obligation.state import Obligation
from services.chassis.rules.decisions import Decided, Given


def note_proposal(obligation: Obligation, proposed: ActionProposed, given: Given) -> Decided[Obligation]:
    """Notes a proposed action. It takes the place of a reason for none.

    While the partnership has the next step, the clock stands still.
    """
    action = proposed.action
    if action in obligation.proposals or action in obligation.answered_by:
        return Decided(obligation)
    changed = obligation.model_copy(update={"proposals": (*obligation.proposals, action), "no_action_proposed": None})
    return Decided(clock_set(changed, given))


def drop_proposal(obligation: Obligation, answered: ProposalAnswered, given: Given) -> Decided[Obligation]:
    """Drops a proposal that the partnership refused or sent back. The agency has the next step again."""
    return Decided(clock_set(_without(obligation, answered.action), given))


def answer_with_action(obligation: Obligation, agreed: ActionAgreed, given: Given) -> Decided[Obligation]:
    """Answers the obligation with an agreed action. A further action is recorded and emits no event (AT1)."""
    obligation = _without(obligation, agreed.action)
    if agreed.action not in obligation.answered_by:
        obligation = obligation.model_copy(update={"answered_by": (*obligation.answered_by, agreed.action)})
    if obligation.status is not ObligationStatus.OPEN:
        return Decided(obligation)
    return answered(obligation, ObligationAnswer.ACTIONS_AGREED, given)


def answered(obligation: Obligation, answer: ObligationAnswer, given: Given) -> Decided[Obligation]:
    """Closes the obligation with an answer, and emits it. Nothing waits for the partnership then."""
    lapsed = answer is ObligationAnswer.LAPSED
    changes = {
        "status": ObligationStatus.LAPSED if lapsed else ObligationStatus.ANSWERED,
        "answer": answer,
        "answered_at": given.now,
        "no_action_proposed": None,
        "stands_since": None,
    }
    obligation = obligation.model_copy(update=changes)
    event = ObligationAnswered(obligation=obligation.id, finding=obligation.finding, agency=obligation.agency, answer=answer)
    return Decided(obligation, (event,))


def _without(obligation: Obligation, action: Id) -> Obligation:
    return obligation.model_copy(update={"proposals": tuple(each for each in obligation.proposals if each != action)})
