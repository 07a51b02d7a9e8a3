"""Reading persons. Every query that gives people away takes a scope; a stranger's id is not found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from rehab_center.audit.waiting import BESIDE, known, waiting
from rehab_center.communes.rules.written import Written
from rehab_center.errors import NotFound
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import AliasKind, BirthPrecision, PaperKind, Sex
from rehab_center.residents.models import Alias, IdentityPaper, Relative, Resident, ResidentFacility
from rehab_center.residents.queries.merged import MergedAway, stands, survivor_of
from rehab_center.residents.queries.order import listed_by
from rehab_center.residents.rules.births import PartialBirth
from rehab_center.residents.rules.facts import PLAIN_FIELDS, PersonFacts
from rehab_center.residents.rules.identity import IdentityNumber, usable_on
from rehab_center.residents.rules.searching import search_form
from rehab_center.web.list_state import ListState
from rehab_center.words import N_, message


@dataclass(frozen=True)
class PersonName:
    """A person as a list or a sentence names one."""

    id: int
    code: str
    full_name: str
    birth: PartialBirth
    sex: Sex
    #: Set only where the body differs from the paper.
    placed_as: Sex | None = None

    @property
    def lives_as(self) -> Sex:
        """The sex whose zone and rooms the person belongs to (rule 22)."""
        return self.placed_as or self.sex

    @property
    def label(self) -> str:
        """Name and code: what the log and open tasks call the person."""
        return label_of(self.full_name, self.code)


@dataclass(frozen=True)
class PaperLine:
    """An identity paper; ``valid``: nobody has marked it as lost, replaced or run out."""

    id: int
    kind: PaperKind
    number: str
    issued_on: date | None
    issuer: str | None
    valid: bool
    note: str | None

    def usable_on(self, day: date) -> bool:
        """Whether it may be used on ``day``: 9-digit cards ended with 2024, whatever is marked on them."""
        return usable_on(self.kind, day, valid=self.valid)


@dataclass(frozen=True)
class AliasLine:
    """Another name; ``document_id`` is the paper that changed it and ``until_on`` the next name's first day, if so."""

    id: int
    name: str
    kind: AliasKind
    document_id: int | None
    until_on: date | None = None


@dataclass(frozen=True)
class RelativeLine:
    """Somebody to tell."""

    id: int
    name: str
    relation: str | None
    phone: str | None
    address: str | None


@dataclass(frozen=True)
class PersonPage:
    """All that is written down about a person. ``facts`` has the plain fields only; the rest stands apart.

    ``commune_code`` is the unit that the address was recognised as.
    """

    person: PersonName
    facts: PersonFacts
    version: int
    created_at: datetime
    commune_code: str | None
    papers: tuple[PaperLine, ...]
    aliases: tuple[AliasLine, ...]
    relatives: tuple[RelativeLine, ...]

    def name_on(self, day: date) -> str:
        """The name borne at the end of ``day``: of several changes since, the first one ended it (``names_on``)."""
        since = [(one.until_on, one.name) for one in self.aliases if one.until_on is not None and one.until_on > day]
        return min(since)[1] if since else self.facts.full_name

    @property
    def home(self) -> str:
        """The address in one line, as written."""
        parts = (self.facts.address, self.facts.commune, self.facts.district, self.facts.province)
        return ", ".join(part for part in parts if part)


def label_of(full_name: str, code: str) -> str:
    """Name and code in one."""
    return f"{full_name} ({code})"


def within(scope: Scope) -> ColumnElement[bool]:
    """Persons that one of the scope's centres knows; records merged into another one are nobody's."""
    return and_(stands(), known_to(scope))


def known_to(scope: Scope) -> ColumnElement[bool]:
    """Records that one of the scope's centres knows, those merged away too."""
    if scope.facility_ids is None:
        return Resident.id.is_not(None)
    return exists().where(
        ResidentFacility.resident_id == Resident.id, ResidentFacility.facility_id.in_(scope.facility_ids)
    )


_A_PERSON = select(Resident).where(Resident.id == bindparam("id"), stands())


def load_resident(session: Session, resident_id: int, *, scope: Scope) -> Resident:
    """The row itself, for services. Raises NotFound, outside the scope too; MergedAway, which leads on."""
    everywhere = scope.facility_ids is None
    query = _A_PERSON if everywhere else _A_PERSON.where(known_to(scope))
    found = session.scalar(query, {"id": resident_id})
    if found is None:
        survivor_id = survivor_of(session, resident_id)
        if survivor_id != resident_id and is_within(session, survivor_id, scope=scope):
            raise MergedAway(survivor_id)
        raise NotFound(message(N_("There is no such person")))
    return found


def birth_of(resident: Resident) -> PartialBirth:
    """The birth with its precision."""
    return PartialBirth(resident.birth_on, BirthPrecision(resident.birth_precision))


