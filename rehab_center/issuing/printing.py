"""The PDF of a paper: rendered from its frozen words, kept in the instance under its SHA-256, the same for ever."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, render_template

from rehab_center import clock
from rehab_center.admissions.rules.signs import signature_titles
from rehab_center.db import db, transaction
from rehab_center.documents import scans
from rehab_center.dossiers import wording
from rehab_center.errors import DomainError, NotFound
from rehab_center.issuing.queries import PaperPage, paper_page
from rehab_center.issuing.services import keep_file
from rehab_center.permissions import Actor
from rehab_center.web import pdf
from rehab_center.words import N_, message


class FileDamaged(DomainError):
    """The kept bytes are gone or not those that were issued."""


def print_paper(paper_id: int, *, actor: Actor) -> None:
    """Render a frozen paper and keep the bytes, unless they are kept already. Outside any transaction."""
    page = paper_page(db.session(), paper_id, scope=actor.scope, today=clock.today())
    if page.sha256 is not None or not page.is_frozen:
        return
    content = render(page)
    sha256 = scans.keep(folder(), content)
    with transaction() as session:
        keep_file(session, paper_id, sha256=sha256, size=len(content), actor=actor, now=clock.now())


def render(page: PaperPage) -> bytes:
    """A paper as PDF: the same page as on the screen."""
    html = body(page, layout="layouts/document.html")
    title = f"{page.text.title} {page.number.printed}" if page.number else page.text.title
    return pdf.render(html, title=title, made_at=page.frozen_at, training=bool(current_app.config["DEMO"]))


def body(page: PaperPage, *, layout: str, **around: object) -> str:
    """The page of a paper in a layout: that of the screen, or that of the printed page."""
    printed = page.number if page.number and page.numbering == page.number.numbering == "machine" else None
    return render_template(
        "issuing/paper.html",
        layout=layout,
        page=page,
        text=page.text,
        printed=printed,
        titles=titles_of(page),
        wording=wording,
        **around,
    )


def titles_of(page: PaperPage) -> tuple[str, ...]:
    """The lines above the signature of a paper."""
    head, deputy = page.letterhead.head_title, page.letterhead.deputy_title
    return signature_titles(head, deputy, by_deputy=page.typed.by_deputy, authorised=page.typed.authorised)


def kept(page: PaperPage) -> bytes:
    """The bytes as they were issued. Raises NotFound before there are any, FileDamaged when they changed."""
    if page.sha256 is None:
        raise NotFound(message(N_("The file of this paper is not kept yet: print it first")))
    try:
        return scans.read(folder(), page.sha256)
    except scans.DamagedScan:
        raise FileDamaged(
            message(N_("The file of this paper is missing or was changed in the instance folder"))
        ) from None


def folder() -> Path:
    """Where the files of issued papers lie."""
    return Path(current_app.config["INSTANCE"]) / "issued"
