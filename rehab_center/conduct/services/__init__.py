"""Use-cases of conduct: ratings for a whole list in one act; rewards and discipline, and taking them back."""

from __future__ import annotations

from rehab_center.conduct.services.events import enter_event, void_event
from rehab_center.conduct.services.ratings import PlannedLine, RatingPlan, Wish, plan_ratings, write_ratings

__all__ = ("PlannedLine", "RatingPlan", "Wish", "enter_event", "plan_ratings", "void_event", "write_ratings")
