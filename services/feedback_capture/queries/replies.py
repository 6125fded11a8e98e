"""Replies: drafts for those who clear them, and published replies for everybody (FC5)."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.reviews import WithdrawalReason
from contracts.vocabulary.types import Code, Id, Link, Reference, Sha256
from services.chassis.http.listings import LIMIT, Filter, Listing
from services.chassis.room.reading import Reader, read_among
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Given
from services.chassis.rules.person import Person
from services.feedback_capture.domain.reply.state import Groups, PublicReply, Reply, Services, Version
from services.feedback_capture.kinds import KNOWN_ACTION, KNOWN_PRODUCT, REPLY
from services.feedback_capture.queries import codes

THEME = Filter("theme", "the code of a theme", among=codes.themes)
DRAFTS = Listing(REPLY, filters={"theme": THEME}, orders={"drafted": ("drafted_on", 1)}, always={"draft": "yes"})
REPLIES = Listing(
    REPLY,
    filters={"theme": THEME},
    orders={"newest": ("published_on", -1)},
    always={"published": "yes"},
    part=PublicReply,
    largest=LIMIT,
)
"""Anybody may ask for a page, and each of its replies names up to 40 actions and products. So a page holds few."""


class ReplyShown(BaseModel):
    """A reply as those who write and clear it see it: its draft, or else its public version.

    Answers to commands have no words.
    """

    id: Id
    theme: Code
    services: Services
    source_groups: Groups
    said: str | None = None
    done: str | None = None
    because: str | None = None
    actions: tuple[Id, ...] = ()
    products: tuple[Id, ...] = ()
    findings: tuple[Id, ...] = ()
    author: Person | None = None
    drafted_on: date | None = None
    writers: tuple[Person, ...]
    published_on: date | None
    corrected_on: date | None
    cleared_by: Person | None
    link: Link | None
    sha256: Sha256 | None
    recalled: WithdrawalReason | None


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
    services: Services
    source_groups: Groups
    said: str
    done: str
    because: str | None
    published_on: date
    corrected_on: date | None
    link: Link
    sha256: Sha256
    actions: tuple[ActionOfReply, ...]
    products: tuple[ProductOfReply, ...]


WORDS = ("said", "done", "because")


def reply_shown(reply: Reply, given: Given) -> ReplyShown:
    version = reply.draft or reply.public
    kept = {name: value for name, value in version or () if name in ReplyShown.model_fields and name not in WORDS}
    return ReplyShown(**kept, **{name: value for name, value in reply if name in ReplyShown.model_fields})


def draft_opened(reply: Reply, given: Given) -> ReplyShown:
    """Shows the words of the draft too."""
    return reply_shown(reply, given).model_copy(update=words(reply.draft) if reply.draft else {})


def words(version: Version) -> dict[str, str | None]:
    return {name: getattr(version, name) for name in WORDS}


async def replies_published(room: Room, replies: Sequence[PublicReply], given: Given) -> list[PublishedReply]:
    """Opens published replies, and adds their present actions and products, in one query for each kind."""
    actions = await actions_of(room, replies, given.actor)
    products = await _products_of(room, replies, given.actor)
    published = []
    for reply, version in ((each, each.public) for each in replies if each.public):
        kept = {name: value for name, value in reply if name in PublishedReply.model_fields}
        kept |= words(version)
        kept["actions"] = [actions[id_] for id_ in version.actions]
        kept["products"] = [products[id_] for id_ in version.products]
        published.append(PublishedReply(**kept))
    return published


async def actions_of(room: Room, replies: Sequence[PublicReply], actor: Actor) -> dict[Id, ActionOfReply]:
    """Returns the actions of published replies by id, with their present status."""
    named = {id_ for each in replies if each.public for id_ in each.public.actions}
    found = await read_among(room, KNOWN_ACTION, named, Reader(actor))
    return {id_: ActionOfReply(action=id_, reference=each.reference, status=each.status) for id_, each in found.items()}


async def _products_of(room: Room, replies: Sequence[PublicReply], actor: Actor) -> dict[Id, ProductOfReply]:
    named = {id_ for each in replies if each.public for id_ in each.public.products}
    found = await read_among(room, KNOWN_PRODUCT, named, Reader(actor))
    return {id_: ProductOfReply(product=id_, kind=each.kind, link=each.link) for id_, each in found.items()}
