"""Which edition of the program this is, as `CHANGELOG.md` and the tags name it."""

from functools import cache
from importlib import metadata

DISTRIBUTION = "shuzhi"


@cache
def version() -> str:
    return metadata.version(DISTRIBUTION)
