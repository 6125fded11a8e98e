"""The steps of an involvement that wait for people: offers, answers, tellings, deferrals and exceptions (FC1)."""

from collections.abc import Iterator
from datetime import date

from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.roles import FACILITATOR
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Actor, Given
from services.chassis.rules.person import is_one_of
from services.chassis.rules.waits import Wait, began_on, decision_due
from services.feedback_capture.domain.access import is_business_unit
from services.feedback_capture.domain.asked import ROLES, STEPS, Asked
from services.feedback_capture.domain.involvement.due import days_of
from services.feedback_capture.domain.involvement.guards import impartial
from services.feedback_capture.domain.involvement.state import Involvement, Party, Proposal, is_colleague


def waits(involvement: Involvement, given: Given) -> list[Wait]:
    """Returns the steps that the person may know of. None once the review is over.

    A colleague of a practitioner who hears the review learns nothing of that party (FC2).
    """
    if involvement.over:
        return []
    hears = given.actor.holds(FACILITATOR)
    known = (each for each in involvement.parties if not (hears and is_colleague(each, given.actor)))
    return [wait for party in known for wait in _of(involvement, party, given)]


def _of(involvement: Involvement, party: Party, given: Given) -> Iterator[Wait]:
    link = f"{given.url}/involvements/{involvement.id}"
    for step, by in party.due.items():
        began = began_on(_began(party, step, by, given), given)
        yield Wait(STEPS[step], ROLES[STEPS[step]], party.id, began, by, link, involvement.review)
    if party.away:
        began, by = began_on(party.away.on, given), party.away.look_again
        yield Wait(Asked.LOOK_AGAIN, ROLES[Asked.LOOK_AGAIN], party.id, began, by, link, involvement.review)
    for proposal in party.proposals:
        if is_business_unit(given.actor) or _may_approve(involvement, party, proposal, given.actor):
            began, by = began_on(proposal.on, given), decision_due(proposal.on, given)
            yield Wait(Asked.APPROVE_EXCEPTION, ROLES[Asked.APPROVE_EXCEPTION], party.id, began, by, link, involvement.review)


def _began(party: Party, step: InvolvementStep, by: date, given: Given) -> date:
    """Returns the day from which the days of a step count: that of the last asking, else by the days of the settings."""
    asked = party.last_asked if step is InvolvementStep.ANSWER else None
    return asked or add_working_days(by, -days_of(step, given), given.holidays)


def _may_approve(involvement: Involvement, party: Party, proposal: Proposal, actor: Actor) -> bool:
    """Returns true unless the decider has a side: an agency under review, the practitioner's, or their own proposal."""
    return not (impartial(involvement, actor) or is_colleague(party, actor) or is_one_of(actor, (proposal.by,)))
