"""Whether a certificate can be given, how its number is written, where it is. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rehab_center.activities.kinds import ActivityKind, CourseLevel
from rehab_center.courses.kinds import CertificateKind, CertificateState, Outcome, VoidReason
from rehab_center.findings import Finding, Severity
from rehab_center.words import N_, message

SOURCE = "Quy định về in, quản lý, cấp phát chứng chỉ của nơi cấp (cần xác nhận)"
LEVEL_SOURCE = "Sơ cấp: từ 3 tháng đến dưới 1 năm, ít nhất 300 giờ (cần xác nhận)"
SIGNS = {
    CertificateKind.ELEMENTARY: "CCSC",
    CertificateKind.TRAINING: "CCĐT",
    CertificateKind.ATTESTATION: "GCN",
}
"""What stands behind the number in the centre's own books."""


def number_text(kind: CertificateKind, number: int, year: int) -> str:
    """A number of the centre's own book: "0007/GCN-2024"."""
    return f"{number:04d}/{SIGNS[kind]}-{year}"


_COUNTED = re.compile(r"[0-9]+")
_MOST_DIGITS = 18
"""No register counts further, and the machine reads no number of thousands of digits."""


def numbers_from(first: str, count: int) -> tuple[str, ...]:
    """``count`` numbers that follow each other: "09/2024-TTDN", "10/2024-TTDN", …; none where no digit can be counted.

    What counts is the first group of digits, which keeps its width: certificates of a class lie in a row.
    """
    found = _COUNTED.search(first)
    if found is None or len(found[0]) > _MOST_DIGITS:
        return ()
    start, width = int(found[0]), len(found[0])
    return tuple(f"{first[: found.start()]}{start + step:0{width}d}{first[found.end() :]}" for step in range(count))


@dataclass(frozen=True)
class Wanted:
    """A certificate about to be given. ``own``: the centre numbers it; ``ended_on``: the course's last day for them."""

    kind: CertificateKind
    own: bool
    number: str | None
    issued_on: date
    licence: str | None
    activity_kind: ActivityKind
    level: CourseLevel | None
    hours: int | None
    outcome: Outcome | None
    ended_on: date | None


def fitting(kind: ActivityKind, level: CourseLevel | None) -> tuple[CertificateKind, ...]:
    """What a programme can give, the usual first: a class only the centre's own attestation."""
    if kind is not ActivityKind.VOCATIONAL:
        return (CertificateKind.ATTESTATION,)
    first = CertificateKind.ELEMENTARY if level is CourseLevel.ELEMENTARY else CertificateKind.TRAINING
    return (first, CertificateKind.ATTESTATION)


def check_certificate(wanted: Wanted, *, least_hours: int, today: date) -> tuple[Finding, ...]:
    """Why it cannot be given, or what has to be said about it. ``least_hours``: of an elementary course."""
    return tuple(_found(wanted, least_hours, today))


def _found(wanted: Wanted, least_hours: int, today: date) -> Iterable[Finding]:
    if wanted.outcome is not Outcome.PASSED:
        yield _block("outcome", N_("Only who has passed the course gets a certificate"))
    if wanted.kind not in fitting(wanted.activity_kind, wanted.level):
        yield _block("kind", N_("This programme does not give this kind of certificate"))
    if not wanted.own and not wanted.number:
        yield _block("number", N_("The number stands on the paper: enter it"))
    if wanted.own and wanted.number:
        yield _block("number", N_("The program numbers the centre's own papers: leave it empty"))
    if not wanted.own and wanted.kind is CertificateKind.ATTESTATION:
        yield _block("numbering", N_("The centre numbers its own attestations"))
    if wanted.issued_on > today:
        yield _block("issued_on", N_("This day is still to come"))
    elif wanted.ended_on is not None and wanted.issued_on < wanted.ended_on:
        yield _block("issued_on", N_("The course ended only on %(day)s"), day=wanted.ended_on)
    if wanted.kind is not CertificateKind.ATTESTATION and not wanted.licence:
        yield Finding("licence", Severity.WARN, message(N_("No licence of the issuer is entered")), SOURCE, "licence")
    if wanted.kind is CertificateKind.ELEMENTARY and (wanted.hours or 0) < least_hours:
        words = message(
            N_("An elementary course has at least %(least)s hours, this one %(hours)s"),
            least=least_hours,
            hours=wanted.hours or 0,
        )
        yield Finding("elementary-hours", Severity.WARN, words, LEVEL_SOURCE, "kind")


def check_handover(issued_on: date, handed_on: date, *, today: date) -> tuple[Finding, ...]:
    """Why it cannot have been handed over that day; field "handed_on"."""
    if handed_on > today:
        return (_block("handed_on", N_("This day is still to come")),)
    if handed_on < issued_on:
        return (_block("handed_on", N_("It was issued only on %(day)s"), day=issued_on),)
    return ()


def state_of(voided: VoidReason | None, handed_on: date | None) -> CertificateState:
    """Where a certificate is."""
    if voided is VoidReason.REPLACED:
        return CertificateState.REPLACED
    if voided is not None:
        return CertificateState.VOIDED
    return CertificateState.HANDED if handed_on else CertificateState.HERE


def _block(field: str, msgid: str, **values: object) -> Finding:
    return Finding("certificate", Severity.BLOCK, message(msgid, **values), SOURCE, field)
