from datetime import timedelta

from bot.dispatch.memory import KEPT, NOTHING, Memory
from bot.dispatch.understanding import Heard, Slot
from bot.domain.people import Branch, Person
from tests.fakes import ARRIVED, update

FIRST, THIRD = Branch(1, "第一支部"), Branch(3, "第三支部")
ZHANG = Person(7, "sample", "张立范", "s03", branch=THIRD)


def heard(intent: str, **args: Branch | Person) -> Heard:
    return Heard(intent, {Slot(name): value for name, value in args.items()}, sure=True, because="")


def test_what_was_spoken_of_is_remembered_for_ten_minutes() -> None:
    memory, said = Memory(), update("o01")
    memory.note(said, heard("详情", branch=FIRST), ARRIVED)
    assert memory.of(said, ARRIVED + KEPT).branch == FIRST
    assert memory.of(said, ARRIVED + KEPT + timedelta(seconds=1)) == NOTHING


def test_each_person_and_each_chat_has_a_memory_of_its_own() -> None:
    memory = Memory()
    memory.note(update("o01"), heard("详情", branch=FIRST), ARRIVED)
    assert memory.of(update("l01"), ARRIVED) == NOTHING
    assert memory.of(update("o01", group="group-sample"), ARRIVED) == NOTHING


def test_a_person_brings_his_branch_and_what_is_not_named_again_stays() -> None:
    memory, said = Memory(), update("o01")
    memory.note(said, heard("详情", person=ZHANG), ARRIVED)
    memory.note(said, heard("状态"), ARRIVED + timedelta(minutes=5))
    found = memory.of(said, ARRIVED + timedelta(minutes=14))
    assert (found.person, found.branch, found.intent) == (ZHANG, THIRD, "状态")


def test_a_clock_that_was_moved_back_remembers_nothing_of_the_future() -> None:
    memory, said = Memory(), update("o01")
    memory.note(said, heard("详情", branch=FIRST), ARRIVED)
    assert memory.of(said, ARRIVED - timedelta(seconds=1)) == NOTHING


def test_what_is_too_old_is_let_go() -> None:
    memory = Memory()
    for number in range(100):
        memory.note(update(f"p{number}"), heard("状态"), ARRIVED + KEPT * number * 2)
    assert memory.conversations == 1


def test_of_several_who_were_named_together_none_is_the_one_meant() -> None:
    memory, said, next_one = Memory(), update("o01"), update("o01")
    memory.note(said, heard("详情", branch=FIRST), ARRIVED)
    memory.note(said, heard("详情", branch=THIRD), ARRIVED)
    assert memory.of(said, ARRIVED).also == (FIRST,)
    memory.note(next_one, heard("详情", branch=THIRD), ARRIVED)
    assert memory.of(said, ARRIVED).also == ()
