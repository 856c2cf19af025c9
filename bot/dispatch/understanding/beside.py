"""What is only said along with a request and asks for nothing itself."""

from collections.abc import Sequence

from bot.dispatch.understanding import moods
from bot.dispatch.understanding.asking import Asking, Request
from bot.dispatch.understanding.grammar import SAID_ALONG

CHOICES = "测评 投"  # the label of choices in a ballot


def asking_for_something(asking: Asking, requests: Sequence[Request]) -> Sequence[Request]:
    """Leaves out what is said along with another request, 「各支部整改怎么样，有过期的没」, and a vote
    that is only supposed where something is asked of it: 「我要是打差，会不会被看出来」.
    """
    words = [request.reading.word for request in requests]
    kept = []
    for request in requests:
        reading = request.reading
        supposes = moods.SUPPOSED.search(reading.sketch.letters) is not None
        is_supposed_vote = reading.label == CHOICES and supposes
        said = asking.text[request.start : request.end]
        if not is_supposed_vote and not is_said_along(words, reading.word, said):
            kept.append(request)
    return kept or requests


def is_said_along(words: Sequence[str], word: str, said: str) -> bool:
    """Whether `said`, which is read as `word`, belongs to another of the requests `words`."""
    belongs = [own for (main, along), own in SAID_ALONG.items() if along == word and main in words]
    return any(own.search(said) is None for own in belongs)
