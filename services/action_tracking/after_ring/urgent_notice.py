"""Sending an urgent notice once its ring is saved, and recording the outcomes (AT5)."""

from typing import Any

from services.action_tracking.after_ring.sending import log_failure, send
from services.action_tracking.domain.urgent_notice import message
from services.action_tracking.domain.urgent_notice.climbing import record_recipients
from services.action_tracking.domain.urgent_notice.recipients import recipients_of
from services.action_tracking.domain.urgent_notice.state import Outcome, UrgentNotice, UrgentRecipient
from services.action_tracking.facts import directory_for_concern
from services.action_tracking.kinds import URGENT_NOTICE
from services.chassis.channels.message import Message
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, given_to
from services.chassis.rules.decisions import Given, derived
from services.chassis.store.documents import Document


async def send_urgent_notice(room: Room, document: Document) -> None:
    """Notifies everyone on the rungs that were just saved as reached, then records the outcomes.

    A person on several of these rungs gets one message.
    """
    notice: UrgentNotice = document.state
    given, directory = given_to(room), await directory_for_concern(room, notice)
    recipients: dict[str, tuple[UrgentRecipient, ...]] = {}
    sent: dict[str, UrgentRecipient] = {}
    for step, people in recipients_of(notice, directory, given.today, given.framework).items():
        if not people:
            log_failure(document, "nobody can be reached on this rung")
        for each in people:
            if each.person_ref not in sent:
                sent[each.person_ref] = await _notify(room, document, each, given)
        recipients[step] = tuple(each.model_copy(update=_outcome_of(sent[each.person_ref])) for each in people)
    cause = Cause(id=derived("outcome", notice.id, str(document.version)), name="record-told")
    await change(room, URGENT_NOTICE, notice.id, lambda now, given: record_recipients(now, recipients, given), cause)


async def _notify(room: Room, document: Document, recipient: UrgentRecipient, given: Given) -> UrgentRecipient:
    if recipient.outcome is Outcome.SENT:
        return recipient
    text = message.text(document.state, recipient, given)
    letter = Message(recipient.message_id, "", message.subject(document.state, given), text)
    went, provider_id = await send(room, document, recipient.person_ref, letter)
    return recipient.model_copy(update={"outcome": Outcome.SENT if went else Outcome.FAILED, "provider_id": provider_id})


def _outcome_of(recipient: UrgentRecipient) -> dict[str, Any]:
    return {"message_id": recipient.message_id, "outcome": recipient.outcome, "provider_id": recipient.provider_id}
