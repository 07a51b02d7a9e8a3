"""Every paper under each law for each kind of stay: title, grounds, recipients, and never the other law's."""

from __future__ import annotations

from datetime import date

import pytest

from rehab_center.admissions.rules.movements import MovementKind, State
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.errors import DomainError
from rehab_center.issuing.kinds import Law, PaperKind
from rehab_center.issuing.rules.compose import compose
from rehab_center.issuing.rules.facts import Case, Happened, Issuer, PaperText, Typed
from rehab_center.issuing.rules.recipients import ARCHIVE
from rehab_center.issuing.rules.table import PAPERS, offered, variant_of

DAY = {Law.OLD: date(2026, 3, 10), Law.NEW: date(2028, 9, 10)}
REGIMES = {Law.OLD: Regime.LAW_2021, Law.NEW: Regime.LAW_2025}
CENTRE = Issuer("Cơ sở cai nghiện ma túy tỉnh Ninh Bình", "TRƯỞNG CƠ SỞ", "Công an tỉnh Ninh Bình")
OLD, NEW = Law.OLD, Law.NEW
ADULT, MINOR, VOLUNTARY, HELD = StayKind.COMPULSORY, StayKind.MINOR, StayKind.VOLUNTARY, StayKind.TEMPORARY
EVERY = [(kind, law, stay) for kind, one in PAPERS.items() for law, stay in one.variants]
OLD_LAWS = ("73/2021/QH14", "116/2021/NĐ-CP", "15/2012/QH13")
NEW_LAW = "120/2025/QH15"


def case_of(law: Law, stay: StayKind, kind: PaperKind) -> Case:
    day = DAY[law]
    about = PAPERS[kind].about
    return Case(
        name="Trần Văn An",
        kind=stay,
        regime=REGIMES[law],
        file_code="HV00123",
        admitted_on=date(day.year - 2, day.month, day.day),
        birth="05/06/1990",
        sex="Nam",
        identity="036090001234",
        home="thôn 3, xã Hiển Khánh, tỉnh Ninh Bình",
        commune="xã Hiển Khánh",
        decision="số 12/QĐ-TA của Tòa án nhân dân khu vực 2",
        decided_by="Tòa án nhân dân khu vực 2",
        decided_on=date(2026, 1, 5),
        months=24,
        term_end_on=day,
        happened=Happened(min(about), day, "02:15") if about else None,
        escape=Happened(MovementKind.ESCAPED, day),
    )


def paper_of(kind: PaperKind, law: Law, stay: StayKind) -> PaperText:
    return compose(kind, case_of(law, stay, kind), Typed(DAY[law]), CENTRE)


def words_of(text: PaperText) -> str:
    pieces = [f"{piece.lead} {piece.text}" for piece in text.body]
    lines = (text.title, text.subject, *text.addressees, *text.grounds, *pieces, *text.recipients, *text.copies)
    return "\n".join(lines)


@pytest.mark.parametrize(("kind", "law", "stay"), EVERY)
def test_every_paper_is_of_its_own_law(kind: PaperKind, law: Law, stay: StayKind) -> None:
    text = paper_of(kind, law, stay)
    words = words_of(text)
    assert text.title
    assert text.grounds
    assert all(line.startswith(("Căn cứ ", "Xét ")) for line in text.grounds)
    assert "Trần Văn An" in words
    assert "{" not in words
    assert text.recipients[-1] == ARCHIVE
    grounds = "\n".join(text.grounds)
    if law is NEW:
        assert NEW_LAW in grounds
        assert not any(old in words for old in OLD_LAWS)
        assert "đưa vào cơ sở cai nghiện bắt buộc" not in words
    else:
        assert any(old in grounds for old in OLD_LAWS)
        assert NEW_LAW not in words
        assert "đưa đi cai nghiện bắt buộc" not in words
    # L73 Đ33.4, L120 Đ36.8: the court's decision on a minor is no administrative measure; a volunteer suffers none.
    if stay in (MINOR, VOLUNTARY):
        assert "hành chính" not in words.lower()
        assert "bị áp dụng" not in words


