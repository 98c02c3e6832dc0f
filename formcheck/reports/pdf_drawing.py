"""A chart's shapes as vectors on a PDF page."""

from __future__ import annotations

from reportlab.lib.colors import HexColor, white
from reportlab.platypus import Flowable

from formcheck.reports.drawing import Box, Dot, Drawing, Label, Line, Path, Shape


class DrawingFlowable(Flowable):
    """Scaled to a width in points."""

    def __init__(self, drawing: Drawing, width: float) -> None:
        super().__init__()
        self._drawing = drawing
        self._scale = width / drawing.width
        self.width = width
        self.height = drawing.height * self._scale

    def draw(self) -> None:
        """Called by reportlab, the origin being the bottom left corner."""
        canvas = self.canv
        canvas.saveState()
        canvas.scale(self._scale, self._scale)
        for shape in self._drawing.shapes:
            self._draw(shape)
        canvas.restoreState()

    def _draw(self, shape: Shape) -> None:
        canvas, top = self.canv, self._drawing.height
        match shape:
            case Line():
                canvas.setStrokeColor(HexColor(shape.colour))
                canvas.setLineWidth(shape.width)
                canvas.setDash([3, 2.5] if shape.dashed else [])
                canvas.line(shape.x1, top - shape.y1, shape.x2, top - shape.y2)
                canvas.setDash([])
            case Box():
                canvas.setFillColor(HexColor(shape.fill))
                y = top - shape.y - shape.height
                radius = min(shape.radius, shape.width / 2.0, shape.height / 2.0)
                canvas.roundRect(shape.x, y, shape.width, shape.height, radius, stroke=0, fill=1)
            case Dot():
                canvas.setStrokeColor(HexColor(shape.colour))
                canvas.setLineWidth(1.0)
                canvas.setFillColor(white if shape.hollow else HexColor(shape.colour))
                canvas.circle(shape.x, top - shape.y, shape.radius, stroke=1, fill=1)
            case Path():
                self._path(shape)
            case Label():
                canvas.setFillColor(HexColor(shape.colour))
                canvas.setFont("Report-Bold" if shape.bold else "Report", shape.size)
                write = {
                    "start": canvas.drawString,
                    "middle": canvas.drawCentredString,
                    "end": canvas.drawRightString,
                }[shape.anchor]
                write(shape.x, top - shape.y, shape.text)

    def _path(self, shape: Path) -> None:
        canvas, top = self.canv, self._drawing.height
        canvas.setStrokeColor(HexColor(shape.colour))
        canvas.setLineWidth(shape.width)
        path = canvas.beginPath()
        for place, (x, y) in enumerate(shape.points):
            (path.lineTo if place else path.moveTo)(x, top - y)
        canvas.drawPath(path)
