"""No pattern of the program tries again for ever; what tells one that would is itself tried."""

import subprocess
import sys

import pytest

from tests.patterns.enumeration import ROOT, Compiled
from tests.patterns.growth import superlinear


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [
        (r"(?:为|为)+x", True),
        (r"(?:辛苦了?|了)*\Z", True),
        (r"\s+$", True),
        (r"\s{0,9}$", False),
        ("^\\s*x", False),
    ],
)
def test_a_pattern_that_tries_again_is_seen(pattern: str, *, bad: bool) -> None:
    assert bool(superlinear(Compiled("", 0, pattern, 32), frozenset({"search"}))) == bad


def test_no_pattern_hangs_on_its_worst_strings() -> None:
    """In a process of its own; what a pattern does in years it does not do in five seconds either."""
    fuzzer = [sys.executable, "-m", "tests.patterns", "100"]
    done = subprocess.run(fuzzer, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
