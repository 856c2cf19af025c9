"""No message takes long to understand, whatever its length and however often it repeats itself."""

import pytest

from tests.patterns.guarded import finishes
from tests.patterns.messages import known

UNDERSTAND = """
from bot.dispatch.understanding import understand
from tests.dispatch.understanding.casts import INTENTS, NUMBERED, TODAY
for actor in NUMBERED.people[:9]:
    understand(sys.argv[2], intents=INTENTS, roster=NUMBERED, today=TODAY, actor=actor)
"""


@pytest.mark.parametrize("message", list(known()))
def test_courtesy_and_pretexts_without_end_do_not_stop_the_program(message: str) -> None:
    finishes(UNDERSTAND, message)
