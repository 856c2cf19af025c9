"""Which repeats of a pattern make its work grow faster than its text, read from the pattern alone.

The parsed pattern (`re._parser`) becomes an automaton whose states are its single characters. Two of its properties
say what a backtracking engine does on its worst text: a loop that can read the same letters in two ways is exponential;
two loops that can read the same letters one behind the other are quadratic, and the search for a beginning is such a
loop too, in front of all others. Nothing is run and nothing is timed, so every machine says the same.
"""

from itertools import combinations

from tests.patterns.automata import Automaton, Reader
from tests.patterns.letters import Letters

SMALL = 100  # a repeat of at most so many costs so many steps a character: no loop
FEW = 8  # below it even two ways to read the same are no matter


def fault(pattern: str, flags: int, *, everywhere: bool, whole: bool = False) -> str:
    """What grows faster than the text, with the letters that show it; empty where nothing does."""
    reader = Reader(pattern, flags, FEW, possessive=False)
    found = _exponential(reader.read(everywhere=False, whole=whole))
    if found is not None:
        return f"exponential on {reader.alphabet.letters[found]!r}"
    reader = Reader(pattern, flags, SMALL)
    found = _quadratic(reader.read(everywhere=everywhere, whole=whole))
    return "" if found is None else f"quadratic on {reader.alphabet.letters[found]!r}"


def _loops(automaton: Automaton) -> list[list[int]]:
    """The states that lead back to themselves, those of one loop together."""
    ordered = _by_finish(automaton.after)
    backwards: list[set[int]] = [set() for _ in automaton.after]
    for state, ahead in enumerate(automaton.after):
        for following in ahead:
            backwards[following].add(state)
    seen, loops = set[int](), list[list[int]]()
    for root in reversed(ordered):
        loop = _reached(backwards, root, seen)
        if len(loop) > 1 or (root in automaton.after[root] and loop):
            loops.append(loop)
    return loops


def _by_finish(after: list[set[int]]) -> list[int]:
    """All states, each behind what it leads to."""
    seen, ordered = set[int](), list[int]()
    for root in range(len(after)):
        path = [] if root in seen else [(root, iter(after[root]))]
        seen.add(root)
        while path:
            state, ahead = path[-1]
            following = next((each for each in ahead if each not in seen), None)
            if following is None:
                ordered.append(state)
                path.pop()
            else:
                seen.add(following)
                path.append((following, iter(after[following])))
    return ordered


def _reached(after: list[set[int]], root: int, seen: set[int]) -> list[int]:
    """What is reached from a state and was not seen before; now it is."""
    waiting, reached = [root], list[int]()
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            reached.append(state)
            waiting += after[state]
    return reached


def _letter(letters: Letters) -> int:
    return (letters & -letters).bit_length() - 1


def _exponential(automaton: Automaton) -> int | None:
    """A letter in a loop that can be read in two ways."""
    for loop in _loops(automaton):
        inside = (
            set(loop) - automaton.final
        )  # where it may end at every round nothing is tried again
        for before, behind in automaton.twice:
            if before in inside and behind in inside:
                return _letter(automaton.letters[behind])
        pairs = _pairs_from(automaton, [(state, state) for state in inside], inside, inside)
        apart = [pair for pair in pairs if pair[0] != pair[1]]
        # two ways that part must come together again: from the pair back to one state
        for pair in apart:
            if any(one == other for one, other in _pairs_from(automaton, [pair], inside, inside)):
                return _letter(automaton.letters[pair[0]] & automaton.letters[pair[1]])
    return None


def _pairs_from(
    automaton: Automaton, begins: list[tuple[int, int]], left: set[int] | None, right: set[int]
) -> set[tuple[int, int]]:
    """The pairs of states that reading the same letters leads to."""
    seen, waiting = set(begins), list(begins)
    letters, after = automaton.letters, automaton.after
    while waiting:
        one, other = waiting.pop()
        others = [state for state in after[other] if state in right]
        for first in after[one]:
            if left is not None and first not in left:
                continue
            for second in others:
                if letters[first] & letters[second] and (first, second) not in seen:
                    seen.add((first, second))
                    waiting.append((first, second))
    return seen


def _quadratic(automaton: Automaton) -> int | None:
    """A letter that two loops can read, the second entered while the first goes on."""
    loops = _loops(automaton)
    unions = [_union(automaton, loop) for loop in loops]
    for place, other in ((i, j) for i, j in combinations(range(len(loops)), 2)):
        for first, second in ((place, other), (other, place)):
            if (
                unions[first] & unions[second]
                and (letter := _handed_on(automaton, loops[first], loops[second])) is not None
            ):
                return letter
    return None


def _union(automaton: Automaton, loop: list[int]) -> Letters:
    union = 0
    for state in loop:
        union |= automaton.letters[state]
    return union


def _handed_on(automaton: Automaton, first: list[int], second: list[int]) -> int | None:
    """A letter of a word that leads round the first loop, from it into the second, and round the second."""
    one, two = set(first), set(second) - automaton.final  # at a match nothing is tried again
    for end in two:
        for begin in first:
            if set(automaton.atomic[begin]) - set(automaton.atomic[end]):
                continue  # what the first loop has read it never gives back
            if _reaches(automaton, (begin, begin, end), (begin, end, end), one, two):
                return _letter(automaton.letters[end])
    return None


def _reaches(
    automaton: Automaton,
    begin: tuple[int, int, int],
    goal: tuple[int, int, int],
    one: set[int],
    two: set[int],
) -> bool:
    letters, after = automaton.letters, automaton.after
    seen, waiting = {begin}, [begin]
    while waiting:
        first, middle, last = waiting.pop()
        for third in after[last]:
            if third not in two:
                continue
            for leading in after[first]:
                common = letters[third] & letters[leading]
                if leading not in one or not common:
                    continue
                for second in after[middle]:
                    if not common & letters[second]:
                        continue
                    triple = (leading, second, third)
                    if triple == goal:
                        return True
                    if triple not in seen:
                        seen.add(triple)
                        waiting.append(triple)
    return False
