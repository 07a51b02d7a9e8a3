"""The book of issued papers: the list, and the book as it prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.issuing import queries
from rehab_center.issuing.kinds import PaperState
from rehab_center.issuing.labels import BOOKS, KINDS, STATES
from rehab_center.issuing.queries import BookLine, BookSum
from rehab_center.issuing.rules.table import TITLES
from rehab_center.issuing.views.blueprint import bp
from rehab_center.organisation.choosing import centres, chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Permission, Scope
from rehab_center.web.access import current_actor, current_scope, requires
from rehab_center.web.listing import Choice, Column, Days, Listing, Search, list_page
from rehab_center.web.paper import pdf_answer

_STATES = [(state.value, words) for state, words in STATES.items() if state is not PaperState.DROPPED]


def _number_cell(line: BookLine) -> object:
    if line.printed is None:
        return None
    return Markup("<s>{}</s>").format(line.printed) if line.state is PaperState.CANCELLED else line.printed


BOOK = Listing(
    "issued-papers",
    _l("Issued papers"),
    columns=(
        Column(
            "printed", _l("Number"), sortable=True, cell=_number_cell, link=lambda line: _url(line), in_export=False
        ),
        Column("plain", _l("Number"), cell=lambda line: line.printed, on_page=False),
        Column("dated_on", _l("Dated"), sortable=True),
        Column(
            "kind", _l("Kind of paper"), sortable=True, cell=lambda line: KINDS[line.kind], link=lambda line: _url(line)
        ),
        Column("about", _l("About"), sortable=True),
        Column("signer", _l("Signed by")),
        Column("state", _l("State"), sortable=True, cell=lambda line: STATES[line.state]),
        Column("cancelled_reason", _l("Why it was cancelled")),
    ),
    sort="dated_on",
    descending=True,
    search=Search(_l("Number, name or file code")),
    filters=(
        Choice("year", _l("Year of the book"), lambda: [(year, str(year)) for year in _years()]),
        Choice("book", _l("Book of papers"), [(book.value, words) for book, words in BOOKS.items()]),
        Choice("kind", _l("Kind of paper"), [(kind.value, words) for kind, words in KINDS.items()]),
        Choice("state", _l("State"), _STATES),
        Choice("signed", _l("Signed scan"), [("missing", _l("Still missing")), ("there", _l("Attached"))]),
        Days("dated_on", _l("Dated")),
    ),
    empty=_l("No paper has been issued here yet. Open a stay and choose one of its papers."),
    export_permission=Permission.PEOPLE_EXPORT,
)


def _url(line: BookLine) -> str:
    return url_for("issuing.show", issued_id=line.id)


def _years() -> Sequence[int]:
    return queries.years_of(db.session(), scope=current_scope())


@bp.get("")
@requires(Permission.PEOPLE_VIEW)
def index() -> ResponseReturnValue:
    """Every paper of the reader's centres, and how the numbers of the year follow each other."""
    year = _year()
    centre = chosen_centre()
    return list_page(
        BOOK,
        lambda state: queries.book_lines(db.session(), scope=current_scope(), state=state),
        "issuing/index.html",
        on_export=_note_export,
        sums=queries.book_sums(db.session(), facility_id=centre.id, year=year),
        books=BOOKS,
        year=year,
    )


def _year() -> int:
    word = request.args.get("year", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) == 4 else clock.today().year


def _note_export(form: str, rows: int) -> None:
    with transaction():
        record("paper-book.exported", actor=current_actor(), at=clock.now(), details={"rows": rows, "form": form})


@bp.get("/book")
@requires(Permission.PEOPLE_VIEW)
def book() -> ResponseReturnValue:
    """The book of a year as it prints: every number in order, cancelled ones struck through."""
    return _printed("layouts/paper.html")


@bp.get("/book/file")
@requires(Permission.PEOPLE_EXPORT)
def book_file() -> ResponseReturnValue:
    """The book of a year as PDF. Printing it is in the log."""
    _note_export("pdf", len(_lines(_year())[0]))
    html, year = _printed("layouts/document.html"), _year()
    return pdf_answer(html, title=f"Sổ văn bản đi năm {year}", name=f"so-van-ban-di-{year}", made_at=clock.now())


def _printed(layout: str) -> str:
    lines, sums = _lines(_year())
    return render_template(
        "issuing/book.html",
        layout=layout,
        lines=lines,
        sums=sums,
        year=_year(),
        years=_years(),
        letterhead=letterhead_on(db.session(), chosen_centre().id, clock.today()),
        day=clock.today(),
        titles=TITLES,
        centres=centres(),
    )


def _lines(year: int) -> tuple[Sequence[BookLine], Sequence[BookSum]]:
    """The numbered papers of the centre in that year by book and number."""
    centre = chosen_centre()
    state = replace(BOOK.read({"sort": "printed", "order": "asc"}), choices={"year": str(year)}, export="xlsx")
    lines, _total = queries.book_lines(db.session(), scope=Scope(frozenset({centre.id})), state=state)
    return lines, queries.book_sums(db.session(), facility_id=centre.id, year=year)
