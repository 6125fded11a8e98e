"""Concerns, with every word, because the person who takes one must know (FC3)."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.erasure import opened
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.feedback_capture.domain.concern.state import Concern, ConcernStatus
from services.feedback_capture.kinds import CONCERN

CONCERNS = Listing(CONCERN, filters={"status": Filter("status", "`open` or `taken`", among=ConcernStatus)})


class ConcernShown(BaseModel):
    """A concern. Answers to commands have no words, and a word is absent once it is erased."""

    id: Id
    survey: Id | None
    source_group: SourceGroup | None
    service: Code | None
    involvement: Id | None
    why: tuple[Code, ...]
    raised_at: datetime
    words: dict[Code, str | None] = {}
    contact: str | None = None
    taken_by: PersonRef | None
    taken_at: datetime | None


def concern_shown(concern: Concern, given: Given) -> ConcernShown:
    return ConcernShown(**{name: value for name, value in concern if name in ConcernShown.model_fields and name != "contact"})


async def concerns_opened(room: Room, concerns: Sequence[Concern], given: Given) -> list[ConcernShown]:
    """Opens every word, without a mask."""
    return [await _opened(room, each, given) for each in concerns]


async def _opened(room: Room, concern: Concern, given: Given) -> ConcernShown:
    words = {code: await opened(room, concern.id, value) for code, value in concern.texts.items()}
    contact = await opened(room, concern.id, concern.contact) if concern.contact else None
    return concern_shown(concern, given).model_copy(update={"words": words, "contact": contact})
