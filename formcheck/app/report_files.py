"""The reports of a result that may never be saved: written beside it, with its pictures blurred.

Knows no Streamlit.
"""

from __future__ import annotations

from pathlib import Path

from formcheck.app.worker import REPORT_HTML, REPORT_PDF
from formcheck.history import History, save_checked
from formcheck.pose.models import resolve_model
from formcheck.recorded import Checked
from formcheck.reports import Still, as_html, as_pdf, session_report
from formcheck.reports.stills import fault_stills


def write_reports(checked: Checked, profile: str, model: str | None, folder: Path) -> None:
    """Write both kinds of report.

    Args:
        checked: the result; its recording is still there.
        profile: whose it is.
        model: that finds the faces to blur; as `Options` has it.
        folder: to write to.

    Raises:
        FormcheckError: the model can't be had.
    """
    with History.open("sqlite://") as history:  # a report is of a session: one in memory will do
        session = history.session(save_checked(history, checked, profile))
    stills: tuple[Still, ...] = ()
    if checked.source.kind == "video":
        stills = fault_stills(session, checked.source.path, resolve_model(model))
    report = session_report(session, stills)
    (folder / REPORT_HTML).write_text(as_html(report), "utf-8")
    (folder / REPORT_PDF).write_bytes(as_pdf(report))
