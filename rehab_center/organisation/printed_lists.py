"""The lists of a feature on paper, each under the letterhead of the chosen centre: preview and PDF.

A feature has one table of its lists (:class:`PrintedList` by the word in the address) and two routes that ask here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from flask import abort, request
from flask.typing import ResponseReturnValue

from rehab_center import clock
from rehab_center.audit.recorder import record
from rehab_center.db import db, transaction
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Scope
from rehab_center.web.access import current_actor, current_scope
from rehab_center.web.list_paper import ListSheet, list_paper, paper_answer, paper_page
from rehab_center.web.listing import Fetch, Listing
from rehab_center.web.paper import Paper


@dataclass(frozen=True)
class PrintedList:
    """A list that prints: the endpoint of its page, how its rows are fetched within a scope, its paper.

    ``sheets``: papers of their own by the value of the filter ``by``.
    """

    endpoint: str
    listing: Listing
    fetch: Callable[[Scope], Fetch]
    sheet: ListSheet
    by: str = ""
    sheets: Mapping[str, ListSheet] = field(default_factory=dict)

    def paper(self) -> Paper:
        """What is searched and filtered on its page, of the chosen centre. Raises DomainError where it is too long."""
        centre, today = chosen_centre(), clock.today()
        fetch = self.fetch(Scope(frozenset({centre.id}), medical=current_scope().medical))
        chosen = self.listing.read(request.args).choice(self.by) if self.by else None
        letterhead = letterhead_on(db.session(), centre.id, today)
        sheet = self.sheets.get(chosen or "", self.sheet)
        return list_paper(self.listing, fetch, sheet, letterhead=letterhead, paper_day=today)


def printed_page(
    lists: Mapping[str, PrintedList], which: str, *, menu: tuple[str, str], file: str
) -> ResponseReturnValue:
    """The preview of one of these lists; 404 for another word. ``menu`` and ``file`` as ``web.list_paper`` has them."""
    asked = _asked(lists, which)
    return paper_page(asked.paper, asked.listing, menu=menu, page=asked.endpoint, file=file, which=which)


def printed_file(lists: Mapping[str, PrintedList], which: str, *, act: str) -> ResponseReturnValue:
    """The same as PDF. That it left the program is in the log as ``act``."""
    asked = _asked(lists, which)
    return paper_answer(asked.paper, page=asked.endpoint, note=partial(_note, act))


def _asked(lists: Mapping[str, PrintedList], which: str) -> PrintedList:
    if which not in lists:
        abort(404)
    return lists[which]


def _note(act: str, details: dict[str, object]) -> None:
    with transaction():
        record(act, actor=current_actor(), at=clock.now(), details=details)
