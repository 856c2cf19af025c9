"""What probes and figures are read from."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.actions.services import Services
from bot.domain.values import dataclass

Ready = Callable[[], tuple[bool, str]]
LastBeat = Callable[[], datetime | None]


@dataclass(frozen=True)
class Sources:
    """What is asked about this process. `ready` tells of each platform, `last_beat` when the conductor last worked."""

    services: Services
    ready: Mapping[str, Ready]
    last_beat: LastBeat
