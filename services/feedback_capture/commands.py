"""Every command of feedback capture: where it comes in, what decides it, and who may give it (spec: access.md)."""

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, FACILITATOR, PRACTITIONER
from services.chassis.room.erasure import sealed
from services.chassis.room.room import Room, state_of, states_of
from services.chassis.room.tables import Command
from services.chassis.store.kinds import Kind
from services.feedback_capture.domain import (
    chasing,
    concern,
    contribution,
    involvement,
    known,
    offering,
    period,
    planning,
    reply,
    response,
    summary,
    survey,
    withdrawal,
)

INVOLVEMENT = Kind(
    name="involvement",
    state=involvement.Involvement,
    keys=involvement.keys,
    threads=involvement.threads,
    alarm=chasing.alarm,
    ring=chasing.ring,
    visible=involvement.visible,
    indexed=("review",),
)
CONTRIBUTION = Kind(
    name="contribution",
    state=contribution.Contribution,
    keys=contribution.keys,
    threads=contribution.threads,
    alarm=contribution.alarm,
    ring=contribution.ring,
    visible=contribution.visible,
    indexed=("review",),
    traced=False,
)
REPLY = Kind(
    name="reply",
    state=reply.Reply,
    keys=reply.keys,
    threads=reply.threads,
    visible=reply.visible,
    indexed=("theme", "published"),
)
SURVEY = Kind(name="survey", state=survey.Survey, keys=survey.keys, threads=survey.threads, indexed=("service", "source_group"))
RESPONSE = Kind(
    name="response",
    state=response.Response,
    keys=response.keys,
    threads=response.threads,
    alarm=withdrawal.alarm,
    ring=withdrawal.ring,
    visible=response.visible,
    indexed=("survey", "receipt", "period"),
    traced=False,
    dated=True,
)
CONCERN = Kind(
    name="concern",
    state=concern.Concern,
    keys=concern.keys,
    threads=concern.threads,
    visible=concern.visible,
    indexed=("status",),
    traced=False,
)
SUMMARY = Kind(
    name="summary",
    state=summary.Summary,
    keys=summary.keys,
    threads=summary.threads,
    alarm=summary.alarm,
    ring=summary.ring,
    indexed=("waiting",),
)
KNOWN_ACTION = Kind(name="known-action", state=known.KnownAction, keys=known.action_keys, threads=known.action_threads)
KNOWN_PRODUCT = Kind(name="known-product", state=known.KnownProduct, keys=known.product_keys, threads=known.product_threads)
KINDS: tuple[Kind, ...] = (INVOLVEMENT, CONTRIBUTION, SURVEY, RESPONSE, CONCERN, SUMMARY, REPLY, KNOWN_ACTION, KNOWN_PRODUCT)

RUNS_IT = frozenset({BUSINESS_UNIT})
HEARS = frozenset({BUSINESS_UNIT, FACILITATOR})
SPEAKS = frozenset({BUSINESS_UNIT, FACILITATOR, PRACTITIONER})
DECIDES = frozenset({DECIDER})
LOOKS_AT_ONCE = frozenset({BUSINESS_UNIT, FACILITATOR, DECIDER})
NOBODY: frozenset[str] = frozenset()


async def involvement_named(room: Room, id_: str, command: contribution.RecordContribution) -> involvement.Involvement | None:
    state: involvement.Involvement | None = await state_of(room, INVOLVEMENT, command.involvement)
    return state


async def answered_by(room: Room, id_: str, command: reply.DraftReply) -> reply.Known:
    """The actions and products that a reply names."""
    return await states_of(room, KNOWN_ACTION, command.actions), await states_of(room, KNOWN_PRODUCT, command.products)


async def words_sealed(room: Room, id_: str, command: contribution.RecordContribution) -> contribution.RecordContribution:
    """What is said is stored under a key of its own only."""
    texts = {"words": command.words, "wants_changed": command.wants_changed}
    return command.model_copy(update={name: await sealed(room, id_, text) for name, text in texts.items()})


