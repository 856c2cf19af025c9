"""No message takes long to understand, whatever its length and however often it repeats itself."""

import pytest

from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.asking import Asking
from bot.dispatch.understanding.requests import requests_in
from bot.dispatch.understanding.swallowed import apart
from bot.dispatch.understanding.writing import plain
from tests.dispatch.understanding.casts import INTENTS, NUMBERED, TODAY
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


@pytest.mark.parametrize(
    "said",
    [
        "点评 王建国 讲得实，",
        "催一下第二支部，受理第三支部和第四支部，",
        "第1条做完了第2条还在推 谁没交，",
    ],
)
def test_what_is_read_of_a_message_does_not_grow_with_its_parts(said: str) -> None:
    readings = []
    for times in (20, 60):
        text = said * times
        asking = Asking(text, plain(text), INTENTS, names_of(NUMBERED), TODAY, NUMBERED.people[0])
        apart(asking, "点评", requests_in(asking))
        readings.append(len(asking.readings))
    # The reading of the whole ends elsewhere.
    assert readings[1] <= readings[0] + 2
    assert readings[1] < 120
