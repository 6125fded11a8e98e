"""Labels of documents in their one index."""

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from local.partnership import COUNCIL, POLICE, PREFIX
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import found_by, query_for

CODES = st.from_regex("[a-z0-9/.=-]{1,8}", fullmatch=True)


def kind(name: str, *indexed: str) -> Kind:
    return Kind(name=name, state=BaseModel, keys=lambda state: {}, threads=lambda state: (), indexed=indexed)


def test_a_document_is_found_by_its_kind_and_by_each_value_that_is_looked_up() -> None:
    keys = {"stage": "scoping", "agencies": [COUNCIL, POLICE], "lead": None, "reference": f"{PREFIX}-2026-K7Q4"}
    assert found_by(kind("review", "stage", "agencies", "lead"), keys, ("decider", f"agency-lead@{POLICE}")) == [
        "review",
        "review/stage/scoping",
        f"review/agencies/{COUNCIL}",
        f"review/agencies/{POLICE}",
        f"review/known-to/agency-lead@{POLICE}",
        "review/known-to/decider",
    ]


@given(st.sampled_from(["review", "theme"]), st.sampled_from(["stage", "agencies"]), CODES, st.data())
def test_no_other_kind_key_or_value_has_the_same_label(name: str, key: str, value: str, data: st.DataObject) -> None:
    other = data.draw(st.tuples(st.sampled_from(["review", "theme"]), st.sampled_from(["stage", "agencies"]), CODES))
    label, its = found_by(kind(name, key), {key: value}, ())[1], found_by(kind(other[0], other[1]), {other[1]: other[2]}, ())[1]
    assert (label == its) == ((name, key, value) == other)


def test_a_query_asks_for_the_key_and_for_the_reader() -> None:
    assert query_for(kind("review", "stage"), {"stage": "scoping", "lead": "l-1"}, frozenset({"decider"})) == {
        "keys.lead": "l-1",
        "hidden_from": {"$nin": ["decider"]},
        "$and": [{"found_by": "review/stage/scoping"}, {"found_by": {"$in": ["review/known-to/decider"]}}],
    }
