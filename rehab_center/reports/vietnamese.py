"""Words on a statutory paper: Vietnamese whatever language the reader's menu is in."""

from __future__ import annotations

from flask import Flask

from rehab_center.policies.registry import REGISTRY
from rehab_center.policies.rules import PolicyKind
from rehab_center.web.formatting import say
from rehab_center.web.language import speaking
from rehab_center.words import Message


def init_app(app: Flask) -> None:
    """Register the filters of the paper's templates."""
    app.jinja_env.filters["in_vietnamese"] = in_vietnamese
    app.jinja_env.filters["policy_words"] = policy_words


def in_vietnamese(words: Message) -> str:
    """A sentence as the paper has it."""
    with speaking("vi"):
        return say(words)


def policy_words(kind: str, value: str) -> str:
    """A convention the report goes by: its name and what was chosen."""
    policy = REGISTRY[PolicyKind(kind)]
    name, chosen = Message(policy.name), Message(policy.choices.get(value, value))
    return f"{in_vietnamese(name)}: {in_vietnamese(chosen)}"
