"""The content of a proposed action, and the conditions that it must meet (AT2)."""

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import Field

from contracts.events.action_tracking import ActionAgreed, ActionProposed
from contracts.framework.document import Framework
from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.action.guards import due_reasons
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.action.state import Action, copied_to
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.people import Text, acts_for, is_lead_of
from services.chassis.rules.agencies import exist_on
from services.chassis.rules.calendar import add_months, day_of
from services.chassis.rules.decisions import Actor, Given, Reason
from services.chassis.rules.values import CommandBody

GRAVEST_FIRST = (Priority.HIGH, Priority.MEDIUM, Priority.LOW)
MOST_HELPERS = 20


class StatedMeasure(CommandBody):
    """The measure of the action, with its baseline and target."""

    what: Text
    baseline: Text | None = None
    target: Text | None = None


class Proposal(CommandBody):
    """The action to take: by whom, by when, and the difference it should make.

    Without `priority`, the gravest of its obligations applies. `helpers` are people of the owning agency who also report on it.
    """

    statement: Text
    difference: Text
    measure: StatedMeasure | None = None
    strength: Strength
    owner: Owner
    helpers: tuple[PersonRef, ...] = Field(default=(), max_length=MOST_HELPERS)
    supporting: tuple[Code, ...] = Field(default=(), max_length=50)
    priority: Priority | None = None
    due: date


def once(codes: Iterable[str]) -> tuple[str, ...]:
    """Returns the codes in order, without repeats."""
    return tuple(dict.fromkeys(codes))


def gravest(obligations: Iterable[Obligation]) -> Priority:
    """Returns the gravest priority of these obligations, or low if there are none."""
    return min((each.priority for each in obligations), key=GRAVEST_FIRST.index, default=Priority.LOW)


def follow_up_ends(obligations: Sequence[Obligation], framework: Framework) -> date | None:
    """Returns the last day on which reviews still follow up these findings: the last re-check month after the first opened."""
    months, timezone = framework.rechecks.months, framework.partnership.timezone
    opened = min((each.opened_at for each in obligations), default=None)
    return add_months(day_of(opened, timezone), max(months)) if opened and months else None


def agrees_alone(action: Action, obligations: Sequence[Obligation], given: Given) -> bool:
    """Returns true if the settings let the agency agree this action without the partnership.

    Its lead proposes it, for obligations of the agency alone, and no other agency helps. Its priority is not below theirs, and
    its due date not beyond the follow-up.
    """
    owner = action.owner.agency
    return (
        owner != PARTNERSHIP
        and not action.supporting
        and is_lead_of(owner, given.actor)
        and action.priority in given.framework.waiting.agree_alone
        and GRAVEST_FIRST.index(action.priority) <= GRAVEST_FIRST.index(gravest(obligations))
        and (action.follow_up is None or action.epoch.due <= action.follow_up)
        and all(each.agency in owed_by((owner,), given) for each in obligations)
    )


def owed_by(agencies: Iterable[Code], given: Given) -> frozenset[Code]:
    """Returns these agencies, and those whose duties came to them."""
    named = frozenset(agencies)
    return named.union(*(given.framework.succeeded(each, given.today) for each in named))


def proposal_reasons(proposal: Proposal, given: Given) -> list[Reason]:
    """Returns everything that is wrong with the content of a proposal."""
    return [
        *_actor_reasons(proposal.owner.agency, given.actor),
        *_agency_reasons(proposal, given),
        *role_reasons(proposal.owner.role, given),
        *due_reasons(proposal.due, given, "due"),
    ]


def role_reasons(role: Code | None, given: Given) -> list[Reason]:
    """Returns a reason if the settings have no such role."""
    if role is None or given.framework.role_of(role):
        return []
    return [Reason("action/unknown-role", "Choose a role that is listed in the partnership's framework.", "owner/role")]


def proposed_event(action: Action) -> ActionProposed:
    """Returns the event of a proposal."""
    return ActionProposed(
        action=action.id,
        reference=action.reference,
        findings=action.findings,
        obligations=action.obligations,
        agency=action.owner.agency,
    )


def agreed_event(action: Action) -> ActionAgreed:
    """Returns the event of an agreement."""
    return ActionAgreed(
        action=action.id,
        reference=action.reference,
        findings=action.findings,
        obligations=action.obligations,
        themes=action.themes,
        strength=action.strength,
        agency=action.owner.agency,
        agencies=copied_to(action),
        due=action.epoch.due,
        epoch=action.epoch.number,
    )


def _actor_reasons(owner: Code, actor: Actor) -> list[Reason]:
    if acts_for(owner, actor):
        return []
    message = "You cannot propose an action for another agency. Ask its lead or the business unit."
    return [Reason("action/not-your-agency", message, "owner/agency")]


def _agency_reasons(proposal: Proposal, given: Given) -> list[Reason]:
    known, owner = exist_on(given.framework, given.today) | {PARTNERSHIP}, proposal.owner.agency
    named = (("owner/agency", owner), *((f"supporting/{n}", each) for n, each in enumerate(proposal.supporting)))
    reasons: list[Reason] = []
    for path, agency in named:
        if agency not in known:
            message = "Choose an agency that is listed in the partnership's framework and exists today."
            reasons.append(Reason("action/unknown-agency", message, path))
        elif agency == owner and path != "owner/agency":
            message = "Remove the owning agency from the supporting agencies."
            reasons.append(Reason("action/owner-supports-itself", message, path))
    return reasons
