"""Measuring the reach of a delivery by the clock (LD5)."""

from datetime import timedelta
from functools import partial

from contracts.events.learning_dissemination import ReachFellShort
from services.learning_dissemination.domain.audience.state import Declared
from services.learning_dissemination.domain.delivery.measuring import PATIENCE, ReachFacts, alarm, reach_due, record_reach, ring
from services.learning_dissemination.domain.delivery.state import Delivery, DeliveryStatus
from services.learning_dissemination.domain.segment import Pair
from tests.builders import given
from tests.builders.learning_dissemination import (
    COUNCIL,
    HOSPITAL,
    POLICE,
    a_delivery,
    delivered,
    head,
    measure_at,
    measuring,
    segment,
)

URL = "https://learning.example"
at = partial(given.at, url=URL)
HEADS = {POLICE: head(20), COUNCIL: head(20)}


def measured(
    counts: dict[Pair, int], heads: dict[Pair, Declared] = HEADS, *, in_use: bool = True
) -> tuple[Delivery, list[ReachFellShort]]:
    now = at(measure_at(delivered()))
    decided = record_reach(measuring(), now, ReachFacts(counts, heads, in_use))
    return decided.state, [event for event in decided.events if isinstance(event, ReachFellShort)]


def test_reach_is_due_after_twenty_working_days_once_delivered() -> None:
    assert reach_due(delivered(), at()).isoformat() == "2026-02-09"
    assert alarm(delivered(), at()) == measure_at(delivered())
    assert alarm(a_delivery(), at()) is None


def test_ring_changes_nothing_before_reach_is_due() -> None:
    early = at(measure_at(delivered()) - timedelta(seconds=1))
    assert ring(delivered(), early).state == delivered()
    assert ring(a_delivery(), at(measure_at(delivered()))).state == a_delivery()


def test_lost_measure_starts_again_after_patience() -> None:
    begun = measuring()
    now = measure_at(delivered())
    assert begun.status is DeliveryStatus.MEASURING
    assert alarm(begun, at(now)) == now + PATIENCE
    assert ring(begun, at(now)).state == begun
    again = ring(begun, at(now + PATIENCE)).state
    assert again.measuring_since == now + PATIENCE
    assert alarm(again, at(now + PATIENCE)) == now + 2 * PATIENCE


def test_segment_below_the_required_share_falls_short_once() -> None:
    state, short = measured({POLICE: 9, COUNCIL: 11})
    assert [(event.agency, event.reached, event.declared) for event in short] == [("police", 5, 20)]
    assert short[0].measured_on == measure_at(delivered()).date()
    assert short[0].link == f"{URL}/deliveries/{state.id}"
    assert [(each.reached, each.fell_short) for each in state.segments] == [(5, True), (10, False)]
    assert state.status is DeliveryStatus.MEASURED
    assert alarm(state, at(measure_at(delivered()))) is None
    late = record_reach(state, at(measure_at(delivered())), ReachFacts({}, HEADS, in_use=True))
    assert (late.state, late.events) == (state, ())


def test_shortfall_event_leaves_out_small_numbers() -> None:
    _, short = measured({POLICE: 4})
    assert [(event.agency, event.reached, event.declared) for event in short] == [("police", None, 20), ("council", None, 20)]


def test_shortfall_event_of_a_small_segment_has_no_number() -> None:
    _, short = measured({}, {POLICE: head(9)})
    assert [(event.agency, event.reached, event.declared) for event in short] == [("police", None, None)]


def test_segment_without_head_count_never_falls_short() -> None:
    decided = record_reach(measuring(), at(measure_at(delivered())), ReachFacts({}, {POLICE: head(10)}, in_use=True))
    assert [type(event) for event in decided.events] == [ReachFellShort]
    assert [(each.pair, each.declared, each.reached, each.fell_short) for each in decided.state.segments] == [
        (POLICE, head(10), 0, True),
        (COUNCIL, None, 0, None),
    ]


def test_measure_emits_nothing_when_product_is_withdrawn() -> None:
    state, short = measured({POLICE: 1}, in_use=False)
    assert (state.status, short) == (DeliveryStatus.MEASURED, [])


def test_measure_ignores_segments_that_were_not_planned() -> None:
    state, _ = measured({POLICE: 9, COUNCIL: 9, HOSPITAL: 9})
    assert segment(HOSPITAL).pair not in {each.pair for each in state.segments}
