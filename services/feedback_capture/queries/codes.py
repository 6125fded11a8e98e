"""Codes of the framework that filters of lists take."""

from contracts.framework.document import Framework


def services_of(framework: Framework) -> list[str]:
    """Returns the services that people give feedback about."""
    return [each.code for each in framework.feedback.services]


def themes_of(framework: Framework) -> list[str]:
    return [each.code for each in framework.themes]
