"""``plan set`` and ``plan show``."""

from __future__ import annotations

from datetime import date
from typing import Any

import click
from flask.cli import AppGroup

from rehab_center import clock
from rehab_center.capacity import queries, services
from rehab_center.capacity.queries import PlanRevision
from rehab_center.capacity.rules import Indicator
from rehab_center.db import db, transaction
from rehab_center.documents.kinds import DocumentKind
from rehab_center.documents.rules import DocumentFacts
from rehab_center.organisation.queries import default_facility
from rehab_center.permissions import EVERYWHERE, Actor
from rehab_center.web.command_line import actor_option, domain_errors, say_json
from rehab_center.web.command_types import DAY, json_option

plan = AppGroup("plan", help="The annual plan and its revisions.")
_INDICATOR = click.Choice([indicator.value for indicator in Indicator])


@plan.command("set")
@click.argument("year", type=click.IntRange(1990, 2200))
@click.argument("indicator", type=_INDICATOR)
@click.argument("target", type=click.IntRange(0, 9_999_999))
@click.option("--document", metavar="SỐ", help="The number of the decision; without it an open exception waits for it.")
@click.option("--valid-from", type=DAY, help="From when it holds; the first day of the plan year without it.")
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@json_option
@domain_errors
@actor_option
def set_plan(
    year: int,
    indicator: str,
    target: int,
    document: str | None,
    valid_from: date | None,
    facility: str | None,
    actor: Actor,
) -> None:
    """A new revision of a year's plan."""
    facility_id = default_facility(db.session(), facility)
    with transaction() as session:
        services.set_plan(
            session,
            facility_id=facility_id,
            year=year,
            indicator=Indicator(indicator),
            target=target,
            document=DocumentFacts(DocumentKind.PLAN, document, facility_id=facility_id) if document else None,
            valid_from=valid_from,
            actor=actor,
            now=clock.now(),
        )
    _show(facility_id, year, None)


@plan.command("show")
@click.argument("year", type=click.IntRange(1990, 2200))
@click.option("--as-of", type=DAY, help="The day whose revision is in force; the year's last without it.")
@click.option("--facility", metavar="CODE", help="The centre, where there are several.")
@json_option
@domain_errors
def show(year: int, as_of: date | None, facility: str | None) -> None:
    """The revisions of a year's plan and which is in force."""
    _show(default_facility(db.session(), facility), year, as_of)


def _show(facility_id: int, year: int, as_of: date | None) -> None:
    found = {}
    for indicator in Indicator:
        told = queries.revisions(db.session(), facility_id, year, indicator, scope=EVERYWHERE)
        if told:
            begun = [one for one in told if as_of is None or one.valid_from <= as_of]
            found[indicator.value] = {
                "in_force": _revision(begun[-1]) if begun else None,
                "revisions": [_revision(one) for one in told],
            }
    say_json({"year": year, "indicators": found})


def _revision(one: PlanRevision) -> dict[str, Any]:
    return {
        "revision": one.revision,
        "target": one.target,
        "months": list(one.months),
        "valid_from": one.valid_from.isoformat(),
        "document": one.document.number if one.document else None,
    }