@pytest.mark.parametrize(
    ("law", "stay", "title", "sign"),
    [
        # XLVPHC Đ114
        (
            OLD,
            ADULT,
            "Giấy chứng nhận chấp hành xong quyết định áp dụng biện pháp đưa vào cơ sở cai nghiện bắt buộc",
            "GCN",
        ),
        (OLD, MINOR, "Giấy xác nhận hoàn thành cai nghiện ma túy bắt buộc", "GXN"),  # L73 Đ35.6c
        (OLD, VOLUNTARY, "Giấy xác nhận hoàn thành cai nghiện ma túy tự nguyện", "GXN"),  # L73 Đ31.4
        (NEW, ADULT, "Giấy xác nhận hoàn thành cai nghiện ma túy", "GXN"),  # L120 Đ35.5
        (NEW, MINOR, "Giấy xác nhận hoàn thành cai nghiện ma túy", "GXN"),  # L120 Đ36.5
        (NEW, VOLUNTARY, "Giấy xác nhận hoàn thành cai nghiện ma túy", "GXN"),  # L120 Đ34.4
    ],
)
def test_completion_is_called_what_the_law_calls_it(law: Law, stay: StayKind, title: str, sign: str) -> None:
    text = paper_of(PaperKind.COMPLETION, law, stay)
    assert (text.title, text.sign) == (title, sign)
    courts = [copy for copy in text.copies if copy.startswith("Tòa án")]
    assert courts == ([] if stay is VOLUNTARY else ["Tòa án nhân dân khu vực 2"])
    assert {"Ủy ban nhân dân xã Hiển Khánh", "Công an xã Hiển Khánh"} <= set(text.copies)
    family = "Cha, mẹ hoặc người giám hộ của Trần Văn An" if stay is MINOR else "Gia đình Trần Văn An"
    assert text.copies[0] == family


@pytest.mark.parametrize(
    ("kind", "law", "stay"),
    [
        (PaperKind.REDUCTION_PROPOSAL, NEW, ADULT),  # L120 Đ54.9
        (PaperKind.REDUCTION_PROPOSAL, OLD, VOLUNTARY),
        (PaperKind.SEARCH_DECISION, OLD, VOLUNTARY),
        (PaperKind.SUSPENSION_PROPOSAL, OLD, VOLUNTARY),
        (PaperKind.COMPLETION, OLD, HELD),
        (PaperKind.POST_REHAB_NOTICE, NEW, HELD),
    ],
)
def test_what_the_law_does_not_know_is_not_printed(kind: PaperKind, law: Law, stay: StayKind) -> None:
    assert variant_of(kind, (law, stay)) is None
    with pytest.raises(DomainError, match="no such paper"):
        compose(kind, case_of(law, stay, kind), Typed(DAY[law]), CENTRE)


@pytest.mark.parametrize(
    ("law", "stay", "completed", "ground", "years"),
    [
        (OLD, ADULT, date(2026, 6, 30), "khoản 2 Điều 40 Luật Phòng, chống ma túy số 73/2021", "02 năm"),  # L73 Đ40.2
        (OLD, ADULT, date(2026, 7, 1), "khoản 2 Điều 42, khoản 1 Điều 56 Luật Phòng, chống ma túy số 120", "02 năm"),
        (OLD, MINOR, date(2026, 7, 1), "khoản 1 Điều 42, khoản 1 Điều 56", "01 năm"),  # L120 Đ42.1, Đ56.1
        (OLD, VOLUNTARY, date(2025, 7, 1), "khoản 1 Điều 40", "01 năm"),  # L73 Đ40.1
        (NEW, ADULT, date(2028, 7, 1), "khoản 2 Điều 42 Luật", "02 năm"),  # L120 Đ42.2
        (NEW, VOLUNTARY, date(2028, 7, 1), "khoản 1 Điều 42 Luật", "01 năm"),  # L120 Đ42.1
    ],
)
def test_the_time_afterwards_follows_the_day_of_completion(
    law: Law, stay: StayKind, completed: date, ground: str, years: str
) -> None:
    kind = PaperKind.POST_REHAB_NOTICE
    case = case_of(law, stay, kind)
    text = compose(
        kind,
        Case(**{**vars(case), "happened": Happened(MovementKind.COMPLETED, completed)}),
        Typed(completed),
        CENTRE,
    )
    assert ground in text.grounds[0]
    assert f"thời hạn {years} kể từ ngày" in words_of(text)


