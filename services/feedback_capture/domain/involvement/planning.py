"""Planning an involvement: the parties follow from the review, and people add more (FC1)."""

from contracts.events.feedback_capture import InvolvementPlanned
from contracts.events.feedback_capture import Party as Planned
from contracts.events.review_registry import ReviewOpened
from contracts.framework.document import Framework
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, derived, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.due import feedback_due, offer_due
from services.feedback_capture.domain.involvement.guards import while_open
from services.feedback_capture.domain.involvement.state import MOST, Involvement, Party


class AddParty(CommandBody):
    """Adds another party to be offered a part: a sibling, a practitioner."""

    group: Code


def plan(state: Involvement | None, event: ReviewOpened, given: Given) -> Decided[Involvement]:
    """Plans a party for each group that the review's type involves, each with its clock."""
    if state is not None:
        return Decided(state)
    involvement = Involvement(id=given.id, review=event.review, review_type=event.review_type)
    parties = tuple(_new(involvement, group, 1, given) for group in _groups(event, given.framework))
    return _planned(involvement.model_copy(update={"parties": parties}))


def add_party(involvement: Involvement, command: AddParty, given: Given) -> Decided[Involvement]:
    reasons = while_open(involvement)
    groups = [each.code for each in given.framework.involvement.groups]
    if command.group not in groups:
        reasons.append(Reason("involvement/unknown-group", f"Choose one of: {', '.join(groups)}.", "group"))
    if len(involvement.parties) >= MOST:
        reasons.append(
            Reason("involvement/too-many-parties", f"A review can have at most {MOST} parties, so you cannot add another.")
        )
    refuse_if_any(reasons)
    number = 1 + sum(each.group == command.group for each in involvement.parties)
    party = _new(involvement, command.group, number, given)
    return _planned(involvement.model_copy(update={"parties": (*involvement.parties, party)}))


def _groups(event: ReviewOpened, framework: Framework) -> tuple[Code, ...]:
    """Returns the groups that the event names, or else those of the review's type."""
    review_type = framework.review_type(event.review_type)
    named = event.groups if event.groups is not None else review_type.involves if review_type else ()
    return tuple(dict.fromkeys(named))


def _new(involvement: Involvement, group: Code, number: int, given: Given) -> Party:
    known = given.framework.involvement.group(group)
    party = Party(id=derived("party", involvement.review, group, str(number)), group=group, number=number)
    later = known is not None and known.from_scoping and involvement.scoped_on is None
    return feedback_due(party if later else offer_due(party, given), involvement.owes, given)


def _planned(involvement: Involvement) -> Decided[Involvement]:
    parties = tuple(Planned(id=each.id, group=each.group) for each in involvement.parties)
    return Decided(involvement, (InvolvementPlanned(review=involvement.review, parties=parties),))
