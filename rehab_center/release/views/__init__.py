"""The pages of this feature: importing them hangs the views on the blueprint."""

from rehab_center.release.views import gaps, leaving, sheet
from rehab_center.release.views.blueprint import bp

__all__ = ("bp", "gaps", "leaving", "sheet")
