"""One person entered twice, and what is asked of the two records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.db import Model, transaction
from rehab_center.merging.services import keep_apart, merge_people, undo_merge
from rehab_center.permissions import EVERYWHERE
from rehab_center.residents.queries import person_facts
from rehab_center.residents.rules.births import born_in, born_on
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, RelativeFacts
from tests.admissions.stays import NOW, Centre

NUMBER = "036082475594"
BORN = born_on(date(1982, 6, 5))


def make_double(centre: Centre) -> tuple[int, int]:
    """Trần Văn An and Trần Văn Ân, of whom the second is the first once more: other papers, other words."""
    one = centre.person("Trần Văn An", birth=born_in(1982), phone="0911", relatives=(RelativeFacts("Lê Thị Mơ", "mẹ"),))
    other = centre.person(
        "Trần Văn Ân",
        birth=BORN,
        phone="0922",
        commune="xã Nam Thanh",
        identity=(PaperFacts(NUMBER),),
        aliases=(AliasFacts("An còi"),),
        relatives=(RelativeFacts("Lê Thị Mơ", "mẹ"), RelativeFacts("Trần Văn Bốn", "cha")),
    )
    return one, other


def merge(
    centre: Centre, here: int, there: int, *, chosen: Mapping[str, str] | None = None, reason: str | None = None
) -> int:
    """The second record merged into the first."""
    with transaction() as session:
        versions = [person_facts(session, one, scope=EVERYWHERE).version for one in (here, there)]
        return merge_people(
            session,
            here,
            there,
            chosen=chosen or {},
            expected_versions=(versions[0], versions[1]),
            actor=centre.actor,
            now=NOW,
            reason=reason,
        )


def undo(centre: Centre, merge_id: int, reason: str = "Hai anh em") -> int:
    """The merge undone."""
    with transaction() as session:
        return undo_merge(session, merge_id, reason=reason, actor=centre.actor, now=NOW)


def tell_apart(centre: Centre, one: int, other: int, reason: str = "Cha mẹ khác nhau") -> None:
    """The two kept apart."""
    with transaction() as session:
        keep_apart(session, one, other, reason=reason, actor=centre.actor, now=NOW)


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables that know persons, for comparing before and after; counters left out."""
    session.rollback()
    names = ("resident", "identity_paper", "alias", "relative", "admission", "movement", "task", "resident_facility")
    found = {}
    for name in names:
        table = Model.metadata.tables[name]
        rows = session.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        found[name] = [{key: value for key, value in row.items() if key != "version"} for row in rows]
    return found
