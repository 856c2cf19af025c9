from tests.actions.office import office, office_data
from tests.played import chat, scripts

__all__ = ["chat", "office", "office_data", "scripts"]
