"""Recording what a party says to a review (FC1, FC2, R17)."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.vocabulary.feedback import InvolvementStatus
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Actor, Decided, Given, Reason, Refused
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.access import is_business_unit
from services.feedback_capture.domain.contribution.state import Contribution
from services.feedback_capture.domain.involvement.state import Involvement, Party, is_colleague, is_named, is_own_part

Text = Annotated[str, StringConstraints(max_length=10_000)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]


class RecordContribution(CommandBody):
    """Records what a party says, in whose words, and what the party agreed to.

    A practitioner first acknowledges that the review blames no one who acted in good faith. A concern about conduct goes by
    another route.
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
    on: date | None = None
    """The day on which the party said it, such as the day of a visit. Today if it is left out."""


def record_contribution(
    state: None, command: RecordContribution, given: Given, involvement: Involvement | None
) -> Decided[Contribution]:
    """Keeps the words with their party alone: the involvement knows the person."""
    party = involvement.party(command.party) if involvement else None
    if involvement is None or party is None or not _may_speak(involvement, party, given.actor):
        raise Refused(Reason("contribution/unknown-party", "Choose a party of this review that you may speak for.", "party"))
    reasons = _faults(party, command, given)
    if reasons:
        raise Refused(*reasons)
    own = is_own_part(party, given.actor)
    kept = {name: value for name, value in command if name != "on"}
    return Decided(
        Contribution(
            **kept,
            id=given.id,
            review=involvement.review,
            group=party.group,
            taken_by=None if own else person_of(given.actor),
            given_on=day_happened(command.on, given),
            recorded_on=given.today,
            read_on=None if own else given.today,
        )
    )


def _may_speak(involvement: Involvement, party: Party, actor: Actor) -> bool:
    """Lets a practitioner speak for themselves, and those who hear the review speak for anybody but their own agency."""
    if is_own_part(party, actor):
        return True
    return not is_colleague(party, actor) and (is_business_unit(actor) or is_named(involvement, actor))


def _faults(party: Party, command: RecordContribution, given: Given) -> list[Reason]:
    group = given.framework.involvement.group(party.group)
    reasons = day_reasons(command.on, given, not_before=party.offer.on if party.offer else None)
    if not party.offered or party.status is InvolvementStatus.WITHDREW:
        reasons.append(
            Reason(
                "contribution/not-offered",
                "This party has not been offered a part, or has withdrawn. Record an offer first.",
                "party",
            )
        )
    if not (group and group.family) and not command.no_blame_acknowledged:
        message = (
            "Explain that the review blames no one who acted in good faith. Then record that the practitioner acknowledged it."
        )
        reasons.append(Reason("contribution/no-blame-not-acknowledged", message, "no_blame_acknowledged"))
    if set(command.themes) - given.framework.theme_codes():
        reasons.append(Reason("contribution/unknown-theme", "Choose themes from the framework.", "themes"))
    return reasons
