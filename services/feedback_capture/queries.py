"""What people read of feedback capture, straight from the store."""

from services.chassis.http import Views

VIEWS: Views = {}
