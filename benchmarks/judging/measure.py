"""How far the judgement of labelled reports agrees with their labels: `python -m benchmarks.judging.measure FILE`."""

import sys
from pathlib import Path

from bot.domain.planfile import default_plan
from tests.domain.report.labelled import HELD, figures, read, score

YEAR = 2022


def main(paths: list[Path]) -> None:
    plan = default_plan(YEAR)
    for path in paths or [HELD]:
        labelled = read(path)
        scores = [score(one, plan.report, YEAR) for one in labelled]
        for one in scores:
            error = "   –" if one.share_error is None else f"{one.share_error:.2f}"
            print(
                f"{one.name:5} split {one.agreeing:.0%} share±{error} pairs {one.pairs or '–':6}"
                f" false {' '.join(one.false_fails) or '–'} missed {' '.join(one.missed_fails) or '–'}"
                f"{'' if one.recognised else ' no-report'} hints {' '.join(one.hints)}"
            )
        print(figures(scores, labelled))


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
