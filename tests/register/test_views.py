"""The pages: send, explain, look, import, look again; nobody else's file; export."""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from rehab_center import clock
from rehab_center.db import transaction
from rehab_center.permissions import Actor, Role
from rehab_center.register import previews, tidying, views, work
from rehab_center.register.book import read_book
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.headers import heading_key
from rehab_center.register.services import remember_columns
from tests.register import books
from tests.register.conftest import Import

SignIn = Callable[..., FlaskClient]
WRONG = books.plain_row(3, entered="31/02/2023")


def send(client: FlaskClient, data: bytes, name: str = "Sổ 2024.xlsx", facility_id: int = 1) -> TestResponse:
    return client.post(
        "/register",
        data={"file": (BytesIO(data), name), "facility": str(facility_id)},
        content_type="multipart/form-data",
    )


@pytest.fixture
def intake(facility_id: int, sign_in: SignIn) -> FlaskClient:
    """Somebody who may import."""
    return sign_in(Role.INTAKE)


def test_a_workbook_goes_all_the_way(app: Flask, intake: FlaskClient) -> None:
    sent = send(intake, books.plain_book(books.plain_row(1), books.plain_row(2), WRONG))
    assert sent.status_code == 303
    page = intake.get(sent.location).text
    assert "31/02/2023" in page
    assert "Danh sách" in page
    assert "Sổ 2024.xlsx" in page
    begun = intake.post(sent.location, data={"reason": "old-book"})
    assert begun.status_code == 303
    job_page = intake.get(begun.location).text
    result_url = re.search(r'href="(/register/results/\d+)"', job_page)
    assert result_url
    result = intake.get(result_url[1]).text
    assert "31/02/2023" in result
    refused = intake.get(result_url[1] + "/refused.xlsx")
    assert refused.status_code == 200
    assert refused.data.startswith(b"PK")
    again = intake.get(sent.location).text
    assert 'id="confirm"' not in again  # nothing left to import


def test_changed_cells_are_confirmed_for_all_rows_some_or_none(intake: FlaskClient, import_book: Import) -> None:
    rows = [books.plain_row(1), books.plain_row(2)]
    import_book(books.plain_book(*rows))
    newer = books.plain_book(books.plain_row(1, months=24), books.plain_row(2, commune="xã Hải Bắc"))
    sent = send(intake, newer)
    page = intake.get(sent.location).text
    assert 'value="5!Danh sách"' in page
    assert "xã Hải Bắc" in page
    assert intake.post(sent.location).status_code == 422  # nobody has said what is to be done
    ticked = {"changes": "ticked", "row": "6!Danh sách"}
    begun = intake.post(sent.location, data=ticked)
    assert begun.status_code == 303
    left = import_book(newer, dry=True)
    assert [one["column"] for one in left["changes"]] == ["Thời hạn (tháng)"]
    assert intake.post(sent.location, data={"changes": "none"}).status_code == 303
    assert import_book(newer, dry=True)["changes"] == left["changes"]


def test_an_older_copy_is_named_before_anything_is_confirmed_and_in_the_result(
    intake: FlaskClient, import_book: Import
) -> None:
    old = [books.plain_row(1), books.plain_row(2)]
    import_book(books.plain_book(*old), filename="tuan-1.xlsx")
    import_book(books.plain_book(books.plain_row(1, commune="xã Hải Bắc", months=24), old[1]), filename="tuan-2.xlsx")
    sent = send(intake, books.plain_book(*old))
    page = intake.get(sent.location).text
    assert "Sổ gửi lên là bản cũ?" in page
    assert page.index("tuan-2.xlsx") < page.index('id="conflicts"')
    assert 'id="confirm"' not in page  # what it would undo is not offered
    forked = send(intake, books.plain_book(*old, books.plain_row(3)))
    assert "Sổ gửi lên là bản cũ?" in intake.get(forked.location).text
    job_page = intake.get(intake.post(forked.location, data={"reason": "old-book"}).location).text
    result_url = re.search(r'href="(/register/results/\d+)"', job_page)
    assert result_url
    assert "tuan-2.xlsx" in intake.get(result_url[1]).text


def test_the_dry_run_row_by_row_is_searched_filtered_and_taken(intake: FlaskClient, import_book: Import) -> None:
    import_book(books.plain_book(books.plain_row(1), books.plain_row(2)))
    sent = send(intake, books.plain_book(books.plain_row(1, months=24), books.plain_row(2), books.plain_row(3), WRONG))
    rows = sent.location + "/rows"
    assert "31/02/2023" in intake.get(rows).text
    changed = intake.get(rows, query_string={"fate": "changed"}).text
    assert "Nguyễn Văn Bình An" in changed
    assert "Nguyễn Văn Cường An" not in changed
    assert "Nguyễn Văn Cường An" in intake.get(rows, query_string={"q": "cuong", "sort": "name"}).text
    taken = intake.get(rows, query_string={"export": "csv"})
    assert taken.mimetype == "text/csv"
    assert "31/02/2023" in taken.text


