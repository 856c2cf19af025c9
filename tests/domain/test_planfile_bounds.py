"""No plan file of the accepted length takes long to read, however it is broken."""

import pytest

from tests.patterns.guarded import finishes

READ = """
from bot.domain.planfile import PlanInvalid, parse
try:
    parse(eval(sys.argv[2]))
except PlanInvalid as refusal:
    assert refusal.problems
else:
    raise AssertionError("accepted")
"""
BROKEN = {
    "quoted backslashes": r"""'unit = "' + '\\"' * 58_000""",
    "dotted keys": "'.'.join(['a'] * 50_000) + ' = 1'",
    "dotted header": "'[' + '.'.join(['a'] * 50_000) + ']'",
    "quotes": """'a = ' + '"' * 190_000""",
    "brackets": "'a = ' + '[' * 100_000",
    "unknown keys": "'\\n'.join(f'k{n} = 1' for n in range(15_000))",
    "a list that is never closed": "'a = [\\n' + 'b = 1\\n' * 30_000",
    "full-width quotes": "'a = ' + '“' * 190_000",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_plan_is_refused_at_once(text: str) -> None:
    finishes(READ, text)
