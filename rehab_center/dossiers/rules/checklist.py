"""The papers a file must hold, by the kind of stay and the law of the case, each line with its source. Pure.

Names are Vietnamese in every language: they are what stands on the paper. A line whose source is practice and no text
that was read is not ``confirmed``; whether such lines are asked for at all is a policy (``Asking.practice``), and so is
whether a copy of the proposal file belongs in the centre's file (``Asking.proposal_copy``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.dossiers.kinds import PaperGroup

OTHER = "other"
"""The line of a paper that no list names; its name is typed."""

HANDOVER = "handover"
"""The minutes of the handover: the centre writes them itself, and a file has them once they are closed."""

OF_ITSELF = frozenset({HANDOVER, OTHER})
"""Lines that can be noted without anybody having looked through the file."""

SERVES_ON = frozenset({"handover", "identity", "addiction", "belongings", "medical", "prints", "rules", "notice"})
"""What the file of a temporary stay has and serves for the stay that follows it (chuyển diện): the person is the same,
and was here all along."""

_L25 = "Luật Phòng, chống ma túy 120/2025/QH15, "
_L21 = "Luật Phòng, chống ma túy 73/2021/QH14, "
_ND116 = "Nghị định 116/2021/NĐ-CP, Chương V"
_PRACTICE = "Thông lệ; chưa có văn bản, chờ cơ sở xác nhận"

_COURT = frozenset({StayKind.COMPULSORY, StayKind.MINOR})
_EVERY = frozenset(StayKind)
_ALL_LAWS = frozenset(Regime)


@dataclass(frozen=True)
class Ground:
    """For which stays a line holds, and where that is written; ``if_any``: only where there is such a paper."""

    kinds: frozenset[StayKind]
    regimes: frozenset[Regime]
    source: str = _PRACTICE
    if_any: bool = False

    @property
    def confirmed(self) -> bool:
        """Whether a text says so, and not practice alone."""
        return self.source != _PRACTICE


@dataclass(frozen=True)
class Line:
    """One line of the checklist; of its grounds the first that fits a stay holds."""

    code: str
    name: str
    group: PaperGroup
    grounds: tuple[Ground, ...]
    by_transfer: bool = False


@dataclass(frozen=True)
class Asked:
    """A paper that one file may hold; ``needed``: it is missing where it is not there."""

    code: str
    name: str
    group: PaperGroup
    source: str
    confirmed: bool
    needed: bool


@dataclass(frozen=True)
class Asking:
    """The dated conventions: whether practice's papers, and copies of the proposal file, are asked for."""

    practice: bool
    proposal_copy: bool


def _law(regime: Regime, source: str, *kinds: StayKind, if_any: bool = False) -> Ground:
    return Ground(frozenset(kinds), frozenset({regime}), source, if_any)


def _practice(kinds: Iterable[StayKind] = _EVERY, regimes: Iterable[Regime] = _ALL_LAWS) -> Ground:
    return Ground(frozenset(kinds), frozenset(regimes))


_C, _M, _V, _T = StayKind.COMPULSORY, StayKind.MINOR, StayKind.VOLUNTARY, StayKind.TEMPORARY
_OLD, _2021, _2025 = Regime.BEFORE_2022, Regime.LAW_2021, Regime.LAW_2025
_ADULT_FILE, _MINOR_FILE, _OWN_FILE = _L25 + "Điều 35.3 điểm b", _L25 + "Điều 36.2 điểm b", _L25 + "Điều 34.2"
_OLD_MINOR_FILE = _L21 + "Điều 34.1 điểm c"

