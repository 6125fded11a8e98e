"""The review registry releases learning and recalls it, and learning dissemination follows over the broker (LD1)."""

from local.deployment import Deployment
from local.waiting import eventually
from tests.service.calling import People, done
from tests.service.learning_dissemination.steps import point_of, published
from tests.service.review_registry.found import found, release


def test_recall_by_the_registry_flags_the_product(deployment: Deployment, registry: People, learning: People) -> None:
    decider, unit = registry("decider"), learning("business-unit")
    review, finding = found(registry)
    release(registry, review, finding, "Ask who cares for whom.")
    point = point_of(learning, finding)
    assert point["link"] == f"{deployment.url('review-registry')}/learning/{finding}"
    product = published(learning, point["id"])

    done(decider.post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}))
    eventually(lambda: done(unit.get(f"/products/{product}"))["flagged"] == [point["id"]], what="the product is flagged")
    assert point_of(learning, finding)["withdrawn"] == "identifies-somebody"
