"""The person in a data row. Pure."""

from __future__ import annotations

from rehab_center.names import proper_case
from rehab_center.register.rules import cells, choices
from rehab_center.register.rules.cells import BadCell
from rehab_center.register.rules.fields import Field
from rehab_center.register.rules.papers import AddressWritten, address_in, phone_of, relative_in
from rehab_center.register.rules.reader import RowReader
from rehab_center.register.rules.workbook import is_blank
from rehab_center.residents.kinds import PaperKind, Sex
from rehab_center.residents.rules.births import UNKNOWN_BIRTH, PartialBirth
from rehab_center.residents.rules.facts import AliasFacts, PaperFacts, PersonFacts, RelativeFacts
from rehab_center.residents.rules.identity import IdentityNumber, number_parts
from rehab_center.words import N_, message


def take_person(reader: RowReader) -> tuple[PersonFacts | None, tuple[IdentityNumber, ...]]:
    """The person and the identity numbers; None where the name or the sex is missing or cannot be read."""
    name = _name(reader)
    numbers: tuple[IdentityNumber, ...] = reader.take(Field.IDENTITY, cells.identities_of, ())
    birth = _birth(reader)
    sex = _sex(reader, numbers)
    issued_on = reader.take(Field.IDENTITY_ISSUED_ON, lambda cell: cells.day_of(cell, today=reader.today), None)
    if name is None or sex is None:
        return None, numbers
    issuer = reader.text(Field.IDENTITY_ISSUER)
    home = _address(reader)
    person = PersonFacts(
        full_name=name,
        sex=sex,
        birth=birth,
        ethnicity=reader.text(Field.ETHNICITY),
        religion=reader.text(Field.RELIGION),
        nationality=reader.text(Field.NATIONALITY) or "Việt Nam",
        education=reader.text(Field.EDUCATION),
        occupation=reader.text(Field.OCCUPATION),
        drug_used=reader.text(Field.DRUG),
        commune=home.commune,
        district=home.district,
        province=home.province,
        address=home.street,
        identity=tuple(
            PaperFacts(one.number, issued_on if first else None, issuer if first else None)
            for one, first in zip(numbers, [True, *[False] * len(numbers)], strict=False)
        ),
        aliases=_aliases(reader),
        relatives=_relatives(reader),
    )
    return person, numbers


def _name(reader: RowReader) -> str | None:
    whole = reader.text(Field.NAME)
    pieces = [whole or reader.text(Field.FAMILY_NAME), reader.text(Field.GIVEN_NAME)]
    name = " ".join(piece for piece in pieces if piece)
    if not any(letter.isalpha() for letter in name):
        column = Field.NAME if reader.has(Field.NAME) else Field.GIVEN_NAME
        reader.problem(column, "no-name", message(N_("The row has no name.")))
        return None
    return proper_case(name)


def _birth(reader: RowReader) -> PartialBirth:
    if not is_blank(reader.cell(Field.BIRTH)):
        return reader.take(Field.BIRTH, lambda cell: cells.birth_of(cell, today=reader.today), UNKNOWN_BIRTH)
    for column, cell in reader.crossed(Field.SEX):
        if not choices.is_cross(cell):
            try:
                return cells.birth_of(cell, today=reader.today)
            except BadCell as bad:
                reader.problem(Field.SEX, bad.code, bad.said, of=column)
    return UNKNOWN_BIRTH


def _sex(reader: RowReader, numbers: tuple[IdentityNumber, ...]) -> Sex | None:
    told = reader.take(Field.SEX, choices.sex_of, None)
    if told or any(problem.code == "bad-sex" for problem in reader.problems):
        return told
    marked = [column for column, _ in reader.crossed(Field.SEX)]
    if len(marked) == 1 and marked[0].meaning and marked[0].meaning.implied:
        return choices.sex_of(marked[0].meaning.implied)
    if len(marked) > 1:
        reader.problem(Field.SEX, "bad-sex", message(N_("Both sexes are marked.")), of=marked[1])
        return None
    if reader.said.sex:
        return reader.said.sex
    for number in numbers:
        if number.kind is PaperKind.CITIZEN_ID:
            reader.notice(Field.SEX, message(N_("The sex is not written; it is taken from the identity number.")))
            return number_parts(number.key).sex
    reader.problem(Field.SEX, "bad-sex", message(N_("The sex is not written.")))
    return None


def _address(reader: RowReader) -> AddressWritten:
    parts = AddressWritten(
        reader.text(Field.STREET), reader.text(Field.COMMUNE), reader.text(Field.DISTRICT), reader.text(Field.PROVINCE)
    )
    whole = reader.text(Field.ADDRESS)
    if whole is None:
        return parts
    if parts.commune or parts.district or parts.province:
        return AddressWritten(parts.street or whole, parts.commune, parts.district, parts.province)
    return address_in(whole)


def _relatives(reader: RowReader) -> tuple[RelativeFacts, ...]:
    """Whoever is named, several apart by semicolons; the columns of relation and telephone speak of the first."""
    phone = phone_of(reader.cell(Field.CONTACT_PHONE))
    first, *others = (reader.text(Field.CONTACT) or "").split(";")
    found = [relative_in(first, relation=reader.text(Field.CONTACT_RELATION), phone=phone)]
    if found[0] is None and phone:
        found = [RelativeFacts("Thân nhân", phone=phone)]
    found += [relative_in(other) for other in others]
    for wanted, relation in ((Field.FATHER, "cha"), (Field.MOTHER, "mẹ"), (Field.SPOUSE, "vợ/chồng")):
        found.append(relative_in(reader.text(wanted), relation=relation))
    return tuple(one for one in found if one)


def _aliases(reader: RowReader) -> tuple[AliasFacts, ...]:
    names = (name.strip() for name in (reader.text(Field.ALIAS) or "").split(";"))
    return tuple(AliasFacts(name) for name in names if any(letter.isalnum() for letter in name))
