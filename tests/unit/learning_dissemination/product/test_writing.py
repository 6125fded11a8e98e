"""Writing the next version of a product (LD2)."""

from services.learning_dissemination.domain.product.state import ProductStatus, in_library
from services.learning_dissemination.domain.product.writing import WriteParts, write_parts
from tests.builders.given import actor, at
from tests.builders.learning_dissemination import PARTS, a_draft, a_point, approved, published, sources

EDITOR = actor("business-unit", person_ref="another-writer")


def test_writing_ends_the_approval_and_keeps_the_library() -> None:
    before = published().state
    after = write_parts(before, WriteParts(parts={"on-monday": "Listen."}), at(who=EDITOR), sources(a_point())).state
    assert (after.status, after.version, after.approved_by) == (ProductStatus.DRAFT, 2, None)
    assert after.parts == PARTS | {"on-monday": "Listen."}
    assert (after.published, in_library(after)) == (before.published, True)
    again = published(approved(after)).state
    assert again.published is not None
    assert (again.published.version, again.published.sections[1].text) == (2, "Listen.")


def test_part_without_a_text_is_not_filled() -> None:
    after = write_parts(a_draft(), WriteParts(parts={"on-monday": " "}), at(who=EDITOR), sources(a_point())).state
    assert (a_draft().filled, after.filled) == (("why-it-matters", "on-monday"), ("why-it-matters",))
