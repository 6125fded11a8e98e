"""What people read of learning dissemination, straight from the store."""

from services.chassis.http import Views

VIEWS: Views = {}
