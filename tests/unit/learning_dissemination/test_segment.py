"""Segments as values of a query key."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.vocabulary.types import CODE
from services.learning_dissemination.domain.segment import Pair, as_key, of_key

CODES = st.from_regex(CODE, fullmatch=True)


@given(st.tuples(CODES, CODES))
def test_segment_reads_back_from_its_key(pair: Pair) -> None:
    assert of_key(as_key(pair)) == pair
