"""Sending a digest once its ring is saved, and recording the outcome (AT5)."""

from services.action_tracking.after_ring.sending import send
from services.action_tracking.domain.digest import message
from services.action_tracking.domain.digest.sending import record_outcome
from services.action_tracking.domain.digest.state import Digest, DigestStatus
from services.action_tracking.kinds import DIGEST
from services.chassis.channels.message import Message
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, given_to
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document


async def send_digest(room: Room, document: Document) -> None:
    """Sends the message that was just saved as `sending`, then records the outcome."""
    digest: Digest = document.state
    if digest.status is not DigestStatus.SENDING:
        return
    last, given = digest.sendings[-1], given_to(room)
    letter = Message(last.message_id, "", message.subject(digest, given), message.text(digest, given))
    went, provider_id = await send(room, document, digest.person_ref, letter)
    outcome = DigestStatus.SENT if went else DigestStatus.FAILED
    cause = Cause(id=derived("outcome", last.message_id, str(last.tries)), name="record-outcome")
    await change(room, DIGEST, digest.id, lambda now, given: record_outcome(now, outcome, provider_id, given), cause)
