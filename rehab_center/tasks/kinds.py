"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class TaskKind(StrEnum):
    """What is still owed. An open exception is a fact that counts already and whose ground is still missing."""

    PAPER_MISSING = "paper-missing"  # the paper a movement, stay or plan rests on
    PAPER_INCOMPLETE = "paper-incomplete"  # the paper is there, its date or issuer is not
    SEARCH_DECISION = "search-decision"  # quyết định truy tìm (L120 Đ46.2đ)
    COMMUNE_NOTICE = "commune-notice"  # notice to Công an cấp xã (L120 Đ46.2i, Đ35.5)
    TERM_OVERRUN = "term-overrun"  # still here after the last day of the term
    TERM_ENDING = "term-ending"  # the term ends soon: papers to prepare
    IDENTITY_PAPER = "identity-paper"  # a person without any identity paper
    POSSIBLE_DUPLICATE = "possible-duplicate"  # two persons who may be one
    HEALTH_LOOK = "health-look"  # a newcomer nobody of the medical post has looked at yet
    BELONGINGS = "belongings"  # kept for somebody who has left
    VOID_REQUEST = "void-request"  # an entry its author may no longer take back alone
    PHOTO = "photo"  # what of an intake is done after the gate, from here …
    BELONGINGS_LIST = "belongings-list"
    CLASSIFICATION = "classification"
    FAMILY_NOTICE = "family-notice"
    PERSON_RECORD = "person-record"  # … to here
    BED = "bed"  # somebody here without a bed
    ROLL_DIFFERENCE = "roll-difference"  # counted and expected differ, and nobody has said why
    RETURN_DUE = "return-due"  # on leave or in hospital: back by a day, or looked at
    REVIEW_DUE = "review-due"  # suspended: well again, and three months left (L120 Đ39.3)
    TURNS_ADULT = "turns-adult"  # 18 with three months left (L120 Đ36.4)
    TEMPORARY_LONG = "temporary-long"  # still held while the file is made
    CERTIFICATE_COPIES = "certificate-copies"  # to family, court, commune, police (L120 Đ35.5)
    RELEASE_TODAY = "release-today"  # the last day: to be let go before the hour
    LEFT_EARLY = "left-early"  # gone before the last day, and no paper shortens the term
    CLOCK_FAILED = "clock-failed"  # the clock of releases cannot judge a stay
    DISCIPLINE_ENDED = "discipline-ended"  # still in the discipline room after the last day allowed
    UNCHECKED_END = "unchecked-end"  # the new end of a term is there or over, and nobody has checked it
    SHEET_OWED = "sheet-owed"  # a sheet of attendance that is out, not signed, or says something else
    ENDED_AT_HOME = "ended-at-home"  # suspended at home, and the term is over: the end is to be recorded
    OTHER = "other"


DEEDS = frozenset(
    {
        TaskKind.PHOTO,
        TaskKind.BELONGINGS_LIST,
        TaskKind.CLASSIFICATION,
        TaskKind.FAMILY_NOTICE,
        TaskKind.PERSON_RECORD,
        TaskKind.BED,
        TaskKind.ROLL_DIFFERENCE,
        TaskKind.SHEET_OWED,
    }
)
"""Things to be done, not papers to come."""
ONLY_BY_PAPER = frozenset({TaskKind.TERM_OVERRUN, TaskKind.LEFT_EARLY, TaskKind.RELEASE_TODAY, TaskKind.ENDED_AT_HOME})
"""What nobody talks away: a paper closes it, or the clock of releases once a movement has proved it wrong."""
BY_THE_CLOCK = ONLY_BY_PAPER | {TaskKind.UNCHECKED_END}
"""What the clock of releases opens; an unchecked end is settled by the check of the term alone, not even by a paper."""
TO_FILL_IN = frozenset({TaskKind.PAPER_INCOMPLETE})
"""What an old book leaves behind by the hundred: worth filling in when there is time, shown apart from what presses."""
TO_DO = frozenset(TaskKind) - TO_FILL_IN
"""Everything else that is owed."""
