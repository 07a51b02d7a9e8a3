"""Every policy with what it means and its first values, each with the source it was read in. Data only."""

from __future__ import annotations

from datetime import date

from rehab_center.periods import PeriodRule
from rehab_center.policies.assigning import ASSIGNING
from rehab_center.policies.attendance import ATTENDANCE
from rehab_center.policies.care import CARE_POLICIES
from rehab_center.policies.care import PRACTICE as _PRACTICE
from rehab_center.policies.courses import COURSES
from rehab_center.policies.norms import BASE_SALARY
from rehab_center.policies.numbering import NUMBERING
from rehab_center.policies.pay import PAY
from rehab_center.policies.releases import RELEASES
from rehab_center.policies.rules import (
    CONFIRMED,
    OPEN,
    BedKept,
    FirstTime,
    FirstValue,
    NameOrder,
    Policy,
    PolicyKind,
    RegimesHeadcount,
    SecondFactorFor,
    TermEndConvention,
    ValueType,
)
from rehab_center.words import N_

_NEW_LAW = date(2026, 7, 1)
_ESCAPE_DAYS = {
    "from-escape": N_("Not counted, from the day of the escape to the eve of the return"),
    "from-next-day": N_("Not counted, only the whole days between escape and return"),
    "counted": N_("Counted"),
}

