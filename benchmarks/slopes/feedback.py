"""What feedback capture's answers and turns cost as responses and replies grow."""

from datetime import date

from benchmarks.slopes.measuring import Names, Row, Stock, get, post
from benchmarks.slopes.seeding import put
from benchmarks.slopes.slope import FLAT, LINEAR, LISTED
from services.chassis.rules.decisions import derived
from services.feedback_capture.after_ring.survey import count_answers
from services.feedback_capture.domain.others.actions import KnownAction
from services.feedback_capture.domain.others.products import KnownProduct
from services.feedback_capture.domain.reply.drafting import DraftReply
from services.feedback_capture.domain.reply.state import Reply
from services.feedback_capture.domain.response.receipt import stored_form
from services.feedback_capture.domain.response.state import Response, ResponseStatus
from services.feedback_capture.kinds import KNOWN_ACTION, KNOWN_PRODUCT, REPLY, RESPONSE, SURVEY
from tests.builders.feedback_replies import drafting, published
from tests.builders.feedback_surveys import NOW, TODAY, responded, survey
from tests.component.harness import Component

FEEDBACK = "feedback-capture"
NEGLECT = "neglect"
SURVEYED = survey().model_copy(update={"counting_since": NOW})
RESPONDED, REPLIED = responded(), published()
RECEIPT = "-".join(["AAAA"] * 6 + ["AA"])
ACTIONS_OF_A_REPLY = 4


def response(number: int, receipt: str) -> Response:
    changes = {
        "id": derived("response", str(number)),
        "receipt": receipt,
        "status": ResponseStatus.CODED,
        "read_on": TODAY,
        "themes": (NEGLECT,),
    }
    return RESPONDED.model_copy(update=changes)


def reply(number: int) -> Reply:
    """Returns a published reply that names four actions and a product of its own."""
    named = tuple(derived("action", str(number), str(each)) for each in range(ACTIONS_OF_A_REPLY))
    version = REPLIED.public.model_copy(update={"actions": named, "products": (derived("product", str(number)),)})  # type: ignore[union-attr]  # it is published
    changes = {"id": derived("reply", str(number)), "theme": NEGLECT, "public": version, "published_on": date(2026, 6, 1)}
    return REPLIED.model_copy(update=changes)


def responses(component: Component, count: int) -> Names:
    put(component, SURVEY, [SURVEYED])
    put(component, RESPONSE, [response(each, f"none:{each}") for each in range(count)])
    return {"survey": SURVEYED.id}


def replies(component: Component, count: int) -> Names:
    """Stores replies with what they name, and a response that all of them answer."""
    fingerprint = component.room.keyring.fingerprint(stored_form(RECEIPT) or b"")
    said = [reply(each) for each in range(count)]
    versions = [each.public for each in said if each.public]
    put(component, RESPONSE, [response(0, fingerprint)])
    put(component, REPLY, said)
    put(component, KNOWN_ACTION, [KnownAction(id=each) for version in versions for each in version.actions])
    put(component, KNOWN_PRODUCT, [KnownProduct(id=each) for version in versions for each in version.products])
    return {}


def named_actions(component: Component, count: int) -> Names:
    """Stores actions for a reply to name."""
    put(component, KNOWN_ACTION, [KnownAction(id=derived("action", str(each))) for each in range(count)])
    return {"actions": str(count)}


def draft(names: Names) -> DraftReply:
    return drafting(actions=tuple(derived("action", str(each)) for each in range(int(names["actions"]))), products=())


def counting(component: Component, names: Names) -> None:
    """Counts the answers of the survey, as the clock does when a month has closed."""

    async def count() -> None:
        await count_answers(component.room, await component.room.store.load(SURVEY, names["survey"]))

    component.run(count())


RESPONSES = Stock(FEEDBACK, "responses to a survey", (500, 2000, 8000), responses)
NAMED = Stock(FEEDBACK, "actions that a reply names", (5, 10, 20), named_actions)
REPLIES = Stock(FEEDBACK, "replies on a theme", (60, 240, 960), replies)

ROWS = (
    Row("survey: its results", RESPONSES, get("business-unit", "/surveys/{survey}/results"), FLAT),
    Row("responses: a page of 50", RESPONSES, get("business-unit", "/responses?survey={survey}&limit=50"), FLAT),
    Row("survey: the count of a month", RESPONSES, counting, LINEAR, again=False),
    Row(
        "summary of the quarter that it ends",
        RESPONSES,
        post("business-unit", "/summaries", {"period": "2026-q1"}),
        FLAT,
        again=False,
    ),
    Row("command: a reply", NAMED, post("business-unit", "/replies", draft), LISTED, again=False),
    Row("replies: a page of 50", REPLIES, get("", "/replies?limit=50"), FLAT),
    Row("receipt: the newest replies to it", REPLIES, post("", "/receipts", {"receipt": RECEIPT}), FLAT),
)
