"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class ActivityKind(StrEnum):
    """What a programme is (the regimes of labour, of vocational training and of education)."""

    LABOUR = "labour"  # lao động trị liệu, lao động sản xuất
    VOCATIONAL = "vocational"  # học nghề
    EDUCATION = "education"  # giáo dục, tư vấn


class CourseLevel(StrEnum):
    """What a vocational course leads to."""

    SHORT = "short"  # đào tạo dưới 3 tháng
    ELEMENTARY = "elementary"  # sơ cấp


class Subject(StrEnum):
    """What a programme of education is about."""

    LAW = "law"  # giáo dục pháp luật
    BEHAVIOUR = "behaviour"  # giáo dục, phục hồi hành vi, nhân cách
    LIFE_SKILLS = "life-skills"  # kỹ năng sống
    RELAPSE = "relapse"  # dự phòng tái nghiện
    HIV = "hiv"  # phòng, chống HIV/AIDS
    LITERACY = "literacy"  # xóa mù chữ
    SCHOOLING = "schooling"  # học văn hóa
    COUNSELLING = "counselling"  # tư vấn nhóm
    SPORT = "sport"  # văn nghệ, thể thao


class ClearanceNeed(StrEnum):
    """Which clearance of the medical post somebody needs to take part."""

    WORK = "work"
    CLASS = "class"


class ProgrammeState(StrEnum):
    """How a programme stands on a day."""

    RUNNING = "running"
    COMING = "coming"
    OVER = "over"  # its last day is past
    CLOSED = "closed"  # ended before that day


class SessionState(StrEnum):
    """Whether a session takes place; whether it took place is for its roll to say."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class CancelReason(StrEnum):
    """Why a session does not take place. The last three are the program's own: it plans such a session again."""

    TEACHER = "teacher"  # người phụ trách, giáo viên vắng
    NO_WORK = "no-work"  # không có việc, thiếu nguyên liệu
    WEATHER = "weather"
    POWER = "power"  # mất điện, máy hỏng
    SAFETY = "safety"  # an toàn, an ninh trật tự
    EPIDEMIC = "epidemic"
    CENTRE = "centre"  # hoạt động chung của cơ sở
    OTHER = "other"
    HOLIDAY = "holiday"
    SCHEDULE = "schedule"  # lịch đã đổi
    CLOSED = "closed"  # chương trình đã kết thúc


OWN_REASONS = frozenset({CancelReason.HOLIDAY, CancelReason.SCHEDULE, CancelReason.CLOSED})
"""What follows from a holiday, the end of a slot or of a programme; nobody chooses them."""


class FixedHoliday(StrEnum):
    """Holidays of BLLĐ 2019 Đ112.1 that fall on the same day of every year."""

    NEW_YEAR = "new-year"
    REUNIFICATION = "reunification"  # Ngày Chiến thắng 30/4
    LABOUR_DAY = "labour-day"  # 1/5
    NATIONAL_DAY = "national-day"  # 2/9; the day before or after it by decision
