"""The needs of a scope before and after the review leaves scoping (RR3, R17, R19)."""

from services.chassis.rules.decisions import Reason
from services.review_registry.domain.review.state import Scope


def scope_lacks(scope: Scope, at: str = "") -> list[Reason]:
    """Returns a reason for each part of the scope that is empty. Each path begins with `at`."""
    checks = (
        (scope.agencies, "scope/no-agency", "Name an agency that takes part.", "agencies"),
        (scope.lines_of_enquiry, "scope/no-line-of-enquiry", "Enter a line of enquiry.", "lines_of_enquiry"),
        (
            scope.practitioner_involvement,
            "scope/practitioner-involvement-missing",
            "Say how practitioners will be involved from the start.",
            "practitioner_involvement",
        ),
        (
            scope.lived_experience,
            "scope/lived-experience-missing",
            "Say how the child's lived experience will be examined.",
            "lived_experience",
        ),
    )
    return [Reason(code, sentence, f"{at}{path}") for value, code, sentence, path in checks if not value]
