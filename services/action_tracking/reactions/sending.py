"""What follows a ring in the world (AT5): digests and urgent notices are sent, and what came of it is saved."""

from dataclasses import replace
from typing import Any

from services.action_tracking.commands import DIGEST, ROLE_HOLDER, URGENT_NOTICE
from services.action_tracking.domain import message, urgent
from services.action_tracking.domain.digest import Digest, DigestStatus, record_outcome
from services.action_tracking.domain.urgent import Outcome, Told, UrgentNotice, record_told
from services.chassis.channels.message import Message
from services.chassis.privacy.keyring import CANNOT_OPEN
from services.chassis.privacy.reasons import reason_of
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, given_to
from services.chassis.room.tables import AfterRing
from services.chassis.rules.decisions import derived
from services.chassis.store.documents import Document
from services.chassis.telemetry.logs import log
from services.chassis.telemetry.metrics import NOTICES


async def deliver(room: Room, document: Document) -> None:
    """Sends a digest whose sending was just saved, and then saves what came of it."""
    state: Digest = document.state
    if state.status is not DigestStatus.SENDING:
        return
    last = state.sendings[-1]
    letter = Message(last.message_id, "", message.subject(state), message.text(state))
    went, provider_id = await _sent(room, document, state.person_ref, letter)
    outcome = DigestStatus.SENT if went else DigestStatus.FAILED
    cause = Cause(id=derived("outcome", last.message_id, str(last.tries)), name="record-outcome")
    await change(room, DIGEST, state.id, lambda now, given: record_outcome(now, outcome, provider_id, given), cause)


async def alert(room: Room, document: Document) -> None:
    """Tells everybody on the rungs that were just saved as reached, and then saves whom it told."""
    state: UrgentNotice = document.state
    directory = [each.state for each in await room.store.find(ROLE_HOLDER, {})]
    today = given_to(room).today
    told: dict[str, tuple[Told, ...]] = {}
    sent: dict[str, Told] = {}
    for step, people in urgent.letters(state, directory, today).items():
        if not people:
            _failed(document, "nobody can be reached on this rung")
        for each in people:
            if each.person_ref not in sent:
                sent[each.person_ref] = await _told(room, document, each)
        told[step] = tuple(each.model_copy(update=_came_of(sent[each.person_ref])) for each in people)
    cause = Cause(id=derived("outcome", state.id, str(document.version)), name="record-told")
    await change(room, URGENT_NOTICE, state.id, lambda now, given: record_told(now, told, given), cause)


async def _told(room: Room, document: Document, person: Told) -> Told:
    """One message a person, though several rungs that they stand on were passed at once."""
    if person.outcome is Outcome.SENT:
        return person
    letter = Message(person.message_id, "", message.URGENT, message.urgent_text(document.state, person))
    went, provider_id = await _sent(room, document, person.person_ref, letter)
    return person.model_copy(update={"outcome": Outcome.SENT if went else Outcome.FAILED, "provider_id": provider_id})


def _came_of(told: Told) -> dict[str, Any]:
    return {"message_id": told.message_id, "outcome": told.outcome, "provider_id": told.provider_id}


async def _sent(room: Room, document: Document, person_ref: str, letter: Message) -> tuple[bool, str | None]:
    """Whether it went out, and the provider's id for it. After a restore it is another message, though it has the same place:
    it may hold more, and whoever knows the first one's id would drop it."""
    holders = await room.store.find(ROLE_HOLDER, {"person_ref": person_ref})
    address = next((each.state.address for each in holders if each.state.address), None)
    if address is None or room.channel is None:
        _failed(document, "there is no address" if room.channel else "there is no way to send")
        return False, None
    try:
        id_ = letter.id if room.store.incarnation == 1 else derived(letter.id, str(room.store.incarnation))
        provider_id = await room.channel(replace(letter, id=id_, to=room.keyring.open(address).decode()))
    except (OSError, *CANNOT_OPEN) as fault:
        _failed(document, reason_of(fault))
        return False, None
    NOTICES.add(1, {"kind": document.kind.name, "outcome": "sent"})
    return True, provider_id


def _failed(document: Document, why: str) -> None:
    """Seen by operators: ids and place alone, never an address."""
    NOTICES.add(1, {"kind": document.kind.name, "outcome": "failed"})
    facts = {"kind": document.kind.name, "document": document.id, "fault": why}
    log.error("post: a message could not be sent", extra={"facts": facts})


ACTS: dict[str, AfterRing] = {DIGEST.name: deliver, URGENT_NOTICE.name: alert}
