"""Acts that follow the clocks of a response, and its withdrawal (FC3, FC5)."""

from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.room.change import change
from services.chassis.room.erasure import erase_and_record
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import Decided, Given, derived
from services.chassis.store.documents import Document
from services.feedback_capture.after_ring.waiting import look_behind
from services.feedback_capture.domain.reply.recalling import RecallReply, recall_reply
from services.feedback_capture.domain.reply.state import Reply
from services.feedback_capture.domain.response.erasing import keys_to_erase, record_erased
from services.feedback_capture.domain.response.quoting import may_quote
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.kinds import REPLY, RESPONSE

RECALL = RecallReply(reason=WithdrawalReason.CONSENT_WITHDRAWN)


async def follow_response(room: Room, document: Document) -> None:
    """Takes back what a withdrawal did not, and looks for what waits beside a late response."""
    await take_back(room, document.state)
    await look_behind(room, document)


async def take_back(room: Room, response: Response) -> None:
    """Recalls the replies that may no longer quote a response. Deletes the keys of what was taken back, and records it."""
    if response.erase_on is None:
        return
    if not may_quote(response):
        for each in await room.store.find(REPLY, {"quotes": response.id}):
            cause = Cause(id=derived("recall", each.id), name="recall-reply")
            await change(room, REPLY, each.id, _recall, cause)
    await erase_and_record(room, RESPONSE, response.id, keys_to_erase(response), record_erased)


def _recall(reply: Reply, given: Given) -> Decided[Reply]:
    """Recalls a reply that is public. One that waits to be cleared is refused then."""
    return recall_reply(reply, RECALL, given) if reply.public else Decided(reply)
