"""Acts that follow the clocks of a response (FC3, FC5)."""

from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.room.change import change
from services.chassis.room.erasure import erase_and_record
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.documents import Document
from services.feedback_capture.after_ring.waiting import look_behind
from services.feedback_capture.domain.reply.recalling import RecallReply, recall_reply
from services.feedback_capture.domain.reply.state import Reply
from services.feedback_capture.domain.response.erasing import record_erased
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.facts import keys_taken_back, replies_to_recall
from services.feedback_capture.kinds import REPLY, RESPONSE

RECALL = RecallReply(reason=WithdrawalReason.CONSENT_WITHDRAWN)


async def follow_response(room: Room, document: Document) -> None:
    """Takes back what a person withdrew, if the withdrawal did not. Looks for what waits beside a late response."""
    await _take_back(room, document.state)
    await look_behind(room, document)


async def _take_back(room: Room, response: Response) -> None:
    """Recalls the replies that may no longer quote a response, deletes the keys of what was taken back, and records it."""
    if response.erase_on is None:
        return
    for each in await replies_to_recall(room, response):
        await change(room, REPLY, each, _recall, Cause(id=derived("recall", each), name="recall-reply"))
    await erase_and_record(room, RESPONSE, response.id, await keys_taken_back(room, response), record_erased)


def _recall(reply: Reply, given: Given) -> Decided[Reply]:
    return recall_reply(reply, RECALL, given) if reply.public else Decided(reply)
