"""Whether a pattern's work grows faster than its text: counted in steps, so that every machine says the same."""

from itertools import islice

from tests.patterns.attacks import attacks
from tests.patterns.enumeration import Compiled
from tests.patterns.stepping import Stepper, TooManySteps

SHORT, LONG = 60, 240  # repetitions
CHEAP = 20  # steps a character at which growth is no matter
GROWN = 10.0  # 4 is linear, 16 quadratic; a repeat of at most sixty letters lies between
GRANTED = 400_000
TRIED = 24  # attacks on one pattern
MATCHING = frozenset({"match", "fullmatch", "pattern"})  # the methods that begin at one place only


def superlinear(compiled: Compiled, methods: frozenset[str]) -> str:
    """The beginning of a text on which the work explodes; empty where none was found.

    `methods`: what is called on the pattern, nothing if that is not known: then it is searched for everywhere.
    """
    pattern = (
        rf"(?:{compiled.pattern})\Z"
        if "fullmatch" in methods and not compiled.flags & 64
        else compiled.pattern
    )
    stepper = Stepper(pattern, compiled.flags)
    stepper.anchored |= bool(methods) and methods <= MATCHING
    pairs = zip(
        attacks(compiled.pattern, compiled.flags, SHORT),
        attacks(compiled.pattern, compiled.flags, LONG),
        strict=True,
    )
    return next(
        (short[:40] for short, long in islice(pairs, TRIED) if _explodes(stepper, short, long)), ""
    )


def _explodes(stepper: Stepper, short: str, long: str) -> bool:
    try:
        few = stepper.search(short, granted=GRANTED)
        if few <= CHEAP * len(short):
            return False
        return stepper.search(long, granted=GRANTED) > GROWN * few
    except TooManySteps:
        return True
