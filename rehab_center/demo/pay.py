"""What the labour of the invented centre is paid: norms by a decision, some deductions, a payroll each month.

Norms begin with a year's half before the story's end. Every payroll is signed by the head of the centre but the last
one, which waits for the signature.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.kinds import ActivityKind
from rehab_center.dates import add_months
from rehab_center.demo.work import HEAD, TRAINER, Works
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.pay.kinds import Basis, Ground
from rehab_center.pay.queries.computing import compute
from rehab_center.pay.queries.payrolls import load_payroll
from rehab_center.pay.rules.grounds import DeductionFacts
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.pay.services.deductions import enter_deductions
from rehab_center.pay.services.norms import enter_norm
from rehab_center.pay.services.payrolls import prepare_payroll, sign_payroll, submit_payroll

_MONTHS = 6
_DRAWN_UP = timedelta(days=8)
"""After the first of the next month, when its last week is keyed. The head signs at once: no mark falls between."""
_WHY = "Buổi chưa điểm danh đủ là của người vắng theo biến động; đã đối chiếu phiếu giấy"
_RATES = (
    (Basis.DAY, 45_000, Decimal(1)),
    (Basis.DAY, 40_000, Decimal(1)),
    (Basis.HOUR, 9_500, Decimal(1)),
    (Basis.HOUR, 11_000, Decimal("1.2")),
)
_FOOD_EVERY = 9
"""One in so many has extra food to pay back."""

Happening = Callable[[Session, datetime], object]


def paid_days(works: Works) -> Iterator[tuple[date, Happening]]:
    """When norms are decided, payrolls drawn up and signed."""
    begins = max(works.first + timedelta(days=1), add_months(works.until.replace(day=1), -_MONTHS))
    yield begins, lambda session, now: _decide(works, begins, session, now)
    month = begins.replace(day=1)
    while (drawn_up := add_months(month, 1) + _DRAWN_UP) <= works.until:
        following = add_months(month, 1)
        yield drawn_up, _draws_up(works, month, signed=add_months(following, 1) + _DRAWN_UP <= works.until)
        month = following


def _decide(works: Works, begins: date, session: Session, now: datetime) -> None:
    """One decision for all workshops."""
    paper = DocumentFacts(DocumentKind.OTHER, f"{begins:%m}/QĐ-CSCN (hư cấu)", begins, "Cơ sở cai nghiện ma túy")
    shops = [key for key, offer in works.offers.items() if offer.kind is ActivityKind.LABOUR]
    for number, activity_id in enumerate(shops):
        basis, rate, norm = _RATES[number % len(_RATES)]
        facts = NormFacts(basis, rate, begins, norm=norm)
        enter_norm(session, activity_id, facts=facts, paper=paper, actor=HEAD, now=now)


def _draws_up(works: Works, month: date, *, signed: bool) -> Happening:
    def happens(session: Session, now: datetime) -> None:
        payroll_id = _draw_up(works, month, session, now)
        if signed:
            version = load_payroll(session, payroll_id, scope=works.scope).version
            sign_payroll(session, payroll_id, expected_version=version, actor=HEAD, now=now)

    return happens


def _draw_up(works: Works, month: date, session: Session, now: datetime) -> int:
    """Extra food is kept back, then the month is drawn up and submitted; gives the payroll's id."""
    payroll_id = prepare_payroll(session, works.facility_id, month, actor=TRAINER, now=now)
    people = compute(session, works.facility_id, month, now=now).people
    if codes := [one.file_code for one in people[::_FOOD_EVERY]]:
        paper = DocumentFacts(DocumentKind.OTHER, f"{month:%m}/DS-ĐS (hư cấu)", clock.day_of(now), "Bộ phận đời sống")
        facts = DeductionFacts(Ground.FOOD, 120_000, month)
        enter_deductions(session, works.facility_id, codes, facts=facts, paper=paper, actor=TRAINER, now=now)
    found = compute(session, works.facility_id, month, now=now)
    version = load_payroll(session, payroll_id, scope=works.scope).version
    why = _WHY if found.warnings else None
    submit_payroll(
        session, payroll_id, seen=found.fingerprint, reason=why, expected_version=version, actor=TRAINER, now=now
    )
    return payroll_id
