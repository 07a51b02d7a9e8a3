"""Pay for the invented centre of the browser tests: a norm by output, a deduction, a payroll that waits for its day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from rehab_center import clock
from rehab_center.activities.models import ActivitySession
from rehab_center.admissions.models import Admission
from rehab_center.attendance.models import AttendanceMark
from rehab_center.db import transaction
from rehab_center.pay.kinds import Basis, Ground
from rehab_center.pay.rules.grounds import DeductionFacts
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.pay.services.deductions import enter_deductions
from rehab_center.pay.services.norms import enter_norm
from rehab_center.pay.services.payrolls import prepare_payroll
from tests.admissions.stays import Centre, paper


def furnish(centre: Centre, workshop: int) -> dict[str, Any]:
    """A workshop paid by what is made, and one by the day in which somebody has worked; gives a sample of each."""
    now, today = clock.now(), clock.today()
    given: dict[str, Any] = {"actor": centre.actor, "now": now}
    since = today - timedelta(days=60)
    with transaction() as session:
        stay_id, code, worked_in, on = session.execute(
            select(Admission.id, Admission.file_code, ActivitySession.activity_id, ActivitySession.on)
            .join(AttendanceMark, AttendanceMark.admission_id == Admission.id)
            .join(ActivitySession, ActivitySession.id == AttendanceMark.activity_session_id)
            .where(AttendanceMark.minutes > 0)
            .order_by(AttendanceMark.id)
        ).first() or (0, "", 0, today)
    with transaction() as session:
        by_piece = NormFacts(Basis.OUTPUT, 1_200, since, Decimal(40), "chiếc")
        enter_norm(session, workshop, facts=by_piece, paper=paper(), **given)
    with transaction() as session:
        by_day = NormFacts(Basis.DAY, 45_000, since)
        norm_id = enter_norm(session, worked_in, facts=by_day, paper=paper(), **given)
    with transaction() as session:
        facts = DeductionFacts(Ground.TOOLS, 50_000, on.replace(day=1), "Kéo cắt vải")
        deduction_id = enter_deductions(session, centre.facility_id, [code], facts=facts, paper=paper(), **given)[0]
    with transaction() as session:
        payroll_id = prepare_payroll(session, centre.facility_id, on, **given)
    person = "/pay/payrolls/<int:payroll_id>/stays/<int:stay_id>"
    line = "/pay/norms/<int:activity_id>/lines/<int:norm_id>/withdraw"
    return {
        "norm_id": norm_id,
        f"{line} activity_id": worked_in,
        "payroll_id": payroll_id,
        "deduction_id": deduction_id,
        **{f"{person}{page} stay_id": stay_id for page in ("", "/slip", "/slip/file")},
    }
