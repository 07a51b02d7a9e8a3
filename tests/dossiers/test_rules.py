"""What a file must hold by kind and law, each case with its article; leaf numbers; deadlines."""

from __future__ import annotations

from datetime import date

import pytest

from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.dossiers.kinds import PaperGroup, PaperState
from rehab_center.dossiers.rules.checklist import CODES, LINES, Asking, checklist, numbered_by_law
from rehab_center.dossiers.rules.leaves import BadLeaves, Leaves, gaps, parse_leaves
from rehab_center.dossiers.rules.papers import Deadlines, PaperFacts, fault_of

K, R = StayKind, Regime
ALL = Asking(practice=True, proposal_copy=True)
TODAY = date(2026, 8, 3)


def proposal(kind: StayKind, regime: Regime) -> dict[str, bool]:
    """The proposal file's papers that come from a text, and whether each must be there."""
    found = checklist(kind, regime, ALL)
    return {one.code: one.needed for one in found if one.group is PaperGroup.PROPOSAL and one.confirmed}


@pytest.mark.parametrize(
    ("kind", "regime", "papers"),
    [
        # L120 Đ35.3 điểm b
        (K.COMPULSORY, R.LAW_2025, {"summary", "violation", "addiction", "proposal", "attachments?"}),
        # L120 Đ36.2 điểm b
        (
            K.MINOR,
            R.LAW_2025,
            {"summary", "violation", "addiction", "statement", "guardian", "proposal", "attachments?"},
        ),
        # L120 Đ34.2
        (
            K.VOLUNTARY,
            R.LAW_2025,
            {"application", "summary", "addiction", "guardian?", "proposal", "attachments?"},
        ),
        # L73 Đ34.1 điểm c, Đ34.4 điểm b
        (K.MINOR, R.LAW_2021, {"summary", "violation", "addiction", "statement", "guardian", "request"}),
        # NĐ 116/2021, Chương V
        (K.COMPULSORY, R.LAW_2021, {"summary", "violation", "addiction", "statement"}),
        (K.TEMPORARY, R.LAW_2025, set()),
        (K.COMPULSORY, R.BEFORE_2022, set()),
    ],
)
def test_the_proposal_file_is_what_the_law_lists(kind: StayKind, regime: Regime, papers: set[str]) -> None:
    assert {code if needed else f"{code}?" for code, needed in proposal(kind, regime).items()} == papers


@pytest.mark.parametrize(
    ("kind", "regime", "code", "source"),
    [
        (K.COMPULSORY, R.LAW_2025, "decision", "120/2025/QH15, Điều 35"),
        (K.MINOR, R.LAW_2025, "decision", "120/2025/QH15, Điều 36"),
        (K.MINOR, R.LAW_2021, "decision", "73/2021/QH14, Điều 33.4"),
        (K.VOLUNTARY, R.LAW_2025, "assignment", "120/2025/QH15, Điều 34.3"),
        (K.TEMPORARY, R.LAW_2025, "custody", "120/2025/QH15, Điều 37.1"),
    ],
)
def test_every_stay_has_its_ground(kind: StayKind, regime: Regime, code: str, source: str) -> None:
    ground = [one for one in checklist(kind, regime, ALL) if one.group is PaperGroup.GROUND]
    assert [(one.code, one.needed) for one in ground] == [(code, True)]
    assert source in ground[0].source


def test_who_comes_by_transfer_brings_the_decision_about_it() -> None:
    found = {one.code: one for one in checklist(K.COMPULSORY, R.LAW_2025, ALL, by_transfer=True)}
    assert "Điều 38.2" in found["transfer"].source
    assert not {one.code: one for one in checklist(K.COMPULSORY, R.LAW_2021, ALL, by_transfer=True)}[
        "transfer"
    ].confirmed


def test_what_only_practice_asks_for_follows_the_policy() -> None:
    without = Asking(practice=False, proposal_copy=True)
    for kind in K:
        for regime in R:
            for asked in checklist(kind, regime, without):
                assert not asked.needed or asked.confirmed
            practice = [one for one in checklist(kind, regime, ALL) if not one.confirmed]
            assert practice
            assert all("chờ cơ sở xác nhận" in one.source for one in practice)


