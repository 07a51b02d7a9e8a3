"""Who of the family has died: the relations for which somebody may go home to mourn. Pure.

NĐ 116/2021 Đ70 names the near family; its text could not be read, so the list is that of practice, to be confirmed.
"""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What the deceased was to the resident. The order is that of the form."""

    FATHER = "father"
    MOTHER = "mother"
    ADOPTIVE_FATHER = "adoptive-father"
    ADOPTIVE_MOTHER = "adoptive-mother"
    FATHER_IN_LAW = "father-in-law"
    MOTHER_IN_LAW = "mother-in-law"
    HUSBAND = "husband"
    WIFE = "wife"
    CHILD = "child"
    ADOPTED_CHILD = "adopted-child"
    OLDER_BROTHER = "older-brother"
    OLDER_SISTER = "older-sister"
    YOUNGER_SIBLING = "younger-sibling"
    GRANDPARENT = "grandparent"
    CARER = "carer"
    OTHER = "other"


DOUBTFUL = frozenset({Relation.GRANDPARENT, Relation.OTHER})
"""Whether these are near enough is asked each time: a reason is given."""

_WORDS = {
    Relation.FATHER: "cha đẻ",
    Relation.MOTHER: "mẹ đẻ",
    Relation.ADOPTIVE_FATHER: "cha nuôi",
    Relation.ADOPTIVE_MOTHER: "mẹ nuôi",
    Relation.FATHER_IN_LAW: "cha {spouse}",
    Relation.MOTHER_IN_LAW: "mẹ {spouse}",
    Relation.HUSBAND: "chồng",
    Relation.WIFE: "vợ",
    Relation.CHILD: "con đẻ",
    Relation.ADOPTED_CHILD: "con nuôi",
    Relation.OLDER_BROTHER: "anh ruột",
    Relation.OLDER_SISTER: "chị ruột",
    Relation.YOUNGER_SIBLING: "em ruột",
    Relation.GRANDPARENT: "ông (bà)",
    Relation.CARER: "người nuôi dưỡng",
    Relation.OTHER: "người thân",
}


def relation_of(text: object) -> Relation | None:
    """The relation a code names; None for what was written freely before there was a list."""
    return Relation(text) if isinstance(text, str) and text in set(Relation) else None


def relation_words(relation: Relation, *, male: bool | None) -> str:
    """As a paper has it: "cha đẻ", and "cha vợ" of a man, "cha chồng" of a woman."""
    spouse = "vợ (chồng)" if male is None else "vợ" if male else "chồng"
    return _WORDS[relation].format(spouse=spouse)
