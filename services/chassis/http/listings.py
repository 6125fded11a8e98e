"""Lists: filters and orders declared beside a kind, full pages, and cursors that no one can read or forge."""

from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import EnumType, StrEnum
from types import UnionType
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.dependencies.models import Dependant
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, TypeAdapter, ValidationError

from contracts.framework.document import Framework
from contracts.vocabulary.types import Id
from services.chassis.http.cursors import WRONG, opened_cursor, sealed_cursor
from services.chassis.http.malformed import NAME
from services.chassis.http.next_page import next_page
from services.chassis.http.refusals import HttpRefusal
from services.chassis.room.aside import aside
from services.chassis.room.reading import Page, Reader, id_of, leave_out, read_page
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor, Given, Reason, Refused
from services.chassis.store.documents import Order, Position
from services.chassis.store.faults import Unavailable
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import query_for

LIMIT, LARGEST = 50, 200
"""Items on a page, by default and at most, unless a list sets fewer."""


@dataclass(frozen=True)
class Filter:
    """A filter of a list: the query key that it asks, and the values that it takes.

    `among` returns the codes of the settings, or is an enumeration. Otherwise the value has the form of `type`. A filter that
    `refers_to` a kind of this service takes a reference as well as an id.
    """

    key: str
    says: str
    among: Callable[[Framework], Collection[str]] | type[StrEnum] | None = None
    type: Any = Id
    refers_to: Kind | None = None

    def values(self, framework: Framework) -> list[str] | None:
        """Returns the values that the filter takes, or None if they are not listed."""
        if self.among is None:
            return None
        if isinstance(self.among, EnumType):
            members: Mapping[str, StrEnum] = self.among.__members__
            return [code.value for code in members.values()]
        return sorted(self.among(framework))


@dataclass(frozen=True)
class Listing:
    """A list of one kind: its filters and orders by the names that people use, and the keys that it always asks.

    `order` names the order of the list unless another is asked for. Without it, a list is in order of id. `part` is a model of
    the fields that its lines need of a state, instead of all. `largest` is the most items on a page.

    Raises ValueError for a filter or an order that no index answers.
    """

    kind: Kind
    filters: Mapping[str, Filter] = field(default_factory=dict)
    orders: Mapping[str, Order] = field(default_factory=dict)
    order: str | None = None
    always: Mapping[str, Any] = field(default_factory=dict)
    part: type[BaseModel] | None = None
    largest: int = LARGEST

    def __post_init__(self) -> None:
        for filter_ in self.filters.values():
            query_for(self.kind, {**self.always, filter_.key: ""})
        if unordered := {key for key, _ in self.orders.values()} - set(self.kind.ordered):
            raise ValueError(f"no index of {self.kind.name} is in the order of {', '.join(unordered)}")


@dataclass(frozen=True)
class Asked:
    """A list as a person asks for it, checked."""

    keys: Mapping[str, Any]
    limit: int
    order: str | None
    after: Position | None


Show = Callable[[Sequence[Any], Given], Awaitable[Sequence[BaseModel]]]
"""Makes the views of a page's states."""


def each(view: Callable[[Any, Given], BaseModel]) -> Show:
    """Returns a function that shows each state on its own. The view is quick: see `each_aside` for one that masks texts."""

    async def show(states: Sequence[Any], given: Given) -> list[BaseModel]:
        return [view(state, given) for state in states]

    return show


def each_aside(view: Callable[[Any, Given], BaseModel]) -> Show:
    """Returns a function that shows each state on its own, beside the loop if its texts are long. For views that mask texts."""

    async def show(states: Sequence[Any], given: Given) -> list[BaseModel]:
        return [await aside(view, state, given) for state in states]

    return show


def add_list(
    routes: APIRouter,
    room: Room,
    path: str,
    listing: Listing,
    show: Show,
    *,
    model: type[BaseModel] | UnionType,
    actor: Callable[..., Any],
    operation_id: str,
    summary: str,
    tags: Sequence[str] = (),
    reader: Callable[[Actor], Awaitable[Reader]] | None = None,
    keys: Callable[[Actor], Mapping[str, Any]] = lambda actor: {},
    show_asked: Callable[[Asked], Show | None] = lambda asked: None,
) -> None:
    """Adds the route of a list.

    `actor` is the dependency that signs a person in. `reader` adds labels that the person inherits. `keys` returns keys that
    follow from the person, such as their own reference. `show_asked` returns another view where the filters asked for one.
    """

    async def handle(request: Request, actor: Any) -> Response:
        asked = await ask(room, listing, request, actor)
        who = await reader(actor) if reader else Reader(actor)
        order = listing.orders[asked.order] if asked.order else None
        wanted = {**listing.always, **asked.keys, **keys(actor)}
        page = await read_page(
            room, listing.kind, who, wanted, order=order, after=asked.after, limit=asked.limit, part=listing.part
        )
        items = await _items(show_asked(asked) or show, listing.kind, page, given_to(room, actor))
        headers = {}
        if page.more:
            cursor = sealed_cursor(room, request, actor, page.more)
            headers["Link"] = next_page(request, after=cursor, limit=asked.limit)
        return JSONResponse([item.model_dump(mode="json") for item in items], headers=headers)

    handle.__annotations__["actor"] = Annotated[Actor, Depends(actor)]
    routes.add_api_route(
        path,
        handle,
        methods=["GET"],
        response_model=list[model],  # type: ignore[valid-type]
        operation_id=operation_id,
        summary=summary,
        tags=list(tags),
        openapi_extra={"parameters": parameters(listing, room.framework)},
    )


