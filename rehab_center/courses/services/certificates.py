"""Giving certificates: numbers without gaps where the centre numbers, once only where somebody else does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.activities.models import Activity
from rehab_center.activities.queries.programmes import facts_of
from rehab_center.audit.recorder import record
from rehab_center.courses.kinds import LONGEST_SERIES, CertificateKind, VoidReason
from rehab_center.courses.models import Certificate
from rehab_center.courses.queries.courses import Learner, course_page
from rehab_center.courses.rules.certificates import Wanted, check_certificate, number_text
from rehab_center.courses.services.keeping import end, said, standing, subject_of_certificate
from rehab_center.courses.services.tests import load_course, subject_of
from rehab_center.errors import Conflict, DomainError
from rehab_center.findings import Finding, settle
from rehab_center.names import clean, fold
from rehab_center.organisation.queries import letterhead_on
from rehab_center.permissions import Actor
from rehab_center.policies.queries import whole_on
from rehab_center.policies.rules import PolicyKind
from rehab_center.words import N_, message


@dataclass(frozen=True)
class Paper:
    """What the certificates of a class share. ``own``: the centre issues and numbers them itself."""

    kind: CertificateKind
    own: bool
    issued_on: date
    issuer: str | None = None
    licence: str | None = None
    signer: str | None = None
    decision: str | None = None


@dataclass(frozen=True)
class Numbered:
    """What is each person's own: the number where somebody else gives it, the blank's, the grade."""

    number: str | None = None
    serial: str | None = None
    grade: str | None = None


def issue(
    session: Session,
    activity_id: int,
    paper: Paper,
    people: Mapping[int, Numbered],
    *,
    reason: str | None = None,
    actor: Actor,
    now: datetime,
) -> list[int]:
    """Give certificates of a course to these stays, in the order given, and give their ids; all of them or none.

    Raises Blocked and ReasonNeeded with findings whose field is "number_17" for stay 17 or a field of the paper;
    Conflict for a number or a person that has one; DomainError; NotFound.
    """
    programme = load_course(session, activity_id, actor=actor)
    learners = {
        one.stay_id: one
        for one in course_page(session, activity_id, scope=actor.scope, today=clock.day_of(now)).learners
    }
    if not people:
        raise DomainError(message(N_("Choose at least one person")), code="nobody")
    if not people.keys() <= learners.keys():
        raise DomainError(message(N_("Somebody who is not in this course gets no certificate of it")))
    paper = _tidied(session, programme, paper)
    wanted = {stay_id: _clean(one) for stay_id, one in people.items()}
    _check(session, programme, paper, [(learners[key], one) for key, one in wanted.items()], reason, now)
    rows = [
        _made(programme, paper, learners[stay_id], one, number, actor=actor, now=now)
        for (stay_id, one), number in zip(
            wanted.items(), _next(session, programme.facility_id, paper, len(wanted)), strict=True
        )
    ]
    session.add_all(rows)
    session.flush()
    details = {"certificates": [row.number for row in rows]}
    about = subject_of(programme)
    record("certificate.issued", actor=actor, at=now, about=about, reason=clean(reason or "") or None, details=details)
    return [row.id for row in rows]


def replace_certificate(
    session: Session,
    certificate_id: int,
    paper: Paper,
    given: Numbered,
    *,
    reason: str,
    expected_version: int,
    actor: Actor,
    now: datetime,
) -> int:
    """Give a copy (cấp lại) in place of a paper that was lost or is damaged, and give its id; the old one ends.

    Raises as :func:`issue`; DomainError without a reason (field "reason"); Conflict for a second saver.
    """
    old = standing(session, certificate_id, expected_version, actor)
    reason = said(reason)
    programme = load_course(session, old.activity_id, actor=actor)
    page = course_page(session, old.activity_id, scope=actor.scope, today=clock.day_of(now))
    learner = page.learner(old.admission_id)
    if learner is None:
        raise DomainError(message(N_("Somebody who is not in this course gets no certificate of it")))
    paper, given = _tidied(session, programme, paper), _clean(given)
    if paper.issued_on < old.issued_on:
        words = message(N_("It was issued only on %(day)s"), day=old.issued_on)
        raise DomainError(words, field="issued_on")
    end(old, VoidReason.REPLACED, reason, actor=actor, now=now)
    session.flush()
    _check(session, programme, paper, [(replace(learner, certificate_id=None), given)], reason, now)
    (number,) = _next(session, programme.facility_id, paper, 1)
    _forget_mistaken_copy(session, old.id)
    row = _made(programme, paper, learner, given, number, replaces=old, actor=actor, now=now)
    session.add(row)
    session.flush()
    about = subject_of_certificate(session, row.id, actor)
    record(
        "certificate.replaced", actor=actor, at=now, about=about, reason=reason, details={"certificates": [old.number]}
    )
    return row.id


def _forget_mistaken_copy(session: Session, certificate_id: int) -> None:
    """A paper has one copy at most: one that was entered by mistake names it no more, the log still does."""
    for row in session.scalars(select(Certificate).where(Certificate.replaces_id == certificate_id)):
        row.replaces_id = None
    session.flush()


def _tidied(session: Session, programme: Activity, paper: Paper) -> Paper:
    """With the issuer that follows from who numbers, where none was typed."""
    if paper.own:
        issuer: str | None = letterhead_on(session, programme.facility_id, paper.issued_on).name
    else:
        issuer = clean(paper.issuer or "") or programme.provider
    if not issuer:
        raise DomainError(message(N_("Who has issued it?")), field="issuer")
    licence, signer, decision = (clean(text or "") or None for text in (paper.licence, paper.signer, paper.decision))
    return replace(paper, issuer=issuer, licence=licence, signer=signer, decision=decision)


def _clean(one: Numbered) -> Numbered:
    return Numbered(*(clean(text or "") or None for text in (one.number, one.serial, one.grade)))


def _check(
    session: Session,
    programme: Activity,
    paper: Paper,
    people: Sequence[tuple[Learner, Numbered]],
    reason: str | None,
    now: datetime,
) -> None:
    least = whole_on(session, PolicyKind.ELEMENTARY_HOURS, paper.issued_on)
    facts = facts_of(programme)
    found: dict[tuple[object, ...], Finding] = {}
    seen: dict[str, str] = {}
    taken = _taken(session, paper, [fold(given.number) for _one, given in people if given.number])
    for one, given in people:
        wanted = Wanted(
            paper.kind, paper.own, given.number, paper.issued_on, paper.licence, facts.kind, facts.level,
            facts.course_hours, one.result.outcome if one.result else None, one.result.on if one.result else None,
        )  # fmt: skip
        for finding in check_certificate(wanted, least_hours=least, today=clock.day_of(now)):
            personal = finding.field in ("number", "outcome")
            told = _of(finding, one) if personal else finding
            found.setdefault((told.rule, told.field, str(told.message)), told)
        if one.certificate_id is not None:
            words = message(N_("%(who)s has certificate %(number)s already"), who=one.label, number=one.number)
            raise Conflict(words, field=f"number_{one.stay_id}", code="has-one")
        if given.number:
            key = fold(given.number)
            other = seen.setdefault(key, one.label)
            if other != one.label or key in taken:
                words = message(N_("Number %(number)s of this issuer is taken"), number=given.number)
                raise Conflict(words, field=f"number_{one.stay_id}", code="number-taken")
    settle(found.values(), reason)


def _of(finding: Finding, one: Learner) -> Finding:
    words = message(N_("%(who)s: %(what)s"), who=one.label, what=finding.message)
    return replace(finding, message=words, field=f"number_{one.stay_id}")


def _taken(session: Session, paper: Paper, number_keys: Sequence[str]) -> set[str]:
    """Those of the numbers that stand on a certificate of this issuer."""
    query = select(Certificate.number_key).where(
        Certificate.issuer_key == fold(paper.issuer or ""),
        Certificate.kind == paper.kind,
        Certificate.number_key.in_(number_keys),
        Certificate.voided_at.is_(None),
    )
    return set(session.scalars(query)) if number_keys else set()


def _made(
    programme: Activity,
    paper: Paper,
    one: Learner,
    given: Numbered,
    number: int | None,
    *,
    replaces: Certificate | None = None,
    actor: Actor,
    now: datetime,
) -> Certificate:
    year = paper.issued_on.year if number else None
    text = number_text(paper.kind, number, year) if number and year else given.number or ""
    facts = facts_of(programme)
    return Certificate(
        facility_id=programme.facility_id,
        activity_id=programme.id,
        admission_id=one.stay_id,
        kind=paper.kind,
        number=text,
        number_key=fold(text),
        book_year=year,
        book_number=number,
        serial=given.serial,
        issued_on=paper.issued_on,
        first_on=replaces.first_on if replaces else paper.issued_on,
        issuer=paper.issuer or "",
        issuer_key=fold(paper.issuer or ""),
        licence=paper.licence,
        signer=paper.signer,
        decision=paper.decision,
        trade=facts.trade or facts.name,
        level=facts.level,
        hours=facts.course_hours,
        began_on=max(one.began_on, facts.begins_on),
        ended_on=one.result.on if one.result else None,
        grade=given.grade,
        replaces_id=replaces.id if replaces else None,
        recorded_at=now,
        actor=actor.label,
    )


def _next(session: Session, facility_id: int, paper: Paper, count: int) -> list[int | None]:
    """The next numbers of the centre's own book; none where somebody else numbers.

    Inside the one writing transaction: two who issue at once get two numbers. The book steps over a number that
    somebody has typed on a paper of this very issuer.
    """
    if not paper.own:
        return [None] * count
    last = session.scalar(
        select(func.max(Certificate.book_number)).where(
            Certificate.facility_id == facility_id,
            Certificate.kind == paper.kind,
            Certificate.book_year == paper.issued_on.year,
        )
    )
    numbers: list[int | None] = []
    coming = (last or 0) + 1
    while len(numbers) < count:
        some = range(coming, coming + count - len(numbers))
        if some.stop > LONGEST_SERIES + 1:
            raise DomainError(message(N_("The book of this year is full")), code="book-full")
        keys = {fold(number_text(paper.kind, number, paper.issued_on.year)): number for number in some}
        taken = _taken(session, paper, list(keys))
        numbers += [number for key, number in keys.items() if key not in taken]
        coming = some.stop
    return numbers
