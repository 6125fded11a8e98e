"""What people read of learning dissemination, straight from the store."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel

from contracts.vocabulary.types import Code, Count, Id, Link, PersonRef
from services.chassis.http.paging import listed
from services.chassis.http.views import Views
from services.chassis.room.erasure import opened
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Given
from services.learning_dissemination.commands import (
    ACKNOWLEDGEMENT,
    AUDIENCE,
    DELIVERY,
    HEARD,
    KNOWN_ACTION,
    PLAN,
    POINT,
    PRODUCT,
    reviews_of,
)
from services.learning_dissemination.domain.acknowledgement import Acknowledgement
from services.learning_dissemination.domain.audience import Audience
from services.learning_dissemination.domain.delivery import Delivery, DeliveryStatus
from services.learning_dissemination.domain.measuring import reach_due
from services.learning_dissemination.domain.plan import Plan
from services.learning_dissemination.domain.product import Product, Published, Section
from services.learning_dissemination.domain.proposal import Proposal, propose
from services.learning_dissemination.domain.reach import Reach, board, kept_safe
from services.learning_dissemination.domain.segment import Pair, Segment, sees


class LibraryLine(BaseModel):
    """A published product in the library's list."""

    id: Id
    kind: Code
    kind_label: str
    title: str
    themes: tuple[Code, ...]
    published_on: date
    link: Link


class LibraryItem(LibraryLine):
    """A published product, part by part."""

    version: int
    sections: tuple[Section, ...]


class VersionLine(BaseModel):
    """What was done with a product, when, by whom; and the version that it was in."""

    at: datetime
    command: str
    version: int
    status: Code
    roles: list[str]
    agency: str
    person_ref: str


class AudienceShown(Audience):
    """A segment, and whether it has had something on the theme that was asked for; null where none was."""

    had_it: bool | None = None


class BroughtShown(Segment):
    """A segment of a delivery. Numbers that nobody has said, or that are kept safe, are null."""

    declared: Count | None
    as_at: date | None
    attended: Count | None
    reached: Count | None
    fell_short: bool | None


class DeliveryShown(BaseModel):
    """A delivery, as far as it is the reader's: an agency sees its own people alone."""

    id: Id
    product: Id
    themes: tuple[Code, ...]
    segments: tuple[BroughtShown, ...]
    channel: Code
    on: date
    place: str
    facilitator: PersonRef
    status: DeliveryStatus
    reach_due: date
    measured_on: date | None


class AcknowledgementShown(BaseModel):
    """What somebody acknowledged."""

    id: Id
    product: Id
    agency: Code
    professional_group: Code
    at: AwareDatetime


class OwnAcknowledgement(AcknowledgementShown):
    """With what they said they will do; null once it was taken back."""

    will_do: str | None


def as_it_is(state: Any, given: Given) -> Any:
    return state


def delivery_shown(delivery: Delivery, given: Given) -> DeliveryShown:
    """Small numbers are kept safe, though whoever recorded them knew them."""
    threshold = given.framework.feedback.threshold
    segments = tuple(
        BroughtShown(
            agency=each.agency,
            professional_group=each.professional_group,
            declared=each.declared.head_count if each.declared else None,
            as_at=each.declared.as_at if each.declared else None,
            attended=kept_safe(each.attended, threshold),
            reached=kept_safe(each.reached, threshold),
            fell_short=each.fell_short,
        )
        for each in delivery.segments
        if sees(each.agency, given.actor)
    )
    kept = {name: value for name, value in delivery if name in DeliveryShown.model_fields and name != "segments"}
    return DeliveryShown(
        **kept,
        product=delivery.shared.product,
        themes=delivery.shared.themes,
        segments=segments,
        reach_due=reach_due(delivery, given),
    )


def acknowledgement_shown(acknowledgement: Acknowledgement, given: Given | None = None) -> AcknowledgementShown:
    kept = {name: value for name, value in acknowledgement if name in AcknowledgementShown.model_fields}
    return AcknowledgementShown(**kept, product=acknowledgement.shared.product)


