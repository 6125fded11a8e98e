"""One fictional case, played through the public HTTP APIs on a movable clock."""
