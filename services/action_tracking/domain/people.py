"""The people who act: what is recorded of them, and what they may sign off, report on and see."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, DECIDER, OPERATOR, PARTNERSHIP, PARTNERSHIP_WIDE, SCRUTINEER
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.access import at, of_agency
from services.chassis.rules.decisions import Actor, Reason
from services.chassis.rules.screened import SCREENED_WORK
from services.chassis.rules.values import Value

INDEPENDENT = "independent"
"""The agency code of inspectors, operators and lead reviewers."""

NOT_A_DECIDER = "judgement/not-a-decider"
"""The reason that does not hold for the scrutineer, once the scrutineer is asked to decide."""

OVERSIGHT = (*PARTNERSHIP_WIDE, OPERATOR)
"""Roles that read what every agency owes."""

UNIT_READER = at(BUSINESS_UNIT, PARTNERSHIP)
"""The business unit of the partnership, as a reader."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000), SCREENED_WORK]
"""Free text of a command. It stays in the state: no event carries it."""


class By(Value):
    """The record of a person who acted: roles, agency and pseudonymous reference, never a name."""

    roles: tuple[Code, ...]
    agency: Code
    person_ref: PersonRef


class Said(Value):
    """Something that a person said or gave, and the moment of it."""

    at: AwareDatetime
    by: By


def by(actor: Actor) -> By:
    """Returns what is recorded of the actor."""
    return By(roles=tuple(sorted(actor.roles)), agency=actor.agency, person_ref=actor.person_ref)


def acts_for_partnership(actor: Actor) -> bool:
    """Returns true for the business unit of the partnership."""
    return actor.agency == PARTNERSHIP and actor.holds(BUSINESS_UNIT)


def is_lead_of(agency: Code, actor: Actor) -> bool:
    """Returns true for a lead of the agency, or of the agency that succeeded it."""
    return actor.acts_for(agency) and actor.holds(AGENCY_LEAD)


def acts_for(agency: Code, actor: Actor) -> bool:
    """Returns true for a lead of the agency, and for the business unit of the partnership."""
    return acts_for_partnership(actor) or is_lead_of(agency, actor)


def is_person(actor: Actor, *records: By | None) -> bool:
    """Returns true if one of the records is of this person. A person is known by agency and reference together."""
    return any(each.person_ref == actor.person_ref and actor.acts_for(each.agency) for each in records if each)


def two_sides_reasons(actor: Actor, *records: By | None) -> list[Reason]:
    """Returns a reason if the actor has a part in what they are to decide on. Nobody is on two sides (AT3)."""
    if not is_person(actor, *records):
        return []
    message = "You cannot decide on this because you proposed it, or have a part in doing it. Ask another person to decide."
    return [Reason("judgement/two-sides", message)]


def judge_reasons(owner: Code, actor: Actor, supporting: Sequence[Code] = ()) -> list[Reason]:
    """Returns why the actor may not decide on what `owner` owns, with the help of the `supporting` agencies.

    Nobody judges their own agency. The scrutineer judges what the partnership owns (AT3).
    """
    if owner == PARTNERSHIP:
        if actor.holds(SCRUTINEER):
            return []
        message = "The partnership owns this. Ask the independent scrutineer to sign it off."
        return [Reason("judgement/needs-scrutineer", message)]
    reasons = []
    if actor.acts_for(owner):
        message = "You cannot sign this off because your agency owns it. Ask a decider of another agency."
        reasons.append(Reason("judgement/own-agency", message))
    elif any(actor.acts_for(each) for each in supporting):
        message = "You cannot sign this off because your agency helps with it. Ask a decider of another agency."
        reasons.append(Reason("judgement/supporting-agency", message))
    if not actor.holds(DECIDER):
        message = "You cannot sign this off because you are not a decider. Ask one to sign it off."
        reasons.append(Reason(NOT_A_DECIDER, message))
    return reasons


def readers_of(*agencies: Code) -> tuple[str, ...]:
    """Returns the readers of what these agencies own: their people, deciders, and those who oversee all agencies.

    A delegated partner decides for the partnership and keeps the code of its own agency, so a decider of any agency reads.
    """
    overseers = (at(role, agency) for role in OVERSIGHT for agency in (PARTNERSHIP, INDEPENDENT))
    return (DECIDER, *overseers, *(of_agency(agency) for agency in agencies))
