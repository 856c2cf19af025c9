"""No message takes long to understand, whatever its length and however often it repeats itself."""

from tests.patterns.guarded import finishes
from tests.patterns.messages import known

UNDERSTAND = """
from bot.dispatch.understanding import understand
from tests.dispatch.understanding.casts import INTENTS, NUMBERED, TODAY
for message in sys.argv[2:]:
    print(message, file=sys.stderr, flush=True)  # the last one is the one that hangs
    for actor in NUMBERED.people[:9]:
        understand(message, intents=INTENTS, roster=NUMBERED, today=TODAY, actor=actor)
"""


def test_courtesy_and_pretexts_without_end_do_not_stop_the_program() -> None:
    finishes(UNDERSTAND, *known())
