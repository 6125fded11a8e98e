"""The token of a form: it names its survey, ends, and is refused with the next step to take (FC3)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.keyrings import keyring
from services.feedback_capture.domain.response.form import (
    LONGEST,
    FormToken,
    new_token,
    read_token,
    unless_open,
    unless_ours,
)
from tests.builders.feedback_surveys import TODAY, survey

SURVEY, OTHER = "6b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11", "7b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11"
NOW = datetime(2028, 2, 14, 9, tzinfo=UTC)
RING = keyring()
RANDOM = st.binary(min_size=16, max_size=16)


@given(RANDOM, st.integers(1, 200))
def test_token_is_read_as_it_was_written(random: bytes, hours: int) -> None:
    token = new_token(SURVEY, random, NOW, hours)
    written = token.written(RING.fingerprint(token.signed_part()))
    assert read_token(SURVEY, written) == (token, RING.fingerprint(token.signed_part()))
    assert len(written) <= LONGEST


@given(RANDOM, RANDOM)
def test_signed_part_holds_all_of_the_token(one: bytes, other: bytes) -> None:
    token = new_token(SURVEY, one, NOW, 2)
    changed = (token._replace(survey=OTHER), token._replace(ends=token.ends + 1), token._replace(nonce=other.hex()))
    assert [each.signed_part() == token.signed_part() for each in changed] == [False, False, one == other]


@pytest.mark.parametrize("text", ["", "x", "." * 40, f"{'g' * 32}.1.k1:a", f"{'a' * 32}.1.", f"{'a' * 32}.-1.k1:a", "é"])
def test_other_text_is_no_token(text: str) -> None:
    assert read_token(SURVEY, text) is None


@pytest.mark.parametrize(
    ("token", "sent", "later", "codes"),
    [
        (None, "", 0, ["form/missing"]),
        (None, "anything", 0, ["form/not-ours"]),
        (FormToken(SURVEY, "a" * 32, int(NOW.timestamp())), "a token", 0, []),
        (FormToken(SURVEY, "a" * 32, int(NOW.timestamp())), "a token", 1, ["form/expired"]),
    ],
)
def test_refusal_says_to_open_the_form_again(token: FormToken | None, sent: str, later: int, codes: list[str]) -> None:
    reasons = unless_ours(token, sent, NOW + timedelta(seconds=later))
    assert [each.code for each in reasons] == codes
    assert all("Open the form again" in each.message and "999" in each.message for each in reasons)


def test_survey_that_is_unknown_or_closed_is_refused() -> None:
    closed = survey().model_copy(update={"closes": TODAY - timedelta(days=1)})
    codes = [[each.code for each in unless_open(about, TODAY)] for about in (survey(), closed, None)]
    assert codes == [[], ["response/survey-closed"], ["response/unknown-survey"]]
