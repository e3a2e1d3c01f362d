"""A believable, invented office: look around with it, test with it, measure with it."""

from db.sample.building import build

__all__ = ["build"]
