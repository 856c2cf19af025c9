"""What an installation's data are for.

A demonstration moves its clock at will; a service lives in real time.
"""

from enum import StrEnum

from bot.domain.values import dataclass


class Purpose(StrEnum):
    """The values stand in the database."""

    DEMONSTRATION = "demonstration"
    SERVICE = "service"


@dataclass
class OtherPurpose(Exception):
    """The data are for `found`, and whoever started was about to use them for the other."""

    found: Purpose
