from tests.actions.office import office, office_data
from tests.core import core

__all__ = ["core", "office", "office_data"]
