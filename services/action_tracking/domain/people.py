"""Who acted, and who may judge, answer for and see what (access.md, "Rules that no role escapes")."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.decisions import Actor, Reason

INDEPENDENT = "independent"
"""The agency code of inspectors, operators and lead reviewers."""

OVERSIGHT = ("business-unit", "decider", "scrutineer", "inspector", "operator")
"""Roles that see what every agency owes."""

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""What people write. It stays in the state; no event carries it."""


class By(BaseModel):
    """What is recorded of a person: roles, agency and pseudonymous reference. Never a name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: tuple[str, ...]
    agency: str
    person_ref: PersonRef


def by(actor: Actor) -> By:
    return By(roles=tuple(sorted(actor.roles)), agency=actor.agency, person_ref=actor.person_ref)


def faults_of_judge(owner: Code, actor: Actor) -> list[Reason]:
    """Nobody judges what the agency they act for owns; what the partnership owns is judged by the scrutineer (AT3)."""
    if owner == PARTNERSHIP:
        if actor.holds("scrutineer"):
            return []
        return [Reason("judgement/needs-scrutineer", "What the partnership owns is judged by the independent scrutineer.")]
    reasons = []
    if actor.agency == owner:
        reasons.append(Reason("judgement/own-agency", "Nobody judges what the agency they act for owns."))
    if not actor.holds("decider"):
        reasons.append(Reason("judgement/not-a-decider", "What an agency owns is judged by a decider, for the partnership."))
    return reasons


def faults_of_owner(owner: Code, actor: Actor) -> list[Reason]:
    """Progress, evidence and completion come from the agency that owns the action (AT3)."""
    if actor.agency == owner:
        return []
    return [Reason("action/not-your-agency", "Only the agency that owns the action reports on it.")]


def sees(agencies: tuple[Code, ...], actor: Actor) -> bool:
    """An agency sees what is its own; whoever oversees for the partnership, or independently of it, sees all. A delegated
    partner decides for the partnership and keeps its own agency, so a decider sees all too."""
    if actor.agency in agencies or actor.holds("decider"):
        return True
    return actor.agency in (PARTNERSHIP, INDEPENDENT) and actor.holds(*OVERSIGHT)
