"""Who may do what: permissions, roles, and the person acting. Data only; an account may hold several roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Permission(StrEnum):
    """One right each, "<feature>:<act>". A page or command states exactly one."""

    ACCOUNTS_MANAGE = "accounts:manage"
    ACTIVITIES_MANAGE = "activities:manage"
    ACTIVITIES_VIEW = "activities:view"
    ADMISSIONS_ADMIT = "admissions:admit"
    ADMISSIONS_MOVE = "admissions:move"
    ADMISSIONS_VOID = "admissions:void"
    ASSIGNMENTS_DECIDE = "assignments:decide"
    ASSIGNMENTS_PROPOSE = "assignments:propose"
    ATTENDANCE_CORRECT = "attendance:correct"
    ATTENDANCE_MARK = "attendance:mark"
    AUDIT_EXPORT = "audit:export"
    AUDIT_VIEW = "audit:view"
    BACKUPS_MANAGE = "backups:manage"
    BELONGINGS_EDIT = "belongings:edit"
    CLASSIFICATION_EDIT = "classification:edit"
    CLOCK_CONFIRM = "clock:confirm"
    CONDUCT_DECIDE = "conduct:decide"
    CONDUCT_PROPOSE = "conduct:propose"
    COURSES_DECIDE = "courses:decide"
    COURSES_EDIT = "courses:edit"
    DOCUMENTS_EDIT = "documents:edit"
    HEADCOUNT_VIEW = "headcount:view"
    CLEARANCE_VIEW = "clearance:view"
    HEALTH_ASSIGN = "health:assign"
    HEALTH_EDIT = "health:edit"
    HEALTH_RECORD = "health:record"
    HEALTH_VIEW = "health:view"
    ISSUING_DRAFT = "issuing:draft"
    ISSUING_ISSUE = "issuing:issue"
    ORGANISATION_EDIT = "organisation:edit"
    PAY_PREPARE = "pay:prepare"
    PAY_SIGN = "pay:sign"
    PAY_VIEW = "pay:view"
    PEOPLE_EDIT = "people:edit"
    PEOPLE_EXPORT = "people:export"
    PEOPLE_VIEW = "people:view"
    PLACEMENTS_EDIT = "placements:edit"
    PLACEMENTS_SETUP = "placements:setup"
    PLAN_EDIT = "plan:edit"
    PLAN_VIEW = "plan:view"
    POLICIES_EDIT = "policies:edit"
    REGISTER_EXPORT = "register:export"
    REGISTER_IMPORT = "register:import"
    REPORTS_BUILD = "reports:build"
    REPORTS_VIEW = "reports:view"
    ROLL_CHECK = "roll:check"
    SETTINGS_VIEW = "settings:view"
    STAGES_DECIDE = "stages:decide"
    STAGES_PROPOSE = "stages:propose"
    TERMS_CHECK = "terms:check"
    TERMS_CONVENTIONS = "terms:conventions"
    TODAY_VIEW = "today:view"
    #: The lists of work, courses, attendance and pay as workbooks; never other people's lists.
    WORK_EXPORT = "work:export"


class Role(StrEnum):
    """The posts of a centre."""

    ADMINISTRATOR = "administrator"
    INTAKE = "intake"
    DUTY = "duty"
    MEDICAL = "medical"
    TRAINING = "training"
    DIRECTOR = "director"
    INSPECTOR = "inspector"


_STAFF = frozenset(
    {
        Permission.TODAY_VIEW,
        Permission.PEOPLE_VIEW,
        Permission.HEADCOUNT_VIEW,
        Permission.PLAN_VIEW,
        Permission.ACTIVITIES_VIEW,
    }
)

ROLES: dict[Role, frozenset[Permission]] = {
    # Accounts and settings; sees no resident.
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.TODAY_VIEW,
            Permission.ACCOUNTS_MANAGE,
            Permission.BACKUPS_MANAGE,
            Permission.CLOCK_CONFIRM,
            Permission.SETTINGS_VIEW,
            Permission.ORGANISATION_EDIT,
            Permission.PLACEMENTS_SETUP,
            Permission.POLICIES_EDIT,
        }
    ),
    Role.INTAKE: _STAFF
    | {
        Permission.ADMISSIONS_ADMIT,
        Permission.ADMISSIONS_MOVE,
        Permission.ADMISSIONS_VOID,
        Permission.BELONGINGS_EDIT,
        Permission.CLASSIFICATION_EDIT,
        Permission.DOCUMENTS_EDIT,
        Permission.ISSUING_DRAFT,
        Permission.PAY_VIEW,
        Permission.PEOPLE_EDIT,
        Permission.PEOPLE_EXPORT,
        Permission.PLACEMENTS_EDIT,
        Permission.REGISTER_EXPORT,
        Permission.REGISTER_IMPORT,
        Permission.REPORTS_VIEW,
        Permission.WORK_EXPORT,
    },
    Role.DUTY: _STAFF
    | {
        Permission.ADMISSIONS_MOVE,
        Permission.ATTENDANCE_MARK,
        Permission.BELONGINGS_EDIT,
        Permission.CLEARANCE_VIEW,
        Permission.CONDUCT_PROPOSE,
        Permission.ISSUING_DRAFT,
        Permission.PLACEMENTS_EDIT,
        Permission.ROLL_CHECK,
        Permission.WORK_EXPORT,
    },
    Role.MEDICAL: _STAFF
    | {
        Permission.ADMISSIONS_MOVE,
        Permission.CLASSIFICATION_EDIT,
        Permission.CLEARANCE_VIEW,
        Permission.HEALTH_EDIT,
        Permission.HEALTH_RECORD,
        Permission.HEALTH_VIEW,
        Permission.STAGES_PROPOSE,
    },
    Role.TRAINING: _STAFF
    | {
        Permission.ACTIVITIES_MANAGE,
        Permission.ASSIGNMENTS_PROPOSE,
        Permission.ATTENDANCE_CORRECT,
        Permission.ATTENDANCE_MARK,
        Permission.CLEARANCE_VIEW,
        Permission.CONDUCT_PROPOSE,
        Permission.COURSES_EDIT,
        Permission.PAY_PREPARE,
        Permission.PAY_VIEW,
        Permission.REPORTS_VIEW,
        Permission.STAGES_PROPOSE,
        Permission.WORK_EXPORT,
    },
    Role.DIRECTOR: _STAFF
    | {
        Permission.ACTIVITIES_MANAGE,
        Permission.ADMISSIONS_MOVE,
        Permission.ADMISSIONS_VOID,
        Permission.ASSIGNMENTS_DECIDE,
        Permission.ASSIGNMENTS_PROPOSE,
        Permission.ATTENDANCE_CORRECT,
        Permission.AUDIT_VIEW,
        Permission.CLASSIFICATION_EDIT,
        Permission.CONDUCT_DECIDE,
        Permission.CLEARANCE_VIEW,
        Permission.COURSES_DECIDE,
        Permission.COURSES_EDIT,
        Permission.DOCUMENTS_EDIT,
        Permission.HEALTH_ASSIGN,
        Permission.HEALTH_RECORD,
        Permission.HEALTH_VIEW,
        Permission.ISSUING_DRAFT,
        Permission.ISSUING_ISSUE,
        Permission.PAY_SIGN,
        Permission.PAY_VIEW,
        Permission.PEOPLE_EXPORT,
        Permission.PLACEMENTS_EDIT,
        Permission.PLACEMENTS_SETUP,
        Permission.PLAN_EDIT,
        Permission.REGISTER_EXPORT,
        Permission.REPORTS_BUILD,
        Permission.REPORTS_VIEW,
        Permission.ROLL_CHECK,
        Permission.SETTINGS_VIEW,
        Permission.STAGES_DECIDE,
        Permission.TERMS_CHECK,
        Permission.TERMS_CONVENTIONS,
        Permission.WORK_EXPORT,
    },
    # Reads all but health, changes nothing.
    Role.INSPECTOR: _STAFF
    | {
        Permission.AUDIT_EXPORT,
        Permission.AUDIT_VIEW,
        Permission.PAY_VIEW,
        Permission.PEOPLE_EXPORT,
        Permission.REGISTER_EXPORT,
        Permission.REPORTS_VIEW,
        Permission.SETTINGS_VIEW,
        Permission.WORK_EXPORT,
    },
}


@dataclass(frozen=True)
class Scope:
    """Whose people a query may return. ``facility_ids`` None means every centre; ``medical`` opens health facts."""

    facility_ids: frozenset[int] | None = None
    medical: bool = False

    def covers(self, facility_id: int) -> bool:
        """Whether a centre's people are within reach."""
        return self.facility_ids is None or facility_id in self.facility_ids


EVERYWHERE = Scope(facility_ids=None, medical=True)


@dataclass(frozen=True)
class Actor:
    """Who acts: an account, or the system's user at the command line (``account_id`` None)."""

    name: str
    label: str
    account_id: int | None = None
    facility_ids: frozenset[int] | None = None
    permissions: frozenset[Permission] = field(default_factory=lambda: frozenset(Permission))
    origin: str = "cli"
    roles: frozenset[Role] = frozenset()

    def holds(self, role: Role) -> bool:
        """Whether the actor has that post; the system's user at the command line stands for every post."""
        return role in self.roles or (self.account_id is None and self.permissions >= ROLES[role])

    def may(self, permission: Permission) -> bool:
        """Whether one of the actor's roles holds the permission."""
        return permission in self.permissions

    @property
    def scope(self) -> Scope:
        """Whose people this actor may see."""
        return Scope(self.facility_ids, medical=self.may(Permission.HEALTH_VIEW))


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """The rights of somebody who holds all these roles."""
    return frozenset(permission for role in roles for permission in ROLES[role])
