from tests.core import core

__all__ = ["core"]
