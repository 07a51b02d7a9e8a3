"""The picture of a stay's life, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient

from rehab_center.admissions.labels import MOVEMENT_KINDS
from rehab_center.admissions.rules.movements import AFTER, EFFECTS, MovementKind, State
from rehab_center.admissions.views.life import Standing, draw
from rehab_center.permissions import Role
from tests.admissions.stays import Centre

SignIn = Callable[..., FlaskClient]
K, S = MovementKind, State


def test_where_a_stay_is_has_been_and_can_go() -> None:
    picture = draw([S.PRESENT, S.IN_HOSPITAL, S.ESCAPED], {S.PRESENT, S.LEFT})
    standing = {box.state: box.standing for box in picture.boxes}
    assert set(standing) == set(State)
    assert standing[S.ESCAPED] is Standing.NOW
    assert standing[S.IN_HOSPITAL] is standing[S.PRESENT] is standing[S.NOT_ENTERED] is Standing.BEEN
    assert standing[S.LEFT] is Standing.NEXT
    assert standing[S.SUSPENDED] is Standing.OTHER
    assert (picture.now, picture.been, picture.following) == (
        S.ESCAPED,
        (S.PRESENT, S.IN_HOSPITAL),
        (S.PRESENT, S.LEFT),
    )
    # two ways ahead; two gone: the entry and to hospital, and the bow from hospital to the escape
    assert [line.standing for line in picture.lines].count(Standing.NEXT) == 2
    assert [line.standing for line in picture.lines].count(Standing.BEEN) == 3
    assert sum(" Q" in line.path for line in picture.lines) == 1


def test_boxes_lie_in_the_picture_and_do_not_cover_each_other() -> None:
    picture = draw([S.PRESENT], set(AFTER.values()))
    for box in picture.boxes:
        assert box.x >= 0
        assert box.x + box.width <= picture.width
        assert box.y >= 0
        assert box.y + box.height <= picture.height
        for other in picture.boxes:
            beside = box.x + box.width <= other.x or other.x + other.width <= box.x
            assert other is box or beside or abs(box.y - other.y) >= box.height


def test_the_stay_shows_it_in_words_too_and_the_table_has_every_move(centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    wrong = centre.move(stay, K.TO_HOSPITAL, date(2024, 5, 1))
    centre.void(wrong)
    centre.move(stay, K.ESCAPED, date(2024, 5, 2))
    client = sign_in(Role.DUTY)
    page = client.get(f"/admissions/{stay}").text
    assert "Hiện nay: Bỏ trốn. Đã qua: Có mặt. Có thể chuyển sang: " in page
    table = client.get("/admissions/life").text
    for kind in EFFECTS:
        assert str(MOVEMENT_KINDS[kind]) in table
