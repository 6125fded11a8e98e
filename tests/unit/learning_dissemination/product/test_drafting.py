"""Starting a product (LD2)."""

from services.chassis.rules.person import person_of
from services.learning_dissemination.domain.product.drafting import draft_product
from services.learning_dissemination.domain.product.state import ProductStatus, threads
from tests.builders.given import at, some_id
from tests.builders.learning_dissemination import PARTS, UNIT, a_draft, a_point, drafting, refusal, sources


def test_draft_takes_themes_findings_and_reviews_from_its_points() -> None:
    one, two = a_point(), a_point("two", "second", themes=("information-sharing", "neglect"))
    draft = a_draft(one, two)
    assert (draft.status, draft.version, draft.writers) == (ProductStatus.DRAFT, 1, (person_of(UNIT),))
    assert draft.themes == ("neglect", "information-sharing")
    assert draft.findings == (one.source_id, two.source_id)
    assert draft.reviews == (one.review, two.review)
    assert threads(draft) == (*draft.findings, *draft.reviews, draft.id)


def test_drafting_refuses_every_unknown_code() -> None:
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
