"""Sending one message to one person (AT5)."""

from dataclasses import replace

from services.action_tracking.kinds import ROLE_HOLDER
from services.chassis.channels.message import Message
from services.chassis.privacy.reasons import reason_of
from services.chassis.room.room import Room
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.chassis.telemetry.logs import log
from services.chassis.telemetry.metrics import NOTICES


async def send(room: Room, document: Document, person_ref: str, letter: Message) -> tuple[bool, str | None]:
    """Sends the message to the person's address. Returns whether it went out, and the provider's id for it.

    After a restore the message gets another id. It may hold more than the first one, which a provider that knows that id
    would take for a duplicate.
    """
    holders = await room.store.find(ROLE_HOLDER, {"person_ref": person_ref})
    address = next((each.state.address for each in holders if each.state.address), None)
    if address is None or room.channel is None:
        log_failure(document, "there is no address" if room.channel else "there is no way to send")
        return False, None
    try:
        id_ = letter.id if room.store.incarnation == 1 else derived(letter.id, str(room.store.incarnation))
        provider_id = await room.channel(replace(letter, id=id_, to=address))
    except OSError as fault:
        log_failure(document, reason_of(fault))
        return False, None
    NOTICES.add(1, {"kind": document.kind.name, "outcome": "sent"})
    return True, provider_id


def log_failure(document: Document, why: str) -> None:
    """Logs and counts a failed message for operators: ids and place alone, never an address."""
    NOTICES.add(1, {"kind": document.kind.name, "outcome": "failed"})
    facts = {"kind": document.kind.name, "document": document.id, "fault": why}
    log.error("post: a message could not be sent", extra={"facts": facts})
