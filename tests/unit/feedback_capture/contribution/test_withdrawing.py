"""Withdrawing and erasing a contribution (FC2)."""

from datetime import timedelta

import pytest

from contracts.vocabulary.feedback import WithdrawnWords
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.contribution.erasing import PATIENCE, alarm, keys_to_erase, record_erased, ring
from services.feedback_capture.domain.contribution.state import ContributionStatus, labels_in
from services.feedback_capture.domain.contribution.withdrawing import (
    WithdrawContribution,
    follow_withdrawal,
    withdraw_contribution,
)
from services.feedback_capture.kinds import CONTRIBUTION
from tests.builders.feedback_capture import (
    FACILITATOR,
    PRACTITIONER,
    UNIT,
    at,
    codes,
    contributed,
    offered,
    reads,
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


def test_contribution_names_no_person_and_once_erased_no_party() -> None:
    said, involvement = contributed(), offered()
    erased = record_erased(withdraw_contribution(said, WithdrawContribution(), at(who=UNIT)).state, at()).state
    assert (erased.words, erased.themes, erased.party, erased.taken_by) == (None, (), None, None)
    assert not [each for each in (PRACTITIONER.person_ref, "police") if each in said.model_dump_json()]
    readers = (UNIT, FACILITATOR, PRACTITIONER)
    assert all(reads(CONTRIBUTION, said, each, *labels_in(involvement, each)) for each in readers)
    assert [reads(CONTRIBUTION, erased, each, *labels_in(involvement, each)) for each in readers] == [True, False, False]


@pytest.mark.parametrize(
    ("words", "status", "quotes"),
    [("keep-as-given", "given", True), ("keep-without-quotes", "given", False), ("erase", "withdrawn", False)],
)
def test_party_that_withdraws_chooses_what_becomes_of_the_words(words: str, status: str, quotes: bool) -> None:  # noqa: FBT001
    said, today = contributed(), MONDAY.date()
    followed = follow_withdrawal(said, WithdrawnWords(words), today, at()).state
    assert (followed.status.value, followed.quote_consent) == (status, quotes)
    assert bool(keys_to_erase(followed)) == (words == "erase")
    assert follow_withdrawal(followed, WithdrawnWords(words), today, at()).state == followed


def test_words_of_a_later_day_stay_when_the_withdrawal_arrives_late() -> None:
    said = contributed()
    assert follow_withdrawal(said, WithdrawnWords.ERASE, MONDAY.date() - timedelta(days=1), at()).state == said
