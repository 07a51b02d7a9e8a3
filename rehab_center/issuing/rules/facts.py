"""What a paper is written from: what the register knows of the case, and what the clerk typed. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rehab_center.admissions.rules.movements import MovementKind
from rehab_center.admissions.rules.regime import Regime, StayKind
from rehab_center.issuing.kinds import Law
from rehab_center.issuing.rules.people import law_of


@dataclass(frozen=True)
class Happened:
    """The movement a paper is about; ``time`` is "HH:MM" where somebody noted it."""

    kind: MovementKind
    on: date
    time: str | None = None


@dataclass(frozen=True)
class Issuer:
    """The centre as it is called on the day of the paper."""

    name: str
    head_title: str
    superior: str = ""


@dataclass(frozen=True)
class Case:
    """A stay as its papers speak of it; texts are as the register has them, None where it does not know.

    ``decision`` is the decision in words ("số 120/QĐ-TA ngày … của …"), ``decided_by`` whoever made it.
    ``escape`` is the last escape, ``search`` the search decision in words.
    """

    name: str
    kind: StayKind
    regime: Regime
    file_code: str
    admitted_on: date
    birth: str = ""
    sex: str = ""
    identity: str | None = None
    home: str | None = None
    commune: str | None = None
    decision: str | None = None
    decided_by: str | None = None
    decided_on: date | None = None
    months: int | None = None
    term_start_on: date | None = None
    term_end_on: date | None = None
    police_unit: str | None = None
    happened: Happened | None = None
    escape: Happened | None = None
    search: str | None = None

    @property
    def law(self) -> Law:
        """The law that words its papers."""
        return law_of(self.regime)

    @property
    def by(self) -> tuple[Law, StayKind]:
        """What the wording goes by."""
        return self.law, self.kind


@dataclass(frozen=True)
class Typed:
    """What of a paper is written by hand; which of these a kind asks for is in its row of the table."""

    dated_on: date
    addressee: str = ""
    recipients: tuple[str, ...] = ()
    circumstances: str = ""
    reason: str = ""
    companion: str = ""
    place: str = ""
    ground: str = ""
    from_on: date | None = None
    until_on: date | None = None
    months: int | None = None
    #: Of a leave for a funeral: what the deceased was (a code of admissions' relations), who, and the days of travel.
    relation: str = ""
    deceased: str = ""
    travel_days: int | None = None
    signer: str = ""
    by_deputy: bool = False
    #: The title under which somebody signs by authorisation (TUQ.).
    authorised: str = ""


class Style:
    """How a piece of the body is set."""

    PLAIN = "plain"
    ARTICLE = "article"  # Điều 1. …
    FIELD = "field"  # a line of the person's particulars
    PART = "part"  # a heading


@dataclass(frozen=True)
class Piece:
    """One paragraph of the body; ``lead`` is set in bold before it."""

    text: str
    style: str = Style.PLAIN
    lead: str = ""


@dataclass(frozen=True)
class PaperText:
    """A whole paper in words: what is shown, printed and frozen.

    ``sign`` is the abbreviation in the number; ``authority`` stands above the grounds of a decision; ``copies`` are
    those who get a copy of a certificate; ``parties`` (title, hint) sign minutes instead of the head alone.
    """

    title: str
    subject: str
    sign: str
    grounds: tuple[str, ...]
    body: tuple[Piece, ...]
    recipients: tuple[str, ...]
    addressees: tuple[str, ...] = ()
    authority: str = ""
    copies: tuple[str, ...] = ()
    parties: tuple[tuple[str, str], ...] = field(default=())
