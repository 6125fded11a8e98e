"""Offering a party a part, and what follows (FC1, R17, R18; domain.md 5a): the answer, putting it off, and telling them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import StringConstraints

from contracts.events.feedback_capture import InvolvementAnswered, InvolvementFedBack, InvolvementOffered
from contracts.framework.document import Framework
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.calendar import add_working_days
from services.chassis.rules.decisions import Decided, Given, Reason, Refused
from services.feedback_capture.domain.involvement import TAKE_PART, Answer, Away, Involvement, Offer, Party, Told
from services.feedback_capture.domain.part import Part
from services.feedback_capture.domain.planning import not_open, owed

CHILDREN = ("child", "surviving-siblings")
"""Groups whose members are offered an advocate."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class Unable(StrEnum):
    """Why a party cannot take part (domain.md 5a)."""

    DECEASED = "deceased"
    UNTRACEABLE = "untraceable"
    TOO_UNWELL = "too-unwell"
    IN_CUSTODY_RESTRICTED = "in-custody-restricted"
    LEFT_AGENCY = "left-agency"
    UNDER_INVESTIGATION = "under-investigation"
    WITNESS_RESTRICTION = "witness-restriction"
    UNSAFE_TO_CONTACT = "unsafe-to-contact"


class OfferPart(Part):
    """Offers a party a part. Without all of it explained it is no offer (R18)."""

    party: Id
    person_ref: PersonRef | None = None
    agency: Code | None = None
    channel: Code
    language: Code
    format: Code
    advocate_offered: bool = False
    explained: tuple[Code, ...] = ()


class RecordAnswer(Part):
    """Records what a party answered, or that they did not."""

    party: Id
    status: Literal["accepted", "declined", "unable", "no-response", "contributed", "withdrew"]
    reason: Code | None = None


class DeferOffer(Part):
    """Puts the offer off until something has happened; whoever decides it approves it."""

    party: Id
    until: Code
    look_again: date
    reason: Text


class DoNotInvite(Part):
    """Leaves a party uninvited for now; whoever decides it approves it."""

    party: Id
    reason: Text
    look_again: date


class FeedBack(Part):
    """Tells a party the findings, or what came of it."""

    party: Id
    step: Literal["findings", "outcome"]
    channel: Code


def offer_part(state: Involvement, command: OfferPart, given: Given) -> Decided[Involvement]:
    party, reasons = _party(state, command.party)
    reasons += not_open(state)
    if party is not None:
        reasons += _offer_faults(party, command, given.framework)
    if reasons or party is None:
        raise Refused(*reasons)
    kept = {name: value for name, value in command if name in Offer.model_fields}
    changes: dict[str, Any] = {
        "person_ref": command.person_ref,
        "agency": command.agency,
        "offer": Offer(**kept, on=given.today, by=given.actor.person_ref),
        "status": InvolvementStatus.INVITED,
        "answer": None,
        "away": None,
        "due": {InvolvementStep.ANSWER: _in(given.framework.involvement.answer_days, given)},
    }
    offered = InvolvementOffered(review=state.review, party=party.id, explained=True)
    return Decided(state.with_party(party.model_copy(update=changes)), (offered,))


def record_answer(state: Involvement, command: RecordAnswer, given: Given) -> Decided[Involvement]:
    status = InvolvementStatus(command.status)
    party, reasons = _party(state, command.party)
    if party is not None:
        reasons += _answer_faults(party, status, command.reason)
    if reasons or party is None:
        raise Refused(*reasons)
    answer = Answer(on=given.today, status=status, reason=command.reason)
    due = {step: by for step, by in party.due.items() if step not in (InvolvementStep.OFFER, InvolvementStep.ANSWER)}
    answered = party.model_copy(update={"status": status, "answer": answer, "away": None, "due": due})
    return _answered(state, owed(answered, state.owes, given), approved=False)


def defer_offer(state: Involvement, command: DeferOffer, given: Given) -> Decided[Involvement]:
    reasons = []
    if command.until not in {each.code for each in given.framework.involvement.deferrals}:
        reasons.append(Reason("involvement/unknown-deferral", "The settings know no such thing to wait for.", "until"))
    return _put_off(state, command, InvolvementStatus.DEFERRED, reasons, given, until=command.until)


def do_not_invite(state: Involvement, command: DoNotInvite, given: Given) -> Decided[Involvement]:
    return _put_off(state, command, InvolvementStatus.NOT_INVITED, [], given)


def feed_back(state: Involvement, command: FeedBack, given: Given) -> Decided[Involvement]:
    step = InvolvementStep(command.step)
    party, reasons = _party(state, command.party)
    if party is not None:
        reasons += _telling_faults(state, party, step, given.framework)
    if reasons or party is None:
        raise Refused(*reasons)
    told = Told(on=given.today, by=given.actor.person_ref, channel=command.channel)
    due = {each: by for each, by in party.due.items() if each is not step}
    changed = party.model_copy(update={"told": party.told | {step: told}, "due": due})
    return Decided(state.with_party(changed), (InvolvementFedBack(review=state.review, party=party.id, step=step),))


