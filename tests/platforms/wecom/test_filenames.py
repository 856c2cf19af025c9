import pytest

from bot.platforms.wecom import filenames
from tests.platforms.wecom import samples


def test_recorded_headers() -> None:
    lines = samples.text("ws_recorded/content_disposition.txt").splitlines()
    names = [filenames.from_disposition(line) for line in lines if not line.startswith("#")]
    assert names == ["PC D&T Strategy 2026.docx", "季报.pdf", "季报.pdf", "A+B.docx"]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("", ""),
        ("attachment", ""),
        ("attachment; filename=plain.docx", "plain.docx"),
        ('attachment; filename="述职报告.docx"', "述职报告.docx"),
        ('attachment; filename="%CA%F6%D6%B0.docx"', "述职.docx"),
        ("attachment; FILENAME*=utf-8'zh'%E8%BF%B0.wps", "述.wps"),
        ("attachment; filename*=gbk''%CA%F6.doc", "述.doc"),
        ("attachment; filename*=unknown''%E8%BF%B0.doc", "述.doc"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\report.doc"', "report.doc"),
        ("attachment; filename*=UTF-8''..%2F..%2Fx.doc", "x.doc"),
        ("attachment; filename*=UTF-8''a%00%0Ab.doc", "ab.doc"),
        ("attachment; filename*=UTF-8''%E2%80%AEcod.exe", "cod.exe"),
    ],
)
def test_forms_of_the_header(header: str, name: str) -> None:
    assert filenames.from_disposition(header) == name


def test_a_very_long_name_keeps_its_ending() -> None:
    name = filenames.from_disposition(f'attachment; filename="{"长" * 500}.docx"')
    assert name.endswith(".docx")
    assert len(name) <= filenames.LONGEST
