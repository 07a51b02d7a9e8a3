"""``residents``: what is done for everybody in the register at once."""

from __future__ import annotations

from flask.cli import AppGroup

from rehab_center import clock
from rehab_center.communes.rules.matching import Outcome
from rehab_center.db import transaction
from rehab_center.permissions import Actor
from rehab_center.residents import services
from rehab_center.web.command_line import actor_option, domain_errors, say_json

residents_commands = AppGroup("residents", help="The persons in the register.")


@residents_commands.command("recognise-homes")
@domain_errors
@actor_option
def recognise_homes(actor: Actor) -> None:
    """Recognise the unit of every address that has none yet. JSON: how many were, may be several, are not known."""
    with transaction() as session:
        counts = services.recognise_homes(session, actor=actor, now=clock.now())
    say_json({outcome.value: counts[outcome] for outcome in (Outcome.UNIQUE, Outcome.SEVERAL, Outcome.NONE)})
