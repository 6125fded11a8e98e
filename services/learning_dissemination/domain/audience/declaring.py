"""Who is there to learn: how many of a professional group an agency has, on which day, and what they need (LD3)."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Count, Id
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, derived, refuse_if_any
from services.learning_dissemination.domain.segment import Segment, sees, unknown_codes

KEPT = 20
"""How many earlier head-counts are kept."""


class Declared(BaseModel):
    """A head-count, and the day that it was right on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    head_count: Count
    as_at: date


class Audience(Segment):
    """A segment as its agency last declared it. It is one document, however often it is declared."""

    id: Id
    declared: Declared
    needs: tuple[Code, ...]
    """Themes that they need to learn about."""
    earlier: tuple[Declared, ...] = ()
    """Head-counts declared before, the oldest first."""


class DeclareAudience(Segment):
    """An agency says how many it has of a professional group, and what they need to learn about."""

    head_count: Count
    as_at: date
    needs: tuple[Code, ...] = Field(default=(), max_length=200)


def audience_id(segment: Segment) -> Id:
    return derived("audience", *segment.pair)


def declare_audience(state: Audience | None, command: DeclareAudience, given: Given) -> Decided[Audience]:
    """By the business unit, or by an agency's lead for the own agency. The head-count of a later day replaces the one before,
    which is kept with its day; one of an earlier day is refused, for it is known better."""
    reasons = [*_faults_of_actor(command.agency, given.actor), *unknown_codes(command, given.framework)]
    for number, theme in enumerate(command.needs):
        if theme not in given.framework.theme_codes():
            reasons.append(Reason("audience/unknown-theme", "The settings have no such theme.", f"needs/{number}"))
    if command.as_at > given.today:
        reasons.append(Reason("audience/as-at-ahead", "The day of the head-count lies ahead.", "as_at"))
    if state and command.as_at < state.declared.as_at:
        reasons.append(Reason("audience/known-better", "There is a head-count of a later day already.", "as_at"))
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
    for_partnership = actor.agency == PARTNERSHIP and actor.holds("business-unit")
    if for_partnership or (actor.agency == agency and actor.holds("agency-lead")):
        return []
    return [
        Reason("audience/not-your-agency", "An agency's lead declares its own people; the business unit everybody.", "agency")
    ]


def keys(state: Audience) -> Mapping[str, object]:
    """Flat query keys."""
    return {"agency": state.agency, "professional_group": state.professional_group, "needs": list(state.needs)}


def threads(state: Audience) -> tuple[str, ...]:
    """It belongs to no finding."""
    return (state.id,)


def visible(state: Audience, actor: Actor) -> bool:
    """An agency sees its own head-counts."""
    return sees(state.agency, actor)
