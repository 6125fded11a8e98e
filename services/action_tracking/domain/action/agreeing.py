"""Agreeing an action in response to obligations (AT1, AT2)."""

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import Field

from contracts.events.action_tracking import ActionAgreed
from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import Priority
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id
from services.action_tracking.domain.action.clocks import begin_epoch
from services.action_tracking.domain.action.guards import due_reasons
from services.action_tracking.domain.action.state import Action, Measure, Owner, copied_to
from services.action_tracking.domain.obligation.state import Obligation, open_to_actions, readers
from services.action_tracking.domain.people import Text, acts_for_partnership, by
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.references import reference
from services.chassis.rules.values import CommandBody

GRAVEST_FIRST = (Priority.HIGH, Priority.MEDIUM, Priority.LOW)


class StatedMeasure(CommandBody):
    """The measure of the action, with its baseline and target."""

    what: Text
    baseline: Text | None = None
    target: Text | None = None


class AgreeAction(CommandBody):
    """Agrees an action: what will be done, by whom and by when. Without `priority`, the gravest of its obligations applies."""

    obligations: tuple[Id, ...] = Field(min_length=1, max_length=50)
    statement: Text
    difference: Text
    measure: StatedMeasure | None = None
    strength: Strength
    owner: Owner
    supporting: tuple[Code, ...] = Field(default=(), max_length=50)
    priority: Priority | None = None
    due: date


def agree_action(state: None, command: AgreeAction, given: Given, facts: Sequence[Obligation]) -> Decided[Action]:
    """Agrees an action. `facts` are those of the named obligations that exist.

    Findings, themes and reviews follow from the obligations.
    """
    refuse_if_any(
        [
            *_actor_reasons(command, given),
            *_obligation_reasons(command, given, facts),
            *_agency_reasons(command, given),
            *due_reasons(command.due, given, "due"),
        ]
    )
    action = _agreed(command, given, facts)
    event = ActionAgreed(
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
    return Decided(action, (event,))


def _agreed(command: AgreeAction, given: Given, facts: Sequence[Obligation]) -> Action:
    year, prefix = given.today.year, given.framework.partnership.reference_prefix
    named = {each.id: each for each in facts}
    answers = [named[id_] for id_ in dict.fromkeys(command.obligations)]
    return Action(
        id=given.id,
        reference=reference(prefix, year, given.id, given.attempt),
        reviews=_once(each.review for each in answers),
        findings=_once(each.finding for each in answers),
        obligations=_once(each.id for each in answers),
        themes=_once(theme for each in answers for theme in each.themes),
        statement=command.statement,
        difference=command.difference,
        measure=Measure(**command.measure.model_dump()) if command.measure else None,
        strength=command.strength,
        owner=command.owner,
        supporting=_once(command.supporting),
        priority=command.priority or min((each.priority for each in answers), key=GRAVEST_FIRST.index),
        agreed_at=given.now,
        agreed_by=by(given.actor),
        epochs=(begin_epoch(1, command.due, given),),
    )


def _once(codes: Iterable[str]) -> tuple[str, ...]:
    """Returns the codes in order, without repeats."""
    return tuple(dict.fromkeys(codes))


def _actor_reasons(command: AgreeAction, given: Given) -> list[Reason]:
    actor = given.actor
    if acts_for_partnership(actor) or actor.agency == command.owner.agency:
        return []
    message = "You cannot agree an action for another agency. Ask its lead or the business unit."
    return [Reason("action/not-your-agency", message, "owner/agency")]


def _obligation_reasons(command: AgreeAction, given: Given, facts: Sequence[Obligation]) -> list[Reason]:
    labels = labels_of(given.actor)
    known = {each.id: each for each in facts if may_read(labels, readers(each))}
    reasons: list[Reason] = []
    for place, id_ in enumerate(command.obligations):
        path, found = f"obligations/{place}", known.get(id_)
        if found is None:
            message = "We cannot find this response, or you do not have access. Choose one from your list."
            reasons.append(Reason("obligation/unknown", message, path))
            continue
        if found.agency != command.owner.agency:
            message = "Another agency owes this response. Choose responses that the owning agency owes."
            reasons.append(Reason("obligation/of-another-agency", message, path))
        if not open_to_actions(found):
            message = "You cannot answer this with an action because it was closed without one. Choose another response."
            reasons.append(Reason("obligation/not-open", message, path))
    return reasons


def _agency_reasons(command: AgreeAction, given: Given) -> list[Reason]:
    known, owner = given.framework.agency_codes() | {PARTNERSHIP}, command.owner.agency
    reasons: list[Reason] = []
    for path, agency in (("owner/agency", owner), *((f"supporting/{n}", each) for n, each in enumerate(command.supporting))):
        if agency not in known:
            message = "Choose an agency that is listed in the partnership's framework."
            reasons.append(Reason("action/unknown-agency", message, path))
        elif agency == owner and path != "owner/agency":
            message = "Remove the owning agency from the supporting agencies."
            reasons.append(Reason("action/owner-supports-itself", message, path))
    return reasons
