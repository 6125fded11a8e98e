"""Queries: the views and lists of the review registry."""

from services.chassis.http.views import Views
from services.review_registry.kinds import REVIEW
from services.review_registry.queries.reviews import ReviewSeen, review_shown

VIEWS: Views = {REVIEW.name: (ReviewSeen, review_shown)}
"""The answers to commands, by kind."""
