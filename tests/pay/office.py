"""An office that pays the people of a workshop, to test payrolls with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import text

from rehab_center.attendance.queries.sessions import meeting_page
from rehab_center.attendance.rules.marking import Mark
from rehab_center.attendance.services.corrections import confirm_correction, propose_correction
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.pay.kinds import Basis, Ground
from rehab_center.pay.queries.computing import Computed, compute
from rehab_center.pay.queries.payrolls import PayrollPage, payroll_page
from rehab_center.pay.rules.grounds import DeductionFacts
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.pay.services.deductions import enter_deductions
from rehab_center.pay.services.norms import enter_norm
from rehab_center.pay.services.payrolls import prepare_payroll, sign_payroll, submit_payroll
from rehab_center.permissions import EVERYWHERE
from tests.admissions.stays import SECOND, paper
from tests.attendance.workshop import DURING, Workshop

MAY, JUNE, JULY, AUGUST = (date(2024, month, 1) for month in (5, 6, 7, 8))
AFTER = moment_of(date(2024, 7, 3), 9)
LATER = moment_of(date(2024, 8, 2), 9)


class Office:
    """Pays the people of a workshop."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop, self.centre = workshop, workshop.centre
        self.norm = self.enter(NormFacts(Basis.DAY, 45_000, date(2024, 5, 1)))

    def enter(self, facts: NormFacts, *, now: datetime = DURING, activity_id: int | None = None) -> int:
        """A norm of the workshop, or of another programme."""
        key = activity_id or self.workshop.activity_id
        return int(self.write(enter_norm, key, facts=facts, paper=paper(), now=now))

    def write(self, service: Callable[..., Any], *args: Any, actor: Any = None, **given: Any) -> Any:
        """One service in a transaction of its own."""
        with transaction() as session:
            return service(session, *args, actor=actor or self.centre.actor, **given)

    def page(self, payroll_id: int, now: datetime = AFTER) -> PayrollPage:
        """The payroll as it stands."""
        with transaction() as session:
            return payroll_page(session, payroll_id, scope=EVERYWHERE, now=now)

    def submit(self, payroll_id: int, *, now: datetime = AFTER, reason: str | None = None) -> None:
        """As it is seen now."""
        page = self.page(payroll_id, now)
        seen = page.computed.fingerprint if page.computed else ""
        self.write(submit_payroll, payroll_id, seen=seen, reason=reason, expected_version=page.version, now=now)

    def sign(self, payroll_id: int, *, now: datetime = AFTER, actor: Any = SECOND) -> None:
        """As another person."""
        version = self.page(payroll_id, now).version
        self.write(sign_payroll, payroll_id, expected_version=version, actor=actor, now=now)

    def paid(self, month: date, *, now: datetime, reason: str | None = None) -> int:
        """The month's payroll, submitted and signed."""
        payroll_id: int = self.write(prepare_payroll, self.centre.facility_id, month, now=now)
        self.submit(payroll_id, now=now, reason=reason)
        self.sign(payroll_id, now=now)
        return payroll_id

    def keep_back(self, stay_id: int, amount: int, *, month: date = JUNE, **others: Any) -> int:
        """Food for somebody."""
        with transaction() as session:
            (code,) = session.execute(text(f"SELECT file_code FROM admission WHERE id = {stay_id}")).one()
        facts = DeductionFacts(others.get("ground", Ground.FOOD), amount, month, others.get("note"))
        return int(
            self.write(enter_deductions, self.centre.facility_id, [code], facts=facts, paper=paper(), now=DURING)[0]
        )

    def propose(self, marks: dict[int, Mark], *, reason: str, now: datetime, session_id: int | None = None) -> int:
        """A correction after the edit window that waits for its second person."""
        key = session_id or self.workshop.session_id
        with transaction() as session:
            version = meeting_page(session, key, scope=EVERYWHERE).version
        given = {"reason": reason, "expected_version": version, "now": now}
        return int(self.write(propose_correction, key, marks, **given))

    def correct(self, marks: dict[int, Mark], *, reason: str, now: datetime, session_id: int | None = None) -> None:
        """After the edit window, by two people."""
        correction_id = self.propose(marks, reason=reason, now=now, session_id=session_id)
        self.write(confirm_correction, correction_id, actor=SECOND, now=now)

    def month(self, month: date, *, now: datetime) -> Computed:
        """What a month's payroll would say."""
        with transaction() as session:
            return compute(session, self.centre.facility_id, month, now=now)
