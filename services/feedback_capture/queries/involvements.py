"""What people read of feedback capture, straight from the store."""

from collections.abc import Iterable, Sequence
from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.feedback import InvolvementStep
from contracts.vocabulary.roles import FACILITATOR
from contracts.vocabulary.types import Code, Id, Link, Reference, Sha256
from services.chassis.http.views import Views
from services.chassis.room.erasure import opened
from services.chassis.room.room import Room, states_of
from services.chassis.rules.decisions import Given
from services.chassis.rules.detectors import masked
from services.feedback_capture.commands import (
    CONCERN,
    CONTRIBUTION,
    INVOLVEMENT,
    KNOWN_ACTION,
    KNOWN_PRODUCT,
    REPLY,
    RESPONSE,
    SUMMARY,
    SURVEY,
)
from services.feedback_capture.domain.contribution import Contribution, ContributionStatus, readable, runs_it
from services.feedback_capture.domain.involvement import Involvement, Party, knows_who
from services.feedback_capture.domain.reply import Reply
from services.feedback_capture.domain.response import Response as Responded
from services.feedback_capture.domain.response import ResponseStatus
from services.feedback_capture.domain.summary import Summary
from services.feedback_capture.domain.survey import Survey
from services.feedback_capture.queries.heard import ConcernShown, ResponseShown, concern_shown, response_shown


class PartyShown(Party):
    """A party, and by when it is to be offered a part; who it is only to those who make the offers."""

    offer_by: date | None
    late: tuple[InvolvementStep, ...]
    """Steps whose day has passed."""


class InvolvementShown(Involvement):
    """An involvement with its parties as they stand today."""

    parties: tuple[PartyShown, ...]


class ContributionShown(BaseModel):
    """What was said, and nothing of who said it. The words are read with a query of their own; None once taken back."""

    id: Id
    review: Id
    group: Code
    given_on: date
    in_own_words: bool
    words: str | None
    wants_changed: str | None
    themes: tuple[Code, ...]
    quote_consent: bool
    told_what_is_published: bool
    no_blame_acknowledged: bool
    status: ContributionStatus


class ActionOfReply(BaseModel):
    """An action as it stands now."""

    action: Id
    reference: Reference | None
    status: ActionStatus


class ProductOfReply(BaseModel):
    """Something to learn from; without a link once it was withdrawn."""

    product: Id
    kind: Code | None
    link: Link | None


class ReplyShown(BaseModel):
    """A published reply as anybody reads it: what answers it is shown as it stands now."""

    id: Id
    theme: Code
    said: str
    done: str
    because: str | None
    published_on: date
    link: Link
    sha256: Sha256
    actions: tuple[ActionOfReply, ...]
    products: tuple[ProductOfReply, ...]


class ReplyToReceipt(BaseModel):
    """A published reply on what was said."""

    theme: Code
    said: str
    done: str
    because: str | None
    link: Link
    actions: tuple[ActionOfReply, ...]


class Receipt(BaseModel):
    """The answer to a response: its receipt code, and what that is for."""

    receipt: str
    notice: str


class ReceiptShown(BaseModel):
    """What became of a response: nothing of what was said in it."""

    status: ResponseStatus
    said_on: date
    replies: tuple[ReplyToReceipt, ...]


def involvement_shown(involvement: Involvement, given: Given) -> InvolvementShown:
    hidden = {} if knows_who(involvement, given.actor) else {"person_ref": None, "agency": None}
    parties = tuple(
        PartyShown(
            **dict(party) | hidden,
            offer_by=party.due.get(InvolvementStep.OFFER),
            late=tuple(step for step, by in party.due.items() if given.today > by),
        )
        for party in involvement.parties
    )
    return InvolvementShown(**dict(involvement) | {"parties": parties})


def contribution_shown(
    contribution: Contribution, given: Given, words: str | None = None, wants_changed: str | None = None
) -> ContributionShown:
    kept = {name: value for name, value in contribution if name in ContributionShown.model_fields}
    return ContributionShown(**kept | {"words": words, "wants_changed": wants_changed})


def reply_kept(reply: Reply, given: Given) -> Reply:
    return reply


def survey_kept(survey: Survey, given: Given) -> Survey:
    return survey


def summary_kept(summary: Summary, given: Given) -> Summary:
    return summary


VIEWS: Views = {
    INVOLVEMENT.name: (InvolvementShown, involvement_shown),
    CONTRIBUTION.name: (ContributionShown, contribution_shown),
    SURVEY.name: (Survey, survey_kept),
    RESPONSE.name: (ResponseShown, response_shown),
    CONCERN.name: (ConcernShown, concern_shown),
    SUMMARY.name: (Summary, summary_kept),
    REPLY.name: (Reply, reply_kept),
}


async def contributions_read(room: Room, contributions: Iterable[Contribution], given: Given) -> list[ContributionShown]:
    """Those that the actor may read (FC2), opened. Whoever only gave one sees it without what might identify somebody."""
    found = list(contributions)
    involvements = await states_of(room, INVOLVEMENT, {each.involvement for each in found})
    mine = [each for each in found if readable(each, involvements.get(each.involvement), given.actor)]
    return [await _opened(room, each, given) for each in mine]


async def _opened(room: Room, contribution: Contribution, given: Given) -> ContributionShown:
    plain = runs_it(given.actor) or given.actor.holds(FACILITATOR)
    texts: list[str | None] = []
    for value in (contribution.words, contribution.wants_changed):
        stands = contribution.status is ContributionStatus.GIVEN
        text = await opened(room, contribution.id, value) if stands and value is not None else None
        texts.append(text if text is None or plain else masked(text))
    return contribution_shown(contribution, given, *texts)


async def replies_shown(room: Room, replies: Sequence[Reply]) -> list[ReplyShown]:
    """Published replies with their actions and products as they stand (FC5), each of which is loaded once."""
    actions = await states_of(room, KNOWN_ACTION, {id_ for each in replies for id_ in each.actions})
    products = await states_of(room, KNOWN_PRODUCT, {id_ for each in replies for id_ in each.products})
    of_action = {id_: ActionOfReply(action=id_, reference=each.reference, status=each.status) for id_, each in actions.items()}
    of_product = {id_: ProductOfReply(product=id_, kind=each.kind, link=each.link) for id_, each in products.items()}
    shown = []
    for reply in replies:
        kept = {name: value for name, value in reply if name in ReplyShown.model_fields}
        kept["actions"] = [of_action[id_] for id_ in reply.actions]
        kept["products"] = [of_product[id_] for id_ in reply.products]
        shown.append(ReplyShown(**kept))
    return shown


async def receipt_shown(room: Room, response: Responded) -> ReceiptShown:
    """What became of it: the replies on its themes since it was said, each with its actions as they stand (FC5)."""
    found = [
        document.state
        for theme in response.themes
        for document in await room.store.find(REPLY, {"theme": theme, "published": "yes"})
    ]
    shown = await replies_shown(room, [each for each in found if each.published_on >= response.said_on])
    replies = [ReplyToReceipt(**{name: getattr(each, name) for name in ReplyToReceipt.model_fields}) for each in shown]
    return ReceiptShown(status=response.status, said_on=response.said_on, replies=tuple(replies))