async def _items(show: Show, kind: Kind, page: Page, given: Given) -> list[BaseModel]:
    """Returns the views of a page, without those of documents that cannot be shown."""
    try:
        return [*await show([document.state for document in page.documents], given)]
    except (Unavailable, HttpRefusal, Refused):
        raise
    except Exception:  # noqa: BLE001 - one of them fails, and the others are shown
        shown: list[BaseModel] = []
        for document in page.documents:
            try:
                shown += await show([document.state], given)
            except (Unavailable, HttpRefusal, Refused):
                raise
            except Exception as fault:  # noqa: BLE001 - whatever it is, the list goes on
                leave_out(kind, document.id, fault)
        return shown


async def ask(room: Room, listing: Listing, request: Request, actor: Actor) -> Asked:
    """Returns what a request asks of a list. Raises a 422 that names every parameter that is unknown, repeated or wrong."""
    given, reasons = dict(request.query_params), []
    keys: dict[str, Any] = {}
    for name, filter_ in listing.filters.items():
        if name in given:
            value = given[name]
            if filter_.refers_to:
                value = await id_of(room, filter_.refers_to, value)
            keys[filter_.key] = value
            if wrong := _wrong(filter_, value, room.framework):
                reasons.append(Reason("request/unknown-value", wrong, name))
    limit = given.get("limit", str(min(LIMIT, listing.largest)))
    if not limit.isdecimal() or len(limit) > 3 or not 1 <= int(limit) <= listing.largest:
        reasons.append(Reason("request/limit", f"Enter a number from 1 to {listing.largest}.", "limit"))
    order = given.get("order", listing.order)
    if order is not None and order not in listing.orders:
        reasons.append(Reason("request/unknown-value", _one_of(listing.orders), "order"))
    place = opened_cursor(room, request, actor, given["after"]) if "after" in given else None
    if "after" in given and place is None:
        reasons.append(WRONG)
    if reasons:
        raise HttpRefusal(422, "We cannot show the list as you asked.", *reasons)
    return Asked(keys, int(limit), order, (place[0], place[1]) if place else None)


def _wrong(filter_: Filter, value: str, framework: Framework) -> str | None:
    """Returns the sentence that says what a filter takes, or None if the value is allowed."""
    if (values := filter_.values(framework)) is not None:
        return None if value in values else _one_of(values)
    try:
        TypeAdapter(filter_.type).validate_python(value)
    except ValidationError:
        return f"Enter {filter_.says}."
    return None


def _one_of(values: Collection[str]) -> str:
    return f"Choose one of: {', '.join(values)}." if values else "This list has no choice of order."


def parameters(listing: Listing, framework: Framework) -> list[dict[str, Any]]:
    """Returns the parameters of a list for the OpenAPI document, without the codes of the settings."""
    described: list[dict[str, Any]] = []
    for name, filter_ in listing.filters.items():
        schema: dict[str, Any] = {"type": "string"}
        if isinstance(filter_.among, EnumType):
            schema["enum"] = filter_.values(framework)
        described.append(
            {"name": name, "in": "query", "required": False, "description": f"Only {filter_.says}", "schema": schema}
        )
    if listing.orders:
        schema = {"type": "string", "enum": list(listing.orders)}
        described.append(
            {"name": "order", "in": "query", "required": False, "description": "The order of the list", "schema": schema}
        )
    number = {"type": "integer", "minimum": 1, "maximum": listing.largest, "default": min(LIMIT, listing.largest)}
    described.append(
        {"name": "limit", "in": "query", "required": False, "description": "Items on a page, at most", "schema": number}
    )
    cursor = {"name": "after", "in": "query", "required": False, "description": "The cursor of the next page, from `Link`"}
    return [*described, cursor | {"schema": {"type": "string"}}]


async def only_declared(request: Request) -> None:
    """Refuses query parameters that a route does not declare, and parameters that are repeated, each by its name."""
    route = request.scope["route"]
    declared = _declared(route.dependant) | {each["name"] for each in (route.openapi_extra or {}).get("parameters", ())}
    times = Counter(name for name, _ in request.query_params.multi_items())
    unknown = Reason("request/unknown-parameter", _known(declared))
    reasons = [replace(unknown, path=name if NAME.fullmatch(name) else "") for name in times if name not in declared]
    reasons += [
        Reason("request/repeated-parameter", "Give this parameter once.", name)
        for name, count in times.items()
        if name in declared and count > 1
    ]
    if reasons:
        raise HttpRefusal(422, "You sent parameters that this address does not take.", *reasons)


def _declared(dependant: Dependant) -> set[str]:
    """Returns the names of the query parameters of a route and of all that it depends on."""
    own = {str(parameter.alias) for parameter in dependant.query_params}
    return own.union(*(_declared(each) for each in dependant.dependencies))


def _known(declared: Collection[str]) -> str:
    known = ", ".join(sorted(declared))
    return f"This address has no such parameter. Choose from: {known}." if known else "This address takes no parameters."
