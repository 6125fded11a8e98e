"""Texts that are screened on entry (docs/domain.md "Screened texts")."""

from collections.abc import Iterator
from typing import Annotated, Any, get_args

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from services.action_tracking.commands import COMMANDS as ACTIONS
from services.chassis.http.malformed import reason_for
from services.chassis.rules.screened import OF_WORK, SCREENED, SCREENED_WORK
from services.feedback_capture.commands import COMMANDS as FEEDBACK
from services.learning_dissemination.commands import COMMANDS as LEARNING
from services.review_registry.commands import COMMANDS as REVIEWS
from tests.unit.chassis.corpus import forms

TITLES = {
    ("OpenReview", "title"),
    ("OpenSurvey", "title"),
    ("OpenSurvey", "questions/words"),
    ("DraftProduct", "title"),
    ("WriteParts", "title"),
}
"""Texts that may hold no hit at all."""
WORK = {
    ("ProposeAction", "statement"),
    ("ProposeAction", "difference"),
    ("ReportProgress", "note"),
    ("ReportProgress", "blocked_by"),
    ("PlanDelivery", "place"),
    ("AcknowledgeLearning", "will_do"),
}
"""Texts about work that every reader of an action or a delivery sees."""


def marks(annotation: Any, metadata: tuple[Any, ...], path: str) -> Iterator[tuple[str, Any]]:
    """Returns each mark of a field and of the models within it."""
    yield from ((path, each) for each in metadata if each in (SCREENED, SCREENED_WORK))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            yield from marks(field.annotation, tuple(field.metadata), f"{path}/{name}".strip("/"))
    for each in get_args(annotation):
        yield from marks(each, tuple(getattr(each, "__metadata__", ())), path)


def marked(mark: Any) -> Any:
    return Annotated[str, mark]


FOUND = {
    (command.name, path): mark
    for command in (*REVIEWS, *ACTIONS, *FEEDBACK, *LEARNING)
    for path, mark in marks(command.body, (), "")
}


def test_titles_and_texts_of_work_are_screened() -> None:
    assert {field for field, mark in FOUND.items() if mark is SCREENED} == TITLES
    assert {field for field, mark in FOUND.items() if mark is SCREENED_WORK} >= WORK


@pytest.mark.parametrize("mark", [SCREENED, SCREENED_WORK])
@pytest.mark.parametrize(("kind", "text"), dict(reversed(forms())).items())
def test_screened_text_is_refused_and_not_repeated(kind: str, text: str, mark: Any) -> None:
    adapter: TypeAdapter[str] = TypeAdapter(marked(mark))
    if mark is SCREENED_WORK and kind in OF_WORK:
        assert adapter.validate_python(f"Meet {text} then") == f"Meet {text} then"
        return
    with pytest.raises(ValidationError) as fault:
        adapter.validate_python(f"Meet {text} then")
    (error,) = fault.value.errors()
    reason = reason_for(dict(error))
    assert reason.code == "request/identifying"
    assert reason.message.startswith("This may identify someone")
    assert text not in reason.message


@pytest.mark.parametrize("title", ["Child K (Smith)", "Child K (the Marlows)", "Baby B (Ella Marlow)", "Child K aka Smith"])
def test_title_with_a_name_is_refused(title: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(marked(SCREENED)).validate_python(title)


@pytest.mark.parametrize("title", ["Child K", "Neglect of a brother and sister", "Injury of a baby in month 3"])
def test_title_with_a_pseudonym_passes(title: str) -> None:
    assert TypeAdapter(marked(SCREENED)).validate_python(title) == title
