"""Errors, logs, spans and parked reasons carry place and rule, never the value. Canaries in everything raised."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, ValidationError

from contracts.events.review_registry import FindingRecorded, ReviewScoped
from services.chassis.privacy.reasons import reason_of
from services.chassis.rules.decisions import Reason, Refused

EMPTY: dict[str, object] = {}
canaries = st.from_regex(r"[A-Za-z_]{4}[A-Za-z0-9_]{4,20}", fullmatch=True).map(lambda text: f"Canary{text}")
"""Shaped like names of fields, so that nothing is kept out by its form alone."""


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")

    day: date
    count: int


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    inner: Inner
    rows: list[Inner]
    by_name: dict[str, Inner]


def raised(work: Callable[[], object]) -> BaseException:
    """What this raises, with its traceback."""
    try:
        work()
    except BaseException as fault:  # noqa: BLE001 - whatever it is
        return fault
    raise AssertionError("it raised nothing")


def wrong_shapes(canary: str) -> list[Callable[[], object]]:
    """Values and keys of the sender in every place of a document."""
    wrong = {"day": canary, "count": canary, canary: canary}
    outer = {"inner": wrong, "rows": [wrong, canary], "by_name": {canary: wrong}, canary: 1}
    return [
        lambda: Outer.model_validate(outer),
        lambda: Outer.model_validate_json(json.dumps(outer)),
        lambda: Outer.model_validate_json(canary),
        lambda: ReviewScoped.model_validate({"parts": {canary: canary}, "agencies": [canary], canary: 1}),
        lambda: FindingRecorded.model_validate_json(json.dumps({"kind": canary, "finding": canary, "themes": [canary]})),
    ]


def others(canary: str) -> list[Callable[[], object]]:
    def key_error() -> object:
        return EMPTY[canary]

    def value_error() -> object:
        return int(canary)

    def refused() -> None:
        raise Refused(Reason("topic/rule", f"about {canary}", canary), Reason("topic/other", canary))

    def chained() -> None:
        try:
            key_error()
        except KeyError as fault:
            raise RuntimeError(canary) from fault

    def noted() -> None:
        fault = OSError(canary, canary, canary)
        fault.add_note(canary)
        raise fault

    return [key_error, value_error, refused, chained, noted]


@given(canaries)
def test_no_reason_repeats_a_value_or_a_key_of_the_sender(canary: str) -> None:
    faults = [raised(work) for work in (*wrong_shapes(canary), *others(canary))]
    nested = BaseExceptionGroup(canary, [*faults, BaseExceptionGroup(canary, faults)])
    for fault in (*faults, nested, ValueError(canary)):
        reason = reason_of(fault)
        assert canary not in reason
        assert len(reason) <= 500


def test_a_wrong_shape_is_told_by_field_and_rule() -> None:
    reason = reason_of(raised(lambda: Outer.model_validate({"inner": 7, "rows": [{"day": "2026-01-01", "count": "x"}]})))
    assert reason == "wrong shape: by_name: missing; inner: model_type; rows/0: int_parsing"


def test_a_refusal_is_told_by_its_codes() -> None:
    assert reason_of(Refused(Reason("b/two", "..."), Reason("a/one", "..."))) == "refused: a/one, b/two"


def test_anything_else_is_told_by_its_class_and_the_place_where_it_happened() -> None:
    assert reason_of(raised(lambda: "".index("x"))).startswith("ValueError in test_reasons.py:")
    assert reason_of(ValueError()) == "ValueError in an unknown place"


def test_a_group_is_told_by_each_kind_of_fault_once() -> None:
    group = ExceptionGroup("many", [KeyError("a"), KeyError("b"), ExceptionGroup("more", [Refused(Reason("a/b", "..."))])])
    assert reason_of(group) == "KeyError in an unknown place; refused: a/b"


@pytest.mark.parametrize("fields", [{"inner": {}}, {"rows": [{}] * 2000}])
def test_however_much_is_wrong_the_reason_stays_short(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(fields)
    assert len(reason_of(caught.value)) <= 500