VIEWS: Views = {
    PLAN.name: (Plan, as_it_is),
    PRODUCT.name: (Product, as_it_is),
    AUDIENCE.name: (Audience, as_it_is),
    DELIVERY.name: (DeliveryShown, delivery_shown),
    ACKNOWLEDGEMENT.name: (AcknowledgementShown, acknowledgement_shown),
}


def library_item(id_: str, published: Published, room: Room) -> LibraryItem:
    """A published product, as anybody sees it."""
    return LibraryItem(**dict(published), id=id_, link=f"{room.url}/library/{id_}")


async def library_lines(
    room: Room, actor: Actor, keys: dict[str, Any], after: str | None, limit: int
) -> tuple[list[LibraryLine], str | None, int]:
    """A page of the library; the id that it ended with, and how many were looked at."""
    products, last, found = await listed(room, PRODUCT, actor, {"in_library": "yes"} | keys, after, limit)
    items = [library_item(each.id, each.published, room) for each in products]
    return [LibraryLine(**{name: getattr(item, name) for name in LibraryLine.model_fields}) for item in items], last, found


async def versions(room: Room, id_: str) -> list[VersionLine]:
    """Everything that changed a product, oldest first."""
    return [
        VersionLine(
            at=entry["at"],
            command=entry["command"],
            version=entry["state"]["version"],
            status=entry["state"]["status"],
            **entry["by"],
        )
        for entry in await room.store.past({"aggregate": id_})
    ]


async def proposal(room: Room, theme: str) -> Proposal:
    """LD2: what a thematic product on the theme could draw on."""
    points = [document.state for document in await room.store.find(POINT, {"themes": theme})]
    findings = {finding for point in points for finding in point.findings}
    actions = {
        document.id: document.state
        for finding in sorted(findings)
        for document in await room.store.find(KNOWN_ACTION, {"findings": finding})
    }
    heard = [document.state for document in await room.store.find(HEARD, {"theme": theme})]
    return propose(theme, points, await reviews_of(room, sorted(findings)), actions.values(), heard)


async def audiences_shown(room: Room, audiences: Sequence[Audience], theme: str | None) -> list[AudienceShown]:
    """LD3: where a theme is asked for, also who of those that need it has had nothing on it yet."""
    if theme is None:
        return [AudienceShown(**dict(each)) for each in audiences]
    had = _had(document.state for document in await room.store.find(DELIVERY, {"themes": theme}))
    return [AudienceShown(**dict(each), had_it=each.pair in had) for each in audiences]


async def own_acknowledgements(room: Room, states: Sequence[Acknowledgement]) -> list[OwnAcknowledgement]:
    """What the person said is opened for nobody else."""
    return [
        OwnAcknowledgement(
            **dict(acknowledgement_shown(each)),
            will_do=await opened(room, each.id, each.will_do) if each.will_do else "",
        )
        for each in states
    ]


async def reach(room: Room, product: Product, actor: Actor) -> Reach:
    """LD5: how far a product reached each segment that the actor may see."""
    about = {"product": product.id}
    counts: Counter[Pair] = Counter()
    for document in await room.store.find(ACKNOWLEDGEMENT, about):
        counts[document.state.agency, document.state.professional_group] += 1
    audiences: list[Audience] = [document.state for document in await room.store.find(AUDIENCE, {})]
    had = _had(document.state for document in await room.store.find(DELIVERY, about))
    return board(
        product.id,
        {pair: count for pair, count in counts.items() if sees(pair[0], actor)},
        {each.pair: each.declared for each in audiences},
        {each.pair for each in audiences if sees(each.agency, actor) and not set(each.needs).isdisjoint(product.themes)},
        {pair for pair in had if sees(pair[0], actor)},
        room.framework.feedback.threshold,
    )


def _had(deliveries: Iterable[Delivery]) -> set[Pair]:
    """The segments that deliveries, once they had been, were for."""
    been = (each for each in deliveries if each.status is not DeliveryStatus.PLANNED)
    return {segment.pair for each in been for segment in each.segments}
