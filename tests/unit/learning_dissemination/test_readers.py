"""The readers of plans, learning points and products (LD1, LD2)."""

from datetime import date

import pytest

from local.partnership import POLICE
from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import ANONYMOUS, Actor, derived
from services.learning_dissemination.domain.plan import state as plan
from services.learning_dissemination.domain.point import state as point
from services.learning_dissemination.domain.product import state as product
from services.learning_dissemination.domain.readers import LIBRARY
from tests.builders.given import MONDAY

PLAN = plan.Plan(id=derived("plan"), review=derived("review"))
POINT = point.LearningPoint(
    id=derived("point"), source=point.PointSource.FINDING, source_id=derived("finding"), themes=("neglect",)
)
DRAFT = product.Product(id=derived("product"), kind="factsheet", title="Read them together", status_since=MONDAY, parts={})
OUT = product.Published(
    version=1,
    kind="factsheet",
    kind_label="Factsheet",
    title="Read them together",
    sections=(),
    themes=("neglect",),
    published_on=date(2027, 3, 1),
    points=(),
    reviews=(),
)
NEXT = DRAFT.model_copy(update={"version": 2, "published": OUT})
"""The draft of the next version of a published product."""
THINGS = {
    "plan": plan.readers(PLAN),
    "point": point.readers(POINT),
    "draft": product.readers(DRAFT),
    "next version": product.readers(NEXT),
}


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("role", ["business-unit", "decider", "scrutineer", "inspector"])
def test_people_of_the_partnership_read_what_is_worked_on(role: str, thing: str) -> None:
    for agency in ("partnership", POLICE):
        assert may_read(labels_of(Actor(frozenset({role}), agency, "p-1")), THINGS[thing])


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("role", ["agency-lead", "contributor", "practitioner", "facilitator", "lead-reviewer"])
def test_agencies_read_the_library_alone(role: str, thing: str) -> None:
    assert not may_read(labels_of(Actor(frozenset({role}), POLICE, "p-1")), THINGS[thing])
    assert not may_read(labels_of(ANONYMOUS), THINGS[thing])
    assert (LIBRARY in THINGS[thing]) == (thing == "next version")
