"""The names of a deployment's parts.

A part is `broker`, `store`, a service (`review-registry`), or one more replica of it (`review-registry#2`).
"""

SERVICES = ("review-registry", "action-tracking", "feedback-capture", "learning-dissemination")
BROKER = "broker"
STORE = "store"


def module(service: str) -> str:
    """Returns the module that a service's process starts."""
    return f"services.{service.replace('-', '_')}.app"
