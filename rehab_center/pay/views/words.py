"""Norms and lines of pay as people say them: on pages in the reader's language, on papers in Vietnamese."""

from __future__ import annotations

from flask_babel import gettext as _

from rehab_center.conduct.months import name_of
from rehab_center.pay.kinds import Basis, LineKind
from rehab_center.pay.rules.lines import Line
from rehab_center.pay.rules.norms import NormFacts
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


def line_words(line: Line) -> str:
    """ "22 days of work × norm 1 × 45.000 đồng"."""
    many, rate, norm = number(line.quantity), number(line.norm.facts.rate), number(line.norm.facts.norm)
    if line.norm.facts.basis is Basis.OUTPUT:
        return str(_("%(count)s %(unit)s × %(rate)s đồng", count=many, unit=line.norm.facts.unit, rate=rate))
    if line.norm.facts.basis is Basis.HOUR:
        return str(_("%(count)s hours × norm %(norm)s × %(rate)s đồng", count=many, norm=norm, rate=rate))
    return str(_("%(count)s days of work × norm %(norm)s × %(rate)s đồng", count=many, norm=norm, rate=rate))


def line_on_paper(line: Line) -> str:
    """The same on paper: "22 công × 1 định mức × 45.000 đồng"; of a supplement also its month."""
    many, rate, norm = number(line.quantity), number(line.norm.facts.rate), number(line.norm.facts.norm)
    if line.norm.facts.basis is Basis.OUTPUT:
        said = f"{many} {line.norm.facts.unit} × {rate} đồng"
    else:
        unit = "giờ" if line.norm.facts.basis is Basis.HOUR else "công"
        said = f"{many} {unit} × {norm} định mức × {rate} đồng"
    return said if line.kind is LineKind.WORK else f"chênh lệch tháng {name_of(line.month)}: {said}"


def filled_percent(line: Line, day_hours: int) -> str | None:
    """How far the norm of output was met in the hours worked: "95%"; None where there is no such norm."""
    if line.norm.facts.basis is not Basis.OUTPUT or line.kind is not LineKind.WORK or not line.minutes:
        return None
    wanted = line.norm.facts.norm * line.minutes / (60 * day_hours)
    return f"{number(100 * line.quantity / wanted, 0)}%"
