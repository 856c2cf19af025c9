from bot.bounded import BoundedDict, RecentKeys


def test_the_oldest_entry_is_forgotten_and_setting_one_anew_makes_it_the_newest() -> None:
    ages: BoundedDict[str, int] = BoundedDict(2)
    ages["a"] = 1
    ages["b"] = 2
    ages["a"] = 3
    ages["c"] = 4
    assert dict(ages) == {"a": 3, "c": 4}


def test_the_oldest_key_is_forgotten_and_an_absent_one_can_be_discarded() -> None:
    keys: RecentKeys[str] = RecentKeys(2)
    for key in ("a", "b", "a", "c"):
        keys.add(key)
    assert [key in keys for key in "abc"] == [True, False, True]
    keys.discard("a")
    keys.discard("b")
    assert "a" not in keys
