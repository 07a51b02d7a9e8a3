"""The papers of the invented centre: what is issued for what, by whom on that day, and under which number."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import BY_COURT, LAW_2025_FROM, StayKind
from rehab_center.demo.invented import province_on
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.organisation.provinces import MERGER
from rehab_center.organisation.rules import HANDOVER
from rehab_center.residents.rules.facts import PersonFacts

OLD_NAME = "Cơ sở Cai nghiện ma túy tỉnh Nam Định"
NEW_NAME = "Cơ sở Cai nghiện ma túy Nam Định"  # from the merger on: the province of that name is no more

_COURTS_OF_AREAS = 8

#: For each movement the kind of its paper, the sign after the number, and who issues it where that is not the centre.
_PAPERS: dict[MovementKind, tuple[DocumentKind, str, str]] = {
    MovementKind.TRANSFERRED_IN: (DocumentKind.TRANSFER, "QĐ-CCS", "superior"),
    MovementKind.ESCAPED: (DocumentKind.ESCAPE_DECISION, "QĐTN-CSCNMT", ""),
    MovementKind.RETURNED: (DocumentKind.HANDOVER, "BBTN-CSCNMT", ""),
    MovementKind.TO_HOSPITAL: (DocumentKind.HOSPITAL, "GCV-CSCNMT", ""),
    MovementKind.ON_LEAVE: (DocumentKind.LEAVE, "QĐ-CSCNMT", ""),
    MovementKind.TAKEN_OUT: (DocumentKind.EXTRACTION, "LTX-CQĐT", "Cơ quan Cảnh sát điều tra Công an {province}"),
    MovementKind.SUSPENDED: (DocumentKind.SUSPENSION, "QĐTĐC-TA", "court"),
    MovementKind.RESUMED: (DocumentKind.HANDOVER, "BBTN-CSCNMT", ""),
    MovementKind.IMPRISONED: (DocumentKind.EXTRACTION, "HSST", "court"),
    MovementKind.RELEASED_FROM_PRISON: (DocumentKind.CERTIFICATE, "GCN-TG", "Trại giam Ninh Khánh"),
    MovementKind.COMPLETED: (DocumentKind.CERTIFICATE, "GCN-CSCNMT", ""),
    MovementKind.REDUCED: (DocumentKind.REDUCTION, "QĐGH-TA", "court"),
    MovementKind.TRANSFERRED_OUT: (DocumentKind.TRANSFER, "QĐ-CCS", "superior"),
    MovementKind.DIED: (DocumentKind.DEATH, "GBT-CSCNMT", ""),
    MovementKind.RELEASED: (DocumentKind.HANDOVER, "BBBG-CSCNMT", ""),
}


def centre_on(day: date) -> str:
    """The centre's own name."""
    return NEW_NAME if day >= MERGER else OLD_NAME


def committee_on(day: date) -> str:
    """Who sets the plan."""
    return f"Ủy ban nhân dân {province_on(day)}"


def _superior_on(day: date) -> str:
    body = "Công an" if day >= HANDOVER else "Sở Lao động - Thương binh và Xã hội"
    return f"{body} {province_on(day)}"


def _court_on(day: date, who: PersonFacts, number: int) -> str:
    """The district's court until 30/06/2025, then one of the courts of areas."""
    if day >= MERGER:
        return f"Tòa án nhân dân khu vực {1 + number % _COURTS_OF_AREAS} - Ninh Bình"
    return f"Tòa án nhân dân {who.district}"


@dataclass
class Papers:
    """Hands out papers, each series numbered from one every year."""

    _given: dict[tuple[str, int], int] = field(default_factory=dict)

    def decision(self, kind: StayKind, day: date, who: PersonFacts, number: int) -> DocumentFacts:
        """The paper a stay rests on."""
        if kind in BY_COURT:
            return self._paper(DocumentKind.DECISION, "QĐ-TA", day, _court_on(day, who, number))
        if kind is StayKind.TEMPORARY:
            return self._paper(DocumentKind.DECISION, "QĐ-UBND", day, f"Ủy ban nhân dân {who.commune}")
        if day >= LAW_2025_FROM:  # L120 Đ34.3
            return self._paper(DocumentKind.DECISION, "QĐ-CAT", day, f"Công an {province_on(day)}")
        return self._paper(DocumentKind.DECISION, "ĐK-CSCNMT", day, centre_on(day))

    def movement(self, kind: MovementKind, day: date, who: PersonFacts, number: int) -> DocumentFacts | None:
        """The paper that allows a movement; None for a movement that needs none."""
        if kind not in _PAPERS:
            return None
        document_kind, sign, issuer = _PAPERS[kind]
        named = {"": centre_on(day), "superior": _superior_on(day), "court": _court_on(day, who, number)}
        return self._paper(document_kind, sign, day, named.get(issuer, issuer.format(province=province_on(day))))

    def notice(self, day: date) -> DocumentFacts:
        """The notice of an escape to the commune."""
        return self._paper(DocumentKind.NOTICE, "TB-CSCNMT", day, centre_on(day))

    def _paper(self, kind: DocumentKind, sign: str, day: date, issuer: str) -> DocumentFacts:
        key = (sign, day.year)
        self._given[key] = self._given.get(key, 0) + 1
        return DocumentFacts(kind, f"{self._given[key]}/{sign}", issued_on=day, issuer=issuer)
