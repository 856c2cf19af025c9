"""Work that may never end, in a process of its own: what hangs in a pattern cannot be interrupted from inside."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HANGS = 60  # seconds; a machine under load needs two, what tries again and again needs hours
GIBIBYTES = 2
SET_UP = f"""
import resource, sys
sys.path.insert(0, sys.argv[1])
resource.setrlimit(resource.RLIMIT_AS, ({GIBIBYTES} << 30, {GIBIBYTES} << 30))
"""


def finishes(script: str, *arguments: str) -> None:
    """Runs the script with `arguments` as sys.argv[2:]. Raises where it hangs, fails or takes all memory."""
    subprocess.run(
        [sys.executable, "-c", SET_UP + script, str(ROOT), *arguments], check=True, timeout=HANGS
    )
