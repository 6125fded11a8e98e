"""A wait ends with the fact, or says what was seen instead."""

import pytest

from local.waiting import eventually, eventually_async


def test_gives_the_first_true_thing() -> None:
    seen = iter([None, "", "there"])
    assert eventually(lambda: next(seen), what="it is there", every=0) == "there"


def test_trouble_means_not_yet() -> None:
    answers = iter([ConnectionRefusedError(), "there"])

    def look() -> str:
        match next(answers):
            case Exception() as trouble:
                raise trouble
            case answer:
                return str(answer)

    assert eventually(look, what="it is there", every=0) == "there"


def test_says_what_was_last_seen_when_time_is_up() -> None:
    with pytest.raises(AssertionError, match=r"not within 0 s: five are there; last seen: \[\]"):
        eventually(list[int], what="five are there", within=0)


def test_keeps_the_trouble_that_was_last_seen() -> None:
    with pytest.raises(AssertionError, match="last seen: KeyError") as failure:
        eventually(lambda: dict[str, str]()["missing"], what="it is there", within=0)
    assert isinstance(failure.value.__cause__, KeyError)


def test_a_mistake_in_the_check_is_raised_at_once() -> None:
    with pytest.raises(AttributeError):
        eventually(lambda: None.missing, what="nothing", within=60)  # type: ignore[attr-defined]


async def test_waits_for_what_is_awaited() -> None:
    seen = iter([None, 7])

    async def look() -> int | None:
        if (answer := next(seen, 0)) == 0:
            raise ConnectionRefusedError
        return answer

    assert await eventually_async(look, what="seven", every=0) == 7
    with pytest.raises(AssertionError, match="ConnectionRefusedError"):
        await eventually_async(look, what="eight", within=0)
