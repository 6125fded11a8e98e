"""LD1, LD2, R14, R22 over the real thing: what was released is planned for, written up, read by anybody, and taken back."""

from datetime import date
from typing import Any
from uuid import uuid4

from contracts.events.action_tracking import ActionReopened, ActionSustained, RecheckRecorded
from contracts.events.feedback_capture import FeedbackSummarised, ReplyPublished
from contracts.events.learning_dissemination import (
    DisseminationPlanned,
    LearningPointWithdrawn,
    ProductPublished,
    ProductWithdrawn,
)
from contracts.events.review_registry import (
    PublicationHeld,
    PublicationHoldLifted,
    PublicationWithdrawn,
    ReviewClosed,
    ReviewPublished,
    ThemeRecurred,
)
from contracts.vocabulary.actions import RecheckResult
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.reviews import HoldKind
from local.embedded import Embedded
from local.partnership import COUNCIL, POLICE
from local.waiting import eventually, eventually_async
from services.chassis.rules.decisions import derived
from tests.service.action_tracking.steps import TRACKING, accepted, agreeing, asked
from tests.service.calling import Caller, People, done, refused
from tests.service.learning_dissemination.said import REGISTRY, clearing, plan_of, point_of, reviewed, say
from tests.service.learning_dissemination.steps import LEARNING, drafted, listed, published
from tests.service.review_registry.found import found
from tests.service.topic import told

THEMATIC: dict[str, Any] = {
    "kind": "thematic-presentation",
    "title": "Young carers: what two reviews say",
    "parts": {
        "why-it-matters": "They are <b>children</b> first.",
        "what-is-common": "Nobody asked:\n- at school\n- at home",
        "what-was-done": "An alert. It did not hold.",
        "on-monday": "Ask who cares for whom.",
        "reflect": "Whom did I not ask?",
    },
}
FEEDBACK = "feedback-capture"