@pytest.mark.parametrize(
    ("decided_by", "decided_on", "day", "shown"),
    [
        ("TAND huyện Vụ Bản", date(2024, 3, 5), date(2025, 6, 30), "TAND huyện Vụ Bản"),
        (
            "TAND huyện Vụ Bản",
            date(2024, 3, 5),
            date(2025, 7, 1),
            "TAND huyện Vụ Bản (nay thuộc thẩm quyền của Tòa án nhân dân khu vực)",
        ),
        ("Tòa án nhân dân khu vực 2", date(2025, 8, 1), date(2026, 1, 1), "Tòa án nhân dân khu vực 2"),
        (None, date(2025, 6, 30), date(2026, 1, 1), "Tòa án nhân dân cấp huyện đã ra quyết định"),
        (None, date(2025, 7, 1), date(2026, 1, 1), "Tòa án nhân dân khu vực đã ra quyết định"),
    ],
)
def test_the_court_is_the_one_on_the_decision(decided_by: str | None, decided_on: date, day: date, shown: str) -> None:
    case = case_of(OLD, ADULT, PaperKind.SEARCH_DECISION)
    case = Case(**{**vars(case), "decided_by": decided_by, "decided_on": decided_on})
    assert shown in compose(PaperKind.SEARCH_DECISION, case, Typed(day), CENTRE).recipients


def test_an_escape_is_told_to_those_who_made_the_file() -> None:
    """L120 Đ46.2i; a volunteer of the old law breaks off treatment, and the commune is told (L73 Đ35.6e)."""
    kind = PaperKind.ESCAPE_NOTICE
    case = Case(**{**vars(case_of(NEW, ADULT, kind)), "police_unit": "Công an xã Liên Minh"})
    assert compose(kind, case, Typed(DAY[NEW]), CENTRE).addressees == ("Công an xã Liên Minh",)
    assert paper_of(kind, OLD, VOLUNTARY).addressees == ("Ủy ban nhân dân xã Hiển Khánh",)


@pytest.mark.parametrize(
    ("law", "stay", "state", "happened", "there", "not_there"),
    [
        (NEW, ADULT, State.ESCAPED, {MovementKind.ESCAPED}, PaperKind.SEARCH_DECISION, PaperKind.LEAVE_DECISION),
        (OLD, ADULT, State.PRESENT, {MovementKind.ADMITTED}, PaperKind.REDUCTION_PROPOSAL, PaperKind.ESCAPE_NOTICE),
        (NEW, ADULT, State.PRESENT, {MovementKind.ADMITTED}, PaperKind.LEAVE_DECISION, PaperKind.REDUCTION_PROPOSAL),
        (NEW, ADULT, State.LEFT, {MovementKind.COMPLETED}, PaperKind.COMPLETION, PaperKind.END_NOTICE),
        (OLD, MINOR, State.LEFT, {MovementKind.DIED}, PaperKind.DEATH_NOTICE, PaperKind.COMPLETION),
    ],
)
def test_what_a_stay_may_have_now(
    law: Law, stay: StayKind, state: State, happened: set[MovementKind], there: PaperKind, not_there: PaperKind
) -> None:
    papers = offered((law, stay), state, happened)
    assert there in papers
    assert not_there not in papers


def test_a_certificate_is_no_decision_on_a_reduction() -> None:
    """Who left early by a court's reduction gets a certificate too; the decision, where missing, stays owed."""
    certificate = PAPERS[PaperKind.COMPLETION]
    assert {MovementKind.COMPLETED, MovementKind.REDUCED} == certificate.about
    assert set(certificate.closes) == {MovementKind.COMPLETED}
