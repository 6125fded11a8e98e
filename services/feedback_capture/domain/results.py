"""What a survey tells those who may not read its responses (FC4): counts, and none that is small or gives a small one away."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from contracts.vocabulary.types import Code
from services.feedback_capture.domain.response import Response, ResponseStatus
from services.feedback_capture.domain.suppression import Shown, Table, small, suppressed, suppressed_together
from services.feedback_capture.domain.survey import SCALE, QuestionKind, Survey

NOT_ANSWERED = "not-answered"


class Results(NamedTuple):
    """Counts, each None where it is suppressed. `scales` by question."""

    responses: int | None
    withdrawn: int | None
    themes: Shown
    scales: dict[Code, Shown]


def results(survey: Survey, responses: Sequence[Response], themes: Iterable[Code], threshold: int) -> Results:
    """Every scale counts the same people, those who gave no answer too; so their number is shown with all scales or with none.
    Themes have no total: a response may be about several."""
    standing = [each for each in responses if each.status is not ResponseStatus.WITHDRAWN]
    withdrawn = len(responses) - len(standing)
    questions = [each.code for each in survey.questions if each.kind is QuestionKind.SCALE]
    total: Table = {"all": len(standing)}
    tables = suppressed_together([total, *(_answers(standing, code) for code in questions)], threshold)
    said = Counter(theme for each in standing for theme in each.themes)
    table = {theme: said[theme] for theme in themes}
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
