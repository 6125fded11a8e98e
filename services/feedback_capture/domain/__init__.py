"""Rules of feedback capture, a package per aggregate."""
