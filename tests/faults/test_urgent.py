"""An immediate concern while sending fails or the process dies in it (AT5): nothing is lost, and what failed shows."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from contracts.events.feedback_capture import ImmediateConcernRaised
from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.roles import PARTNERSHIP
from local.deployment import Deployment
from local.frameworks import framework
from local.keyrings import keyring
from services.action_tracking.after_ring import AFTER_RING
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.domain.urgent_notice.raising import raise_notice
from services.action_tracking.domain.urgent_notice.state import UrgentNotice, notice_id
from services.action_tracking.kinds import KINDS, ROLE_HOLDER, URGENT_NOTICE
from services.chassis.channels.folder import folder
from services.chassis.clock.now import real_now
from services.chassis.clock.sweep import Sweep
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.rules.decisions import Decided
from services.chassis.store.documents import Store

NIGHT = datetime(2026, 1, 17, 23, 30, tzinfo=UTC)
ADDRESS = "duty@canary.example"


class Night:
    """A domain clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NIGHT

    def passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)


@asynccontextmanager
async def tracking(deployment: Deployment, night: Night, notices: Path) -> AsyncIterator[Room]:
    store = Store(deployment.store_uri("action-tracking"), KINDS, keyring(), timeout_seconds=5)
    await store.open()
    try:
        yield Room("action-tracking", store, framework(), frozenset(), lambda: night.now, real_now, keyring(), folder(notices))
    finally:
        store.close()


async def raised(room: Room) -> str:
    """A concern, with somebody on duty; the id of its notice."""
    holder = RoleHolder(
        id=str(uuid4()),
        role="duty-contact",
        agency=PARTNERSHIP,
        person_ref="p-duty",
        from_day=date(2025, 1, 1),
        address=ADDRESS,
    )
    await change(room, ROLE_HOLDER, holder.id, lambda state, given: Decided(holder), Cause(holder.id, "appoint"))
    fact = ImmediateConcernRaised(concern=str(uuid4()), urgency=Urgency.NOW, link="https://feedback.example/concerns/1")
    id_ = notice_id(fact.concern)
    await change(room, URGENT_NOTICE, id_, lambda state, given: raise_notice(state, fact, NIGHT, given), Cause(id_, "raise"))
    return id_


async def came_to(room: Room, id_: str) -> list[tuple[str, int, list[str]]]:
    state: UrgentNotice = (await room.store.load(URGENT_NOTICE, id_)).state
    return [(step.outcome, step.tries, [each.message_id for each in step.told]) for step in state.steps]


async def test_what_could_not_be_sent_shows_and_is_tried_again_under_the_same_id(
    stored: Deployment, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    night, notices = Night(), tmp_path / "notices"
    notices.write_text("A file is in the place of the folder.")
    async with tracking(stored, night, notices) as room:
        id_ = await raised(room)
        with caplog.at_level(logging.ERROR, "learning"):
            assert await Sweep(room, 1, AFTER_RING).turn() == 1
        ((outcome, tries, messages),) = await came_to(room, id_)
        assert (outcome, tries) == ("failed", 1)
        (said,) = [record for record in caplog.records if record.getMessage() == "post: a message could not be sent"]
        assert said.__dict__["facts"].items() >= {"kind": "urgent-notice", "document": id_}.items()
        assert ADDRESS not in str(said.__dict__)

        notices.unlink()
        night.passes(2)
        assert await Sweep(room, 1, AFTER_RING).turn() == 1
        assert await came_to(room, id_) == [("sent", 2, messages)]
        assert [file.name for file in notices.iterdir()] == [f"{messages[0]}.txt"]


async def test_a_try_in_which_the_process_died_is_repeated_and_the_climb_goes_on(stored: Deployment, tmp_path: Path) -> None:
    """The rung was saved, and whoever saved it never sent: it is sent two minutes later, by whoever is there."""
    night, notices = Night(), tmp_path / "notices"
    async with tracking(stored, night, notices) as room:
        id_ = await raised(room)
        assert await Sweep(room, 1, {}).turn() == 1
        assert await came_to(room, id_) == [("sending", 1, [])]
        night.passes(1)
        assert await Sweep(room, 1, AFTER_RING).turn() == 0
        night.passes(1)
        assert await Sweep(room, 1, AFTER_RING).turn() == 1
        ((outcome, tries, messages),) = await came_to(room, id_)
        assert (outcome, tries) == ("sent", 2)
        assert [file.name for file in notices.iterdir()] == [f"{messages[0]}.txt"]
        night.passes(28)
        assert await Sweep(room, 1, AFTER_RING).turn() == 2
        assert [step[:2] for step in await came_to(room, id_)] == [("sent", 2), ("nobody", 1), ("nobody", 1)]
        assert len(list(notices.iterdir())) == 1
