"""Events in: what action tracking does about what all four services make known."""

from collections.abc import Sequence
from typing import Any

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionReopened,
    ActionSustained,
    ObligationAnswered,
    ObligationOpened,
    ObligationOverdue,
)
from contracts.events.envelope import Received
from contracts.events.event import Event
from contracts.events.feedback_capture import (
    FeedbackUnanswered,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
    InvolvementOverdue,
    InvolvementResumed,
)
from contracts.events.learning_dissemination import ReachFellShort
from contracts.events.review_registry import (
    FindingRecorded,
    HoldReviewDue,
    LeadReviewerIndependenceLost,
    ReviewClosed,
    ReviewOpened,
    ReviewScoped,
    ReviewStageChanged,
    StatutoryClockMissed,
    ThemeRecurred,
)
from contracts.vocabulary.roles import PARTNERSHIP
from services.action_tracking.commands import (
    ACTION,
    DIGEST,
    KNOWN_REVIEW,
    LEDGER_ENTRY,
    OBLIGATION,
    ROLE_HOLDER,
    URGENT_NOTICE,
)
from services.action_tracking.domain import known_review, urgent
from services.action_tracking.domain.action import Owner
from services.action_tracking.domain.digest import Line, add_line, digest_day, digest_id
from services.action_tracking.domain.known_review import KnownReview
from services.action_tracking.domain.ledger import LedgerEntry, Told
from services.action_tracking.domain.notices import Notice, notices, told
from services.action_tracking.domain.obligation import answer_with_action, asked, obligation_id, open_obligation
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.kinds import Decide


async def open_obligations(received: Received[FindingRecorded], room: Room) -> list[Effect]:
    """AT1: a confirmed finding opens an obligation on each agency that it asks."""
    finding = received.event

    def opening(agency: str) -> Decide:
        return lambda state, given: open_obligation(state, finding, agency, given)

    return [
        Effect(OBLIGATION, obligation_id(finding.finding, agency), opening(agency), creates=True) for agency in asked(finding)
    ]


async def answer_obligations(received: Received[ActionAgreed], room: Room) -> list[Effect]:
    """AT1: an agreed action answers the obligations that it names; its owner is told."""
    event = received.event

    def answer(state: Any, given: Given) -> Decided[Any]:
        return answer_with_action(state, event, given)

    return [*(Effect(OBLIGATION, id_, answer) for id_ in event.obligations), *await notify_of_action(received, room)]


async def know_review(received: Received[Any], room: Room) -> list[Effect]:
    """A review's reference, agencies and stage are noted, for what is said of it later."""
    event = received.event

    def decide(state: KnownReview | None, given: Given) -> Decided[KnownReview]:
        before = state or KnownReview(id=event.review)
        return Decided(before.model_copy(update=known_review.CHANGES[type(event)](event)))

    return [Effect(KNOWN_REVIEW, event.review, decide, creates=True)]


async def welcome_review(received: Received[ReviewOpened], room: Room) -> list[Effect]:
    """AT5: a review that was opened is noted, and asks for its scope."""
    return [*await know_review(received, room), *await _notify(received, room, PARTNERSHIP, received.event.reference)]


async def notify_of_review(received: Received[Any], room: Room) -> list[Effect]:
    """AT5: what a review asks of the partnership, or a party that waits in it."""
    review = await state_of(room, KNOWN_REVIEW, received.event.review)
    return await _notify(received, room, PARTNERSHIP, review.reference if review else None)


async def notify(received: Received[Any], room: Room) -> list[Effect]:
    """AT1, AT5: what is asked of the agency that the event names, and of those above it when it is late; of the partnership
    where it names none."""
    return await _notify(received, room, getattr(received.event, "agency", PARTNERSHIP), None)


async def notify_of_action(received: Received[Any], room: Room) -> list[Effect]:
    """AT4, AT5: what an action asks of its owner, and of those above. One that is not here, as in a restored store, is waited
    for."""
    action = await state_of(room, ACTION, received.event.action)
    if action is None:
        raise NotYet
    return await _notify(received, room, action.owner.agency, action.reference, action.owner)


async def raise_concern(received: Received[ImmediateConcernRaised], room: Room) -> list[Effect]:
    """AT5: somebody may be at risk now, and it is told at once."""
    event, at = received.event, received.envelope.time

    def decide(state: Any, given: Given) -> Decided[Any]:
        return urgent.raise_notice(state, event, at, given)

    return [Effect(URGENT_NOTICE, urgent.notice_id(event.concern), decide, creates=True)]


