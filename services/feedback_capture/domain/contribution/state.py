"""The stored state of a contribution, and who may read it (FC1, FC2, R17)."""

from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from contracts.vocabulary.roles import BUSINESS_UNIT, FACILITATOR, PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.access import at, person_at
from services.chassis.rules.values import Value


class ContributionStatus(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Contribution(Value):
    """The sealed words of one party; none once they are erased.

    `person_ref` and `agency` keep it from the contributor's colleagues. They are never shown, and none are kept once the
    words are erased.
    """

    id: Id
    involvement: Id
    review: Id
    party: Id | None
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
    return {"review": contribution.review, "status": contribution.status.value, "party": contribution.party}


def threads(contribution: Contribution) -> tuple[str, ...]:
    """Returns its own thread only, so that no one finds it through the review."""
    return (contribution.id,)


def readers(contribution: Contribution) -> tuple[str, ...]:
    """Returns the business unit, the practitioner, and the facilitators who are named for its review.

    Of an erased one only the count is left, and only the business unit reads it.
    """
    if contribution.erased_on:
        return (at(BUSINESS_UNIT, PARTNERSHIP),)
    own = (person_at(contribution.person_ref, contribution.agency),) if contribution.person_ref and contribution.agency else ()
    return (at(BUSINESS_UNIT, PARTNERSHIP), hearer_of(contribution.involvement), *own)


def hidden_from(contribution: Contribution) -> tuple[str, ...]:
    """Returns the facilitators who act for the contributor's agency. No colleague reads it (FC2)."""
    return (at(FACILITATOR, contribution.agency),) if contribution.agency else ()


def hearer_of(involvement: Id) -> str:
    """Returns the label of the facilitators whom an involvement names."""
    return f"involvement/{involvement}"
