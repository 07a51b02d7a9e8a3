"""The last copy of a book, this copy, and what the program holds now: what is new, changed or in conflict. Pure.

For each field, where this copy and the program differ:

- this copy says what the last one said: somebody has put it right here, and here it stays;
- the program still holds what the last copy said: the book has changed, old → new, for somebody to confirm;
- the last copy and the program say nothing: the book knows more, it is filled in;
- a copy before the last one said it too, and the last one changed it: an older copy was sent, and the later one holds;
- anything else is a conflict: both have changed, or nobody knows which was first. It is shown and left as it is.

What the last copy said is kept for a field in conflict, so that it is shown again until the two agree.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from rehab_center.admissions.rules.movements import EXITS
from rehab_center.register.rules.choices import EXIT_WORDS
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.older import GOES_BACK, NOBODY, Earlier
from rehab_center.register.rules.statements import (
    EXIT_PAPER_FIELDS,
    NOTHING,
    PLAIN,
    Exit,
    Statement,
    alike,
    kinds_of,
    relative_words,
    same_name,
    shown,
)
from rehab_center.residents.kinds import PaperKind
from rehab_center.residents.rules.facts import RelativeFacts
from rehab_center.residents.rules.identity import IdentityNumber
from rehab_center.words import N_, Message, message


@dataclass(frozen=True)
class CellChange:
    """A cell that differs: what this copy says, what the last one said, what the program holds; None: nothing.

    ``said``: why it cannot simply be written.
    """

    field: Field
    value: str | None
    before: str | None
    here: str | None
    said: Message | None = None

    @property
    def words(self) -> tuple[str, str, str]:
        """Value, before and here as people write them."""
        value, before, here = (shown(self.field, text) if text else "" for text in (self.value, self.before, self.here))
        return value, before, here


@dataclass(frozen=True)
class Held:
    """What the program holds of a stay. ``ledger``: how it went on, in order; ``fixed``: what cannot be changed here,
    and why."""

    statement: Statement
    ledger: tuple[Exit, ...] = ()
    fixed: Mapping[Field, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """What a copy's row means for a stay that is there.

    ``memory`` is what to keep of the copy once everything is written, ``unconfirmed`` where the changes were not.
    """

    changes: tuple[CellChange, ...] = ()
    fills: tuple[CellChange, ...] = ()
    conflicts: tuple[CellChange, ...] = ()
    emptied: tuple[CellChange, ...] = ()
    adds_exit: bool = False
    memory: Statement = NOTHING
    unconfirmed: Statement = NOTHING
    #: Cells, and leavings, that go back to what a copy before the last one said.
    back: int = 0
    back_leavings: int = 0


EXIT_IS_AN_ACT = N_("A movement is changed on the page of the stay: void it there, then enter the right one.")
EXIT_TAKEN_BACK = N_(
    "The book no longer says that the person left; if it was a mistake, void the movement on the page of the stay."
)


@dataclass
class _Comparing:
    now: Statement
    before: Statement
    held: Held
    earlier: Earlier
    back: int = 0
    back_leavings: int = 0
    changes: list[CellChange] = field(default_factory=list)
    fills: list[CellChange] = field(default_factory=list)
    conflicts: list[CellChange] = field(default_factory=list)
    emptied: list[CellChange] = field(default_factory=list)
    plain: dict[Field, str] = field(default_factory=dict)
    plain_unconfirmed: dict[Field, str] = field(default_factory=dict)

    def one(self, column: Field, new: str | None, old: str | None, here: str | None, same: Same) -> bool:
        """Decide about one field; gives whether the new value is what the program holds, or will once confirmed."""
        cell = CellChange(column, new, old, here, self.held.fixed.get(column))
        if new is None:
            if old is not None and here is not None and same(old, here):
                self.emptied.append(cell)
                self.back += self.earlier.said(column, None)
            return False
        if old is not None and same(new, old):
            return here is not None and same(new, here)
        goes_back = self.earlier.said(column, new)
        self.back += goes_back
        if here is not None and same(new, here):
            return not goes_back
        if goes_back:
            self.conflicts.append(replace(cell, said=cell.said or message(GOES_BACK)))
            return False
        if cell.said is None and old is None and here is None:
            self.fills.append(cell)
            return True
        if cell.said is None and old is not None and here is not None and same(old, here):
            self.changes.append(cell)
            return True
        self.conflicts.append(cell)
        return False

    def plain_field(self, column: Field) -> None:
        new, old, here = (one.plain.get(column) for one in (self.now, self.before, self.held.statement))
        known = len(self.changes)
        settled = self.one(column, new, old, here, lambda one, other: alike(column, one, other))
        remembered = new if settled else old
        if remembered is not None:
            self.plain[column] = remembered
        unconfirmed = old if len(self.changes) > known else remembered
        if unconfirmed is not None:
            self.plain_unconfirmed[column] = unconfirmed


Same = Callable[[str, str], bool]


def compare(now: Statement, before: Statement | None, held: Held, earlier: Earlier = NOBODY) -> Comparison:
    """Set this copy's statement against the last copy's (None: there is none) and what the program holds.

    ``earlier``: what copies before the last one said.
    """
    work = _Comparing(now, before or NOTHING, held, earlier)
    adds_exit, left = _exit(work, first_time=before is None)
    paper_counts = now.exit is not None and now.exit in held.ledger
    for column in PLAIN:
        if column not in EXIT_PAPER_FIELDS or paper_counts:
            work.plain_field(column)
        elif (kept := (now if adds_exit else work.before).plain.get(column)) is not None:
            work.plain[column] = work.plain_unconfirmed[column] = kept
    numbers, numbers_unconfirmed = _numbers(work)
    relatives, relatives_unconfirmed = _relatives(work)
    new_names = [name for name in now.aliases if not _among(name, held.statement.aliases)]
    old_names = work.before.aliases
    work.fills += [CellChange(Field.ALIAS, name, None, None) for name in new_names if not _among(name, old_names)]
    memory = Statement(
        plain=work.plain,
        exit=left,
        numbers=numbers,
        aliases=now.aliases or old_names,
        relatives=relatives,
        moves=work.before.moves,
    )
    return Comparison(
        changes=tuple(work.changes),
        fills=tuple(work.fills),
        conflicts=tuple(work.conflicts),
        emptied=tuple(work.emptied),
        adds_exit=adds_exit,
        memory=memory,
        unconfirmed=replace(
            memory, plain=work.plain_unconfirmed, numbers=numbers_unconfirmed, relatives=relatives_unconfirmed
        ),
        back=work.back,
        back_leavings=work.back_leavings,
    )


def _among(name: str, names: Collection[str]) -> bool:
    return any(same_name(name, other) for other in names)


# --- how the stay went on --------------------------------------------------------------------------------------------


def _exit(work: _Comparing, *, first_time: bool) -> tuple[bool, Exit | None]:
    """Whether the exit is to be written, and which one to remember.

    A later fact is added. One that the book words otherwise now, or not at all, is never undone here.
    """
    now, before, ledger = work.now.exit, work.before.exit, work.held.ledger
    last = ledger[-1] if ledger else None
    goes_back = now != before and work.earlier.said_exit(now)
    work.back_leavings += goes_back
    if now is None:
        if before is not None and before in ledger:
            work.conflicts.append(_exit_cell(work, EXIT_TAKEN_BACK))
            return False, before
        return False, None
    if now in ledger:
        return False, before if goes_back else now
    if now == before:
        return False, before  # it was voided here since
    if goes_back:
        work.conflicts.append(_exit_cell(work, GOES_BACK))
        return False, before
    grown = before is None or (before in ledger and now[1] >= before[1] and before[0] not in EXITS)
    if grown and not first_time and _goes_on(now, last):
        return True, now
    if first_time and last is None:
        return True, now
    undone = before is not None and before in ledger
    work.conflicts.append(_exit_cell(work, EXIT_IS_AN_ACT if undone else None))
    return False, before


def _goes_on(now: Exit, last: Exit | None) -> bool:
    return last is None or (last[0] not in EXITS and last[0] is not now[0] and now[1] >= last[1])


def _exit_cell(work: _Comparing, said: str | None) -> CellChange:
    now, before = work.now.exit, work.before.exit
    ledger = work.held.ledger
    last = before if before in ledger else ledger[-1] if ledger else None
    known = [one for one in (now, before, last) if one]
    by_day = len({one[1] for one in known}) > 1 or now is None
    value, old, here = (_exit_words(one, day_only=by_day) for one in (now, before, last))
    column = Field.LEFT_ON if by_day else Field.EXIT_REASON
    return CellChange(column, value, old, here, message(said) if said else None)


def _exit_words(left: Exit | None, *, day_only: bool) -> str | None:
    if left is None:
        return None
    return f"{left[1]:%d/%m/%Y}" if day_only else EXIT_WORDS[left[0]]


# --- identity numbers ------------------------------------------------------------------------------------------------

Numbers = tuple[IdentityNumber, ...]


def _numbers(work: _Comparing) -> tuple[Numbers, Numbers]:
    """The numbers to remember, with and without the changes. A person has one number of a kind, but for odd cases."""
    kept: list[IdentityNumber] = []
    unconfirmed: list[IdentityNumber] = []
    for kind in PaperKind:
        new = kinds_of(work.now.numbers, kind)
        old, here = kinds_of(work.before.numbers, kind), kinds_of(work.held.statement.numbers, kind)
        known = len(work.changes)
        settled = _numbers_of_a_kind(work, _keys(new), _keys(old), _keys(here))
        kept += new if settled else old
        unconfirmed += new if settled and len(work.changes) == known else old
    return tuple(kept), tuple(unconfirmed)


def _keys(numbers: list[IdentityNumber]) -> set[str]:
    return {number.key for number in numbers}


def _numbers_of_a_kind(work: _Comparing, new: set[str], old: set[str], here: set[str]) -> bool:
    if new <= here:
        return bool(new)
    if new == old:
        return False
    added, dropped = sorted(new - here - old), sorted((old - new) & here)
    if not added:
        return False
    cell = CellChange(Field.IDENTITY, added[0], _first(sorted(old - new)), _first(sorted(here - new)))
    if any(work.earlier.said(Field.IDENTITY, key) for key in added):
        work.back += 1
        work.conflicts.append(replace(cell, said=message(GOES_BACK)))
        return False
    if not here or (old and old <= new):
        work.fills += [CellChange(Field.IDENTITY, key, None, None) for key in added]
    elif len(added) == len(dropped) == 1:
        work.changes.append(cell)
    else:
        work.conflicts.append(cell)
        return False
    return True


def _first(keys: list[str]) -> str | None:
    return keys[0] if keys else None


# --- whom to tell ----------------------------------------------------------------------------------------------------

Relatives = tuple[RelativeFacts, ...]


def _relatives(work: _Comparing) -> tuple[Relatives, Relatives]:
    """Somebody new is added; of somebody known the relation and the telephone may change."""
    kept: list[RelativeFacts] = []
    unconfirmed: list[RelativeFacts] = []
    for new in work.now.relatives:
        old, here = _namesake(new, work.before.relatives), _namesake(new, work.held.statement.relatives)
        whole = _completed(new, here)
        known = len(work.changes)
        settled = work.one(
            Field.CONTACT,
            relative_words(whole),
            _words_of(_completed_old(old, here, whole)),
            _words_of(here),
            str.__eq__,
        )
        one = new if settled else old
        kept += [one] if one else []
        other = old if len(work.changes) > known else one
        unconfirmed += [other] if other else []
    gone = [old for old in work.before.relatives if _namesake(old, work.now.relatives) is None]
    return (*kept, *gone), (*unconfirmed, *gone)


def _words_of(one: RelativeFacts | None) -> str | None:
    return relative_words(one) if one else None


def _namesake(one: RelativeFacts, others: Collection[RelativeFacts]) -> RelativeFacts | None:
    return next((other for other in others if same_name(one.name, other.name)), None)


def _completed(one: RelativeFacts, here: RelativeFacts | None) -> RelativeFacts:
    """A blank contradicts nothing: what the book leaves out is as it is here, the spelling of the name too."""
    if here is None:
        return one
    return RelativeFacts(here.name, one.relation or here.relation, one.phone or here.phone)


def _completed_old(old: RelativeFacts | None, here: RelativeFacts | None, new: RelativeFacts) -> RelativeFacts | None:
    if old is None and here is not None and _completed(here, new) == new:
        return here  # the book only adds to what is known here
    return _completed(old, here) if old else None
