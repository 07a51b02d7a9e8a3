"""Words of this feature."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.release.kinds import Gap, Ground, ReleasePaper

PAPERS = {
    ReleasePaper.FAMILY_NOTICE: _l("Notice to the family (release)"),
    ReleasePaper.COMMUNE_NOTICE: _l("Notice to the commune"),
    ReleasePaper.CERTIFICATE: _l("Certificate ready"),
    ReleasePaper.HANDOVER: _l("Handing over prepared"),
}
SHORT = {
    ReleasePaper.FAMILY_NOTICE: _l("Family"),
    ReleasePaper.COMMUNE_NOTICE: _l("Commune (notice)"),
    ReleasePaper.CERTIFICATE: _l("Certificate"),
    ReleasePaper.HANDOVER: _l("Handing over"),
}
"""As heads of narrow columns."""

GROUNDS = {
    Ground.DECISION: _l("Decision or registration"),
    Ground.TEMPORARY: _l("Paper of the temporary stay"),
    Ground.AWAY: _l("Away, by its paper"),
    Ground.AT_LARGE: _l("Escaped: nobody is kept"),
}
GAPS = {
    Gap.NO_DECISION: _l("No decision, or one without number or date"),
    Gap.PAPER_OWED: _l("The paper of the movement has not come"),
    Gap.AWAY_WITHOUT_PAPER: _l("Away without a paper"),
    Gap.TEMPORARY_TOO_LONG: _l("Temporary stay longer than its paper covers"),
    Gap.NO_TERM: _l("No term is written"),
    Gap.UNCHECKED_TERM: _l("After the checked end; the new one is unchecked"),
    Gap.AFTER_TERM: _l("The term is over"),
}

describe_table(
    "release_mark",
    _l("Paper of a release"),
    {
        "admission_id": _l("Stay"),
        "paper": _l("Paper"),
        "term_end_on": _l("Term ends"),
        "done_on": _l("Sent or ready on"),
        "withdraws_id": _l("Takes back"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={"paper": {paper.value: words for paper, words in PAPERS.items()}},
)
describe_act("release.struck", _l("Clock of releases opened or closed what is owed"))
describe_act("release.failed", _l("Clock of releases could not judge a stay"))
describe_act("release.marked", _l("Papers of releases marked as sent or ready"))
describe_act("release.mark-withdrawn", _l("Mark on a release taken back"))
describe_act("release.exported", _l("List of releases exported"))
describe_act("release.list-printed", _l("List of releases printed"))
describe_act("release.sheet-printed", _l("Sheet of the day printed"))
describe_act("release.gaps-exported", _l("List of days without a ground exported"))
describe_act("release.gaps-printed", _l("List of days without a ground printed"))
describe_details({"release_paper": _l("Paper"), "release_people": _l("People"), "release_day": _l("Day"),
                  "release_error": _l("Failure")})  # fmt: skip
