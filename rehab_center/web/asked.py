"""What the address of a request asks for, to be passed on in another one."""

from __future__ import annotations

from typing import Any

from flask import request

_TAKEN = "endpoint"


def asked_arguments() -> dict[str, Any]:
    """The arguments of the address that a link may keep: without the names by which ``url_for`` itself is told how to
    build one (its endpoint, and all that begin with "_"), so that a typed address is never taken for such an order."""
    return {name: value for name, value in request.args.items() if name != _TAKEN and not name.startswith("_")}
