"""Every command of the review registry."""

from services.review_registry.commands import review

COMMANDS = (*review.COMMANDS,)
