"""The stored state of a contribution, and who may read it (FC1, FC2, R17)."""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from contracts.vocabulary.roles import FACILITATOR
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Actor
from services.chassis.rules.values import Value
from services.feedback_capture.domain.access import is_business_unit
from services.feedback_capture.domain.involvement.state import Involvement, is_named


class ContributionStatus(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Contribution(Value):
    """The sealed words of one party; none once they are erased.

    `person_ref` and `agency` keep colleagues of the contributor from reading it. They are never shown.
    """

    id: Id
    involvement: Id
    review: Id
    party: Id
    group: Code
    person_ref: PersonRef | None
    agency: Code | None
    taken_by: PersonRef
    given_on: date
    in_own_words: bool
    words: str | None
    wants_changed: str | None
    themes: tuple[Code, ...]
    quote_consent: bool
    told_what_is_published: bool
    no_blame_acknowledged: bool
    status: ContributionStatus = ContributionStatus.GIVEN
    withdrawn_at: AwareDatetime | None = None
    erasing_at: AwareDatetime | None = None
    """The start of the last attempt to erase."""
    erased_on: date | None = None


def keys(contribution: Contribution) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"review": contribution.review, "status": contribution.status.value}


def threads(contribution: Contribution) -> tuple[str, ...]:
    """Returns its own thread only, so that nobody finds it through the review."""
    return (contribution.id,)


def visible(contribution: Contribution, actor: Actor) -> bool:
    """Shows it to its practitioner, the partnership's business unit, and the facilitator who took it down.

    Nobody else who acts for the contributor's agency sees it (FC2).
    """
    if is_own(contribution.person_ref, contribution.agency, actor):
        return True
    took_it = actor.holds(FACILITATOR) and actor.person_ref == contribution.taken_by
    return not _is_colleague(contribution, actor) and (is_business_unit(actor) or took_it)


def readable(contribution: Contribution, involvement: Involvement | None, actor: Actor) -> bool:
    """Returns true if it is visible, or if the actor is a facilitator named for its review."""
    return visible(contribution, actor) or (not _is_colleague(contribution, actor) and is_named(involvement, actor))


def is_own(person_ref: PersonRef | None, agency: Code | None, actor: Actor) -> bool:
    """Returns true if the actor is this practitioner."""
    return agency is not None and (person_ref, agency) == (actor.person_ref, actor.agency)


def _is_colleague(contribution: Contribution, actor: Actor) -> bool:
    return contribution.agency is not None and actor.agency == contribution.agency
