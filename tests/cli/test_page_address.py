"""What the doctor says of the address under which phones reach the pages."""

from pathlib import Path

from bot.app import Program
from bot.cli import page_address
from bot.documents.reader import DocumentReader
from bot.settings import load_settings
from tests.browser.serving import serving
from tests.conftest import settings_for


def test_an_address_that_leads_to_the_pages_is_fine(data: Path, reader: DocumentReader) -> None:
    with serving(Program(settings_for(data), reader=reader).web) as address:
        told = page_address.check(load_settings(public_url=address))
        assert (told.ok, "能打开" in told.text) == (True, True)
        elsewhere = page_address.check(load_settings(public_url=f"{address}/elsewhere"))
        assert (elsewhere.ok, "反向代理转发 /sheet" in elsewhere.text) == (False, True)
    gone = page_address.check(load_settings(public_url=address))
    assert (gone.ok, "打不开" in gone.text) == (False, True)


def test_without_an_address_nothing_is_missing() -> None:
    assert page_address.check(load_settings()).ok
