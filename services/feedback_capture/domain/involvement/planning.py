"""Planning an involvement: the parties follow from the review, and people add more (FC1)."""

from contracts.events.feedback_capture import InvolvementPlanned
from contracts.events.feedback_capture import Party as Planned
from contracts.events.review_registry import ReviewOpened
from contracts.framework.document import Framework
from contracts.vocabulary.types import Code
from services.chassis.rules.decisions import Decided, Given, Reason, derived, refuse_if_any
from services.chassis.rules.person import person_of
from services.chassis.rules.values import CommandBody
from services.feedback_capture.domain.involvement.due import feedback_due, may_be_offered, offer_due
from services.feedback_capture.domain.involvement.following import goes_ahead
from services.feedback_capture.domain.involvement.guards import while_open
from services.feedback_capture.domain.involvement.state import MOST, Involvement, Party


class AddParty(CommandBody):
    """Adds another party to be offered a part: a sibling, a practitioner."""

    group: Code


def plan(state: Involvement | None, event: ReviewOpened, given: Given) -> Decided[Involvement]:
    """Plans a party for each group that the review's type involves. Their clocks wait until the review goes ahead."""
    if state is not None:
        return Decided(state)
    ahead = given.today if goes_ahead(given.framework.review_type(event.review_type), None) else None
    involvement = Involvement(id=given.id, review=event.review, review_type=event.review_type, going_ahead_on=ahead)
    parties = tuple(_new(involvement, group, 1, given) for group in _groups(event, given.framework))
    return announced(involvement.model_copy(update={"parties": parties}))


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
    used = [each.group for each in involvement.parties] + [each.group for each in involvement.taken_back]
    number = 1 + used.count(command.group)
    party = _new(involvement, command.group, number, given).model_copy(update={"added_by": person_of(given.actor)})
    return announced(involvement.model_copy(update={"parties": (*involvement.parties, party)}))


def _groups(event: ReviewOpened, framework: Framework) -> tuple[Code, ...]:
    """Returns the groups that the event names, or else those of the review's type."""
    review_type = framework.review_type(event.review_type)
    named = event.groups if event.groups is not None else review_type.involves if review_type else ()
    return tuple(dict.fromkeys(named))


def _new(involvement: Involvement, group: Code, number: int, given: Given) -> Party:
    party = Party(id=derived("party", involvement.review, group, str(number)), group=group, number=number)
    due = may_be_offered(involvement, group, given.framework)
    return feedback_due(offer_due(party, given.today, given) if due else party, involvement.owes, given)


def announced(involvement: Involvement) -> Decided[Involvement]:
    """Returns the involvement, and the event with all its parties."""
    parties = tuple(Planned(id=each.id, group=each.group, number=each.number) for each in involvement.parties)
    return Decided(involvement, (InvolvementPlanned(review=involvement.review, parties=parties),))
