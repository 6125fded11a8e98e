"""Acknowledgements of a product are counted by the clock, when a month has closed (LD5)."""

from datetime import UTC, date, datetime, timedelta

from contracts.events.learning_dissemination import LearningAcknowledged, ProductPublished
from services.chassis.rules.decisions import Decided
from services.learning_dissemination.domain.segment import Pair
from services.learning_dissemination.domain.tally.counting import (
    PATIENCE,
    Counted,
    alarm,
    begin,
    next_close,
    record_counts,
    ring,
)
from services.learning_dissemination.domain.tally.state import Tally, tally_id
from tests.builders.given import at
from tests.builders.learning_dissemination import COUNCIL, POLICE, SHARED

PUBLISHED = ProductPublished(
    product=SHARED.product,
    kind="factsheet",
    themes=SHARED.themes,
    findings=SHARED.findings,
    reviews=SHARED.reviews,
    link="https://learning.example/library/one",
)
JUNE = datetime(2026, 6, 9, 9, tzinfo=UTC)
JUNE_ENDS = datetime(2026, 6, 30, 23, tzinfo=UTC)
JULY_ENDS = datetime(2026, 7, 31, 23, tzinfo=UTC)
"""Midnight in summer time."""


def begun() -> Tally:
    """The event is read late, and the tally begins with its month."""
    return begin(None, PUBLISHED, JUNE, at(JULY_ENDS, id_=tally_id(SHARED.product))).state


def counted(tally: Tally, counts: dict[Pair, int], now: datetime = JUNE_ENDS) -> Decided[Tally]:
    return record_counts(ring(tally, at(now)).state, at(now), Counted(next_close(tally), counts))


def test_tally_is_counted_when_its_month_has_ended() -> None:
    assert alarm(begun(), at(JUNE)) == JUNE_ENDS
    assert ring(begun(), at(JUNE_ENDS - timedelta(seconds=1))).state == begun()
    decided = counted(begun(), {POLICE: 7, COUNCIL: 4})
    assert decided.events == (
        LearningAcknowledged(product=SHARED.product, agency="police", professional_group=POLICE[1], period="2026-06", count=5),
    )
    assert (decided.state.counted_to, decided.state.counts()) == (date(2026, 6, 30), {POLICE: 5})
    assert alarm(decided.state, at(JUNE_ENDS)) == JULY_ENDS


def test_tally_emits_nothing_until_a_whole_step_has_come() -> None:
    first = counted(begun(), {POLICE: 7}).state
    still = counted(first, {POLICE: 9}, JULY_ENDS)
    assert (still.events, still.state.counts()) == ((), {POLICE: 5})
    more = counted(first, {POLICE: 11}, JULY_ENDS)
    assert [(each.period, each.count) for each in more.events if isinstance(each, LearningAcknowledged)] == [("2026-07", 10)]


def test_months_follow_one_by_one_after_an_outage() -> None:
    late = datetime(2026, 8, 20, tzinfo=UTC)
    once = counted(begun(), {POLICE: 5}, late)
    twice = counted(once.state, {POLICE: 10}, late)
    assert [each.count for part in (once, twice) for each in part.events if isinstance(each, LearningAcknowledged)] == [5, 10]
    assert ring(twice.state, at(late)).state == twice.state


def test_lost_count_starts_again() -> None:
    started = ring(begun(), at(JUNE_ENDS)).state
    assert alarm(started, at(JUNE_ENDS)) == JUNE_ENDS + PATIENCE
    assert ring(started, at(JUNE_ENDS + PATIENCE)).state.counting_since == JUNE_ENDS + PATIENCE


def test_counts_do_not_move_within_a_month() -> None:
    done = counted(begun(), {}).state
    assert record_counts(done, at(JULY_ENDS), Counted(next_close(done), {POLICE: 50})) == Decided(done)


def test_counts_of_another_month_change_nothing() -> None:
    """Another process recorded them meanwhile, and began the next month."""
    done = ring(counted(begun(), {POLICE: 5}).state, at(JULY_ENDS)).state
    assert record_counts(done, at(JULY_ENDS), Counted(next_close(begun()), {POLICE: 50})) == Decided(done)


def test_product_published_again_keeps_its_tally() -> None:
    done = counted(begun(), {POLICE: 5}).state
    assert begin(done, PUBLISHED, JULY_ENDS, at(JULY_ENDS)).state == done
