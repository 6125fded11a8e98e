"""The directory: who holds which role in which agency, from when to when (AT5). Never in settings or source."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.action_tracking.domain.people import sees
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, refuse_if_any

Address = Annotated[str, StringConstraints(min_length=1, max_length=254)]
"""As long as an address of mail may be."""

Sealed = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
"""An address as it comes here and is stored, longer than in the clear: nothing in these rules can read it."""


class RoleHolder(BaseModel):
    """One person in one role, from a day to a day (with it); still held where there is no last day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    role: Code
    agency: Code
    person_ref: PersonRef
    from_day: date
    to_day: date | None = None
    deputy_ref: PersonRef | None = None
    address: Sealed | None = None


class AppointRoleHolder(BaseModel):
    """A person takes up a role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Code
    agency: Code
    person_ref: PersonRef
    from_day: date
    to_day: date | None = None
    deputy_ref: PersonRef | None = None
    address: Address | None = None


class EndRoleHolding(BaseModel):
    """A person lays the role down; `to_day` is the last day in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to_day: date


def appoint_role_holder(state: None, command: AppointRoleHolder, given: Given) -> Decided[RoleHolder]:
    """By the business unit, or by an agency's lead for the own agency. No event: nobody else may know who it is."""
    reasons = _faults_of_actor(command.agency, given.actor)
    if command.role not in {role.code for role in given.framework.roles}:
        reasons.append(Reason("holder/unknown-role", "The settings have no such role.", "role"))
    if command.agency not in given.framework.agency_codes() | {PARTNERSHIP}:
        reasons.append(Reason("holder/unknown-agency", "The settings have no such agency.", "agency"))
    if command.to_day and command.to_day < command.from_day:
        reasons.append(Reason("holder/ends-before-it-begins", "The last day lies before the first.", "to_day"))
    if command.deputy_ref == command.person_ref:
        reasons.append(Reason("holder/own-deputy", "The deputy is somebody else.", "deputy_ref"))
    refuse_if_any(reasons)
    return Decided(RoleHolder(id=given.id, **command.model_dump()))


def end_role_holding(state: RoleHolder, command: EndRoleHolding, given: Given) -> Decided[RoleHolder]:
    """A last day that has passed stays: what was sent to whom must remain explicable."""
    reasons = _faults_of_actor(state.agency, given.actor)
    if command.to_day < state.from_day:
        reasons.append(Reason("holder/ends-before-it-begins", "The last day lies before the first.", "to_day"))
    if state.to_day and state.to_day < given.today:
        reasons.append(Reason("holder/ended", "It has ended already."))
    refuse_if_any(reasons)
    return Decided(state.model_copy(update={"to_day": command.to_day}))


def holds_on(holder: RoleHolder, day: date) -> bool:
    return holder.from_day <= day and (holder.to_day is None or day <= holder.to_day)


def holders(role: Code, agency: Code | None, day: date, directory: Iterable[RoleHolder]) -> tuple[RoleHolder, ...]:
    """Who holds the role on that day, in that agency; without one, whoever they act for."""
    return tuple(each for each in directory if each.role == role and agency in (None, each.agency) and holds_on(each, day))


def _faults_of_actor(agency: Code, actor: Actor) -> list[Reason]:
    for_partnership = actor.agency == PARTNERSHIP and actor.holds("business-unit")
    if for_partnership or (actor.agency == agency and actor.holds("agency-lead")):
        return []
    return [
        Reason(
            "holder/not-your-agency", "An agency's lead keeps its own part of the directory; the business unit all.", "agency"
        )
    ]


def keys(state: RoleHolder) -> Mapping[str, object]:
    """Flat query keys."""
    return {"role": state.role, "agency": state.agency, "person_ref": state.person_ref}


def threads(state: RoleHolder) -> tuple[str, ...]:
    """It belongs to no finding."""
    return (state.id,)


def visible(state: RoleHolder, actor: Actor) -> bool:
    """An agency sees its own part of the directory."""
    return sees((state.agency,), actor)
