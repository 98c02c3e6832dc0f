"""A report as PDF, by reportlab: the same content as the HTML, the same bytes each time."""

from __future__ import annotations

from functools import cache, partial
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    HRFlowable,
    Image,
    KeepTogether,
    ListFlowable,
    ListItem,
    PageTemplate,
    Paragraph,
    Spacer,
    TableStyle,
)
from reportlab.platypus import Table as PdfTable

from formcheck.media.text import font_file
from formcheck.reports.content import (
    Block,
    Cell,
    Chart,
    Fact,
    Points,
    Report,
    Section,
    Still,
    Stills,
    Table,
    Words,
)
from formcheck.reports.drawing import FAINT, FAULT, FIELD, INK, MAIN, RULE
from formcheck.reports.pdf_drawing import DrawingFlowable

_MARGIN = 15 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_PER_ROW = 3
_TONES = {"good": MAIN, "fix": FAULT, "cant_tell": FAINT, "strong": INK, "": INK}


def as_pdf(report: Report) -> bytes:
    """The bytes of the file."""
    _register_fonts()
    story: list[Flowable] = [*_head(report)]
    for section in report.sections:
        story += _section(section)
    file = BytesIO()
    foot = partial(_foot, report.foot)
    field = Frame(_MARGIN, 18 * mm, _WIDTH, A4[1] - 32 * mm, 0, 0, 0, 0)
    document = BaseDocTemplate(
        file,
        pagesize=A4,
        pageTemplates=[PageTemplate(frames=[field], onPage=foot)],
        title=f"{report.title}: {report.about[0]}",
        author="formcheck",
        lang="en",
        # no time of making and no random name in the file
        invariant=1,
    )
    document.build(story)
    return file.getvalue()


