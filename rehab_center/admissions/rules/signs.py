"""How somebody signs in the place of the head of the centre (NĐ 30/2020/NĐ-CP, Điều 13). Pure."""

from __future__ import annotations

from enum import StrEnum


class Signs(StrEnum):
    """In which form."""

    DEPUTY = "deputy"  # ký thay: KT.
    AUTHORISED = "authorised"  # ký thừa ủy quyền: TUQ.


def signature_titles(head: str, deputy: str, *, by_deputy: bool = False, authorised: str = "") -> tuple[str, ...]:
    """The lines above the signature: the head's bare title, or KT. with the deputy's, or TUQ. with that of whom a paper
    authorises. NĐ 30/2020/NĐ-CP, Phụ lục I, mục II.7."""
    if authorised:
        return (f"TUQ. {head}", authorised)
    return (f"KT. {head}", deputy) if by_deputy else (head,)
