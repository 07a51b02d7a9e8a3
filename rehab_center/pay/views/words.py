"""Norms and lines of pay as people say them: on pages in the reader's language, on papers in Vietnamese."""

from __future__ import annotations

from decimal import Decimal

from flask_babel import gettext as _

from rehab_center.conduct.months import name_of
from rehab_center.pay.kinds import Basis, LineKind
from rehab_center.pay.rules.lines import Line
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.pay.rules.paid import Named, PersonPay
from rehab_center.web.formatting import number


def rate_words(facts: NormFacts) -> str:
    """ "45.000 đồng a day of work, norm 1", "1.200 đồng a chiếc; norm of a day: 40 chiếc"."""
    rate, norm = number(facts.rate), number(facts.norm)
    if facts.basis is Basis.OUTPUT:
        return str(
            _("%(rate)s đồng a %(unit)s; norm of a day: %(norm)s %(unit)s", rate=rate, unit=facts.unit, norm=norm)
        )
    if facts.basis is Basis.HOUR:
        return str(_("%(rate)s đồng an hour, norm %(norm)s", rate=rate, norm=norm))
    return str(_("%(rate)s đồng a day of work, norm %(norm)s", rate=rate, norm=norm))


def _many(count: Decimal) -> str:
    """A quantity without noughts behind: 22, 11,63."""
    return number(count.normalize())


def line_words(line: Line) -> str:
    """ "22 days of work × norm 1 × 45.000 đồng"; of a supplement that is no such product what it is."""
    if line.kind is LineKind.SUPPLEMENT and not line.computes:
        return str(_("what is left to take back") if line.is_rest else _("the difference to what was paid"))
    many, rate, norm = _many(line.quantity), number(line.norm.facts.rate), number(line.norm.facts.norm)
    if line.norm.facts.basis is Basis.OUTPUT:
        return str(_("%(count)s %(unit)s × %(rate)s đồng", count=many, unit=line.norm.facts.unit, rate=rate))
    if line.norm.facts.basis is Basis.HOUR:
        return str(_("%(count)s hours × norm %(norm)s × %(rate)s đồng", count=many, norm=norm, rate=rate))
    return str(_("%(count)s days of work × norm %(norm)s × %(rate)s đồng", count=many, norm=norm, rate=rate))


def quantities(one: PersonPay) -> str:
    """What was worked in the month, added up by unit: "26 công", "1.032 chiếc"."""
    units = {Basis.DAY: _("days of work"), Basis.HOUR: _("hours")}
    sums: dict[str, Decimal] = {}
    for named in one.lines:
        if named.line.kind is LineKind.WORK:
            facts = named.line.norm.facts
            unit = str(facts.unit or units[facts.basis])
            sums[unit] = sums.get(unit, Decimal(0)) + named.line.quantity
    return ", ".join(f"{_many(many)} {unit}" for unit, many in sums.items())


def line_in_list(named: Named) -> str:
    """The same with its programme; of a supplement also its month."""
    said = f"{named.activity}: {line_words(named.line)}"
    if named.line.kind is LineKind.WORK:
        return said
    return str(_("supplement for %(month)s, %(line)s", month=name_of(named.line.month), line=said))


def line_on_paper(named: Named) -> str:
    """A line on paper, where all amounts are in đồng: "22 công × 1 định mức × 45.000"."""
    facts, many = named.line.norm.facts, _many(named.line.quantity)
    if named.line.kind is LineKind.SUPPLEMENT and not named.line.computes:
        said = "phần còn lại phải trừ" if named.line.is_rest else "chênh lệch so với số đã trả"
        said = f"{said}: {number(named.line.amount)}"  # the sheet has no column for the amount of a line
    elif facts.basis is Basis.OUTPUT:
        said = f"{many} {facts.unit} × {number(facts.rate)}"
    else:
        unit = "giờ" if facts.basis is Basis.HOUR else "công"
        said = f"{many} {unit} × {number(facts.norm)} định mức × {number(facts.rate)}"
    if named.line.kind is LineKind.WORK:
        return said
    left = f"; còn {number(-named.line.left)} đồng trừ tháng sau" if named.line.left else ""
    return f"Chênh lệch tháng {name_of(named.line.month)}: {said}{left}"


def filled_percent(line: Line, day_hours: int) -> str | None:
    """How far the norm of output was met in the hours worked: "95%"; None where there is no such norm."""
    if line.norm.facts.basis is not Basis.OUTPUT or line.kind is not LineKind.WORK or not line.minutes:
        return None
    wanted = line.norm.facts.norm * line.minutes / (60 * day_hours)
    return f"{number(100 * line.quantity / wanted, 0)}%"
