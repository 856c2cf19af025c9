from tests.actions.begun import beginnings, office
from tests.core import core
from tests.drawn import small_pictures
from tests.played import chat, scripts

__all__ = ["beginnings", "chat", "core", "office", "scripts", "small_pictures"]
