"""The files of a request's body are closed with the request, those of a body that could not be read among them."""

from __future__ import annotations

from typing import IO, Any

from flask import Flask, Request


class TidyRequest(Request):
    """A request that knows every temporary file it was given.

    Werkzeug closes those it has handed out in ``files``; where the body breaks off or cannot be decoded there is none
    of them in it, and what was written so far would stay open until the collector comes.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._streams: list[IO[bytes]] = []

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        stream = super()._get_file_stream(*args, **kwargs)
        self._streams.append(stream)
        return stream

    def close(self) -> None:
        """Close every file of the body."""
        super().close()
        for stream in self._streams:
            stream.close()


def init_app(app: Flask) -> None:
    """Let each request be a tidy one."""
    app.request_class = TidyRequest
