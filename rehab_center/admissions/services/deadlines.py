"""What a movement leaves to be done by a day: opened with it, closed by the one that ends it or by the paper.

None of these is an act of its own: the act that calls them writes the entry in the log.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.queries.adults import turning_adult
from rehab_center.admissions.queries.ledger import movements_of
from rehab_center.admissions.queries.plans import MovePlan
from rehab_center.admissions.rules.afterwards import certificate_article
from rehab_center.admissions.rules.details import DAYS, Answer, Detail, Details
from rehab_center.admissions.rules.movement_checks import IN_PATIENT_DAYS
from rehab_center.admissions.rules.movements import AFTER, EXITS, MovementKind
from rehab_center.admissions.rules.regime import BY_COURT, Regime, StayKind
from rehab_center.admissions.rules.sequence import state_of
from rehab_center.admissions.services.papers import About, about_stay
from rehab_center.permissions import EVERYWHERE, Actor, Role
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.tasks.kinds import TaskKind
from rehab_center.tasks.queries import closed_because, ever_owed
from rehab_center.tasks.rules import Owed, TaskSubject
from rehab_center.tasks.services import close_exceptions, open_exceptions, reopen
from rehab_center.words import N_, Message, message

_OF_MOVEMENT = (TaskKind.RETURN_DUE, TaskKind.REVIEW_DUE)
OF_STAY = frozenset({TaskKind.TURNS_ADULT, TaskKind.TEMPORARY_LONG, TaskKind.DISCIPLINE_ENDED})
_WENT_ON = "Đã có biến động tiếp theo"
_ENDED = "Đợt đã kết thúc"
TOLD_BEFORE = N_(
    "Certificate of completion to the family, the court, the commune committee and the commune police"
    " (L120 Đ35.5, Đ36.5)"
)
"""What rows said before the article followed the case: they keep their sentence, and it its Vietnamese."""
_ANOTHER_DAY = "Đã ghi ngày khác"


def owe_deadlines(
    session: Session,
    movement: Movement,
    details: Details,
    *,
    about: About,
    old_book: bool = False,
    actor: Actor,
    now: datetime,
) -> None:
    """Open what this movement leaves to be done by a day.

    Out of an old book only a suspension is looked at again: it may last, and nothing else brings it to mind.
    """
    if old_book and movement.kind != MovementKind.SUSPENDED:
        return
    owed = _owed(session, movement, details)
    if owed is not None:
        subject = TaskSubject("movement", movement.id, about.label, about.resident_id)
        open_exceptions(session, [owed], facility_id=about.facility_id, subject=subject, actor=actor, now=now)


def _owed(session: Session, movement: Movement, details: Details) -> Owed | None:
    kind, on = MovementKind(movement.kind), movement.effective_on
    back, review = _day(details.get(Detail.PLANNED_RETURN)), _day(details.get(Detail.REVIEW_ON))
    if kind is MovementKind.ON_LEAVE and back is not None:
        words = message(N_("On leave since %(day)s, to be back on %(back)s (NĐ 116/2021 Đ70)"), day=on, back=back)
        return Owed(TaskKind.RETURN_DUE, words, Role.DUTY, clock.end_of(back))
    if kind is MovementKind.TO_HOSPITAL:
        look_on = on + timedelta(days=IN_PATIENT_DAYS)
        words = message(
            N_("In hospital since %(day)s: back, or to be proposed for suspension (NĐ 116/2021 Đ58)"), day=on
        )
        return Owed(TaskKind.RETURN_DUE, words, Role.MEDICAL, clock.end_of(look_on))
    if kind is MovementKind.SUSPENDED:
        review = review or on + timedelta(days=whole_on(session, PolicyKind.SUSPENSION_REVIEW_DAYS, on))
        words = message(
            N_(
                "Suspended since %(day)s: whoever is well again with at least 3 months left is brought back"
                " (L120 Đ39.3; NĐ 116/2021 Đ58)"
            ),
            day=on,
        )
        return Owed(TaskKind.REVIEW_DUE, words, Role.MEDICAL, clock.end_of(review))
    if kind is MovementKind.COMPLETED:
        due_on = on + timedelta(days=whole_on(session, PolicyKind.LATE_PAPER_DAYS, on))
        stay = session.get_one(Admission, movement.admission_id)
        words = _copies(StayKind(stay.kind), Regime(stay.regime))
        return Owed(TaskKind.CERTIFICATE_COPIES, words, Role.INTAKE, clock.end_of(due_on))
    return None


def _copies(kind: StayKind, regime: Regime) -> Message:
    """To whom the certificate goes; no court decided on a voluntary stay."""
    article = certificate_article(kind, regime)
    if kind in BY_COURT:
        words = N_(
            "Certificate of completion to the family, the court, the commune committee and the commune police"
            " (%(article)s)"
        )
        return message(words, article=article)
    words = N_(
        "Certificate of completion of a voluntary stay to the family, the commune committee and the commune police"
        " (%(article)s)"
    )
    return message(words, article=article)


def _day(answer: Answer | None) -> date | None:
    return answer if isinstance(answer, date) else None


def settle_deadlines(session: Session, plan: MovePlan, stay: Admission, *, actor: Actor, now: datetime) -> None:
    """Close what the movement before left to be done once the state is another one, and the stay's own at its end."""
    if plan.kind in AFTER and plan.before.last is not None:
        close_exceptions(
            session,
            subject_kind="movement",
            subject_id=plan.before.last.id,
            kinds=_OF_MOVEMENT,
            reason=_WENT_ON,
            actor=actor,
            now=now,
        )
    if plan.kind in EXITS:
        close_exceptions(
            session,
            subject_kind="admission",
            subject_id=stay.id,
            kinds=OF_STAY,
            reason=_ENDED,
            actor=actor,
            now=now,
        )


