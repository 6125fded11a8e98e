"""Obligations: responses that findings require of agencies."""
