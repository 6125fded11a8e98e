"""Approving a product (LD2)."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.chassis.rules.person import person_of
from services.learning_dissemination.domain.product.approving import ApproveProduct, approve_product
from services.learning_dissemination.domain.product.drafting import draft_product
from services.learning_dissemination.domain.product.publishing import PublishProduct, publish_product
from services.learning_dissemination.domain.product.state import ProductStatus
from services.learning_dissemination.domain.product.writing import WriteParts, write_parts
from tests.builders.given import FRAMEWORK, actor, at, some_id
from tests.builders.learning_dissemination import (
    CHAIR,
    PARTS,
    UNIT,
    a_draft,
    a_point,
    approval,
    approved,
    drafting,
    refusal,
    sources,
)

EDITOR = actor("business-unit", person_ref="another-writer")
FACTSHEET = FRAMEWORK.learning.product_kinds[0]
GONE = FRAMEWORK.learning.model_copy(update={"product_kinds": ()})


@given(st.sets(st.sampled_from([part.code for part in FACTSHEET.parts]), min_size=1), st.sampled_from(["", "  \n "]))
def test_approval_names_every_empty_part(empty: set[str], nothing: str) -> None:
    draft = a_draft(parts=PARTS | dict.fromkeys(empty, nothing))
    assert approval(draft, sources(a_point())) == [
        ("product/part-empty", f"parts/{part.code}") for part in FACTSHEET.parts if part.code in empty
    ]


def test_approval_names_parts_that_were_never_written() -> None:
    assert approval(a_draft(parts={}), sources(a_point())) == [
        ("product/part-empty", "parts/why-it-matters"),
        ("product/part-empty", "parts/on-monday"),
    ]


def test_approval_is_refused_to_every_writer() -> None:
    both = actor("decider", person_ref=EDITOR.person_ref)
    author = actor("decider", person_ref=UNIT.person_ref)
    edited = write_parts(a_draft(), WriteParts(parts={"on-monday": "Listen."}), at(who=EDITOR), sources(a_point())).state
    for who in (both, author):
        assert approval(edited, sources(a_point()), who) == [("product/own-work", "")]
    assert approved(edited).approved_by == person_of(CHAIR)
    namesake = actor("decider", "council", UNIT.person_ref)
    assert approve_product(edited, ApproveProduct(), at(who=namesake), sources(a_point())).state.approved_by


def test_approval_is_refused_when_text_may_identify_somebody() -> None:
    draft = a_draft(parts=PARTS | {"on-monday": "Ring 01202 123456 or a@b.example."})
    draft = draft.model_copy(update={"title": "Seen on 12/03/2025"})
    assert approval(draft, sources(a_point())) == [
        ("product/identifying", "title"),
        ("product/identifying", "parts/on-monday"),
        ("product/identifying", "parts/on-monday"),
    ]


def test_approval_is_refused_without_a_point() -> None:
    draft = draft_product(None, drafting(points=()), at(who=UNIT), sources()).state
    assert approval(draft, sources()) == [("product/no-point", "points")]


def test_approval_of_a_thematic_product_needs_several_reviews() -> None:
    whole: dict[str, Any] = {"kind": "thematic-presentation", "parts": {"what-is-common": "Nobody asked."}}
    one, same, other = a_point(), a_point("two"), a_point("three", "second")
    assert approval(a_draft(one, same, **whole), sources(one, same)) == [("product/too-few-reviews", "points")]
    assert approved(a_draft(one, other, **whole), drawn=sources(one, other)).status is ProductStatus.APPROVED


def test_approval_refusal_gives_every_reason() -> None:
    drawn = sources(a_point(withdrawals={some_id("finding"): "identifiable"}), held=("first",))
    draft = a_draft(parts={"why-it-matters": "Born 1 May 2019."})
    assert approval(draft, drawn, actor("decider", person_ref=UNIT.person_ref)) == [
        ("product/own-work", ""),
        ("product/part-empty", "parts/on-monday"),
        ("product/identifying", "parts/why-it-matters"),
        ("product/point-withdrawn", "points/0"),
        ("product/review-held", "points"),
    ]


def test_approval_and_publication_are_refused_when_the_kind_is_gone() -> None:
    now = at(who=CHAIR, framework=FRAMEWORK.model_copy(update={"learning": GONE}))
    assert refusal(approve_product, a_draft(), ApproveProduct(), now, sources(a_point())) == [("product/kind-gone", "")]
    assert refusal(publish_product, approved(), PublishProduct(), now, sources(a_point())) == [("product/kind-gone", "")]
