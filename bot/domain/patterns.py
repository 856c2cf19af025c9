"""Patterns that a module names at its top."""

import re
from typing import Any, AnyStr, Generic, cast


class _Pattern(Generic[AnyStr]):
    """A regular expression that is compiled when it is first asked for something.

    The program names five hundred, and compiling them all would take it a seventh of its start;
    most are for one matter of one season of the year.
    """

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self.flags = flags

    def __getattr__(self, name: str) -> Any:
        """Python asks here only for what is not there yet, so each method is looked up once."""
        method = getattr(re.compile(self.pattern, self.flags), name)
        setattr(self, name, method)
        return method


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Returns a pattern to be named at the top of a module.

    What is wrong in it is raised at its first use; `tests/patterns` compiles them all.
    """
    return cast(re.Pattern[AnyStr], _Pattern(text, flags))