def test_a_dry_run_is_made_once_and_paged_until_something_is_written(
    app: Flask, intake: FlaskClient, import_book: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    monkeypatch.setattr(previews, "read_book", lambda *args, **more: read.append(args[2]) or read_book(*args, **more))
    for module in (previews, views):
        monkeypatch.setattr(module, "SHOWN", 2)
    rows = [books.plain_row(number, months="mười tám" if number > 55 else 18) for number in range(1, 61)]
    sent = send(intake, books.plain_book(*rows))
    assert "Còn 3 dòng không hiện ở đây" in intake.get(sent.location).text  # of five that are refused
    first, second = (intake.get(sent.location + "/rows", query_string={"page": page}).text for page in (1, 2))
    assert ("mười tám" in first, "mười tám" in second) == (False, True)
    assert len(read) == 1
    for kept in (Path(app.config["INSTANCE"]) / "uploads").iterdir():
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    import_book(books.plain_book(rows[0]))
    assert "Không đổi" in intake.get(sent.location + "/rows", query_string={"q": "binh an"}).text
    assert len(read) == 2


def test_tabs_with_other_sheets_or_languages_have_previews_of_their_own(
    app: Flask, intake: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [books.PLAIN_HEAD, books.plain_row(1)]
    sent = send(intake, books.xlsx(first, more=[("Phòng 2", [books.PLAIN_HEAD, books.plain_row(9)])]))
    monkeypatch.setattr(
        views, "preview", lambda *args, **more: seen.setdefault(args[3][0], previews.preview(*args, **more))
    )
    seen: dict[str, previews.Preview] = {}
    for sheet in ("Danh sách", "Phòng 2"):  # while one tab's list is about to be read, another's is made
        assert intake.get(sent.location + "/rows", query_string={"sheet": sheet}).status_code == 200
    assert "Nguyễn Văn Bình An" in intake.get(sent.location + "/rows", query_string={"sheet": "Danh sách"}).text
    kept = {one.lines for one in seen.values()}
    assert len(kept) == 2
    for change in (
        lambda: intake.post("/language", data={"language": "en"}),
        lambda: monkeypatch.setattr(previews, "FORMAT", previews.FORMAT + 1),
    ):
        change()
        seen.clear()
        intake.get(sent.location + "/rows", query_string={"sheet": "Phòng 2"})
        assert not kept & {seen["Phòng 2"].lines}
        kept.add(seen["Phòng 2"].lines)
    folder = Path(app.config["INSTANCE"]) / "uploads"
    [old] = tidying.old_uploads(folder, needed=set(), before=clock.now() + timedelta(days=1))
    assert set(old.files) == set(folder.iterdir()), "they go with the workbook"


def test_a_preview_that_fails_leaves_nothing_of_anybody(
    app: Flask, intake: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = send(intake, books.plain_book(books.plain_row(1), WRONG))
    folder = Path(app.config["INSTANCE"]) / "uploads"
    before = set(folder.iterdir())
    while_writing: set[Path] = set()

    def fails(*_args: object, **_more: object) -> None:
        while_writing.update(set(folder.iterdir()) - before)
        raise KeyError("something nobody thought of")

    monkeypatch.setattr(previews, "_told", fails)
    assert intake.get(sent.location).status_code == 500
    assert len(while_writing) == 1, "no journal beside it"
    assert set(folder.iterdir()) == before


def test_the_workbook_of_refused_rows_is_the_same_on_a_later_day_and_with_other_meanings(
    intake: FlaskClient, facility_id: int, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (views, work):
        monkeypatch.setattr(module, "SHOWN", 2)
    head = ["Ngày kết thúc" if one == "Ngày tiếp nhận" else one for one in books.PLAIN_HEAD]
    tomorrow = clock.today() + timedelta(days=1)
    sent = send(
        intake, books.plain_book(*[books.plain_row(number, entered=tomorrow) for number in range(5)], head=head)
    )
    intake.post(sent.location + "/columns", data={"column-12": "entered-on"})
    job_page = intake.get(intake.post(sent.location, data={"reason": "old-book"}).location).text
    result_url = re.search(r'href="(/register/results/\d+)"', job_page)
    assert result_url
    refused = intake.get(result_url[1] + "/refused.xlsx").data
    assert sum("HV0000" in str(row) for row in rows_of(refused)) == 5
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    key = heading_key("Ngày kết thúc", "")
    with transaction() as session:
        remember_columns(session, facility_id, {key: ("Ngày kết thúc", Field.LEFT_ON)}, actor=actor, now=clock.now())
    assert rows_of(intake.get(result_url[1] + "/refused.xlsx").data) == rows_of(refused)


def rows_of(workbook: bytes) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(BytesIO(workbook)).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def test_the_dry_run_gives_its_refused_rows_as_a_workbook(intake: FlaskClient) -> None:
    sent = send(intake, books.plain_book(books.plain_row(1), WRONG))
    answer = intake.get(sent.location + "/refused.xlsx")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_file_is_kept_by_its_hash_for_the_program_only(app: Flask, intake: FlaskClient) -> None:
    sent = send(intake, books.plain_book(books.plain_row(1)))
    kept = Path(app.config["INSTANCE"]) / "uploads" / sent.location.rsplit("/", 1)[1]
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_somebody_elses_file_is_not_found(intake: FlaskClient, sign_in: SignIn) -> None:
    sent = send(intake, books.plain_book(books.plain_row(1)))
    other = sign_in(Role.INTAKE)
    assert other.get(sent.location).status_code == 404
    assert other.get("/register/" + "0" * 64).status_code == 404
    assert other.get("/register/..%2f..%2fsecret_key").status_code == 404


def test_unknown_headings_lead_to_the_page_where_they_are_explained_once(intake: FlaskClient) -> None:
    head = ["Ngày kết thúc" if one == "Ngày tiếp nhận" else one for one in books.PLAIN_HEAD]
    sent = send(intake, books.plain_book(books.plain_row(1), head=head))
    led = intake.get(sent.location)
    assert (led.status_code, led.location) == (303, sent.location + "/columns")
    page = intake.get(led.location).text
    assert "Ngày kết thúc" in page
    assert "05/03/2023" in page
    kept = intake.post(led.location, data={"column-12": "entered-on"})
    assert kept.status_code == 303
    assert "05/03/2023" not in intake.get(kept.location).text
    assert intake.get(kept.location).status_code == 200
    another = send(intake, books.plain_book(books.plain_row(2), head=head))
    assert intake.get(another.location).status_code == 200


def test_another_sheet_can_be_chosen(intake: FlaskClient) -> None:
    first = [books.PLAIN_HEAD, *[books.plain_row(number) for number in range(1, 4)]]
    extract = [("STT", "Họ và tên", "Ngày vào", "Phòng"), (1, "Lê Văn Chín", "01/02/2023", "P2")]
    sent = send(intake, books.xlsx(first, more=[("Phòng 2", extract)]))
    assert "Nguyễn Văn Bình An" not in intake.get(sent.location).text
    page = intake.get(sent.location, query_string={"sheet": "Phòng 2"}).text
    assert 'value="Danh sách"' in page
    assert "Giới tính" in page  # the extract does not say it


@pytest.mark.parametrize(
    ("data", "name"), [(b"khong phai", "a.xlsx"), (b"", "a.xlsx"), (books.xlsx([books.PLAIN_HEAD]), "a.xls")]
)
def test_what_is_no_workbook_is_said_beside_the_field(intake: FlaskClient, data: bytes, name: str) -> None:
    answer = send(intake, data, name)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_a_workbook_without_a_register_is_refused_in_words(intake: FlaskClient) -> None:
    sent = send(intake, books.xlsx([("Thực đơn", "Cơm")]))
    answer = intake.get(sent.location, follow_redirects=True)
    assert answer.request.path == "/register", "another one can be sent from here"
    assert "Không trang tính nào có tiêu đề cột" in answer.text


def test_the_export_is_taken_and_comes_back(intake: FlaskClient) -> None:
    assert intake.get("/register/export").status_code == 200
    assert intake.get("/register/export?as_of=chua-biet&facility=1").status_code == 422
    taken = intake.get("/register/export?as_of=31/07/2026&facility=1")
    assert taken.status_code == 200
    assert taken.data.startswith(b"PK")


@pytest.mark.parametrize(
    ("role", "imports", "exports"),
    [(Role.DIRECTOR, 403, 200), (Role.INSPECTOR, 403, 200), (Role.DUTY, 403, 403), (Role.ADMINISTRATOR, 403, 403)],
)
def test_who_may(facility_id: int, sign_in: SignIn, role: Role, imports: int, exports: int) -> None:
    client = sign_in(role)
    assert client.get("/register").status_code == imports
    assert client.get("/register/export").status_code == exports
