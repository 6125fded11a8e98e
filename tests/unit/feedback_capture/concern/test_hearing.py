"""A form in any condition is read for signs that someone is at risk (FC3)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.feedback_capture.domain.concern.hearing import heard
from tests.builders.feedback_surveys import FRAMEWORK, survey

AT_RISK = "my dad hits me"


@pytest.mark.parametrize(
    "form",
    [
        {"answers": {"what": AT_RISK}},
        {"answers": {"what": AT_RISK * 1000}},
        {"answers": {"No Code!": AT_RISK}},
        {"answers": {"scale": AT_RISK}},
        {"answers": [AT_RISK]},
        {"answers": AT_RISK},
        {"answers": {"what": {"deep": [{"deeper": AT_RISK}]}}},
        {"survey": 7, "answers": {"what": AT_RISK}},
        {"contact": AT_RISK},
        {"a field of no form": AT_RISK},
        [AT_RISK],
        AT_RISK,
        {"not_safe_now": True},
        {"not_safe_now": "yes"},
        {"not_safe_now": 1},
    ],
)
def test_sign_of_risk_is_heard_wherever_it_stands(form: Any) -> None:
    assert heard(json.dumps(form).encode(), FRAMEWORK).risks


@pytest.mark.parametrize(
    "body",
    [b'{"answers": {"what": "my dad hits me"', b"my dad hits me", b"\xff my dad hits me", b"[" * 50_000 + b"my dad hits me"],
)
def test_sign_of_risk_is_heard_in_what_is_no_json(body: bytes) -> None:
    form = heard(body, FRAMEWORK)
    assert form.risks == ("in-words",)
    assert "my dad hits me" in "".join(form.texts.values())


def test_words_keep_the_place_that_they_were_written_in() -> None:
    id_ = survey().id
    body = {
        "survey": id_,
        "form_token": "a token",
        "answers": {"what": AT_RISK, "heard": "2", "Odd": "more"},
        "contact": "by the blue door",
        "else": "x",
    }
    form = heard(json.dumps(body).encode(), FRAMEWORK)
    assert form == (id_, "a token", {"what": AT_RISK, "heard": "2", "other": "more\nx"}, "by the blue door", ("in-words",))


@pytest.mark.parametrize("form", [{"not_safe_now": False}, {"not_safe_now": None}, {"not_safe_now": []}, {}, None, 7])
def test_form_without_a_sign_raises_nothing(form: Any) -> None:
    assert heard(json.dumps(form).encode(), FRAMEWORK).risks == ()


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
    .map(json.dumps)
    .map(str.encode)
)
def test_any_body_can_be_read(body: bytes) -> None:
    heard(body, FRAMEWORK)
