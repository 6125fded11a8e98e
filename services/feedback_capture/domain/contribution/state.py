"""The stored state of a contribution, and who may read it (FC1, FC2, R17)."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime

from contracts.vocabulary.roles import BUSINESS_UNIT, PARTNERSHIP
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.access import at
from services.chassis.rules.decisions import Actor
from services.chassis.rules.person import Person
from services.chassis.rules.retention import Retained
from services.chassis.rules.sealed import SEALED, Sensitive
from services.chassis.rules.values import Value
from services.feedback_capture.domain.involvement.state import Hearing, is_colleague, is_named, is_own_part


class ContributionStatus(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Unheard(Value):
    """The part of a contribution that says whether it waits for a reader, without its words."""

    id: Id
    review: Id
    recorded_on: date
    read_on: date | None
    """The day on which a person heard or read it. The own words of a practitioner wait for a reader."""
    withdrawn_at: AwareDatetime | None = None


class Contribution(Unheard, Retained):
    """The words and themes of one party; none once they are erased.

    It names its party only. The involvement knows the person, so that neither state nor history of an erased one does.
    """

    involvement: Id
    party: Annotated[Id | None, SEALED]
    group: Code
    taken_by: Annotated[Person | None, SEALED]
    """The person who heard and recorded it. None if the practitioner wrote it, whom only the involvement knows."""
    given_on: date
    """The day on which the party said it."""
    in_own_words: bool
    words: Sensitive | None
    wants_changed: Sensitive | None
    themes: Annotated[tuple[Code, ...], SEALED]
    quote_consent: bool
    told_what_is_published: bool
    no_blame_acknowledged: bool
    chased_on: date | None = None
    """The day of the last report that it waits."""
    status: ContributionStatus = ContributionStatus.GIVEN
    erasing_at: AwareDatetime | None = None
    """The start of the last attempt to erase."""
    erased_on: date | None = None


def keys(contribution: Contribution) -> dict[str, Any]:
    """Returns the flat query keys."""
    unread = contribution.status is ContributionStatus.GIVEN and contribution.read_on is None
    return {
        "review": contribution.review,
        "status": contribution.status.value,
        "party": contribution.party,
        "unread": "yes" if unread else "no",
    }


def threads(contribution: Contribution) -> tuple[str, ...]:
    """Returns its own thread only, so that no one finds it through the review."""
    return (contribution.id,)


def readers(contribution: Contribution) -> tuple[str, ...]:
    """Returns the business unit, and the labels of its party.

    Of an erased one only the count is left, and only the business unit reads it.
    """
    own = (speaker_of(contribution.party), hearer_of(contribution.party)) if contribution.party else ()
    return (at(BUSINESS_UNIT, PARTNERSHIP), *own)


def speaker_of(party: Id) -> str:
    """Returns the label of the practitioner who is this party."""
    return f"speaks/{party}"


def hearer_of(party: Id) -> str:
    """Returns the label of the facilitators who hear this party."""
    return f"hears/{party}"


def labels_in(involvement: Hearing, actor: Actor) -> frozenset[str]:
    """Returns the labels that a person inherits from an involvement.

    A facilitator hears each party but those of their own agency, because no colleague reads a contribution (FC2).
    """
    own = {speaker_of(each.id) for each in involvement.parties if is_own_part(each, actor)}
    if not is_named(involvement, actor):
        return frozenset(own)
    return frozenset(own | {hearer_of(each.id) for each in involvement.parties if not is_colleague(each, actor)})
