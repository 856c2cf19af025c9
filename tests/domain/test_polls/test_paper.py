import pytest

from bot.domain.polls.paper import read_batch
from bot.domain.polls.refusals import PaperUnclear
from tests.domain.test_polls.sheets import terms


@pytest.mark.parametrize(
    "said",
    [
        "A 发10 收9 废1 好5 较好3 一般0 差0",
        "A类 发出10，收回9，废票1：好5、较好3",
        "a发10收9废1较好３好５",
        "A 发:10 收:9 废:1 好:5 较好:3",
    ],
)
def test_a_batch_is_read_whatever_its_form(said: str) -> None:
    batch = read_batch(said, terms())
    assert (batch.category, batch.handed_out, batch.returned, batch.spoilt) == ("A", 10, 9, 1)
    assert (batch.counts, batch.used, batch.void) == (((5, 3, 0, 0),), 8, False)


def test_several_items_are_told_apart() -> None:
    batch = read_batch("B 发5 收5 废0；好5；较好4 差1", terms(rows=("总体评价", "履职")))
    assert batch.counts == ((5, 0, 0, 0), (0, 4, 0, 1))


def test_more_returned_than_handed_out_is_void() -> None:
    assert read_batch("A 发9 收10 废0 好10", terms()).void


@pytest.mark.parametrize(
    "said",
    [
        "",
        "A 发10 收9 好5",  # no spoilt ballots named
        "Z 发10 收9 废1 好5",  # no such category
        "A 发10 收9 废1 好9",  # more than came back good
        "A 发10 收9 废1 好5 好3",
        "A 发10 收9 废1 优5",
        "A 发10 收9 废1 好5；差1",  # two items on a form with one
        "A 发10 收1 废2 好0",
    ],
)
def test_what_is_not_clear_is_refused(said: str) -> None:
    with pytest.raises(PaperUnclear):
        read_batch(said, terms())