async def survey_named(room: Room, id_: str, command: response.Respond) -> survey.Survey | None:
    state: survey.Survey | None = await state_of(room, SURVEY, command.survey)
    return state


async def concern_raised(room: Room, id_: str, command: withdrawal.WithdrawResponse) -> concern.Concern | None:
    state: concern.Concern | None = await state_of(room, CONCERN, concern.concern_id(id_))
    return state


async def heard_in(room: Room, id_: str, command: summary.SummariseFeedback) -> summary.Heard:
    """The coded responses of the quarter, and the themes replied to since it began."""
    coded = await room.store.find(RESPONSE, {"period": command.period, "status": response.ResponseStatus.CODED.value})
    replies = await room.store.find(REPLY, {"published": "yes"})
    began = period.first_day(command.period)
    return summary.Heard(
        tuple(
            summary.Coded(each.state.survey, each.state.source_group, each.state.service, each.state.themes) for each in coded
        ),
        frozenset(each.state.theme for each in replies if each.state.published_on >= began),
    )


COMMANDS: tuple[Command, ...] = (
    Command("/involvements/{id}/parties", INVOLVEMENT, planning.AddParty, planning.add_party, RUNS_IT),
    Command("/involvements/{id}/facilitators", INVOLVEMENT, planning.NameFacilitator, planning.name_facilitator, RUNS_IT),
    Command("/involvements/{id}/offers", INVOLVEMENT, offering.OfferPart, offering.offer_part, HEARS),
    Command("/involvements/{id}/answers", INVOLVEMENT, offering.RecordAnswer, offering.record_answer, HEARS),
    Command("/involvements/{id}/deferrals", INVOLVEMENT, offering.DeferOffer, offering.defer_offer, DECIDES),
    Command("/involvements/{id}/exceptions", INVOLVEMENT, offering.DoNotInvite, offering.do_not_invite, DECIDES),
    Command("/involvements/{id}/feedback", INVOLVEMENT, offering.FeedBack, offering.feed_back, HEARS),
    Command(
        "/contributions",
        CONTRIBUTION,
        contribution.RecordContribution,
        contribution.record_contribution,
        SPEAKS,
        creates=True,
        facts=involvement_named,
        prepare=words_sealed,
    ),
    Command(
        "/contributions/{id}/withdrawal",
        CONTRIBUTION,
        contribution.WithdrawContribution,
        contribution.withdraw_contribution,
        SPEAKS,
    ),
    Command("/surveys", SURVEY, survey.OpenSurvey, survey.open_survey, RUNS_IT, creates=True),
    Command("/responses/{id}/codes", RESPONSE, response.CodeResponse, response.code_response, HEARS),
    Command("/concerns/{id}/taken", CONCERN, concern.TakeConcern, concern.take_concern, LOOKS_AT_ONCE),
    Command(
        "/summaries",
        SUMMARY,
        summary.SummariseFeedback,
        summary.summarise_feedback,
        RUNS_IT,
        creates=True,
        identity=lambda command, actor: summary.summary_id(command.period),
        facts=heard_in,
    ),
    Command("/replies", REPLY, reply.DraftReply, reply.draft_reply, RUNS_IT, creates=True, facts=answered_by),
    Command("/replies/{id}/clearance", REPLY, reply.ClearReply, reply.clear_reply, DECIDES),
)

RESPOND = Command("/responses", RESPONSE, response.Respond, response.respond, NOBODY, creates=True, facts=survey_named)
WITHDRAW_RESPONSE = Command(
    "/receipts/withdrawals",
    RESPONSE,
    withdrawal.WithdrawResponse,
    withdrawal.withdraw_response,
    NOBODY,
    facts=concern_raised,
)
PUBLIC_COMMANDS: tuple[Command, ...] = (RESPOND, WITHDRAW_RESPONSE)
"""Given by anybody, without an account; each has a route of its own."""
