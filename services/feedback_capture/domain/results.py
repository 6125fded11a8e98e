"""Results of a survey for people who may not read its responses: counts, with small ones suppressed (FC4)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from contracts.vocabulary.types import Code
from services.feedback_capture.domain.response.state import Response, ResponseStatus
from services.feedback_capture.domain.suppression import Shown, Table, small, suppressed, suppressed_together
from services.feedback_capture.domain.survey.state import SCALE, QuestionKind, Survey

NOT_ANSWERED = "not-answered"


class Results(NamedTuple):
    """Counts, with None for each suppressed one. `scales` holds the counts of each question."""

    responses: int | None
    withdrawn: int | None
    themes: Shown
    scales: dict[Code, Shown]


def results(survey: Survey, responses: Sequence[Response], themes: Iterable[Code], threshold: int) -> Results:
    """Counts the responses.

    Every scale counts the same people, including those who gave no answer. So their number is shown with all scales or with
    none. Themes have no total, because a response may have several.
    """
    remaining = [each for each in responses if each.status is not ResponseStatus.WITHDRAWN]
    withdrawn = len(responses) - len(remaining)
    questions = [each.code for each in survey.questions if each.kind is QuestionKind.SCALE]
    total: Table = {"all": len(remaining)}
    tables = suppressed_together([total, *(_answers(remaining, code) for code in questions)], threshold)
    coded = Counter(theme for each in remaining for theme in each.themes)
    table = {theme: coded[theme] for theme in themes}
    return Results(
        responses=tables[0]["all"] if tables else None,
        withdrawn=None if small(withdrawn, threshold) else withdrawn,
        themes=suppressed(table, threshold) or dict.fromkeys(table),
        scales=dict(zip(questions, tables[1:] if tables else map(dict.fromkeys, [_values()] * len(questions)), strict=True)),
    )


def _values() -> tuple[Code, ...]:
    return (*SCALE, NOT_ANSWERED)


def _answers(responses: Iterable[Response], question: Code) -> Table:
    counts = Counter(str(each.scales.get(question, NOT_ANSWERED)) for each in responses)
    return {value: counts[value] for value in _values()}
