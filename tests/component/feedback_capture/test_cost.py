"""Cost follows the answer: what is merely there costs no request, reaction or turn of the clock anything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from contracts.events.feedback_capture import ReplyPublished
from contracts.vocabulary.actions import ActionStatus
from contracts.vocabulary.feedback import ConcernOutcome, InvolvementStep, SourceGroup, Urgency
from services.chassis.rules.person import Person
from services.chassis.store.kinds import Kind
from services.feedback_capture.after_ring.concern import measure_waiting, report_waiting
from services.feedback_capture.after_ring.contribution import erase_contribution
from services.feedback_capture.after_ring.response import follow_response
from services.feedback_capture.after_ring.survey import count_answers
from services.feedback_capture.after_ring.unread import look_for_unread
from services.feedback_capture.after_ring.waiting import look_again
from services.feedback_capture.commands.concern import raise_from
from services.feedback_capture.domain.concern.state import MOST, Concern, Conclusion, Taking, concern_id
from services.feedback_capture.domain.contribution.state import Contribution
from services.feedback_capture.domain.involvement.state import Away, Involvement, Party, TakenBack
from services.feedback_capture.domain.others.actions import KnownAction
from services.feedback_capture.domain.others.products import KnownProduct
from services.feedback_capture.domain.reply.state import Reply, Version
from services.feedback_capture.domain.response.receipt import code_of, stored_form
from services.feedback_capture.domain.response.state import Response, ResponseStatus
from services.feedback_capture.domain.results import Published
from services.feedback_capture.domain.summary.state import Summary
from services.feedback_capture.domain.survey.state import Survey
from services.feedback_capture.domain.unread.state import Unread, unread_id
from services.feedback_capture.domain.waiting.state import Waiting, waiting_for
from services.feedback_capture.kinds import (
    CONCERN,
    CONTRIBUTION,
    INVOLVEMENT,
    KNOWN_ACTION,
    KNOWN_PRODUCT,
    REPLY,
    RESPONSE,
    SUMMARY,
    SURVEY,
    UNREAD,
    WAITING,
)
from services.feedback_capture.queries.receipts import SHOWN
from tests.builders.feedback_surveys import responded
from tests.builders.feedback_surveys import survey as built
from tests.component.feedback_capture.steps import AGENCY, FACILITATOR, PRACTITIONER, answered
from tests.component.feedback_capture.test_lists import OF_EVERY_SERVICE
from tests.component.harness import Component
from tests.service.calling import Caller, done
from tests.support.asked import Asked, asked
from tests.support.seeded import seed

NOW = datetime(2028, 2, 14, 9, tzinfo=UTC)
TODAY = NOW.date()
THEME, SERVICE, GROUP = "online-harm", "social-care", SourceGroup.YOUNG_PERSON
PERSON = Person(agency="partnership", person_ref="p-writes")
SURVEY_ID, REPLY_ID, CONCERN_ID, REVIEW, SAID, GIVEN = (str(uuid4()) for _ in range(6))
LONG_AGO, EARLIER = TODAY - timedelta(days=100), TODAY - timedelta(days=200)
"""The day on which the response was given, and a day before it."""
WAITS = waiting_for(THEME, SERVICE, GROUP).model_copy(update={"since": TODAY, "rung": 1})
SAID_BEFORE, LONG = {"what": "I am not safe."}, {"what": "w" * 4000}
FEW, MANY = 3, 12
HEALTH = ("/health/live", "/health/ready")
READ: set[str] = set()
"""The reads that the rows measure."""

Grow = Callable[[Component, int], None]
Work = Callable[[Component], object]


@dataclass(frozen=True)
class Row:
    """A piece of work, and what grows. `most` is the most store commands, `each` the most documents for one more of it."""

    work: Work
    grow: Grow
    most: int
    each: int = 0
    few: int = FEW
    many: int = MANY


# -- what grows


def many(kind: Kind, make: Callable[..., Any], **changed: Any) -> Grow:
    """Stores so many things of a kind."""
    return lambda feedback, count: store(feedback, *((kind, make(**changed)) for _ in range(count)))


def store(feedback: Component, *states: tuple[Kind, Any]) -> None:
    feedback.run(seed(feedback.room, *states))


def reply(id_: str = "", day: date = TODAY, **changed: Any) -> Reply:
    words = {"said": "You are not asked.", "done": "You are asked.", "because": None}
    named = {"actions": (), "products": (), "findings": (), "quotes": ()} | {
        name: changed.pop(name) for name in ("actions", "products") if name in changed
    }
    version = Version.model_validate(words | named | {"author": PERSON, "drafted_on": day})
    usual = {"theme": THEME, "services": "all", "source_groups": "all", "draft": None, "public": version}
    shown = {"published_on": day, "link": "https://feedback.example/replies/1", "sha256": "0" * 64, "writers": (PERSON,)}
    return Reply.model_validate({"id": id_ or str(uuid4())} | usual | shown | changed)


def replies_with_sources(feedback: Component, count: int) -> None:
    """Replies with two actions and a product of their own."""
    for _ in range(count):
        actions = [KnownAction(id=str(uuid4()), status=ActionStatus.AGREED) for _ in range(2)]
        product = KnownProduct(id=str(uuid4()), kind="factsheet")
        named = reply(actions=tuple(each.id for each in actions), products=(product.id,))
        store(feedback, *((KNOWN_ACTION, each) for each in actions), (KNOWN_PRODUCT, product), (REPLY, named))


def corrected() -> Reply:
    """A published reply, with a long correction that waits to be cleared."""
    published = reply()
    words = {"said": LONG["what"], "done": LONG["what"]}
    return published.model_copy(update={"draft": published.public.model_copy(update=words) if published.public else None})


def draft() -> Reply:
    published = reply()
    return published.model_copy(update={"public": None, "published_on": None, "draft": published.public})


def response(**changed: Any) -> Response:
    usual = {"id": str(uuid4()), "survey": SURVEY_ID, "service": SERVICE, "source_group": GROUP, "said_on": TODAY}
    return responded().model_copy(update=usual | {"contact_key": str(uuid4()), "chase_on": None} | changed)


CODED = {"status": ResponseStatus.CODED, "themes": (THEME,), "read_on": TODAY}


def concern(**changed: Any) -> Concern:
    where = {"survey": SURVEY_ID, "source_group": GROUP, "service": SERVICE, "involvement": None, "kept_from": None}
    said = {"urgency": Urgency.NOW, "why": ("said-so",), "raised_at": NOW, "texts": SAID_BEFORE, "contact": None}
    return Concern.model_validate({"id": str(uuid4())} | where | said | {"reported_at": NOW} | changed)


TAKEN = {"takings": (Taking(person_ref="p-takes", agency="partnership", at=NOW),)}
CONCLUDED = {
    "conclusion": Conclusion(
        outcome=ConcernOutcome.NO_REFERRAL,
        referred_to=None,
        referred_at=None,
        reason="All is well.",
        person_ref="p-takes",
        agency="partnership",
        at=NOW,
    )
}


def same_concerns(feedback: Component, count: int) -> None:
    """Concerns that one contribution has raised, all gathered by one concern."""
    ids = (concern_id(GIVEN, number) for number in range(count))
    store(feedback, *((CONCERN, concern(id=each, part_of=CONCERN_ID, **CONCLUDED)) for each in ids))


def own_party() -> Party:
    return Party(id=str(uuid4()), group="practitioners", person_ref=PRACTITIONER, agency=AGENCY)


def involvement(**changed: Any) -> Involvement:
    hears = Person(agency="partnership", person_ref=FACILITATOR)
    usual = {"review": str(uuid4()), "review_type": "lcspr", "parties": (own_party(),), "facilitators": (hears,)}
    return Involvement.model_validate({"id": str(uuid4())} | usual | changed)


OFFER_DUE = (Party(id=str(uuid4()), group="child", due={InvolvementStep.OFFER: TODAY}),)


def contribution(**changed: Any) -> Contribution:
    about = {"involvement": str(uuid4()), "review": REVIEW, "party": str(uuid4()), "group": "child", "taken_by": PERSON}
    said = {"given_on": TODAY, "recorded_on": TODAY, "in_own_words": True, "words": "One report at a time.", "themes": ()}
    agreed = {"quote_consent": True, "told_what_is_published": True, "no_blame_acknowledged": True}
    rest = {"wants_changed": None, "read_on": TODAY}
    return Contribution.model_validate({"id": str(uuid4())} | about | said | agreed | rest | changed)


def survey(**changed: Any) -> Survey:
    usual = {"id": str(uuid4()), "service": SERVICE, "source_group": GROUP, "opened_on": TODAY, "closes": date(2028, 3, 31)}
    return built().model_copy(update=usual | changed)


def summary() -> Summary:
    return Summary(id=str(uuid4()), period="2027-q1", summarised_on=TODAY, lines=())


def late() -> Waiting:
    return WAITS.model_copy(update={"id": str(uuid4())})


# -- the work


UNIT, LEAD = "business-unit", "agency-lead"
WHO = {
    LEAD: {"agency": AGENCY},
    "practitioner": {"agency": AGENCY, "person_ref": PRACTITIONER},
    "facilitator": {"person_ref": FACILITATOR},
}


def reads(role: str, path: str, **asked: str) -> Work:
    """Reads as a person, or without an account."""
    READ.add(path.replace(SURVEY_ID, "{id}").replace(REPLY_ID, "{id}"))
    return lambda feedback: done(caller(feedback, role).get(path, **asked))


def caller(feedback: Component, role: str) -> Caller:
    return feedback(role, **WHO.get(role, {})) if role else feedback.anybody()


def sends(role: str, path: str, body: dict[str, Any]) -> Work:
    return lambda feedback: done(caller(feedback, role).post(path, body), 201)


def follows(act: Callable[..., Any], kind: Kind, id_: str) -> Work:
    """Does what follows the ring of a document."""

    async def followed(feedback: Component) -> None:
        await act(feedback.room, await feedback.room.store.load(kind, id_))

    return lambda feedback: feedback.run(followed(feedback))


def hears_of_a_reply(feedback: Component) -> None:
    event = ReplyPublished(reply=REPLY_ID, theme=THEME, findings=(), link="https://feedback.example/r", sha256="0" * 64)
    feedback.receive(event, REPLY_ID, 1)


def shows_a_receipt(feedback: Component) -> None:
    shown = done(feedback.anybody().post("/receipts", {"receipt": code(feedback)}))
    assert 1 <= len(shown["replies"]) <= SHOWN


def code(feedback: Component) -> str:
    return code_of(feedback.room.keyring.fingerprint(b"a response"))


def fingerprint(feedback: Component) -> str:
    """Returns what the response keeps of its receipt code."""
    return feedback.room.keyring.fingerprint(stored_form(code(feedback)) or b"")


def raises_a_concern(feedback: Component) -> None:
    words = {"words": "In other words."}
    assert feedback.run(raise_from(feedback.room, GIVEN, words, None, ("said-so",), {}))


REPLIES, DRAFTS, LATE = many(REPLY, reply), many(REPLY, draft), many(WAITING, late)
RESPONSES, CONCERNS, INVOLVEMENTS = many(RESPONSE, response), many(CONCERN, concern), many(INVOLVEMENT, involvement)
CONTRIBUTIONS, SURVEYS, SUMMARIES = many(CONTRIBUTION, contribution), many(SURVEY, survey), many(SUMMARY, summary)
ROWS: dict[str, Row] = {
    "public list of replies": Row(reads("", "/replies"), replies_with_sources, 5, each=5),
    "public reply": Row(reads("", f"/replies/{REPLY_ID}"), REPLIES, 3),
    "receipt, newer replies": Row(shows_a_receipt, REPLIES, 6, few=SHOWN + FEW, many=SHOWN + MANY),
    "receipt, replies to others": Row(shows_a_receipt, many(REPLY, reply, services=("police",)), 6),
    "receipt, earlier replies": Row(shows_a_receipt, many(REPLY, reply, day=EARLIER), 6),
    "form": Row(reads("", f"/surveys/{SURVEY_ID}/form"), RESPONSES, 1),
    "answer": Row(lambda feedback: done(answered(feedback, SURVEY_ID), 201), RESPONSES, 13),
    "involvements": Row(reads(UNIT, "/involvements"), INVOLVEMENTS, 2, each=1),
    "involvements, not the facilitator's": Row(
        reads("facilitator", "/involvements"), many(INVOLVEMENT, involvement, facilitators=()), 1
    ),
    "own parts": Row(reads("practitioner", "/involvements/mine"), many(INVOLVEMENT, involvement, parties=OFFER_DUE), 1),
    "contributions": Row(reads(UNIT, "/contributions"), CONTRIBUTIONS, 6, each=2),
    "contributions, not the practitioner's": Row(reads("practitioner", "/contributions"), CONTRIBUTIONS, 3),
    "responses": Row(reads(UNIT, "/responses", survey=SURVEY_ID), RESPONSES, 4, each=2),
    "unread responses": Row(
        reads(UNIT, "/responses", survey=SURVEY_ID, reading="unread"), many(RESPONSE, response, read_on=TODAY), 1
    ),
    "concerns": Row(reads(UNIT, "/concerns", status="open"), CONCERNS, 4, each=2),
    "concerns that wait": Row(reads(UNIT, "/concerns", status="open"), many(CONCERN, concern, **CONCLUDED), 4),
    "surveys": Row(reads(LEAD, "/surveys"), SURVEYS, 1, each=1),
    "results": Row(reads(LEAD, f"/surveys/{SURVEY_ID}/results"), RESPONSES, 1),
    "summaries": Row(reads(LEAD, "/summaries"), SUMMARIES, 1, each=1),
    "drafts": Row(reads(UNIT, "/drafts", theme=THEME), DRAFTS, 4, each=2),
    "drafts beside replies": Row(reads(UNIT, "/drafts", theme=THEME), REPLIES, 1),
    "late feedback": Row(reads(UNIT, "/late-feedback"), LATE, 1, each=1),
    "waiting, involvements": Row(reads(UNIT, "/waiting"), many(INVOLVEMENT, involvement, parties=OFFER_DUE), 13, each=1),
    "waiting, involvements without a step": Row(reads(UNIT, "/waiting"), INVOLVEMENTS, 13),
    "waiting, involvements that are over": Row(
        reads(UNIT, "/waiting"), many(INVOLVEMENT, involvement, parties=OFFER_DUE, closed_on=TODAY), 13
    ),
    "waiting, involvements that ask others": Row(
        reads("decider", "/waiting"), many(INVOLVEMENT, involvement, parties=OFFER_DUE), 7
    ),
    "waiting, words of one survey": Row(reads(UNIT, "/waiting"), RESPONSES, 13),
    "waiting, concerns": Row(reads(UNIT, "/waiting"), CONCERNS, 13, each=1),
    "waiting, concerns with an outcome": Row(reads(UNIT, "/waiting"), many(CONCERN, concern, **CONCLUDED), 13),
    "waiting, replies": Row(reads(UNIT, "/waiting"), REPLIES, 13),
    "waiting, contributions": Row(reads(UNIT, "/waiting"), many(CONTRIBUTION, contribution, read_on=None), 13, each=1),
    "waiting, contributions that are read": Row(reads(UNIT, "/waiting"), CONTRIBUTIONS, 13),
    "summary of a quarter": Row(
        sends(UNIT, "/summaries", {"period": "2027-q4"}), many(SURVEY, survey, opened_on=EARLIER, closes=date(2027, 6, 30)), 3
    ),
    "clock of concerns": Row(follows(report_waiting, CONCERN, CONCERN_ID), CONCERNS, 5),
    "gauge of concerns": Row(lambda feedback: feedback.run(measure_waiting(feedback.room)), many(CONCERN, concern, **TAKEN), 2),
    "clock of unread words": Row(follows(look_for_unread, UNREAD, unread_id(SURVEY_ID)), RESPONSES, 3),
    "clock of late feedback, replies": Row(follows(look_again, WAITING, WAITS.id), REPLIES, 5),
    "clock of late feedback, responses": Row(follows(look_again, WAITING, WAITS.id), many(RESPONSE, response, **CODED), 5),
    "clock of a survey, read": Row(follows(count_answers, SURVEY, SURVEY_ID), many(RESPONSE, response, **CODED), 7, each=2),
    "clock of a survey, unread": Row(follows(count_answers, SURVEY, SURVEY_ID), RESPONSES, 7),
    "erasure beside concerns": Row(follows(erase_contribution, CONTRIBUTION, GIVEN), same_concerns, 7, each=2),
    "another concern of the same form": Row(raises_a_concern, same_concerns, 10, each=2),
    "late response": Row(follows(follow_response, RESPONSE, SAID), many(REPLY, reply, services=("police",)), 9),
    "a reply that covers": Row(hears_of_a_reply, REPLIES, 9),
}


WRONGED = Party(id=str(uuid4()), group="child", away=Away(on=TODAY, approved_by=PERSON, reason=LONG["what"], look_again=TODAY))
MISTAKE = TakenBack(group="child", number=1, because=LONG["what"], by=PERSON, at=NOW)
MONTHS = tuple(Published(to=TODAY, themes={f"theme-{number}": 5 for number in range(100)}) for _ in range(24))
UNASKED: dict[str, tuple[Work, Grow, Grow]] = {
    "waiting, answers": (reads(UNIT, "/waiting"), RESPONSES, many(RESPONSE, response, texts=LONG)),
    "waiting, concerns": (reads(UNIT, "/waiting"), CONCERNS, many(CONCERN, concern, texts=LONG)),
    "waiting, contributions": (
        reads(UNIT, "/waiting"),
        many(CONTRIBUTION, contribution, read_on=None),
        many(CONTRIBUTION, contribution, read_on=None, words=LONG["what"]),
    ),
    "surveys": (reads(LEAD, "/surveys"), SURVEYS, many(SURVEY, survey, published=MONTHS)),
    "receipt": (shows_a_receipt, REPLIES, many(REPLY, corrected)),
    "count of a survey": (
        follows(count_answers, SURVEY, SURVEY_ID),
        many(RESPONSE, response, **CODED),
        many(RESPONSE, response, **CODED | {"texts": LONG}),
    ),
    "own parts": (
        reads("practitioner", "/involvements/mine"),
        INVOLVEMENTS,
        many(INVOLVEMENT, involvement, parties=(own_party(), WRONGED)),
    ),
    "contributions of a facilitator": (
        reads("facilitator", "/contributions"),
        INVOLVEMENTS,
        many(INVOLVEMENT, involvement, taken_back=(MISTAKE,)),
    ),
}


@pytest.mark.parametrize("name", UNASKED)
def test_what_is_not_shown_is_not_read(feedback: Component, name: str) -> None:
    work, short, long = UNASKED[name]
    little, much = (cost_of(feedback, Row(work, grow, most=30), FEW) for grow in (short, long))
    assert much.bytes - little.bytes < 500


@pytest.fixture(scope="module", autouse=True)
def has_heard(feedback: Component) -> None:
    """The service has heard an event before, and knows the incarnation of its source."""
    begun(feedback)
    hears_of_a_reply(feedback)


@pytest.mark.parametrize("name", ROWS)
def test_cost_follows_the_answer(feedback: Component, name: str) -> None:
    row = ROWS[name]
    few, more = (cost_of(feedback, row, count) for count in (row.few, row.many))
    assert few.commands == more.commands
    assert more.queries <= row.most
    assert more.documents - few.documents <= row.each * (row.many - row.few)


def cost_of(feedback: Component, row: Row, count: int) -> Asked:
    """Measures a piece of work beside so many things, with no key at hand."""
    begun(feedback)
    row.grow(feedback, count)
    feedback.service.store.data_keys.kept.clear()
    with asked() as cost:
        row.work(feedback)
    return cost


def begun(feedback: Component) -> None:
    """Stores one of each thing that the work is about."""
    feedback.clock.move_to(NOW)
    for each in ("aggregates", "keys", "history"):
        feedback.forget(each)
    said = response(id=SAID, said_on=LONG_AGO, chase_on=TODAY, receipt=fingerprint(feedback), **CODED)
    unread = Unread(id=unread_id(SURVEY_ID), survey=SURVEY_ID, came_on=TODAY, looked_on=TODAY)
    store(
        feedback,
        (SURVEY, survey(id=SURVEY_ID, counting_since=NOW)),
        (REPLY, reply(REPLY_ID)),
        (CONCERN, concern(id=CONCERN_ID)),
        (UNREAD, unread),
        (WAITING, WAITS),
        (RESPONSE, said),
        (CONTRIBUTION, contribution(id=GIVEN)),
    )


def test_form_that_raised_all_it_can_is_counted_and_never_silent(feedback: Component) -> None:
    begun(feedback)
    same_concerns(feedback, MOST)
    where = {"involvement": REVIEW, "kept_from": AGENCY}
    for number in range(3):
        words = {"words": f"In other words, {number}."}
        assert feedback.run(raise_from(feedback.room, GIVEN, words, None, ("said-so",), where)) is False
    (counted,) = [each["state"] for each in feedback.opened() if each["kind"] == "concern" and each["state"]["gathered"]]
    assert (counted["gathered"], counted["texts"], counted["kept_from"]) == (3, {}, AGENCY)
    assert feedback.run(raise_from(feedback.room, GIVEN, SAID_BEFORE, None, ("said-so",), {})), "a repeat is read already"


def test_every_read_is_measured_here(feedback: Component) -> None:
    """Reads of one thing by its id read one document, and those of every service are measured with the chassis."""
    paths = {path for path, methods in feedback.service.app.openapi()["paths"].items() if "get" in methods}
    by_id = {path for path in paths if path.endswith("{id}")}
    assert paths - by_id - {*OF_EVERY_SERVICE, *HEALTH} == READ - by_id
