"""Many beds at once: lines pasted out of a list of rooms, those refused named."""

from __future__ import annotations

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rehab_center import clock
from rehab_center.db import transaction
from rehab_center.errors import DomainError
from rehab_center.names import fold
from rehab_center.organisation.choosing import chosen_centre
from rehab_center.permissions import Permission
from rehab_center.placements.forms.beds import AssignForm
from rehab_center.placements.queries.house import House
from rehab_center.placements.rules.lines import BadLine, match, read_lines
from rehab_center.placements.services.place import place_many
from rehab_center.placements.views.blueprint import bp
from rehab_center.placements.views.board import present_house
from rehab_center.web.access import current_actor, requires
from rehab_center.words import N_, Message, message


@bp.route("/assign", methods=["GET", "POST"])
@requires(Permission.PLACEMENTS_EDIT)
def assign() -> ResponseReturnValue:
    """Give beds line by line; what is refused stays in the box with its reason."""
    form = AssignForm(on=clock.today())
    bad: list[BadLine] = []
    if form.validate_on_submit():
        try:
            placed, bad = _assign(form, present_house())
        except DomainError as error:
            form.take(error)
        else:
            flash(_("Beds given: %(count)s. Lines refused: %(bad)s.", count=placed, bad=len(bad)))
            form.lines.data = "\n".join(one.text for one in bad)
    return render_template("placements/assign.html", form=form, bad=bad), 422 if form.errors or bad else 200


def _assign(form: AssignForm, house: House) -> tuple[int, list[BadLine]]:
    lines, bad = read_lines(form.lines.data or "")
    stays = {one.file_code.upper(): one.stay_id for one in house.dwellers.values()}
    beds = {
        (fold(room.zone_name), fold(room.name), fold(bed.label)): bed.id for room in house.rooms for bed in room.beds
    }
    wishes, unknown = match(lines, stays, beds)
    with transaction() as session:
        refused = place_many(
            session,
            chosen_centre().id,
            list(wishes.values()),
            at=form.at,
            reason=form.given_reason,
            actor=current_actor(),
            now=clock.now(),
        )
    texts = {line.number: line.text for line in lines}
    numbers = {wish: number for number, wish in wishes.items()}
    for one in refused:
        number = numbers[one.stay_id, one.bed_id]
        unknown.append(BadLine(number, texts[number], _why(one.error)))
    return len(wishes) - len(refused), sorted([*bad, *unknown], key=lambda one: one.number)


def _why(error: DomainError) -> Message:
    return error.message if isinstance(error.message, Message) else message(N_("Refused"))
