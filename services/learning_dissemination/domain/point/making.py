"""Makes a learning point from each kind of source (LD1)."""

from contracts.events.feedback_capture import ReplyPublished
from contracts.events.review_registry import LearningReleased, ThemeRecurred
from services.learning_dissemination.domain.others.actions import KnownAction
from services.learning_dissemination.domain.point.state import LearningPoint, PointSource, point_id


def of_finding(event: LearningReleased) -> LearningPoint:
    """Returns the point of a released finding."""
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
    """Returns the point of a published reply to feedback."""
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
    """Returns the point of a theme that recurred."""
    return LearningPoint(
        id=point_id("recurrence", event.theme, event.finding),
        source=PointSource.RECURRENCE,
        source_id=event.finding,
        themes=(event.theme,),
        findings=tuple(dict.fromkeys((event.finding, *event.earlier_findings))),
        link=event.link,
    )


def of_action(action: KnownAction) -> LearningPoint:
    """Returns the point of an action that was accepted or sustained."""
    return LearningPoint(
        id=point_id(action.id),
        source=PointSource.ACTION,
        source_id=action.id,
        themes=action.themes,
        findings=action.findings,
    )
