"""Every command of feedback capture: where it comes in, what decides it, and who may give it (spec: access.md)."""

from typing import Any

from services.chassis.erasure import sealed
from services.chassis.identity import BUSINESS_UNIT, DECIDER, FACILITATOR, PRACTITIONER
from services.chassis.kinds import Command, Kind
from services.chassis.room import Room
from services.chassis.store import NewerSchema
from services.feedback_capture.domain import chasing, contribution, involvement, known, offering, planning, reply

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
KNOWN_ACTION = Kind(name="known-action", state=known.KnownAction, keys=known.action_keys, threads=known.action_threads)
KNOWN_PRODUCT = Kind(name="known-product", state=known.KnownProduct, keys=known.product_keys, threads=known.product_threads)
KINDS: tuple[Kind, ...] = (INVOLVEMENT, CONTRIBUTION, REPLY, KNOWN_ACTION, KNOWN_PRODUCT)

RUNS_IT = frozenset({BUSINESS_UNIT})
HEARS = frozenset({BUSINESS_UNIT, FACILITATOR})
SPEAKS = frozenset({BUSINESS_UNIT, FACILITATOR, PRACTITIONER})
DECIDES = frozenset({DECIDER})


async def state_of(room: Room, kind: Kind, id_: str) -> Any:
    """The state of what is loaded beside the aggregate decided on, or None. Raises NewerSchema: that is left unread."""
    document = await room.store.load(kind, id_)
    if document.schema > kind.schema:
        raise NewerSchema(kind.name)
    return document.state


async def states_of(room: Room, kind: Kind, ids: tuple[str, ...]) -> dict[str, Any]:
    """By id, as far as there are."""
    found = {id_: await state_of(room, kind, id_) for id_ in ids}
    return {id_: state for id_, state in found.items() if state is not None}


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
        seal=words_sealed,
    ),
    Command(
        "/contributions/{id}/withdrawal",
        CONTRIBUTION,
        contribution.WithdrawContribution,
        contribution.withdraw_contribution,
        SPEAKS,
    ),
    Command("/replies", REPLY, reply.DraftReply, reply.draft_reply, RUNS_IT, creates=True, facts=answered_by),
    Command("/replies/{id}/clearance", REPLY, reply.ClearReply, reply.clear_reply, DECIDES),
)
