"""Involvements and contributions to start a test from, each named by its state."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from contracts.events.review_registry import ReviewOpened, ReviewPublished, ReviewScoped, ReviewStageChanged
from contracts.vocabulary.reviews import AgencyPart
from local.frameworks import framework
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import SYSTEM, Actor, Given, Refused
from services.chassis.store.kinds import Kind
from services.feedback_capture.domain.contribution.recording import RecordContribution, record_contribution
from services.feedback_capture.domain.contribution.state import Contribution
from services.feedback_capture.domain.involvement.answering import RecordAnswer, record_answer
from services.feedback_capture.domain.involvement.excusing import (
    ApproveException,
    ProposeException,
    approve_exception,
    propose_exception,
)
from services.feedback_capture.domain.involvement.following import moved, scoped
from services.feedback_capture.domain.involvement.naming import NameFacilitator, name_facilitator
from services.feedback_capture.domain.involvement.offering import OfferPart, offer_part
from services.feedback_capture.domain.involvement.planning import plan
from services.feedback_capture.domain.involvement.reminding import RemindParty, remind_party
from services.feedback_capture.domain.involvement.state import Involvement, Party, involvement_id
from tests.builders import given
from tests.builders.given import MONDAY, actor, some_id

SMALL = framework()
TYPE = SMALL.review_types[0].model_copy(
    update={
        "stages": ("screening", "scoping", "analysis", "findings", "report", "publication"),
        "involves": ("surviving-siblings", "parents-carers", "practitioners"),
    }
)
FRAMEWORK = SMALL.model_copy(update={"review_types": (TYPE,)})
EXPLAINED = tuple(each.code for each in FRAMEWORK.involvement.explained)


UNIT = actor("business-unit")
CHAIR = actor("decider")
POLICE_DECIDER = actor("decider", "police")
COUNCIL_DECIDER = actor("decider", "council")
FACILITATOR = actor("facilitator")
POLICE_FACILITATOR = actor("facilitator", "police", FACILITATOR.person_ref)
"""A facilitator of the practitioner's agency, whose reference happens to be that of another facilitator."""
OTHER_FACILITATOR = actor("facilitator", person_ref="another-facilitator")
PRACTITIONER = actor("practitioner", "police")
MANAGER = actor("agency-lead", "police")


REVIEW = some_id("review")


def at(now: datetime | date = MONDAY, who: Actor = SYSTEM, id_: str = "") -> Given:
    """Returns what a rule is given at that time. A date means its noon."""
    return given.at(now, who, id_ or involvement_id(REVIEW), framework=FRAMEWORK, url="https://feedback.example")


def opening(**changes: Any) -> ReviewOpened:
    opened = ReviewOpened(review=REVIEW, review_type=TYPE.code, restricted=False, statutory=False)
    return opened.model_copy(update=changes)


def scoping() -> ReviewScoped:
    return ReviewScoped(review=REVIEW, agencies=("police",), parts={"police": AgencyPart.CONTRIBUTING}, version_of_scope=1)


def moving(to: str) -> ReviewStageChanged:
    return ReviewStageChanged(review=REVIEW, from_stage="screening", to_stage=to)


def publishing() -> ReviewPublished:
    return ReviewPublished(review=REVIEW, link="https://registry.example/public/reviews/1", until=date(2027, 6, 1))


def planned(**changes: Any) -> Involvement:
    """The involvement in a review that opened on Monday, and is being screened."""
    return plan(None, opening(**changes), at()).state


def going_ahead(**changes: Any) -> Involvement:
    """The same, once the review left screening on Monday as well."""
    return moved(planned(**changes), moving("scoping"), at()).state


def in_scope(**changes: Any) -> Involvement:
    """The same, scoped on Monday as well, with a facilitator."""
    state = scoped(going_ahead(**changes), scoping(), at()).state
    return name_facilitator(state, NameFacilitator(person_ref=FACILITATOR.person_ref), at(who=UNIT)).state


