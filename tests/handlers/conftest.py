from tests.actions.begun import beginnings, office
from tests.played import chat, scripts

__all__ = ["beginnings", "chat", "office", "scripts"]
