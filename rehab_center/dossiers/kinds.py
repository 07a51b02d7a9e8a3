"""The closed lists of this feature. Pure."""

from __future__ import annotations

from enum import StrEnum


class PaperState(StrEnum):
    """What is known of a paper of the file."""

    MISSING = "missing"  # looked for and not there
    RECEIVED = "received"
    NOT_NEEDED = "not-needed"  # this file needs none, and a note says why


class CopyForm(StrEnum):
    """What kind of sheet lies in the file."""

    ORIGINAL = "original"  # bản chính
    CERTIFIED = "certified-copy"  # bản sao có chứng thực, sao y
    COPY = "copy"  # bản sao, bản chụp


class PaperGroup(StrEnum):
    """Where a paper comes from, in the order of the file."""

    GROUND = "ground"  # what allows the stay
    PROPOSAL = "proposal"  # hồ sơ đề nghị, or hồ sơ đăng ký of a voluntary stay
    ARRIVAL = "arrival"  # comes with the person
    CENTRE = "centre"  # the centre makes it itself
