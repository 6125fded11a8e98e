"""A published reply is read by everybody, and follows its actions and products (FC5)."""

import json
from uuid import uuid4

from contracts.events.action_tracking import ActionAgreed, ActionProgressed, ActionSustained
from contracts.events.feedback_capture import ReplyPublished, ReplyRecalled
from contracts.events.learning_dissemination import ProductPublished, ProductWithdrawn
from contracts.vocabulary.actions import ActionStatus, Brag, Strength
from local.partnership import PREFIX
from tests.component.feedback_capture.steps import AGENCY, replied
from tests.component.harness import Component
from tests.service.calling import done, refused

THEME = "information-sharing"
ABOUT = {"theme": THEME, "services": "all", "source_groups": "all"}
DRAFT = ABOUT | {"said": "You told your story again and again.", "done": "One plan, shared."}
REFERENCE = f"{PREFIX}-2026-R7Q4"
LINK = "https://learning.example/library/1"


class Sources:
    """An action and a product that a reply can name."""

    def __init__(self, feedback: Component) -> None:
        self.action, self.finding, self.product = (str(uuid4()) for _ in range(3))
        agreed = ActionAgreed(
            action=self.action,
            reference=REFERENCE,
            findings=(self.finding,),
            obligations=(),
            themes=(THEME,),
            strength=Strength.STRONGER,
            agency=AGENCY,
            agencies=(AGENCY,),
            due=feedback.clock.now().date(),
            epoch=1,
        )
        published = ProductPublished(
            product=self.product, kind="factsheet", themes=(THEME,), findings=(self.finding,), reviews=(), link=LINK
        )
        feedback.receive(agreed, self.action, 1)
        feedback.receive(published, self.product, 1)
        self.named = {"actions": [self.action], "products": [self.product]}


def test_draft_is_refused_when_it_names_unknown_things(feedback: Component) -> None:
    unknown = DRAFT | {"actions": [str(uuid4())], "products": [str(uuid4())]}
    assert refused(feedback("business-unit").post("/replies", unknown), 409) == [
        ("reply/unknown-action", "actions/0"),
        ("reply/unknown-product", "products/0"),
    ]


def test_draft_is_unknown_to_the_public_and_cleared_by_another_person(feedback: Component) -> None:
    unit, decider = feedback("business-unit"), feedback("decider")
    reply = done(unit.post("/replies", DRAFT | Sources(feedback).named), 201)
    path = f"/replies/{reply['id']}"
    refused(feedback.anybody().get(path), 404)
    assert reply["id"] in [each["id"] for each in decider.get("/drafts", limit=200).json()]
    refused(unit.post(f"{path}/clearance"), 403)
    author = feedback("decider", person_ref=reply["author"]["person_ref"])
    assert refused(author.post(f"{path}/clearance"), 409) == [("reply/own-text", "")]
    done(decider.post(f"{path}/clearance"))
    assert done(feedback.anybody().get(path))["id"] == reply["id"]
    assert reply["id"] not in [each["id"] for each in decider.get("/drafts", limit=200).json()]


def test_published_reply_emits_its_link_and_is_listed_by_theme(feedback: Component) -> None:
    sources = Sources(feedback)
    reply = replied(feedback, THEME, **sources.named)
    (event,) = [each.event for each in feedback.emitted(reply["id"])]
    assert isinstance(event, ReplyPublished)
    assert (event.findings, event.link) == ((sources.finding,), f"{feedback.room.url}/replies/{reply['id']}")
    public = feedback.anybody()
    assert reply["id"] in {each["id"] for each in public.get("/replies", theme=THEME, limit=50).json()}
    assert reply["id"] not in {each["id"] for each in public.get("/replies", theme="transition", limit=50).json()}
    assert reply["author"]["person_ref"] not in public.get(f"/replies/{reply['id']}").text
    story = feedback("business-unit").get(f"/threads/{sources.finding}").json()
    assert [each["type"] for each in story] == ["learning.ReplyPublished.v1"]


