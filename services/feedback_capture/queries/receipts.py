"""Receipts: the status of a response, for the person who holds its code (FC5)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Link
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import ANONYMOUS
from services.feedback_capture.domain.reply.state import covers
from services.feedback_capture.domain.response.consents import Purpose
from services.feedback_capture.domain.response.state import Response, ResponseStatus
from services.feedback_capture.kinds import REPLY
from services.feedback_capture.queries.replies import ActionOfReply, replies_published


class Receipt(BaseModel):
    """The answer to a response: its receipt code, and what it is for."""

    receipt: str
    notice: str


class ReplyToReceipt(BaseModel):
    """A published reply on a theme of the response."""

    theme: Code
    said: str
    done: str
    because: str | None
    link: Link
    actions: tuple[ActionOfReply, ...]


class ReceiptShown(BaseModel):
    """The status of a response, and the replies to it. It holds no word of the response."""

    status: ResponseStatus
    said_on: date
    consents: tuple[Purpose, ...]
    """The uses that the person allows now."""
    replies: tuple[ReplyToReceipt, ...]


async def receipt_shown(room: Room, response: Response) -> ReceiptShown:
    """Returns the replies that cover a response: published since it was given, for its theme, service and group."""
    reader, given = Reader(ANONYMOUS), given_to(room, ANONYMOUS)
    found = [
        reply
        for theme in response.themes
        for reply in await read_all(room, REPLY, reader, {"theme": theme, "published": "yes"})
        if reply.published_on >= response.said_on and covers(reply, response.service, response.source_group)
    ]
    published = await replies_published(room, found, given)
    replies = [ReplyToReceipt(**{name: getattr(each, name) for name in ReplyToReceipt.model_fields}) for each in published]
    allowed = tuple(purpose for purpose in Purpose if response.allows(purpose))
    return ReceiptShown(status=response.status, said_on=response.said_on, consents=allowed, replies=tuple(replies))
