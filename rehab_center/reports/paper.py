"""The paper of a report: rendered from what was frozen, kept in the instance under its SHA-256."""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import current_app, render_template

from rehab_center import clock
from rehab_center.db import canonical_json, db, transaction
from rehab_center.errors import DomainError, NotFound
from rehab_center.periods import Period
from rehab_center.permissions import Actor, Scope
from rehab_center.reports import queries, services, tables, wording
from rehab_center.reports.queries import ReportPage
from rehab_center.web import pdf
from rehab_center.words import N_, message


class PaperDamaged(DomainError):
    """The kept bytes are gone or not those that were issued."""


def build(facility_id: int, period: Period, *, actor: Actor) -> int:
    """Freeze a report, print it and keep its bytes; gives the report's id.

    Raises services.PeriodNotOver and services.BalanceDoesNotClose. Outside any transaction(): it opens its own two.
    """
    with transaction(snapshot=True) as session:
        report_id = services.freeze(session, facility_id=facility_id, period=period, actor=actor, now=clock.now())
    print_paper(report_id, actor=actor)
    return report_id


def print_paper(report_id: int, *, actor: Actor) -> None:
    """Render a frozen report and keep the bytes, unless they are kept already."""
    page = queries.report_page(db.session(), report_id, scope=Scope(None))
    if page.line.sha256 is not None:
        return
    content = render(page)
    sha256 = hashlib.sha256(content).hexdigest()
    _keep(sha256, content)
    with transaction() as session:
        services.keep_paper(session, report_id, sha256=sha256, size=len(content), actor=actor, now=clock.now())


def render(page: ReportPage) -> bytes:
    """A frozen report as PDF; its figures travel inside as ``figures.json``."""
    html = render_template("reports/period_document.html", report=page, wording=wording, tables=tables)
    return pdf.render(
        html,
        title=wording.subject_line(page.line.period),
        made_at=page.line.built_at,
        attachments=[pdf.Figures("figures.json", canonical_json(figures_data(page)).encode(), "Số liệu của báo cáo")],
        training=bool(current_app.config["DEMO"]),
    )


def figures_data(page: ReportPage) -> dict[str, Any]:
    """The figures as data: period, where the log stood, and each figure's value as printed."""
    return {
        "report": page.line.id,
        "number": page.line.number,
        "period": page.line.period.code,
        "from": page.line.first,
        "to": page.line.last,
        "known_at": page.line.known_at,
        "log_entry": page.log_entry,
        "log_head": page.log_head,
        "plan": asdict(page.plan) if page.plan else None,
        "policies": [asdict(policy) for policy in page.policies],
        "figures": {
            code: {
                "number": cell.position,
                "value": cell.value,
                "printed": cell.printed,
                "people_count": cell.people_count,
                **({} if cell.items_count is None else {"items_count": cell.items_count}),
            }
            for code, cell in page.cells.items()
        },
    }


def kept(page: ReportPage) -> bytes:
    """The bytes as they were issued. Raises NotFound before they are printed, PaperDamaged when they changed."""
    if page.line.sha256 is None:
        raise NotFound(message(N_("The paper of this report is not printed yet.")))
    try:
        content = _path(page.line.sha256).read_bytes()
    except OSError:
        raise PaperDamaged(message(N_("The file of this report is missing from the instance folder."))) from None
    if hashlib.sha256(content).hexdigest() != page.line.sha256:
        raise PaperDamaged(message(N_("The file of this report is not the one that was issued.")))
    return content


def _path(sha256: str) -> Path:
    return Path(current_app.config["INSTANCE"]) / "reports" / f"{sha256}.pdf"


def _keep(sha256: str, content: bytes) -> None:
    path = _path(sha256)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
