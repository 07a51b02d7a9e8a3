"""Phrases that several papers share. Vietnamese, for the papers are; pure."""

from __future__ import annotations

from rehab_center.admissions.rules.regime import StayKind
from rehab_center.dossiers.wording import birth_label, day_words, time_words
from rehab_center.issuing.kinds import Law
from rehab_center.issuing.rules.facts import Case, Happened, Piece, Style
from rehab_center.issuing.rules.people import DECIDED

DOTS = "……………………………………"


def field(label: str, value: object | None) -> Piece:
    """One line of particulars, dotted where nothing is known."""
    return Piece(str(value) if value else DOTS, Style.FIELD, f"{label}:")


def article(number: int, text: str) -> Piece:
    """An article of a decision."""
    return Piece(text, Style.ARTICLE, f"Điều {number}.")


def particulars(case: Case, *, cited: bool = True) -> tuple[Piece, ...]:
    """Who somebody is, as papers of every kind begin; ``cited``: the grounds name the decision already."""
    lines = [
        field("Họ và tên", f"{case.name}; giới tính: {case.sex or '………'}"),
        field(birth_label(case.birth), f"{case.birth or DOTS}; mã học viên: {case.file_code}"),
        field("Số định danh cá nhân", case.identity or "không có trong hồ sơ"),
        field("Nơi cư trú", case.home),
    ]
    if case.decision and not cited:
        lines.append(field("Quyết định", f"{case.decision} về việc {DECIDED[case.by]}"))
    return tuple(lines)


def term(case: Case) -> tuple[Piece, ...]:
    """How long, from when, until when."""
    if case.months is None:
        return ()
    end = case.term_end_on
    begun = f"{case.months} tháng, từ {day_words(case.term_start_on or case.admitted_on)}"
    return (field("Thời hạn", f"{begun}{f' đến {day_words(end)}' if end else ''}"),)


def moment(happened: Happened | None) -> str:
    """When something happened, as minutes have it; dotted where nobody wrote it down."""
    if happened is None:
        return day_words(None)
    time = f"{time_words(happened.time)} " if happened.time else ""
    return f"{time}{day_words(happened.on)}"


def full(text: str) -> str:
    """What was typed, ended by a full stop."""
    text = text.strip()
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def typed(text: str, otherwise: str = DOTS) -> str:
    """What was typed as the end of a sentence; dots to be filled in by hand where nothing was."""
    return text.strip().rstrip(".") or otherwise


def is_minor(case: Case) -> bool:
    """Whether the case is one of a minor."""
    return case.kind is StayKind.MINOR


def is_new(case: Case) -> bool:
    """Whether the case follows the law of 2025."""
    return case.law is Law.NEW
