"""Results of a survey: counts, with small ones suppressed (FC4)."""

from pydantic import BaseModel

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id
from services.chassis.room.reading import belonging
from services.chassis.room.room import Room
from services.feedback_capture.domain.results import results
from services.feedback_capture.domain.survey.state import Survey
from services.feedback_capture.kinds import RESPONSE


class ThemeCount(BaseModel):
    """The count of responses on a theme."""

    theme: Code
    count: int | None


class ScaleCounts(BaseModel):
    """The counts of the answers to a question."""

    question: Code
    answers: dict[Code, int | None]


class ResultsShown(BaseModel):
    """The counts of a survey. Themes without a response are left out.

    A count is absent if it is small, or if it would reveal a small one.
    """

    survey: Id
    source_group: SourceGroup
    service: Code
    threshold: int
    responses: int | None
    withdrawn: int | None
    themes: tuple[ThemeCount, ...]
    scales: tuple[ScaleCounts, ...]


async def results_shown(room: Room, survey: Survey) -> ResultsShown:
    """Counts the responses of a survey for people who may not read them."""
    responses = await belonging(room, RESPONSE, {"survey": survey.id})
    threshold = room.framework.feedback.threshold
    themes = [theme.code for theme in room.framework.themes]
    counted = results(survey, responses, themes, threshold)
    return ResultsShown(
        survey=survey.id,
        source_group=survey.source_group,
        service=survey.service,
        threshold=threshold,
        responses=counted.responses,
        withdrawn=counted.withdrawn,
        themes=tuple(ThemeCount(theme=theme, count=count) for theme, count in counted.themes.items() if count != 0),
        scales=tuple(ScaleCounts(question=code, answers=answers) for code, answers in counted.scales.items()),
    )
