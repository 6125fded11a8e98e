"""Steps of an involvement over HTTP: its review, its parties, their offers."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from contracts.events.event import Event
from contracts.events.review_registry import ReviewOpened
from local.deployment import Deployment
from local.partnership import FRAMEWORK, POLICE
from local.waiting import eventually, eventually_async
from local.wire import records, send, wire
from tests.service.calling import Caller, People, done
from tests.service.topic import read as wire_read

FEEDBACK, REGISTRY = "feedback-capture", "review-registry"
EXPLAINED = [each.code for each in FRAMEWORK.involvement.explained]
AGENCY, PRACTITIONER, FACILITATOR = POLICE, "p-who-contributes", "f-who-hears"


async def opened(deployment: Deployment, feedback: People) -> tuple[str, dict[str, Any]]:
    """Sends the opening of a review. Returns its id, and its involvement once it is planned."""
    review = str(uuid4())
    await said(deployment, review, [ReviewOpened(review=review, review_type="lcspr", restricted=False, statutory=True)])
    return review, planned(feedback, review)


async def said(deployment: Deployment, review: str, events: Sequence[Event], first: int = 1) -> None:
    """Sends events of a review, as the registry would."""
    await send(deployment, REGISTRY, [wire(event, review, number) for number, event in enumerate(events, start=first)])


async def emitted(deployment: Deployment, aggregate: str, count: int) -> list[Event]:
    """Returns so many events of an aggregate, once they are on the topic of this service."""

    async def all_there() -> list[Event]:
        found = [each for each in await records(deployment, FEEDBACK) if each.key == aggregate.encode()]
        assert len(found) >= count
        return [wire_read(each).event for each in found]

    return await eventually_async(all_there, what=f"{count} events on the topic", every=0.1)


def planned(feedback: People, review: str) -> dict[str, Any]:
    def look() -> dict[str, Any]:
        (found,) = feedback("business-unit").get("/involvements", review=review).json()
        return dict(found)

    return eventually(look, what="the involvement is planned")


def facilitator(feedback: People, involvement: str) -> Caller:
    """Names a facilitator for an involvement."""
    done(feedback("business-unit").post(f"/involvements/{involvement}/facilitators", {"person_ref": FACILITATOR}))
    return feedback("facilitator", person_ref=FACILITATOR)


def party(shown: dict[str, Any], group: str) -> dict[str, Any]:
    return next(each for each in shown["parties"] if each["group"] == group)


def offering(shown: dict[str, Any], group: str, **changed: Any) -> dict[str, Any]:
    to = {"person_ref": PRACTITIONER, "agency": AGENCY} if group == "practitioners" else {"person_ref": f"somebody-of-{group}"}
    how = {"channel": "meeting", "language": "en", "format": "conversation", "advocate_offered": True, "explained": EXPLAINED}
    return {"party": party(shown, group)["id"]} | to | how | changed


def contributing(shown: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "involvement": shown["id"],
        "party": party(shown, "practitioners")["id"],
        "in_own_words": True,
        "words": "The screen shows one report at a time. Ask me on 01202 555123.",
        "wants_changed": "Let me see what came before.",
        "themes": ["workload-capacity"],
        "quote_consent": True,
        "told_what_is_published": True,
        "no_blame_acknowledged": True,
    } | changed
