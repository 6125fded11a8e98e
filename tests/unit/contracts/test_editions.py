"""Editions of the settings: what an earlier one governs, and how a later version of the software reads it (RR1)."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.framework.document import Framework
from contracts.framework.editions import KEPT, governed, read_kept
from local.frameworks import framework


def stored() -> dict[str, Any]:
    return framework().model_dump(mode="json")


def test_stored_edition_reads_as_it_was() -> None:
    assert read_kept(stored(), framework()) == framework()


def test_setting_that_an_edition_did_not_have_is_taken_from_the_present_one() -> None:
    older = stored()
    del older["brag"]
    del older["rechecks"]["partly_limit"]
    assert read_kept(older, framework()) == framework()


def test_edition_that_this_version_cannot_read_is_refused() -> None:
    with pytest.raises(ValidationError):
        read_kept(stored() | {"a setting of another version": 1}, framework())


def test_rules_come_from_the_earlier_edition_and_people_from_the_present_one() -> None:
    kept = framework()
    later = kept.model_copy(
        update={"edition": 2, "review_types": (), "themes": (), "agencies": kept.agencies[1:], "ladder": kept.ladder[1:]}
    )
    found = governed(kept, later)
    assert {name: getattr(found, name) for name in KEPT} == {name: getattr(kept, name) for name in KEPT}
    assert (found.edition, found.ladder) == (1, later.ladder)
    assert found.agency_codes() == kept.agency_codes()


def test_every_kept_part_is_a_setting() -> None:
    assert set(KEPT) <= set(Framework.model_fields)
