from tests.actions.begun import beginnings, office
from tests.drawn import small_pictures
from tests.played import chat, scripts

__all__ = ["beginnings", "chat", "office", "scripts", "small_pictures"]
