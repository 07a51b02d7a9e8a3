"""No file of a request's body stays open, whether the body could be read or not."""

from __future__ import annotations

from typing import IO, Any

import pytest
from flask import Flask, request
from werkzeug.wrappers import request as werkzeug_request

from tests.web import nasty
from tests.web.nasty import Upload


@pytest.mark.parametrize(("name", "readable"), [("paper", 1), ("\ud800", 0)], ids=["read", "not to be read"])
def test_every_file_is_closed_with_its_request(
    small_app: Flask, monkeypatch: pytest.MonkeyPatch, name: str, readable: int
) -> None:
    opened: list[IO[bytes]] = []
    make = werkzeug_request.default_stream_factory

    def noted(*arguments: Any, **named: Any) -> IO[bytes]:
        opened.append(make(*arguments, **named))
        return opened[-1]

    monkeypatch.setattr(werkzeug_request, "default_stream_factory", noted)
    data, content_type = nasty.as_multipart([("scan", Upload("a.pdf", b"%PDF-1.7")), (name, "a text")])
    with small_app.test_request_context("/notes", method="POST", data=data, content_type=content_type):
        assert len(request.files) == readable
        assert [one.closed for one in opened] == [False]
    assert [one.closed for one in opened] == [True]
