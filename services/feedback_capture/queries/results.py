"""Results of a survey: the published counts (FC4)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.small_numbers import shown
from services.feedback_capture.domain.results import Published
from services.feedback_capture.domain.survey.counting import counted_to, latest
from services.feedback_capture.domain.survey.state import SCALE, QuestionKind, Survey


class ThemeCount(BaseModel):
    """The count of responses on a theme."""

    theme: Code
    count: int


class ScaleCounts(BaseModel):
    """The counts of the answers to a question. A count is null if it is below the threshold, zero included."""

    question: Code
    answers: dict[Code, int | None]


class ResultsShown(BaseModel):
    """The counts of the answers that people had read by the end of a closed month, in steps of the threshold.

    `at_least` is the number of people whom these counts show, so more may have answered. It is null below the threshold. Themes
    below the threshold are left out.
    """

    survey: Id
    source_group: SourceGroup
    service: Code
    threshold: int
    counted_to: date
    at_least: int | None
    themes: tuple[ThemeCount, ...]
    scales: tuple[ScaleCounts, ...]


def results_shown(survey: Survey, threshold: int) -> ResultsShown:
    """Returns the counts that were published last."""
    day = counted_to(survey)
    counts = latest(survey) or Published(to=day)
    return ResultsShown(
        survey=survey.id,
        source_group=survey.source_group,
        service=survey.service,
        threshold=threshold,
        counted_to=day,
        at_least=shown(counts.at_least),
        themes=tuple(ThemeCount(theme=theme, count=count) for theme, count in counts.themes.items()),
        scales=tuple(
            ScaleCounts(question=each.code, answers={mark: counts.scales.get(each.code, {}).get(mark) for mark in SCALE})
            for each in survey.questions
            if each.kind is QuestionKind.SCALE
        ),
    )
