"""A draft is kept for every form, comes back by itself, and goes with the act that saves the form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.db import db
from rehab_center.drafts import rules
from rehab_center.drafts.models import Draft
from rehab_center.permissions import Role
from rehab_center.residents import services as residents
from tests.drafts.forms import PageForm, draft_form

KEEP = "/my-account/drafts"
SignIn = Callable[..., FlaskClient]


def typed(client: FlaskClient, page: str, **words: str) -> dict[str, Any]:
    """What the form of a page would send after these words were typed."""
    return {**draft_form(client.get(page).text).data, **words}


def opened(client: FlaskClient, page: str) -> PageForm:
    """The form as it comes when it is opened anew."""
    return draft_form(client.get(page).text)


def unsaved(app: Flask) -> list[Draft]:
    with app.app_context():
        return list(db.session.scalars(select(Draft).where(Draft.typed.is_not(None)).order_by(Draft.id)))


def test_what_is_typed_comes_back_with_its_moment(clerk: FlaskClient, hoa: str) -> None:
    long = {"IDLE_MINUTES": 1440, "ABSOLUTE_HOURS": 48}  # signed in at any hour of the day
    with clock.set_to(clock.moment_of(clock.today(), 20, 14)), patch.dict(clerk.application.config, long):
        answer = clerk.post(KEEP, data=typed(clerk, hoa, commune="xã Nam Thanh"))
        assert answer.json == {"said": "Đã giữ bản nháp lúc 20:14."}
        page = clerk.get(hoa)
    assert draft_form(page.text)["commune"] == "xã Nam Thanh"
    assert "20:14" in page.text
    assert "chưa lưu" in page.text


def test_it_is_listed_on_today_and_on_my_account(clerk: FlaskClient, hoa: str) -> None:
    clerk.post(KEEP, data=typed(clerk, hoa, commune="xã Nam Thanh"))
    for page in ("/today", "/my-account"):
        assert "1 bản nháp chưa lưu" in clerk.get(page).text
    listed = clerk.get(KEEP).text
    assert f'href="{hoa}?draft=' in listed
    assert "Đỗ Thị Hoà" in listed
    assert "xã Nam Thanh" in listed


def test_nobody_else_reads_it(clerk: FlaskClient, hoa: str, sign_in: SignIn, app: Flask) -> None:
    clerk.post(KEEP, data=typed(clerk, hoa, commune="xã Nam Thanh"))
    other = sign_in(Role.INTAKE)
    assert "xã Nam Thanh" not in other.get(hoa).text
    assert "xã Nam Thanh" not in other.get(KEEP).text
    (draft,) = unsaved(app)
    for method in ("get", "post"):
        assert getattr(other, method)(f"{KEEP}/{draft.id}/throw-away").status_code == 404
    assert app.test_client().post(KEEP, data={"draft-form": "X"}).status_code == 401


def test_a_refused_form_is_kept_without_a_script(clerk: FlaskClient, hoa: str) -> None:
    refused = clerk.post(hoa, data=typed(clerk, hoa, full_name="", commune="xã Nam Thanh"))
    assert refused.status_code == 422
    assert opened(clerk, hoa)["commune"] == "xã Nam Thanh"


def test_a_saved_form_leaves_no_draft(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    sent = typed(clerk, hoa, commune="xã Nam Thanh")
    clerk.post(KEEP, data=sent)
    assert clerk.post(hoa, data=sent).status_code == 303
    assert unsaved(app) == []
    assert "bản nháp" not in clerk.get("/today").text
    # What the browser had sent just before arrives only now.
    assert clerk.post(KEEP, data=sent).json == {"said": ""}
    assert unsaved(app) == []


def test_what_was_sent_first_and_arrives_last_changes_nothing(clerk: FlaskClient, hoa: str) -> None:
    sent = typed(clerk, hoa)
    clerk.post(KEEP, data=sent | {"commune": "xã Nam Thanh", "draft-number": "2"})
    assert clerk.post(KEEP, data=sent | {"commune": "xã Nam", "draft-number": "1"}).json == {"said": ""}
    assert opened(clerk, hoa)["commune"] == "xã Nam Thanh"
    clerk.post(KEEP, data=sent | {"commune": "xã Nam Điền", "draft-number": "nine"})
    assert opened(clerk, hoa)["commune"] == "xã Nam Thanh"


def test_nothing_changed_leaves_no_draft_either(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    sent = typed(clerk, hoa)
    clerk.post(KEEP, data=sent)
    assert clerk.post(hoa, data=sent).status_code == 303
    assert unsaved(app) == []


def test_the_draft_goes_in_the_transaction_of_the_act(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    """A server killed right after the commit, before the answer, has neither lost the act nor kept the draft."""
    sent = typed(clerk, hoa, commune="xã Nam Thanh")
    clerk.post(KEEP, data=sent)
    hooks = app.after_request_funcs[None]
    with patch.dict(app.after_request_funcs, {None: [hook for hook in hooks if hook.__name__ != "_look"]}):
        assert clerk.post(hoa, data=sent).status_code == 303
    assert unsaved(app) == []


def test_an_act_that_fails_keeps_the_draft(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    sent = typed(clerk, hoa, commune="xã Nam Thanh")
    app.config["PROPAGATE_EXCEPTIONS"] = app.config["TESTING"] = False
    with patch.object(residents, "correct_person", side_effect=ZeroDivisionError):
        assert clerk.post(hoa, data=sent).status_code == 500
    assert opened(clerk, hoa)["commune"] == "xã Nam Thanh"


def test_a_session_that_ran_out_loses_nothing(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    sent = typed(clerk, hoa, commune="xã Nam Thanh")
    with clock.set_to(clock.now() + timedelta(minutes=45)):
        refused = clerk.post(hoa, data=sent)
        assert refused.status_code == 401
        assert f'href="/sign-in?next={hoa}"' in refused.text
        assert "xã Nam Thanh" in refused.text
        (draft,) = unsaved(app)
        assert ["commune", "xã Nam Thanh"] in (draft.typed or [])


def test_a_stranger_leaves_no_draft(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    sent = typed(clerk, hoa, commune="xã Nam Thanh")
    clerk.post("/sign-out")
    assert clerk.post(hoa, data=sent).status_code == 401
    assert unsaved(app) == []


def test_a_stale_token_keeps_the_draft_and_a_forged_one_does_not(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    sent = typed(clerk, hoa, commune="xã Nam Thanh")
    app.config["WTF_CSRF_ENABLED"] = True
    forged = clerk.post(hoa, data=sent | {"csrf_token": "old"}, headers={"Origin": "https://elsewhere.example"})
    assert forged.status_code == 400
    assert unsaved(app) == []
    assert clerk.post(hoa, data=sent | {"csrf_token": "old"}).status_code == 400
    assert opened(clerk, hoa)["commune"] == "xã Nam Thanh"


def test_a_step_that_shows_the_answers_keeps_them(clerk: FlaskClient, hoa: str, session: Session, app: Flask) -> None:
    page = "/admissions/new/person"
    words = {
        "full_name": "Nguyễn Văn Bình",
        "birth": "1990",
        "decision_number": "77/QĐ-TA",
        "decision_on": "1/6/2024",
        "decision_issuer": "TAND huyện A",
        "months": "18",
        "decision_effective_on": "1/6/2024",
        "admitted_on": "5/6/2024",
    }
    sent = typed(clerk, page, **words)
    checked = clerk.post(page, data=sent | {"step": "check"})
    assert checked.status_code == 200
    again = opened(clerk, page)
    assert {name: again[name] for name in ("full_name", "decision_number")} == {
        "full_name": "Nguyễn Văn Bình",
        "decision_number": "77/QĐ-TA",
    }
    confirm = draft_form(checked.text).data
    done = clerk.post(page, data=confirm | {"step": "confirm", "reason": "seen", "reason_note": "bản gốc"})
    assert done.status_code == 303
    assert unsaved(app) == []


def test_words_that_go_on_into_another_form_are_kept_there(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    page, other = "/admissions/new/person", hoa.replace("/people/", "/admissions/new/").removesuffix("/edit")
    sent = typed(clerk, page, full_name="Đỗ Thị Hoà", decision_number="77/QĐ-TA")
    clerk.post(KEEP, data=sent)
    moved = clerk.post(other, data=sent | {"step": "this-person"})
    assert moved.status_code in (200, 422)
    assert [draft.page for draft in unsaved(app)] == [other]
    assert opened(clerk, other)["decision_number"] == "77/QĐ-TA"


def test_throwing_away_asks_first(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    clerk.post(KEEP, data=typed(clerk, hoa, commune="xã Nam Thanh"))
    (draft,) = unsaved(app)
    away = f"{KEEP}/{draft.id}/throw-away"
    assert away in clerk.get(hoa).text
    assert "xã Nam Thanh" in clerk.get(away).text
    assert len(unsaved(app)) == 1
    assert clerk.post(away).location == hoa
    assert unsaved(app) == []
    assert "xã Nam Thanh" not in clerk.get(hoa).text


def test_drafts_do_not_last_for_ever(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    clerk.post(KEEP, data=typed(clerk, hoa, commune="xã Nam Thanh"))
    later = clock.now() + timedelta(days=15)
    with app.app_context():
        db.session.rollback()
    with clock.set_to(later), patch.dict(app.config, {"IDLE_MINUTES": 10**6, "ABSOLUTE_HOURS": 10**4}):
        assert "xã Nam Thanh" not in clerk.get(hoa).text
        clerk.post(KEEP, data=typed(clerk, hoa, note="khác"))
        assert [pair for pair in unsaved(app)[0].typed or [] if pair[0] == "commune"] == [["commune", ""]]


def test_the_oldest_of_too_many_gives_way(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    sent = typed(clerk, hoa, commune="xã Nam Thanh")
    with patch.object(rules, "MOST_DRAFTS", 2):
        for number in range(3):
            clerk.post(KEEP, data=sent | {"draft-page": f"/admissions/new/{number}"})
    assert [draft.page for draft in unsaved(app)] == ["/admissions/new/1", "/admissions/new/2"]


def test_too_much_is_refused_in_words(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    answer = clerk.post(KEEP, data=typed(clerk, hoa, note="x" * rules.LARGEST))
    assert answer.status_code == 422
    assert "bản nháp" in answer.get_json()["said"]
    assert unsaved(app) == []


@pytest.mark.parametrize(
    "marks",
    [
        {},
        {"draft-page": "https://elsewhere.example/"},
        {"draft-page": "//elsewhere.example/x"},
        {"draft-page": "/no-such-page"},
        {"draft-page": "/people/1/edit?next=/x"},
        {"draft-sheet": "short"},
        {"draft-form": "<b>"},
    ],
)
def test_only_what_a_page_wrote_is_kept(clerk: FlaskClient, app: Flask, hoa: str, marks: dict[str, str]) -> None:
    sent = typed(clerk, hoa, commune="xã Nam Thanh") if marks else {"commune": "x"}
    assert clerk.post(KEEP, data=sent | marks).status_code == 400
    assert unsaved(app) == []


def test_passwords_and_tokens_are_never_kept(app: Flask, clerk: FlaskClient, hoa: str) -> None:
    secret = {"new_password": "hoa-sen-42", "csrf_token": "abc"}
    clerk.post(KEEP, data=typed(clerk, hoa, commune="xã Nam Thanh") | secret)
    (draft,) = unsaved(app)
    assert "hoa-sen-42" not in str(draft.typed)
    assert "csrf_token" not in str(draft.typed)
    for page in ("/my-account/password", "/my-account/sign-out-everywhere"):
        assert "data-draft=" not in clerk.get(page).text


NEW_RELATIVE = "/relatives/new"


@pytest.fixture
def relative(hoa: str) -> str:
    """A form of something new: two tabs with it are two things."""
    return hoa.removesuffix("/edit") + NEW_RELATIVE


def named(app: Flask) -> set[str]:
    """Who is named in the drafts there are."""
    return {text for draft in unsaved(app) for name, text in draft.typed or [] if name == "name" and text}


def test_two_tabs_of_one_form_never_touch_each_other(app: Flask, clerk: FlaskClient, relative: str) -> None:
    first, second = typed(clerk, relative, name="Đỗ Văn Một"), typed(clerk, relative, name="Đỗ Văn Hai")
    for sent in (first, second, first | {"draft-number": "1"}):
        clerk.post(KEEP, data=sent)
    assert named(app) == {"Đỗ Văn Một", "Đỗ Văn Hai"}
    listed = clerk.get(KEEP).text
    addresses = [f"{relative}?draft={draft.id}" for draft in unsaved(app)]
    assert [opened(clerk, address)["name"] for address in addresses] == ["Đỗ Văn Một", "Đỗ Văn Hai"]
    assert all(f'href="{address}"' in listed for address in addresses)
    assert clerk.post(relative, data=second | {"relation": "bố"}).status_code == 303
    assert named(app) == {"Đỗ Văn Một"}


def test_a_tab_that_comes_with_a_draft_goes_on_with_it(app: Flask, clerk: FlaskClient, relative: str) -> None:
    clerk.post(KEEP, data=typed(clerk, relative, name="Đỗ Văn Một"))
    again = typed(clerk, relative, phone="0912 345 678")
    assert again["name"] == ["Đỗ Văn Một"]
    clerk.post(KEEP, data=again | {"draft-number": "1"})
    assert len(unsaved(app)) == 1
    assert clerk.post(relative, data=again | {"relation": "bố", "draft-number": "2"}).status_code == 303
    assert unsaved(app) == []


def test_a_tab_that_was_thought_dead_keeps_its_own(app: Flask, clerk: FlaskClient, relative: str) -> None:
    alive = typed(clerk, relative, name="Đỗ Văn Một")
    clerk.post(KEEP, data=alive)
    other = typed(clerk, relative) | {"name": "Đỗ Văn Hai"}
    clerk.post(KEEP, data=alive | {"name": "Đỗ Văn Một nữa", "draft-number": "1"})
    clerk.post(KEEP, data=other)
    assert named(app) == {"Đỗ Văn Một nữa", "Đỗ Văn Hai"}
    assert clerk.post(relative, data=other | {"relation": "bố", "draft-number": "1"}).status_code == 303
    assert named(app) == {"Đỗ Văn Một nữa"}


def test_another_may_be_begun_beside_a_draft(app: Flask, clerk: FlaskClient, relative: str) -> None:
    clerk.post(KEEP, data=typed(clerk, relative, name="Đỗ Văn Một"))
    page = clerk.get(f"{relative}?next=/today").text
    assert f'href="{relative}?next=%2Ftoday&amp;draft=none"' in page
    beside = f"{relative}?draft=none"
    assert opened(clerk, beside)["name"] == ""
    clerk.post(KEEP, data=typed(clerk, beside, name="Đỗ Văn Hai"))
    assert named(app) == {"Đỗ Văn Một", "Đỗ Văn Hai"}
    assert {draft.page for draft in unsaved(app)} == {relative}