LINES = (
    Line(
        "decision",
        "Quyết định của Tòa án nhân dân",
        PaperGroup.GROUND,
        (
            _law(_2025, _L25 + "Điều 35", _C),
            _law(_2025, _L25 + "Điều 36", _M),
            _law(_2021, _L21 + "Điều 32; Luật Xử lý vi phạm hành chính, Điều 95", _C),
            _law(_2021, _L21 + "Điều 33.4", _M),
            _law(_OLD, "Luật Xử lý vi phạm hành chính, Điều 95; Nghị định 221/2013/NĐ-CP", _C, _M),
        ),
    ),
    Line(
        "assignment",
        "Quyết định của Giám đốc Công an cấp tỉnh đưa đi cai nghiện tự nguyện",
        PaperGroup.GROUND,
        (_law(_2025, _L25 + "Điều 34.3", _V),),
    ),
    Line(
        "custody",
        "Quyết định của Công an cấp xã giao người để quản lý trong thời gian lập hồ sơ",
        PaperGroup.GROUND,
        (_law(_2025, _L25 + "Điều 37.1", _T), _practice({_T}, {_OLD, _2021})),
    ),
    Line(
        "transfer",
        "Quyết định điều chuyển và hồ sơ của cơ sở chuyển đến",
        PaperGroup.GROUND,
        (
            Ground(_EVERY, frozenset({_2025}), _L25 + "Điều 38.2 điểm b, Điều 38.3 điểm b"),
            _practice(regimes={_OLD, _2021}),
        ),
        by_transfer=True,
    ),
    Line(
        "application",
        "Đơn xin đi cai nghiện tự nguyện",
        PaperGroup.PROPOSAL,
        (_law(_2025, _OWN_FILE + " điểm b", _V), _practice({_V}, {_OLD, _2021})),
    ),
    Line(
        "summary",
        "Bản tóm tắt lý lịch",
        PaperGroup.PROPOSAL,
        (
            _law(_2025, _ADULT_FILE, _C),
            _law(_2025, _MINOR_FILE, _M),
            _law(_2025, _OWN_FILE + " điểm a", _V),
            _law(_2021, _ND116 + " (Mẫu số 30)", _C),
            _law(_2021, _OLD_MINOR_FILE, _M),
            _practice({_C, _M, _V}),
        ),
    ),
    Line(
        "violation",
        "Biên bản vi phạm",
        PaperGroup.PROPOSAL,
        (
            _law(_2025, _ADULT_FILE, _C),
            _law(_2025, _MINOR_FILE, _M),
            _law(_2021, _ND116 + " (Mẫu số 27)", _C),
            _law(_2021, _OLD_MINOR_FILE, _M),
        ),
    ),
    Line(
        "addiction",
        "Xác nhận tình trạng nghiện ma túy",
        PaperGroup.PROPOSAL,
        (
            _law(_2025, _ADULT_FILE, _C),
            _law(_2025, _MINOR_FILE, _M),
            _law(_2025, _OWN_FILE + " điểm c", _V),
            _law(_2021, _ND116, _C),
            _law(_2021, _OLD_MINOR_FILE, _M),
            _practice({_V, _T}),
        ),
    ),
    Line(
        "statement",
        "Bản tường trình của người nghiện hoặc người đại diện hợp pháp",
        PaperGroup.PROPOSAL,
        (
            _law(_2025, _MINOR_FILE, _M),
            _law(_2021, _ND116, _C),
            _law(_2021, _OLD_MINOR_FILE, _M),
        ),
    ),
    Line(
        "guardian",
        "Ý kiến của cha, mẹ, người giám hộ hoặc người đại diện hợp pháp",
        PaperGroup.PROPOSAL,
        (
            _law(_2025, _MINOR_FILE, _M),
            _law(_2021, _OLD_MINOR_FILE, _M),
            _law(_2025, _OWN_FILE + " điểm b (người chưa đủ 18 tuổi)", _V, if_any=True),
        ),
    ),
    Line(
        "proposal",
        "Văn bản đề nghị của Trưởng Công an cấp xã",
        PaperGroup.PROPOSAL,
        (
            _law(_2025, _ADULT_FILE, _C),
            _law(_2025, _MINOR_FILE, _M),
            _law(_2025, _OWN_FILE + " điểm d", _V),
        ),
    ),
    Line(
        "request",
        "Văn bản đề nghị của Trưởng phòng Lao động - Thương binh và Xã hội",
        PaperGroup.PROPOSAL,
        (_law(_2021, _L21 + "Điều 34.4 điểm b", _M),),
    ),
    Line(
        "attachments",
        "Tài liệu khác trong hồ sơ đề nghị",
        PaperGroup.PROPOSAL,
        (
            _law(_2025, _ADULT_FILE, _C, if_any=True),
            _law(_2025, _MINOR_FILE, _M, if_any=True),
            _law(_2025, _OWN_FILE + " điểm đ", _V, if_any=True),
        ),
    ),
    Line(HANDOVER, "Biên bản giao, nhận người", PaperGroup.ARRIVAL, (_practice({_C, _M, _T}),)),
    Line("identity", "Bản sao giấy tờ tùy thân", PaperGroup.ARRIVAL, (_practice(),)),
    Line("belongings", "Biên bản kiểm tra, tạm giữ tư trang, tài sản", PaperGroup.ARRIVAL, (_practice(),)),
    Line("medical", "Phiếu khám sức khỏe khi tiếp nhận, hồ sơ bệnh án", PaperGroup.CENTRE, (_practice(),)),
    Line("prints", "Ảnh, danh bản, chỉ bản", PaperGroup.CENTRE, (_practice(),)),
    Line("classification", "Phiếu phân loại học viên", PaperGroup.CENTRE, (_practice({_C, _M, _V}),)),
    Line("rules", "Bản cam kết chấp hành nội quy có chữ ký", PaperGroup.CENTRE, (_practice(),)),
    Line("plan", "Kế hoạch cai nghiện cá nhân", PaperGroup.CENTRE, (_practice({_C, _M, _V}),)),
    Line("notice", "Thông báo cho gia đình và Công an cấp xã", PaperGroup.CENTRE, (_practice({_C, _M, _T}),)),
)  # fmt: skip
"""Every line there is, in the order of the file."""

NAMES = {line.code: line.name for line in LINES}
"""The name of each line by its code."""

CODES = (*NAMES, OTHER)
"""Every word the column may hold."""

_NUMBERED = {
    (_C, _2025): _ADULT_FILE,
    (_M, _2025): _MINOR_FILE,
    (_M, _2021): _L21 + "Điều 34.5",
}


def checklist(kind: StayKind, regime: Regime, asking: Asking, *, by_transfer: bool = False) -> tuple[Asked, ...]:
    """What the file of such a stay may hold, in the order of the file.

    What a convention does not ask for stays in the list, and is missed by nobody.
    """
    found = (_asked(line, kind, regime, asking) for line in LINES if by_transfer or not line.by_transfer)
    return tuple(one for one in found if one is not None)


def _asked(line: Line, kind: StayKind, regime: Regime, asking: Asking) -> Asked | None:
    ground = next((one for one in line.grounds if kind in one.kinds and regime in one.regimes), None)
    if ground is None:
        return None
    wanted = (ground.confirmed or asking.practice) and (line.group is not PaperGroup.PROPOSAL or asking.proposal_copy)
    return Asked(line.code, line.name, line.group, ground.source, ground.confirmed, wanted and not ground.if_any)


def numbered_by_law(kind: StayKind, regime: Regime) -> str | None:
    """The article by which the proposal file must bear leaf numbers (bút lục); None where none was read."""
    return _NUMBERED.get((kind, regime))
