"""Sex "placed as" at the gate (rule 22): asked in the intake, warned of, shown where people are placed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from rehab_center.permissions import EVERYWHERE, Role
from rehab_center.residents.kinds import Sex
from rehab_center.residents.queries import person_facts
from rehab_center.residents.rules.person import check_placing
from tests.admissions.stays import Centre

FORM = {
    "step": "check",
    "full_name": "Trần Văn Bình",
    "birth": "05/06/1990",
    "sex": "male",
    "kind": "compulsory",
    "entry": "admitted",
    "decision_number": "120/QĐ-TA",
    "decision_on": "05/03/2024",
    "decision_issuer": "TAND huyện Vụ Bản",
    "months": "18",
    "times_treated": "1",
    "admitted_on": "10/03/2024",
}


@pytest.mark.parametrize(
    ("paper", "placed_as", "warned"),
    [
        (Sex.MALE, None, False),
        (Sex.MALE, Sex.MALE, False),
        (Sex.MALE, Sex.FEMALE, True),  # L73 Đ35.3; L120 Đ46.2h
        (Sex.FEMALE, Sex.MALE, True),
    ],
)
def test_only_what_differs_from_the_paper_is_warned_of(paper: Sex, placed_as: Sex | None, warned: bool) -> None:
    assert bool(check_placing(paper, placed_as)) is warned


def test_at_the_gate_it_is_asked_warned_of_and_kept(
    session: Session, centre: Centre, sign_in: Callable[..., FlaskClient]
) -> None:
    client, address = sign_in(Role.INTAKE), "/admissions/new/person"
    sent = FORM | {"facility": str(centre.facility_id), "placed_as": "female"}
    checked = client.post(address, data=sent)
    assert checked.status_code == 200
    assert "Điều 46.2h" in checked.text
    assert client.post(address, data=sent | {"step": "confirm"}).status_code == 422
    answer = client.post(address, data=sent | {"step": "confirm", "reason": "seen"})
    assert answer.status_code == 303
    person = person_facts(session, 1, scope=EVERYWHERE)
    assert (person.facts.placed_as, person.person.lives_as) == (Sex.FEMALE, Sex.FEMALE)
    for page in (answer.location, "/people/1"):
        text = client.get(page).text
        assert "Bố trí theo" in text
        assert "Nữ" in text
