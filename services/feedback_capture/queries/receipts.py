"""Receipts: the status of a response, for the person who holds its code (FC5)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id, Link
from services.chassis.room.reading import Page, Reader, read_page
from services.chassis.room.room import Room
from services.chassis.rules.decisions import ANONYMOUS
from services.chassis.store.query_keys import Span
from services.feedback_capture.domain.reply.state import PublicReply, Version, covering
from services.feedback_capture.domain.response.consents import Purpose
from services.feedback_capture.domain.response.state import ResponseStatus, Wordless
from services.feedback_capture.kinds import REPLY
from services.feedback_capture.queries.replies import ActionOfReply, actions_of, words

SHOWN = 20
"""The most replies that a receipt shows."""


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
    """The newest replies, the newest first, at most 20."""
    more_replies: bool
    """True if older replies answer it too. `GET /replies` lists them by theme."""


async def receipt_shown(room: Room, response: Wordless) -> ReceiptShown:
    """Returns the replies that cover a response: published since it was given, for its theme, service and group."""
    found = await _replies_to(room, response) if response.themes else Page([], None)
    replies = [each.state for each in found.documents]
    actions = await actions_of(room, replies, ANONYMOUS)
    return ReceiptShown(
        status=response.status,
        said_on=response.said_on,
        consents=tuple(purpose for purpose in Purpose if response.allows(purpose)),
        replies=tuple(_shown(each, each.public, actions) for each in replies),
        more_replies=found.more is not None,
    )


def _shown(reply: PublicReply, version: Version, actions: Mapping[Id, ActionOfReply]) -> ReplyToReceipt:
    shown: dict[str, Any] = {"theme": reply.theme, "link": reply.link, **words(version)}
    return ReplyToReceipt(**shown, actions=tuple(actions[id_] for id_ in version.actions))


async def _replies_to(room: Room, response: Wordless) -> Page:
    since = {"published_on": Span(since=response.said_on.isoformat())}
    keys = covering(response.themes, response.service, response.source_group) | since
    order = ("published_on", -1)
    return await read_page(room, REPLY, Reader(ANONYMOUS), keys, order=order, limit=SHOWN, part=PublicReply)
