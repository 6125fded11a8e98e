"""A product is brought to people, and after some weeks its reach is measured (LD4, LD5)."""

from datetime import timedelta

import pytest

from contracts.events.learning_dissemination import LearningDelivered, ReachFellShort
from contracts.events.learning_dissemination import Segment as Told
from services.chassis.rules.decisions import Actor, Refused
from services.learning_dissemination.domain.delivery import (
    Delivery,
    DeliveryStatus,
    Known,
    RecordDelivered,
    plan_delivery,
    record_delivered,
    threads,
    visible,
)
from services.learning_dissemination.domain.measuring import PATIENCE, alarm, reach_due, record_reach, ring
from services.learning_dissemination.domain.segment import Pair
from tests.unit.learning_dissemination.brought import (
    COUNCIL,
    DAY,
    HOSPITAL,
    POLICE,
    SHARED,
    a_delivery,
    attended,
    delivered,
    head,
    measure_at,
    measuring,
    planning,
    segment,
)
from tests.unit.learning_dissemination.given import COUNCIL_LEAD, POLICE_LEAD, UNIT, actor, at, codes, names

HEADS = {POLICE: head(10), COUNCIL: head(10)}


def measured(counts: dict[Pair, int], *, in_use: bool = True) -> tuple[Delivery, list[ReachFellShort]]:
    now = at(measure_at(delivered()))
    decided = record_reach(measuring(), counts, HEADS, in_use=in_use, given=now)
    return decided.state, [event for event in decided.events if isinstance(event, ReachFellShort)]


def test_it_is_planned_with_what_is_known_of_those_it_is_for_and_the_rest_is_unknown() -> None:
    police, council = a_delivery().segments
    assert (police.pair, police.declared, police.attended, police.reached) == (POLICE, head(10), None, None)
    assert (council.pair, council.declared) == (COUNCIL, None)
    assert a_delivery().status is DeliveryStatus.PLANNED


def test_it_lies_on_the_threads_of_the_findings_that_the_product_draws_on() -> None:
    assert threads(a_delivery())[:3] == (*SHARED.findings, *SHARED.reviews)


def test_all_that_is_wrong_with_a_plan_is_said_at_once() -> None:
    command = planning(POLICE, POLICE, ("nobody", "king"), channel="smoke-signals")
    with pytest.raises(Refused) as caught:
        plan_delivery(None, command, at(who=UNIT), Known(None, {}))
    assert sorted((reason.code, reason.path) for reason in caught.value.reasons) == [
        ("delivery/unknown-channel", "channel"),
        ("product/not-published", "product"),
        ("segment/twice", "segments/1"),
        ("segment/unknown-code", "segments/2/agency"),
        ("segment/unknown-code", "segments/2/professional_group"),
    ]


def test_what_came_of_it_is_made_known_but_not_how_few_they_were() -> None:
    decided = record_delivered(a_delivery(), attended(police=3, council=12), at(who=UNIT))
    assert decided.events == (
        LearningDelivered(
            delivery=a_delivery().id,
            product=SHARED.product,
            channel="forum",
            segments=(
                Told(agency="police", professional_group="police-response"),
                Told(agency="council", professional_group="social-worker", attended=12),
            ),
        ),
    )
    assert [each.attended for each in decided.state.segments] == [3, 12]
    assert decided.state.status is DeliveryStatus.DELIVERED


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (400, 400)])
def test_nobody_is_no_secret_and_more_than_were_declared_may_come(count: int, told: int | None) -> None:
    (event,) = record_delivered(a_delivery(POLICE), attended(police=count), at(who=UNIT)).events
    assert isinstance(event, LearningDelivered)
    assert event.segments[0].attended == told


def test_it_is_recorded_once() -> None:
    with pytest.raises(Refused) as caught:
        record_delivered(delivered(), attended(police=3, council=12), at(who=UNIT))
    assert codes(caught.value) == ["delivery/recorded-already"]