def _put_off(
    state: Involvement,
    command: DeferOffer | DoNotInvite,
    status: InvolvementStatus,
    faults: list[Reason],
    given: Given,
    until: Code | None = None,
) -> Decided[Involvement]:
    party, reasons = _party(state, command.party)
    reasons += not_open(state) + faults
    if party is not None and party.status in TAKE_PART:
        reasons.append(Reason("involvement/takes-part-already", "This party takes part already.", "party"))
    if command.look_again <= given.today:
        reasons.append(Reason("involvement/look-again-not-ahead", "The day to look again is still to come.", "look_again"))
    if reasons or party is None:
        raise Refused(*reasons)
    away = Away(
        on=given.today,
        approved_by=given.actor.person_ref,
        agency=given.actor.agency,
        reason=command.reason,
        look_again=command.look_again,
        until=until,
    )
    return _answered(state, party.model_copy(update={"status": status, "away": away, "due": {}}), approved=True)


def _answered(state: Involvement, party: Party, *, approved: bool) -> Decided[Involvement]:
    answered = InvolvementAnswered(review=state.review, party=party.id, status=party.status, approved=approved)
    return Decided(state.with_party(party), (answered,))


def _party(state: Involvement, id_: str) -> tuple[Party | None, list[Reason]]:
    found = state.party(id_)
    return found, [] if found else [Reason("involvement/unknown-party", "This review has no such party.", "party")]


def _offer_faults(party: Party, command: OfferPart, framework: Framework) -> list[Reason]:
    """Everything that keeps it from being an offer."""
    rules, group = framework.involvement, framework.involvement.group(party.group)
    reasons = []
    if party.status in TAKE_PART:
        reasons.append(Reason("involvement/takes-part-already", "This party takes part already.", "party"))
    if command.person_ref is None:
        reasons.append(Reason("involvement/to-nobody", "An offer says to whom it is made, by a reference.", "person_ref"))
    if command.agency is None and not (group and group.family):
        reasons.append(Reason("involvement/agency-missing", "Of who is not family the agency is known.", "agency"))
    if command.agency is not None and command.agency not in framework.agency_codes():
        reasons.append(Reason("involvement/unknown-agency", "The settings know no such agency.", "agency"))
    if party.group in CHILDREN and not command.advocate_offered:
        reasons.append(Reason("involvement/advocate-not-offered", "A child is offered an advocate.", "advocate_offered"))
    known = {each.code for each in rules.explained}
    if set(command.explained) - known:
        reasons.append(Reason("involvement/unknown-explanation", "The settings know no such explanation.", "explained"))
    reasons += [
        Reason("involvement/not-explained", f"An offer explains this as well: {each.label}.", f"explained/{each.code}")
        for each in rules.explained
        if each.code not in command.explained
    ]
    return reasons


def _answer_faults(party: Party, status: InvolvementStatus, reason: Code | None) -> list[Reason]:
    reasons = []
    if status is InvolvementStatus.UNABLE:
        if reason is None:
            reasons.append(Reason("involvement/reason-missing", "Who is unable to take part is so for a reason.", "reason"))
        elif reason not in set(Unable):
            reasons.append(Reason("involvement/unknown-reason", "Nobody is unable to take part for this reason.", "reason"))
    elif not party.offered:
        reasons.append(Reason("involvement/not-offered", "This party has not been offered a part.", "party"))
    if status is InvolvementStatus.WITHDREW and party.offered and party.status not in TAKE_PART:
        reasons.append(Reason("involvement/takes-no-part", "Only who takes part can withdraw.", "status"))
    return reasons


def _telling_faults(state: Involvement, party: Party, step: InvolvementStep, framework: Framework) -> list[Reason]:
    reasons = []
    if not party.offered:
        reasons.append(Reason("involvement/not-offered", "This party has not been offered a part.", "party"))
    if step in party.told:
        reasons.append(Reason("involvement/told-already", "This party has been told that before.", "step"))
    if step is InvolvementStep.FINDINGS and not _findings_there(state, framework):
        reasons.append(Reason("involvement/nothing-to-tell", "The review has no findings yet.", "step"))
    if step is InvolvementStep.OUTCOME and step not in state.owes:
        reasons.append(Reason("involvement/nothing-to-tell", "The review is neither published nor about to close.", "step"))
    return reasons


def _findings_there(state: Involvement, framework: Framework) -> bool:
    """Whether the review has come to its findings; in a side state nobody can tell from here."""
    review_type = framework.review_type(state.review_type)
    order = review_type.stages if review_type else ()
    if "findings" not in order or (state.stage is not None and state.stage not in order):
        return True
    return state.stage is not None and order.index(state.stage) >= order.index("findings")


def _in(working_days: int, given: Given) -> date:
    return add_working_days(given.today, working_days, given.holidays)
