"""Reactions that notify people: an entry in the ledger, and a line in each person's digest (AT5)."""

from collections.abc import Sequence
from typing import Any

from contracts.events.action_tracking import (
    ActionCompleted,
    ActionEscalated,
    ActionJudged,
    ActionReopened,
    ActionSustained,
    NoActionProposed,
    NoActionRefused,
    ObligationAnswered,
    ObligationOpened,
    ObligationOverdue,
    ObligationReopened,
    RecheckOffered,
)
from contracts.events.envelope import Received
from contracts.events.event import Event
from contracts.events.feedback_capture import (
    FeedbackUnanswered,
    FeedbackUncoded,
    FeedbackUnread,
    InvolvementOverdue,
    InvolvementResumed,
)
from contracts.events.learning_dissemination import ProductFlagged, ProductWithheld, ReachFellShort
from contracts.events.review_registry import (
    HoldReviewDue,
    LeadReviewerIndependenceLost,
    LeadReviewerStoodDown,
    ReviewOpened,
    StatutoryClockMissed,
    ThemeRecurred,
)
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Id
from services.action_tracking.domain.action.head import ActionHead
from services.action_tracking.domain.digest.collecting import add_line
from services.action_tracking.domain.digest.state import digest_id
from services.action_tracking.domain.ledger import LedgerEntry, LedgerLine
from services.action_tracking.domain.notices.about import about_action
from services.action_tracking.domain.notices.entering import Occasion, entry_of
from services.action_tracking.domain.notices.table import About, Notice, notices
from services.action_tracking.domain.obligation.head import ObligationHead
from services.action_tracking.domain.obligation.waiting import waiting_of as obligation_waits
from services.action_tracking.facts import directory_for, review_reference
from services.action_tracking.kinds import ACTION, DIGEST, LEDGER_ENTRY, OBLIGATION
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, given_to, state_of, states_of
from services.chassis.room.tables import Effect, NotYet, Reactions
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.kinds import Decide


async def notify(received: Received[Any], room: Room) -> list[Effect]:
    """Notifies the agency that the event names. If it names none, notifies the partnership."""
    return await _notify(received, room, About(getattr(received.event, "agency", PARTNERSHIP)), None)


async def notify_of_review(received: Received[Any], room: Room) -> list[Effect]:
    """Notifies the partnership of what a review asks, or a party that waits in it."""
    event = received.event
    reference = event.reference if isinstance(event, ReviewOpened) else await review_reference(room, event.review)
    return await _notify(received, room, About(), reference)


async def notify_of_obligation(received: Received[Any], room: Room) -> list[Effect]:
    """Notifies the agency that owes a response, and those above it when it is late (AT1)."""
    id_ = received.event.obligation
    obligation = (await states_of(room, OBLIGATION, [id_], part=ObligationHead)).get(id_)
    reference = obligation.reference if obligation else None
    waiting = obligation_waits(obligation, given_to(room)) if obligation else None
    return await _notify(received, room, About(received.event.agency, waiting=waiting), reference)


async def notify_of_action(received: Received[Any], room: Room) -> list[Effect]:
    """Notifies the owner of an action, those above, or those who decide (AT4).

    Waits for an action that is missing, as after a restore.
    """
    id_ = received.event.action
    action = (await states_of(room, ACTION, [id_], part=ActionHead)).get(id_)
    if action is None:
        raise NotYet
    return await _notify(received, room, about_action(action, given_to(room)), action.reference)


async def _notify(received: Received[Any], room: Room, about: About, reference: str | None) -> list[Effect]:
    """Returns the effects on the digests, or none if the event asks for nothing.

    The ledger decides once on recipients and day, and is saved first. Heard again, or by two processes at the same time, the
    event notifies no one else and on no other day.
    """
    event, envelope = received.event, received.envelope
    occasion = Occasion(
        about=event.about(),
        reference=reference,
        link=link_to(event, room.url),
        trigger=envelope.id,
        name=type(event).__name__,
        at=envelope.time,
    )
    id_ = derived("ledger", envelope.partitionkey, envelope.sequence)
    asked = notices(event, about, room.framework)
    known = await state_of(room, LEDGER_ENTRY, id_)
    if not known and not asked:
        return []
    entry = known or await _decided_once(received, room, id_, occasion, asked)

    def adding(each: LedgerLine) -> Decide:
        return lambda state, given: add_line(state, each.line, each.person_ref, entry.day, given)

    return [Effect(DIGEST, digest_id(each.person_ref, entry.day), adding(each), creates=True) for each in entry.told]


async def _decided_once(
    received: Received[Any], room: Room, id_: Id, occasion: Occasion, asked: Sequence[Notice]
) -> LedgerEntry:
    """Decides and saves an entry of the ledger. Returns the one that is saved, which another process may have decided on."""
    envelope, directory = received.envelope, await directory_for(room, asked, occasion.at)
    entry = entry_of(id_, occasion, asked, directory, given_to(room))
    heard = (envelope.partitionkey, envelope.sequence)
    cause = Cause(id=envelope.id, name=type(received.event).__name__, heard=heard)

    def keep(state: LedgerEntry | None, given: Given) -> Decided[LedgerEntry]:
        return Decided(state or entry)

    saved, _ = await change(room, LEDGER_ENTRY, entry.id, keep, cause, already_done=lambda document: document.version > 0)
    decided: LedgerEntry = saved.state
    return decided


def link_to(event: Any, url: str) -> str:
    """Returns the event's own link, else a page of this service."""
    page = PAGES.get(type(event), "actions/{action}")
    return str(getattr(event, "link", None) or f"{url}/{page.format(**dict(event))}")


PAGES: dict[type[Event], str] = {
    ReviewOpened: "threads/{review}",
    LeadReviewerIndependenceLost: "threads/{review}",
    LeadReviewerStoodDown: "threads/{review}",
    StatutoryClockMissed: "threads/{review}",
    HoldReviewDue: "threads/{review}",
    InvolvementResumed: "threads/{review}",
    InvolvementOverdue: "threads/{review}",
    ObligationOpened: "obligations/{obligation}",
    ObligationAnswered: "obligations/{obligation}",
    ObligationOverdue: "obligations/{obligation}",
    ObligationReopened: "obligations/{obligation}",
    NoActionProposed: "obligations/{obligation}",
    NoActionRefused: "obligations/{obligation}",
}
"""The page of each event. All other events are about an action."""

REACTIONS: Reactions = {
    LeadReviewerIndependenceLost: notify_of_review,
    LeadReviewerStoodDown: notify_of_review,
    StatutoryClockMissed: notify_of_review,
    HoldReviewDue: notify_of_review,
    ThemeRecurred: notify,
    ObligationOpened: notify_of_obligation,
    ObligationAnswered: notify_of_obligation,
    ObligationOverdue: notify_of_obligation,
    ObligationReopened: notify_of_obligation,
    NoActionProposed: notify_of_obligation,
    NoActionRefused: notify_of_obligation,
    ActionEscalated: notify_of_action,
    ActionCompleted: notify_of_action,
    ActionJudged: notify_of_action,
    RecheckOffered: notify_of_action,
    ActionSustained: notify_of_action,
    ActionReopened: notify_of_action,
    InvolvementResumed: notify_of_review,
    InvolvementOverdue: notify_of_review,
    FeedbackUnread: notify,
    FeedbackUncoded: notify,
    FeedbackUnanswered: notify,
    ProductFlagged: notify,
    ProductWithheld: notify,
    ReachFellShort: notify,
}
