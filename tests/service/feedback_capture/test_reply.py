"""A reply over HTTP follows its actions and products (FC5)."""

from datetime import date
from uuid import uuid4

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionJudged,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
)
from contracts.events.event import Event
from contracts.events.feedback_capture import ReplyPublished
from contracts.events.learning_dissemination import ProductPublished, ProductWithdrawn
from contracts.vocabulary.actions import ActionStatus, Brag, Effectiveness, Judgement, Strength
from local.embedded import Embedded
from local.partnership import POLICE, PREFIX
from local.waiting import eventually
from local.wire import send, wire
from tests.service.calling import Caller, People, done, refused
from tests.service.feedback_capture.steps import FEEDBACK, told_of

TRACKING, LEARNING = "action-tracking", "learning-dissemination"
THEME = "information-sharing"


def life_of(action: str, finding: str) -> list[tuple[Event, str]]:
    """What is told of an action, and where it stands then."""
    agreed = ActionAgreed(
        action=action,
        reference=f"{PREFIX}-2026-R7Q4",
        findings=(finding,),
        obligations=(),
        themes=(THEME,),
        strength=Strength.STRONGER,
        agency=POLICE,
        agencies=(POLICE,),
        due=date(2030, 1, 7),
        epoch=1,
    )
    judged = ActionJudged(
        action=action,
        agencies=(POLICE,),
        epoch=1,
        outcome=Judgement.ACCEPTED,
        effectiveness=Effectiveness.PRACTICE_CHANGED,
    )
    return [
        (agreed, "agreed"),
        (ActionProgressed(action=action, epoch=1, status=ActionStatus.IN_PROGRESS, brag=Brag.GREEN), "in-progress"),
        (ActionCompleted(action=action, epoch=1), "awaiting-judgement"),
        (judged, "accepted"),
        (ActionReopened(action=action, agencies=(POLICE,), epoch=2, due=date(2030, 6, 3)), "in-progress"),
        (ActionSustained(action=action, epoch=2), "sustained"),
    ]


async def test_a_reply_is_cleared_read_by_anybody_and_follows_what_is_done(deployment: Embedded, feedback: People) -> None:
    unit, decider, anybody = feedback("business-unit"), feedback("decider"), Caller(feedback.client, "")
    action, finding, product = str(uuid4()), str(uuid4()), str(uuid4())
    draft = {"theme": THEME, "said": "You told your story again and again.", "done": "One plan, shared.", "actions": [action]}
    named = draft | {"products": [product]}
    assert refused(unit.post("/replies", named), 409) == [
        ("reply/unknown-action", "actions/0"),
        ("reply/unknown-product", "products/0"),
    ]
    life = [(event, status, wire(event, action, number)) for number, (event, status) in enumerate(life_of(action, finding), 1)]
    await send(deployment, TRACKING, [life[0][2]])
    link = "https://learning.example/library/1"
    published = ProductPublished(product=product, kind="factsheet", themes=(THEME,), findings=(finding,), reviews=(), link=link)
    await send(deployment, LEARNING, [wire(published, product, 1)])
    reply = eventually(lambda: done(unit.post("/replies", named), 201), what="what it names is known")
    path = f"/replies/{reply['id']}"
    refused(anybody.get(path), 404)
    assert reply["id"] in [each["id"] for each in decider.get("/drafts", limit=200).json()]
    refused(unit.post(f"{path}/clearance"), 403)
    author = feedback("decider", person_ref=reply["author"])
    assert refused(author.post(f"{path}/clearance"), 409) == [("reply/own-text", "")]
    done(decider.post(f"{path}/clearance"))

    (event,) = await told_of(deployment, reply["id"], 1)
    assert isinstance(event, ReplyPublished)
    assert (event.findings, event.link) == ((finding,), f"{deployment.url(FEEDBACK)}{path}")
    assert reply["id"] in {each["id"] for each in anybody.get("/replies", theme=THEME, limit=200).json()}
    assert reply["id"] not in {each["id"] for each in anybody.get("/replies", theme="transition", limit=200).json()}
    assert reply["author"] not in anybody.get(path).text
    assert done(anybody.get(path))["products"] == [{"product": product, "kind": "factsheet", "link": link}]
    told = eventually(
        lambda: unit.get(f"/threads/{finding}").raise_for_status().json(), what="the finding's thread tells of it"
    )
    assert [each["type"] for each in told] == ["learning.ReplyPublished.v1"]

    for _, status, record in life[1:]:
        await send(deployment, TRACKING, [record])
        shown = {"action": action, "reference": f"{PREFIX}-2026-R7Q4", "status": status}
        eventually(lambda shown=shown: done(anybody.get(path))["actions"] == [shown], what=f"the action is {status}")  # type: ignore[misc]
    withdrawn = ProductWithdrawn(product=product, findings=(finding,), reason="superseded")
    await send(deployment, LEARNING, [wire(withdrawn, product, 2)])
    assert eventually(lambda: done(anybody.get(path))["products"][0]["link"] is None, what="the product is gone")


def test_what_may_identify_somebody_is_not_cleared(feedback: People) -> None:
    draft = {"theme": THEME, "said": "Write to jane@home.example.", "done": "Nothing.", "because": "It was on 12 May 2026."}
    reply = done(feedback("business-unit").post("/replies", draft), 201)
    answer = feedback("decider").post(f"/replies/{reply['id']}/clearance")
    assert refused(answer, 409) == [("reply/identifying", "said"), ("reply/identifying", "because")]
    assert "jane" not in answer.text
