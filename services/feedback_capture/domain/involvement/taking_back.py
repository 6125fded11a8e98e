"""Taking back a party that was added by mistake (FC1)."""

from typing import Annotated

from pydantic import StringConstraints

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.guards import party_of, while_open
from services.feedback_capture.domain.involvement.planning import announced
from services.feedback_capture.domain.involvement.state import Involvement, Party, TakenBack


class TakeBackParty(CommandBody):
    """Takes back a party that was added by mistake, before anything happened with it. The reason stays."""

    party: Id
    because: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


def take_back_party(involvement: Involvement, command: TakeBackParty, given: Given) -> Decided[Involvement]:
    """Drops the party and keeps the reason. A party of the plan stays: its group is owed an offer (R17, R18)."""
    party, reasons = party_of(involvement, command.party, given.actor)
    reasons += while_open(involvement)
    if party is not None:
        reasons += _faults(party)
    if reasons or party is None:
        raise Refused(*reasons)
    gone = TakenBack(group=party.group, number=party.number, because=command.because, by=person_of(given.actor), at=given.now)
    left = tuple(each for each in involvement.parties if each.id != party.id)
    changes = {"parties": left, "taken_back": (*involvement.taken_back, gone)}
    return announced(involvement.model_copy(update=changes))


def _faults(party: Party) -> list[Reason]:
    if party.added_by is None:
        sentence = "The review's type asks for this party, so it stays. If nobody is in this group, record that."
        return [Reason("involvement/of-the-plan", sentence, "party")]
    if party.last_news or party.told or party.not_told or party.proposals:
        sentence = "Something was recorded for this party already, so it stays. Record its answer instead."
        return [Reason("involvement/party-in-use", sentence, "party")]
    return []
