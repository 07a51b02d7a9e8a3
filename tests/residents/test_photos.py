"""Photos of persons: what is taken for one, what is kept of it, who may see it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image, ImageFile
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center.audit.models import AuditEntry
from rehab_center.db import transaction
from rehab_center.errors import DomainError, NotFound
from rehab_center.permissions import EVERYWHERE, Actor, Role, Scope
from rehab_center.residents.models import Photo
from rehab_center.residents.portraits import LARGEST, portrait
from rehab_center.residents.queries import briefs_of, latest_photos
from rehab_center.residents.queries.photos import photos_of
from rehab_center.residents.services.photos import add_photo, withdraw_photo
from tests import factories
from tests.residents.persons import NOW, make_facility, make_person
from tests.residents.pictures import picture

SignIn = Callable[..., FlaskClient]
DAY = date(2024, 6, 14)


@pytest.fixture
def person(session: Session, actor: Actor) -> int:
    return make_person(actor, make_facility(actor))


def keep(actor: Actor, person: int, folder: Path, *, shade: int = 0, taken_on: date = DAY) -> int:
    """A photo kept by the service."""
    with transaction() as session:
        return add_photo(
            session,
            person,
            portrait=portrait(picture(shade=shade)),
            taken_on=taken_on,
            folder=folder,
            actor=actor,
            now=NOW,
        )


# --- what becomes of a picture ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "size"),
    [
        (picture(900, 1200), (720, 960)),
        (picture(4000, 3000), (720, 540)),
        (picture(300, 400), (300, 400)),  # never made larger
        (picture(900, 1200, form="PNG"), (720, 960)),
        (picture(900, 1200, turned=True), (720, 960)),  # lay on its side and said so
    ],
)
def test_a_picture_becomes_a_moderate_jpeg_without_its_data(sent: bytes, size: tuple[int, int]) -> None:
    found = portrait(sent)
    assert (found.width, found.height) == size
    with Image.open(io.BytesIO(found.content)) as image:
        assert (image.format, image.size) == ("JPEG", size)
        assert not dict(image.getexif())
    assert "Máy của".encode() not in found.content


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"%PDF-1.7 a paper",
        b"GIF89a",
        b"\xff\xd8\xff and then nothing",
        picture()[:2000],
        picture(90, 90),
        b"\xff\xd8\xff" + b"x" * LARGEST,
    ],
    ids=["empty", "pdf", "gif", "no jpeg", "cut off", "too small", "too large"],
)
def test_what_is_no_picture_of_anybody_is_refused(sent: bytes) -> None:
    with pytest.raises(DomainError) as refused:
        portrait(sent)
    assert (refused.value.field, refused.value.code) == ("photo", "bad-photo")


def test_a_cut_off_picture_is_refused_where_weasyprint_has_been_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    for form in ("JPEG", "PNG"):
        whole = picture(form=form)
        assert portrait(whole).width == 720
        with pytest.raises(DomainError):
            portrait(whole[: len(whole) // 2])


def test_a_picture_larger_than_a_screen_can_be_is_not_even_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rehab_center.residents.portraits._MOST_PIXELS", 1000)
    with pytest.raises(DomainError, match="too many pixels"):
        portrait(picture())


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_none_is_overwritten_and_the_latest_taken_is_shown(session: Session, actor: Actor, person: int) -> None:
    folder = Path("scans")
    first = keep(actor, person, folder, shade=1)
    older = keep(actor, person, folder, shade=2, taken_on=date(2024, 1, 1))
    assert [line.id for line in photos_of(session, person, scope=EVERYWHERE)] == [first, older]
    assert latest_photos(session, [person, 999]) == {person: first}
    assert briefs_of(session, [person])[person].photo_id == first
    with transaction() as writing:
        withdraw_photo(writing, person, first, reason="Chụp nhầm người", actor=actor, now=NOW)
    assert latest_photos(session, [person]) == {person: older}
    row = session.get_one(Photo, first)
    assert (row.withdrawn_at, row.taken_by) == (NOW, actor.label)


def test_the_same_picture_twice_and_a_day_to_come_are_refused(session: Session, actor: Actor, person: int) -> None:
    keep(actor, person, Path("scans"))
    with pytest.raises(DomainError) as twice:
        keep(actor, person, Path("scans"))
    assert twice.value.code == "photo-there-already"
    with pytest.raises(DomainError) as ahead:
        keep(actor, person, Path("scans"), shade=5, taken_on=date(2024, 6, 15))
    assert ahead.value.field == "taken_on"


def test_a_stranger_has_no_photos(session: Session, person: int) -> None:
    with pytest.raises(NotFound):
        photos_of(session, person, scope=Scope(frozenset({999})))


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- the pages --------------------------------------------------------------------------------------------------------


def test_a_photo_goes_in_and_comes_back(session: Session, person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    page = client.get(f"/people/{person}/photos")
    assert "camera=(self)" in page.headers["Permissions-Policy"]
    assert 'accept="image/*"' in page.text
    sent = {"photo": (io.BytesIO(picture()), "anh.jpg"), "taken_on": "14/06/2024"}
    answer = client.post(f"/people/{person}/photos", data=sent)
    assert answer.status_code == 303
    shown = client.get(answer.location)
    assert f"/people/{person}/photos/1" in shown.text
    assert "camera=()" in shown.headers["Permissions-Policy"]
    file = client.get(f"/people/{person}/photos/1")
    assert (file.status_code, file.mimetype) == (200, "image/jpeg")
    assert file.headers["Cache-Control"].startswith("private")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    session.rollback()
    assert session.scalars(select(AuditEntry.act)).all().count("photo.added") == 1


@pytest.mark.parametrize(
    ("name", "content", "taken_on"),
    [("a.pdf", b"%PDF-1.7", "14/06/2024"), ("a.jpg", b"\xff\xd8\xff", "14/06/2024"), ("a.jpg", b"", "14/06/2024")],
)
def test_a_wrong_file_is_named_at_its_field(
    person: int, sign_in: SignIn, name: str, content: bytes, taken_on: str
) -> None:
    sent = {"photo": (io.BytesIO(content), name), "taken_on": taken_on}
    answer = sign_in(Role.INTAKE).post(f"/people/{person}/photos", data=sent)
    assert answer.status_code == 422
    assert 'id="photo-error"' in answer.text
    assert f'value="{taken_on}"' in answer.text


def test_a_good_file_is_kept_when_only_the_day_is_wrong(person: int, sign_in: SignIn) -> None:
    sent = {"photo": (io.BytesIO(picture()), "anh.jpg"), "taken_on": "31/02/2024"}
    answer = sign_in(Role.INTAKE).post(f"/people/{person}/photos", data=sent)
    assert answer.status_code == 422
    assert "held-file" in answer.text


def test_withdrawing_asks_why_and_then_nothing_is_shown(person: int, sign_in: SignIn) -> None:
    client = sign_in(Role.INTAKE)
    client.post(f"/people/{person}/photos", data={"photo": (io.BytesIO(picture()), "a.jpg"), "taken_on": "14/06/2024"})
    assert client.post(f"/people/{person}/photos/1/withdraw", data={"reason": ""}).status_code == 422
    assert client.post(f"/people/{person}/photos/1/withdraw", data={"reason": "Nhầm người"}).status_code == 303
    for path in (f"/people/{person}/photos/1", f"/people/{person}/photos/1/withdraw"):
        assert client.get(path).status_code == 404


def test_who_may_see_a_photo(app: Flask, actor: Actor, person: int, sign_in: SignIn) -> None:
    intake = sign_in(Role.INTAKE)
    intake.post(f"/people/{person}/photos", data={"photo": (io.BytesIO(picture()), "a.jpg"), "taken_on": "14/06/2024"})
    address = f"/people/{person}/photos/1"
    assert sign_in(Role.INSPECTOR).get(address).status_code == 200
    assert sign_in(Role.INSPECTOR).get(f"/people/{person}/photos").status_code == 403
    assert sign_in(Role.ADMINISTRATOR).get(address).status_code == 403
    other = make_facility(actor, "CS2")
    stranger = make_person(actor, other)
    assert intake.get(f"/people/{stranger}/photos/1").status_code == 404
    factories.make_account("khac", Role.INTAKE, facility_id=other)
    client = app.test_client()
    client.post("/sign-in", data={"username": "khac", "password": factories.PASSWORD})
    assert client.get(address).status_code == 404
