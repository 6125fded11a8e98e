"""Offering a party a part in the review (FC1, R17, R18)."""

from datetime import date
from typing import Any

from pydantic import Field

from contracts.events.feedback_capture import InvolvementOffered
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.happened import day_happened, day_reasons
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.due import due_from, feedback_due, owed_feedback
from services.feedback_capture.domain.involvement.guards import party_of, unless_takes_part, while_open
from services.feedback_capture.domain.involvement.state import Involvement, Offer, Party

CHILDREN = ("child", "surviving-siblings")
"""Groups whose members are offered an advocate."""


class OfferPart(CommandBody):
    """Offers a party a part, and records that all of it was explained (R18)."""

    party: Id
    person_ref: PersonRef | None = None
    agency: Code | None = None
    channel: Code
    language: Code
    format: Code
    advocate_offered: bool = False
    explained: tuple[Code, ...] = Field(default=(), max_length=50)
    on: date | None = None
    """The day of the offer. Today if it is left out."""


def offer_part(involvement: Involvement, command: OfferPart, given: Given, contributions: int = 0) -> Decided[Involvement]:
    """Offers a part to one person. A party that has given contributions stays the person who gave them."""
    party, reasons = party_of(involvement, command.party, given.actor)
    reasons += while_open(involvement)
    if party is not None:
        reasons += day_reasons(command.on, given, not_before=party.last_news)
        reasons += _faults(party, command, given)
        reasons += _another_person(party, command) if contributions else []
    if reasons or party is None:
        raise Refused(*reasons)
    kept = {name: value for name, value in command if name in Offer.model_fields and name != "on"}
    day = day_happened(command.on, given)
    changes: dict[str, Any] = {
        "person_ref": command.person_ref,
        "agency": command.agency,
        "offer": Offer(**kept, on=day, recorded_at=given.now, by=person_of(given.actor)),
        "status": InvolvementStatus.INVITED,
        "answer": None,
        "away": None,
        "reminders": (),
        "not_told": {},
        "proposals": (),
        "due": owed_feedback(party) | {InvolvementStep.ANSWER: due_from(day, InvolvementStep.ANSWER, given)},
    }
    invited = feedback_due(party.model_copy(update=changes), involvement.owes, given)
    offered = InvolvementOffered(review=involvement.review, party=party.id, explained=True)
    return Decided(involvement.with_party(invited), (offered,))


def _faults(party: Party, command: OfferPart, given: Given) -> list[Reason]:
    """Returns every reason that this is not a full offer."""
    framework = given.framework
    rules, group = framework.involvement, framework.involvement.group(party.group)
    reasons = unless_takes_part(party)
    if command.person_ref is None:
        reasons.append(
            Reason(
                "involvement/to-nobody", "Enter a reference for the person you are inviting. Do not enter a name.", "person_ref"
            )
        )
    if command.agency is None and not (group and group.family):
        reasons.append(Reason("involvement/agency-missing", "Enter the practitioner's agency.", "agency"))
    if command.agency is not None and given.actor.acts_for(command.agency):
        sentence = "You act for this practitioner's agency, so someone else must make the offer."
        reasons.append(Reason("involvement/own-agency", sentence, "agency"))
    if command.agency is not None and command.agency not in framework.agency_codes():
        reasons.append(Reason("involvement/unknown-agency", "Choose an agency of the partnership.", "agency"))
    if party.group in CHILDREN and not command.advocate_offered:
        reasons.append(
            Reason(
                "involvement/advocate-not-offered", "Offer the child an advocate, then record the offer.", "advocate_offered"
            )
        )
    known = [each.code for each in rules.explained]
    if set(command.explained) - set(known):
        reasons.append(Reason("involvement/unknown-explanation", f"Choose from: {', '.join(known)}.", "explained"))
    reasons += [
        Reason(
            "involvement/not-explained",
            f"Explain this too before you record the offer: {each.label}.",
            f"explained/{each.code}",
        )
        for each in rules.topics(party.group)
        if each.code not in command.explained
    ]
    return reasons


def _another_person(party: Party, command: OfferPart) -> list[Reason]:
    """Refuses another person, who would read the contributions of the first."""
    if (party.person_ref, party.agency) == (command.person_ref, command.agency):
        return []
    sentence = "Someone else has spoken as this party. Add a party for another person."
    return [Reason("involvement/another-person", sentence, "person_ref")]
