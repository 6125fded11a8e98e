"""The routes whose reads are recorded. There is none: what is agreed about work is shared, and names no person in words."""

from services.chassis.http.read_log import Recorded

RECORDED: Recorded = {}
