"""Loaders of facts about other aggregates of this service, for commands and queries."""

from contracts.vocabulary.roles import FACILITATOR, PARTNERSHIP
from services.chassis.http.refusals import not_found
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room, state_of, states_of
from services.chassis.rules.decisions import ANONYMOUS, Actor
from services.feedback_capture.domain.concern.state import Concern, concern_id
from services.feedback_capture.domain.contribution.recording import RecordContribution
from services.feedback_capture.domain.involvement.state import Involvement
from services.feedback_capture.domain.period import first_day
from services.feedback_capture.domain.reply.drafting import DraftReply, Sources
from services.feedback_capture.domain.response.answering import Respond
from services.feedback_capture.domain.response.receipt import stored_form
from services.feedback_capture.domain.response.state import Response, ResponseStatus, reads_answers
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


async def concern_raised(room: Room, id_: str, command: WithdrawResponse) -> Concern | None:
    """Returns the concern that a response raised."""
    state: Concern | None = await state_of(room, CONCERN, concern_id(id_))
    return state


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


async def response_reader(room: Room, actor: Actor) -> Reader:
    """Returns the actor as a reader of responses. A facilitator reads the answers of the surveys that name them."""
    if not actor.holds(FACILITATOR) or actor.agency != PARTNERSHIP:
        return Reader(actor)
    named_in = await read_all(room, SURVEY, Reader(actor), {"facilitators": actor.person_ref})
    return Reader(actor, frozenset(reads_answers(each.id) for each in named_in))


async def response_of(room: Room, receipt: str) -> Response:
    """Returns the response that a receipt code opens. Raises a 404 for any other code."""
    value = stored_form(receipt)
    for fingerprint in room.keyring.fingerprints(value) if value else ():
        found: list[Response] = await read_all(room, RESPONSE, Reader(ANONYMOUS), {"receipt": fingerprint})
        if found:
            return found[0]
    raise not_found()
