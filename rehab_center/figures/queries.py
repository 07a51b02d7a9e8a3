"""The figures of a period, all computed from one reading of the ledger, so that they agree with each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from rehab_center.admissions.rules.movements import EFFECTS, MovementKind
from rehab_center.admissions.rules.regime import StayKind
from rehab_center.dates import DateRange
from rehab_center.figures import work
from rehab_center.figures.earlier import earlier_number
from rehab_center.figures.making import if_known, people_figure, percent
from rehab_center.figures.new_admissions import Entry, entries, new_compulsory
from rehab_center.figures.rules import printed_number
from rehab_center.figures.values import Counted, Excluded, Figure, PeriodFigures, PlanInForce
from rehab_center.headcount import queries as headcount
from rehab_center.headcount.ledger import CONVERSIONS, Reach
from rehab_center.headcount.queries import Balance, Here
from rehab_center.organisation.completeness import Book, book_of
from rehab_center.periods import Period, months_of
from rehab_center.permissions import Scope
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, Message, message

SEXES = {Sex.MALE: N_("male"), Sex.FEMALE: N_("female")}
KINDS = {
    StayKind.COMPULSORY: N_("compulsory, from 18 years of age"),
    StayKind.MINOR: N_("compulsory, from 12 to under 18 years of age"),
    StayKind.VOLUNTARY: N_("voluntary"),
    StayKind.TEMPORARY: N_("temporary stay while the file is made"),
}


#: What a percentage is made of: the part, then the whole.
PARTS: dict[str, tuple[str, str]] = {
    "percent_of_same_period": ("new_compulsory", "new_compulsory_same_period"),
    "percent_of_plan": ("new_compulsory_year_to_date", "annual_plan"),
    **work.PARTS,
}


@dataclass(frozen=True)
class _Readings:
    """What the ledger says of a period: four lists and the entries, from which every figure is cut."""

    opening: tuple[Here, ...]
    came: tuple[Here, ...]
    went: tuple[Here, ...]
    closing: tuple[Here, ...]
    entries: tuple[Entry, ...]
    balance: Balance


def year_to_date(period: Period) -> DateRange:
    """From the first day of the plan year to the period's last day."""
    return DateRange(months_of(period.year, period.rule)[0].range.first, period.range.last)


def period_figures(
    session: Session, period: Period, *, scope: Scope, known_at: datetime, plan: PlanInForce | None
) -> tuple[PeriodFigures, Balance]:
    """Every figure of ``period`` as known at ``known_at``, and the balance they stand on.

    What the book does not hold whole is no number: ``value`` and ``people`` are None then, whatever rows there are.
    """
    read = _read(session, period.range, scope=scope, known_at=known_at)
    book = book_of(session, scope, known_at=known_at)
    figures = [
        *_new_figures(session, period, book, scope=scope, known_at=known_at, plan=plan),
        *(if_known(figure, known=book.knows_eve_of(period.range.first)) for figure in _new_by_kind(read)),
        *(if_known(figure, known=_holds(book, figure, period.range)) for figure in _balance_figures(read)),
        *(
            if_known(figure, known=_holds(book, figure, period.range))
            for figure in _care_figures(session, period, read, scope=scope, known_at=known_at)
        ),
        *work.work_figures(session, period, scope=scope, known_at=known_at),
    ]
    by_code = _by_code(figures)
    whole = book.knows_eve_of(period.same_period_last_year.range.first)
    return PeriodFigures(period, known_at, plan, by_code, None if whole else book.complete_from), read.balance


def _by_code(figures: Iterable[Figure]) -> dict[str, Figure]:
    """Each under its own code: a second one would take the first one's place in silence. Raises ValueError."""
    found: dict[str, Figure] = {}
    for figure in figures:
        if found.setdefault(figure.code, figure) is not figure:
            raise ValueError(f"two figures have the code {figure.code}")
    return found


