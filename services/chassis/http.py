"""People's door: each command a POST, answered the same way in every service (architecture.md, "HTTP")."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.chassis.clock import real_now
from services.chassis.decisions import Actor, Decided, Given, Refused, derived
from services.chassis.identity import signed_in
from services.chassis.kinds import Command, Kind
from services.chassis.metrics import COMMANDS
from services.chassis.refusals import DESCRIPTIONS, Answer, documented, problem, unknown
from services.chassis.room import Cause, Room, change, given_to
from services.chassis.store import Document
from services.chassis.telemetry import span

View = Callable[[Any, Given], BaseModel]
"""A state as people see it."""
Views = Mapping[str, tuple[type[BaseModel], View]]
"""By kind: the model shown, and how it comes from the state."""

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        description="Makes a repeat harmless: the same key, the same answer",
    ),
]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The ETag last seen; 412 when the thing has changed since")
]
REFUSALS = documented(*DESCRIPTIONS)


def mount(router: APIRouter, room: Room, commands: Sequence[Command], views: Views) -> None:
    """A route for each command."""
    for command in commands:
        model, view = views[command.kind.name]
        router.add_api_route(
            command.path,
            _creating(room, command, view) if command.creates else _changing(room, command, view),
            methods=["POST"],
            status_code=201 if command.creates else 200,
            response_model=model,
            responses=REFUSALS,
            tags=[f"{command.kind.name}s"],
            name=command.name,
            operation_id=command.name,
            summary=(command.body.__doc__ or command.name).strip().splitlines()[0],
        )


def _creating(room: Room, command: Command, view: View) -> Callable[..., Any]:
    async def handle(
        body: Annotated[Any, Body()], actor: Annotated[Actor, Depends(signed_in(*command.may))], key: Key
    ) -> Response:
        id_ = command.identity(body, actor) if command.identity else derived(command.name, actor.agency, actor.person_ref, key)
        return await _answer(room, command, view, id_, body, actor, key, None)

    handle.__annotations__["body"] = Annotated[command.body, Body()]
    return handle


def _changing(room: Room, command: Command, view: View) -> Callable[..., Any]:
    async def handle(
        id: str,
        body: Annotated[Any, Body()],
        actor: Annotated[Actor, Depends(signed_in(*command.may))],
        key: Key,
        if_match: IfMatch = None,
    ) -> Response:
        return await _answer(room, command, view, id, body, actor, key, if_match)

    handle.__annotations__["body"] = Annotated[command.body, Body()]
    return handle


async def _answer(
    room: Room, command: Command, view: View, id_: str, body: BaseModel, actor: Actor, key: str, if_match: str | None
) -> Response:
    with span(command.name):
        try:
            document = await perform(room, command, id_, body, actor, key, if_match)
        except (Refused, Answer):
            COMMANDS.add(1, {"name": command.name, "outcome": "refused"})
            raise
    COMMANDS.add(1, {"name": command.name, "outcome": "done"})
    response = shown(room, document, view, actor, status=201 if command.creates else 200)
    response.headers["Command-Id"] = command_id(command, id_, actor, key)
    if command.creates:
        response.headers["Location"] = f"{command.path}/{document.id}"
    return response


def command_id(command: Command, id_: str, actor: Actor, key: str) -> str:
    """What the events of a command name as their cause; the same for a repeat with the same key."""
    return derived("command", actor.agency, actor.person_ref, command.path, id_, key)


def shown(room: Room, document: Document, view: View, actor: Actor, status: int = 200) -> Response:
    """A document as people see it, with its ETag."""
    given = given_to(room, actor, document.id)
    return JSONResponse(view(document.state, given).model_dump(mode="json"), status, {"ETag": f'"{document.revision}"'})


async def perform(
    room: Room, command: Command, id_: str, body: BaseModel, actor: Actor, key: str, if_match: str | None
) -> Document:
    """Carries a person's command out, once for each key. Raises Refused, or an Answer."""
    cause_id = command_id(command, id_, actor, key)
    sent = body.model_dump_json().encode()

    def settled(document: Document) -> bool:
        if not command.creates or document.version:
            _there(document, actor)
        if known := document.commands.get(cause_id):
            if not room.keyring.is_of(known["digest"], sent):
                raise Answer(422, "This Idempotency-Key came with another body before")
            return True
        if if_match is not None and if_match != f'"{document.revision}"':
            raise Answer(412, "It has changed since you saw it: read it again, then decide")
        return False

    facts = [await command.facts(room, id_, body)] if command.facts else []
    sealed = await command.seal(room, id_, body) if command.seal else body

    def decide(state: Any, given: Given) -> Decided[Any]:
        return command.decide(state, sealed, given, *facts)

    made = command.creates and not command.identity
    record = {"at": real_now(), "status": 201 if made else 200, "digest": room.keyring.fingerprint(sent)}
    cause = Cause(id=cause_id, name=command.name, actor=actor, command=(cause_id, record))
    document, _ = await change(room, command.kind, id_, decide, cause, settled=settled)
    return document


async def seen(room: Room, kind: Kind, id_: str, actor: Actor) -> Document:
    """A document that the actor may see. Raises a 404 otherwise."""
    document = await room.store.load(kind, id_)
    _there(document, actor)
    return document


def _there(document: Document, actor: Actor) -> None:
    if not document.version or not document.kind.visible(document.state, actor):
        raise unknown()


class Limits:
    """Refuses what is too large or no JSON before anything reads it."""

    def __init__(self, app: ASGIApp, largest: int) -> None:
        self.app, self.largest = app, largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("POST", "PUT", "PATCH"):
            return await self.app(scope, receive, send)
        headers = Request(scope).headers
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return await problem(415, "This takes JSON: Content-Type: application/json")(scope, receive, send)
        declared = headers.get("content-length", "0")
        if not declared.isdigit() or int(declared) > self.largest:
            return await problem(413, "The request is too large")(scope, receive, send)
        return await self.app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.largest:
                raise HTTPException(413, "The request is too large")
            return message

        return counted
