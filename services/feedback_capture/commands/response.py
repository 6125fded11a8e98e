"""Commands on responses. People without an account give the public ones, each by a route of its own (FC3, FC4)."""

from functools import partial

from contracts.vocabulary.roles import BUSINESS_UNIT, FACILITATOR
from services.chassis.room.aside import aside
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.feedback_capture.domain.response.answering import Respond, Sorted, respond, sort_answers
from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.reading import ReadResponse, read_response
from services.feedback_capture.domain.response.receipt import code_of, source_of_code, stored_form
from services.feedback_capture.domain.response.taking_back import WithdrawConsent, withdraw_consent
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse, withdraw_response
from services.feedback_capture.facts import concerns_raised, response_reader, survey_named
from services.feedback_capture.kinds import RESPONSE

CODERS = frozenset({BUSINESS_UNIT, FACILITATOR})
NO_ROLE: frozenset[str] = frozenset()


def codes(room: Room, command: Respond) -> list[str]:
    """Returns the receipt code under each key of the keyring, the present key first."""
    return [code_of(each) for each in room.keyring.fingerprints(source_of_code(command.survey, command.own))]


async def prepare_answers(room: Room, id_: str, command: Respond) -> Sorted:
    """Sorts and screens the answers, and adds the fingerprint of the receipt code."""
    answers = await aside(partial(sort_answers, framework=room.framework), command, await survey_named(room, id_, command))
    receipt = room.keyring.fingerprint(stored_form(codes(room, command)[0]) or b"")
    return answers.model_copy(update={"receipt": receipt})


COMMANDS: tuple[Command, ...] = (
    Command("/responses/{id}/reading", RESPONSE, ReadResponse, read_response, CODERS, reader=response_reader),
    Command("/responses/{id}/codes", RESPONSE, CodeResponse, code_response, CODERS, reader=response_reader),
)

RESPOND = Command("/responses", RESPONSE, Respond, respond, NO_ROLE, creates=True, facts=survey_named, prepare=prepare_answers)
WITHDRAW_RESPONSE = Command(
    "/receipts/withdrawals", RESPONSE, WithdrawResponse, withdraw_response, NO_ROLE, facts=concerns_raised
)
WITHDRAW_CONSENT = Command("/receipts/consents", RESPONSE, WithdrawConsent, withdraw_consent, NO_ROLE)
