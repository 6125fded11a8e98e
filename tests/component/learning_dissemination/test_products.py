"""From released learning to a product in the library, and back out when its source is recalled (LD1, LD2, LD7, R14)."""

from datetime import date
from typing import Any

from contracts.events.learning_dissemination import LearningPointWithdrawn, ProductPublished, ProductWithdrawn, ProductWithheld
from contracts.events.review_registry import LearningRecalled, PublicationHeld, PublicationHoldLifted
from contracts.vocabulary.reviews import HoldKind
from services.learning_dissemination.domain.point.state import point_id
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import drafted, listed, plan_of, point_of, published, release, reviewed
from tests.service.calling import done, refused

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
THEME = "young-carers"


def test_thematic_product_combines_two_reviews_and_waits_for_a_hold(learning: Component) -> None:
    unit, decider, public = learning("business-unit"), learning("decider"), learning.anybody()
    (review, finding), (other, second) = reviewed(learning, THEME), reviewed(learning, THEME)
    points = [point_id(finding), point_id(second)]
    product = drafted(learning, points[0], **THEMATIC)
    path = f"/products/{product}"
    refused(public.get(f"/library/{product}"), 404)
    assert refused(decider.post(f"{path}/approval"), 409) == [
        ("product/part-empty", "parts/where-next"),
        ("product/too-few-reviews", "points"),
    ]
    done(unit.post(f"{path}/parts", {"parts": {"where-next": "The library."}, "points": points}))
    done(decider.post(f"{path}/approval"))

    learning.receive(PublicationHeld(review=other, hold=other, kind=HoldKind.CRIMINAL, review_on=date(2030, 1, 1)), other, 10)
    assert plan_of(learning, other)["holds"] == [{"id": other, "kind": "criminal"}]
    assert refused(unit.post(f"{path}/publication"), 409) == [("product/review-held", "points")]
    learning.receive(PublicationHoldLifted(review=other, hold=other, kind=HoldKind.CRIMINAL), other, 11)
    assert plan_of(learning, other)["holds"] == []
    done(unit.post(f"{path}/publication"))

    learning.drain()
    (event,) = learning.emitted(product)
    assert event.event == ProductPublished(
        product=product,
        kind="thematic-presentation",
        themes=(THEME,),
        findings=(finding, second),
        reviews=(review, other),
        link=f"{learning.room.url}/library/{product}",
    )
    assert event.envelope.correlationid == finding


def test_library_shows_a_product_as_data_page_and_markdown(learning: Component) -> None:
    public = learning.anybody()
    points = [point_id(reviewed(learning, THEME)[1]) for _ in range(2)]
    parts = THEMATIC["parts"] | {"where-next": "The library."}
    product = published(learning, *points, **THEMATIC | {"parts": parts})
    lines = {each["id"]: each for each in listed(public.get("/library", theme=THEME, kind="thematic-presentation"))}
    assert lines[product]["title"] == THEMATIC["title"]
    assert lines[product]["link"] == f"{learning.room.url}/library/{product}"
    assert listed(public.get("/library", theme="neglect", kind="thematic-presentation")) == []
    assert done(public.get(f"/library/{product}"))["sections"][-1]["code"] == "where-next"
    page = public.get(f"/library/{product}/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "They are &lt;b&gt;children&lt;/b&gt; first." in page.text
    text = public.get(f"/library/{product}/markdown")
    assert text.headers["content-type"] == "text/markdown; charset=utf-8"
    assert "Nobody asked:\n\n- at school\n- at home" in text.text


def test_recall_withdraws_the_point_and_flags_the_product_until_its_end(learning: Component) -> None:
    unit, decider, public = learning("business-unit"), learning("decider"), learning.anybody()
    review, finding = reviewed(learning)
    point = point_id(finding)
    product = published(learning, point)
    path = f"/products/{product}"

    learning.receive(LearningRecalled(review=review, source=finding, reason="identifies-somebody"), review, 4)
    learning.drain()
    assert [each.event for each in learning.emitted(point)] == [
        LearningPointWithdrawn(point=point, reason="identifies-somebody")
    ]
    assert point_of(learning, finding)["withdrawn"] == "identifies-somebody"
    assert done(unit.get(path))["flagged"] == [point]
    assert refused(decider.post(f"/products/{drafted(learning, point)}/approval"), 409) == [
        ("product/point-withdrawn", "points/0")
    ]
    learning.receive(release(review, finding), review, 5)
    assert point_of(learning, finding)["withdrawn"] is None
    assert done(unit.get(path))["flagged"] == [point], "the product still holds the text written before the recall"

    done(decider.post(f"{path}/withdrawal", {"reason": "superseded"}))
    for form in ("", "/html", "/markdown"):
        refused(public.get(f"/library/{product}{form}"), 410)
    learning.drain()
    assert [type(each.event) for each in learning.emitted(product)] == [ProductPublished, ProductWithheld, ProductWithdrawn]
    lines = listed(unit.get(f"{path}/history"))
    changed = [each["command"] for each in lines if each["roles"] != ["system"]]
    assert changed == ["DraftProduct", "ApproveProduct", "PublishProduct", "WithdrawProduct"]
    assert [(lines[0]["product_version"], lines[0]["status"]), lines[-1]["status"]] == [(1, "draft"), "withdrawn"]
