"""Loaders of facts about other aggregates of this service, for commands and queries."""

from services.chassis.http.refusals import not_found
from services.chassis.room.reading import Reader, belonging, read_all
from services.chassis.room.room import Room, state_of, states_of
from services.chassis.rules.access import person_at
from services.chassis.rules.decisions import ANONYMOUS, Actor
from services.feedback_capture.domain.concern.state import Concern, concern_id
from services.feedback_capture.domain.contribution.recording import RecordContribution
from services.feedback_capture.domain.contribution.state import labels_in
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


async def contribution_reader(room: Room, actor: Actor) -> Reader:
    """Returns the actor as a reader of contributions, with the labels of the parties that they are or hear."""
    spoken = await belonging(room, INVOLVEMENT, {"people": person_at(actor.person_ref, actor.agency)})
    heard = await belonging(room, INVOLVEMENT, {"facilitators": actor.person_ref})
    return Reader(actor, frozenset().union(*(labels_in(each, actor) for each in (*spoken, *heard))))


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


async def response_of(room: Room, receipt: str) -> Response:
    """Returns the response that a receipt code opens. Raises a 404 for any other code."""
    value = stored_form(receipt)
    for fingerprint in room.keyring.fingerprints(value) if value else ():
        found: list[Response] = await read_all(room, RESPONSE, Reader(ANONYMOUS), {"receipt": fingerprint})
        if found:
            return found[0]
    raise not_found()
