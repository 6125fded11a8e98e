"""LD2: a product is whole, cleared and approved by somebody else before it goes out; what it draws on may stop it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.learning_dissemination import LearningPointWithdrawn, ProductPublished, ProductWithdrawn
from contracts.framework.setting import Label
from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.rules.decisions import Refused
from services.learning_dissemination.domain.approving import ApproveProduct, PublishProduct, approve_product, publish_product
from services.learning_dissemination.domain.product import (
    Product,
    ProductStatus,
    Section,
    Sources,
    WithdrawProduct,
    WriteParts,
    draft_product,
    flag,
    in_library,
    threads,
    withdraw_product,
    write_parts,
)
from tests.unit.learning_dissemination.given import CHAIR, FRAMEWORK, MONDAY, UNIT, actor, at, some_id
from tests.unit.learning_dissemination.learnt import (
    PARTS,
    a_draft,
    a_point,
    approved,
    drafting,
    published,
    sources,
)

EDITOR = actor("business-unit", person_ref="another-writer")
FACTSHEET = FRAMEWORK.learning.product_kinds[0]
GONE = FRAMEWORK.learning.model_copy(update={"product_kinds": ()})


def refusal(decide: Any, *args: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        decide(*args)
    return [(reason.code, reason.path) for reason in caught.value.reasons]


def approval(product: Product, drawn: Sources, who: Any = CHAIR) -> list[tuple[str, str]]:
    return refusal(approve_product, product, ApproveProduct(), at(who=who), drawn)


def test_a_draft_takes_themes_findings_and_reviews_from_its_points() -> None:
    one, two = a_point(), a_point("two", "second", themes=("information-sharing", "neglect"))
    draft = a_draft(one, two)
    assert (draft.status, draft.version, draft.writers) == (ProductStatus.DRAFT, 1, (UNIT.person_ref,))
    assert draft.themes == ("neglect", "information-sharing")
    assert draft.findings == (one.source_id, two.source_id)
    assert draft.reviews == (one.review, two.review)
    assert threads(draft) == (*draft.findings, *draft.reviews, draft.id)


def test_what_nobody_knows_is_refused_all_at_once() -> None:
    command = drafting(kind="opera", points=(some_id("nothing"), a_point().id))
    assert refusal(draft_product, None, command, at(who=UNIT), sources(None, a_point())) == [
        ("product/unknown-kind", "kind"),
        ("product/unknown-point", "points/0"),
    ]
    command = drafting(parts=PARTS | {"overture": "Loud."}, points=(some_id("nothing"),))
    assert refusal(draft_product, None, command, at(who=UNIT), sources(None)) == [
        ("product/unknown-part", "parts/overture"),
        ("product/unknown-point", "points/0"),
    ]


@given(st.sets(st.sampled_from([part.code for part in FACTSHEET.parts]), min_size=1), st.sampled_from(["", "  \n "]))
def test_every_empty_part_is_named_at_the_approval(empty: set[str], nothing: str) -> None:
    draft = a_draft(parts=PARTS | dict.fromkeys(empty, nothing))
    assert approval(draft, sources(a_point())) == [
        ("product/part-empty", f"parts/{part.code}") for part in FACTSHEET.parts if part.code in empty
    ]


def test_a_part_that_was_never_written_is_empty_too() -> None:
    assert approval(a_draft(parts={}), sources(a_point())) == [
        ("product/part-empty", "parts/why-it-matters"),
        ("product/part-empty", "parts/on-monday"),
    ]


def test_whoever_wrote_any_of_it_does_not_approve_it() -> None:
    both = actor("decider", person_ref=EDITOR.person_ref)
    author = actor("decider", person_ref=UNIT.person_ref)
    edited = write_parts(a_draft(), WriteParts(parts={"on-monday": "Listen."}), at(who=EDITOR), sources(a_point())).state
    for who in (both, author):
        assert approval(edited, sources(a_point()), who) == [("product/own-work", "")]
    assert approved(edited).approved_by == CHAIR.person_ref


def test_what_may_identify_somebody_is_not_approved() -> None:
    draft = a_draft(title="Seen on 12/03/2025", parts=PARTS | {"on-monday": "Ring 01202 123456 or a@b.example."})
    assert approval(draft, sources(a_point())) == [
        ("product/identifying", "title"),
        ("product/identifying", "parts/on-monday"),
        ("product/identifying", "parts/on-monday"),
    ]


def test_nothing_is_made_from_nothing() -> None:
    draft = draft_product(None, drafting(points=()), at(who=UNIT), sources()).state
    assert approval(draft, sources()) == [("product/no-point", "points")]


def test_a_thematic_product_combines_several_reviews() -> None:
    whole: dict[str, Any] = {"kind": "thematic-presentation", "parts": {"what-is-common": "Nobody asked."}}
    one, same, other = a_point(), a_point("two"), a_point("three", "second")
    assert approval(a_draft(one, same, **whole), sources(one, same)) == [("product/too-few-reviews", "points")]
    assert approved(a_draft(one, other, **whole), drawn=sources(one, other)).status is ProductStatus.APPROVED


def test_everything_wrong_is_said_at_once() -> None:
    drawn = sources(a_point(withdrawn="identifiable"), held=("first",))
    draft = a_draft(parts={"why-it-matters": "Born 1 May 2019."})
    assert approval(draft, drawn, actor("decider", person_ref=UNIT.person_ref)) == [
        ("product/own-work", ""),
        ("product/part-empty", "parts/on-monday"),
        ("product/identifying", "parts/why-it-matters"),
        ("product/point-withdrawn", "points/0"),
        ("product/review-held", "points"),
    ]


def test_what_goes_out_when_a_product_is_published() -> None:
    point = a_point()
    decided = published()
    product = decided.state
    assert decided.events == (
        ProductPublished(
            product=product.id,
            kind="factsheet",
            themes=("neglect",),
            findings=(point.source_id,),
            reviews=(point.review or "",),
            link=f"https://learning.example/library/{product.id}",
        ),
    )
    assert (product.status, in_library(product)) == (ProductStatus.PUBLISHED, True)
    shown = product.published
    assert shown is not None
    assert (shown.kind_label, shown.version, shown.published_on) == ("Factsheet", 1, MONDAY.date())
    assert shown.sections == tuple(Section(code=each.code, label=each.label, text=PARTS[each.code]) for each in FACTSHEET.parts)


def test_nothing_unapproved_held_or_taken_back_is_published() -> None:
    def publication(product: Product, drawn: Sources) -> list[tuple[str, str]]:
        return refusal(publish_product, product, PublishProduct(), at(who=UNIT), drawn)

    assert publication(a_draft(), sources(a_point())) == [("product/not-approved", "")]
    assert publication(published().state, sources(a_point())) == [("product/not-approved", "")]
    assert publication(approved(), sources(a_point(), held=("first",))) == [("product/review-held", "points")]
    asks_more = FACTSHEET.model_copy(update={"parts": (*FACTSHEET.parts, Label(code="reflect", label="Reflect"))})
    settings = FRAMEWORK.learning.model_copy(update={"product_kinds": (asks_more,)})
    now = at(who=UNIT, learning=settings)
    assert refusal(publish_product, approved(), PublishProduct(), now, sources(a_point())) == [
        ("product/part-empty", "parts/reflect")
    ]
    assert publication(approved(), sources(a_point(withdrawn="wrong"))) == [("product/point-withdrawn", "points/0")]


def test_a_flag_stops_a_publication_whose_facts_were_read_before_it() -> None:
    flagged = flag(approved(), LearningPointWithdrawn(point=a_point().id, reason="wrong"), at()).state
    assert refusal(publish_product, flagged, PublishProduct(), at(who=UNIT), sources(a_point())) == [
        ("product/point-withdrawn", "points/0")
    ]
    renamed = write_parts(flagged, WriteParts(title="The same in other words"), at(who=UNIT), sources(a_point())).state
    assert renamed.flagged == (a_point().id,)
    other = a_point("two")
    without = write_parts(flagged, WriteParts(points=(other.id,)), at(who=UNIT), sources(other)).state
    assert (without.flagged, without.points, without.findings) == ((), (other.id,), (other.source_id,))


def test_editing_takes_back_an_approval_and_leaves_the_library_as_it_is() -> None:
    before = published().state
    after = write_parts(before, WriteParts(parts={"on-monday": "Listen."}), at(who=EDITOR), sources(a_point())).state
    assert (after.status, after.version, after.approved_by) == (ProductStatus.DRAFT, 2, None)
    assert after.parts == PARTS | {"on-monday": "Listen."}
    assert (after.published, in_library(after)) == (before.published, True)
    again = published(approved(after)).state
    assert again.published is not None
    assert (again.published.version, again.published.sections[1].text) == (2, "Listen.")


def test_a_withdrawn_product_is_told_of_where_it_had_been_published_and_never_changes_again() -> None:
    command = WithdrawProduct(reason=WithdrawalReason.OUT_OF_DATE)
    decided = withdraw_product(published().state, command, at(who=CHAIR))
    gone = decided.state
    assert decided.events == (ProductWithdrawn(product=gone.id, findings=gone.findings, reason="out-of-date"),)
    assert (gone.status, gone.withdrawn, in_library(gone)) == (ProductStatus.WITHDRAWN, "out-of-date", False)
    assert withdraw_product(a_draft(), command, at(who=CHAIR)).events == ()
    assert refusal(withdraw_product, gone, command, at(who=CHAIR)) == [("product/withdrawn", "")]
    assert refusal(write_parts, gone, WriteParts(), at(who=UNIT), sources(a_point())) == [("product/withdrawn", "")]
    assert approval(gone, sources(a_point())) == [("product/not-a-draft", "")]


def test_a_kind_that_the_settings_no_longer_know_is_refused_by_name() -> None:
    now = at(who=CHAIR, learning=GONE)
    assert refusal(approve_product, a_draft(), ApproveProduct(), now, sources(a_point())) == [("product/kind-gone", "")]
    assert refusal(publish_product, approved(), PublishProduct(), now, sources(a_point())) == [("product/kind-gone", "")]