def name_of(resident: Resident) -> PersonName:
    """A row as a list names it."""
    return PersonName(
        resident.id,
        resident.code,
        resident.full_name,
        birth_of(resident),
        Sex(resident.sex),
        Sex(resident.placed_as) if resident.placed_as else None,
    )


def person_names(session: Session, ids: Collection[int]) -> dict[int, PersonName]:
    """Persons by id, for pages that already know they may show them."""
    found: dict[int, PersonName] = {}
    wanted = sorted(set(ids))
    if len(wanted) == 1:  # an act asks for its one person again and again: the session may have the row
        row = known(session, Resident, wanted[0])
        return {row.id: name_of(row)} if row else {}
    for start in range(0, len(wanted), 500):
        rows = session.scalars(select(Resident).where(Resident.id.in_(wanted[start : start + 500])))
        found |= {row.id: name_of(row) for row in rows}
    return found


def facts_of(resident: Resident) -> PersonFacts:
    """The plain fields of a row."""
    return PersonFacts(
        full_name=resident.full_name,
        sex=Sex(resident.sex),
        birth=birth_of(resident),
        placed_as=Sex(resident.placed_as) if resident.placed_as else None,
        **{field: getattr(resident, field) for field in PLAIN_FIELDS},
    )


def person_facts(session: Session, resident_id: int, *, scope: Scope) -> PersonPage:
    """Everything about one person. Raises NotFound, outside the scope too."""
    resident = load_resident(session, resident_id, scope=scope)
    papers, aliases, relatives = _what_hangs_on(session, resident_id)
    return PersonPage(
        person=name_of(resident),
        facts=facts_of(resident),
        version=resident.version,
        created_at=resident.created_at,
        commune_code=resident.commune_code,
        papers=papers,
        aliases=aliases,
        relatives=relatives,
    )


def _what_hangs_on(
    session: Session, resident_id: int
) -> tuple[tuple[PaperLine, ...], tuple[AliasLine, ...], tuple[RelativeLine, ...]]:
    """A person's papers, other names and relatives, each in its order: few rows of each, so one statement."""
    rows = session.execute(_WHAT_HANGS_ON, {"id": resident_id}).all()
    papers = {paper.id: paper for paper, _, _ in rows if paper is not None}
    aliases = {alias.id: alias for _, alias, _ in rows if alias is not None}
    relatives = {relative.id: relative for _, _, relative in rows if relative is not None}
    return (
        tuple(_paper_line(row) for row in papers.values()),
        tuple(
            AliasLine(row.id, row.name, AliasKind(row.kind), row.document_id, row.until_on) for row in aliases.values()
        ),
        tuple(RelativeLine(row.id, row.name, row.relation, row.phone, row.address) for row in relatives.values()),
    )


def _stands(table: type[IdentityPaper] | type[Alias] | type[Relative]) -> ColumnElement[bool]:
    return and_(table.resident_id == Resident.id, table.withdrawn_at.is_(None))


_WHAT_HANGS_ON = (
    select(IdentityPaper, Alias, Relative)
    .select_from(Resident)
    .outerjoin(IdentityPaper, _stands(IdentityPaper))
    .outerjoin(Alias, _stands(Alias))
    .outerjoin(Relative, _stands(Relative))
    .where(Resident.id == bindparam("id"))
    .order_by(IdentityPaper.valid.desc(), IdentityPaper.id.desc(), Alias.id, Relative.id)
)
_PAPERS = (
    select(IdentityPaper)
    .where(IdentityPaper.resident_id == bindparam("id"), IdentityPaper.withdrawn_at.is_(None))
    .order_by(IdentityPaper.valid.desc(), IdentityPaper.id.desc())
)


def papers_of(session: Session, resident_id: int) -> tuple[PaperLine, ...]:
    """A person's identity papers, those that may still be used first. The caller has checked the scope."""
    return tuple(_paper_line(row) for row in session.scalars(_PAPERS, {"id": resident_id}))


def _paper_line(row: IdentityPaper) -> PaperLine:
    return PaperLine(row.id, PaperKind(row.kind), row.number, row.issued_on, row.issuer, row.valid, row.note)


def without_paper(session: Session, state: ListState, *, scope: Scope) -> tuple[list[PersonName], int]:
    """The people in reach without any identity paper that a list asks for, and how many there are."""
    has_paper = exists().where(IdentityPaper.resident_id == Resident.id, IdentityPaper.withdrawn_at.is_(None))
    words = [Resident.search_key.contains(f" {word}", autoescape=True) for word in search_form(state.q).split()]
    named = or_(and_(*words), Resident.code.contains(state.q.upper(), autoescape=True)) if words else true()
    where = (within(scope), ~has_paper, named)
    columns: dict[str, InstrumentedAttribute[Any]] = {
        "code": Resident.code,
        "birth": Resident.birth_on,
        "name": listed_by(session),
    }
    column = columns.get(state.sort, columns["name"])
    ordered = column.desc() if state.descending else column.asc()
    query = select(Resident).where(*where).order_by(column.is_(None), ordered, Resident.id)
    rows = session.scalars(query.limit(state.limit).offset(state.offset or None))
    total = session.scalar(select(func.count(Resident.id)).where(*where)) or 0
    return [name_of(row) for row in rows], total


