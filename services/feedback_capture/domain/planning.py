"""The plan of an involvement (FC1): it follows from the review, grows with its parties, and changes as the review goes on."""

from contracts.events.feedback_capture import InvolvementPlanned
from contracts.events.feedback_capture import Party as Planned
from contracts.events.review_registry import PublicationWithdrawn, ReviewClosed, ReviewOpened, ReviewPublished, ReviewScoped
from contracts.events.review_registry import ReviewStageChanged as Moved
from contracts.framework.document import Framework
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Decided, Given, Reason, derived, refuse_if_any
from services.feedback_capture.domain.involvement import TAKE_PART, Involvement, Party
from services.feedback_capture.domain.part import Part

MOST = 200
"""Parties, and facilitators, of one review: all fit in one event."""


class AddParty(Part):
    """Adds somebody else to be offered a part: another sibling, another practitioner."""

    group: Code


class NameFacilitator(Part):
    """Names a person who hears the parties of this review: they see it from then on."""

    person_ref: PersonRef


def plan(state: Involvement | None, event: ReviewOpened, given: Given) -> Decided[Involvement]:
    """A party for each group that the review's type involves, each with its clock."""
    if state is not None:
        return Decided(state)
    involvement = Involvement(id=given.id, review=event.review, review_type=event.review_type)
    parties = tuple(_new(involvement, group, 1, given) for group in _groups(event, given.framework))
    return _planned(involvement.model_copy(update={"parties": parties}))


def add_party(state: Involvement, command: AddParty, given: Given) -> Decided[Involvement]:
    reasons = not_open(state)
    if given.framework.involvement.group(command.group) is None:
        reasons.append(Reason("involvement/unknown-group", "The settings know no such group.", "group"))
    if len(state.parties) >= MOST:
        reasons.append(Reason("involvement/too-many-parties", f"A review has at most {MOST} parties."))
    refuse_if_any(reasons)
    number = 1 + sum(each.group == command.group for each in state.parties)
    party = _new(state, command.group, number, given)
    return _planned(state.model_copy(update={"parties": (*state.parties, party)}))


def name_facilitator(state: Involvement, command: NameFacilitator, given: Given) -> Decided[Involvement]:
    reasons = []
    if command.person_ref in state.facilitators:
        reasons.append(Reason("involvement/named-already", "This facilitator has been named before.", "person_ref"))
    if len(state.facilitators) >= MOST:
        reasons.append(Reason("involvement/too-many-facilitators", f"A review has at most {MOST} facilitators."))
    refuse_if_any(reasons)
    return Decided(state.model_copy(update={"facilitators": (*state.facilitators, command.person_ref)}))


def scoped(state: Involvement, event: ReviewScoped, given: Given) -> Decided[Involvement]:
    """From the scope on practitioners are to be offered a part too (R17); a wider scope changes no clock that runs."""
    if state.scoped_on:
        return Decided(state)
    state = state.model_copy(update={"scoped_on": given.today})
    waiting = [party for party in state.parties if party.offer is None and party.away is None and party.answer is None]
    for party in waiting:
        if InvolvementStep.OFFER not in party.due:
            state = state.with_party(offer_due(party, given))
    return Decided(state)


OWED_FROM = {
    "report": InvolvementStep.FINDINGS,
    "actions": InvolvementStep.FINDINGS,
    "closure": InvolvementStep.OUTCOME,
}
"""What who takes part is owed from a stage on: the findings with the report, or where there is none when they are acted on; and
what came of it when all that is left is to close, where nothing was published."""


def moved(state: Involvement, event: Moved, given: Given) -> Decided[Involvement]:
    """With some stages comes something that who takes part is owed."""
    state, step = state.model_copy(update={"stage": event.to_stage}), OWED_FROM.get(event.to_stage)
    return Decided(_come_to(state, step, given) if step else state)


def published(state: Involvement, event: ReviewPublished, given: Given) -> Decided[Involvement]:
    """Who takes part is owed to hear what came of it."""
    state = state.model_copy(update={"published_on": given.today, "publication_withdrawn": None})
    return Decided(_come_to(state, InvolvementStep.OUTCOME, given))


def withdrawn(state: Involvement, event: PublicationWithdrawn, given: Given) -> Decided[Involvement]:
    return Decided(state.model_copy(update={"publication_withdrawn": event.reason}))


def closed(state: Involvement, event: ReviewClosed, given: Given) -> Decided[Involvement]:
    """Nothing rings any more."""
    return Decided(state.model_copy(update={"closed_on": given.today}))


def offer_due(party: Party, given: Given) -> Party:
    """From today the party is to be offered a part."""
    by = add_working_days(given.today, given.framework.involvement.offer_days, given.holidays)
    return party.model_copy(update={"due": party.due | {InvolvementStep.OFFER: by}})


def owed(party: Party, steps: tuple[InvolvementStep, ...], given: Given) -> Party:
    """Who takes part is owed these steps, as far as they were not told yet; who does not is owed neither."""
    telling = (InvolvementStep.FINDINGS, InvolvementStep.OUTCOME)
    if party.status not in TAKE_PART:
        return party.model_copy(update={"due": {step: by for step, by in party.due.items() if step not in telling}})
    by = add_working_days(given.today, given.framework.involvement.feedback_days, given.holidays)
    new = {step: by for step in steps if step not in party.told and step not in party.due}
    return party.model_copy(update={"due": party.due | new})


def not_open(state: Involvement) -> list[Reason]:
    if state.closed_on is None:
        return []
    return [Reason("involvement/review-closed", "The review is closed.")]


def _come_to(state: Involvement, step: InvolvementStep, given: Given) -> Involvement:
    if step in state.owes:
        return state
    owes = (*state.owes, step)
    parties = tuple(owed(party, owes, given) for party in state.parties)
    return state.model_copy(update={"owes": owes, "parties": parties})


def _groups(event: ReviewOpened, framework: Framework) -> tuple[Code, ...]:
    """Those that the event names; otherwise those of the review's type."""
    review_type = framework.review_type(event.review_type)
    named = event.groups if event.groups is not None else review_type.involves if review_type else ()
    return tuple(dict.fromkeys(named))


def _new(state: Involvement, group: Code, number: int, given: Given) -> Party:
    known = given.framework.involvement.group(group)
    party = Party(id=derived("party", state.review, group, str(number)), group=group)
    later = known is not None and known.from_scoping and state.scoped_on is None
    return party if later else offer_due(party, given)


def _planned(state: Involvement) -> Decided[Involvement]:
    parties = tuple(Planned(id=each.id, group=each.group) for each in state.parties)
    return Decided(state, (InvolvementPlanned(review=state.review, parties=parties),))
