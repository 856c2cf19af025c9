"""An archive of another installation is believed only value by value."""

import contextlib
import copy
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.archived_year import LONGEST_TEXT, MOST_SAID, ArchivedYear, read_year
from bot.domain.rectification.items import Source

ITEM: Mapping[str, Any] = {
    "branches": ["第一支部"],
    "source": Source.REPORT.value,
    "origin": "述职报告",
    "problem": "谈心谈话不够经常",
    "cause": "重视不够",
    "measure": "每月谈一次",
    "due": "2026-06-30",
    "created_at": "2026-01-05T09:00:00+08:00",
    "said": [{"at": "2026-03-01T10:00:00+08:00", "kind": "progress", "text": "谈了三次"}],
    "closed_at": None,
    "revisit": None,
}
YEAR: Mapping[str, Any] = {
    "year": 2025,
    "unit": "物理系",
    "plan": "",
    "items": [ITEM],
    "secretaries": {"第一支部": "王文例"},
}


def with_item(**fields: Any) -> dict[str, Any]:
    return {**YEAR, "items": [{**ITEM, **fields}]}


def test_a_year_is_read_with_its_items_and_who_answered_for_them() -> None:
    year = read_year(YEAR)
    assert (year.year, year.unit, year.secretaries) == (2025, "物理系", {"第一支部": "王文例"})
    (item,) = year.items
    assert (item.branches, item.source, item.due) == (
        ("第一支部",),
        Source.REPORT,
        date(2026, 6, 30),
    )
    (report,) = item.said
    assert (report.done, report.text) == (False, "谈了三次")


def test_an_older_archive_tells_secretaries_beside_their_grades() -> None:
    older = {key: value for key, value in YEAR.items() if key != "secretaries"}
    older["grades"] = [{"branch": "第一支部", "secretary": "王文例"}]
    assert read_year(older).secretaries == {"第一支部": "王文例"}


def test_what_does_not_show_is_taken_out_but_for_line_ends() -> None:
    (item,) = read_year(with_item(problem="第一行\n第二行\u202e\x00\u200b")).items
    assert item.problem == "第一行\n第二行"


@pytest.mark.parametrize(
    "spoilt",
    [
        {**YEAR, "year": True},
        {**YEAR, "year": "2025"},
        {**YEAR, "year": 1999},
        {**YEAR, "plan": None},
        {**YEAR, "items": {}},
        {**YEAR, "items": ["谈心"]},
        {**YEAR, "unit": "系" * 61},
        {**YEAR, "secretaries": ["王文例"]},
        with_item(source="gossip"),
        with_item(problem="多" * (LONGEST_TEXT + 1)),
        with_item(due="明年"),
        with_item(created_at=None),
        with_item(created_at="2026-01-05T09:00:00"),  # it does not say where it was nine
        with_item(said=[{"at": "2026-03-01T10:00:00+08:00", "kind": "closed", "text": ""}]),
        with_item(said=[{}] * (MOST_SAID + 1)),
        with_item(branches="第一支部"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(spoilt: Mapping[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever does not fit, in whatever way
        read_year(spoilt)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(field=st.sampled_from([*YEAR, *ITEM]), value=anything)
def test_whatever_stands_in_one_place_is_read_or_refused(field: str, value: object) -> None:
    plain: dict[str, Any] = copy.deepcopy(dict(YEAR))
    if field in YEAR:
        plain[field] = value
    else:
        plain["items"][0][field] = value
    with contextlib.suppress(ValueError):
        assert isinstance(read_year(plain), ArchivedYear)