async def test_what_two_reviews_taught_is_combined_and_published(deployment: Embedded, learning: People) -> None:
    theme = "young-carers"
    unit, decider, anybody = learning("business-unit"), learning("decider"), Caller(learning.client, "")
    (review, finding), (other, second) = [await reviewed(deployment, learning, theme) for _ in range(2)]
    points = [derived("point", each) for each in (finding, second)]
    product = drafted(learning, points[0], **THEMATIC)
    path = f"/products/{product}"
    refused(anybody.get(f"/library/{product}"), 404)
    assert refused(decider.post(f"{path}/approval"), 409) == [
        ("product/part-empty", "parts/where-next"),
        ("product/too-few-reviews", "points"),
    ]
    done(unit.post(f"{path}/parts", {"parts": {"where-next": "The library."}, "points": points}))
    done(decider.post(f"{path}/approval"))

    held = PublicationHeld(review=other, kind=HoldKind.CRIMINAL, review_on=date(2030, 1, 1))
    await say(deployment, REGISTRY, other, [held], 10)
    eventually(lambda: plan_of(learning, other)["holds"] == ["criminal"], what="the hold is known")
    assert refused(unit.post(f"{path}/publication"), 409) == [("product/review-held", "points")]
    await say(deployment, REGISTRY, other, [PublicationHoldLifted(review=other, kind=HoldKind.CRIMINAL)], 11)
    eventually(lambda: plan_of(learning, other)["holds"] == [], what="the hold is over")
    done(unit.post(f"{path}/publication"))

    events = await told(deployment, LEARNING, product, until={ProductPublished})
    link = f"{deployment.url(LEARNING)}/library/{product}"
    event = events[-1].event
    assert isinstance(event, ProductPublished)
    assert (event.link, event.findings, event.reviews) == (link, (finding, second), (review, other))
    assert events[-1].envelope.correlationid == finding
    (line,) = [
        each for each in listed(anybody.get("/library", theme=theme, kind="thematic-presentation")) if each["id"] == product
    ]
    assert (line["id"], line["title"], line["link"]) == (product, THEMATIC["title"], link)
    assert done(anybody.get(f"/library/{product}"))["sections"][-1]["code"] == "where-next"
    page = anybody.get(f"/library/{product}/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "They are &lt;b&gt;children&lt;/b&gt; first." in page.text
    text = anybody.get(f"/library/{product}/markdown")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "Nobody asked:\n\n- at school\n- at home" in text.text


async def test_what_is_taken_back_flags_what_was_made_from_it(deployment: Embedded, registry: People, learning: People) -> None:
    unit, decider, anybody = learning("business-unit"), learning("decider"), Caller(learning.client, "")
    clears = registry("decider")
    review, finding = found(registry)
    done(clears.post(f"/reviews/{review}/learning", {"finding": finding, "statement": "Ask who cares for whom."}))
    point = point_of(learning, finding)
    assert point["link"] == f"{deployment.url(REGISTRY)}/learning/{finding}"
    product = published(learning, point["id"])
    path = f"/products/{product}"

    done(clears.post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}))
    eventually(lambda: done(unit.get(path))["flagged"] == [point["id"]], what="the product is flagged")
    await told(deployment, LEARNING, point["id"], until={LearningPointWithdrawn})
    assert point_of(learning, finding)["withdrawn"] == "identifies-somebody"
    assert refused(decider.post(f"/products/{drafted(learning, point['id'])}/approval"), 409) == [
        ("product/point-withdrawn", "points/0")
    ]
    done(clears.post(f"/reviews/{review}/learning", {"finding": finding, "statement": "Ask who is cared for by whom."}))
    assert eventually(lambda: point_of(learning, finding)["withdrawn"] is None, what="it is a learning point again")
    assert done(unit.get(path))["flagged"] == [point["id"]], "what was written from the text before stays flagged"

    done(decider.post(f"{path}/withdrawal", {"reason": "superseded"}))
    for form in ("", "/html", "/markdown"):
        refused(anybody.get(f"/library/{product}{form}"), 410)
    await told(deployment, LEARNING, product, until={ProductWithdrawn})

    def changes() -> list[str]:
        return [each["command"] for each in listed(unit.get(f"{path}/history"))]

    eventually(lambda: changes()[-1:] == ["WithdrawProduct"], what="the last change is filed")
    assert changes()[:3] == ["DraftProduct", "ApproveProduct", "PublishProduct"]


async def test_a_reviews_plan_says_what_it_lacks_and_what_is_known_of_the_review(
    deployment: Embedded, learning: People
) -> None:
    unit = learning("business-unit")
    review, _ = await reviewed(deployment, learning, "neglect")
    plan = plan_of(learning, review)
    assert (plan["stage"], len(plan["lacks"])) == ("scoping", 5)
    contents = f"/plans/{plan['id']}/contents"
    unknown = {"formats": ["opera"], "segments": [{"agency": "nobody", "professional_group": "midwife"}]}
    assert refused(unit.post(contents, unknown), 409) == [
        ("plan/unknown-format", "formats/0"),
        ("segment/unknown-code", "segments/0/agency"),
    ]
    segments = [{"agency": agency, "professional_group": "manager-supervisor"} for agency in (POLICE, COUNCIL)]
    assert done(unit.post(contents, {"formats": ["factsheet"], "segments": segments}))["lacks"] == [
        "formats",
        "interactive-format",
        "learning-modes",
    ]
    whole = {"formats": ["factsheet", "case-study", "discussion-guide"], "segments": segments}
    assert done(unit.post(contents, whole))["lacks"] == []

    async def told_of_each() -> bool:
        events = await told(deployment, LEARNING, plan["id"], until={DisseminationPlanned})
        return [len(each.event.model_dump()["lacks"]) for each in events] == [5, 3, 0]

    await eventually_async(told_of_each, what="each change of the plan is told", every=0.1)
    (of_review,) = listed(unit.get("/plans", review=review))
    assert of_review["formats"] == whole["formats"]

    link = "https://registry.example/public/reviews/one"
    facts = [
        ReviewPublished(review=review, link=link, until=date(2030, 1, 1)),
        PublicationWithdrawn(review=review, reason="identifies-somebody"),
        ReviewClosed(review=review, findings_confirmed=1, actions_sustained=0, products_published=0),
    ]
    await say(deployment, REGISTRY, review, facts[:1], 10)
    eventually(lambda: plan_of(learning, review)["published"] == link, what="its publication is known")
    await say(deployment, REGISTRY, review, facts[1:], 11)
    eventually(lambda: plan_of(learning, review)["closed"], what="its closing is known")
    assert plan_of(learning, review)["published"] is None


