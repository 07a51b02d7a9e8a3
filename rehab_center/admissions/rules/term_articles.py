"""Where each ground of the term's ledger stands in a regime's law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rehab_center.admissions.rules.regime import StayKind
from rehab_center.admissions.rules.term_case import Ground, Interruption


@dataclass(frozen=True)
class Articles:
    """One article for each ground; ``term``: by the ground of the stay."""

    term: Mapping[StayKind, str]
    credit: str
    escape: str
    prison: str
    suspension: str
    hospital: str
    change: str

    def of(self, absence: Interruption) -> str:
        """The article by which the days of an absence count or do not."""
        return {
            Ground.ESCAPE: self.escape,
            Ground.IMPRISONMENT: self.prison,
            Ground.SUSPENSION_COUNTED: self.suspension,
        }.get(absence.ground, self.hospital)


BEFORE_2022 = Articles(
    term={StayKind.COMPULSORY: "XLVPHC Đ95.2"},
    credit="thông lệ của cơ sở",
    escape="NĐ 221/2013 Đ17; XLVPHC Đ132",
    prison="XLVPHC Đ117",
    suspension="XLVPHC Đ112",
    hospital="XLVPHC Đ112",
    change="XLVPHC Đ112",
)

LAW_2021 = Articles(
    term={
        StayKind.COMPULSORY: "XLVPHC Đ95.2",
        StayKind.MINOR: "L73 Đ33.3",
        StayKind.VOLUNTARY: "L73 Đ30, Đ31",
    },
    credit="thông lệ của cơ sở",
    escape="XLVPHC Đ132",
    prison="L73 Đ39; XLVPHC Đ117",
    suspension="NĐ 116/2021 Đ58",
    hospital="NĐ 116/2021 Đ67",
    change="NĐ 116/2021 Đ58",
)

LAW_2025 = Articles(
    term=dict.fromkeys(StayKind, "L120 Đ29.1"),
    credit="L120 Đ37.2",
    escape="L120 Đ29.3",
    prison="L120 Đ47.1",
    suspension="L120 Đ39.3",
    hospital="L120 Đ29",
    change="XLVPHC",
)
