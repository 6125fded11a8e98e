"""No action, because: the agency gives the reason, and the partnership accepts or refuses it (AT1, AT3)."""

from collections.abc import Sequence

from contracts.events import action_tracking as events
from contracts.vocabulary.actions import ObligationAnswer
from services.action_tracking.domain.obligation.answering import answered
from services.action_tracking.domain.obligation.deciding import decider_reasons
from services.action_tracking.domain.obligation.head import ObligationStatus
from services.action_tracking.domain.obligation.standing import clock_set
from services.action_tracking.domain.obligation.state import NoAction, NoActionProposed, NoActionRefused, Obligation, copied_to
from services.action_tracking.domain.people import Text, acts_for, by
from services.action_tracking.domain.role_holder.state import Holding
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.values import CommandBody


class ProposeNoAction(CommandBody):
    """Proposes for the agency that no action is taken, and says why."""

    reason: Text


class AcceptNoAction(CommandBody):
    """Accepts for the partnership that no action is taken, for the reason that the agency gave."""


class RefuseNoAction(CommandBody):
    """Refuses for the partnership that no action is taken, and says why. The agency answers again."""

    why: Text


def propose_no_action(obligation: Obligation, command: ProposeNoAction, given: Given) -> Decided[Obligation]:
    """Records the agency's reason. It can be said again in other words until the partnership answers."""
    reasons: list[Reason] = []
    if not acts_for(obligation.agency, given.actor):
        message = "You cannot answer for another agency. Ask its lead or the business unit."
        reasons.append(Reason("obligation/not-your-agency", message))
    if obligation.status is not ObligationStatus.OPEN:
        message = "You cannot propose this because the response was given. Ask a decider to reopen it if it was wrong."
        reasons.append(Reason("obligation/not-open", message))
    if obligation.proposals:
        message = "You proposed an action for this. Wait for the partnership's answer, or ask it to refuse the action."
        reasons.append(Reason("obligation/action-proposed", message))
    refuse_if_any(reasons)
    said = NoActionProposed(reason=command.reason, at=given.now, by=by(given.actor))
    obligation = clock_set(obligation.model_copy(update={"no_action_proposed": said}), given)
    event = events.NoActionProposed(obligation=obligation.id, finding=obligation.finding, agency=obligation.agency)
    return Decided(obligation, (event,))


def accept_no_action(
    obligation: Obligation, command: AcceptNoAction, given: Given, facts: Sequence[Holding]
) -> Decided[Obligation]:
    """Answers the obligation without an action. `facts` are those who hold a role that decides (AT1, AT3)."""
    said = _proposed(obligation, given, facts)
    why = NoAction(reason=said.reason, proposed_by=said.by, at=given.now, by=by(given.actor))
    return answered(obligation.model_copy(update={"no_action": why}), ObligationAnswer.NO_ACTION_ACCEPTED, given)


def refuse_no_action(
    obligation: Obligation, command: RefuseNoAction, given: Given, facts: Sequence[Holding]
) -> Decided[Obligation]:
    """Keeps the reason and the refusal. The clock runs again, and the agency answers by the date that counts then."""
    said = _proposed(obligation, given, facts)
    refusal = NoActionRefused(reason=said.reason, why=command.why, at=given.now, by=by(given.actor))
    changes = {"no_action_proposed": None, "no_action_refusals": (*obligation.no_action_refusals, refusal)}
    obligation = clock_set(obligation.model_copy(update=changes), given)
    event = events.NoActionRefused(
        obligation=obligation.id,
        finding=obligation.finding,
        agency=obligation.agency,
        agencies=copied_to(obligation),
        by=obligation.by,
    )
    return Decided(obligation, (event,))


def _proposed(obligation: Obligation, given: Given, directory: Sequence[Holding]) -> NoActionProposed:
    """Returns what waits for the partnership. Refuses people who may not decide on it."""
    said = obligation.no_action_proposed
    reasons = decider_reasons(obligation, given, directory)
    if said is None:
        message = "The agency has not proposed to take no action. Ask its lead or the business unit to propose it first."
        raise Refused(*reasons, Reason("obligation/nothing-proposed", message))
    refuse_if_any(reasons)
    return said
