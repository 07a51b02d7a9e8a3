"""Wherever records are compared, the face of each is there to compare too, or the place where it will be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from rehab_center.db import transaction
from rehab_center.permissions import Role
from rehab_center.residents.portraits import portrait
from rehab_center.residents.services.photos import add_photo
from tests.admissions.deliveries import Gate
from tests.admissions.stays import NOW, Centre
from tests.admissions.test_views import NEW
from tests.merging.doubles import BORN, make_double
from tests.residents.pictures import picture

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def pair(centre: Centre, tmp_path: Path) -> tuple[int, int]:
    """Two records alike; of the first there is a photo."""
    pair = make_double(centre)
    with transaction() as session:
        face = portrait(picture())
        add_photo(
            session, pair[0], portrait=face, taken_on=date(2024, 6, 1), folder=tmp_path, actor=centre.actor, now=NOW
        )
    return pair


def test_every_comparison_shows_faces(pair: tuple[int, int], centre: Centre, sign_in: SignIn) -> None:
    gate = Gate(centre)
    handover_id = gate.open()
    line_id = gate.write(handover_id, "Trần Văn An", birth=BORN, decision_id=gate.decide(handover_id))
    client = sign_in(Role.INTAKE)
    typed = {**NEW, "full_name": "Trần Văn An", "birth": "5/6/1982", "step": "check"}
    pages = {
        "handover": client.get(f"/admissions/handovers/lines/{line_id}").text,
        "intake": client.post("/admissions/new/person", data=typed).text,
        "look": client.get("/admissions/new?q=tran van").text,
        "doubles": client.get("/people/doubles").text,
        "compare": client.get(f"/people/{pair[0]}/same-as/{pair[1]}").text,
        "other way": client.get(f"/people/{pair[1]}/same-as").text,
    }
    face, none = f'src="/people/{pair[0]}/photos/1" alt="Ảnh của Trần Văn An"', "Chưa có ảnh của Trần Văn Ân"
    assert {name for name, page in pages.items() if face not in page} == set()
    assert {name for name, page in pages.items() if none not in page} == {"other way"}
    assert "photos" not in client.get("/people/doubles?export=csv").text
