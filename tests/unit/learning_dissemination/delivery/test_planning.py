"""Planning the delivery of a product (LD4)."""

import pytest

from services.chassis.rules.access import labels_of, may_read
from services.chassis.rules.decisions import Actor, Refused
from services.learning_dissemination.domain.delivery.planning import DeliveryFacts, plan_delivery
from services.learning_dissemination.domain.delivery.state import DeliveryStatus, readers, threads
from tests.builders.given import actor, at
from tests.builders.learning_dissemination import (
    COUNCIL,
    COUNCIL_LEAD,
    POLICE,
    POLICE_LEAD,
    SHARED,
    UNIT,
    a_delivery,
    head,
    planning,
)


def test_planned_delivery_keeps_known_head_counts_only() -> None:
    police, council = a_delivery().segments
    assert (police.pair, police.declared, police.attended, police.reached) == (POLICE, head(10), None, None)
    assert (council.pair, council.declared) == (COUNCIL, None)
    assert a_delivery().status is DeliveryStatus.PLANNED


def test_delivery_threads_begin_with_the_findings() -> None:
    assert threads(a_delivery())[:3] == (*SHARED.findings, *SHARED.reviews)


def test_planning_refusal_gives_every_reason() -> None:
    command = planning(POLICE, POLICE, ("nobody", "king"), channel="smoke-signals")
    with pytest.raises(Refused) as caught:
        plan_delivery(None, command, at(who=UNIT), DeliveryFacts(None, {}))
    assert sorted((reason.code, reason.path) for reason in caught.value.reasons) == [
        ("delivery/unknown-channel", "channel"),
        ("product/not-published", "product"),
        ("segment/twice", "segments/1"),
        ("segment/unknown-code", "segments/2/agency"),
        ("segment/unknown-code", "segments/2/professional_group"),
    ]


@pytest.mark.parametrize(
    ("who", "sees"), [(POLICE_LEAD, True), (COUNCIL_LEAD, True), (UNIT, True), (actor("agency-lead", "hospital"), False)]
)
def test_delivery_is_known_to_its_agencies_and_the_partnership(who: Actor, *, sees: bool) -> None:
    assert may_read(labels_of(who), readers(a_delivery())) is sees
