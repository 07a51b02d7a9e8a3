"""The pages: norms, deductions, payrolls, one person's pay."""

from __future__ import annotations

from rehab_center.pay.views import deductions, norms, payroll, payrolls, people
from rehab_center.pay.views.blueprint import bp

__all__ = ("bp", "deductions", "norms", "payroll", "payrolls", "people")
