from tests.actions.begun import beginnings, office
from tests.core import core

__all__ = ["beginnings", "core", "office"]
