"""Requests a second, over the real server: wrk on one thread with eight connections."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from benchmarks.centre import Centre
from rehab_center.config import ROOT

SECONDS = 4
ROUNDS = 3
CONNECTIONS = 8


@contextmanager
def bare_flask() -> Iterator[str]:
    """The yardstick: a Flask that says hello, on the same server with the same processes and threads."""
    with _served("benchmarks.bare", {}) as address:
        yield address


@contextmanager
def program(centre: Centre) -> Iterator[str]:
    """The program as ``./run serve`` starts it."""
    with _served("rehab_center.serve", centre.environment) as address:
        yield address


@contextmanager
def _served(module: str, environment: Mapping[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", module],
            cwd=ROOT,
            env={**environment, "REHAB_PORT": str(port)},
            stderr=said,
        )
        try:
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        except RuntimeError as error:
            said.seek(0)
            raise RuntimeError(f"{error}\nThe server said:\n{said.read()[-4000:]}") from None
        finally:
            server.terminate()
            server.wait()


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server did not start")


def requests_per_second(url: str, cookie: str = "") -> float:
    """What wrk measures at ``url``. Raises RuntimeError when anything but success comes back."""
    request = urllib.request.Request(url, headers={"Cookie": cookie})
    with urllib.request.urlopen(request, timeout=30) as answer:
        if answer.url != url:
            raise RuntimeError(f"{url} leads to {answer.url}")
        answer.read()
    said = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-H", f"Cookie: {cookie}", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None or "Non-2xx" in said:
        raise RuntimeError(said)
    return float(found[1])