def move_deadline(
    session: Session, movement: Movement, details: Details, *, about: About, actor: Actor, now: datetime
) -> None:
    """Another day was written for what a movement leaves to be done: that day counts, where it is still to be done."""
    last = state_of(movements_of(session, [movement.admission_id])[movement.admission_id]).last
    if last is None or last.id != movement.id or not DAYS & set(details):
        return
    close_exceptions(
        session,
        subject_kind="movement",
        subject_id=movement.id,
        kinds=_OF_MOVEMENT,
        reason=_ANOTHER_DAY,
        actor=actor,
        now=now,
    )
    owe_deadlines(session, movement, details, about=about, actor=actor, now=now)


def restore_deadlines(session: Session, stay: Admission) -> None:
    """A movement was voided: what it had closed is owed again where the stay stands as it did before.

    Of the movement that says where the person is now, and of the stay itself where it goes on.
    """
    state = state_of(movements_of(session, [stay.id])[stay.id])
    if state.last is None:
        return
    closed = closed_because(session, "movement", state.last.id, _OF_MOVEMENT, _WENT_ON)
    if state.on_books:
        closed |= closed_because(session, "admission", stay.id, OF_STAY, _ENDED)
    reopen(session, closed)


def owe_end_of_temporary(session: Session, stay: Admission, *, about: About, actor: Actor, now: datetime) -> None:
    """Remind of somebody who is held while the file is made for longer than the centre expects (L120 Đ37)."""
    days = whole_on(session, PolicyKind.TEMPORARY_DAYS, stay.admitted_on)
    words = N_("Held since %(day)s while the file is made, longer than %(days)s days (L120 Đ37; to be confirmed)")
    due_at = clock.end_of(stay.admitted_on + timedelta(days=days))
    owed = Owed(TaskKind.TEMPORARY_LONG, message(words, day=stay.admitted_on, days=days), Role.INTAKE, due_at)
    subject = TaskSubject("admission", stay.id, about.label, about.resident_id)
    open_exceptions(session, [owed], facility_id=about.facility_id, subject=subject, actor=actor, now=now)


def owe_transfers_of_adults(session: Session, *, actor: Actor, now: datetime) -> int:
    """Open a to-do for everybody who turns 18 soon with three months left (rule 19), once each; gives how many."""
    today = clock.day_of(now)
    days = whole_on(session, PolicyKind.ADULT_NOTICE_DAYS, today)
    lines = [one for one in turning_adult(session, as_of=today, days=days, scope=EVERYWHERE) if one.to_be_moved]
    told = ever_owed(session, TaskKind.TURNS_ADULT, "admission")
    new = [one for one in lines if one.stay_id not in told]
    for one in new:
        about = about_stay(session, session.get_one(Admission, one.stay_id))
        words = N_(
            "Turns 18 on %(day)s with at least 3 months of the term left: to be moved out of the minors' area"
            " (L120 Đ36.4)"
        )
        owed = Owed(TaskKind.TURNS_ADULT, message(words, day=one.adult_on), Role.INTAKE, clock.end_of(one.adult_on))
        subject = TaskSubject("admission", one.stay_id, about.label, about.resident_id)
        open_exceptions(session, [owed], facility_id=about.facility_id, subject=subject, actor=actor, now=now)
    return len(new)
