"""Notifying the top of a ladder again, once the ring that counted the round is saved (AT4).

A round emits no event. A process that ends between the ring and this notice loses one round; the next one comes.
"""

from datetime import date
from functools import partial

from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.digest.collecting import add_line
from services.action_tracking.domain.digest.state import Digest, digest_id
from services.action_tracking.domain.ledger import LedgerLine
from services.action_tracking.domain.notices.about import about_action
from services.action_tracking.domain.notices.entering import Occasion, entry_of
from services.action_tracking.domain.notices.table import About, asked_of
from services.action_tracking.domain.obligation.state import Obligation
from services.action_tracking.domain.obligation.waiting import waiting_of as obligation_waits
from services.action_tracking.domain.waiting import ladder_of
from services.action_tracking.facts import directory_for
from services.action_tracking.kinds import DIGEST, LEDGER_ENTRY
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, given_to
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.documents import Document


async def notify_again_of_action(room: Room, document: Document) -> None:
    """Notifies the top rung again of an action that still waits."""
    action: Action = document.state
    await _notify_again(room, document, about_action(action, given_to(room)), action.reference, "actions")


async def notify_again_of_obligation(room: Room, document: Document) -> None:
    """Notifies the top rung again of an obligation that still waits."""
    obligation: Obligation = document.state
    about = About(obligation.agency, waiting=obligation_waits(obligation, given_to(room)))
    await _notify_again(room, document, about, obligation.reference, "obligations")


async def _notify_again(room: Room, document: Document, about: About, reference: str | None, page: str) -> None:
    chase, waiting = document.state.chased, about.waiting
    if chase is None or waiting is None or chase.again_at is None or chase.again_at != document.last_time:
        return  # the ring reached a rung, and its event notifies
    id_ = derived("round", document.id, chase.asks, chase.since.isoformat(), str(chase.rounds))
    occasion = Occasion(document.id, reference, f"{room.url}/{page}/{document.id}", id_, "Round", chase.again_at)
    top = ladder_of(waiting.asks, room.framework)[-1:]
    asked = asked_of(top, waiting.asks, about, waiting.due, room.framework)
    given, cause = given_to(room), Cause(id=id_, name="notify-again")
    entry = entry_of(id_, occasion, asked, await directory_for(room, asked, occasion.at), given)
    saved, _ = await change(room, LEDGER_ENTRY, id_, lambda state, given: Decided(state or entry), cause)
    entry = saved.state
    for each in entry.told:
        await change(room, DIGEST, digest_id(each.person_ref, entry.day), partial(_adding, each, entry.day), cause)


def _adding(each: LedgerLine, day: date, state: Digest | None, given: Given) -> Decided[Digest]:
    return add_line(state, each.line, each.person_ref, day, given)
