"""No pattern of the program works longer than its text is long; what tells one that would is itself tried."""

import pytest

from tests.patterns.__main__ import PATIENCE, worst_times
from tests.patterns.ambiguity import fault
from tests.patterns.enumeration import (
    MATCHING,
    Compiled,
    compiled_at_once,
    compiled_patterns,
    inline_patterns,
    name_of,
    uses,
)

SAFE = {
    "bot/domain/planfile/positions.py _TOKEN": "read only after the TOML reader has found the end of every text",
    "bot/domain/planfile/syntax.py _QUOTED": "read in the first 300 characters of one line",
}

PUT_TOGETHER = {
    "bot/dispatch/understanding/forms/written.py forms": "named while the handlers are imported: tried with the others",
    "bot/dispatch/understanding/aliases.py _any_number": "the roster's words once, then a numeral",
    "bot/dispatch/understanding/grade_words.py _pattern": "the plan's words, nothing repeated",
    "bot/domain/planfile/sections.py entries": "for a table's name in a plan",
    "bot/domain/patterns.py __getattr__": "what a module named at its top: tried with the others",
    "bot/domain/evaluation/decided.py decided": "names and steps of the plan, each group once",
    "bot/domain/polls/paper.py _cut": "names or titles alone, nothing repeated",
    "bot/domain/polls/paper.py _line": "one step of the plan, spaces that are not given back, a number",
    "bot/domain/rectification/bulletins.py without_names": "names alone, nothing repeated",
    "bot/domain/rectification/sentence.py read_sentence": "names in a repeat that gives nothing back",
    "bot/platforms/wecom/media.py __init__": "the administrator's host names, against a host name",
}


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?:为|为)+x",
        r"(?:辛苦了?|了)*\Z",
        r"(?:a*)*b",
        r"(?:a+)+b",
        r"(?:a|ab|b)*c",
        r"(?:(?:a|a)*b)*+c",
    ],
)
def test_a_loop_that_reads_in_two_ways_is_seen(pattern: str) -> None:
    assert fault(pattern, 0, everywhere=False).startswith("exponential")


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s+$",
        r"\s++x",
        r"\d+条",
        r"「.*?」",
        r"(?=.*x)a",
        r"(?m)^\s+x",
        r"(?:谢谢|辛苦了|拜托了)*x",
        r"a*b|a",
        r"^\s*(?:第)?\s*x",
        r"^(?:a*+b|c)*\s*\s*x",
    ],
)
def test_two_loops_over_the_same_letters_are_seen(pattern: str) -> None:
    assert fault(pattern, 0, everywhere=True).startswith("quadratic")


@pytest.mark.parametrize(
    "pattern",
    [
        r"\s{0,9}$",
        r"^\s*x",
        r"\s+",
        r"(?<!\d)\d+条",
        r"第\d+条",
        r"「[^「」]*」",
        r"(?m)^[ ]+x",
        r"^\s*+(?:第\s*+)?x",
        r"^(?:(?:为|为)++)",
        r"(?:谢谢|辛苦了|拜托了){0,9}x",
    ],
)
def test_what_grows_with_its_text_passes(pattern: str) -> None:
    assert not fault(pattern, 0, everywhere=True)


def test_a_full_match_has_to_reach_the_end() -> None:
    assert not fault(r"\s*\s*", 0, everywhere=False)
    assert fault(r"\s*\s*", 0, everywhere=False, whole=True)
    assert not fault(r"\s*(?s:.+)", 0, everywhere=False, whole=True)


def test_no_module_compiles_a_pattern_that_may_not_be_asked() -> None:
    assert compiled_at_once() == []


def test_every_pattern_is_linear() -> None:
    patterns = {(each.pattern, each.flags): each for each in compiled_patterns()}.values()
    faults = {
        each.place: fault_of(each)
        for each in patterns
        if f"{each.file} {name_of(each)}" not in SAFE
    }
    assert not {place: found for place, found in faults.items() if found}


def test_the_safe_ones_are_still_there() -> None:
    named = {f"{each.file} {name_of(each)}": each for each in compiled_patterns()}
    assert all(fault_of(named[safe]) for safe in SAFE.keys() & named.keys())
    assert SAFE.keys() <= named.keys() | {place for place, _, _ in inline_patterns()}


def test_every_pattern_within_a_function_is_linear() -> None:
    faults = {
        place: fault(said, 0, everywhere=called not in MATCHING, whole=called == "fullmatch")
        for place, called, said in inline_patterns()
        if said and place not in SAFE
    }
    assert not {place: found for place, found in faults.items() if found}


def test_what_is_put_together_while_the_program_runs_is_known() -> None:
    assert {place for place, _, said in inline_patterns() if not said} == PUT_TOGETHER.keys()


def fault_of(compiled: Compiled) -> str:
    """Where it is not known what is called on a pattern, everything is."""
    methods = uses(compiled)
    if methods:
        whole = "fullmatch" in methods
        return fault(
            compiled.pattern, compiled.flags, everywhere=not methods <= MATCHING, whole=whole
        )
    searched = fault(compiled.pattern, compiled.flags, everywhere=True)
    return searched or fault(compiled.pattern, compiled.flags, everywhere=False, whole=True)


def test_no_pattern_hangs_on_its_worst_strings() -> None:
    """What a pattern does in years it does not do in five seconds either."""
    broken_off = [place for taken, place, _ in worst_times(100) if taken >= PATIENCE]
    assert broken_off == []
