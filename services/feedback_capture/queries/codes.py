"""Codes of the framework that filters of lists take."""

from contracts.framework.document import Framework


def services(framework: Framework) -> list[str]:
    """Returns the services that people give feedback about."""
    return [each.code for each in framework.feedback.services]


def themes(framework: Framework) -> list[str]:
    """Returns the themes."""
    return [each.code for each in framework.themes]
