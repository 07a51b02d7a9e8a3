"""A Flask that says hello, served as the program is: ``python -m benchmarks.bare`` on REHAB_PORT."""

from __future__ import annotations

import os
import socket

from flask import Flask

from rehab_center.serve import Child, Supervisor, WebServer

app = Flask(__name__)
app.config.update(PROCESSES=2, THREADS=4)


@app.get("/")
def hello() -> str:
    """The least a page can be."""
    return "hello"


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", int(os.environ["REHAB_PORT"])), backlog=512)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.set_inheritable(True)
    Supervisor([Child("web", WebServer(app, listener).run)]).run()
