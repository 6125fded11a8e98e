"""What waits for a person in learning dissemination (AT8)."""

import pytest

from contracts.events.review_registry import LearningRecalled
from local.partnership import POLICE
from services.learning_dissemination.domain.point.state import point_id
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import drafted, published, released, reviewed
from tests.service.calling import done, refused


@pytest.fixture(autouse=True)
def fresh(learning: Component) -> None:
    learning.empty()


def asked_of(learning: Component, role: str, **claims: str) -> list[tuple[str, str]]:
    return [(each["asks"], each["about"]) for each in learning(role, **claims).get("/waiting").json()]


def test_product_waits_for_each_of_its_steps_in_turn(learning: Component) -> None:
    _, point = released(learning)
    product = drafted(learning, point)
    assert asked_of(learning, "decider") == [("approve-product", product)]
    assert asked_of(learning, "business-unit") == [("approve-product", product)]
    done(learning("decider").post(f"/products/{product}/approval"))
    assert asked_of(learning, "decider") == []
    assert asked_of(learning, "business-unit") == [("publish-product", product)]
    done(learning("business-unit").post(f"/products/{product}/publication"))
    assert asked_of(learning, "business-unit") == []
    refused(learning("agency-lead", agency=POLICE).get("/waiting"), 403)


def test_product_that_uses_withdrawn_learning_waits_to_be_checked(learning: Component) -> None:
    review, finding = reviewed(learning)
    product = published(learning, point_id(finding))
    learning.receive(LearningRecalled(review=review, source=finding, reason="identifies-somebody"), review, 4)
    learning.drain()
    (step,) = learning("decider").get("/waiting", asks="check-product").json()
    assert (step["about"], step["link"]) == (product, f"{learning.room.url}/products/{product}")
    done(learning("decider").post(f"/products/{product}/withdrawal", {"reason": "court-order"}))
    assert asked_of(learning, "decider") == []
