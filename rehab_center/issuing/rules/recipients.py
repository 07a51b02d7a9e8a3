"""Who gets a paper: nơi nhận and copies, by the law of the case. Pure."""

from __future__ import annotations

from datetime import date

from rehab_center.admissions.rules.regime import BY_COURT, StayKind
from rehab_center.issuing.kinds import PaperKind
from rehab_center.issuing.rules.facts import Case, Issuer

REGIONAL_COURTS_FROM = date(2025, 7, 1)
"""Courts of districts until 30/06/2025, of regions (khu vực) since (Luật 81/2025/QH15; L120 Đ35.8)."""
ARCHIVE = "Lưu: VT, hồ sơ học viên"


def family(case: Case) -> str:
    """Whom of the family: for a minor the parents or the guardian (L120 Đ36.5)."""
    if case.kind is StayKind.MINOR:
        return f"Cha, mẹ hoặc người giám hộ của {case.name}"
    return f"Gia đình {case.name}"


def court(case: Case, day: date) -> str:
    """The court that decided, as its decision has it; a court of a district is no more since 01/07/2025."""
    if case.decided_by is None:
        regional = (case.decided_on or day) >= REGIONAL_COURTS_FROM
        return f"Tòa án nhân dân {'khu vực' if regional else 'cấp huyện'} đã ra quyết định"
    if day >= REGIONAL_COURTS_FROM and "khu vực" not in case.decided_by.lower():
        return f"{case.decided_by} (nay thuộc thẩm quyền của Tòa án nhân dân khu vực)"
    return case.decided_by


def commune_committee(case: Case) -> str:
    """Ủy ban nhân dân cấp xã where the person lives."""
    return f"Ủy ban nhân dân {case.commune or 'cấp xã nơi cư trú'}"


def commune_police(case: Case) -> str:
    """Công an cấp xã where the person lives."""
    return f"Công an {case.commune or 'cấp xã nơi cư trú'}"


def file_police(case: Case) -> str:
    """The police that made the file (L120 Đ46.2i)."""
    return case.police_unit or "Công an cấp xã nơi lập hồ sơ đề nghị"


def decider(case: Case, day: date) -> str:
    """Whoever decided the stay and so decides on its suspension or its rest (L120 Đ39.4)."""
    if case.kind in BY_COURT:
        return court(case, day)
    return case.decided_by or "Giám đốc Công an cấp tỉnh"


def copies(case: Case, day: date) -> tuple[str, ...]:
    """Who gets a copy of the certificate: family, court, commune, commune police (L120 Đ35.5, Đ36.5; XLVPHC Đ114).

    No court decided on a voluntary stay; the law names nobody for it (L120 Đ34.4; L73 Đ31.4).
    """
    deciding = (court(case, day),) if case.kind in BY_COURT else ()
    return (family(case), *deciding, commune_committee(case), commune_police(case))


def addressee(kind: PaperKind, case: Case, day: date) -> str:
    """To whom a paper is addressed (Kính gửi), one a line; empty where it is addressed to nobody."""
    match kind:
        case PaperKind.ESCAPE_NOTICE | PaperKind.RETURN_NOTICE:
            return commune_committee(case) if _left_voluntarily(case) else file_police(case)
        case PaperKind.REDUCTION_PROPOSAL | PaperKind.SUSPENSION_PROPOSAL | PaperKind.EXEMPTION_PROPOSAL:
            return decider(case, day)
        case PaperKind.END_NOTICE | PaperKind.DEATH_NOTICE:
            return "\n".join((family(case), commune_committee(case), commune_police(case)))
        case PaperKind.POST_REHAB_NOTICE:
            return "\n".join((commune_committee(case), commune_police(case)))
        case _:
            return ""


def _left_voluntarily(case: Case) -> bool:
    """Somebody in voluntary treatment who goes breaks it off: the commune is told (L73 Đ35.6e)."""
    return case.kind is StayKind.VOLUNTARY and case.law == "old"


def recipients(kind: PaperKind, case: Case, day: date, issuer: Issuer) -> tuple[str, ...]:
    """Nơi nhận of a paper, the archive last."""
    above = (issuer.superior,) if issuer.superior else ()
    deciding = (court(case, day),) if case.kind in BY_COURT else ()
    match kind:
        case PaperKind.ESCAPE_NOTICE | PaperKind.RETURN_NOTICE:
            found = ("Như trên", commune_police(case), family(case), *above)
        case PaperKind.SEARCH_DECISION:
            found = (file_police(case), commune_police(case), *deciding, *above)
        case PaperKind.LEAVE_DECISION:
            found = (case.name, family(case), commune_committee(case), commune_police(case))
        case PaperKind.TRANSFER_SLIP:
            found = ("Cơ sở tiếp nhận", family(case), *deciding, *above)
        case PaperKind.TRANSFER_MINUTES:
            found = ("Cơ sở tiếp nhận",)
        case PaperKind.REDUCTION_PROPOSAL | PaperKind.SUSPENSION_PROPOSAL | PaperKind.EXEMPTION_PROPOSAL:
            found = ("Như trên", *above)
        case PaperKind.COMPLETION:
            found = (case.name, *copies(case, day))
        case PaperKind.DEATH_NOTICE:
            found = ("Như trên", *deciding, "Viện kiểm sát nhân dân có thẩm quyền", *above)
        case _:
            found = ("Như trên", *above)
    return tuple(dict.fromkeys((*found, ARCHIVE)))