_BEST_FIRST = (PaperKind.CITIZEN_ID, PaperKind.OLD_ID, PaperKind.PASSPORT)


def numbers_of(session: Session, ids: Collection[int]) -> dict[int, str]:
    """One identity number for each person who has any: the 12 digits before an old card before a passport."""
    found: dict[int, tuple[int, str]] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        rows = session.execute(
            select(IdentityPaper.resident_id, IdentityPaper.kind, IdentityPaper.number_key).where(
                IdentityPaper.resident_id.in_(wanted[start : start + 500]), IdentityPaper.withdrawn_at.is_(None)
            )
        )
        for resident_id, kind, number in rows:
            candidate = (_BEST_FIRST.index(PaperKind(kind)), number)
            found[resident_id] = min(candidate, found.get(resident_id, candidate))
    return {resident_id: number for resident_id, (_, number) in found.items()}


def written_home(resident: Resident) -> Written:
    """Commune, district and province as they stand in a row."""
    return Written(resident.commune or "", resident.district or "", resident.province or "")


def known_communes(session: Session, *, scope: Scope, limit: int = 200) -> tuple[str, ...]:
    """Communes as written before, the commonest first: offered while one types."""
    return _known(session, Resident.commune, scope, limit)


def known_provinces(session: Session, *, scope: Scope, limit: int = 40) -> tuple[str, ...]:
    """Provinces as written before, the commonest first: offered while one types."""
    return _known(session, Resident.province, scope, limit)


def _known(session: Session, column: InstrumentedAttribute[str | None], scope: Scope, limit: int) -> tuple[str, ...]:
    rows = session.scalars(
        select(column)
        .where(within(scope), column.is_not(None))
        .group_by(column)
        .order_by(func.count().desc(), column)
        .limit(limit)
    )
    return tuple(text for text in rows if text)


_RECORDS_WITH_NUMBER = (
    select(IdentityPaper.resident_id)
    .where(
        IdentityPaper.kind == bindparam("kind"),
        IdentityPaper.number_key == bindparam("key"),
        IdentityPaper.withdrawn_at.is_(None),
    )
    .execution_options(**BESIDE)
)


def records_with(session: Session, number: IdentityNumber) -> Collection[int]:
    """The ids of all records with an identity number, merged ones too; mostly none. For services, not for pages."""
    rows = session.scalars(_RECORDS_WITH_NUMBER, {"kind": number.kind, "key": number.key}).all()
    papers = waiting(session, IdentityPaper)
    return [
        *rows,
        *(paper.resident_id for paper in papers if (paper.kind, paper.number_key) == (number.kind, number.key)),
    ]


def holder_of(session: Session, number: IdentityNumber) -> PersonName | None:
    """Whoever holds an identity number, in whichever centre: rule 42 knows no scope. For services, not for pages."""
    resident = session.scalar(
        select(Resident)
        .join(IdentityPaper, IdentityPaper.resident_id == Resident.id)
        .where(
            IdentityPaper.kind == number.kind,
            IdentityPaper.number_key == number.key,
            IdentityPaper.withdrawn_at.is_(None),
            stands(),
        )
        .order_by(Resident.id)
        .limit(1)
    )
    return name_of(resident) if resident else None


def centres_of(session: Session, resident_id: int, *, scope: Scope) -> tuple[int, ...]:
    """The centres within the scope that know a person, by their id."""
    rows = session.scalars(
        select(ResidentFacility.facility_id)
        .where(ResidentFacility.resident_id == resident_id)
        .order_by(ResidentFacility.facility_id)
    )
    return tuple(facility_id for facility_id in rows if scope.covers(facility_id))


def is_within(session: Session, resident_id: int, *, scope: Scope) -> bool:
    """Whether the scope may see the person."""
    return session.scalar(select(Resident.id).where(Resident.id == resident_id, within(scope))) is not None


def name_changes_by(session: Session, document_id: int, *, scope: Scope) -> tuple[tuple[PersonName, str], ...]:
    """Whose name a paper changed, and what the name was."""
    rows = session.execute(
        select(Resident, Alias.name)
        .join(Alias, Alias.resident_id == Resident.id)
        .where(Alias.document_id == document_id, Alias.withdrawn_at.is_(None), within(scope))
        .order_by(Alias.id)
    )
    return tuple((name_of(resident), former) for resident, former in rows)
