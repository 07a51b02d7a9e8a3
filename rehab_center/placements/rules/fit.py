"""Who may sleep where: rules 22 to 24 of the field, each with its article. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from rehab_center.admissions.rules.regime import LAW_2025_FROM, StayKind
from rehab_center.findings import Finding, Severity
from rehab_center.placements.kinds import Strictness, ZoneKind
from rehab_center.residents.kinds import Sex
from rehab_center.words import N_, message

_SEX = "L73 Đ35.3; L120 Đ46.2h"
_ZONES = "L73 Đ35.2"
_ZONES_SINCE = "L73 Đ35.2; L120 Đ28.3"
_INFECTIOUS = "L73 Đ35.2đ; L120 Đ46.2h"
_MINORS = "L73 Đ35.2d; L120 Đ28.1b"
_ORDER = "L73 Đ35.2e; TT 14/2014 Đ10.9"

#: Zones in which grown people and minors may both have to be, though never in one room.
_EITHER_AGE = frozenset({ZoneKind.TEMPORARY, ZoneKind.INFECTIOUS, ZoneKind.CLINIC, ZoneKind.DISCIPLINE})
#: Zones where the ground of the stay does not matter.
_ANY_GROUND = frozenset({ZoneKind.INFECTIOUS, ZoneKind.CLINIC, ZoneKind.DISCIPLINE, ZoneKind.OTHER, ZoneKind.MINORS})
_MEDICAL = frozenset({ZoneKind.INFECTIOUS, ZoneKind.CLINIC})
_ZONE_OF = {
    StayKind.TEMPORARY: ZoneKind.TEMPORARY,
    StayKind.COMPULSORY: ZoneKind.COMPULSORY,
    StayKind.MINOR: ZoneKind.COMPULSORY,
    StayKind.VOLUNTARY: ZoneKind.VOLUNTARY,
}


@dataclass(frozen=True)
class Sleeper:
    """What of a person decides where to sleep. ``minor`` is None where the age is not known.

    ``lives_as``: the sex shown by the body. ``alone``: it differs from the papers. ``medical``: the medical post has
    ordered a place (what for is not said here).
    """

    stay_id: int
    resident_id: int
    full_name: str
    lives_as: Sex
    kind: StayKind
    alone: bool = False
    minor: bool | None = False
    medical: bool = False


@dataclass(frozen=True)
class Spot:
    """A room as rules see it; ``sex`` None: nobody has said for whom it is."""

    zone: ZoneKind
    sex: Sex | None
    private: bool = False
    working_capacity: int = 1


@dataclass(frozen=True)
class Plan:
    """What is meant: from which day, until which (None: not said), and whether a paper orders it."""

    day: date
    until_on: date | None = None
    has_paper: bool = False
    longest_days: int = 5


@dataclass(frozen=True)
class _Case:
    sleeper: Sleeper
    spot: Spot
    others: Sequence[Sleeper]
    plan: Plan
    apart: dict[int, Strictness] = field(default_factory=dict)

    @property
    def roommates_apart(self) -> Iterator[tuple[Sleeper, Strictness]]:
        """Who of the room is kept apart from the sleeper, and how strictly."""
        return ((one, self.apart[one.resident_id]) for one in self.others if one.resident_id in self.apart)


def check_spot(
    sleeper: Sleeper, spot: Spot, others: Sequence[Sleeper], plan: Plan, apart: dict[int, Strictness]
) -> tuple[Finding, ...]:
    """What speaks against letting somebody sleep in a room with ``others``.

    ``apart`` are the persons the sleeper is kept apart from. The bed itself (taken, out of use) is not looked at here.
    """
    case = _Case(sleeper, spot, others, plan, apart)
    return tuple(finding for check in _CHECKS for finding in check(case))


def _sex(case: _Case) -> Iterator[Finding]:
    if case.spot.sex is None:
        words = message(N_("Nobody has said whether this room is for men or for women"))
        yield Finding("22", Severity.BLOCK, words, _SEX, "bed")
    elif case.spot.sex is not case.sleeper.lives_as:
        women = case.spot.sex is Sex.FEMALE
        words = message(
            N_("A zone for women: this person is placed as a man")
            if women
            else N_("A zone for men: this person is placed as a woman")
        )
        yield Finding("22", Severity.BLOCK, words, _SEX, "bed")


def _alone(case: _Case) -> Iterator[Finding]:
    if case.sleeper.alone and case.others:
        words = message(N_("Body and papers differ: this person has a room alone, and others sleep in this one"))
        yield Finding("22-alone", Severity.BLOCK, words, _SEX, "bed")
    elif case.sleeper.alone and not case.spot.private:
        words = message(N_("Body and papers differ: this person has a private room, and this one is not set up as one"))
        yield Finding("22-private", Severity.WARN, words, _SEX, "bed")
    elif any(one.alone for one in case.others):
        words = message(N_("Somebody sleeps in this room who has it alone"))
        yield Finding("22-alone", Severity.BLOCK, words, _SEX, "bed")


def _age(case: _Case) -> Iterator[Finding]:
    zone, minor = case.spot.zone, case.sleeper.minor
    if minor is None:
        words = message(N_("The age is not known: grown people and minors sleep apart"))
        yield Finding("23-age", Severity.WARN, words, _MINORS, "bed")
    elif zone is ZoneKind.MINORS and not minor:
        yield Finding("23", Severity.BLOCK, message(N_("A zone for those under 18")), _MINORS, "bed")
    elif minor and zone is not ZoneKind.MINORS and zone not in _EITHER_AGE:
        words = message(N_("Under 18: only in the zone for minors"))
        yield Finding("23", Severity.BLOCK, words, _MINORS, "bed")
    elif any(one.minor is not minor for one in case.others if one.minor is not None):
        words = message(N_("Grown people and minors would sleep in one room"))
        yield Finding("23", Severity.BLOCK, words, _MINORS, "bed")


def _medical(case: _Case) -> Iterator[Finding]:
    if case.sleeper.medical and case.spot.zone not in _MEDICAL:
        words = message(N_("The medical post has ordered another zone for this person"))
        yield Finding("23-medical", Severity.BLOCK, words, _INFECTIOUS, "bed")
    elif not case.sleeper.medical and case.spot.zone is ZoneKind.INFECTIOUS:
        words = message(N_("This zone is by order of the medical post, and there is none for this person"))
        yield Finding("23-medical", Severity.WARN, words, _INFECTIOUS, "bed")


def _ground(case: _Case) -> Iterator[Finding]:
    zone, wanted = case.spot.zone, _ZONE_OF[case.sleeper.kind]
    if zone in _ANY_GROUND or zone is wanted:
        return
    since = case.plan.day >= LAW_2025_FROM
    if case.sleeper.kind is StayKind.TEMPORARY:
        words = message(N_("On a temporary stay: not in the zone of those the court or they themselves have sent"))
        # The list of zones ended with the old law; its successor leaves it to the minister.
        grave = Severity.WARN if since else Severity.BLOCK
        yield Finding("23-ground", grave, words, _ZONES_SINCE if since else _ZONES, "bed")
    else:
        words = message(N_("The zone is for another ground of stay"))
        yield Finding("23-ground", Severity.WARN, words, _ZONES_SINCE if since else _ZONES, "bed")


def _discipline(case: _Case) -> Iterator[Finding]:
    if case.spot.zone is not ZoneKind.DISCIPLINE:
        return
    plan = case.plan
    if not plan.has_paper:
        words = message(N_("The zone for breaches of order needs the decision: type its number"))
        yield Finding("34-paper", Severity.BLOCK, words, _ORDER, "paper_number")
    if plan.until_on is None:
        yield Finding("34-until", Severity.BLOCK, message(N_("Say until which day")), _ORDER, "until_on")
    elif (plan.until_on - plan.day).days + 1 > plan.longest_days:
        words = message(N_("More than %(days)s days by one decision"), days=plan.longest_days)
        yield Finding("34", Severity.WARN, words, _ORDER, "until_on")


def _room(case: _Case) -> Iterator[Finding]:
    people = len(case.others) + 1
    if people > case.spot.working_capacity:
        words = message(
            N_("%(people)s people in a room meant for %(working)s"),
            people=people,
            working=case.spot.working_capacity,
        )
        yield Finding("24", Severity.WARN, words, "", "bed")


def _apart(case: _Case) -> Iterator[Finding]:
    for other, strictness in case.roommates_apart:
        forbidden = strictness is Strictness.FORBIDDEN
        words = message(N_("Kept apart from %(name)s, who sleeps in this room"), name=other.full_name)
        yield Finding("apart", Severity.BLOCK if forbidden else Severity.WARN, words, "", "bed")


_CHECKS: tuple[Callable[[_Case], Iterator[Finding]], ...] = (
    _sex,
    _alone,
    _age,
    _medical,
    _ground,
    _discipline,
    _room,
    _apart,
)


def forbids(findings: Sequence[Finding]) -> bool:
    """Whether any of them stops the act."""
    return any(finding.severity is Severity.BLOCK for finding in findings)
