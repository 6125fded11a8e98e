"""Commands over HTTP: each is a POST, answered in the same way by every service (docs/architecture.md "HTTP")."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Header
from fastapi.responses import Response
from pydantic import BaseModel

from services.chassis.http.identity import signed_in
from services.chassis.http.openapi import plural
from services.chassis.http.reading import refuse_unless_known
from services.chassis.http.refusals import STATUS_TEXT, HttpRefusal, not_found, responses_for
from services.chassis.http.views import View, Views, shown
from services.chassis.room.change import change
from services.chassis.room.reading import Reader, id_of, is_known
from services.chassis.room.room import Cause, Room, Sent, is_same
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import Actor, Decided, Given, Refused, derived
from services.chassis.store.documents import Document
from services.chassis.telemetry.metrics import COMMANDS
from services.chassis.telemetry.traces import span

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=128,
        description="Makes a repeat harmless: the same key returns the same answer",
    ),
]
IfMatch = Annotated[
    str | None, Header(alias="If-Match", description="The ETag that you read last. 412 if it has changed since")
]
REFUSALS = responses_for(*STATUS_TEXT)


def mount(router: APIRouter, room: Room, commands: Sequence[Command], views: Views) -> None:
    """Adds a route for each command."""
    for command in commands:
        model, view = views[command.kind.name]
        router.add_api_route(
            command.path,
            _creating(room, command, view) if command.creates else _changing(room, command, view),
            methods=["POST"],
            status_code=201 if command.creates else 200,
            response_model=model,
            responses=REFUSALS,
            tags=[plural(command.kind.name)],
            name=command.name,
            operation_id=command.name,
            summary=(command.body.__doc__ or command.name).strip().splitlines()[0],
        )


def _creating(room: Room, command: Command, view: View) -> Callable[..., Any]:
    async def handle(
        body: Annotated[Any, Body()], actor: Annotated[Actor, Depends(signed_in(*command.may))], key: Key
    ) -> Response:
        if command.identity:
            id_ = await command.identity(room, body, actor)
        else:
            id_ = derived(command.name, actor.agency, actor.person_ref, key)
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
        return await _answer(room, command, view, await id_of(room, command.kind, id), body, actor, key, if_match)

    handle.__annotations__["body"] = Annotated[command.body, Body()]
    return handle


async def _answer(
    room: Room, command: Command, view: View, id_: str, body: BaseModel, actor: Actor, key: str, if_match: str | None
) -> Response:
    with span(command.name):
        try:
            document = await perform(room, command, id_, body, actor, key, if_match)
        except (Refused, HttpRefusal):
            COMMANDS.add(1, {"name": command.name, "outcome": "refused"})
            raise
    COMMANDS.add(1, {"name": command.name, "outcome": "done"})
    response = await shown(room, document, view, actor, status=201 if command.creates else 200)
    response.headers["Command-Id"] = command_id(command, id_, actor, key)
    if command.creates:
        response.headers["Location"] = f"{command.path}/{document.id}"
    return response


def command_id(command: Command, id_: str, actor: Actor, key: str) -> str:
    """Returns the id that the events of a command name as their cause, the same for a repeat with the same key."""
    return derived("command", actor.agency, actor.person_ref, command.path, id_, key)


async def perform(
    room: Room, command: Command, id_: str, body: BaseModel, actor: Actor, key: str, if_match: str | None
) -> Document:
    """Carries out a person's command, once per key. Raises Refused or HttpRefusal.

    A creation that meets a document which is not the person's to know of is refused as if there were none.
    """
    cause_id = command_id(command, id_, actor, key)
    sent = body.model_dump_json().encode()
    reader = await command.reader(room, actor) if command.reader else Reader(actor)

    hidden = False

    def already_done(document: Document) -> bool:
        nonlocal hidden
        if hidden := command.creates and document.version > 0 and not is_known(document, reader):
            return False
        if not command.creates:
            refuse_unless_known(document, reader)
        if known := document.commands.get(cause_id):
            if not is_same(room, document, known["digest"], sent):
                raise HttpRefusal(422, "You sent this Idempotency-Key with another body before. Choose a new key.")
            return True
        if if_match is not None and if_match != f'"{document.revision}"':
            raise HttpRefusal(412, "This has changed since you read it. Read it again, then decide.")
        return False

    load = command.facts
    prepared = await command.prepare(room, id_, body) if command.prepare else body

    def decide(state: Any, given: Given, *facts: Any) -> Decided[Any]:
        decided = command.decide(None if hidden else state, prepared, given, *facts)
        if hidden:
            raise not_found()
        return decided

    made = command.creates and not command.identity
    cause = Cause(id=cause_id, name=command.name, actor=actor, command=Sent(cause_id, sent, 201 if made else 200))
    facts = (lambda: load(room, id_, body)) if load else None
    document, _ = await change(room, command.kind, id_, decide, cause, facts=facts, already_done=already_done, said=prepared)
    return document
