"""What the address of a request asks for, to be passed on in another one."""

from __future__ import annotations

from typing import Any

from flask import Flask, request

_TAKEN = "endpoint"


def init_app(app: Flask) -> None:
    """Let templates pass on what was asked."""
    app.jinja_env.globals["asked_besides"] = asked_arguments


def asked_arguments(**others: object) -> dict[str, Any]:
    """The arguments of the address that a link may keep, with ``others`` in their place or besides; in templates
    ``asked_besides``.

    Left out are the names by which ``url_for`` itself is told how to build an address (its endpoint, and all that begin
    with "_"): what somebody has typed is never taken for such an order.
    """
    kept = {name: value for name, value in request.args.items() if name != _TAKEN and not name.startswith("_")}
    return kept | others
