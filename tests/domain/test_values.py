"""Data classes are what the library's are; only their constructors are written later."""

import copy
import dataclasses
import pickle
import re
import threading
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, field, fields, replace
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from bot.domain import values

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "handlers", "schedules")


@values.dataclass(frozen=True)
class Branch:
    id: int
    name: str = "第一支部"
    members: tuple[str, ...] = field(default_factory=tuple)
    secret: str = field(default="", repr=False)


@values.dataclass(frozen=True)
class Place(Branch):
    floor: int = 1


@values.dataclass
class Counted:
    count: int
    doubled: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        self.doubled = 2 * self.count


@values.dataclass(frozen=True, kw_only=True)
class Named:
    name: str = ""
    year: int


@values.dataclass(frozen=True)
class Nothing:
    pass


@values.dataclass
class TooMany(Exception):
    """`count` of them."""

    count: int


def test_the_fields_are_taken_in_order_by_name_and_by_default() -> None:
    branch = Branch(3, members=("甲",))
    assert (branch.id, branch.name, branch.members) == (3, "第一支部", ("甲",))
    assert Branch(1).members is not None
    assert Place(3, floor=2) == Place(3, "第一支部", (), "", 2)
    assert Counted(4).doubled == 8
    assert Named(year=2026).name == ""


@pytest.mark.parametrize(
    ("made", "given", "named"), [(Branch, (), {}), (Branch, (1,), {"height": 2}), (Named, (1,), {})]
)
def test_what_is_no_field_is_refused(
    made: Callable[..., object], given: tuple[Any, ...], named: dict[str, Any]
) -> None:
    with pytest.raises(TypeError, match=r"__init__\(\)"):
        made(*given, **named)


def test_objects_are_equal_by_content_within_their_class() -> None:
    assert Branch(1) == Branch(1)
    assert Branch(1) != Branch(2)
    assert Branch(1) != Place(1)
    assert Nothing() == Nothing()
    assert len({Branch(1), Branch(1), Branch(2), Nothing(), Nothing()}) == 3
    with pytest.raises(TypeError, match="unhashable"):
        hash(Counted(1))


def test_a_frozen_one_does_not_change() -> None:
    branch: Any = Branch(1)
    with pytest.raises(FrozenInstanceError):
        branch.id = 2
    with pytest.raises(FrozenInstanceError):
        del branch.id
    changed = Counted(1)
    changed.count = 2
    assert (changed.count, changed.doubled) == (2, 2)


def test_a_secret_is_not_shown() -> None:
    assert repr(Branch(1, secret="钥匙")) == "Branch(id=1, name='第一支部', members=())"


def test_the_functions_of_the_library_know_them() -> None:
    place = Place(1)
    assert dataclasses.is_dataclass(place)
    assert [one.name for one in fields(Place)] == ["id", "name", "members", "secret", "floor"]
    assert replace(place, floor=3) == Place(1, floor=3)
    assert asdict(Named(year=2026)) == {"name": "", "year": 2026}
    match place:
        case Place(1, name):
            assert name == "第一支部"


def test_an_error_with_fields_is_raised_and_read() -> None:
    with pytest.raises(TooMany) as raised:
        raise TooMany(3)
    assert raised.value.count == 3


def test_one_that_was_never_made_here_comes_out_of_a_pickle_whole() -> None:
    @values.dataclass(frozen=True)
    class Fresh:
        id: int

    # As a pickle makes it: past the constructor.
    fresh: Any = Fresh.__new__(Fresh)
    fresh.__dict__.update(id=1)
    same = copy.copy(fresh)
    assert same == fresh
    assert hash(same) == hash(fresh)
    assert repr(same).endswith("Fresh(id=1)")
    assert same == Fresh(1)
    assert pickle.loads(pickle.dumps(Branch(2))) == Branch(2)


def test_threads_that_make_the_first_at_once_all_get_theirs() -> None:
    for _ in range(50):

        @values.dataclass(frozen=True)
        class Fresh:
            id: int

        gate = threading.Barrier(4)
        made: list[object] = []

        def make(
            fresh: Callable[[int], object] = Fresh,
            gate: threading.Barrier = gate,
            made: list[object] = made,
        ) -> None:
            gate.wait()
            made.append(fresh(1))

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert made == [Fresh(1)] * 4


def test_the_program_uses_the_librarys_decorator_only_for_what_it_alone_can() -> None:
    library = re.compile(r"^from dataclasses import .*\bdataclass\b", re.MULTILINE)
    alone = re.compile(r"^@dataclass\(.*\b(?:slots|order)=True", re.MULTILINE)
    plain = []
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            text = file.read_text()
            if library.search(text) and not alone.search(text):
                plain.append(file.relative_to(ROOT).as_posix())
    assert plain == []


def test_a_value_that_keeps_its_hash_is_the_same_key() -> None:
    hashed: list[str] = []

    class Text(str):
        __slots__ = ()

        @override
        def __hash__(self) -> int:
            hashed.append(self)
            return super().__hash__()

    @values.hashed_once
    @values.dataclass(frozen=True)
    class Kept:
        name: str

    kept = Kept(Text("第一支部"))
    places = {kept: 1}
    assert places[kept] == places[Kept("第一支部")] == 1
    assert hash(replace(kept, name="第二支部")) != hash(kept)
    assert hashed == ["第一支部"]
    assert asdict(kept) == {"name": "第一支部"}