async def take_concern(received: Received[ImmediateConcernTaken], room: Room) -> list[Effect]:
    """AT5: a person took it, and nobody else is told."""
    event, at = received.event, received.envelope.time

    def decide(state: Any, given: Given) -> Decided[Any]:
        return urgent.take_notice(state, event, at, given)

    return [Effect(URGENT_NOTICE, urgent.notice_id(event.concern), decide, creates=True)]


async def _notify(
    received: Received[Any], room: Room, agency: str, reference: str | None, owner: Owner | None = None
) -> list[Effect]:
    """An entry in the ledger, and a line in the digest of each person who is asked for something; neither where nothing is.
    Who that is was decided when the event was first heard: heard again it tells nobody else."""
    envelope = received.envelope
    id_ = derived("ledger", envelope.partitionkey, envelope.sequence)
    asked = notices(received.event, agency, owner, room.framework.ladder)
    known = await state_of(room, LEDGER_ENTRY, id_)
    if not known and not asked:
        return []
    entry = known or LedgerEntry(
        id=id_,
        about=received.event.about(),
        trigger=envelope.id,
        event=type(received.event).__name__,
        at=envelope.time,
        day=digest_day(envelope.time, room.framework, room.holidays),
        told=await _told(received, room, asked, reference),
    )

    def keep(state: LedgerEntry | None, given: Given) -> Decided[LedgerEntry]:
        return Decided(state or entry)

    def adding(told: Told) -> Decide:
        return lambda state, given: add_line(state, told.line, told.person_ref, entry.day, given)

    digests = [Effect(DIGEST, digest_id(each.person_ref, entry.day), adding(each), creates=True) for each in entry.told]
    return [Effect(LEDGER_ENTRY, id_, keep, creates=True), *digests]


async def _told(received: Received[Any], room: Room, asked: Sequence[Notice], reference: str | None) -> tuple[Told, ...]:
    """Whom the event asks for something, a line each, however many roles a person holds."""
    ladder = room.framework.ladder
    directory = [document.state for document in await room.store.find(ROLE_HOLDER, {})]
    day = day_of(received.envelope.time, room.framework.partnership.timezone)
    people: dict[str, Told] = {}
    for notice in asked:
        for person in told(notice, directory, day, ladder):
            line = Line(
                about=received.event.about(),
                reference=reference,
                asked=notice.asked,
                due=notice.due,
                link=link_to(received.event, room.url),
                role=person.role,
                agency=person.agency,
                trigger=received.envelope.id,
                instead_of=person.instead_of,
            )
            people.setdefault(person.person_ref, Told(person_ref=person.person_ref, line=line))
    return tuple(people.values())


def link_to(event: Any, url: str) -> str:
    """Where to look: the event's own link, else a place here."""
    place = PLACES.get(type(event), "actions/{action}")
    return str(getattr(event, "link", None) or f"{url}/{place.format(**dict(event))}")


PLACES: dict[type[Event], str] = {
    ReviewOpened: "threads/{review}",
    LeadReviewerIndependenceLost: "threads/{review}",
    StatutoryClockMissed: "threads/{review}",
    HoldReviewDue: "threads/{review}",
    InvolvementResumed: "threads/{review}",
    InvolvementOverdue: "threads/{review}",
    FeedbackUnanswered: "ledger?about={summary}",
    ReachFellShort: "ledger?about={product}",
    ObligationOpened: "obligations/{obligation}",
    ObligationAnswered: "obligations/{obligation}",
    ObligationOverdue: "obligations/{obligation}",
}
"""Where more can be read here; at the action, where nothing is said."""

LISTENS_TO = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
REACTIONS: Reactions = {
    ReviewOpened: welcome_review,
    ReviewScoped: know_review,
    ReviewStageChanged: know_review,
    ReviewClosed: know_review,
    LeadReviewerIndependenceLost: notify_of_review,
    StatutoryClockMissed: notify_of_review,
    HoldReviewDue: notify_of_review,
    ThemeRecurred: notify,
    FindingRecorded: open_obligations,
    ObligationOpened: notify,
    ObligationAnswered: notify,
    ObligationOverdue: notify,
    ActionAgreed: answer_obligations,
    ActionEscalated: notify_of_action,
    ActionCompleted: notify_of_action,
    ActionJudged: notify_of_action,
    ActionSustained: notify_of_action,
    ActionReopened: notify_of_action,
    InvolvementResumed: notify_of_review,
    InvolvementOverdue: notify_of_review,
    FeedbackUnanswered: notify,
    ImmediateConcernRaised: raise_concern,
    ImmediateConcernTaken: take_concern,
    ReachFellShort: notify,
}
