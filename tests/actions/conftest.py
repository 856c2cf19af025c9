from dataclasses import replace

import pytest

from tests.actions.begun import beginnings, office
from tests.actions.office import Office, office_data
from tests.core import core

__all__ = ["beginnings", "core", "office", "office_data"]


@pytest.fixture
def no_school_holidays(office: Office) -> None:
    """Lets the months of the follow-up begin on their first workdays, whatever the school does."""
    office.using(lambda plan: replace(plan, school_holidays=()))
