"""Withdrawing and erasing a contribution (FC2)."""

import pytest

from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.contribution.erasing import PATIENCE, alarm, keys_to_erase, record_erased, ring
from services.feedback_capture.domain.contribution.state import ContributionStatus
from services.feedback_capture.domain.contribution.withdrawing import WithdrawContribution, withdraw_contribution
from tests.builders.feedback_capture import (
    PRACTITIONER,
    UNIT,
    at,
    codes,
    contributed,
)
from tests.builders.given import MONDAY


def test_withdrawn_contribution_rings_until_its_erasure_is_recorded() -> None:
    said = contributed()
    assert alarm(said, at()) is None
    assert ring(said, at()).state == said
    taken_back = withdraw_contribution(said, WithdrawContribution(), at(who=PRACTITIONER)).state
    assert (taken_back.status, taken_back.quote_consent, alarm(taken_back, at())) == (
        ContributionStatus.WITHDRAWN,
        False,
        MONDAY,
    )
    erasing = ring(taken_back, at()).state
    assert alarm(erasing, at()) == MONDAY + PATIENCE
    again = ring(erasing, at(MONDAY + PATIENCE)).state
    assert again.erasing_at == MONDAY + PATIENCE
    erased = record_erased(again, at()).state
    assert (erased.words, erased.wants_changed, erased.erased_on, alarm(erased, at())) == (None, None, MONDAY.date(), None)
    assert record_erased(erased, at()).state == erased
    assert ring(erased, at()).state == erased


def test_contribution_is_withdrawn_once_and_erased_only_then() -> None:
    said = contributed()
    assert record_erased(said, at()).state == said
    taken_back = withdraw_contribution(said, WithdrawContribution(), at(who=UNIT)).state
    with pytest.raises(Refused) as refused:
        withdraw_contribution(taken_back, WithdrawContribution(), at(who=UNIT))
    assert codes(refused.value) == ["contribution/withdrawn-already"]


def test_key_is_erased_from_the_withdrawal_until_that_is_recorded() -> None:
    said = contributed()
    withdrawn = withdraw_contribution(said, WithdrawContribution(), at(who=UNIT)).state
    erased = record_erased(withdrawn, at()).state
    assert [keys_to_erase(each) for each in (said, withdrawn, erased)] == [(), (said.id,), ()]
