"""What a period is called, in the words of the reports. Vietnamese, for papers and lists say it alike; pure."""

from __future__ import annotations

from rehab_center.periods import AnyDays, BadPeriod, Period, PeriodKind, parse_period

_QUARTERS = {1: "I", 2: "II", 3: "III", 4: "IV"}


def period_name(period: Period) -> str:
    """The period as a sentence names it: "06 tháng đầu năm 2024"; any days: "thời gian từ ngày … đến ngày …"."""
    if isinstance(period, AnyDays):
        return _days_name(period)
    match period.kind:
        case PeriodKind.MONTH:
            return f"tháng {period.number:02d} năm {period.year}"
        case PeriodKind.QUARTER:
            return f"quý {_QUARTERS[period.number]} năm {period.year}"
        case PeriodKind.HALF_YEAR:
            return f"06 tháng {'đầu' if period.number == 1 else 'cuối'} năm {period.year}"
        case PeriodKind.NINE_MONTHS:
            return f"09 tháng đầu năm {period.year}"
        case PeriodKind.YEAR:
            return f"năm {period.year}"


def name_of_code(code: str) -> str | None:
    """A report's period by the code it is kept under: "2024-H1" is "06 tháng đầu năm 2024". None for another word."""
    for kind in PeriodKind:
        try:
            return period_name(parse_period(kind, code))
        except BadPeriod:
            continue
    return None


def _days_name(period: AnyDays) -> str:
    if period.part_of is not None:
        return f"{period_name(period.part_of)} (đến hết ngày {period.last:%d/%m/%Y})"
    if period.first == period.last:
        return f"ngày {period.first:%d/%m/%Y}"
    return f"thời gian từ ngày {period.first:%d/%m/%Y} đến ngày {period.last:%d/%m/%Y}"


def headed(words: str) -> str:
    """Words as a line of a list begins with them: "Quý IV năm 2026"."""
    return words[:1].upper() + words[1:]
