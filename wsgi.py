"""What a web server and the ``flask`` command load."""

from __future__ import annotations

from rehab_center import create_app
from rehab_center.config import ConfigurationError, in_words

try:
    app = create_app()
except ConfigurationError as error:
    raise SystemExit(in_words(error.message)) from None
