"""Numbering and issuing in the head's place, by a dated paper: who may, and what stands above the signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.queries.checking import issuing_right
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.signs import Signs, signature_titles
from rehab_center.admissions.services import delegate_checking
from rehab_center.audit.models import AuditEntry
from rehab_center.db import transaction
from rehab_center.errors import DomainError, NotPermitted
from rehab_center.issuing import services
from rehab_center.issuing.kinds import PaperKind
from rehab_center.permissions import ROLES, Actor, Role
from tests.admissions.stays import NOW, SECOND, paper
from tests.factories import make_account
from tests.issuing.conftest import LATER, TODAY, Office

SignIn = Callable[..., FlaskClient]


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        # NĐ 30/2020/NĐ-CP, Điều 13 and Phụ lục I, mục II.7
        ({}, ("Giám đốc",)),
        ({"by_deputy": True}, ("KT. Giám đốc", "Phó Giám đốc")),
        ({"authorised": "Trưởng phòng Quản lý học viên"}, ("TUQ. Giám đốc", "Trưởng phòng Quản lý học viên")),
    ],
)
def test_the_lines_above_the_signature(given: dict[str, Any], lines: tuple[str, ...]) -> None:
    assert signature_titles("Giám đốc", "Phó Giám đốc", **given) == lines


def delegate(office: Office, account_id: int, signs: Signs | None, title: str = "") -> None:
    """From 01/06/2024 to the end of the month, by a paper."""
    with transaction() as session:
        delegate_checking(
            session, account_id=account_id, facility_id=office.centre.facility_id, paper=paper(),
            valid_from=date(2024, 6, 1), valid_to=date(2024, 6, 30), signs=signs, title=title, actor=SECOND, now=NOW,
        )  # fmt: skip


def test_whom_a_paper_names_issues_as_it_says(session: Session, office: Office) -> None:
    stay = office.centre.admit()
    office.centre.move(stay, MovementKind.ESCAPED, TODAY, now=LATER, with_paper=False)
    account_id = make_account("cap.pho", Role.INTAKE, facility_id=office.centre.facility_id)
    centres = frozenset({office.centre.facility_id})
    deputy = Actor("cap.pho", "Cấp phó", account_id, centres, ROLES[Role.INTAKE], roles=frozenset({Role.INTAKE}))

    def issue(paper_id: int) -> str:
        with transaction() as writing:
            version = office.page(paper_id).version
            return services.issue(writing, paper_id, expected_version=version, actor=deputy, now=LATER)

    by_head = office.draft(stay, PaperKind.ESCAPE_NOTICE)
    with pytest.raises(NotPermitted):
        issue(by_head)
    delegate(office, account_id, None)  # a paper on checking alone gives no right to issue
    with pytest.raises(NotPermitted):
        issue(by_head)
    with pytest.raises(DomainError):
        delegate(office, account_id, Signs.AUTHORISED)
    with pytest.raises(DomainError) as refused:
        delegate(office, make_account("thanh.tra", Role.INSPECTOR), Signs.DEPUTY)  # who writes no papers issues none
    assert refused.value.field == "account"
    delegate(office, account_id, Signs.AUTHORISED, "Trưởng phòng Quản lý")
    with pytest.raises(DomainError) as refused:
        issue(by_head)
    assert refused.value.code == "signs"
    with transaction() as writing:
        services.drop(writing, by_head, actor=office.actor, now=LATER)
    assert issue(office.draft(stay, PaperKind.ESCAPE_NOTICE, authorised="Trưởng phòng Quản lý")).startswith("01/TB")
    details = session.scalars(select(AuditEntry.details).where(AuditEntry.act == "paper.issued")).one()
    assert details["by_paper"].endswith("/QĐ-CSCN")
    session.rollback()
    # a decision is the head's, or a deputy's for the head (L120 Đ46.2đ)
    search = office.draft(
        stay, PaperKind.SEARCH_DECISION, circumstances="Trèo tường", authorised="Trưởng phòng Quản lý"
    )
    with pytest.raises(DomainError) as refused:
        issue(search)
    assert refused.value.field == "authorised"
    with transaction() as writing:
        services.drop(writing, search, actor=office.actor, now=LATER)
    delegate(office, account_id, Signs.DEPUTY)
    search = office.draft(stay, PaperKind.SEARCH_DECISION, circumstances="Trèo tường", by_deputy=True)
    assert issue(search).startswith("01/QĐ")
    session.rollback()
    july = date(2024, 7, 1)
    assert issuing_right(session, deputy, office.centre.facility_id, july) is None


def test_the_page_is_there_for_whom_the_paper_names(office: Office, sign_in: SignIn) -> None:
    today = clock.today()
    stay = office.centre.admit()
    office.centre.move(stay, MovementKind.ESCAPED, today, now=clock.now(), with_paper=False)
    drafted = office.draft(stay, PaperKind.ESCAPE_NOTICE, now=clock.now(), dated_on=today, authorised="Trưởng phòng")
    client, director = sign_in(Role.INTAKE), sign_in(Role.DIRECTOR)
    url = f"/issued-papers/{drafted}"
    assert f"{url}/issue" not in client.get(url).text
    assert client.get(f"{url}/issue").status_code == 403
    typed = {
        "account": 1, "facility": office.centre.facility_id, "valid_from": f"{today:%d/%m/%Y}",
        "valid_to": f"{today:%d/%m/%Y}", "paper_number": "5/GUQ", "paper_on": f"{today:%d/%m/%Y}",
        "paper_issuer": "Giám đốc", "signs": "authorised",
    }  # fmt: skip
    assert director.post("/admissions/terms/delegations", data=typed).status_code == 422
    assert director.post("/admissions/terms/delegations", data=typed | {"title": "Trưởng phòng"}).status_code == 303
    assert "Ký thừa ủy quyền (TUQ.): Trưởng phòng" in director.get("/admissions/terms/delegations").text
    shown = client.get(url).text
    assert f"{url}/issue" in shown
    assert "TUQ. " in shown
    assert '<p class="official-title">Trưởng phòng</p>' in shown
    page = client.get(f"{url}/issue").text
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    assert client.post(f"{url}/issue", data={"version": version}).status_code == 303
