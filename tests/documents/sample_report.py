"""One short report with everything that distinguishes readers. LibreOffice made `files/report.{doc,rtf,odt,pdf}` out of it.

python -m tests.documents.sample_report DIRECTORY        writes report.docx
soffice --headless --convert-to doc report.docx          … rtf, odt, pdf
"""

import sys
from pathlib import Path

from tests.documents.word_files import (
    definition,
    field,
    in_list,
    level,
    package,
    paragraph,
    paragraph_style,
    part,
    restart,
    run,
    style,
    table,
    text_box,
    use,
)  # fmt: skip

DELETED = '<w:del w:id="1" w:author="甲" w:date="2026-01-01T00:00:00Z"><w:r><w:delText>删去的话</w:delText></w:r></w:del>'
INSERTED = (
    '<w:ins w:id="2" w:author="甲" w:date="2026-01-01T00:00:00Z">' + run("补上的话") + "</w:ins>"
)
CONTENTS = (
    paragraph("目录")
    + paragraph(
        properties=style("TOC1"),
        runs='<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" \\h </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("一、履职情况……1"),
    )
    + paragraph(
        properties=style("TOC1"),
        runs=run("二、存在问题……2") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )
)
BODY = (
    paragraph("2022年度述职报告", properties='<w:jc w:val="center"/>')
    + CONTENTS
    + paragraph("履职情况", properties=style("H1"))
    + paragraph("抓支部建设", properties=style("H2"))
    + paragraph("召开支委会。", properties=in_list(2))
    + paragraph(runs=run("开展谈心") + DELETED + INSERTED + run("12次。"), properties=in_list(2))
    + paragraph("抓队伍建设", properties=style("H2"))
    + paragraph("讲党课。", properties=in_list(3))
    + paragraph(runs=run("看得见。") + run("看不见的话", "<w:vanish/>"))
    + paragraph(runs=run("参见") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run("说明。"))
    + paragraph(runs=run("甲行") + "<w:r><w:br/></w:r>" + run("乙行"))
    + table(("姓名", "职务"), ("张三", "书记"))
    + paragraph(runs=run("框外。") + text_box(paragraph("框内文字。")))
    + paragraph(runs=run("共") + field("DOCPROPERTY Pages", run("三")) + run("页"))
    + paragraph("存在问题", properties=style("H1"))
    + paragraph(runs=run("学习不深入", "<w:b/>"))
    + '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:footerReference w:type="default" r:id="rId5"/></w:sectPr>'
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    + paragraph_style("H1", "heading 1", in_list(1, 0) + '<w:outlineLvl w:val="0"/>')
    + paragraph_style("H2", "heading 2", in_list(1, 1) + '<w:outlineLvl w:val="1"/>')
    + paragraph_style("TOC1", "toc 1")
)
NUMBERING = (
    definition(
        0,
        level(
            0,
            "chineseCountingThousand",
            "%1、",
            more='<w:pStyle w:val="H1"/><w:suff w:val="nothing"/>',
        ),
        level(
            1,
            "chineseCountingThousand",
            "（%2）",
            more='<w:pStyle w:val="H2"/><w:suff w:val="nothing"/>',
        ),
    )
    + definition(1, level(0, "decimal", "%1."))
    + use(1, 0)
    + use(2, 1)
    + use(3, 1, restart(0, 1))
)
FOOTNOTES = (
    '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    f'<w:footnote w:id="2">{paragraph(runs="<w:r><w:footnoteRef/></w:r>" + run("脚注的话。"))}</w:footnote>'
)
PAGE_NUMBER = paragraph(runs=field("PAGE", run("1")))


def sample_report() -> bytes:
    return package(
        {
            "word/document.xml": part("document", f"<w:body>{BODY}</w:body>"),
            "word/styles.xml": part("styles", STYLES),
            "word/numbering.xml": part("numbering", NUMBERING),
            "word/footnotes.xml": part("footnotes", FOOTNOTES),
            "word/header1.xml": part("hdr", paragraph("页眉的话")),
            "word/footer1.xml": part("ftr", PAGE_NUMBER),
        }
    )


if __name__ == "__main__":
    (Path(sys.argv[1]) / "report.docx").write_bytes(sample_report())
