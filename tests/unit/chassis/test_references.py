"""References that people can say over the telephone, and that give nothing away (docs/architecture.md "HTTP")."""

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from contracts.vocabulary.types import Reference
from services.chassis.rules.references import LETTERS, reference

AS_THE_CONTRACT_SAYS = TypeAdapter(Reference)


@given(st.uuids(), st.integers(2020, 2099), st.integers(0, 100))
def test_it_is_what_the_contract_calls_a_reference(id_: object, year: int, attempt: int) -> None:
    made = reference("PD", year, str(id_), attempt)
    assert AS_THE_CONTRACT_SAYS.validate_python(made) == made
    assert made == reference("PD", year, str(id_), attempt)


def test_a_taken_one_gives_way_to_another() -> None:
    tried = {reference("PD", 2026, "6b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11", attempt) for attempt in range(20)}
    assert len(tried) == 20


def test_no_character_looks_like_another_and_all_are_as_likely() -> None:
    assert not set("IO01") & set(LETTERS)
    assert 256 % len(LETTERS) == 0
