"""What is written down about a person, as one value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rehab_center.residents.kinds import AliasKind, Sex
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth


@dataclass(frozen=True)
class PaperFacts:
    """An identity paper: ``number`` as written; its kind follows from its shape."""

    number: str
    issued_on: date | None = None
    issuer: str | None = None
    valid: bool = True
    note: str | None = None


@dataclass(frozen=True)
class AliasFacts:
    """Another name."""

    name: str
    kind: AliasKind = AliasKind.ALIAS


@dataclass(frozen=True)
class RelativeFacts:
    """Somebody to tell."""

    name: str
    relation: str | None = None
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class PersonFacts:
    """A person as an office writes one down. Texts may come untidy: the service cleans them."""

    full_name: str
    sex: Sex
    birth: PartialBirth = UNKNOWN_BIRTH
    placed_as: Sex | None = None
    ethnicity: str | None = None
    religion: str | None = None
    nationality: str = "Việt Nam"
    education: str | None = None
    occupation: str | None = None
    drug_used: str | None = None
    commune: str | None = None
    district: str | None = None
    province: str | None = None
    address: str | None = None
    phone: str | None = None
    note: str | None = None
    identity: tuple[PaperFacts, ...] = ()
    aliases: tuple[AliasFacts, ...] = ()
    relatives: tuple[RelativeFacts, ...] = ()


@dataclass(frozen=True)
class Traits:
    """What somebody is recognised by before the records know them: names, birth, commune, numbers."""

    full_name: str
    birth: PartialBirth = UNKNOWN_BIRTH
    commune: str | None = None
    identity: tuple[PaperFacts, ...] = ()
    aliases: tuple[AliasFacts, ...] = ()


PLAIN_FIELDS = (
    "ethnicity",
    "religion",
    "nationality",
    "education",
    "occupation",
    "drug_used",
    "commune",
    "district",
    "province",
    "address",
    "phone",
    "note",
)
"""The fields of a person that are words and nothing more."""

HOME_FIELDS = frozenset({"commune", "district", "province"})
"""Those of them that say in which unit somebody lives."""