def also_heard_by_police(state: Involvement) -> Involvement:
    """The same, with a facilitator of the police as well."""
    command = NameFacilitator(person_ref=POLICE_FACILITATOR.person_ref, agency=POLICE_FACILITATOR.agency)
    return name_facilitator(state, command, at(who=UNIT)).state


def party_of(state: Involvement, group: str) -> Party:
    return next(each for each in state.parties if each.group == group)


def offering(state: Involvement, group: str = "practitioners", **changes: Any) -> OfferPart:
    """A sound offer to the first party of the group."""
    family = group != "practitioners"
    command = OfferPart(
        party=party_of(state, group).id,
        person_ref=f"a-{group}" if family else PRACTITIONER.person_ref,
        agency=None if family else PRACTITIONER.agency,
        channel="meeting",
        language="en",
        format="conversation",
        advocate_offered=True,
        explained=EXPLAINED,
    )
    return command.model_copy(update=changes)


def offered(group: str = "practitioners", on: datetime | date = MONDAY, state: Involvement | None = None) -> Involvement:
    state = state or in_scope()
    return offer_part(state, offering(state, group), at(on, FACILITATOR)).state


def answering(state: Involvement, status: str, group: str = "practitioners", **changes: Any) -> RecordAnswer:
    words = {"words": "keep-as-given"} if status == "withdrew" else {}
    return RecordAnswer.model_validate({"party": party_of(state, group).id, "status": status} | words | changes)


def reminding(state: Involvement, group: str = "practitioners") -> RemindParty:
    return RemindParty(party=party_of(state, group).id, channel="letter")


def reminded(group: str = "practitioners", times: int = 2) -> Involvement:
    """An offer of Monday, with reminders a week apart."""
    state = offered(group)
    for week in range(1, times + 1):
        state = remind_party(state, reminding(state, group), at(MONDAY + timedelta(weeks=week), FACILITATOR)).state
    return state


def proposing(state: Involvement, exception: str, reason: str | None, group: str = "parents-carers") -> ProposeException:
    body = {"party": party_of(state, group).id, "exception": exception, "reason": reason}
    return ProposeException.model_validate(body)


def proposed(
    exception: str, reason: str | None, group: str = "parents-carers", state: Involvement | None = None
) -> Involvement:
    state = state or in_scope()
    return propose_exception(state, proposing(state, exception, reason, group), at(who=UNIT)).state


def approving(state: Involvement, exception: str, group: str = "parents-carers") -> ApproveException:
    return ApproveException.model_validate({"party": party_of(state, group).id, "exception": exception})


def excused(exception: str, reason: str | None, group: str = "parents-carers", state: Involvement | None = None) -> Involvement:
    state = proposed(exception, reason, group, state)
    return approve_exception(state, approving(state, exception, group), at(who=CHAIR)).state


def answered(status: str, group: str = "practitioners", state: Involvement | None = None) -> Involvement:
    state = state or offered(group)
    return record_answer(state, answering(state, status, group), at(who=FACILITATOR)).state


def contributing(state: Involvement, group: str = "practitioners", **changes: Any) -> RecordContribution:
    """A sound contribution."""
    command = RecordContribution(
        involvement=state.id,
        party=party_of(state, group).id,
        in_own_words=True,
        words="What was said.",
        wants_changed="What should change.",
        themes=("neglect",),
        quote_consent=True,
        told_what_is_published=True,
        no_blame_acknowledged=True,
    )
    return command.model_copy(update=changes)


def contributed(group: str = "practitioners", who: Actor = FACILITATOR) -> Contribution:
    state = offered(group)
    id_ = some_id("contribution", group)
    return record_contribution(None, contributing(state, group), at(who=who, id_=id_), state).state


def codes(refused: Refused) -> list[str]:
    return sorted(reason.code for reason in refused.reasons)


def names(events: Iterable[object]) -> list[str]:
    return [type(event).__name__ for event in events]


def reads(kind: Kind, state: object, who: Actor, *also: str) -> bool:
    """Returns true if the person may know of it, with labels that they inherit."""
    return may_read({*labels_of(who), *also}, kind.readers(state), kind.hidden_from(state))
