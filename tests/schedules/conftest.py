from tests.core import core
from tests.played import chat, scripts

__all__ = ["chat", "core", "scripts"]
