"""People's door: each command a POST, answered the same way in every service (architecture.md, "HTTP")."""

from services.chassis.http.refusals import not_found
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.chassis.store.documents import Document
from services.chassis.store.kinds import Kind


async def seen(room: Room, kind: Kind, id_: str, actor: Actor) -> Document:
    """A document that the actor may see. Raises a 404 otherwise."""
    document = await room.store.load(kind, id_)
    refuse_unless_visible(document, actor)
    return document


def refuse_unless_visible(document: Document, actor: Actor) -> None:
    if not document.version or not document.kind.visible(document.state, actor):
        raise not_found()
