import pytest


@pytest.fixture(autouse=True)
def _logs() -> None:
    """Whoever understands says nothing of it."""
