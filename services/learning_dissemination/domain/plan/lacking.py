"""The requirements that a plan does not meet yet (R22)."""

from collections.abc import Iterable

from contracts.events.learning_dissemination import DisseminationPlanned
from contracts.framework.document import Framework
from contracts.framework.learning import LearningRules
from contracts.vocabulary.learning import LearningMode
from services.chassis.rules.decisions import Decided
from services.learning_dissemination.domain.plan.state import Plan
from services.learning_dissemination.domain.segment import Segment


def lacks(formats: Iterable[str], segments: Iterable[Segment], rules: LearningRules) -> tuple[str, ...]:
    """Returns the codes of the unmet requirements.

    A plan needs enough formats, an interactive one among them, enough agencies, a professional group, and every way in which
    adults learn.
    """
    kinds = [kind for code in dict.fromkeys(formats) if (kind := rules.product_kind(code))]
    segments = tuple(segments)
    needs = {
        "formats": len(kinds) >= rules.plan_formats,
        "interactive-format": any(kind.interactive for kind in kinds),
        "agencies": len({each.agency for each in segments}) >= rules.plan_agencies,
        "professional-groups": any(each.professional_group for each in segments),
        "learning-modes": {mode for kind in kinds for mode in kind.modes} == set(LearningMode),
    }
    return tuple(code for code, met in needs.items() if not met)


def planned(plan: Plan, framework: Framework) -> Decided[Plan]:
    """Returns the plan with its unmet requirements, which the event reports."""
    lacking = lacks(plan.formats, plan.segments, framework.learning)
    event = DisseminationPlanned(review=plan.review, lacks=lacking)
    return Decided(plan.model_copy(update={"lacks": lacking}), (event,))
