"""Names, passwords, waiting times and the life of a session."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rehab_center.accounts import rules
from rehab_center.accounts.rules import Limits, Over
from rehab_center.errors import DomainError

NOON = datetime(2024, 6, 14, 5, tzinfo=UTC)
LIMITS = Limits(key=b"k")


def ago(*seconds: float) -> list[datetime]:
    return [NOON - timedelta(seconds=one) for one in seconds]


@pytest.mark.parametrize(
    ("typed", "username"), [(" Lan.NT ", "lan.nt"), ("đỗ.hoà", "do.hoa"), ("A-b_c9", "a-b_c9"), ("abc", "abc")]
)
def test_usernames_are_folded(typed: str, username: str) -> None:
    assert rules.new_username(typed) == username


@pytest.mark.parametrize("typed", ["", "ab", "9lan", "lan nt", "lan@nt", "a" * 33, "lan\u0000x", "Лан"])
def test_other_usernames_are_refused(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        rules.new_username(typed)
    assert refused.value.field == "username"


@pytest.mark.parametrize(
    "password", ["mot cau de nho", "Trời xanh 2024", "0912 877 301 nha", "vinhlong-ben-song", "lan.nt thich ca phe"]
)
def test_long_passwords_of_any_composition_will_do(password: str) -> None:
    assert rules.password_problem(password, "lan.nt") is None


@pytest.mark.parametrize(
    "password",
    ["", "ngan qua", "lan.nt", "Lan.NT2024!", "lannt123456", "1234567890", "MatKhau123", "mật khẩu 123", "aaaaaaaaaaaa"]
    + ["abababababab", "x" * 201],
)
def test_weak_passwords_will_not(password: str) -> None:
    assert rules.password_problem(password, "lan.nt") is not None


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        ([], 0),
        (ago(1, 2), 0),
        (ago(0, 1, 2), 1),
        (ago(0, 1, 2, 3), 2),
        (ago(0.5, 1, 2, 3), 1.5),
        (ago(0, *range(1, 9)), 64),
        (ago(*range(60, 70)), 15 * 60 - 60),
        (ago(*range(901, 920)), 0),
        (ago(0, *range(901, 920)), 0),
    ],
)
def test_the_wait_grows_and_ends_in_a_lock(failures: list[datetime], wait: float) -> None:
    assert rules.wait_for_name(failures, NOON, LIMITS) == timedelta(seconds=wait)


def test_an_address_is_borne_longer_than_a_name() -> None:
    assert rules.wait_for_address(ago(*range(59)), NOON, LIMITS) == timedelta(0)
    assert rules.wait_for_address(ago(*range(60)), NOON, LIMITS) == timedelta(minutes=15)


def test_only_the_tenth_failure_locks() -> None:
    assert not rules.is_locked(ago(*range(9)), NOON, LIMITS)
    assert rules.is_locked(ago(*range(10)), NOON, LIMITS)


@pytest.mark.parametrize(
    ("since", "seen", "over"),
    [
        (60, 29, None),
        (60, 30, Over.IDLE),
        (719, 0, None),
        (720, 0, Over.TOO_LONG),
        (None, 0, Over.TOO_LONG),
        (0, None, Over.TOO_LONG),
        (-5, -5, None),  # the clock was put back a little
    ],
)
def test_a_session_ends_when_idle_or_old(since: int | None, seen: int | None, over: Over | None) -> None:
    def moment(minutes: int | None) -> datetime | None:
        return None if minutes is None else NOON - timedelta(minutes=minutes)

    ended = rules.session_over(
        moment(since), moment(seen), NOON, idle=timedelta(minutes=30), absolute=timedelta(hours=12)
    )
    assert ended is over
