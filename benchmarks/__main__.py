"""The table."""

from __future__ import annotations

import sys

import click

from benchmarks import importing, log, memory, pages, paper, search, sessions
from benchmarks.centre import centre
from benchmarks.rows import Row

ROWS = (
    Row("People list, of bare Flask's requests/s", 0.06, pages.people_list_speed, at_least=True),
    Row("People list, SQL statements", 12, pages.people_list_statements),
    Row("A person's page, SQL statements", 25, pages.person_page_statements),
    Row("Search among 100,000 names, times raw SQL", 5, search.hundred_thousand_names),
    Row("Two-page report, times bare WeasyPrint", 1.3, paper.two_page_report),
    Row("Import of 740 stays, times bare rows", 4, importing.register_speed),
    Row("A year of sessions, times bare rows", 3, sessions.year_of_sessions),
    Row("The day's board, of bare Flask's requests/s", 0.015, sessions.board_speed, at_least=True),
    Row("The day's board, SQL statements", 15, sessions.board_statements),
    Row("Everybody's hours, of bare Flask's requests/s", 0.001, sessions.hours_speed, at_least=True),
    Row("Everybody's hours, SQL statements", 15, sessions.hours_statements),
    Row("Assignments against a rule, of bare Flask's requests/s", 0.001, sessions.review_speed, at_least=True),
    Row("Assignments against a rule, SQL statements", 15, sessions.review_statements),
    Row("Verifying the log, of hashing its bytes", 1 / 3, log.verify_speed, at_least=True),
    Row("Memory of an import ten times as long", 1.3, memory.register_import),
    Row("Memory of verifying ten times as long", 1.2, log.verify_memory),
)


def main() -> int:
    """Measure every row; 1 when a budget is missed."""
    missed = 0
    with centre() as built:
        for row in ROWS:
            measured = row.measure(built)
            click.echo(row.line(measured))
            missed += not row.met(measured)
    click.echo(f"{len(ROWS) - missed} of {len(ROWS)} budgets kept")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
