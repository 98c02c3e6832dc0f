"""Reports for a professional: one session or a period, as HTML and PDF.

`session_report` and `period_report` say what is in it; `as_html` and `as_pdf` write it down. The
same report from the same sessions, byte for byte.
"""

from formcheck.reports.content import Report, Still
from formcheck.reports.html import as_html
from formcheck.reports.pdf import as_pdf
from formcheck.reports.period import period_report
from formcheck.reports.session import session_report

__all__ = ["Report", "Still", "as_html", "as_pdf", "period_report", "session_report"]