def test_without_copies_of_the_proposal_file_none_of_it_is_missed() -> None:
    found = checklist(K.COMPULSORY, R.LAW_2025, Asking(practice=True, proposal_copy=False))
    assert not [one.code for one in found if one.group is PaperGroup.PROPOSAL and one.needed]
    assert {"decision", "handover"} <= {one.code for one in found if one.needed}


def test_codes_are_unique() -> None:
    assert len(set(CODES)) == len(LINES) + 1


@pytest.mark.parametrize(
    ("kind", "regime", "article"),
    [
        (K.COMPULSORY, R.LAW_2025, "Điều 35.3 điểm b"),
        (K.MINOR, R.LAW_2025, "Điều 36.2 điểm b"),
        (K.MINOR, R.LAW_2021, "Điều 34.5"),
        (K.COMPULSORY, R.LAW_2021, None),
        (K.VOLUNTARY, R.LAW_2025, None),
    ],
)
def test_where_the_law_wants_leaf_numbers(kind: StayKind, regime: Regime, article: str | None) -> None:
    source = numbered_by_law(kind, regime)
    assert source is None if article is None else source is not None and article in source


@pytest.mark.parametrize(
    ("typed", "leaves"),
    [
        ("7", Leaves(7, 7)),
        ("01-05", Leaves(1, 5)),
        (" 1 – 5 ", Leaves(1, 5)),
        ("1 đến 5", Leaves(1, 5)),
        ("0", None),
        ("5-1", None),
        ("", None),
        ("1,2", None),
        ("12345", None),
        ("-3", None),
    ],
)
def test_leaves_are_read_as_people_type_them(typed: str, leaves: Leaves | None) -> None:
    if leaves is None:
        with pytest.raises(BadLeaves):
            parse_leaves(typed)
    else:
        assert parse_leaves(typed) == leaves


def test_leaves_in_words() -> None:
    assert [Leaves(3, 3).text, Leaves(1, 12).text] == ["03", "01-12"]


def test_gaps_between_leaves() -> None:
    assert gaps([Leaves(8, 9), Leaves(1, 2), Leaves(2, 4)]) == (Leaves(5, 7),)
    assert gaps([Leaves(3, 3)]) == (Leaves(1, 2),)
    assert gaps([]) == ()


@pytest.mark.parametrize(
    ("group", "admitted_on", "due_on"),
    [
        (PaperGroup.PROPOSAL, TODAY, date(2026, 8, 6)),
        (PaperGroup.ARRIVAL, date(2026, 1, 1), date(2026, 8, 6)),
        (PaperGroup.CENTRE, TODAY, date(2026, 8, 13)),
        (PaperGroup.CENTRE, date(2026, 7, 24), date(2026, 8, 6)),  # its own day is here: as long as any late paper
    ],
)
def test_until_when_a_missing_paper_is_due(group: PaperGroup, admitted_on: date, due_on: date) -> None:
    assert Deadlines(late_days=3, own_days=10).due_on(group, admitted_on=admitted_on, today=TODAY) == due_on


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (PaperFacts(PaperState.RECEIVED, received_on=TODAY), None),
        (PaperFacts(PaperState.RECEIVED), "received_on"),
        (PaperFacts(PaperState.RECEIVED, received_on=date(2026, 8, 4)), "received_on"),
        (PaperFacts(PaperState.NOT_NEEDED), "note"),
        (PaperFacts(PaperState.NOT_NEEDED, note="mồ côi"), None),
        (PaperFacts(PaperState.MISSING), None),
        (PaperFacts(PaperState.RECEIVED, received_on=TODAY, leaves=Leaves(4, 6)), "leaves"),
        (PaperFacts(PaperState.RECEIVED, received_on=TODAY, leaves=Leaves(6, 7)), None),
    ],
)
def test_what_may_be_written_of_a_paper(facts: PaperFacts, field: str | None) -> None:
    fault = fault_of(facts, today=TODAY, others=[("Biên bản vi phạm", Leaves(3, 5))])
    assert (fault.field if fault else None) == field
