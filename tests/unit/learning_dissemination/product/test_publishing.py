"""Publishing an approved product (LD2, LD7)."""

from contracts.events.learning_dissemination import LearningPointWithdrawn, ProductPublished
from contracts.framework.setting import Label
from services.learning_dissemination.domain.product.flagging import flag
from services.learning_dissemination.domain.product.publishing import PublishProduct, publish_product
from services.learning_dissemination.domain.product.sources import Sources
from services.learning_dissemination.domain.product.state import Product, ProductStatus, Section, in_library
from services.learning_dissemination.domain.product.writing import WriteParts, write_parts
from tests.builders.given import FRAMEWORK, MONDAY, at, some_id
from tests.builders.learning_dissemination import PARTS, UNIT, a_draft, a_point, approved, published, refusal, sources

FACTSHEET = FRAMEWORK.learning.product_kinds[0]


def test_publication_emits_links_and_fills_the_library() -> None:
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


def test_publication_is_refused_when_unapproved_held_or_withdrawn() -> None:
    def publication(product: Product, drawn: Sources) -> list[tuple[str, str]]:
        return refusal(publish_product, product, PublishProduct(), at(who=UNIT), drawn)

    assert publication(a_draft(), sources(a_point())) == [("product/not-approved", "")]
    assert publication(published().state, sources(a_point())) == [("product/not-approved", "")]
    assert publication(approved(), sources(a_point(), held=("first",))) == [("product/review-held", "points")]
    asks_more = FACTSHEET.model_copy(update={"parts": (*FACTSHEET.parts, Label(code="reflect", label="Reflect"))})
    settings = FRAMEWORK.learning.model_copy(update={"product_kinds": (asks_more,)})
    now = at(who=UNIT, framework=FRAMEWORK.model_copy(update={"learning": settings}))
    assert refusal(publish_product, approved(), PublishProduct(), now, sources(a_point())) == [
        ("product/part-empty", "parts/reflect")
    ]
    assert publication(approved(), sources(a_point(withdrawals={some_id("finding"): "wrong"}))) == [
        ("product/point-withdrawn", "points/0")
    ]


def test_publication_is_refused_when_flagged_after_facts_were_read() -> None:
    flagged = flag(approved(), LearningPointWithdrawn(point=a_point().id, reason="wrong"), at()).state
    assert refusal(publish_product, flagged, PublishProduct(), at(who=UNIT), sources(a_point())) == [
        ("product/point-withdrawn", "points/0")
    ]
    renamed = write_parts(flagged, WriteParts(title="The same in other words"), at(who=UNIT), sources(a_point())).state
    assert renamed.flagged == (a_point().id,)
    other = a_point("two")
    without = write_parts(flagged, WriteParts(points=(other.id,)), at(who=UNIT), sources(other)).state
    assert (without.flagged, without.points, without.findings) == ((), (other.id,), (other.source_id,))
