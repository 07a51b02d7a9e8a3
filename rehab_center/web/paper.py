"""A paper from its template: on the page as it prints, or as a PDF. Papers are Vietnamese."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import Response, current_app, render_template, request

from rehab_center.web import pdf


@dataclass(frozen=True)
class Paper:
    """A paper about to be looked at or printed.

    ``template`` extends ``layout``, so that the preview and the printed page are one; ``letterhead``
    (organisation.queries.Letterhead) is that of ``day``, the day the paper bears, None where the centre is not known
    yet. ``name`` is the file's, without ending; ``given`` what else the template says.
    """

    template: str
    title: str
    name: str
    letterhead: object | None
    day: date
    given: dict[str, Any] = field(default_factory=dict)

    def preview(self, **around: Any) -> str:
        """The page that shows the paper as it prints; ``around`` is for what stands beside it."""
        return self._rendered("layouts/paper.html", **around)

    def pdf(self, *, made_at: datetime) -> bytes:
        """The paper as PDF, with the band of invented data where the instance is for training."""
        html = self._rendered("layouts/document.html")
        return pdf.render(html, title=self.title, made_at=made_at, training=bool(current_app.config["DEMO"]))

    def answer(self, *, made_at: datetime) -> Response:
        """The PDF as an answer: a file to keep, or with ``?view`` one to look at in the browser."""
        disposition = f'{"inline" if "view" in request.args else "attachment"}; filename="{self.name}.pdf"'
        content = self.pdf(made_at=made_at)
        return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})

    def _rendered(self, layout: str, **around: Any) -> str:
        return render_template(
            self.template,
            layout=layout,
            title=self.title,
            letterhead=self.letterhead,
            paper_day=self.day,
            **self.given,
            **around,
        )
