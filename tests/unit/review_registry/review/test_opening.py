"""Opening a review (RR1)."""

from datetime import timedelta

import pytest

from contracts.events.review_registry import ReviewOpened
from local.partnership import FRAMEWORK
from services.review_registry.domain.review.opening import open_review
from tests.builders.refusals import codes, places
from tests.builders.review_registry import ID, NOW, TODAY, given, opening

CREATABLE = [each.code for each in FRAMEWORK.review_types if each.creatable]


INVOLVES = {each.code: each.involves for each in FRAMEWORK.review_types}


OTHERS = [each.code for each in FRAMEWORK.review_types if not each.creatable]


@pytest.mark.parametrize("review_type", CREATABLE)
def test_review_opens_under_the_edition_in_force(review_type: str) -> None:
    decided = open_review(None, opening(review_type=review_type), given())
    review = decided.state
    assert (review.id, review.edition, review.stage, review.opened_at) == (ID, FRAMEWORK.edition, "screening", NOW)
    assert decided.events == (
        ReviewOpened(
            review=ID,
            reference=review.reference,
            review_type=review_type,
            restricted=False,
            statutory=review_type == "lcspr",
            groups=INVOLVES[review_type],
        ),
    )


@pytest.mark.parametrize("review_type", [*OTHERS, "nobodys-review"])
def test_other_types_cannot_be_opened(review_type: str) -> None:
    assert codes(open_review, None, opening(review_type=review_type), given()) == ["review/unknown-type"]


def test_opening_is_refused_with_every_reason() -> None:
    wrong = opening(review_type="scr", referred_on=TODAY + timedelta(days=1), restricted=True)
    assert places(open_review, None, wrong, given()) == [
        ("review/unknown-type", "review_type"),
        ("review/restricted-not-offered", "restricted"),
        ("review/referred-in-future", "referred_on"),
    ]
