"""Words for courses' results, certificates and jobs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.activities.labels import LEVELS
from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.courses.kinds import CertificateKind, CertificateState, KindOfTest, Missed, Outcome, VoidReason
from rehab_center.courses.queries.jobs import Heard

TESTS = {
    KindOfTest.REGULAR: _l("Regular test"),
    KindOfTest.MODULE: _l("Test of a module"),
    KindOfTest.FINAL: _l("Final test"),
}
MISSED = {
    Missed.EXCUSED: _l("Missed the test, excused"),
    Missed.UNEXCUSED: _l("Missed the test without an excuse"),
}
OUTCOMES = {
    Outcome.PASSED: _l("Passed"),
    Outcome.FAILED: _l("Failed"),
    Outcome.LEFT: _l("Gave up the course"),
}
OUTCOME_LOOKS = {
    Outcome.PASSED: ("good", "check-circle"),
    Outcome.FAILED: ("bad", "x-circle"),
    Outcome.LEFT: ("warn", "slash-circle"),
}
CERTIFICATES = {
    CertificateKind.ELEMENTARY: _l("Elementary certificate"),
    CertificateKind.TRAINING: _l("Training certificate"),
    CertificateKind.ATTESTATION: _l("Attestation of the centre"),
}
CERTIFICATE_STATES = {
    CertificateState.HERE: (_l("Kept at the centre"), "info", "journal-text"),
    CertificateState.HANDED: (_l("Handed over"), "good", "check-circle"),
    CertificateState.REPLACED: (_l("Replaced by a copy"), "quiet", "slash-circle"),
    CertificateState.VOIDED: (_l("Does not hold"), "bad", "x-circle"),
}
VOIDS = {
    VoidReason.MISTAKE: _l("Certificate entered by mistake"),
    VoidReason.SPOILT: _l("Written wrongly, the blank is spoilt"),
    VoidReason.REVOKED: _l("Certificate revoked"),
    VoidReason.REPLACED: _l("Replaced by a copy"),
}
TEST_FIELDS = {
    "on": _l("Day of the test"),
    "kind": _l("Kind of test"),
    "name": _l("Name of the test"),
    "max_score": _l("Most points"),
    "set_by": _l("Set and marked by"),
}
SCORE_FIELDS = {
    "score": _l("Points"),
    "missed": _l("Why there are no points"),
    "note": _l("Note"),
}
CERTIFICATE_FIELDS = {
    "kind": _l("Kind of certificate"),
    "number": _l("Number in the register"),
    "serial": _l("Number of the blank"),
    "issued_on": _l("Day of the certificate"),
    "issuer": _l("Certificate issued by"),
    "licence": _l("Licence of the issuer"),
    "signer": _l("Signed by"),
    "decision": _l("Decision on the results"),
    "trade": _l("Trade or subject"),
    "level": _l("Level of the course"),
    "hours": _l("Hours of the course"),
    "began_on": _l("Course from"),
    "ended_on": _l("Course until"),
    "grade": _l("Grade"),
    "handed_on": _l("Handed over on"),
    "handed_to": _l("Handed to"),
    "signed_for": _l("Signed for it"),
}
JOB_FIELDS = {
    "on": _l("Heard on"),
    "found": _l("Has a job"),
    "place": _l("Where the job is"),
    "since": _l("At work since"),
    "in_trade": _l("In the trade learnt"),
    "source": _l("Who said so"),
    "note": _l("Note"),
}
HEARD = {
    Heard.FOUND: (_l("Has a job"), "good", "check-circle"),
    Heard.NONE: (_l("Has no job"), "warn", "x-circle"),
    Heard.UNKNOWN: (_l("Nobody has asked yet"), "quiet", "question-circle"),
}
RULES = {
    "course-no-hours": _l("No hour is marked"),
    "course-hours": _l("Hours are lacking"),
    "course-no-test": _l("No test is entered"),
    "course-tests-open": _l("A test has no points yet"),
    "course-points": _l("The average is too low"),
    "course-final": _l("A final test is failed"),
}
"""What stands against passing, in short."""
_OUTCOME_VALUES = {one.value: words for one, words in OUTCOMES.items()}

describe_table(
    "course_test",
    _l("Test of a course"),
    {
        **TEST_FIELDS,
        "activity_id": _l("Programme"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
        "withdrawn_at": _l("Withdrawn at"),
        "withdrawn_by": _l("Withdrawn by"),
        "withdrawn_reason": _l("Why it is withdrawn"),
    },
    values={"kind": {one.value: words for one, words in TESTS.items()}},
)
describe_table(
    "course_score",
    _l("Points in a test"),
    {
        **SCORE_FIELDS,
        "course_test_id": _l("Test of a course"),
        "admission_id": _l("Stay"),
        "saved_by": _l("Last saved by"),
        "saved_at": _l("Last saved at"),
    },
    values={"missed": {one.value: words for one, words in MISSED.items()}},
    name="admission_id",
)
describe_table(
    "course_result",
    _l("Result of a course"),
    {
        "activity_id": _l("Programme"),
        "admission_id": _l("Stay"),
        "revision": _l("How often decided"),
        "replaces_id": _l("In place of the result"),
        "outcome": _l("Result"),
        "on": _l("Course ended on"),
        "proposed": _l("Proposed by the rule"),
        "minutes": _l("Minutes attended"),
        "average": _l("Average of 10"),
        "basis": _l("Computed from"),
        "reason": _l("Reason"),
        "decided_by": _l("Decided by"),
        "recorded_at": _l("Written at"),
    },
    values={"outcome": _OUTCOME_VALUES, "proposed": _OUTCOME_VALUES},
    name="outcome",
)
describe_table(
    "certificate",
    _l("Certificate of a course"),
    {
        **CERTIFICATE_FIELDS,
        "facility_id": _l("Centre"),
        "activity_id": _l("Programme"),
        "admission_id": _l("Stay"),
        "book_year": _l("Year of the book"),
        "book_number": _l("Number in the book"),
        "first_on": _l("First given on"),
        "replaces_id": _l("In place of the certificate"),
        "voided_at": _l("Voided at"),
        "voided_by": _l("Voided by"),
        "voided_why": _l("Why it does not hold"),
        "voided_note": _l("Explanation"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    values={
        "kind": {one.value: words for one, words in CERTIFICATES.items()},
        "level": {one.value: words for one, words in LEVELS.items()},
        "voided_why": {one.value: words for one, words in VOIDS.items()},
    },
    hidden={"number_key", "issuer_key"},
    name="number",
)
describe_table(
    "certificate_scan",
    _l("Scan of a certificate"),
    {
        "certificate_id": _l("Certificate of a course"),
        "sha256": _l("SHA-256"),
        "name": _l("File name"),
        "media_type": _l("File type"),
        "size": _l("Size in bytes"),
        "stored_at": _l("Stored at"),
        "withdrawn_at": _l("Taken away at"),
    },
)
describe_table(
    "course_job",
    _l("Job after a course"),
    {
        **JOB_FIELDS,
        "activity_id": _l("Programme"),
        "admission_id": _l("Stay"),
        "recorded_at": _l("Written at"),
        "actor": _l("Written by"),
    },
    name="place",
)
describe_subject("course", _l("Results of a course"), endpoint="courses.course", argument="activity_id")
describe_subject(
    "certificate", _l("Certificate of a course"), endpoint="courses.certificate", argument="certificate_id"
)
describe_act("course.opened", _l("Results of a course looked at"))
describe_act("course.person-opened", _l("Results of a person looked at"))
describe_act("course.test-added", _l("Test of a course entered"))
describe_act("course.test-edited", _l("Test of a course changed"))
describe_act("course.test-withdrawn", _l("Test of a course withdrawn"))
describe_act("course.scores-saved", _l("Points in a test entered"))
describe_act("course.results-decided", _l("Results of a course decided"))
describe_act("course.job-noted", _l("Job after a course noted"))
describe_act("course.sheet-opened", _l("Sheet of results looked at"))
describe_act("course.sheet-printed", _l("Sheet of results printed"))
describe_act("course.jobs-exported", _l("List of jobs after courses exported"))
describe_act("course.list-exported", _l("List of courses exported"))
describe_act("course.list-printed", _l("List of courses printed"))
describe_act("certificate.opened", _l("Certificate looked at"))
describe_act("certificate.issued", _l("Certificates given"))
describe_act("certificate.replaced", _l("Certificate given again as a copy"))
describe_act("certificate.handed", _l("Certificate handed over"))
describe_act("certificate.voided", _l("Certificate voided"))
describe_act("certificate.scan-attached", _l("Scan of a certificate attached"))
describe_act("certificate.scan-opened", _l("Scan of a certificate opened"))
describe_act("certificate.printed", _l("Certificate printed"))
describe_act("certificate.register-exported", _l("Register of certificates exported"))
describe_act("certificate.register-printed", _l("Register of certificates printed"))
describe_details(
    {
        "course_test": _l("Test of a course"),
        "results_decided": _l("Results decided"),
        "certificates": _l("Certificates"),
        "certificate_again": _l("Certificate that holds again"),
        "learner": _l("Person in the course"),
    }
)
