"""Words for accounts: roles, and what the log says of tables and acts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from rehab_center.audit.labels import describe_act, describe_details, describe_subject, describe_table
from rehab_center.permissions import Role

ROLES = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.INTAKE: _l("Intake and files"),
    Role.DUTY: _l("Duty officer"),
    Role.MEDICAL: _l("Medical staff"),
    Role.TRAINING: _l("Training and labour"),
    Role.DIRECTOR: _l("Leadership of the centre"),
    Role.INSPECTOR: _l("Inspector"),
}

ROLE_MEANINGS = {
    Role.ADMINISTRATOR: _l("Accounts and settings; sees no resident"),
    Role.INTAKE: _l("Admits people, keeps their files and papers, imports the register"),
    Role.DUTY: _l("Records who leaves and who comes back"),
    Role.MEDICAL: _l("Sees health records; records people sent to hospital"),
    Role.TRAINING: _l("Vocational training and therapeutic labour"),
    Role.DIRECTOR: _l("Approves, signs and prints the reports; reads the log"),
    Role.INSPECTOR: _l("Reads all but health, and the log; changes nothing"),
}

STATES = {
    "in-use": _l("In use"),
    "first-password": _l("First password not changed yet"),
    "locked": _l("Locked after failed attempts"),
    "disabled": _l("Disabled"),
}

describe_table(
    "account",
    _l("Account"),
    {
        "username": _l("Username"),
        "full_name": _l("Full name"),
        "post": _l("Post"),
        "password": _l("Password"),
        "fs_uniquifier": _l("Mark of open sessions"),
        "active": _l("Enabled"),
        "must_change_password": _l("Must change the password"),
        "facility_id": _l("Centre"),
        "created_at": _l("Made at"),
        "last_sign_in_at": _l("Last signed in"),
    },
    name="username",
)
describe_table(
    "account_role",
    _l("Role of an account"),
    {"account_id": _l("Account"), "role": _l("Role")},
    values={"role": {role.value: words for role, words in ROLES.items()}},
)
describe_table(
    "second_factor",
    _l("Second factor"),
    {
        "account_id": _l("Account"),
        "secret": _l("Secret of the telephone"),
        "last_counter": _l("Last code used"),
        "set_up_at": _l("Set up at"),
    },
)
describe_table(
    "recovery_code",
    _l("Recovery code"),
    {"account_id": _l("Account"), "code_hash": _l("Mark of the code"), "used_at": _l("Used at")},
)
describe_act("account.second_factor_set_up", _l("Second factor switched on"))
describe_act("account.second_factor_removed", _l("Second factor switched off by its holder"))
describe_act("account.second_factor_reset", _l("Second factor reset by an administrator"))
describe_subject("account", _l("Account"), endpoint="accounts.show")
describe_details(
    {
        "address": _l("From the address"),
        "failures": _l("Failed attempts"),
        "rows": _l("Rows"),
        "form": _l("File format"),
        "step": _l("Where it failed"),
    },
    values={"step": {"code": _l("at the code of the second factor")}},
)

describe_act("account.created", _l("Account made"))
describe_act("account.edited", _l("Account edited"))
describe_act("account.password_reset", _l("First password given anew"))
describe_act("account.password_changed", _l("Password changed by its holder"))
describe_act("account.password_rehashed", _l("Password stored by today's method"))
describe_act("account.disabled", _l("Account disabled"))
describe_act("account.enabled", _l("Account enabled"))
describe_act("account.list_exported", _l("List of accounts exported"))
describe_act("account.locked", _l("Sign-in failed; account locked"))
describe_act("account.unlocked", _l("Account unlocked"))
describe_act("account.signed_in", _l("Signed in"))
describe_act("account.sign_in_failed", _l("Sign-in failed"))
describe_act("account.signed_out", _l("Signed out"))
describe_act("account.signed_out_everywhere", _l("Signed out everywhere"))