async def test_a_proposal_shows_what_was_done_whether_it_held_and_how_often_it_came_back(
    deployment: Embedded, tracking: People, learning: People
) -> None:
    theme = "record-keeping"
    unit = learning("business-unit")
    (obligation,) = await asked(deployment, tracking, POLICE)
    finding = done(tracking("business-unit").get(f"/obligations/{obligation}"))["finding"]
    review = str(uuid4())
    await say(deployment, REGISTRY, review, [clearing(review, finding, theme)], 1)
    point_of(learning, finding)
    assert done(unit.get("/proposals", theme=theme))["reviews"] == []
    other, second = await reviewed(deployment, learning, theme)

    lead = tracking("agency-lead", agency=POLICE)
    action = done(lead.post("/actions", agreeing(deployment, POLICE, [obligation])), 201)
    accepted(tracking, POLICE, action["id"])
    learnt = point_of(learning, action["id"])
    assert (learnt["source"], learnt["findings"], learnt["themes"]) == ("action", [finding], action["themes"])
    recurrence = ThemeRecurred(
        theme=theme, finding=second, earlier_findings=(finding,), link=f"https://registry.example/themes/{theme}"
    )
    await say(deployment, REGISTRY, str(uuid4()), [recurrence], 1)
    summary, reply = str(uuid4()), str(uuid4())
    heard = FeedbackSummarised(
        summary=summary, period="2026-q3", source_group=SourceGroup.CHILD, service="school", theme=theme, count=7
    )
    await say(deployment, FEEDBACK, summary, [heard], 1)
    answer = ReplyPublished(
        reply=reply, theme=theme, findings=(second,), link=f"https://feedback.example/replies/{reply}", sha256="b" * 64
    )
    await say(deployment, FEEDBACK, reply, [answer], 1)
    for source in ((reply,), ("recurrence", theme, second)):
        assert point_of(learning, *source)["themes"] == [theme]

    def proposed() -> dict[str, Any]:
        proposal = done(unit.get("/proposals", theme=theme))
        assert proposal["heard"]
        return proposal

    def known() -> dict[str, Any]:
        """The action, as the proposal shows it under the review that it answers."""
        (of_review,) = [each for each in proposed()["reviews"] if each["review"] == review]
        (shown,) = of_review["actions"]
        return {name: shown[name] for name in ("reference", "status", "effectiveness", "held", "reopened")}

    proposal = eventually(proposed, what="the proposal has what was heard")
    assert proposal["recurred"] == 1
    assert [each["counts"][0]["count"] for each in proposal["heard"]] == [7]
    sources = {each["review"]: sorted(point["source"] for point in each["points"]) for each in proposal["reviews"]}
    assert sources == {review: ["finding", "recurrence"], other: ["finding", "recurrence", "reply"]}
    expected = {"reference": action["reference"], "reopened": 0}
    assert known() == expected | {"status": "accepted", "effectiveness": "practice-changed", "held": None}

    failed = RecheckRecorded(action=action["id"], epoch=1, recheck=1, result=RecheckResult.NOT_SUSTAINED)
    again = ActionReopened(action=action["id"], agencies=(POLICE,), epoch=2, due=date(2030, 1, 1))
    await say(deployment, TRACKING, action["id"], [failed, again], 100)
    expected |= {"reopened": 1, "held": "not-sustained", "effectiveness": None}
    assert eventually(lambda: known() == expected | {"status": "in-progress"}, what="it did not hold")
    await say(deployment, TRACKING, action["id"], [ActionSustained(action=action["id"], epoch=2)], 102)
    assert eventually(lambda: known() == expected | {"status": "sustained"}, what="it held at last")
