"""Taking a concern, and taking it over (FC3)."""

from contracts.events.feedback_capture import ImmediateConcernTaken
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.concern.guards import unless_concluded
from services.feedback_capture.domain.concern.state import Concern, Taking


class TakeConcern(CommandBody):
    """Takes a concern, or takes it over: the person who sends this looks after it."""


def take_concern(concern: Concern, command: TakeConcern, given: Given) -> Decided[Concern]:
    """Makes one person responsible, and keeps those before. The outcome stays due from the first taking."""
    reasons = unless_concluded(concern)
    actor = given.actor
    if concern.takings and (concern.takings[-1].agency, concern.takings[-1].person_ref) == (actor.agency, actor.person_ref):
        reasons.append(Reason("concern/taken-already", "You have already taken this concern. Record its outcome."))
    if reasons:
        raise Refused(*reasons)
    taking = Taking(person_ref=actor.person_ref, agency=actor.agency, at=given.now)
    if concern.takings:
        return Decided(concern.model_copy(update={"takings": (*concern.takings, taking)}))
    taken = concern.model_copy(update={"takings": (taking,), "reported_at": None})
    return Decided(taken, (ImmediateConcernTaken(concern=concern.id),))
