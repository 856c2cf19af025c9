"""What members read of the reports that are public."""

from datetime import date

import pytest

from bot.domain.publicity.report import PublicReport
from bot.texts import publicity
from bot.texts.listing import fits

PERIOD = date(2026, 12, 28), date(2027, 1, 4)


def _report(number: int) -> PublicReport:
    return PublicReport(
        number, f"第{number}支部", f"王{number}", 1, "述职.docx", 3000, "0" * 64, 9000
    )


@pytest.mark.parametrize("number", [1, 8, 10, 11, 40])
def test_every_public_report_is_named_and_a_phone_shows_all(number: int) -> None:
    reports = [_report(place) for place in range(1, number + 1)]
    told = publicity.contents(2026, PERIOD, reports)
    assert fits(told)
    assert all(f"{report.branch}（{report.secretary}）" in told for report in reports)
