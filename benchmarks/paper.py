"""The half-year report on its two pages, against WeasyPrint alone with the same HTML."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from unittest.mock import patch

import weasyprint
from sqlalchemy import select

from benchmarks.centre import Centre
from benchmarks.rows import Measured
from rehab_center.db import db
from rehab_center.organisation.models import Facility
from rehab_center.periods import Period, PeriodKind
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.reports import paper, queries
from rehab_center.web import pdf

ROUNDS = 7


def two_page_report(centre: Centre) -> Measured:
    """Frozen figures to bytes, over bare WeasyPrint's own time for that page; both warm, in turns."""
    with centre.app.test_request_context():
        facility_id = db.session.scalars(select(Facility.id)).first()
        assert facility_id is not None
        actor = Actor(name="bench", label="Bench")
        period = Period(PeriodKind.HALF_YEAR, 2024)
        page = queries.report_page(db.session(), paper.build(facility_id, period, actor=actor), scope=EVERYWHERE)
        with patch.object(pdf, "render", return_value=b"") as printing:
            paper.render(page)
        html = printing.call_args.args[0]
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append(_seconds(lambda: paper.render(page)))
            bare.append(_seconds(lambda: weasyprint.HTML(string=html, base_url=pdf.STATIC.as_uri() + "/").write_pdf()))
    return Measured(median(ours) / median(bare), f"{median(ours):.2f} s of {median(bare):.2f} s")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
