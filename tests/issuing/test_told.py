"""What was told about a movement stands on its papers; what a paper says stands in the form of its movement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.admissions.models import Movement
from rehab_center.admissions.rules.details import Answer, Detail
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.reductions import Rating
from rehab_center.admissions.rules.relations import Relation, relation_words
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.models import PaperNumber
from rehab_center.issuing.rules.compose import compose
from rehab_center.issuing.rules.facts import Typed
from rehab_center.issuing.rules.told import Story, conduct_words, first_words
from rehab_center.permissions import Role
from tests.issuing.conftest import LATER, Office
from tests.issuing.test_wording import ADULT, CENTRE, DAY, OLD, case_of, words_of

SignIn = Callable[..., FlaskClient]
K, P, D = MovementKind, PaperKind, Detail
ON = date(2024, 6, 3)


@pytest.mark.parametrize(
    ("paper", "movement", "told", "first"),
    [
        (
            P.ESCAPE_NOTICE,
            K.ESCAPED,
            {D.CIRCUMSTANCES: "Trèo tường", D.NOTICED_AT: "điểm danh 05:30", D.CLOTHES: "áo xanh.", D.ON_DUTY: "Ca 2"},
            {"circumstances": "Trèo tường. Phát hiện: điểm danh 05:30. Quần áo, đặc điểm nhận dạng: áo xanh."},
        ),
        (
            P.SEARCH_DECISION,
            K.ESCAPED,
            {D.NOTICED_AT: "điểm danh", D.LAST_SEEN: "sân khu B, 02h"},
            {"circumstances": "Qua cổng phụ. Nhìn thấy lần cuối: sân khu B, 02h."},
        ),
        (
            P.RETURN_NOTICE,
            K.RETURNED,
            {D.FOUND_AT: "bến xe", D.BROUGHT_BY: "Công an xã"},
            {"circumstances": "Tìm thấy tại bến xe. Được Công an xã đưa trở lại cơ sở."},
        ),
        (
            P.LEAVE_DECISION,
            K.ON_LEAVE,
            {D.RELATION: "father", D.DECEASED: "Trần Văn Cả", D.PLANNED_RETURN: date(2024, 6, 8), D.TRAVEL_DAYS: 1},
            {
                "relation": "father",
                "deceased": "Trần Văn Cả",
                "from_on": ON,
                "until_on": date(2024, 6, 8),
                "travel_days": 1,
            },
        ),
        (
            P.TRANSFER_SLIP,
            K.TRANSFERRED_OUT,
            {D.TO_CENTRE: "Cơ sở số 2", D.ACCOMPANIED_BY: "Lê Văn Áp"},
            {"ground": "Quyết định số 9/QĐ", "place": "Cơ sở số 2", "companion": "Lê Văn Áp"},
        ),
        (
            P.TRANSFER_MINUTES,
            K.TRANSFERRED_OUT,
            {D.TO_CENTRE: "Cơ sở số 2", D.ACCOMPANIED_BY: "Lê Văn Áp"},
            {"ground": "Quyết định số 9/QĐ", "place": "Cơ sở số 2", "signer": "Lê Văn Áp"},
        ),
        (
            P.DEATH_NOTICE,
            K.DIED,
            {D.PLACE: "bệnh viện tỉnh", D.CAUSE: "suy tim"},
            {"circumstances": "Tử vong tại bệnh viện tỉnh.", "reason": "suy tim."},
        ),
        # who may not see health finds the cause empty
        (P.DEATH_NOTICE, K.DIED, {D.PLACE: "nhà"}, {"circumstances": "Tử vong tại nhà."}),
        (P.COMPLETION, K.COMPLETED, {}, {}),
    ],
)
def test_nobody_types_it_twice(
    paper: PaperKind, movement: MovementKind, told: dict[Detail, Answer], first: dict[str, Any]
) -> None:
    story = Story(movement, ON, paper="số 9/QĐ", note="Qua cổng phụ", told=told)
    assert {name: value for name, value in first_words(paper, story, story).items() if value not in (None, "")} == first


@pytest.mark.parametrize(
    ("paper", "latest", "told", "reason"),
    [
        (P.SUSPENSION_PROPOSAL, K.TO_HOSPITAL, {D.HOSPITAL: "BV 103"}, "Đang điều trị nội trú tại BV 103 từ ngày 03"),
        (P.SUSPENSION_PROPOSAL, K.FROM_HOSPITAL, {}, ""),
        (P.EXEMPTION_PROPOSAL, K.SUSPENDED, {D.CONFIRMED_BY: "BV tỉnh"}, "Tình trạng bệnh do BV tỉnh xác nhận."),
        (
            P.EXEMPTION_PROPOSAL,
            K.IMPRISONED,
            {D.COURT: "TAND", D.SENTENCE_MONTHS: 9},
            "tù 9 tháng theo bản án của TAND",
        ),
    ],
)
def test_a_proposal_knows_where_the_person_is(
    paper: PaperKind, latest: MovementKind, told: dict[Detail, Answer], reason: str
) -> None:
    assert reason in str(first_words(paper, None, Story(latest, ON, told=told)).get("reason", ""))


@pytest.mark.parametrize(
    ("ratings", "merit", "words"),
    [
        # NĐ 116/2021 Đ58: the last three months
        (
            (Rating.POOR, Rating.FAIR, Rating.GOOD, Rating.FAIR),
            None,
            "Xếp loại 03 tháng gần nhất: tháng 11/2023 khá, tháng 12/2023 tốt, tháng 1/2024 khá.",
        ),
        ((Rating.FAIR, None), True, "Xếp loại 01 tháng gần nhất: tháng 12/2023 khá. Đã lập công."),
        (None, False, ""),
    ],
)
def test_a_reduction_names_its_months(ratings: Any, merit: bool | None, words: str) -> None:
    assert conduct_words(ratings, merit, date(2024, 2, 10)) == words


def test_a_leave_says_who_died_and_how_many_days() -> None:
    """NĐ 116/2021 Đ70: the relation in the words of the paper, the days of travel told apart."""
    given = Typed(
        DAY[OLD],
        relation="father-in-law",
        deceased="Lê Văn Cả",
        from_on=date(2026, 3, 10),
        until_on=date(2026, 3, 17),
        travel_days=2,
    )
    words = words_of(compose(P.LEAVE_DECISION, case_of(OLD, ADULT, P.LEAVE_DECISION), given, CENTRE))
    assert "Lý do: cha vợ là Lê Văn Cả chết" in words
    assert "đến ngày 17 tháng 3 năm 2026 (07 ngày, kể cả 02 ngày đi đường)" in words
    assert {relation_words(one, male=None) for one in Relation if one is not Relation.OTHER} >= {"mẹ vợ (chồng)", "vợ"}
    assert relation_words(Relation.MOTHER_IN_LAW, male=False) == "mẹ chồng"


def test_paper_and_movement_fill_each_other(session: Session, office: Office, sign_in: SignIn) -> None:
    stay = office.centre.admit()
    client = sign_in(Role.DIRECTOR)
    leave = {"relation": "mother", "deceased": "Đỗ Thị Mơ", "companion": "Anh trai"}
    paper = office.draft(
        stay, P.LEAVE_DECISION, **leave, from_on=date(2024, 6, 14), until_on=date(2024, 6, 25), travel_days=1
    )
    asked = client.post(f"/issued-papers/{paper}/issue", data={"version": "1"})
    assert asked.status_code == 422  # rule 35: eleven days are more than five and one of travel
    number = office.issue(paper, reason="Đường xa, mưa bão")
    form = client.get(f"/admissions/{stay}/move?kind=on-leave").text
    for value in (number, "Đỗ Thị Mơ", "Anh trai", "25/06/2024", '<option selected value="mother">'):
        assert value in form
    session.rollback()
    document = session.scalars(select(PaperNumber.document_id)).one()
    office.centre.move(
        stay,
        K.ON_LEAVE,
        date(2024, 6, 14),
        now=LATER,
        with_paper=False,
        details={D.RELATION: "mother"},
        document_id=document,
    )
    assert session.scalar(select(Movement.document_id).where(Movement.kind == K.ON_LEAVE)) == document
    page = client.get(f"/admissions/{stay}").text
    assert "Mẹ" in page
    assert "mother" not in page

    other = office.centre.admit()
    office.centre.move(
        other,
        K.ESCAPED,
        date(2024, 6, 14),
        now=LATER,
        with_paper=False,
        details={D.CIRCUMSTANCES: "Trèo tường", D.CLOTHES: "áo xanh"},
    )
    form = client.get(f"/issued-papers/stays/{other}/new/search-decision").text
    assert "Trèo tường. Quần áo, đặc điểm nhận dạng: áo xanh." in form
