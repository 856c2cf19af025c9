from tests.actions.begun import beginnings, office
from tests.actions.office import office_data
from tests.core import core

__all__ = ["beginnings", "core", "office", "office_data"]