@cache
def _register_fonts() -> None:
    """DejaVu Sans, as matplotlib carries it: it has the signs, and is embedded in the file."""
    for name, file in (("Report", "DejaVuSans.ttf"), ("Report-Bold", "DejaVuSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(font_file(file))))
    pdfmetrics.registerFontFamily("Report", normal="Report", bold="Report-Bold")


@cache
def _style(size: float = 8.8, colour: str = INK, *, bold: bool = False, right: bool = False) -> Any:
    return ParagraphStyle(
        f"{size}{colour}{bold}{right}",
        fontName="Report-Bold" if bold else "Report",
        fontSize=size,
        leading=size * 1.34,
        textColor=HexColor(colour),
        alignment=TA_RIGHT if right else 0,
    )


def _paragraph(text: str, style: Any) -> Paragraph:
    return Paragraph(escape(text, quote=False), style)


def _head(report: Report) -> list[Flowable]:
    story: list[Flowable] = [
        _paragraph(report.title, _style(16.0, bold=True)),
        Spacer(1, 3),
        _paragraph(report.about[0], _style(11.0, bold=True)),
    ]
    story += [_paragraph(line, _style(8.8, FAINT)) for line in report.about[1:]]
    story += [Spacer(1, 4), HRFlowable(width="100%", thickness=1.2, color=HexColor(MAIN))]
    for line in report.warnings:
        story.append(_warning(f"<b>Please read first.</b> {escape(line, quote=False)}"))
    if report.facts:
        story += [Spacer(1, 4), _facts(report.facts)]
    return story


def _warning(markup: str) -> Flowable:
    box = PdfTable([[Paragraph(markup, _style())]], colWidths=[_WIDTH])
    box.setStyle(
        TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), HexColor("#fdf3ea")),
                ("LINEBEFORE", (0, 0), (0, -1), 3, HexColor(FAULT)),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    box.spaceBefore = 6
    return box


def _facts(facts: tuple[Fact, ...]) -> Flowable:
    cells = [
        [
            _paragraph(fact.label, _style(7.6, FAINT)),
            _paragraph(fact.value, _style(12.0, bold=True)),
            _paragraph(fact.note or " ", _style(7.6, FAINT)),
        ]
        for fact in facts
    ]
    gap = 5.0
    width = (_WIDTH - gap * (len(facts) - 1)) / len(facts)
    row: list[Any] = []
    widths: list[float] = []
    style: list[Any] = [("VALIGN", (0, 0), (-1, -1), "TOP")]
    for place, cell in enumerate(cells):
        if place:
            row.append("")
            widths.append(gap)
        style.append(("BACKGROUND", (len(row), 0), (len(row), 0), HexColor(FIELD)))
        row.append(cell)
        widths.append(width)
    table = PdfTable([row], colWidths=widths)
    table.setStyle(TableStyle(style))
    return table


def _section(section: Section) -> list[Flowable]:
    title = _paragraph(section.title, _style(9.5 if section.small else 11.5, bold=True))
    title.spaceBefore = 9
    title.spaceAfter = 3
    blocks = [_block(block, small=section.small) for block in section.blocks]
    flat = [flowable for block in blocks for flowable in block]
    # a heading stays with what it heads; long blocks may break after that
    if flat and isinstance(flat[0], ListFlowable):
        return [CondPageBreak(60), title, *flat]
    return [KeepTogether([title, *flat[:2]]), *flat[2:]]


def _block(block: Block, *, small: bool) -> list[Flowable]:
    match block:
        case Words():
            return [_paragraph(block.text, _style(7.8, FAINT) if small else _style()), Spacer(1, 2)]
        case Points():
            return [_list(block, _style(7.8, FAINT) if small else _style())]
        case Table():
            return [_table(block), Spacer(1, 4)]
        case Chart():
            drawing = DrawingFlowable(block.drawing, _WIDTH)
            caption = _paragraph(block.caption, _style(7.4, FAINT))
            return [KeepTogether([Spacer(1, 3), drawing, caption, Spacer(1, 3)])]
        case Stills():
            return [_stills(block)]


def _list(points: Points, style: Any) -> Flowable:
    items: list[Any] = [ListItem(_paragraph(line, style)) for line in points.lines]
    return ListFlowable(
        items,
        bulletType="bullet",
        start="•",
        bulletFontName="Report",
        bulletFontSize=style.fontSize,
        bulletColor=style.textColor,
        leftIndent=10,
    )


def _table(table: Table) -> Flowable:
    head = [
        _paragraph(name, _style(8.0, FAINT, bold=True, right=i in table.right))
        for i, name in enumerate(table.head)
    ]
    rows = [[_cell(cell, i in table.right) for i, cell in enumerate(row)] for row in table.rows]
    flowable = PdfTable(
        [head, *rows], colWidths=[width * _WIDTH for width in table.widths], repeatRows=1
    )
    flowable.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(RULE)),
                ("TOPPADDING", (0, 0), (-1, -1), 2.2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.8),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ]
        )
    )
    return flowable


def _cell(cell: Cell, right: bool) -> Flowable:
    bold = cell.tone in ("good", "fix", "strong")
    return _paragraph(cell.text, _style(8.3, _TONES[cell.tone], bold=bold, right=right))


def _stills(stills: Stills) -> Flowable:
    gap = 8.0
    width = (_WIDTH - gap * (_PER_ROW - 1)) / _PER_ROW
    cells: list[Any] = [
        [_picture(still, width), Spacer(1, 2), _paragraph(caption, _style(7.4, FAINT))]
        for still, caption in stills.pictures
    ]
    rows = [cells[start : start + _PER_ROW] for start in range(0, len(cells), _PER_ROW)]
    rows[-1] += [""] * (_PER_ROW - len(rows[-1]))
    table = PdfTable(rows, colWidths=[width + gap] * (_PER_ROW - 1) + [width])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), gap),
                ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ]
        )
    )
    return table


def _picture(still: Still, width: float) -> Flowable:
    # an upright picture is not taller than a lying one is wide
    scale = min(width / still.size_px[0], width / still.size_px[1])
    size = still.size_px[0] * scale, still.size_px[1] * scale
    return Image(BytesIO(still.jpeg), width=size[0], height=size[1], hAlign="LEFT")


def _foot(words: str, canvas: Canvas, _document: Any) -> None:
    canvas.saveState()
    canvas.setFillColor(HexColor(FAINT))
    canvas.setFont("Report", 7)
    canvas.drawString(_MARGIN, 10 * mm, words)
    canvas.drawRightString(A4[0] - _MARGIN, 10 * mm, f"Page {canvas.getPageNumber()}")
    canvas.restoreState()
