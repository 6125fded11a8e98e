"""Learning points (LD1): what was learnt, from which source, and where its cleared text is. Never the text, which can be
recalled."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.events.feedback_capture import ReplyPublished
from contracts.events.learning_dissemination import LearningPointWithdrawn
from contracts.events.review_registry import LearningRecalled, LearningReleased, ThemeRecurred
from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code, Id, Link, Sha256
from services.chassis.rules.decisions import Decided, Given, derived
from services.learning_dissemination.domain.known_action import KnownAction


class PointSource(StrEnum):
    """What a point was learnt from."""

    FINDING = "finding"
    ACTION = "action"
    REPLY = "reply"
    RECURRENCE = "recurrence"


class LearningPoint(BaseModel):
    """One thing to learn. Good practice counts as much as problems: `kind` says which a finding was."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    source: PointSource
    source_id: Id
    """The finding, action or reply; of a recurrence the finding that made it one."""
    kind: FindingKind | None = None
    themes: tuple[Code, ...]
    review: Id | None = None
    findings: tuple[Id, ...] = ()
    """Those that it is about; an action's and a reply's lead to their reviews."""
    link: Link | None = None
    sha256: Sha256 | None = None
    withdrawn: Code | None = None
    """Why, once its source was taken back."""


def point_id(*source: str) -> str:
    return derived("point", *source)


def of_finding(event: LearningReleased) -> LearningPoint:
    return LearningPoint(
        id=point_id(event.source),
        source=PointSource.FINDING,
        source_id=event.source,
        kind=event.kind,
        themes=event.themes,
        review=event.review,
        findings=(event.source,),
        link=event.link,
        sha256=event.sha256,
    )


def of_reply(event: ReplyPublished) -> LearningPoint:
    return LearningPoint(
        id=point_id(event.reply),
        source=PointSource.REPLY,
        source_id=event.reply,
        themes=(event.theme,),
        findings=event.findings,
        link=event.link,
        sha256=event.sha256,
    )


def of_recurrence(event: ThemeRecurred) -> LearningPoint:
    return LearningPoint(
        id=point_id("recurrence", event.theme, event.finding),
        source=PointSource.RECURRENCE,
        source_id=event.finding,
        themes=(event.theme,),
        findings=tuple(dict.fromkeys((event.finding, *event.earlier_findings))),
        link=event.link,
    )


def of_action(action: KnownAction) -> LearningPoint:
    """An action that was accepted or has lasted: what was done about findings is worth knowing elsewhere."""
    return LearningPoint(
        id=point_id(action.id),
        source=PointSource.ACTION,
        source_id=action.id,
        themes=action.themes,
        findings=action.findings,
    )


def withdraw(state: LearningPoint, event: LearningRecalled, given: Given) -> Decided[LearningPoint]:
    """LD1: a withdrawn source withdraws its point, once."""
    if state.withdrawn:
        return Decided(state)
    withdrawn = LearningPointWithdrawn(point=state.id, reason=event.reason)
    return Decided(state.model_copy(update={"withdrawn": event.reason}), (withdrawn,))


def threads(state: LearningPoint) -> tuple[str, ...]:
    return (*state.findings, *((state.review,) if state.review else ()), state.id)


def keys(state: LearningPoint) -> dict[str, Any]:
    return {"themes": list(state.themes), "review": state.review, "source": state.source}
