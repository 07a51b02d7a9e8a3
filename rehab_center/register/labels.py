"""The words of this feature, for pages and for the log."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_table
from rehab_center.register.rules.fields import Field

#: What a column can be said to hold, in the order of a register.
FIELDS = {
    Field.ORDINAL: _l("Running number (not read)"),
    Field.CODE: _l("File code"),
    Field.NAME: _l("Full name"),
    Field.FAMILY_NAME: _l("Family and middle names"),
    Field.GIVEN_NAME: _l("Given name"),
    Field.ALIAS: _l("Alias"),
    Field.BIRTH: _l("Birth date or year"),
    Field.SEX: _l("Sex"),
    Field.IDENTITY: _l("Identity number"),
    Field.IDENTITY_ISSUED_ON: _l("Identity paper: issued on"),
    Field.IDENTITY_ISSUER: _l("Identity paper: issued by"),
    Field.ETHNICITY: _l("Ethnicity"),
    Field.RELIGION: _l("Religion"),
    Field.NATIONALITY: _l("Nationality"),
    Field.ADDRESS: _l("Home address, whole"),
    Field.STREET: _l("House, street, hamlet"),
    Field.COMMUNE: _l("Commune or ward"),
    Field.DISTRICT: _l("District"),
    Field.PROVINCE: _l("Province"),
    Field.EDUCATION: _l("Education"),
    Field.OCCUPATION: _l("Occupation"),
    Field.DRUG: _l("Drug used"),
    Field.TIMES_TREATED: _l("Which treatment this is"),
    Field.KIND: _l("Kind of stay"),
    Field.DECISION: _l("Decision: number, date and issuer in one"),
    Field.DECISION_NUMBER: _l("Decision: number"),
    Field.DECISION_DATE: _l("Decision: date"),
    Field.DECISION_ISSUER: _l("Decision: issuer"),
    Field.MONTHS: _l("Term in months"),
    Field.ENTRY: _l("Where the person came from"),
    Field.ENTERED_ON: _l("Entered on"),
    Field.TERM_START: _l("Term begins on"),
    Field.TERM_END: _l("Term ends on"),
    Field.LEFT_ON: _l("Left on"),
    Field.EXIT_REASON: _l("Reason for leaving"),
    Field.EXIT_NUMBER: _l("Paper of leaving: number"),
    Field.EXIT_DATE: _l("Paper of leaving: date"),
    Field.EXIT_ISSUER: _l("Paper of leaving: issuer"),
    Field.CONTACT: _l("Relative to tell"),
    Field.CONTACT_RELATION: _l("Relative: relation"),
    Field.CONTACT_PHONE: _l("Relative: telephone"),
    Field.FATHER: _l("Father"),
    Field.MOTHER: _l("Mother"),
    Field.SPOUSE: _l("Spouse"),
    Field.NOTE: _l("Note"),
    Field.BOOK_END: _l("Old book: term ends on"),
    Field.OPENING_UNTIL: _l("Old book: counted up to"),
    Field.UNCOUNTED_DAYS: _l("Old book: days not counted"),
    Field.REDUCED_MONTHS: _l("Old book: months reduced"),
    Field.MOVED_KIND: _l("Movement: what happened"),
    Field.MOVED_FROM: _l("Movement: from"),
    Field.MOVED_TO: _l("Movement: until"),
    Field.MOVED_DAYS: _l("Movement: days"),
    Field.REFUSED_BECAUSE: _l("Why the row was refused (not read)"),
    Field.IGNORED: _l("Nothing for this program"),
}


def describe() -> None:
    """Tell the log how the table, the acts and their details are called."""
    describe_act("register.row-imported", _l("Imported from a register"))
    describe_act("register.row-compared", _l("Compared with the register"))
    describe_act("register.imported", _l("Register imported"))
    describe_act("register.uploads_removed", _l("Old workbooks removed"))
    describe_act("register.exported", _l("Register exported"))
    describe_act("register.columns-mapped", _l("Headings of a register explained"))
    describe_details(
        {
            "file": _l("File"),
            "sha256": _l("Content hash"),
            "sheet": _l("Sheet of the workbook"),
            "row": _l("Row"),
            "rows": _l("Rows"),
            "imported": _l("New stays"),
            "updated": _l("Filled in"),
            "unchanged": _l("Unchanged"),
            "conflicts": _l("In conflict"),
            "rejected": _l("Refused"),
        }
    )
    describe_table(
        "column_mapping",
        _l("Heading of a register"),
        {
            "facility_id": _l("Centre"),
            "heading_key": _l("Heading as compared"),
            "heading": _l("Heading"),
            "field": _l("What it holds"),
            "mapped_at": _l("Entered at"),
            "mapped_by": _l("Entered by"),
        },
        values={"field": {field.value: label for field, label in FIELDS.items()}},
        name="heading",
        hidden={"heading_key"},
    )
    describe_table(
        "register_row",
        _l("Row of a register"),
        {
            "facility_id": _l("Centre"),
            "admission_id": _l("Stay"),
            "code_key": _l("File code as compared"),
            "said": _l("What the last copy said"),
            "earlier": _l("What earlier copies said"),
            "first_sha256": _l("Content hash of the first copy"),
            "filename": _l("File"),
            "sha256": _l("Content hash"),
            "imported_at": _l("Entered at"),
        },
        hidden={"code_key"},
    )
