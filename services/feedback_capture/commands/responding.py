"""What people do without an account (FC3): respond, and come back with their receipt code. Nobody here knows who they are."""

from dataclasses import replace
from typing import Annotated

from fastapi import Header

from services.chassis.http.commands import perform
from services.chassis.http.refusals import HttpRefusal, not_found
from services.chassis.room.change import change
from services.chassis.room.erasure import sealed
from services.chassis.room.room import Cause, Room, given_to, state_of
from services.chassis.rules.decisions import ANONYMOUS, derived, refuse_if_any
from services.chassis.store.documents import Document
from services.feedback_capture.commands import CONCERN, RESPOND, RESPONSE, SURVEY, WITHDRAW_RESPONSE
from services.feedback_capture.domain.concern import concern_id, raise_concern
from services.feedback_capture.domain.receipt import code_of, kept, response_id, secret
from services.feedback_capture.domain.response import Respond, Said, faults, said
from services.feedback_capture.domain.survey import Survey
from services.feedback_capture.domain.withdrawal import WithdrawResponse
from services.feedback_capture.reactions import erase_response

"""Who calls a public route."""
SecretKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=32,
        max_length=128,
        description="A secret of the caller, drawn by chance: the same key gives the same receipt code again",
    ),
]


async def take(room: Room, body: Respond, key: str) -> str:
    """Takes a response; gives its receipt code, the same for a repeat.

    A concern is saved before the response: so none that was taken lacks its concern, and a crash in between leaves a concern,
    and a caller who tries again.
    """
    id_ = response_id(body.survey, key)
    survey = await state_of(room, SURVEY, body.survey)
    answered = said(body, survey, room.framework)
    if await state_of(room, RESPONSE, id_) is None:
        today = given_to(room).today
        refuse_if_any(faults(answered, survey, today))
        if answered.risks:
            await _raise(room, concern_id(id_), answered, survey)
    codes = [code_of(each) for each in room.keyring.fingerprints(secret(body.survey, key))]
    receipt = room.keyring.fingerprint(kept(codes[0]) or b"")

    async def seal(room: Room, id_: str, body: Respond) -> Said:
        return await _sealed(room, id_, answered, receipt)

    document = await perform(room, replace(RESPOND, prepare=seal), id_, body, ANONYMOUS, key, None)
    found = (code for code in codes if room.keyring.is_of(document.state.receipt, kept(code) or b""))
    if code := next(found, None):
        return code
    raise HttpRefusal(410, "It was taken; its receipt code can no longer be shown")


async def _raise(room: Room, id_: str, answered: Said, survey: Survey) -> None:
    copy = await _sealed(room, id_, answered)
    cause = Cause(id=derived("raise", id_), name="RaiseConcern", actor=ANONYMOUS)
    await change(room, CONCERN, id_, lambda state, given: raise_concern(state, copy, given, survey), cause)


async def _sealed(room: Room, owner: str, answered: Said, receipt: str = "") -> Said:
    """Under the owner's key: what is to be taken back is kept in no other way."""
    texts = {code: await sealed(room, owner, text) for code, text in answered.texts.items()}
    contact = await sealed(room, owner, answered.contact) if answered.contact else None
    return answered.model_copy(update={"texts": texts, "contact": contact, "receipt": receipt})


async def behind(room: Room, receipt: str) -> Document:
    """The response that a receipt code opens. Raises a 404 for any other."""
    value = kept(receipt)
    for fingerprint in room.keyring.fingerprints(value) if value else ():
        for document in await room.store.find(RESPONSE, {"receipt": fingerprint}):
            return document
    raise not_found()


async def take_back(room: Room, body: WithdrawResponse, key: str) -> Document:
    """Withdraws the response and erases it; where the erasing fails, the response's alarm does it."""
    id_ = (await behind(room, body.receipt)).id
    document = await perform(room, WITHDRAW_RESPONSE, id_, body, ANONYMOUS, key, None)
    await erase_response(room, document)
    return document
