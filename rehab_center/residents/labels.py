"""Words for persons."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.residents.kinds import AliasKind, BirthPrecision, PaperKind, Sex
from rehab_center.residents.models import ResidentFacility
from rehab_center.residents.queries import MatchedBy

SEXES = {Sex.MALE: _l("Male"), Sex.FEMALE: _l("Female")}

PRECISIONS = {
    BirthPrecision.DAY: _l("Day known"),
    BirthPrecision.MONTH: _l("Month known"),
    BirthPrecision.YEAR: _l("Year known"),
    BirthPrecision.UNKNOWN: _l("Not known"),
}

PAPERS = {
    PaperKind.CITIZEN_ID: _l("Citizen identity card"),
    PaperKind.OLD_ID: _l("Old identity card (9 digits)"),
    PaperKind.PASSPORT: _l("Passport"),
}

ALIASES = {
    AliasKind.ALIAS: _l("Alias"),
    AliasKind.OTHER_NAME: _l("Other name"),
    AliasKind.FORMER_NAME: _l("Former name"),
    AliasKind.MISSPELT: _l("Wrong spelling"),
}

MATCHES = {
    MatchedBy.CODE: _l("Person's code"),
    MatchedBy.IDENTITY_NUMBER: _l("Identity number"),
    MatchedBy.NAME: _l("Name"),
    MatchedBy.ALIAS: _l("Other name"),
}

FIELDS = {
    "full_name": _l("Full name"),
    "birth": _l("Born"),
    "sex": _l("Sex on paper"),
    "placed_as": _l("Placed as"),
    "ethnicity": _l("Ethnicity"),
    "religion": _l("Religion"),
    "nationality": _l("Nationality"),
    "education": _l("Education"),
    "occupation": _l("Occupation"),
    "drug_used": _l("Drug used"),
    "address": _l("House, street, hamlet"),
    "commune": _l("Commune"),
    "district": _l("District"),
    "province": _l("Province"),
    "phone": _l("Telephone"),
    "note": _l("Note"),
}

_SEX_VALUES = {sex.value: words for sex, words in SEXES.items()}
_WITHDRAWN = {"created_at": _l("Entered at"), "withdrawn_at": _l("Withdrawn at")}

describe_table(
    "resident",
    _l("Person"),
    {
        **{name: words for name, words in FIELDS.items() if name != "birth"},
        "code": _l("Person's code"),
        "birth_on": _l("Born"),
        "birth_precision": _l("How much of the birth date is known"),
        "commune_code": _l("Address recognised as"),
        "created_at": _l("Entered at"),
    },
    values={
        "sex": _SEX_VALUES,
        "placed_as": _SEX_VALUES,
        "birth_precision": {precision.value: words for precision, words in PRECISIONS.items()},
    },
    name="full_name",
)
describe_table(
    "resident_facility",
    _l("Person known to a centre"),
    {"resident_id": _l("Person"), "facility_id": _l("Centre"), "since": _l("Since")},
)
describe_table(
    "identity_paper",
    _l("Identity paper"),
    {
        "resident_id": _l("Person"),
        "kind": _l("Kind of paper"),
        "number": _l("Number"),
        "issued_on": _l("Dated"),
        "issuer": _l("Issued by"),
        "valid": _l("May still be used"),
        "note": _l("Note"),
        **_WITHDRAWN,
    },
    values={"kind": {kind.value: words for kind, words in PAPERS.items()}},
    name="number",
    hidden={"number_key"},
)
describe_table(
    "alias",
    _l("Other name"),
    {
        "resident_id": _l("Person"),
        "name": _l("Name"),
        "kind": _l("Kind of name"),
        "document_id": _l("Paper"),
        "until_on": _l("Borne until before"),
        **_WITHDRAWN,
    },
    values={"kind": {kind.value: words for kind, words in ALIASES.items()}},
    name="name",
)
describe_table(
    "relative",
    _l("Relative"),
    {
        "resident_id": _l("Person"),
        "name": _l("Name"),
        "relation": _l("Relation"),
        "phone": _l("Telephone"),
        "address": _l("Address"),
        **_WITHDRAWN,
    },
    name="name",
)
describe_table(
    "photo",
    _l("Photo"),
    {
        "resident_id": _l("Person"),
        "taken_on": _l("Taken on"),
        "taken_by": _l("Taken by"),
        "width": _l("Width in pixels"),
        "height": _l("Height in pixels"),
        "size": _l("Size in bytes"),
        "sha256": _l("Fingerprint of the file"),
        **_WITHDRAWN,
    },
    name="taken_on",
)
describe_subject(
    "resident",
    _l("Person"),
    endpoint="casefile.person",
    within=lambda centres: select(ResidentFacility.resident_id).where(ResidentFacility.facility_id.in_(centres)),
)

describe_details({"formerly": _l("Written before as"), "valid_from": _l("Valid from")})
describe_act("resident.entered", _l("Person entered"))
describe_act("resident.opened", _l("Person's record opened for correction"))
describe_act("resident.corrected", _l("Person's record corrected"))
describe_act("resident.name-changed", _l("Name changed by a paper"))
describe_act("resident.home-recognised", _l("Address recognised as a unit"))
describe_act("resident.order_keys_filled", _l("Order of names prepared for lists"))
describe_act("resident.homes-recognised", _l("Addresses recognised"))
describe_details(
    {"recognised": _l("Recognised"), "not_recognised": _l("Not recognised"), "several": _l("May be several")}
)
describe_act("identity-paper.entered", _l("Identity paper entered"))
describe_act("identity-paper.marked", _l("Identity paper marked as usable or not"))
describe_act("identity-paper.withdrawn", _l("Identity paper withdrawn"))
describe_act("identity-paper.withdrawal-asked", _l("Asked for an identity paper to be taken away"))
describe_act("alias.entered", _l("Other name entered"))
describe_act("alias.withdrawn", _l("Other name withdrawn"))
describe_act("relative.entered", _l("Relative entered"))
describe_act("relative.withdrawn", _l("Relative withdrawn"))
describe_act("photo.added", _l("Photo added"))
describe_act("photo.withdrawn", _l("Photo withdrawn"))
describe_act("resident.paperless-exported", _l("List of people without identity paper exported"))