def test_all_that_is_wrong_with_a_record_is_said_at_once() -> None:
    twice = RecordDelivered(attended=(*attended(police=3).attended, *attended(police=4, hospital=1).attended))
    with pytest.raises(Refused) as caught:
        record_delivered(a_delivery(), twice, at(DAY - timedelta(days=1), UNIT))
    assert sorted((reason.code, reason.path) for reason in caught.value.reasons) == [
        ("delivery/before-its-day", ""),
        ("delivery/not-for-them", "attended/2"),
        ("delivery/segment-missing", "attended"),
        ("segment/twice", "attended/1"),
    ]


@pytest.mark.parametrize(
    ("who", "sees"), [(POLICE_LEAD, True), (COUNCIL_LEAD, True), (UNIT, True), (actor("agency-lead", "hospital"), False)]
)
def test_an_agency_sees_deliveries_to_its_own_people(who: Actor, *, sees: bool) -> None:
    assert visible(a_delivery(), who) is sees


def test_its_reach_is_due_at_the_end_of_the_twentieth_working_day_and_only_once_it_has_been() -> None:
    assert reach_due(delivered(), at()).isoformat() == "2026-02-09"
    assert alarm(delivered(), at()) == measure_at(delivered())
    assert alarm(a_delivery(), at()) is None


def test_nothing_happens_before_then() -> None:
    early = at(measure_at(delivered()) - timedelta(seconds=1))
    assert ring(delivered(), early).state == delivered()
    assert ring(a_delivery(), at(measure_at(delivered()))).state == a_delivery()


def test_a_measure_that_was_lost_on_the_way_is_begun_again_after_a_while() -> None:
    begun = measuring()
    now = measure_at(delivered())
    assert begun.status is DeliveryStatus.MEASURING
    assert alarm(begun, at(now)) == now + PATIENCE
    assert ring(begun, at(now)).state == begun
    again = ring(begun, at(now + PATIENCE)).state
    assert again.measuring_since == now + PATIENCE
    assert alarm(again, at(now + PATIENCE)) == now + 2 * PATIENCE


def test_each_segment_below_the_part_that_is_asked_falls_short_once() -> None:
    state, short = measured({POLICE: 6, COUNCIL: 7})
    assert [(event.agency, event.reached, event.declared) for event in short] == [("police", 6, 10)]
    assert short[0].measured_on == measure_at(delivered()).date()
    assert [(each.reached, each.fell_short) for each in state.segments] == [(6, True), (7, False)]
    assert state.status is DeliveryStatus.MEASURED
    assert alarm(state, at(measure_at(delivered()))) is None
    late = record_reach(state, {}, HEADS, in_use=True, given=at(measure_at(delivered())))
    assert (late.state, late.events) == (state, ())


def test_how_few_were_reached_is_not_made_known() -> None:
    _, short = measured({POLICE: 4})
    assert [(event.agency, event.reached) for event in short] == [("police", None), ("council", 0)]


def test_where_nobody_said_how_many_there_are_nothing_falls_short_and_it_stays_unknown() -> None:
    decided = record_reach(measuring(), {}, {POLICE: head(10)}, in_use=True, given=at(measure_at(delivered())))
    assert names(decided.events) == ["ReachFellShort"]
    assert [(each.pair, each.declared, each.reached, each.fell_short) for each in decided.state.segments] == [
        (POLICE, head(10), 0, True),
        (COUNCIL, None, 0, None),
    ]


def test_nobody_is_chased_for_a_product_that_was_withdrawn() -> None:
    state, short = measured({POLICE: 1}, in_use=False)
    assert (state.status, short) == (DeliveryStatus.MEASURED, [])


def test_those_whom_it_was_not_for_are_not_measured() -> None:
    state, _ = measured({POLICE: 9, COUNCIL: 9, HOSPITAL: 9})
    assert segment(HOSPITAL).pair not in {each.pair for each in state.segments}