_POLICIES = (
    Policy(
        PolicyKind.TERM_END_CONVENTION,
        ValueType.CHOICE,
        N_("Last day of a term counted in months"),
        N_("A term of 24 months that begins on 10/03/2024 ends on 10/03/2026 or on 09/03/2026."),
        (
            FirstValue(
                TermEndConvention.CORRESPONDING_DAY,
                "Bộ luật Dân sự 2015, Điều 147-148; Luật Xử lý vi phạm hành chính, Điều 8",
                OPEN,
            ),
        ),
        choices={
            TermEndConvention.CORRESPONDING_DAY: N_("On the corresponding day"),
            TermEndConvention.DAY_BEFORE: N_("On the day before it"),
        },
    ),
    Policy(
        PolicyKind.ESCAPE_DAYS_OLD,
        ValueType.CHOICE,
        N_("Days of escape, cases under the law before 01/07/2026"),
        N_("Days that do not count move the end of the term."),
        (FirstValue("from-escape", "Luật Xử lý vi phạm hành chính, Điều 132", CONFIRMED),),
        choices=_ESCAPE_DAYS,
    ),
    Policy(
        PolicyKind.ESCAPE_DAYS_NEW,
        ValueType.CHOICE,
        N_("Days of escape, cases under the law of 01/07/2026"),
        N_("The law says only that the whole term must be served; a decree may say more."),
        (
            FirstValue(
                "from-escape", "Luật Phòng, chống ma túy 120/2025/QH15, Điều 29.3: phải thực hiện đủ thời hạn", OPEN
            ),
        ),
        choices=_ESCAPE_DAYS,
    ),
    Policy(
        PolicyKind.PRISON_DAYS_OLD,
        ValueType.YES_NO,
        N_("Days in prison count toward the term, cases under the law before 01/07/2026"),
        N_("Where they do not count, the rest of the term is served after prison."),
        (FirstValue("no", "Luật Xử lý vi phạm hành chính, Điều 117", OPEN),),
    ),
    Policy(
        PolicyKind.PRISON_DAYS_NEW,
        ValueType.YES_NO,
        N_("Days in prison count toward the term, cases under the law of 01/07/2026"),
        N_("After prison the remaining term continues."),
        (FirstValue("no", "Luật Phòng, chống ma túy 120/2025/QH15, Điều 47.1", CONFIRMED),),
    ),
    Policy(
        PolicyKind.CREDIT_OLD,
        ValueType.YES_NO,
        N_("Time held while the file was prepared is taken off the term, cases under the law before 01/07/2026"),
        N_("Under the law of 01/07/2026 it always is (Điều 37.2)."),
        (FirstValue("yes", _PRACTICE, OPEN),),
    ),
    Policy(
        PolicyKind.FIRST_TIME,
        ValueType.CHOICE,
        N_("What makes a stay the second one"),
        N_("Under the law of 01/07/2026 the first term is 24 months, any later one 36."),
        (FirstValue(FirstTime.ANY_REHABILITATION, "Luật Phòng, chống ma túy 120/2025/QH15, Điều 29.1", OPEN),),
        choices={
            FirstTime.ANY_REHABILITATION: N_("Any earlier rehabilitation"),
            FirstTime.COMPULSORY_ONLY: N_("Earlier compulsory rehabilitation only"),
        },
    ),
    Policy(
        PolicyKind.PARTIAL_BIRTH,
        ValueType.CHOICE,
        N_("Birthday of a person whose day of birth is unknown"),
        N_("Decides on which day such a person is taken to turn 12 or 18."),
        (FirstValue("last-day", "Áp dụng tương tự Bộ luật Tố tụng hình sự 2015, Điều 417", OPEN),),
        choices={
            "first-day": N_("The first day of the known year or month"),
            "last-day": N_("The last day of the known year or month"),
        },
    ),
    *RELEASES,
    Policy(
        PolicyKind.ESCAPE_NOTICE_HOURS,
        ValueType.WHOLE_NUMBER,
        N_("Notice of an escape to the commune police"),
        N_("Within how many hours the file must be announced."),
        (
            FirstValue(
                "24",
                "Luật Phòng, chống ma túy 120/2025/QH15, Điều 46.2 điểm i; trước 01/07/2026 áp dụng tương tự",
                OPEN,
            ),
            FirstValue("24", "Luật Phòng, chống ma túy 120/2025/QH15, Điều 46.2 điểm i", CONFIRMED, _NEW_LAW),
        ),
        unit=N_("hours"),
        least=1,
        most=240,
    ),
    Policy(
        PolicyKind.LEAVE_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Leave for a funeral"),
        N_("How many days away at most, the days of travel apart; for more a reason is asked."),
        (FirstValue("5", "Nghị định 116/2021/NĐ-CP, Điều 70; chờ cơ sở xác nhận", OPEN),),
        unit=N_("days"),
        least=1,
        most=30,
    ),
    Policy(
        PolicyKind.TEMPORARY_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Temporary stay while the file is made"),
        N_("After how many days the program reminds that somebody is still held without a decision."),
        (FirstValue("30", "Luật Phòng, chống ma túy 120/2025/QH15, Điều 37: không nêu số ngày; chờ xác nhận", OPEN),),
        unit=N_("days"),
        least=1,
        most=365,
    ),
    Policy(
        PolicyKind.ADULT_NOTICE_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Notice before somebody turns 18"),
        N_("How many days before the 18th birthday a to-do is opened, where three months of the term are then left."),
        (FirstValue("60", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=365,
    ),
    Policy(
        PolicyKind.LATE_PAPER_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Deadline for a paper that comes after the event"),
        N_("A movement without its paper counts at once; the open exception falls due after this many days."),
        (FirstValue("3", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=90,
    ),
    Policy(
        PolicyKind.HEALTH_LOOK_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("First health check of a newcomer"),
        N_("How many days after the first day here it is due at the latest; 0 is the same day."),
        (FirstValue("1", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=0,
        most=30,
    ),
    Policy(
        PolicyKind.BELONGINGS_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Giving belongings back to somebody who has left"),
        N_("How many days after leaving things and money still kept must be given back; 0 is the same day."),
        (FirstValue("0", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=0,
        most=90,
    ),
    Policy(
        PolicyKind.FILE_PRACTICE_PAPERS,
        ValueType.YES_NO,
        N_("Papers that practice puts in a resident's file are asked for"),
        N_("Handover minutes, identity papers, belongings, classification and the like, which no text names so far."),
        (FirstValue("yes", _PRACTICE, OPEN),),
    ),
    Policy(
        PolicyKind.FILE_PROPOSAL_COPY,
        ValueType.YES_NO,
        N_("A resident's file must hold a copy of the proposal file"),
        N_("The law says what a proposal file holds; that a copy goes with the person to the centre is practice."),
        (FirstValue("yes", _PRACTICE, OPEN),),
    ),
    Policy(
        PolicyKind.FILE_OWN_PAPERS_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Deadline for the papers the centre puts in a file itself"),
        N_("Classification, individual plan and the like are due this many days after the first day."),
        (FirstValue("10", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=90,
    ),
    Policy(
        PolicyKind.FIRST_STEPS_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Deadline for the first steps after the gate"),
        N_("Photo and list of belongings of somebody taken in."),
        (FirstValue("1", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=0,
        most=30,
    ),
    Policy(
        PolicyKind.INTAKE_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Deadline for the rest of an intake"),
        N_("Classification, notice to the family and the rest of the person's record."),
        (FirstValue("5", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=0,
        most=90,
    ),
    Policy(
        PolicyKind.REPORT_PERIOD_RULE,
        ValueType.CHOICE,
        N_("Period of administrative reports"),
        N_("From the 15th to the 14th, or whole calendar months. Every report prints the days it covers."),
        (FirstValue(PeriodRule.ADMINISTRATIVE, "Nghị định 09/2019/NĐ-CP", CONFIRMED),),
        choices={
            PeriodRule.ADMINISTRATIVE: N_("From the 15th to the 14th"),
            PeriodRule.CALENDAR: N_("Calendar months"),
        },
    ),
    Policy(
        PolicyKind.REGIMES_HEADCOUNT,
        ValueType.CHOICE,
        N_("People for whom the regimes were kept"),
        N_("The number in the report's sentence; the report always shows both."),
        (FirstValue(RegimesHeadcount.AT_END, _PRACTICE, OPEN),),
        choices={
            RegimesHeadcount.AT_END: N_("Under care on the last day"),
            RegimesHeadcount.EVER: N_("Ever under care in the period"),
        },
    ),
    Policy(
        PolicyKind.NAME_ORDER,
        ValueType.CHOICE,
        N_("Order of names in lists"),
        N_("By given name, then family name, then middle names; or by the name as it is written."),
        (FirstValue(NameOrder.GIVEN_NAME, _PRACTICE, OPEN),),
        choices={
            NameOrder.GIVEN_NAME: N_("By given name"),
            NameOrder.FULL_NAME: N_("By the full name"),
        },
        effect=N_(
            "From that day on every list of people stands in this order, on pages, in exports and on papers printed "
            "anew. For example: Lê Thị Bích, Nguyễn Văn An, Phạm Hồng An by the full name; Nguyễn Văn An, Phạm Hồng "
            "An, Lê Thị Bích by given name. No record changes, and papers already issued stay as they are."
        ),
    ),
    Policy(
        PolicyKind.DUPLICATE_SIMILARITY,
        ValueType.WHOLE_NUMBER,
        N_("Likeness from which two records are shown as perhaps one person"),
        N_("Names, birth and commune compared, from 0 to 100; a lower number asks more often."),
        (FirstValue("80", _PRACTICE, OPEN),),
        least=50,
        most=100,
    ),
    Policy(
        PolicyKind.COMPARE_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Deadline for comparing two records that may be one person"),
        N_("Counted from the day on which the second one was entered."),
        (FirstValue("7", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=365,
    ),
    Policy(
        PolicyKind.IDENTITY_PAPER_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Deadline for a missing or doubtful identity paper"),
        N_("Counted from the day on which the person was admitted without one."),
        (FirstValue("30", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=365,
    ),
    Policy(
        PolicyKind.TAKE_BACK_HOURS,
        ValueType.WHOLE_NUMBER,
        N_("Length of a shift: how long somebody may take back an entry of their own alone"),
        N_("Afterwards a second person decides."),
        (FirstValue("12", _PRACTICE, OPEN),),
        unit=N_("hours"),
        least=1,
        most=72,
    ),
    Policy(
        PolicyKind.SECOND_FACTOR,
        ValueType.CHOICE,
        N_("Who must sign in with a second factor"),
        N_("A code from a telephone besides the password. Anybody may switch it on for their own account."),
        (FirstValue(SecondFactorFor.NOBODY, _PRACTICE, OPEN),),
        choices={
            SecondFactorFor.NOBODY: N_("Nobody has to"),
            SecondFactorFor.ADMINISTRATORS: N_("Administrators"),
            SecondFactorFor.LEADERS: N_("Administrators and the leadership"),
            SecondFactorFor.EVERYBODY: N_("Everybody"),
        },
        effect=N_(
            "From that day on whoever has to, and has no second factor yet, sets one up at the next sign-in before "
            "anything else. Tell them beforehand to bring a telephone; it needs no network."
        ),
    ),
    Policy(
        PolicyKind.BED_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Bed for a newcomer"),
        N_("How many days after the first day here, or the return, a bed is due at the latest; 0 is the same day."),
        (FirstValue("0", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=0,
        most=7,
    ),
    Policy(
        PolicyKind.BED_KEPT,
        ValueType.CHOICE,
        N_("Whose bed is kept while they are away"),
        N_("A bed that is not kept is free from the moment its person left, and theirs again only if still free."),
        (FirstValue(BedKept.UNDER_CARE, _PRACTICE, OPEN),),
        choices={
            BedKept.UNDER_CARE: N_("Of those in hospital, on leave or taken out by order"),
            BedKept.ON_BOOKS: N_("Of everybody until the stay ends, those who escaped too"),
            BedKept.NOBODY: N_("Of nobody: whoever leaves the centre leaves the bed"),
        },
    ),
    Policy(
        PolicyKind.DISCIPLINE_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Longest stay in the zone for breaches of order, by one decision"),
        N_("Counted from the first day; a longer one is asked for a reason."),
        (FirstValue("5", "Thông tư 14/2014/TT-BLĐTBXH, Điều 10.9 (đã hết hiệu lực)", OPEN),),
        unit=N_("days"),
        least=1,
        most=30,
    ),
    Policy(
        PolicyKind.SPACE_NORM,
        ValueType.WHOLE_NUMBER,
        N_("Least floor for each person in a room"),
        N_("A room whose people have less is marked on its page."),
        (FirstValue("6", _PRACTICE, OPEN),),
        unit=N_("m²"),
        least=1,
        most=30,
    ),
    Policy(
        PolicyKind.ROLL_CHECKS,
        ValueType.WHOLE_NUMBER,
        N_("Roll checks in a day"),
        N_("How many times a day everybody is counted."),
        (FirstValue("4", _PRACTICE, OPEN),),
        least=1,
        most=24,
    ),
    BASE_SALARY,
    *NUMBERING,
    *ATTENDANCE,
    *PAY,
    *COURSES,
)

REGISTRY: dict[PolicyKind, Policy] = {policy.kind: policy for policy in (*_POLICIES, *CARE_POLICIES, *ASSIGNING)}
"""Every policy by its kind, in the order of the screen: what was ever entered has its words here."""

OFFERED: dict[PolicyKind, Policy] = {kind: policy for kind, policy in REGISTRY.items() if policy.offered}
"""Those that something in the program reads."""
