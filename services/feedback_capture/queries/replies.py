"""Replies: drafts for those who clear them, and published replies for everybody (FC5)."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.types import Code, Id, Link, PersonRef, Reference, Sha256
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.reading import Reader, read_among
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.reply.state import Reply
from services.feedback_capture.kinds import KNOWN_ACTION, KNOWN_PRODUCT, REPLY
from services.feedback_capture.queries import codes

THEME = Filter("theme", "the code of a theme", among=codes.themes)
DRAFTS = Listing(REPLY, filters={"theme": THEME}, orders={"drafted": ("drafted_on", 1)}, always={"published": "no"})
REPLIES = Listing(REPLY, filters={"theme": THEME}, orders={"newest": ("published_on", -1)}, always={"published": "yes"})


class ReplyShown(BaseModel):
    """A reply as those who write and clear it see it."""

    id: Id
    theme: Code
    said: str
    done: str
    because: str | None
    actions: tuple[Id, ...]
    products: tuple[Id, ...]
    findings: tuple[Id, ...]
    author: PersonRef
    drafted_on: date
    published_on: date | None
    cleared_by: PersonRef | None
    link: Link | None
    sha256: Sha256 | None


class ActionOfReply(BaseModel):
    """An action with its present status."""

    action: Id
    reference: Reference | None
    status: ActionStatus


class ProductOfReply(BaseModel):
    """A product, with its link while it is published."""

    product: Id
    kind: Code | None
    link: Link | None


class PublishedReply(BaseModel):
    """A published reply, with the present status of its actions and products."""

    id: Id
    theme: Code
    said: str
    done: str
    because: str | None
    published_on: date
    link: Link
    sha256: Sha256
    actions: tuple[ActionOfReply, ...]
    products: tuple[ProductOfReply, ...]


def reply_shown(reply: Reply, given: Given) -> ReplyShown:
    return ReplyShown(**dict(reply))


async def replies_published(room: Room, replies: Sequence[Reply], given: Given) -> list[PublishedReply]:
    """Adds the present actions and products to published replies, in one query for each kind."""
    reader = Reader(given.actor)
    actions = await read_among(room, KNOWN_ACTION, {id_ for each in replies for id_ in each.actions}, reader)
    products = await read_among(room, KNOWN_PRODUCT, {id_ for each in replies for id_ in each.products}, reader)
    of_action = {id_: ActionOfReply(action=id_, reference=each.reference, status=each.status) for id_, each in actions.items()}
    of_product = {id_: ProductOfReply(product=id_, kind=each.kind, link=each.link) for id_, each in products.items()}
    published = []
    for reply in replies:
        kept = {name: value for name, value in reply if name in PublishedReply.model_fields}
        kept["actions"] = [of_action[id_] for id_ in reply.actions]
        kept["products"] = [of_product[id_] for id_ in reply.products]
        published.append(PublishedReply(**kept))
    return published
