"""Events in: what action tracking does about what the registry and it itself make known; and how a digest is sent."""

from typing import Any

from contracts.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionReopened,
    ActionSustained,
    ObligationOpened,
    ObligationOverdue,
)
from contracts.envelope import Received
from contracts.review_registry import (
    FindingRecorded,
    LeadReviewerIndependenceLost,
    ReviewOpened,
    ReviewScoped,
    ReviewStageChanged,
    StatutoryClockMissed,
)
from contracts.vocabulary import PARTNERSHIP
from services.action_tracking.commands import ACTION, DIGEST, KNOWN_REVIEW, LEDGER_ENTRY, OBLIGATION, ROLE_HOLDER, known
from services.action_tracking.domain import known_review, message
from services.action_tracking.domain.action import Owner
from services.action_tracking.domain.digest import (
    Digest,
    DigestStatus,
    Line,
    add_line,
    digest_day,
    digest_id,
    record_outcome,
)
from services.action_tracking.domain.known_review import KnownReview
from services.action_tracking.domain.ledger import LedgerEntry, Told
from services.action_tracking.domain.notices import notices, told
from services.action_tracking.domain.obligation import answer_with_action, asked, obligation_id, open_obligation
from services.chassis.decisions import Decided, Given, derived
from services.chassis.kinds import Decide, Effect, NotYet, Reactions
from services.chassis.post import Message
from services.chassis.room import Cause, Room, change
from services.chassis.store import Document
from services.chassis.sweep import Act


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
    event = received.event
    return [*await know_review(received, room), *await _notify(received, room, event.review, PARTNERSHIP, event.reference)]


async def notify_of_review(received: Received[Any], room: Room) -> list[Effect]:
    """AT5: what a review asks of the partnership."""
    review = await known(room, KNOWN_REVIEW, received.event.review)
    return await _notify(received, room, received.event.review, PARTNERSHIP, review.reference if review else None)


async def notify_of_obligation(received: Received[Any], room: Room) -> list[Effect]:
    """AT1, AT5: what an obligation asks of its agency, and of those above it when it is late."""
    return await _notify(received, room, received.event.obligation, received.event.agency, None)


async def notify_of_action(received: Received[Any], room: Room) -> list[Effect]:
    """AT4, AT5: what an action asks of its owner, and of those above. One that is not here, as in a restored store, is waited
    for."""
    action = await known(room, ACTION, received.event.action)
    if action is None:
        raise NotYet
    return await _notify(received, room, action.id, action.owner.agency, action.reference, action.owner)


async def _notify(
    received: Received[Any], room: Room, about: str, agency: str, reference: str | None, owner: Owner | None = None
) -> list[Effect]:
    """An entry in the ledger, and a line in the digest of each person who is asked for something. Who that is was decided when
    the event was first heard: heard again it tells nobody else."""
    envelope = received.envelope
    id_ = derived("ledger", envelope.partitionkey, envelope.sequence)
    entry = await known(room, LEDGER_ENTRY, id_) or LedgerEntry(
        id=id_,
        about=about,
        trigger=envelope.id,
        event=type(received.event).__name__,
        at=envelope.time,
        day=digest_day(envelope.time, room.framework, room.closed),
        told=await _told(received, room, about, agency, reference, owner),
    )

    def keep(state: LedgerEntry | None, given: Given) -> Decided[LedgerEntry]:
        return Decided(state or entry)

    def adding(told: Told) -> Decide:
        return lambda state, given: add_line(state, told.line, told.person_ref, entry.day, given)

    digests = [Effect(DIGEST, digest_id(each.person_ref, entry.day), adding(each), creates=True) for each in entry.told]
    return [Effect(LEDGER_ENTRY, id_, keep, creates=True), *digests]


async def _told(
    received: Received[Any], room: Room, about: str, agency: str, reference: str | None, owner: Owner | None
) -> tuple[Told, ...]:
    """Whom the event asks for something, a line each, however many roles a person holds."""
    ladder = room.framework.ladder
    directory = [document.state for document in await room.store.find(ROLE_HOLDER, {})]
    people: dict[str, Told] = {}
    for notice in notices(received.event, agency, owner, ladder):
        for person in told(notice, directory, received.envelope.time.date(), ladder):
            line = Line(
                about=about,
                reference=reference,
                asked=notice.asked,
                due=notice.due,
                link=f"{room.url}/{PLACES.get(type(received.event), 'actions')}/{about}",
                role=person.role,
                agency=person.agency,
                trigger=received.envelope.id,
                instead_of=person.instead_of,
            )
            people.setdefault(person.person_ref, Told(person_ref=person.person_ref, line=line))
    return tuple(people.values())


PLACES: dict[Any, str] = {
    ReviewOpened: "threads",
    LeadReviewerIndependenceLost: "threads",
    StatutoryClockMissed: "threads",
    ObligationOpened: "obligations",
    ObligationOverdue: "obligations",
}
"""Where what an event is about can be read here; actions, where nothing is said."""


async def deliver(room: Room, document: Document) -> None:
    """AT5: sends a digest whose sending was just saved, and then saves what came of it."""
    state: Digest = document.state
    if state.status is not DigestStatus.SENDING:
        return
    outcome, provider_id = await _sent(room, state)
    cause = Cause(id=derived("outcome", state.sendings[-1].message_id, str(state.sendings[-1].tries)), name="record-outcome")
    await change(room, DIGEST, state.id, lambda now, given: record_outcome(now, outcome, provider_id, given), cause)


async def _sent(room: Room, state: Digest) -> tuple[DigestStatus, str | None]:
    """Without an address or a way to send, or when it fails, the digest has failed; the ring tries again."""
    holders = await room.store.find(ROLE_HOLDER, {"person_ref": state.person_ref})
    address = next((each.state.address for each in holders if each.state.address), None)
    if address is None or room.post is None:
        return DigestStatus.FAILED, None
    to = room.keyring.open(address).decode()
    letter = Message(state.sendings[-1].message_id, to, message.subject(state), message.text(state))
    try:
        return DigestStatus.SENT, await room.post(letter)
    except OSError:
        return DigestStatus.FAILED, None


ACTS: dict[str, Act] = {DIGEST.name: deliver}
LISTENS_TO = ("review-registry", "action-tracking")
REACTIONS: Reactions = {
    ReviewOpened: welcome_review,
    ReviewScoped: know_review,
    ReviewStageChanged: know_review,
    LeadReviewerIndependenceLost: notify_of_review,
    StatutoryClockMissed: notify_of_review,
    FindingRecorded: open_obligations,
    ObligationOpened: notify_of_obligation,
    ObligationOverdue: notify_of_obligation,
    ActionAgreed: answer_obligations,
    ActionEscalated: notify_of_action,
    ActionCompleted: notify_of_action,
    ActionJudged: notify_of_action,
    ActionSustained: notify_of_action,
    ActionReopened: notify_of_action,
}
