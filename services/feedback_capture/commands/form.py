"""Tokens of forms, made and checked with the service's key (FC3)."""

import os

from contracts.vocabulary.types import Id
from services.chassis.room.room import Room
from services.feedback_capture.domain.response.form import FormToken, new_token, read_token

RANDOM = 16
"""Bytes."""


def token_for(room: Room, survey: Id) -> str:
    """Returns a new token for the form of a survey, which ends in real time."""
    token = new_token(survey, os.urandom(RANDOM), room.real(), room.framework.feedback.form_hours)
    return token.written(room.keyring.fingerprint(token.signed_part()))


def own_token(room: Room, survey: Id | None, sent: str) -> FormToken | None:
    """Returns a token that this service made for this survey, even if it has ended, or None."""
    read = read_token(survey, sent) if survey else None
    if read is None:
        return None
    token, fingerprint = read
    return token if room.keyring.is_of(fingerprint, token.signed_part()) else None
