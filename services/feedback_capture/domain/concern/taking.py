"""Taking a concern (FC3)."""

from contracts.events.feedback_capture import ImmediateConcernTaken
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.concern.state import Concern


class TakeConcern(CommandBody):
    """Takes a concern: the person who sends this looks after it."""


def take_concern(concern: Concern, command: TakeConcern, given: Given) -> Decided[Concern]:
    """Gives it to one person, who is responsible from then on."""
    if not concern.open:
        raise Refused(Reason("concern/taken-already", "Someone has already taken this concern."))
    taken = concern.model_copy(update={"taken_by": given.actor.person_ref, "taken_at": given.now})
    return Decided(taken, (ImmediateConcernTaken(concern=concern.id),))
