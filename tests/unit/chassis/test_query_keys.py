"""Labels of documents, and the index that answers each query."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from local.partnership import COUNCIL, POLICE, PREFIX
from services.chassis.http.listings import Filter, Listing
from services.chassis.store.kinds import Index, Kind
from services.chassis.store.query_keys import BY_LABEL, Query, Span, found_by, query_for

CODES = st.from_regex("[a-z0-9/.=-]{1,8}", fullmatch=True)


def kind(name: str, *indexed: Index) -> Kind:
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


def test_query_asks_for_the_key_and_for_the_reader() -> None:
    query = query_for(kind("review", "stage"), {"stage": "scoping", "lead": "l-1"}, frozenset({"decider"}))
    assert query.index == BY_LABEL
    assert query.where == {
        "keys.lead": "l-1",
        "hidden_from": {"$nin": ["decider"]},
        "$and": [{"found_by": "review/stage/scoping"}, {"found_by": "review/known-to/decider"}],
    }


@pytest.mark.parametrize("keys", [{"stage": "scoping", "finding": "f-1"}, {"finding": "f-1", "stage": "scoping"}])
def test_key_that_narrows_most_finds_whichever_is_asked_first(keys: dict[str, str]) -> None:
    assert query_for(kind("review", "finding", "stage"), keys).where == {
        "keys.stage": "scoping",
        "found_by": "review/finding/f-1",
    }


def test_set_of_values_means_any_of_them() -> None:
    its = kind("review", "finding")
    assert query_for(its, {"finding": {"f-2", "f-1"}}).where == {
        "found_by": {"$in": ["review/finding/f-1", "review/finding/f-2"]}
    }
    assert query_for(its, {"finding": {"f-1"}, "stage": frozenset({"a", "b"})}).where == {
        "found_by": "review/finding/f-1",
        "keys.stage": {"$in": ["a", "b"]},
    }


def test_span_of_values_filters_what_another_key_finds() -> None:
    its = kind("review", "day", "stage")
    assert query_for(its, {"day": Span(before="2026-02-01"), "stage": "scoping"}).where == {
        "keys.day": {"$lt": "2026-02-01"},
        "found_by": "review/stage/scoping",
    }
    with pytest.raises(ValueError, match="no index of review answers day"):
        query_for(its, {"day": Span(before="2026-02-01")})


def test_span_of_an_order_needs_no_other_key() -> None:
    query = query_for(kind("review"), {"day": Span(since="2026-02-01", until="2026-02-03")}, order="day")
    assert query.where == {"keys.day": {"$gte": "2026-02-01", "$lte": "2026-02-03"}, "found_by": "review", "kind": "review"}
    assert query.index == "review by day"


def test_keys_that_are_asked_together_share_a_label() -> None:
    its = kind("action", ("agency", "asks"), "agency")
    labels = found_by(its, {"agency": [COUNCIL, POLICE], "asks": "answer"}, ())
    assert labels[1:3] == [f"action/agency+asks/{COUNCIL}+answer", f"action/agency+asks/{POLICE}+answer"]
    assert query_for(its, {"asks": "answer", "agency": POLICE}).where == {"found_by": labels[2]}
    assert found_by(its, {"agency": [COUNCIL], "asks": None}, ())[1:] == [f"action/agency/{COUNCIL}"]


def test_unique_key_is_found_by_its_own_index() -> None:
    its = replace(kind("review", "stage"), unique=("reference",))
    query = query_for(its, {"stage": "scoping", "reference": "LR-1"})
    assert query == Query({"kind": "review", "unique.reference": "LR-1", "keys.stage": "scoping"}, "unique reference")


def test_ordered_list_asks_the_index_of_its_kind_and_order() -> None:
    query = query_for(kind("review", "stage"), {"stage": "scoping"}, order="opened_at")
    assert query == Query({"found_by": "review/stage/scoping", "kind": "review"}, "review by opened_at")


def test_query_that_no_index_answers_is_refused() -> None:
    with pytest.raises(ValueError, match="no index of review answers lead"):
        query_for(kind("review", "stage"), {"lead": "l-1"})


def test_list_with_a_filter_or_an_order_that_no_index_answers_is_refused() -> None:
    its = replace(kind("review", "stage"), ordered=("opened_at",))
    with pytest.raises(ValueError, match="answers lead"):
        Listing(its, filters={"lead": Filter("lead", "a person")})
    with pytest.raises(ValueError, match="in the order of closed_at"):
        Listing(its, orders={"age": ("opened_at", 1), "end": ("closed_at", 1)})
