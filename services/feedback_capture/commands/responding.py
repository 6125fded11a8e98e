"""Responding to a survey, and withdrawing the response, without an account (FC3)."""

from services.chassis.http.commands import perform
from services.chassis.http.refusals import HttpRefusal
from services.chassis.room.change import change
from services.chassis.room.erasure import erase_and_record
from services.chassis.room.room import Cause, Room, given_to, state_of
from services.chassis.rules.decisions import ANONYMOUS, Decided, Given, derived, refuse_if_any
from services.feedback_capture.commands.response import RESPOND, WITHDRAW_CONSENT, WITHDRAW_RESPONSE, codes, seal_answers
from services.feedback_capture.domain.concern.raising import raise_concern
from services.feedback_capture.domain.concern.state import Concern, concern_id
from services.feedback_capture.domain.response.answering import Respond, Sorted, faults, sort_answers
from services.feedback_capture.domain.response.erasing import keys_to_erase, record_erased
from services.feedback_capture.domain.response.receipt import response_id, stored_form
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.domain.response.taking_back import WithdrawConsent
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse
from services.feedback_capture.domain.survey.state import Survey
from services.feedback_capture.facts import replies_to_recall, response_of, survey_named
from services.feedback_capture.kinds import CONCERN, RESPONSE


async def respond(room: Room, command: Respond) -> str:
    """Saves a response, and returns its receipt code. A repeat returns the same code.

    Saves the concern first, so that no saved response lacks its concern. A crash in between leaves a concern, and the caller
    tries again.
    """
    id_ = response_id(command.survey, command.secret)
    if await state_of(room, RESPONSE, id_) is None:
        await _raise_if_at_risk(room, id_, command)
    document = await perform(room, RESPOND, id_, command, ANONYMOUS, command.secret, None)
    for code in codes(room, command):
        if room.keyring.is_of(document.state.receipt, stored_form(code) or b""):
            return code
    raise HttpRefusal(410, "We have your answers, but we cannot show their receipt code again")


async def _raise_if_at_risk(room: Room, response: str, command: Respond) -> None:
    """Raises a concern if the answers show a risk.

    Checks the answers here as well, so that a response that will be refused raises no concern.
    """
    survey = await survey_named(room, response, command)
    answers = sort_answers(command, survey, room.framework)
    refuse_if_any(faults(answers, survey, given_to(room).today))
    if answers.risks and survey is not None:
        await _raise(room, response, answers, survey)


async def _raise(room: Room, response: str, answers: Sorted, survey: Survey) -> None:
    id_ = concern_id(response)
    copy = await seal_answers(room, id_, answers, id_)

    def decide(state: Concern | None, given: Given) -> Decided[Concern]:
        return raise_concern(state, copy, given, survey)

    await change(room, CONCERN, id_, decide, Cause(id=derived("raise", id_), name="RaiseConcern", actor=ANONYMOUS))


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
        await erase_and_record(room, RESPONSE, response.id, keys_to_erase(response), record_erased)
