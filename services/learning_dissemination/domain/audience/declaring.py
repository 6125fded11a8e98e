"""Declares a segment's head-count and learning needs (LD3)."""

from datetime import date

from pydantic import Field

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, PARTNERSHIP
from contracts.vocabulary.types import Code, Count
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.audience.state import Audience, Declared
from services.learning_dissemination.domain.segment import Segment, unknown_codes

KEPT = 20
"""The number of earlier head-counts that are kept."""


class DeclareAudience(Segment, CommandBody):
    """Declares the head-count of a professional group, and its learning needs."""

    head_count: Count
    as_at: date
    needs: tuple[Code, ...] = Field(default=(), max_length=200)


def declare_audience(state: Audience | None, command: DeclareAudience, given: Given) -> Decided[Audience]:
    """Replaces the head-count with a later one, and keeps the earlier one with its day. Refuses one of an earlier day."""
    reasons = [*_faults_of_actor(command.agency, given.actor), *unknown_codes(command, given.framework)]
    for number, theme in enumerate(command.needs):
        if theme not in given.framework.theme_codes():
            sentence = "Choose a theme that this partnership uses."
            reasons.append(Reason("audience/unknown-theme", sentence, f"needs/{number}"))
    if command.as_at > given.today:
        reasons.append(Reason("audience/as-at-ahead", "Enter a date for the head-count that is not in the future.", "as_at"))
    if state and command.as_at < state.declared.as_at:
        sentence = "A more recent head-count has already been recorded. Enter a later date."
        reasons.append(Reason("audience/known-better", sentence, "as_at"))
    refuse_if_any(reasons)
    declared = Declared(head_count=command.head_count, as_at=command.as_at)
    needs = tuple(dict.fromkeys(command.needs))
    if state is None:
        agency, group = command.pair
        made = Audience(id=given.id, agency=agency, professional_group=group, declared=declared, needs=needs)
        return Decided(made)
    earlier = state.earlier if declared == state.declared else (*state.earlier, state.declared)[-KEPT:]
    return Decided(state.model_copy(update={"declared": declared, "needs": needs, "earlier": earlier}))


def _faults_of_actor(agency: Code, actor: Actor) -> list[Reason]:
    for_partnership = actor.agency == PARTNERSHIP and actor.holds(BUSINESS_UNIT)
    if for_partnership or (actor.acts_for(agency) and actor.holds(AGENCY_LEAD)):
        return []
    sentence = "You cannot declare head-counts for another agency. Ask that agency's lead, or the business unit."
    return [Reason("audience/not-your-agency", sentence, "agency")]
