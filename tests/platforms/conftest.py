from tests.played import scripts

__all__ = ["scripts"]
