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

    def answer(self, *, made_at: datetime) -> Response:
        """The PDF as an answer: a file to keep, or with ``?view`` one to look at in the browser."""
        html = self._rendered("layouts/document.html")
        return pdf_answer(html, title=self.title, name=self.name, made_at=made_at, inline="view" in request.args)

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


def pdf_answer(html: str, *, title: str, name: str, made_at: datetime, inline: bool = True) -> Response:
    """A page as PDF, with the band of invented data where the instance is for training; ``name`` without ending."""
    content = pdf.render(html, title=title, made_at=made_at, training=bool(current_app.config["DEMO"]))
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline" if inline else "attachment", filename=f"{name}.pdf")
    return answer
