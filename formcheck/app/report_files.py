"""The reports of a result that may never be saved: written beside it, with its pictures blurred.

Knows no Streamlit.
"""

from __future__ import annotations

from pathlib import Path

from formcheck.app.task import REPORT_HTML, REPORT_PDF
from formcheck.history import History, save_checked
from formcheck.recorded import Checked
from formcheck.reports import as_html, as_pdf
from formcheck.reports.recording import recording_report


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
    report = recording_report(session, checked, model)
    (folder / REPORT_HTML).write_text(as_html(report), "utf-8")
    (folder / REPORT_PDF).write_bytes(as_pdf(report))