def test_page_of_the_public_list_holds_fifty_at_most(feedback: Component) -> None:
    answer = feedback.anybody().get("/replies", limit=51)
    assert refused(answer, 422) == [("request/limit", "limit")]
    assert "from 1 to 50" in answer.text


def test_published_reply_follows_its_actions_and_products(feedback: Component) -> None:
    sources = Sources(feedback)
    path = f"/replies/{replied(feedback, THEME, **sources.named)['id']}"
    progressed = ActionProgressed(action=sources.action, epoch=1, status=ActionStatus.IN_PROGRESS, brag=Brag.GREEN)
    for number, (event, status) in enumerate(
        [(None, "agreed"), (progressed, "in-progress"), (ActionSustained(action=sources.action, epoch=1), "sustained")], 1
    ):
        if event:
            feedback.receive(event, sources.action, number)
        (action,) = done(feedback.anybody().get(path))["actions"]
        assert action == {"action": sources.action, "reference": REFERENCE, "status": status}
    shown = done(feedback.anybody().get(path))
    assert shown["products"] == [{"product": sources.product, "kind": "factsheet", "link": LINK}]
    gone = ProductWithdrawn(product=sources.product, findings=(sources.finding,), reason="superseded")
    feedback.receive(gone, sources.product, 2)
    assert done(feedback.anybody().get(path))["products"][0]["link"] is None


def test_reply_with_identifying_details_is_not_published(feedback: Component) -> None:
    draft = ABOUT | {"said": "Write to jane@home.example.", "done": "Nothing.", "because": "It was on 12 May 2026."}
    reply = done(feedback("business-unit").post("/replies", draft), 201)
    answer = feedback("decider").post(f"/replies/{reply['id']}/clearance")
    assert refused(answer, 409) == [("reply/identifying", "said"), ("reply/identifying", "because")]
    assert "jane" not in answer.text


def test_corrected_reply_is_published_by_someone_who_wrote_no_version(feedback: Component) -> None:
    reply = replied(feedback, THEME)
    path, public = f"/replies/{reply['id']}", feedback.anybody()
    first = done(public.get(path))
    second = feedback("business-unit", person_ref="p-corrects")
    done(second.post(f"{path}/corrections", {"said": "Few of you are asked.", "done": "You are asked.", "because": "Now."}))
    (draft,) = [each for each in feedback("decider").get("/drafts", limit=200).json() if each["id"] == reply["id"]]
    assert draft["said"] == "Few of you are asked."
    assert done(public.get(path)) == first
    for writer in ("p-writes", "p-corrects"):
        same = feedback("decider", person_ref=writer)
        assert refused(same.post(f"{path}/clearance"), 409) == [("reply/own-text", "")]
    done(feedback("decider").post(f"{path}/clearance"))
    after = done(public.get(path))
    assert (after["said"], after["published_on"]) == ("Few of you are asked.", first["published_on"])
    assert after["sha256"] != first["sha256"]


def test_recalled_reply_is_gone_at_once_and_its_words_are_erased(feedback: Component) -> None:
    words = "A marmalade cat sat on the stairs."
    reply = replied(feedback, THEME, said=words)
    path, public = f"/replies/{reply['id']}", feedback.anybody()
    done(feedback("decider").post(f"{path}/recall", {"reason": "identifies-somebody"}))
    gone = public.get(path)
    refused(gone, 410)
    assert "taken this reply back" in gone.text
    assert reply["id"] not in [each["id"] for each in public.get("/replies", limit=50).json()]
    feedback.drain()
    assert isinstance(feedback.emitted(reply["id"])[-1].event, ReplyRecalled)
    stored = [each for name in ("aggregates", "history", "keys") for each in feedback.stored(name)]
    assert "marmalade" not in json.dumps(stored, default=str)
    assert reply["id"] not in [each["_id"] for each in feedback.stored("keys")]
    assert refused(feedback("decider").post(f"{path}/recall", {"reason": "out-of-date"}), 409) == [("reply/recalled", "")]
