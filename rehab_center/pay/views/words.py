"""Norms as people say them."""

from __future__ import annotations

from flask_babel import gettext as _

from rehab_center.pay.kinds import Basis
from rehab_center.pay.rules.norms import NormFacts
from rehab_center.web.formatting import number


def rate_words(facts: NormFacts) -> str:
    """ "45.000 đồng a day of work, norm 1", "1.200 đồng a chiếc; the norm of a day is 40 chiếc"."""
    rate, norm = number(facts.rate), number(facts.norm)
    if facts.basis is Basis.OUTPUT:
        return str(
            _("%(rate)s đồng a %(unit)s; norm of a day: %(norm)s %(unit)s", rate=rate, unit=facts.unit, norm=norm)
        )
    if facts.basis is Basis.HOUR:
        return str(_("%(rate)s đồng an hour, norm %(norm)s", rate=rate, norm=norm))
    return str(_("%(rate)s đồng a day of work, norm %(norm)s", rate=rate, norm=norm))
