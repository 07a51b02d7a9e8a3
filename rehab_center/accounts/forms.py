"""The shapes of what is typed at the door and about accounts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import EqualTo, InputRequired, Length
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from rehab_center.accounts.labels import ROLE_MEANINGS, ROLES
from rehab_center.permissions import Role
from rehab_center.web.fields import WholeField
from rehab_center.web.forms import BaseForm


class SignInForm(BaseForm):
    """Name and password. The name is not the shape of a username on purpose: any text is tried, and refused alike."""

    username = StringField(
        _l("Username"),
        [InputRequired(), Length(max=200)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True},
    )
    password = PasswordField(
        _l("Password"), [InputRequired(), Length(max=200)], render_kw={"autocomplete": "current-password"}
    )
    next = HiddenField()


class CodeForm(BaseForm):
    """A code of the telephone or, when it is lost, a recovery code."""

    keeps_draft = False
    code = StringField(
        _l("Code"),
        [InputRequired(), Length(max=40)],
        description=_l("Six digits from the telephone."),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "autofocus": True},
    )
    next = HiddenField()


class ChangePasswordForm(BaseForm):
    """The old password once, the new one twice."""

    current = PasswordField(_l("Present password"), [InputRequired()], render_kw={"autocomplete": "current-password"})
    password = PasswordField(
        _l("New password"),
        [InputRequired()],
        description=_l("At least 10 characters; a short sentence is easy to remember. Not the username."),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password once more"),
        [InputRequired(), EqualTo("password", message=_l("The two new passwords are not the same."))],
        render_kw={"autocomplete": "new-password"},
    )


class RolesField(SelectMultipleField):
    """One box to tick for each role; ``data`` is a list of :class:`Role`."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AccountForm(BaseForm):
    """What an administrator says of an account's holder. The view gives the centres with :meth:`offer`."""

    full_name = StringField(_l("Full name"), [InputRequired(), Length(max=120)], render_kw={"autocomplete": "off"})
    post = StringField(
        _l("Post"), [Length(max=120)], description=_l("As the log shall show it, such as “intake officer”.")
    )
    roles = RolesField(_l("Roles"), coerce=Role)
    facility = SelectField(
        _l("Centre"),
        coerce=lambda text: int(text) if text else None,
        description=_l("The account sees the people of this centre only."),
    )

    def offer(self, centres: dict[str, str]) -> None:
        """Fill in what can be chosen: the roles with what each may do, and ``centres`` (id as text -> name)."""
        self.roles.choices = {role.value: f"{words}: {ROLE_MEANINGS[role]}" for role, words in ROLES.items()}
        self.facility.choices = centres


class NewAccountForm(AccountForm):
    """A new account also gets its username."""

    username = StringField(
        _l("Username"),
        [InputRequired(), Length(max=32)],
        description=_l("3 to 32 letters, digits, dots or hyphens. It cannot be changed later."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class EditAccountForm(AccountForm):
    """An account's values with the revision they were read at."""

    version = WholeField(widget=HiddenInput())
