"""The papers there are: one table. What each is called by the law of the case, which book numbers it, what it is about.

No form of the decrees could be read (NĐ 116/2021, Phụ lục II; the decree under L120): every layout is that of practice,
and each page says so. Titles are the law's own words wherever it has them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from rehab_center.admissions.rules.afterwards import certificate_article
from rehab_center.admissions.rules.movements import CARE_STATES, MovementKind, State
from rehab_center.admissions.rules.regime import BY_COURT, Regime, StayKind
from rehab_center.documents.kinds import DocumentKind
from rehab_center.issuing.kinds import Book, Law, PaperKind
from rehab_center.issuing.rules.people import CALLED, SERVED
from rehab_center.permissions import Role
from rehab_center.tasks.kinds import TaskKind
from rehab_center.words import N_

Key = tuple[Law, StayKind]


@dataclass(frozen=True)
class Variant:
    """A paper under one law for one kind of stay: title and subject as printed, its book, the article it rests on."""

    title: str
    subject: str
    book: Book
    source: str


@dataclass(frozen=True)
class PaperType:
    """One kind of paper.

    ``about`` are the movements it follows, ``states`` those of a stay in which it may come before any movement;
    ``closes`` what is owed about such a movement and settled by it; ``fields`` what the clerk may type, besides day,
    recipients and signer; ``drafted_by`` the posts that write it; ``medical``: it
    speaks of health; ``doubt`` (msgid) what the sources leave open, for
    the variants in ``doubtful`` (None: for all).
    """

    document: DocumentKind
    variants: Mapping[Key, Variant]
    fields: tuple[str, ...]
    about: frozenset[MovementKind] = frozenset()
    states: frozenset[State] = frozenset()
    closes: Mapping[MovementKind, TaskKind] = field(default_factory=dict)
    drafted_by: frozenset[Role] = frozenset({Role.INTAKE, Role.DIRECTOR})
    medical: bool = False
    doubt: str | None = None
    doubtful: frozenset[Key] | None = None


_EVERY = frozenset(StayKind)
_WITH_TERM = BY_COURT | {StayKind.VOLUNTARY}
_BOTH = frozenset(Law)
_NEW = frozenset({Law.NEW})
_OLD = frozenset({Law.OLD})
_AT_HAND = frozenset({Role.INTAKE, Role.DUTY, Role.DIRECTOR})
_HELD_OR_HOME = CARE_STATES | {State.SUSPENDED}
Sources = Mapping[Law | Key, str]


def _variants(
    title: str,
    subject: str,
    book: Book,
    sources: Sources,
    kinds: Collection[StayKind] = _EVERY,
    laws: Collection[Law] = _BOTH,
) -> dict[Key, Variant]:
    """One wording for several laws and kinds; {who} and {served} in the subject are filled for each."""
    return {
        (law, kind): Variant(
            title,
            subject.format(who=CALLED[law, kind], served=SERVED.get((law, kind), "")),
            book,
            sources.get((law, kind)) or sources[law],
        )
        for law in Law
        if law in laws
        for kind in StayKind
        if kind in kinds
    }


def _completion(law: Law, kind: StayKind, title: str, book: Book = Book.CONFIRMATION) -> Variant:
    return Variant(title, "", book, certificate_article(kind, _REGIMES[law]))


_REGIMES = {Law.OLD: Regime.LAW_2021, Law.NEW: Regime.LAW_2025}
_COMPLETION: dict[Key, Variant] = {
    (Law.OLD, StayKind.COMPULSORY): _completion(
        Law.OLD,
        StayKind.COMPULSORY,
        "Giấy chứng nhận chấp hành xong quyết định áp dụng biện pháp đưa vào cơ sở cai nghiện bắt buộc",
        Book.CERTIFICATE,
    ),
    (Law.OLD, StayKind.MINOR): _completion(
        Law.OLD, StayKind.MINOR, "Giấy xác nhận hoàn thành cai nghiện ma túy bắt buộc"
    ),
    (Law.OLD, StayKind.VOLUNTARY): _completion(
        Law.OLD, StayKind.VOLUNTARY, "Giấy xác nhận hoàn thành cai nghiện ma túy tự nguyện"
    ),
} | {
    (Law.NEW, kind): _completion(Law.NEW, kind, "Giấy xác nhận hoàn thành cai nghiện ma túy")
    for kind in (*sorted(BY_COURT), StayKind.VOLUNTARY)
}

PAPERS: dict[PaperKind, PaperType] = {
    PaperKind.ESCAPE_NOTICE: PaperType(
        DocumentKind.NOTICE,
        _variants(
            "Thông báo",
            "Về việc {who} bỏ trốn",
            Book.NOTICE,
            {Law.NEW: "L120 Đ46.2i", Law.OLD: "NĐ 116/2021", (Law.OLD, StayKind.VOLUNTARY): "L73 Đ35.6e"},
        ),
        ("addressee", "circumstances"),
        about=frozenset({MovementKind.ESCAPED}),
        closes={MovementKind.ESCAPED: TaskKind.COMMUNE_NOTICE},
        drafted_by=_AT_HAND,
        doubtful=frozenset((Law.OLD, kind) for kind in StayKind),
        doubt=N_("The 24 hours are those of Luật 120/2025, Điều 46; the earlier decree could not be read."),
    ),
    PaperKind.SEARCH_DECISION: PaperType(
        DocumentKind.ESCAPE_DECISION,
        _variants(
            "Quyết định",
            "Về việc truy tìm {who} bỏ trốn",
            Book.DECISION,
            {Law.NEW: "L120 Đ46.2đ", Law.OLD: "NĐ 116/2021"},
            BY_COURT | {StayKind.TEMPORARY},
        )
        | _variants(
            "Quyết định",
            "Về việc truy tìm {who} bỏ trốn",
            Book.DECISION,
            {Law.NEW: "L120 Đ46.2đ"},
            {StayKind.VOLUNTARY},
            _NEW,
        ),
        ("circumstances", "place"),
        about=frozenset({MovementKind.ESCAPED}),
        closes={MovementKind.ESCAPED: TaskKind.SEARCH_DECISION},
        drafted_by=_AT_HAND,
        doubtful=frozenset((law, StayKind.TEMPORARY) for law in Law),
        doubt=N_("Whether somebody held while the file is prepared may be searched for is not said in so many words."),
    ),
    PaperKind.RETURN_NOTICE: PaperType(
        DocumentKind.NOTICE,
        _variants(
            "Thông báo",
            "Về việc {who} bỏ trốn đã trở lại cơ sở",
            Book.NOTICE,
            {Law.NEW: "L120 Đ46.2", Law.OLD: "NĐ 116/2021"},
        ),
        ("addressee", "circumstances"),
        about=frozenset({MovementKind.RETURNED}),
        drafted_by=_AT_HAND,
        doubt=N_("No law asks for this notice: it ends the search, as is the practice."),
    ),
    PaperKind.LEAVE_DECISION: PaperType(
        DocumentKind.LEAVE,
        _variants(
            "Quyết định",
            "Về việc cho {who} về chịu tang",
            Book.DECISION,
            {Law.NEW: "L120", Law.OLD: "NĐ 116/2021 Đ70"},
            _WITH_TERM,
        ),
        ("relation", "deceased", "place", "from_on", "until_on", "travel_days", "companion"),
        about=frozenset({MovementKind.ON_LEAVE}),
        states=frozenset({State.PRESENT}),
        doubt=N_("Điều 70 is quoted from memory, and which decree stands in its place since 01/07/2026 is open."),
    ),
    PaperKind.TRANSFER_SLIP: PaperType(
        DocumentKind.OTHER,
        _variants(
            "Phiếu chuyển",
            "Chuyển {who} sang cơ sở khác",
            Book.SLIP,
            {
                Law.NEW: "L120 Đ38.2b, Đ38.3b",
                Law.OLD: "NĐ 116/2021",
                (Law.NEW, StayKind.MINOR): "L120 Đ36.4, Đ38.2b, Đ38.3b",
            },
            _WITH_TERM,
        ),
        ("ground", "place", "companion", "reason"),
        about=frozenset({MovementKind.TRANSFERRED_OUT}),
        states=CARE_STATES,
        doubt=N_("The transfer itself is decided by the police above the centre; this slip only goes with the person."),
    ),
    PaperKind.TRANSFER_MINUTES: PaperType(
        DocumentKind.HANDOVER,
        _variants(
            "Biên bản",
            "Bàn giao {who} được chuyển cơ sở",
            Book.MINUTES,
            {Law.NEW: "L120 Đ38", Law.OLD: "NĐ 116/2021"},
            _WITH_TERM,
        ),
        ("ground", "place", "companion", "circumstances"),
        about=frozenset({MovementKind.TRANSFERRED_OUT}),
        states=CARE_STATES,
    ),
    PaperKind.REDUCTION_PROPOSAL: PaperType(
        DocumentKind.OTHER,
        _variants(
            "Tờ trình",
            "Đề nghị giảm thời hạn chấp hành {served}",
            Book.PROPOSAL,
            {Law.OLD: "NĐ 116/2021 Đ58"},
            BY_COURT,
            _OLD,
        ),
        ("addressee", "months", "reason"),
        states=_HELD_OR_HOME,
        doubt=N_(
            "Whether a term may still be reduced after 01/07/2026 is open (L120 Đ54.9, Đ56.1); the court decides."
        ),
    ),
    PaperKind.SUSPENSION_PROPOSAL: PaperType(
        DocumentKind.OTHER,
        _variants(
            "Tờ trình",
            "Đề nghị tạm đình chỉ chấp hành {served}",
            Book.PROPOSAL,
            {Law.NEW: "L120 Đ39.3, Đ39.4", Law.OLD: "NĐ 116/2021 Đ58"},
            BY_COURT,
        )
        | _variants(
            "Tờ trình",
            "Đề nghị tạm đình chỉ chấp hành {served}",
            Book.PROPOSAL,
            {Law.NEW: "L120 Đ39.3, Đ39.4"},
            {StayKind.VOLUNTARY},
            _NEW,
        ),
        ("addressee", "reason", "place", "companion"),
        states=CARE_STATES,
        medical=True,
    ),
    PaperKind.EXEMPTION_PROPOSAL: PaperType(
        DocumentKind.OTHER,
        _variants(
            "Tờ trình",
            "Đề nghị miễn chấp hành phần thời gian còn lại của {served}",
            Book.PROPOSAL,
            {
                Law.NEW: "L120 Đ39.3, Đ39.4",
                Law.OLD: "NĐ 116/2021 Đ58",
                (Law.OLD, StayKind.MINOR): "L73 Đ39; NĐ 116/2021 Đ58",
            },
            BY_COURT,
        )
        | _variants(
            "Tờ trình",
            "Đề nghị miễn chấp hành phần thời gian còn lại của {served}",
            Book.PROPOSAL,
            {Law.NEW: "L120 Đ39.3, Đ39.4"},
            {StayKind.VOLUNTARY},
            _NEW,
        ),
        ("addressee", "reason", "place"),
        states=_HELD_OR_HOME | {State.IMPRISONED},
        medical=True,
    ),
    PaperKind.END_NOTICE: PaperType(
        DocumentKind.NOTICE,
        _variants(
            "Thông báo",
            "Về việc {who} sắp hết thời hạn",
            Book.NOTICE,
            {Law.NEW: "L120 Đ35, Đ42", Law.OLD: "L73 Đ40", (Law.NEW, StayKind.MINOR): "L120 Đ36, Đ42"},
            _WITH_TERM,
        ),
        ("addressee", "reason"),
        states=_HELD_OR_HOME,
        doubt=N_("How many days before the end this notice goes out is a convention of the centre."),
    ),
    PaperKind.COMPLETION: PaperType(
        DocumentKind.CERTIFICATE,
        _COMPLETION,
        ("until_on", "reason"),
        about=frozenset({MovementKind.COMPLETED, MovementKind.REDUCED}),
        states=_HELD_OR_HOME,
        closes={MovementKind.COMPLETED: TaskKind.PAPER_MISSING},
    ),
    PaperKind.POST_REHAB_NOTICE: PaperType(
        DocumentKind.NOTICE,
        _variants(
            "Thông báo",
            "Về việc quản lý sau cai nghiện đối với người đã chấp hành xong {served}",
            Book.NOTICE,
            {Law.NEW: "L120 Đ42.1, Đ42.2", Law.OLD: "L73 Đ40; L120 Đ56.1"},
            BY_COURT,
        )
        | _variants(
            "Thông báo",
            "Về việc quản lý sau cai nghiện đối với người đã hoàn thành cai nghiện ma túy tự nguyện",
            Book.NOTICE,
            {Law.NEW: "L120 Đ42.1", Law.OLD: "L73 Đ40.1; L120 Đ56.1"},
            {StayKind.VOLUNTARY},
        ),
        ("addressee", "place", "reason"),
        about=frozenset({MovementKind.COMPLETED, MovementKind.REDUCED}),
    ),
    PaperKind.DEATH_NOTICE: PaperType(
        DocumentKind.NOTICE,
        _variants(
            "Thông báo",
            "Về việc {who} tử vong",
            Book.NOTICE,
            {Law.NEW: "L120", Law.OLD: "NĐ 116/2021"},
        ),
        ("addressee", "circumstances", "reason"),
        about=frozenset({MovementKind.DIED}),
        medical=True,
        doubt=N_("Whom a death is notified to is written as is the practice; which decree now says so is open."),
    ),
}


UNSIGNED = frozenset({PaperKind.TRANSFER_MINUTES})
"""Both sides sign these; the name typed is that of who hands over."""


def variant_of(kind: PaperKind, by: Key) -> Variant | None:
    """The paper as that law has it for that kind of stay; None where it has none."""
    return PAPERS[kind].variants.get(by)


def doubt_of(kind: PaperKind, by: Key) -> str | None:
    """What the sources leave open about such a paper (msgid); None where nothing is."""
    one = PAPERS[kind]
    return one.doubt if one.doubtful is None or by in one.doubtful else None


def offered(by: Key, state: State, happened: Collection[MovementKind]) -> tuple[PaperKind, ...]:
    """The papers that may be written for a stay in ``state`` whose live movements are ``happened``, in order."""
    seen = frozenset(happened)
    return tuple(
        kind for kind, one in PAPERS.items() if by in one.variants and (one.about & seen or state in one.states)
    )


TITLES: dict[PaperKind, str] = {
    PaperKind.ESCAPE_NOTICE: "Thông báo bỏ trốn",
    PaperKind.SEARCH_DECISION: "Quyết định truy tìm",
    PaperKind.RETURN_NOTICE: "Thông báo người bỏ trốn trở lại",
    PaperKind.LEAVE_DECISION: "Quyết định cho về chịu tang",
    PaperKind.TRANSFER_SLIP: "Phiếu chuyển cơ sở",
    PaperKind.TRANSFER_MINUTES: "Biên bản bàn giao",
    PaperKind.REDUCTION_PROPOSAL: "Tờ trình giảm thời hạn",
    PaperKind.SUSPENSION_PROPOSAL: "Tờ trình tạm đình chỉ",
    PaperKind.EXEMPTION_PROPOSAL: "Tờ trình miễn phần còn lại",
    PaperKind.END_NOTICE: "Thông báo sắp hết thời hạn",
    PaperKind.COMPLETION: "Giấy chứng nhận, xác nhận hoàn thành",
    PaperKind.POST_REHAB_NOTICE: "Thông báo quản lý sau cai",
    PaperKind.DEATH_NOTICE: "Thông báo tử vong",
}
"""What each is called in the printed book, whatever the law of the case."""
