"""A report as one HTML file: styles, charts and pictures inside, ready to print on A4."""

from __future__ import annotations

from base64 import b64encode
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from formcheck.reports import drawing
from formcheck.reports.content import Block, Chart, Points, Report, Still, Stills, Table, Words


def as_html(report: Report) -> str:
    """The text of the file; it asks for nothing from anywhere."""
    return _template().render(report=report)


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("formcheck.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["svg"] = _svg
    environment.filters["data_uri"] = _data_uri
    environment.tests["of_kind"] = _of_kind
    return environment.get_template("report.html.j2")


_KINDS: dict[str, type[Block]] = {
    "words": Words,
    "points": Points,
    "table": Table,
    "chart": Chart,
    "stills": Stills,
}


def _of_kind(block: Block, kind: str) -> bool:
    return isinstance(block, _KINDS[kind])


def _svg(chart: Chart) -> Markup:
    return Markup(drawing.as_svg(chart.drawing, chart.caption))


def _data_uri(still: Still) -> str:
    return f"data:image/jpeg;base64,{b64encode(still.jpeg).decode('ascii')}"
