"""A rate lets no more through than it says, and forgets no one before it must."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.http.rates import SETTINGS, Bucket, Rates
from services.chassis.rules.callers import address_of, networks
from services.chassis.rules.rates import SECOND, Rate, read_rate, spend
from services.chassis.settings import HostSettings

RATES = st.builds(Rate, st.integers(1, 5000), st.sampled_from([1, 60, 3600]), st.integers(1, 500))
PAUSES = st.lists(st.integers(0, 600 * SECOND), max_size=200)
WHO = "203.0.113.7"


def passed(rate: Rate, pauses: list[int]) -> list[int]:
    """Returns the moments of the calls that were let through."""
    used, now, through = 0, 0, []
    for pause in pauses:
        now += pause
        used, wait = spend(used, now, rate)
        if not wait:
            through.append(now)
    return through


@given(RATES, PAUSES)
def test_rate_lets_through_no_more_than_burst_and_rate(rate: Rate, pauses: list[int]) -> None:
    through = passed(rate, pauses)
    for number, begin in enumerate(through):
        for more, end in enumerate(through[number:], start=1):
            assert (more - rate.burst) * rate.seconds * SECOND <= (end - begin) * rate.many


@given(RATES, st.integers(0, 600 * SECOND))
def test_rate_lets_a_call_through_once_it_has_waited(rate: Rate, now: int) -> None:
    used = 0
    for _ in range(rate.burst):
        used, wait = spend(used, now, rate)
        assert wait == 0
    same, wait = spend(used, now, rate)
    assert (same, wait > 0) == (used, True)
    assert spend(used, now + wait, rate)[1] == 0
    assert spend(used, now + wait - 1, rate)[1] == 1


@pytest.mark.parametrize(
    ("text", "rate"),
    [("240/hour burst 120", Rate(240, 3600, 120)), ("5/second", Rate(5, 1, 5)), ("60/minute burst 1", Rate(60, 60, 1))],
)
def test_rate_is_read_from_a_setting(text: str, rate: Rate) -> None:
    assert read_rate(text) == rate


@pytest.mark.parametrize("text", ["", "0/hour", "5", "5/day", "5/hour burst 0", "5/hour, burst 3", " 5/hour", "5/hour\n"])
def test_rate_refuses_other_text(text: str) -> None:
    with pytest.raises(ValueError, match="240/hour burst 120"):
        read_rate(text)


def rates(most: int = 100, **changed: str) -> tuple[Rates, list[int]]:
    now = [0]
    settings = HostSettings(profile="local", issuer="nobody", audience="nobody", jwks=str(Path("keys.json")), **changed)  # type: ignore[arg-type]  # read as text
    return Rates(settings, lambda: now[0], most), now


def test_callers_and_buckets_are_counted_apart() -> None:
    counted, now = rates(rate_public="1/minute", rate_answers="1/minute", rate_survey="1/minute")
    assert counted.wait(Bucket.PUBLIC, WHO) == 0
    assert counted.wait(Bucket.PUBLIC, WHO) == 60
    assert counted.wait(Bucket.PUBLIC, "203.0.113.8") == counted.wait(Bucket.ANSWERS, WHO) == 0
    now[0] += 59 * SECOND + 1
    assert counted.wait(Bucket.PUBLIC, WHO) == 1
    now[0] += SECOND
    assert counted.wait(Bucket.PUBLIC, WHO) == 0


def test_no_address_is_kept_and_the_oldest_caller_is_forgotten() -> None:
    counted, _ = rates(most=3, rate_public="1/hour")
    for number in range(4):
        assert counted.wait(Bucket.PUBLIC, f"203.0.113.{number}") == 0
    assert len(counted._used) == 3
    assert "203.0.113" not in repr(vars(counted))
    assert counted.wait(Bucket.PUBLIC, "203.0.113.3") > 0
    assert counted.wait(Bucket.PUBLIC, "203.0.113.0") == 0


def test_two_processes_keep_different_hashes() -> None:
    (one, _), (two, _) = rates(), rates()
    one.wait(Bucket.PUBLIC, WHO)
    two.wait(Bucket.PUBLIC, WHO)
    assert not one._used.keys() & two._used.keys()


def test_every_bucket_has_a_setting_and_every_setting_a_bucket() -> None:
    assert SETTINGS.keys() == set(Bucket)
    assert set(SETTINGS.values()) == {name for name in HostSettings.model_fields if name.startswith("rate_")}


@pytest.mark.parametrize(
    ("peer", "forwarded", "seen"),
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.1"], "203.0.113.7"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.66, 198.51.100.1"], "198.51.100.1"),
        ("10.0.0.1", ["192.0.2.66", "198.51.100.1, 10.0.0.2"], "198.51.100.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.1, unknown, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["198.51.100.1:4711"], "198.51.100.1"),
        ("10.0.0.1", ["[2001:db8:1:2:3::4]:4711"], "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", ["2001:db8:1:2::9"], "2001:db8:1:2::/64"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("", ["198.51.100.1"], ""),
    ],
)
def test_address_is_the_right_most_that_no_trusted_proxy_has(peer: str, forwarded: list[str], seen: str) -> None:
    assert address_of(peer, forwarded, networks("10.0.0.0/8, ::1/128")) == seen


def test_networks_that_are_none_are_refused() -> None:
    with pytest.raises(ValueError, match="must list networks"):
        rates(trusted_proxies="the proxy")