#: Figures of the period's last day: they need no more than that day. All others need the whole period.
_AT_THE_END = ("closing", "under_care", "present", "on_books")


def _holds(book: Book, figure: Figure, days: DateRange) -> bool:
    at_the_end = figure.code.startswith(_AT_THE_END)
    return book.knows_end_of(days.last) if at_the_end else book.knows_eve_of(days.first)


def _read(session: Session, days: DateRange, *, scope: Scope, known_at: datetime) -> _Readings:
    opening = headcount.people_here(session, as_of=days.eve, scope=scope, known_at=known_at)
    closing = headcount.people_here(session, as_of=days.last, scope=scope, known_at=known_at)
    came = headcount.arrivals(session, days, scope=scope, known_at=known_at)
    went = headcount.departures(session, days, scope=scope, known_at=known_at)
    began = entries(session, days, scope=scope, known_at=known_at)
    return _Readings(opening, came, went, closing, began, headcount.balance_of(days, opening, came, went, closing))


# --- new admissions against last year and the plan -------------------------------------------------------------------


def _new_figures(
    session: Session, period: Period, book: Book, *, scope: Scope, known_at: datetime, plan: PlanInForce | None
) -> list[Figure]:
    def counted(code: str, label: Message, days: DateRange) -> Figure:
        people, outside = new_compulsory(session, days, scope=scope, known_at=known_at)
        return if_known(people_figure(code, label, people, outside), known=book.knows_eve_of(days.first))

    now = counted("new_compulsory", message(N_("Newly admitted under compulsory orders")), period.range)
    earlier = counted(
        "new_compulsory_same_period",
        message(N_("Newly admitted under compulsory orders, same period of the year before")),
        period.same_period_last_year.range,
    )
    if earlier.value is None:
        earlier = _from_signed_report(session, period.same_period_last_year, earlier, scope=scope, known_at=known_at)
    so_far = counted(
        "new_compulsory_year_to_date",
        message(N_("Newly admitted under compulsory orders since the start of the plan year")),
        year_to_date(period),
    )
    target = plan.target if plan else None
    return [
        now,
        earlier,
        percent(
            "percent_of_same_period",
            message(N_("Percent of the same period of the year before")),
            now,
            earlier.value,
            0,
        ),
        so_far,
        Figure(
            "annual_plan",
            message(N_("Annual plan of new compulsory admissions")),
            None if target is None else Decimal(target),
            printed_number(target),
        ),
        percent("percent_of_plan", message(N_("Percent of the annual plan")), so_far, target, 2),
    ]


def _from_signed_report(
    session: Session, period: Period, figure: Figure, *, scope: Scope, known_at: datetime
) -> Figure:
    """The same figure out of the period's signed report, where somebody entered it from there."""
    entered = earlier_number(session, period, scope=scope, known_at=known_at)
    if entered is None or entered.value is None:
        return figure
    note = message(
        N_("Taken from the signed report No. %(number)s of %(day)s"), number=entered.number or "", day=entered.issued_on
    )
    return Figure(figure.code, figure.label, Decimal(entered.value), printed_number(entered.value), note=note)


def _new_by_kind(read: _Readings) -> list[Figure]:
    """Newly admitted by ground: those of the two grounds by court together are ``new_compulsory``."""
    newly = [entry for entry in read.entries if entry.is_new]
    return [
        people_figure(
            "new_adult_compulsory" if kind is StayKind.COMPULSORY else f"new_{kind}",
            message(N_("Newly admitted: %(who)s"), who=Message(word)),
            [entry.counted for entry in newly if entry.kind is kind],
        )
        for kind, word in KINDS.items()
    ]


# --- the balance -----------------------------------------------------------------------------------------------------


