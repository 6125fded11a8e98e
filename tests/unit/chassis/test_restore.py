"""The next incarnation of a restored store follows from believable events alone."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from contracts.events.action_tracking import ActionCompleted
from contracts.events.envelope import Envelope, describe, sequence_of
from local.partnership import PARTNERSHIP_CODE
from services.chassis.operators.restore import RESTORES, believable


def sent(incarnation: int) -> Envelope:
    action = str(uuid4())
    return describe(
        ActionCompleted(action=action, epoch=1),
        source=f"/{PARTNERSHIP_CODE}/action-tracking",
        aggregate=action,
        sequence=sequence_of(incarnation, 7),
        time=datetime(2027, 3, 1, tzinfo=UTC),
        cause=str(uuid4()),
        correlation=action,
        edition=1,
        traceparent=None,
    )


@pytest.mark.parametrize(
    ("incarnation", "counts"), [(1, True), (2, True), (2 + RESTORES, True), (3 + RESTORES, False), (9999, False)]
)
def test_incarnation_counts_if_so_many_restores_can_have_been(incarnation: int, counts: bool) -> None:  # noqa: FBT001
    assert believable(sent(incarnation), 2) == counts


def test_event_whose_id_does_not_fit_does_not_count() -> None:
    assert not believable(sent(2).model_copy(update={"id": str(uuid4())}), 2)
