"""What rules are given and give back: the same derivation for the same keys, local dates, every reason at once."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from local.frameworks import framework
from services.chassis.rules.decisions import SYSTEM, Actor, Given, Reason, Refused, derived, refuse_if_any

parts = st.lists(st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True), min_size=1, max_size=4)


@any_(parts, parts)
def test_an_id_is_the_same_exactly_for_the_same_keys(these: list[str], those: list[str]) -> None:
    assert (derived(*these) == derived(*those)) == (these == those)
    assert str(UUID(derived(*these))) == derived(*these)


def test_a_derived_id_is_the_one_that_it_always_was() -> None:
    """Others hold these ids: what they are made of is a promise."""
    assert derived("obligation", "finding", "agency") == "2039fa56-1c8d-52a3-af68-696311950fec"


def given(now: datetime, command: str = "a command") -> Given:
    return Given("an id", command, now, framework())


def test_one_command_derives_the_same_ids_whenever_it_is_tried() -> None:
    early, late = given(datetime(2026, 1, 1, tzinfo=UTC)), given(datetime(2026, 6, 1, tzinfo=UTC))
    assert early.derive("finding") == late.derive("finding")
    assert early.derive("finding") != early.derive("action")
    assert early.derive("finding") != given(early.now, "another command").derive("finding")


@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 1, 1, 23, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
    ],
    ids=["summer, before midnight", "summer, midnight", "winter", "last summer night", "first winter night"],
)
def test_today_is_the_date_where_the_partnership_is(now: datetime, today: date) -> None:
    assert given(now).today == today


def test_a_refusal_carries_every_reason_and_says_their_codes_only() -> None:
    reasons = [Reason("a/one", "About Jane.", "title"), Reason("b/two", "About Jane too.")]
    with pytest.raises(Refused) as caught:
        refuse_if_any(reasons)
    assert caught.value.reasons == tuple(reasons)
    assert str(caught.value) == "a/one, b/two"
    refuse_if_any([])


def test_an_actor_holds_a_role_if_any_of_those_asked() -> None:
    actor = Actor(frozenset({"decider", "inspector"}), "partnership", "p-1")
    assert actor.holds("scrutineer", "decider")
    assert not actor.holds("scrutineer")
    assert not actor.holds()
    assert not SYSTEM.holds("decider", "business-unit")
