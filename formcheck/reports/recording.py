"""The report of a recording that was just checked, with pictures taken from it."""

from __future__ import annotations

from formcheck.history.records import SessionRecord
from formcheck.pose.models import resolve_model
from formcheck.recorded import Checked
from formcheck.reports.content import Report, Still
from formcheck.reports.session import session_report
from formcheck.reports.stills import fault_stills


def recording_report(session: SessionRecord, checked: Checked, model: str | None) -> Report:
    """The session's report; of a video, with a picture of each fault, the face blurred.

    Args:
        session: what was judged.
        checked: the same; its recording is still there.
        model: that finds the faces to blur; as `Options` has it.

    Raises:
        FormcheckError: the model can't be had.
    """
    stills: tuple[Still, ...] = ()
    if checked.source.kind == "video":
        stills = fault_stills(session, checked.source.path, resolve_model(model))
    return session_report(session, stills)
