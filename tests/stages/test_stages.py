"""Stages: proposed, decided, replaced and never edited; the balance closes; who is due; an old book; the pages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from rehab_center import clock
from rehab_center.admissions.models import Admission, Movement
from rehab_center.admissions.rules.facts import StayCorrection
from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.admissions.services import convert_stay, correct_stay
from rehab_center.audit.models import AuditEntry
from rehab_center.clock import moment_of
from rehab_center.db import transaction
from rehab_center.errors import Blocked, Conflict, DomainError, NotFound, NotPermitted, ReasonNeeded
from rehab_center.headcount.queries import head_count
from rehab_center.organisation.services import create_facility
from rehab_center.permissions import EVERYWHERE, ROLES, Actor, Role, Scope
from rehab_center.stages.kinds import Due, Step
from rehab_center.stages.queries import board, books_of, lines_of, stages_on
from rehab_center.stages.rules.intervals import Change, Now
from rehab_center.stages.services import Wish, cancel_line, decline, replace_line
from tests.admissions.stays import Centre, decision, stay_facts
from tests.stages.writing import CAME, MET, NOT_MET, NOW, TODAY, A, B, C, D, E, decide, last, write

SignIn = Callable[..., FlaskClient]


def test_proposed_then_decided_and_only_the_decision_counts(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    change = Change(B, date(2024, 4, 10), result=MET, evaluated_by="Y sĩ Lan", evaluation="Ổn", goals="Cắt cơn")
    write(centre, Step.PROPOSED, {stay: Wish(change, last(session, stay))})
    assert stages_on(session, [stay], TODAY)[stay] == Now(A, CAME)  # with the admission
    write(centre, Step.DECIDED, {stay: Wish(change, last(session, stay))})  # as proposed: no words needed
    session.rollback()
    assert stages_on(session, [stay], TODAY)[stay].stage is B
    assert stages_on(session, [stay], date(2024, 4, 9))[stay].stage is A
    assert stages_on(session, [stay], TODAY, known_at=moment_of(date(2024, 6, 13), 9)) == {}
    told = [(line.step, line.change, line.reason) for line in lines_of(session, [stay])[stay]]
    assert told[1:] == [(Step.PROPOSED, change, None), (Step.DECIDED, change, None)]


def test_a_refusal_and_a_newer_proposal_end_the_one_before(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    for day in (11, 12):
        change = Change(B, date(2024, 3, day), result=MET)
        write(centre, Step.PROPOSED, {stay: Wish(change, last(session, stay))}, why="Nhầm ngày")
    seen = {stay: last(session, stay)}
    proposal = books_of(session, [stay])[stay].proposal
    assert proposal
    assert proposal.change.begins_on == date(2024, 3, 12)
    for why, error in ((" ", DomainError), ("Chưa đủ hồ sơ", None)):
        with transaction() as writing:
            if error:
                with pytest.raises(error) as refused:
                    decline(writing, seen, why=why, actor=centre.actor, now=NOW)
                assert refused.value.field == "why"
            else:
                assert decline(writing, seen, why=why, actor=centre.actor, now=NOW) == 1
    session.rollback()
    book = books_of(session, [stay])[stay]
    assert (book.proposal, book.changes) == (None, (Change(A, CAME),))
    with pytest.raises(Conflict), transaction() as writing:
        decline(writing, {stay: book.last_id}, why="Lần nữa", actor=centre.actor, now=NOW)


def test_a_mistake_is_replaced_or_taken_back_by_a_row(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    decide(session, centre, stay, Change(B, date(2024, 5, 1), result=MET))
    wrong = books_of(session, [stay])[stay].lines[1]
    right = Change(B, date(2024, 4, 1), result=MET)
    later = moment_of(date(2024, 6, 15), 9)
    with pytest.raises(DomainError, match="Say why"), transaction() as writing:
        replace_line(writing, wrong.id, right, why="", seen=wrong.id, actor=centre.actor, now=later)
    with transaction() as writing:
        replace_line(writing, wrong.id, right, why="Ghi nhầm ngày", seen=wrong.id, actor=centre.actor, now=later)
    session.rollback()
    assert stages_on(session, [stay], date(2024, 4, 2))[stay].stage is B
    assert stages_on(session, [stay], date(2024, 4, 2), known_at=NOW)[stay].stage is A  # as it was known then
    with pytest.raises(Conflict), transaction() as writing:  # already replaced
        cancel_line(writing, wrong.id, why="Lần nữa", seen=wrong.id, actor=centre.actor, now=later)
    newest = last(session, stay)
    with transaction() as writing:
        cancel_line(writing, newest, why="Không có thật", seen=newest, actor=centre.actor, now=later)
    session.rollback()
    assert stages_on(session, [stay], TODAY)[stay].stage is A
    assert [line.step for line in lines_of(session, [stay])[stay]][-1] is Step.CANCELLED


def test_what_is_mended_keeps_its_place_among_the_changes_of_its_day(session: Session, centre: Centre) -> None:
    mended, moved = centre.admit(), centre.admit()
    decide(session, centre, mended, Change(B, CAME, result=MET))
    decide(session, centre, moved, Change(B, date(2024, 3, 12), result=MET))
    first = books_of(session, [mended])[mended].lines[0].id
    seen, right = last(session, mended), Change(A, CAME, goals="Làm quen nội quy")
    with transaction() as writing:
        replace_line(writing, first, right, why="Thiếu mục tiêu", seen=seen, actor=centre.actor, now=NOW)
        came_on(writing, moved, date(2024, 3, 12), centre)
    session.rollback()
    assert stages_on(session, [mended], TODAY)[mended] == Now(B, CAME)
    assert stages_on(session, [moved], TODAY)[moved] == Now(B, date(2024, 3, 12))


def came_on(session: Session, stay_id: int, day: date, centre: Centre) -> None:
    """The day of an admission put right."""
    stay = session.get_one(Admission, stay_id)
    correction = StayCorrection(
        **{f.name: getattr(stay, f.name) for f in fields(StayCorrection)}
        | {"admitted_on": day, "regime": Regime(stay.regime)}
    )
    correct_stay(
        session, stay_id, correction=correction, expected_version=stay.version, reason="Nhầm ngày",
        actor=centre.actor, now=NOW,
    )  # fmt: skip


def test_rules_and_rights(session: Session, centre: Centre) -> None:
    stay = centre.admit()
    training = Actor("day", "Dạy nghề", permissions=ROLES[Role.TRAINING], roles=frozenset({Role.TRAINING}))
    seen = last(session, stay)
    first = {stay: Wish(Change(B, date(2024, 4, 1), result=MET), seen)}
    with pytest.raises(NotPermitted):
        write(centre, Step.DECIDED, first, actor=training, why="Sổ cũ")
    with pytest.raises(DomainError) as unasked:
        write(centre, Step.DECIDED, first)  # nobody has proposed it
    assert unasked.value.field == "why"
    with pytest.raises(Blocked, match="only began"):
        write(centre, Step.PROPOSED, {stay: Wish(Change(B, date(2024, 3, 9)), seen)})
    with pytest.raises(DomainError) as skipped:
        write(centre, Step.PROPOSED, {stay: Wish(Change(C, CAME, result=MET), seen)}, actor=training)
    assert skipped.value.field == "why"
    write(centre, Step.PROPOSED, first, actor=training)
    with pytest.raises(Conflict, match="Trần Văn An"):
        write(centre, Step.PROPOSED, first)
    elsewhere = Actor("xa", "Người nơi khác", facility_ids=frozenset({999}))
    with pytest.raises(NotFound):
        write(centre, Step.PROPOSED, first, actor=elsewhere)
    with pytest.raises(DomainError, match="Nobody"):
        write(centre, Step.PROPOSED, {})


def test_the_balance_closes_on_every_day_and_the_end_of_a_stay_ends_its_stage(session: Session, centre: Centre) -> None:
    here, both, gone, away, new = (centre.admit() for _number in range(5))
    first = books_of(session, [new])[new].last_id
    with transaction() as writing:  # as every stay from before the first stage came with the admission
        cancel_line(writing, first, why="Chưa xếp giai đoạn", seen=first, actor=centre.actor, now=NOW)
    changes = Change(C, date(2024, 4, 1)), Change(D, date(2024, 5, 1), alongside=True)
    decide(session, centre, both, *changes)
    centre.move(gone, MovementKind.DIED, date(2024, 5, 10))
    centre.move(away, MovementKind.ESCAPED, date(2024, 5, 10))
    for day in (CAME, date(2024, 4, 30), date(2024, 5, 9), date(2024, 5, 10), TODAY):
        page = board(session, scope=EVERYWHERE, as_of=day)
        care = head_count(session, as_of=day, scope=EVERYWHERE).under_care
        assert sum(page.by_stage.values()) + page.unknown == len(page.rows) == care
    assert page.by_stage == {A: 1, B: 0, C: 0, D: 1, E: 0}
    assert (page.unknown, page.side_by_side) == (1, 1)
    assert new in {row.stay_id for row in page.rows if row.now is None}
    assert set(stages_on(session, [gone, away], TODAY)) == {away}  # an escape is not the end of a stay
    assert board(session, scope=Scope(frozenset({999})), as_of=TODAY).rows == ()


def test_who_is_due_and_by_how_many_days(session: Session, centre: Centre) -> None:
    late, kept, waits = (centre.admit() for _number in range(3))
    decide(session, centre, kept, Change(A, date(2024, 5, 20), result=NOT_MET))
    write(centre, Step.PROPOSED, {waits: Wish(Change(B, TODAY, result=MET), last(session, waits))})
    session.rollback()
    rows = {row.stay_id: row for row in board(session, scope=EVERYWHERE, as_of=TODAY).rows}
    # 18 months from 10/03/2024 are 549 days; five percent are 28.
    assert (rows[late].due_on, rows[late].due, rows[late].days_over) == (date(2024, 4, 7), Due.OVERDUE, 68)
    assert (rows[kept].due_on, rows[kept].due) == (date(2024, 6, 19), Due.SOON)
    assert (rows[waits].due, rows[waits].proposed) == (Due.WAITS, B)


def test_completing_a_stay_asks_for_its_stages(session: Session, centre: Centre) -> None:
    """L73 Đ29: all five for a compulsory stay; a stay whose stages nobody wrote is not asked."""
    came = date(2022, 12, 14)
    stay, unwritten = (centre.admit(admitted_on=came, decision=decision(date(2022, 12, 9))) for _number in range(2))
    decide(session, centre, stay, Change(B, date(2023, 1, 14), result=MET))
    centre.move(unwritten, MovementKind.COMPLETED, TODAY)
    with pytest.raises(ReasonNeeded) as asked:
        centre.move(stay, MovementKind.COMPLETED, TODAY)
    assert [one.rule for one in asked.value.findings] == ["stages-incomplete"]
    centre.move(stay, MovementKind.COMPLETED, TODAY, reason="Sổ giai đoạn cũ bị thất lạc")


def test_the_first_stage_begins_moves_and_ends_with_the_stay(session: Session, centre: Centre) -> None:
    """L120 Đ29.2: the first stage is the admission; a change of ground begins nothing anew."""
    held = centre.admit(kind=StayKind.TEMPORARY, months=None)
    decide(session, centre, held, Change(B, date(2024, 3, 20), result=MET, goals="Ăn ngủ ổn định"))
    with transaction() as writing:
        facts = stay_facts(admitted_on=date(2024, 4, 2))
        stay = convert_stay(writing, held, facts=facts, reason="Có quyết định", actor=centre.actor, now=NOW)
    session.rollback()
    assert books_of(session, [stay])[stay].changes == (Change(B, date(2024, 4, 2), goals="Ăn ngủ ổn định"),)
    assert set(stages_on(session, [held, stay], date(2024, 4, 2))) == {stay}
    entry = session.scalars(select(Movement.id).where(Movement.admission_id == stay, Movement.kind == "converted-in"))
    centre.void(entry.one())  # both halves
    session.rollback()
    assert books_of(session, [stay])[stay].changes == ()
    assert stages_on(session, [held], TODAY)[held].stage is B

    moved, gone = centre.admit(), centre.admit()
    with transaction() as writing:
        came_on(writing, moved, date(2024, 3, 12), centre)
    session.rollback()
    assert books_of(session, [moved])[moved].changes == (Change(A, date(2024, 3, 12)),)
    write(centre, Step.PROPOSED, {gone: Wish(Change(B, TODAY, result=MET), last(session, gone))})
    centre.void(session.scalars(select(Movement.id).where(Movement.admission_id == gone)).one())
    session.rollback()
    book = books_of(session, [gone])[gone]
    assert (book.lines, book.proposal) == ((), None)


# --- the pages --------------------------------------------------------------------------------------------------------


def test_from_the_gate_to_the_decision(session: Session, centre: Centre, sign_in: SignIn) -> None:
    """Some without a stage are given one, some are proposed for b, the director follows one and declines one."""
    names = ["Trần Văn An", "Lê Văn Bình", "Phạm Thị Chi"]
    stays = [centre.admit(centre.person(name)) for name in names]
    with clock.set_to(NOW):
        director = sign_in(Role.DIRECTOR)
        assert "10/03/2024" in director.get(f"/stages/stays/{stays[0]}").text  # the first began with the admission
        for stay in stays:
            first = last(session, stay)
            with transaction() as writing:
                cancel_line(writing, first, why="Chưa xếp giai đoạn", seen=first, actor=centre.actor, now=NOW)
        assert "Chưa xác định giai đoạn" in director.get("/stages").text
        begun = director.post("/stages/set?stage=none", data={"step": "all"})
        assert begun.status_code == 200
        assert all(name in begun.text for name in names)
        data = {f"s-{stay}": str(last(session, stay)) for stay in stays} | {
            "stage": "next", "begins_on": "14/6/2024", "from_admission": "y", "result": "",
        }  # fmt: skip
        shown = director.post("/stages/set", data=data | {"step": "check"}).text
        assert "10/03/2024" in shown
        assert "chưa được đề nghị như vậy" in shown
        unexplained = director.post("/stages/set", data=data | {"step": "save"})
        assert unexplained.status_code == 422
        assert director.post("/stages/set", data=data | {"step": "save", "why": "Lập sổ"}).status_code == 303

        training = sign_in(Role.TRAINING)
        assert "quá hạn đánh giá" in training.get("/today").text
        listed = training.get("/stages?due=overdue").text
        assert f'name="s-{stays[0]}"' in listed
        boxes = {f"s-{stay}": str(last(session, stay)) for stay in stays[:2]}
        asked = training.post("/stages/propose", data=boxes | {"step": "chosen"}).text
        assert "Xem những gì sẽ ghi" in asked
        typed = boxes | {
            "stage": "next", "begins_on": "1/6/2024", "result": "met", "evaluated_by": "Cô Hoa",
            "evaluation": "Đã ổn định", "goals": "Cắt cơn an toàn",
        }  # fmt: skip
        bad = training.post("/stages/propose", data=typed | {"step": "save", "begins_on": "31/2/2024"})
        assert bad.status_code == 422
        assert "Đã ổn định" in bad.text
        assert training.post("/stages/propose", data=typed | {"step": "save"}).status_code == 303
        assert training.post("/stages/decide", data={"step": "all"}).status_code == 403

        director = sign_in(Role.DIRECTOR)
        waiting = director.post("/stages/decide?due=waits", data={"step": "all"}).text
        assert names[0] in waiting
        assert "Cắt cơn an toàn" in waiting
        assert names[2] not in waiting
        one, other = ({f"s-{stay}": str(last(session, stay))} for stay in stays[:2])
        assert director.post("/stages/decide", data=one | {"step": "save"}).status_code == 303
        assert director.post("/stages/decide", data=other | {"step": "decline"}).status_code == 422
        refused = other | {"step": "decline", "why": "Còn vi phạm"}
        assert director.post("/stages/decide", data=refused).status_code == 303
        assert "Còn vi phạm" in director.get(f"/stages/stays/{stays[1]}").text
        assert 'class="stage-now"' in director.get(f"/admissions/{stays[0]}").text
        session.rollback()
        line = books_of(session, [stays[0]])[stays[0]].lines[-1]
        mending = {"stage": "treatment", "begins_on": "2/6/2024", "result": "met", "seen": str(line.id)}
        assert director.post(f"/stages/entries/{line.id}", data=mending).status_code == 422
        mended = director.post(f"/stages/entries/{line.id}", data=mending | {"why": "Nhầm ngày"})
        assert mended.status_code == 303
        assert director.get("/stages/sheet?due=should").status_code == 200
        assert director.get("/stages?export=xlsx").status_code == 200
        looked_back = director.get("/stages?as_of=1/6/2024&known_on=13/6/2024").text
        assert 'type="checkbox"' not in looked_back
        person = centre_person(session, stays[0])
        told = director.get(f"/people/{person}").text
        assert "Giai đoạn b) Điều trị cắt cơn" in told
        assert "Nhầm ngày" in told
        newest = last(session, stays[0])
        taken_back = {"seen": str(newest), "step": "cancel", "why": "Không có thật"}
        assert director.post(f"/stages/entries/{newest}", data=mending | taken_back).status_code == 303
        assert re.search(r"rút lại [^<]*: Không có thật", director.get(f"/people/{person}").text)
    session.rollback()
    acts = set(session.scalars(select(AuditEntry.act)))
    assert {"stage.proposed", "stage.decided", "stage.declined", "stage.corrected", "stage.exported"} <= acts


def centre_person(session: Session, stay: int) -> int:
    """Whose stay it is."""
    session.rollback()
    return next(
        row.here.resident_id for row in board(session, scope=EVERYWHERE, as_of=TODAY).rows if row.stay_id == stay
    )


def test_what_a_rule_stops_is_declined_and_the_others_are_followed(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    """Also where somebody else has written about one of them meanwhile: they are left out of the next step."""
    stays = stopped, meanwhile, followed = [centre.admit() for _number in range(3)]
    beside = Change(D, date(2024, 5, 1), alongside=True)
    decide(session, centre, stopped, Change(C, date(2024, 4, 1)))
    for stay, change in ((stopped, beside), (meanwhile, Change(B, TODAY)), (followed, Change(B, TODAY))):
        write(centre, Step.PROPOSED, {stay: Wish(change, last(session, stay))}, why="Theo sổ")
    line, seen = books_of(session, [stopped])[stopped].lines[1].id, last(session, stopped)
    with transaction() as writing:  # what it was to go beside is no more
        cancel_line(writing, line, why="Ghi nhầm", seen=seen, actor=centre.actor, now=NOW)
    with clock.set_to(NOW):
        director = sign_in(Role.DIRECTOR)
        boxes = {f"s-{stay}": str(last(session, stay)) for stay in stays}
        boxes[f"s-{meanwhile}"] = "1"
        shown = director.post("/stages/decide", data=boxes | {"step": "chosen"}).text
        assert f'name="s-{meanwhile}"' not in shown
        held = {name: value for name, value in boxes.items() if f'name="{name}"' in shown}
        told = director.post("/stages/decide", data=boxes | {"step": "save", "why": "Đồng ý"})
        assert (told.status_code, "Không ghi" in told.text) == (422, True)
        assert director.post("/stages/decide", data=held | {"step": "save", "why": "Đồng ý"}).status_code == 303
        session.rollback()
        assert [books_of(session, [stay])[stay].proposal is None for stay in stays] == [False, False, True]
        alone = {f"s-{stopped}": boxes[f"s-{stopped}"]}
        assert 'value="decline"' in director.post("/stages/decide", data=alone | {"step": "chosen"}).text
        declined = director.post("/stages/decide", data=alone | {"step": "decline", "why": "Không còn giai đoạn c"})
        assert declined.status_code == 303
    session.rollback()
    assert books_of(session, [stopped])[stopped].proposal is None


def test_everybody_of_the_list_are_those_of_the_centre_it_is_cut_to(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    with transaction() as writing:
        other = create_facility(writing, code="CS2", name="Cơ sở số 2", actor=centre.actor, now=NOW)
    here, there = centre.admit(), Centre(other, centre.actor).admit()
    with clock.set_to(NOW):
        director = sign_in(Role.DIRECTOR)
        listed = director.get("/stages?centre=CS2").text
        assert (f'name="s-{here}"' in listed, f'name="s-{there}"' in listed) == (False, True)
        action = html.unescape(listed.partition('formaction="/stages/set')[2].partition('"')[0])
        asked = director.post(f"/stages/set{action}", data={"step": "all"}).text
        assert (f'name="s-{here}"' in asked, f'name="s-{there}"' in asked) == (False, True)
        assert "CS2" in director.get(f"/stages/sheet{action}").text


def test_an_old_book_is_pasted_and_what_is_refused_stays_in_the_box(
    session: Session, centre: Centre, sign_in: SignIn
) -> None:
    stay = centre.admit()
    code = board(session, scope=EVERYWHERE, as_of=TODAY).rows[0].here.file_code
    lines = f"{code}; c; 1/5/2024\n{code}\ta\t10/3/2024\nHV99999; a; 1/5/2024\n{code}; a; 1/1/2024\n{code}; x; 1/5/2024"
    with clock.set_to(NOW):
        director = sign_in(Role.DIRECTOR)
        typed = {"lines": lines, "why": "Theo sổ giai đoạn 2024"}
        shown = director.post("/stages/old-book", data=typed | {"step": "check"}).text
        assert "HV99999" in shown
        assert "chỉ bắt đầu" in shown or "10/03/2024" in shown
        assert director.post("/stages/old-book", data={"lines": lines}).status_code == 422
        written = director.post("/stages/old-book", data=typed | {"step": "save"})
        assert written.status_code == 200
        box = written.text.partition("<textarea")[2].partition("</textarea>")[0]
        assert "HV99999" in box
        assert "1 dòng đã có sẵn" in written.text
        assert "1/5/2024\n" not in box.partition("HV99999")[0]
        assert "Không dòng nào ghi được" in director.post("/stages/old-book", data=typed | {"step": "save"}).text
        assert sign_in(Role.TRAINING).get("/stages/old-book").status_code == 403
    session.rollback()
    assert [line.change.stage for line in books_of(session, [stay])[stay].lines] == [A, C]


def test_bad_input_breaks_nothing(centre: Centre, sign_in: SignIn) -> None:
    stay = centre.admit()
    with clock.set_to(NOW):
        training, director = sign_in(Role.TRAINING), sign_in(Role.DIRECTOR)
        for data in ({}, {"s-0": "0"}, {f"s-{stay}": "x"}, {"s-999999": "0"}, {"step": "?"}):
            assert training.post("/stages/propose", data=data).status_code == 303
            assert director.post("/stages/decide", data=data).status_code == 303
        odd = {f"s-{stay}": "0", "step": "save", "stage": "?", "begins_on": ""}
        assert training.post("/stages/propose", data=odd).status_code == 422
        assert director.get("/stages?as_of=x&known_on=31/2/2024&due=?&stage=?").status_code == 200
        assert director.get("/stages/entries/999").status_code == 404
        assert sign_in(Role.INTAKE).post("/stages/propose", data={"step": "all"}).status_code == 403
        assert 'type="checkbox"' not in sign_in(Role.INSPECTOR).get("/stages").text
