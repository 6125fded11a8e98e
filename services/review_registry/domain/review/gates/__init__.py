"""The gates of a review, each as everything that it still needs (RR1, RR5, RR6)."""

from collections.abc import Mapping

from services.review_registry.domain.review.gates import closing, publication, stage
from services.review_registry.domain.review.gates.facts import GateRule
from services.review_registry.domain.review.state import Gate

GATES: Mapping[Gate, GateRule] = {
    Gate.STAGE: stage.gate,
    Gate.PUBLICATION: publication.gate,
    Gate.CLOSING: closing.gate,
}
