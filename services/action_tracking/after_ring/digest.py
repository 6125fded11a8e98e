"""Sending a digest once its ring is saved, and recording the outcome (AT5)."""

from collections.abc import Iterable

from services.action_tracking.after_ring.sending import send
from services.action_tracking.domain.action.head import ActionHead
from services.action_tracking.domain.action.waiting import waiting_of as action_waits
from services.action_tracking.domain.digest import message
from services.action_tracking.domain.digest.sending import record_outcome
from services.action_tracking.domain.digest.state import Digest, DigestStatus, Line, last_lines
from services.action_tracking.domain.notices.done import STEPS, is_done, repeated
from services.action_tracking.domain.obligation.head import ObligationHead
from services.action_tracking.domain.obligation.waiting import waiting_of as obligation_waits
from services.action_tracking.kinds import ACTION, DIGEST, KNOWN_REVIEW, OBLIGATION
from services.chassis.channels.message import Message
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, given_to, states_of
from services.chassis.rules.decisions import Given, derived
from services.chassis.store.documents import Document

SCOPE = "scope-review"


async def send_digest(room: Room, document: Document) -> None:
    """Sends the message that was just saved as `sending`, then records the outcome.

    Leaves out what was done meanwhile, and what a later line says again. With nothing left, no message goes out.
    """
    digest: Digest = document.state
    if digest.status is not DigestStatus.SENDING:
        return
    last, given = digest.sendings[-1], given_to(room)
    lines = last_lines(digest)
    done = await _done(room, lines, given)
    open_ = tuple(each for each in lines if each not in done)
    again = repeated(open_)
    kept = tuple(each for each in open_ if each not in again)
    outcome, provider_id = DigestStatus.NOTHING_LEFT, None
    if kept:
        letter = Message(last.message_id, "", message.subject(kept, given), message.text(kept, given))
        went, provider_id = await send(room, document, digest.person_ref, letter)
        outcome = DigestStatus.SENT if went else DigestStatus.FAILED
    left_out = [each for each in lines if each not in kept]
    cause = Cause(id=derived("outcome", last.message_id, str(last.tries)), name="record-outcome")
    await change(room, DIGEST, digest.id, lambda now, given: record_outcome(now, outcome, provider_id, left_out, given), cause)


async def _done(room: Room, lines: Iterable[Line], given: Given) -> list[Line]:
    """Returns the lines whose request was carried out, so far as this service knows. It knows nothing of the others."""
    steps = {each.about for each in lines if each.asked in STEPS}
    actions = await states_of(room, ACTION, steps, part=ActionHead)
    obligations = await states_of(room, OBLIGATION, steps, part=ObligationHead)
    reviews = await states_of(room, KNOWN_REVIEW, {each.about for each in lines if each.asked == SCOPE})
    waits = {id_: action_waits(each, given) for id_, each in actions.items()}
    waits |= {id_: obligation_waits(each, given) for id_, each in obligations.items()}
    scoped = {id_ for id_, each in reviews.items() if each.closed or each.agencies}
    return [
        each
        for each in lines
        if (each.about in waits and is_done(each, waits[each.about])) or (each.asked == SCOPE and each.about in scoped)
    ]
