"""FC3: nothing that was taken lacks its concern, whatever ends between the two; and what the receipt code opens outlives new
keys."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import deepcopy
from datetime import date
from uuid import uuid4

import pytest

from local.deployment import Deployment
from local.frameworks import framework
from local.keyrings import keyring
from services.chassis.clock.now import real_now
from services.chassis.clock.sweep import Sweep
from services.chassis.http.refusals import HttpRefusal
from services.chassis.privacy.keyring import Keyring
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.store.documents import Store
from services.feedback_capture.after_ring import AFTER_RING
from services.feedback_capture.commands.form import token_for
from services.feedback_capture.commands.responding import hear, listen, respond
from services.feedback_capture.commands.response import WITHDRAW_RESPONSE
from services.feedback_capture.domain.concern.state import concern_id
from services.feedback_capture.domain.response.answering import Respond
from services.feedback_capture.domain.response.receipt import response_id
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse, withdraw_response
from services.feedback_capture.domain.survey.opening import OpenSurvey, open_survey
from services.feedback_capture.facts import response_of
from services.feedback_capture.kinds import CONCERN, KINDS, RESPONSE, SURVEY

OLD = keyring("k1")
NEW = keyring("k2", "k1")


class Killed(BaseException):
    """The process ends here."""


@asynccontextmanager
async def room_on(deployment: Deployment, ring: Keyring = OLD, *, killed_after: str = "") -> AsyncIterator[Room]:
    """Feedback capture's room. It is killed as soon as that document is saved."""

    def saved(id_: str) -> None:
        if id_ == killed_after:
            raise Killed

    store = Store(deployment.store_uri("feedback-capture"), KINDS, ring, timeout_seconds=5)
    await store.open()
    try:
        url = "https://feedback.example"
        yield Room("feedback-capture", store, framework(), frozenset(), real_now, real_now, ring, url=url, saved=saved)
    finally:
        store.close()


async def survey(room: Room) -> str:
    id_ = str(uuid4())
    asked = [{"code": "what", "words": "What else?", "kind": "text"}]
    opening = OpenSurvey.model_validate(
        {
            "title": "How was it?",
            "source_group": "child",
            "service": "school",
            "questions": asked,
            "closes": date(2199, 12, 31),
        }
    )
    await change(room, SURVEY, id_, lambda state, given: open_survey(state, opening, given), Cause(id_, "OpenSurvey"))
    return id_


def answer(survey: str, token: str, words: str = "He is hitting me") -> Respond:
    """An answer from a form that was opened. The caller keeps its key by the form."""
    form = {"survey": survey, "form_token": token, "secret": f"a-secret-of-32-letters-{token[:32]}"}
    return Respond.model_validate(form | {"answers": {"what": words}})


def response_from(survey: str, token: str) -> str:
    return response_id(survey, token.partition(".")[0])


async def listened(room: Room, command: Respond) -> str:
    """Takes a form as its route does: listens first."""
    body = command.model_dump_json(exclude={"secret"}).encode()
    form = await hear(room, body)
    if form.risks:
        await listen(room, form, body, command.secret)
    return await respond(room, command)


async def test_whoever_is_cut_off_left_a_concern_and_tries_again(stored: Deployment) -> None:
    async with room_on(stored) as room:
        about = await survey(room)
        key = token_for(room, about)
    response, concern = response_from(about, key), concern_id(response_from(about, key))
    async with room_on(stored, killed_after=concern) as room:
        with pytest.raises(Killed):
            await listened(room, answer(about, key))
        assert (await room.store.load(RESPONSE, response)).version == 0
        left = await room.store.load(CONCERN, concern)
        assert left.state.texts["what"] == "He is hitting me"
    async with room_on(stored) as room:
        receipt = await listened(room, answer(about, key))
        assert await listened(room, answer(about, key)) == receipt
        assert (await room.store.load(CONCERN, concern)) == left, "one concern, told once"
        assert (await response_of(room, receipt)).id == response


async def test_a_receipt_code_outlives_new_keys(stored: Deployment) -> None:
    async with room_on(stored, OLD) as room:
        about = await survey(room)
        before = token_for(room, about)
        first = await respond(room, answer(about, before, "All was well"))
    async with room_on(stored, NEW) as room:
        assert await respond(room, answer(about, before, "All was well")) == first
        after = token_for(room, about)
        second = await respond(room, answer(about, after, "All was well"))
        assert [(await response_of(room, each)).id for each in (first, second)] == [
            response_from(about, before),
            response_from(about, after),
        ]
    async with room_on(stored, OLD) as room:
        with pytest.raises(HttpRefusal):
            await response_of(room, second)


async def test_what_was_taken_back_is_erased_though_the_process_ended_before(stored: Deployment) -> None:
    async with room_on(stored) as room:
        about = await survey(room)
        key = token_for(room, about)
        receipt = await respond(room, answer(about, key, "All was well"))
        response, back = response_from(about, key), WithdrawResponse(receipt=receipt)
        kept = await room.store.aggregates.find_one({"_id": response})
        assert kept
        await change(
            room,
            RESPONSE,
            response,
            lambda state, given: withdraw_response(state, back, given, ()),
            Cause(str(uuid4()), WITHDRAW_RESPONSE.name),
        )
        (before,) = await room.store.read(RESPONSE, [deepcopy(kept)])
        assert before.state.texts == {"what": "All was well"}
        await Sweep(room, 1, AFTER_RING).turn()
        (gone,) = await room.store.read(RESPONSE, [kept])
        assert (gone.state.texts, gone.locked) == ({}, False)
        after = await room.store.load(RESPONSE, response)
        assert (after.alarm_at, after.trouble) == (None, {})