def _balance_figures(read: _Readings) -> list[Figure]:
    came = [one for one in read.came if one.movement not in CONVERSIONS]
    went = [one for one in read.went if one.movement not in CONVERSIONS]
    figures = [
        people_figure("opening", message(N_("Under care at the start of the period")), _counted(read.opening)),
        people_figure("total_in", message(N_("Came under care in the period")), _counted(came)),
    ]
    figures += _by_movement("in", N_("Came under care: %(movement)s"), came)
    figures.append(people_figure("total_out", message(N_("Went out of care in the period")), _counted(went)))
    figures += _by_movement("out", N_("Went out of care: %(movement)s"), went)
    figures.append(people_figure("closing", message(N_("Under care at the end of the period")), _counted(read.closing)))
    for sex, word in SEXES.items():
        figures += _four(read, "sex", sex, word)
    for kind, word in KINDS.items():
        figures += _four(read, "kind", kind, word)
    return figures


def _by_movement(prefix: str, label: str, steps: Iterable[Here]) -> list[Figure]:
    by_kind: dict[MovementKind, list[Here]] = {}
    for step in steps:
        by_kind.setdefault(step.movement, []).append(step)
    return [
        people_figure(
            f"{prefix}_{kind}".replace("-", "_"),
            message(label, movement=EFFECTS[kind].title()),
            _counted(by_kind[kind]),
        )
        for kind in EFFECTS
        if kind in by_kind
    ]


def _four(read: _Readings, attribute: str, value: Sex | StayKind, word: str) -> list[Figure]:
    """Opening, in, out and closing of one breakdown; changes of ground are arrivals and departures between kinds."""
    return [
        people_figure(
            f"{code}_{value}",
            message(label, who=Message(word)),
            _counted(one for one in some if getattr(one, attribute) is value),
        )
        for code, label, some in (
            ("opening", N_("Under care at the start of the period: %(who)s"), read.opening),
            ("in", N_("Came under care in the period: %(who)s"), read.came),
            ("out", N_("Went out of care in the period: %(who)s"), read.went),
            ("closing", N_("Under care at the end of the period: %(who)s"), read.closing),
        )
    ]


# --- under the regimes -----------------------------------------------------------------------------------------------


def _care_figures(
    session: Session, period: Period, read: _Readings, *, scope: Scope, known_at: datetime
) -> list[Figure]:
    days = period.range
    books = headcount.people_here(session, as_of=days.last, scope=scope, reach=Reach.BOOKS, known_at=known_at)
    present = headcount.people_here(session, as_of=days.last, scope=scope, reach=Reach.PRESENT, known_at=known_at)
    care = {one.admission_id for one in read.closing}
    here = {one.admission_id for one in present}
    away = [_not_counted(one) for one in books if one.admission_id not in care]
    return [
        people_figure(
            "under_care",
            message(N_("Under the regimes of management, board, education, vocational training and labour")),
            _counted(read.closing),
            away,
        ),
        people_figure(
            "ever_under_care",
            message(N_("Ever under the regimes in the period")),
            _once_each([*read.opening, *read.came]),
        ),
        people_figure(
            "present",
            message(N_("Present at the end of the period")),
            _counted(present),
            [_not_counted(one) for one in read.closing if one.admission_id not in here],
        ),
        people_figure("on_books", message(N_("On the books at the end of the period")), _counted(books)),
    ]


def _not_counted(one: Here) -> Excluded:
    return Excluded(
        one.admission_id,
        one.resident_id,
        one.file_code,
        one.full_name,
        one.effective_on,
        message(N_("%(movement)s on %(day)s"), movement=EFFECTS[one.movement].title(), day=one.effective_on),
    )


def _once_each(stays: Iterable[Here]) -> list[Counted]:
    first: dict[int, Counted] = {}
    for one in _counted(stays):
        first.setdefault(one.resident_id, one)
    return list(first.values())


def _counted(stays: Iterable[Here]) -> list[Counted]:
    return [_one(one, one.effective_on) for one in stays]


def _one(one: Here, on: date) -> Counted:
    return Counted(one.admission_id, one.resident_id, one.file_code, one.full_name, on)
