"""``facility``: setting up a centre at the command line."""

from __future__ import annotations

from datetime import date, datetime

import click
from flask.cli import AppGroup

from rehab_center import clock
from rehab_center.db import db, transaction
from rehab_center.organisation import services
from rehab_center.organisation.completeness import state_completeness
from rehab_center.organisation.queries import default_facility, facilities
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.web.command_line import actor_option, domain_errors, say_json
from rehab_center.web.command_types import DAY
from rehab_center.web.formatting import say
from rehab_center.words import N_, message

facility_commands = AppGroup("facility", help="The centres this installation serves.")


@facility_commands.command("create")
@click.argument("code")
@click.option("--name", required=True, help="In full, as in the decision that set it up, with its province.")
@click.option("--from", "valid_from", type=click.DateTime(["%Y-%m-%d"]), help="First day of the name (DAY).")
@click.option("--place", default="", help="What stands before the date on a paper.")
@click.option("--short-name", default="", help="Its sign in numbers, such as CSCNMT.")
@click.option("--superior", multiple=True, help="The body above it; twice for two lines.")
@click.option("--address", default="")
@click.option("--recipient", "recipients", multiple=True, help="A line of Nơi nhận; may be given several times.")
@click.option("--citation", default="", help="The decision that set it up: number and date.")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable on stdout.")
@domain_errors
@actor_option
def create(
    code: str,
    name: str,
    valid_from: datetime | None,
    place: str,
    short_name: str,
    superior: tuple[str, ...],
    address: str,
    recipients: tuple[str, ...],
    citation: str,
    as_json: bool,
    actor: Actor,
) -> None:
    """Set up a centre under CODE. What is not given is proposed from its name and marked to be confirmed."""
    first_day: date | None = valid_from.date() if valid_from else None
    with transaction() as session:
        facility_id = services.create_facility(
            session,
            code=code,
            name=name,
            valid_from=first_day,
            short_name=short_name,
            superior=superior,
            place=place,
            address=address,
            recipients=recipients,
            citation=citation,
            actor=actor,
            now=clock.now(),
        )
    if as_json:
        say_json({"facility": facility_id, "code": code.strip().upper()})
    else:
        click.echo(say(message(N_("The centre %(name)s is set up under the code %(code)s."), name=name, code=code)))


@facility_commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="Machine-readable on stdout.")
def show_all(as_json: bool) -> None:
    """The centres with their codes and today's names."""
    items = facilities(db.session(), scope=EVERYWHERE, day=clock.today())
    if as_json:
        say_json([{"code": item.code, "name": item.name} for item in items])
        return
    for item in items:
        click.echo(f"{item.code}\t{item.name}")


@facility_commands.command("complete-from")
@click.argument("day", type=DAY, required=False)
@click.option("--reason", required=True, help="How this is known.")
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@domain_errors
@actor_option
def complete_from(day: date | None, reason: str, facility: str | None, actor: Actor) -> None:
    """Say from which DAY on the book is complete; without a day, take the last statement back."""
    with transaction() as session:
        facility_id = default_facility(session, facility)
        state_completeness(session, facility_id, complete_from=day, reason=reason, actor=actor, now=clock.now())
    say_json({"complete_from": day.isoformat() if day else None})
