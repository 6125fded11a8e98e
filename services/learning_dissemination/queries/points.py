"""Learning points, as staff see them (LD1)."""

from pydantic import BaseModel

from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code, Id, Link, Sha256
from services.chassis.http.listings import Listing
from services.chassis.rules.decisions import Given
from services.learning_dissemination.domain.point.state import LearningPoint, PointSource
from services.learning_dissemination.kinds import POINT
from services.learning_dissemination.queries.codes import by_review, by_theme

POINTS = Listing(POINT, filters={"theme": by_theme("themes"), "review": by_review("review")})


class PointShown(BaseModel):
    """A learning point and its source, without the text."""

    id: Id
    source: PointSource
    source_id: Id
    kind: FindingKind | None
    themes: tuple[Code, ...]
    review: Id | None
    findings: tuple[Id, ...]
    link: Link | None
    sha256: Sha256 | None
    withdrawn: Code | None


def point_shown(point: LearningPoint, given: Given) -> PointShown:
    return PointShown.model_validate(point, from_attributes=True)
