"""How much is understood: python -m tests.dispatch.understanding.measure [train|test|others]."""

import sys
from time import perf_counter

from tests.dispatch.understanding.phrasings import phrasings, right, said, wrong_act


def measure(name: str) -> tuple[float, int, list[str]]:
    """The share that is right, the number of wrong acts done without confirmation, and one line for each miss."""
    cases = phrasings(name)
    missed, acts = [], 0
    for case in cases:
        understood = case.understood()
        acts += wrong_act(understood, case)
        if not right(understood, case):
            missed.append(
                f"{case.text}\n    expected {case.expected}\n    heard    {said(understood, case)}"
            )
    return 1 - len(missed) / len(cases), acts, missed


def main() -> None:
    for name in sys.argv[1:] or ("train", "test", "others"):
        started = perf_counter()
        share, acts, missed = measure(name)
        print(  # noqa: T201
            f"{name}: {share:.1%} right, {acts} wrong acts unconfirmed, {perf_counter() - started:.2f} s"
        )
        print("\n".join(missed))  # noqa: T201


if __name__ == "__main__":
    main()
