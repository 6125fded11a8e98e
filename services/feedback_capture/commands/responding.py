"""Responding to a survey, and withdrawing the response, without an account (FC3)."""

from functools import partial
from hashlib import sha256

from services.chassis.http.commands import perform
from services.chassis.http.refusals import HttpRefusal
from services.chassis.room.aside import aside
from services.chassis.room.change import change
from services.chassis.room.erasure import erase_and_record
from services.chassis.room.room import Cause, Room, given_to, state_of
from services.chassis.rules.decisions import ANONYMOUS, Decided, Given, derived, refuse_if_any
from services.feedback_capture.commands.concern import Budget, no_budget, raise_from
from services.feedback_capture.commands.form import own_token
from services.feedback_capture.commands.response import RESPOND, WITHDRAW_CONSENT, WITHDRAW_RESPONSE, codes
from services.feedback_capture.domain.concern.hearing import Heard, heard
from services.feedback_capture.domain.concern.raising import in_survey
from services.feedback_capture.domain.response.answering import Respond, words_in
from services.feedback_capture.domain.response.erasing import record_erased
from services.feedback_capture.domain.response.form import unless_open, unless_ours
from services.feedback_capture.domain.response.receipt import response_id, stored_form
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.domain.response.taking_back import WithdrawConsent
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse
from services.feedback_capture.domain.survey.state import Asking
from services.feedback_capture.domain.unread.chasing import expect
from services.feedback_capture.domain.unread.state import Unread, unread_id
from services.feedback_capture.facts import keys_taken_back, replies_to_recall, response_of, survey_asking, survey_named
from services.feedback_capture.kinds import RESPONSE, UNREAD

SECRET = 32
"""The least letters of a caller's secret."""


async def hear(room: Room, body: bytes) -> Heard:
    """Reads the words of a form in any condition."""
    return await aside(partial(heard, framework=room.framework), body)


async def listen(room: Room, form: Heard, body: bytes, secret: str, budget: Budget = no_budget) -> bool:
    """Raises the concern of a form that says that someone may be at risk now, before anything else is checked.

    A form without a token of ours is known by its secret, or by its words. Returns false if so many came that its words were
    counted and not kept.
    """
    survey = await survey_asking(room, form.survey) if form.survey else None
    token = own_token(room, form.survey, form.token)
    own = token.nonce if token else secret if len(secret) >= SECRET else sha256(body).hexdigest()
    said = response_id(form.survey or "", own)
    return await raise_from(room, said, form.texts, form.contact, form.risks, in_survey(survey), budget)


async def respond(room: Room, command: Respond) -> str:
    """Saves a response, and returns its receipt code. A repeat returns the same code, also after its form has ended.

    Checks the survey and the form's token before it reads an answer. `listen` has raised its concern before, so that no saved
    response lacks one. The clock of unread words starts before it too.
    """
    survey, token = await survey_named(room, "", command), own_token(room, command.survey, command.form_token)
    id_ = response_id(command.survey, token.nonce if token else "")
    if await state_of(room, RESPONSE, id_) is None:
        refuse_if_any(unless_open(survey, given_to(room).today) or unless_ours(token, command.form_token, room.real()))
    await _expect_reading(room, command, survey)
    document = await perform(room, RESPOND, id_, command, ANONYMOUS, command.secret, None)
    for code in codes(room, command):
        if room.keyring.is_of(document.state.receipt, stored_form(code) or b""):
            return code
    raise HttpRefusal(410, "We have your answers, but we cannot show their receipt code again")


async def _expect_reading(room: Room, command: Respond, survey: Asking | None) -> None:
    """Starts the clock of unread words, if the survey exists and the answers have any."""
    if survey is None or not words_in(command, survey):
        return

    def decide(state: Unread | None, given: Given) -> Decided[Unread]:
        return expect(state, survey.id, given)

    id_ = unread_id(survey.id)
    await change(room, UNREAD, id_, decide, Cause(id=derived("expect", id_), name="ExpectReading", actor=ANONYMOUS))


async def withdraw(room: Room, command: WithdrawResponse, key: str) -> Response:
    """Withdraws a response and erases it. If the erasure fails, the response's alarm retries it."""
    id_ = (await response_of(room, command.receipt)).id
    document = await perform(room, WITHDRAW_RESPONSE, id_, command, ANONYMOUS, key, None)
    response: Response = document.state
    await _erase(room, response)
    return response


async def withdraw_one_consent(room: Room, command: WithdrawConsent, key: str) -> Response:
    """Takes back one consent, and what rested on it. If that fails, the response's alarm retries it."""
    id_ = (await response_of(room, command.receipt)).id
    document = await perform(room, WITHDRAW_CONSENT, id_, command, ANONYMOUS, key, None)
    response: Response = document.state
    await _erase(room, response)
    return response


async def _erase(room: Room, response: Response) -> None:
    """Erases at once what was taken back. If a reply must be recalled first, the alarm of the response does both."""
    if not await replies_to_recall(room, response):
        await erase_and_record(room, RESPONSE, response.id, await keys_taken_back(room, response), record_erased)
