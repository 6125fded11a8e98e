"""Names that messages show in place of codes."""

from collections.abc import Mapping

from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP

LACKING: Mapping[str, str] = {
    "formats": "enough formats",
    "interactive-format": "an interactive format",
    "agencies": "enough agencies",
    "professional-groups": "a professional group",
    "learning-modes": "every way in which adults learn",
}
"""The requirements of a plan to share learning."""


def agency_name(framework: Framework, code: str) -> str:
    """Returns the name of an agency or of the partnership; its code if the framework no longer has it."""
    if code == PARTNERSHIP:
        return framework.partnership.name
    return next((each.name for each in framework.agencies if each.code == code), code)


def stage_name(framework: Framework, code: str) -> str:
    """Returns the label of a stage; its code if the framework no longer has it."""
    return next((each.label for each in framework.stages if each.code == code), code)


def group_name(framework: Framework, code: str) -> str:
    """Returns the label of a group that takes part in reviews; its code if the framework no longer has it."""
    group = framework.involvement.group(code)
    return group.label if group else code


def lacking(code: str) -> str:
    """Returns the words for a requirement that a plan does not meet yet."""
    return LACKING.get(code, code)
