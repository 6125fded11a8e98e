"""Loaders of facts about other aggregates of this service, for commands and queries."""

from collections.abc import Mapping
from datetime import date

from contracts.vocabulary.roles import FACILITATOR, PARTNERSHIP
from contracts.vocabulary.types import Id
from services.chassis.http.refusals import not_found
from services.chassis.room.reading import Reader, belonging, read_all
from services.chassis.room.room import Room, ids_of, state_of, states_of
from services.chassis.rules.access import person_at
from services.chassis.rules.decisions import ANONYMOUS, Actor
from services.chassis.store.query_keys import Span
from services.feedback_capture.domain.concern.state import Standing, concern_ids, with_concerns
from services.feedback_capture.domain.contribution.recording import RecordContribution
from services.feedback_capture.domain.contribution.state import labels_in
from services.feedback_capture.domain.contribution.withdrawing import WithdrawContribution
from services.feedback_capture.domain.involvement.offering import OfferPart
from services.feedback_capture.domain.involvement.state import Hearing, Involvement
from services.feedback_capture.domain.reply.clearing import ClearReply
from services.feedback_capture.domain.reply.drafting import NewVersion, Quoted, Sources
from services.feedback_capture.domain.reply.state import Reply, Scope, covering
from services.feedback_capture.domain.response.answering import Respond
from services.feedback_capture.domain.response.erasing import keys_to_erase
from services.feedback_capture.domain.response.quoting import may_quote
from services.feedback_capture.domain.response.receipt import stored_form
from services.feedback_capture.domain.response.state import Response, ResponseStatus, Said, Wordless, reads_answers
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse
from services.feedback_capture.domain.summary.summarising import QuarterFeedback, SummariseFeedback, closing_from
from services.feedback_capture.domain.survey.state import Asking
from services.feedback_capture.domain.waiting.state import Waiting
from services.feedback_capture.kinds import (
    CONCERN,
    CONTRIBUTION,
    INVOLVEMENT,
    KNOWN_ACTION,
    KNOWN_PRODUCT,
    REPLY,
    RESPONSE,
    SURVEY,
)


async def involvement_named(room: Room, id_: str, command: RecordContribution) -> Involvement | None:
    """Returns the involvement that a contribution names."""
    state: Involvement | None = await state_of(room, INVOLVEMENT, command.involvement)
    return state


async def contribution_reader(room: Room, actor: Actor) -> Reader:
    """Returns the actor as a reader of contributions, with the labels of the parties that they are or hear."""
    who = person_at(actor.person_ref, actor.agency)
    spoken = await belonging(room, INVOLVEMENT, {"people": who}, part=Hearing)
    heard = await belonging(room, INVOLVEMENT, {"facilitators": who}, part=Hearing)
    return Reader(actor, frozenset().union(*(labels_in(each, actor) for each in (*spoken, *heard))))


async def contributions_given(room: Room, id_: str, command: OfferPart) -> int:
    """Returns the number of contributions that a party has given."""
    return await room.store.count(CONTRIBUTION, {"party": command.party})


async def survey_named(room: Room, id_: str, command: Respond) -> Asking | None:
    """Returns the survey that a response answers, without its counts."""
    return await survey_asking(room, command.survey)


async def survey_asking(room: Room, id_: Id) -> Asking | None:
    """Returns a survey as its form shows it."""
    return (await states_of(room, SURVEY, [id_], part=Asking)).get(id_)


async def concerns_raised(room: Room, id_: str, command: WithdrawResponse | WithdrawContribution) -> tuple[Standing, ...]:
    """Returns the concerns that a response or contribution raised, or those that gather them, which get the outcome."""
    found = await concerns_of(room, id_)
    gathering = await states_of(room, CONCERN, [each.part_of for each in found if each.part_of], part=Standing)
    return tuple(gathering[each.part_of] if each.part_of else each for each in found)


async def concerns_of(room: Room, said: Id) -> tuple[Standing, ...]:
    """Returns where every concern stands that a response or contribution raised, in order."""
    return tuple((await states_of(room, CONCERN, concern_ids(said), part=Standing)).values())


async def keys_taken_back(room: Room, response: Response) -> tuple[Id, ...]:
    """Returns the owners of the keys to delete. A withdrawn response takes its concerns with it, a consent does not."""
    owners = keys_to_erase(response)
    withdrawn = response.status is ResponseStatus.WITHDRAWN
    return with_concerns(owners, await concerns_of(room, response.id)) if withdrawn else owners


async def sources_named(room: Room, id_: str, command: NewVersion) -> Sources:
    """Returns the actions and products that a reply names, and the responses that it quotes."""
    return (
        await states_of(room, KNOWN_ACTION, command.actions),
        await states_of(room, KNOWN_PRODUCT, command.products),
        await states_of(room, RESPONSE, command.quotes, part=Wordless),
    )


async def responses_quoted(room: Room, id_: str, command: ClearReply) -> Quoted:
    """Returns the responses that a reply's draft quotes."""
    reply: Reply | None = await state_of(room, REPLY, id_)
    return await states_of(room, RESPONSE, reply.draft.quotes, part=Wordless) if reply and reply.draft else {}


async def replies_to_recall(room: Room, response: Response) -> list[Id]:
    """Returns the published replies that quote a response and no longer may."""
    if may_quote(response):
        return []
    return await ids_of(room, REPLY, {"quotes": response.id, "published": "yes"})


async def oldest_waiting(room: Room, waiting: Waiting) -> date | None:
    """Returns the oldest day on which a group said something that no one has coded, or that no reply covers."""
    of: dict[str, object] = {"service": waiting.service, "source_group": waiting.source_group.value}
    if waiting.theme is None:
        of["status"] = ResponseStatus.RECEIVED.value
    else:
        of["themes"] = waiting.theme
        answers = covering([waiting.theme], waiting.service, waiting.source_group)
        last = await room.store.find(REPLY, answers, order=("published_on", -1), limit=1, part=Scope)
        if last:
            of["said_on"] = Span(after=last[0].place)
    return await oldest_said(room, of)


async def oldest_said(room: Room, of: Mapping[str, object]) -> date | None:
    """Returns the day of the oldest response with these query keys."""
    found = await room.store.find(RESPONSE, of, order=("said_on", 1), limit=1, part=Said)
    return found[0].state.said_on if found else None


async def quarter_feedback(room: Room, id_: str, command: SummariseFeedback) -> QuarterFeedback:
    """Returns the surveys that count in the quarter, which hold the counts that a summary adds up."""
    closing = {"closes": Span(since=closing_from(command.period).isoformat())}
    found = await room.store.find(SURVEY, closing, order=("closes", 1))
    return QuarterFeedback(tuple(each.state for each in found))


async def response_reader(room: Room, actor: Actor) -> Reader:
    """Returns the actor as a reader of responses. A facilitator reads the answers of the surveys that name them."""
    if not actor.holds(FACILITATOR) or actor.agency != PARTNERSHIP:
        return Reader(actor)
    named_in = await ids_of(room, SURVEY, {"facilitators": actor.person_ref}, Reader(actor).labels)
    return Reader(actor, frozenset(map(reads_answers, named_in)))


async def response_of(room: Room, receipt: str) -> Wordless:
    """Returns the response that a receipt code opens. Raises a 404 for any other code."""
    value = stored_form(receipt)
    prints = set(room.keyring.fingerprints(value)) if value else set()
    found = await read_all(room, RESPONSE, Reader(ANONYMOUS), {"receipt": prints}, part=Wordless) if prints else []
    if not found:
        raise not_found()
    response: Wordless = found[0]
    return response
