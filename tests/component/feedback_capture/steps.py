"""Steps of tests: reviews followed, parties offered a part, surveys answered, replies published."""

from secrets import token_hex
from typing import Any
from uuid import uuid4

import httpx

from contracts.events.event import Event
from contracts.events.review_registry import ReviewOpened, ReviewStageChanged
from local.partnership import COUNCIL, FRAMEWORK, POLICE
from services.feedback_capture.domain.involvement.state import involvement_id
from services.feedback_capture.domain.response.receipt import response_id
from tests.component.harness import Component
from tests.service.calling import Caller, done

CHILD, SIBLINGS, PARENTS, PRACTITIONERS = "child", "surviving-siblings", "parents-carers", "practitioners"
TYPE = next(each for each in FRAMEWORK.review_types if each.code == "lcspr")
AGENCY, ANOTHER_AGENCY = POLICE, COUNCIL
"""The contributor's agency, and another one."""
PRACTITIONER, FACILITATOR = "p-who-contributes", "f-who-hears"
EXPLAINED = [each.code for each in FRAMEWORK.involvement.explained]
OPENED: dict[tuple[str, str], str] = {}
"""The token of the form that was opened for a survey and a key."""
WORDS = "Nobody asked me, ring 01202 496023, I have a marmalade cat"
SURVEY: dict[str, Any] = {
    "title": "How was it when people came to see you?",
    "source_group": "young-person",
    "service": "social-care",
    "questions": [
        {"code": "what", "words": "What should be different?", "kind": "text"},
        {"code": "heard", "words": "Did people listen to you?", "kind": "scale"},
    ],
    "closes": "2028-03-31",
}


def followed(feedback: Component, review: str, *events: Event, first: int = 1) -> None:
    """Receives events of a review."""
    for number, event in enumerate(events, start=first):
        feedback.receive(event, review, number)
    feedback.drain()


def opened(feedback: Component) -> tuple[str, dict[str, Any]]:
    """Opens a review that goes ahead. Returns its id, and its involvement."""
    review = str(uuid4())
    opening = ReviewOpened(review=review, review_type="lcspr", restricted=False, statutory=True)
    ahead = ReviewStageChanged(review=review, from_stage="screening", to_stage="scoping")
    followed(feedback, review, opening, ahead)
    return review, done(feedback("business-unit").get(f"/involvements/{involvement_id(review)}"))


def facilitator(feedback: Component, shown: dict[str, Any]) -> Caller:
    """Names a facilitator for an involvement."""
    done(feedback("business-unit").post(f"/involvements/{shown['id']}/facilitators", {"person_ref": FACILITATOR}))
    return feedback("facilitator", person_ref=FACILITATOR)


def party(shown: dict[str, Any], group: str) -> dict[str, Any]:
    return next(each for each in shown["parties"] if each["group"] == group)


def read(feedback: Component, review: str, group: str) -> dict[str, Any]:
    """Returns the party as the business unit sees it now."""
    return party(done(feedback("business-unit").get(f"/involvements/{involvement_id(review)}")), group)


def offering(shown: dict[str, Any], group: str, **changed: Any) -> dict[str, Any]:
    """Returns a full offer to the first party of a group."""
    to = {"person_ref": PRACTITIONER, "agency": AGENCY} if group == PRACTITIONERS else {"person_ref": f"somebody-of-{group}"}
    how = {"channel": "meeting", "language": "en", "format": "conversation", "advocate_offered": True}
    return {"party": party(shown, group)["id"], "explained": EXPLAINED} | to | how | changed


def contributing(shown: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "involvement": shown["id"],
        "party": party(shown, PRACTITIONERS)["id"],
        "in_own_words": True,
        "words": "The screen shows one report at a time. Ask me on 01202 555123.",
        "wants_changed": "Let me see what came before.",
        "themes": ["workload-capacity"],
        "quote_consent": True,
        "told_what_is_published": True,
        "no_blame_acknowledged": True,
    } | changed


def contributed(feedback: Component) -> tuple[str, dict[str, Any]]:
    """Records what a practitioner says. Returns the review, and the contribution."""
    review, shown = opened(feedback)
    hears = facilitator(feedback, shown)
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, PRACTITIONERS)))
    return review, done(hears.post("/contributions", contributing(shown)), 201)


def surveyed(feedback: Component, **changed: Any) -> str:
    """Opens a survey. Returns its id."""
    return str(done(feedback("business-unit").post("/surveys", SURVEY | changed), 201)["id"])


def form_of(feedback: Component, survey: str, key: str = "") -> dict[str, str]:
    """Opens the form of a survey. Returns what goes back with the answers, the same for the same key."""
    if not key or (survey, key) not in OPENED:
        OPENED[survey, key] = done(feedback.anybody().get(f"/surveys/{survey}/form"))["form_token"]
    return {"survey": survey, "form_token": OPENED[survey, key]}


def response_of(survey: str, key: str) -> str:
    """Returns the id of the response that this key has sent."""
    return response_id(survey, OPENED[survey, key].partition(".")[0])


def answered(feedback: Component, survey: str, key: str = "", **changed: Any) -> httpx.Response:
    """Answers a survey without an account. A repeat with the same key sends the same form."""
    consents = ["improve-service", "share-with-partners"]
    body = {"answers": {"what": WORDS, "heard": "2"}, "consents": consents}
    return feedback.anybody().post("/responses", form_of(feedback, survey, key) | body | changed, key=key or token_hex(24))


def replied(feedback: Component, theme: str, **changed: Any) -> dict[str, Any]:
    """Drafts a reply on a theme, and publishes it. Returns it with its words."""
    about = {"theme": theme, "services": "all", "source_groups": "all"}
    draft = about | {"said": "You are not asked.", "done": "You are asked.", "because": "It is your life."} | changed
    reply = done(feedback("business-unit", person_ref="p-writes").post("/replies", draft), 201)
    done(feedback("decider").post(f"/replies/{reply['id']}/clearance"))
    feedback.drain()
    return reply | draft
