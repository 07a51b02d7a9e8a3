"""The pages of courses' results, certificates and jobs."""

from __future__ import annotations

from rehab_center.courses.views import certificates, courses, issuing, jobs, lists, papers, people, results, tests
from rehab_center.courses.views.blueprint import bp

__all__ = ("bp", "certificates", "courses", "issuing", "jobs", "lists", "papers", "people", "results", "tests")
