"""What people read of feedback capture, straight from the store."""

from datetime import date

from contracts.vocabulary import InvolvementStep
from services.chassis.decisions import Given
from services.chassis.http import Views
from services.feedback_capture.commands import INVOLVEMENT
from services.feedback_capture.domain.involvement import Involvement, Party, knows_who


class PartyShown(Party):
    """A party, and by when it is to be offered a part; who it is only to those who make the offers."""

    offer_by: date | None
    late: tuple[InvolvementStep, ...]
    """Steps whose day has passed."""


class InvolvementShown(Involvement):
    """An involvement with its parties as they stand today."""

    parties: tuple[PartyShown, ...]


def involvement_shown(involvement: Involvement, given: Given) -> InvolvementShown:
    hidden = {} if knows_who(involvement, given.actor) else {"person_ref": None, "agency": None}
    parties = tuple(
        PartyShown(
            **dict(party) | hidden,
            offer_by=party.due.get(InvolvementStep.OFFER),
            late=tuple(step for step, by in party.due.items() if given.today > by),
        )
        for party in involvement.parties
    )
    return InvolvementShown(**dict(involvement) | {"parties": parties})


VIEWS: Views = {
    INVOLVEMENT.name: (InvolvementShown, involvement_shown),
}
