"""What a party says to a review (FC1, FC2, R17): sealed under a key of its own, read by few, and taken back at any time."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AwareDatetime, Field, StringConstraints

from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, Refused
from services.feedback_capture.domain.involvement import Held, Involvement, Party, named
from services.feedback_capture.domain.part import Part

PATIENCE = timedelta(minutes=10)
"""In domain time: how long an erasure may last before it is tried again."""
Text = Annotated[str, StringConstraints(max_length=10_000)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


class ContributionStatus(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class RecordContribution(Part):
    """Records what a party says, in whose words, and what they agreed to.

    Whoever is not family acknowledges first that the review blames nobody for good faith; a concern about conduct goes another
    way.
    """

    involvement: Id
    party: Id
    in_own_words: bool
    words: Words
    wants_changed: Text = ""
    themes: tuple[Code, ...] = Field(default=(), max_length=20)
    quote_consent: bool
    told_what_is_published: bool
    no_blame_acknowledged: bool = False


class WithdrawContribution(Part):
    """Takes back what was said: it is erased for good, and only counted."""


class Contribution(Held):
    """What was said, sealed; None once it is erased. Who said it is kept so that no colleague reads it, and is never shown."""

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
    """When the last try to erase began."""
    erased_on: date | None = None


def record_contribution(
    state: None, command: RecordContribution, given: Given, involvement: Involvement | None
) -> Decided[Contribution]:
    party = involvement.party(command.party) if involvement else None
    if involvement is None or party is None or not _may_speak(involvement, party, given.actor):
        raise Refused(Reason("contribution/unknown-party", "There is no such party that you may speak for.", "party"))
    reasons = _faults(party, command, given)
    if reasons:
        raise Refused(*reasons)
    return Decided(
        Contribution(
            **dict(command),
            id=given.id,
            review=involvement.review,
            group=party.group,
            person_ref=party.person_ref,
            agency=party.agency,
            taken_by=given.actor.person_ref,
            given_on=given.today,
        )
    )


def withdraw_contribution(state: Contribution, command: WithdrawContribution, given: Given) -> Decided[Contribution]:
    if state.status is ContributionStatus.WITHDRAWN:
        raise Refused(Reason("contribution/withdrawn-already", "It has been taken back before."))
    changes = {"status": ContributionStatus.WITHDRAWN, "withdrawn_at": given.now, "quote_consent": False}
    return Decided(state.model_copy(update=changes))


def alarm(state: Contribution, given: Given) -> datetime | None:
    """From the withdrawal on, until it is known to be erased."""
    if state.status is ContributionStatus.GIVEN or state.erased_on:
        return None
    return state.erasing_at + PATIENCE if state.erasing_at else state.withdrawn_at


def ring(state: Contribution, given: Given) -> Decided[Contribution]:
    """A try to erase begins: whoever saved that deletes the key."""
    if not needs_erasing(state):
        return Decided(state)
    return Decided(state.model_copy(update={"erasing_at": given.now}))


def needs_erasing(state: Contribution) -> bool:
    return state.status is ContributionStatus.WITHDRAWN and state.erased_on is None


def record_erased(state: Contribution, given: Given) -> Decided[Contribution]:
    """Its key is gone; what was sealed under it goes as well."""
    if not needs_erasing(state):
        return Decided(state)
    return Decided(state.model_copy(update={"words": None, "wants_changed": None, "erased_on": given.today}))


def keys(state: Contribution) -> dict[str, Any]:
    return {"review": state.review, "status": state.status.value}


def threads(state: Contribution) -> tuple[str, ...]:
    """Its own alone: nobody comes upon it through the review."""
    return (state.id,)


def visible(state: Contribution, actor: Actor) -> bool:
    """To the business unit of the partnership, to the practitioner who gave it and to the facilitator who took it down; never
    to anybody else who acts for the contributor's agency (FC2)."""
    if _own(state.person_ref, state.agency, actor):
        return True
    took_it = actor.holds("facilitator") and actor.person_ref == state.taken_by
    return not _colleague(state, actor) and (runs_it(actor) or took_it)


def readable(state: Contribution, involvement: Involvement | None, actor: Actor) -> bool:
    """As well to the facilitators who are named in that very review."""
    return visible(state, actor) or (not _colleague(state, actor) and named(involvement, actor))


def runs_it(actor: Actor) -> bool:
    return actor.holds("business-unit") and actor.agency == PARTNERSHIP


def _colleague(state: Contribution, actor: Actor) -> bool:
    return state.agency is not None and actor.agency == state.agency


def _own(person_ref: PersonRef | None, agency: Code | None, actor: Actor) -> bool:
    return agency is not None and (person_ref, agency) == (actor.person_ref, actor.agency)


def _may_speak(involvement: Involvement, party: Party, actor: Actor) -> bool:
    """Who hears this review, and a practitioner for their own part; nobody else who acts for that agency."""
    if _own(party.person_ref, party.agency, actor):
        return True
    return actor.agency != party.agency and (runs_it(actor) or named(involvement, actor))


def _faults(party: Party, command: RecordContribution, given: Given) -> list[Reason]:
    group = given.framework.involvement.group(party.group)
    reasons = []
    if not party.offered or party.status is InvolvementStatus.UNABLE:
        reasons.append(Reason("contribution/not-offered", "This party has not been offered a part.", "party"))
    if not (group and group.family) and not command.no_blame_acknowledged:
        message = "A practitioner contributes once the undertaking that nobody is blamed has been acknowledged."
        reasons.append(Reason("contribution/no-blame-not-acknowledged", message, "no_blame_acknowledged"))
    if set(command.themes) - given.framework.theme_codes():
        reasons.append(Reason("contribution/unknown-theme", "The settings know no such theme.", "themes"))
    return reasons
