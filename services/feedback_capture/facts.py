"""Loaders of facts about other aggregates of this service, for commands and queries."""

from contracts.vocabulary.types import Id
from services.chassis.http.refusals import not_found
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room, state_of, states_of
from services.chassis.rules.decisions import ANONYMOUS
from services.feedback_capture.domain.concern.state import Concern, concern_id
from services.feedback_capture.domain.contribution.recording import RecordContribution
from services.feedback_capture.domain.contribution.withdrawing import WithdrawContribution
from services.feedback_capture.domain.involvement.state import Involvement
from services.feedback_capture.domain.period import first_day
from services.feedback_capture.domain.reply.drafting import DraftReply, Sources
from services.feedback_capture.domain.response.answering import Respond
from services.feedback_capture.domain.response.receipt import stored_form
from services.feedback_capture.domain.response.state import Response, ResponseStatus
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse
from services.feedback_capture.domain.summary.summarising import CodedResponse, QuarterFeedback, SummariseFeedback
from services.feedback_capture.domain.survey.state import Survey
from services.feedback_capture.kinds import CONCERN, INVOLVEMENT, KNOWN_ACTION, KNOWN_PRODUCT, REPLY, RESPONSE, SURVEY


async def involvement_named(room: Room, id_: str, command: RecordContribution) -> Involvement | None:
    """Returns the involvement that a contribution names."""
    state: Involvement | None = await state_of(room, INVOLVEMENT, command.involvement)
    return state


async def survey_named(room: Room, id_: str, command: Respond) -> Survey | None:
    """Returns the survey that a response answers."""
    state: Survey | None = await state_of(room, SURVEY, command.survey)
    return state


async def concerns_raised(room: Room, id_: str, command: WithdrawResponse | WithdrawContribution) -> tuple[Concern, ...]:
    """Returns the concerns that a response or contribution raised."""
    return await concerns_of(room, id_)


async def concerns_of(room: Room, said: Id) -> tuple[Concern, ...]:
    """Returns every concern that a response or contribution raised, in order."""
    found: list[Concern] = []
    while (concern := await state_of(room, CONCERN, concern_id(said, len(found)))) is not None:
        found.append(concern)
    return tuple(found)


async def owners_to_erase(room: Room, said: Id, owners: tuple[Id, ...]) -> tuple[Id, ...]:
    """Adds the concerns, which have copies of the words, to the owners of keys that are to be deleted."""
    return (*owners, *(each.id for each in await concerns_of(room, said))) if owners else ()


async def sources_named(room: Room, id_: str, command: DraftReply) -> Sources:
    """Returns the actions and products that a reply names."""
    return await states_of(room, KNOWN_ACTION, command.actions), await states_of(room, KNOWN_PRODUCT, command.products)


async def quarter_feedback(room: Room, id_: str, command: SummariseFeedback) -> QuarterFeedback:
    """Returns the coded responses of the quarter, and the themes of the replies published since it began."""
    coded = await room.store.find(RESPONSE, {"period": command.period, "status": ResponseStatus.CODED.value})
    replies = await room.store.find(REPLY, {"published": "yes"})
    began = first_day(command.period)
    return QuarterFeedback(
        tuple(
            CodedResponse(each.state.survey, each.state.source_group, each.state.service, each.state.themes) for each in coded
        ),
        frozenset(each.state.theme for each in replies if each.state.published_on >= began),
    )


async def response_of(room: Room, receipt: str) -> Response:
    """Returns the response that a receipt code opens. Raises a 404 for any other code."""
    value = stored_form(receipt)
    for fingerprint in room.keyring.fingerprints(value) if value else ():
        found: list[Response] = await read_all(room, RESPONSE, Reader(ANONYMOUS), {"receipt": fingerprint})
        if found:
            return found[0]
    raise not_found()
