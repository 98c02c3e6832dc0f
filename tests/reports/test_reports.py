"""A report tells what was judged, asks for nothing from anywhere, and is the same each time."""

import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from past import hamstring, hold, keep
from pypdf import PdfReader

from formcheck.errors import HistoryError
from formcheck.history import History, NewSession, PainStop, RepetitionRecord
from formcheck.reports import Still, as_html, as_pdf, period_report, session_report
from formcheck.reports.words import angle, clock, measure, share, signed


@pytest.fixture
def history(tmp_path):
    with History.open(f"sqlite:///{tmp_path / 'history.sqlite3'}") as history:
        yield history


@pytest.fixture
def session(history):
    uid = keep(history, hamstring(hold("left"), hold("right", 40.0)), source="a <b>.mp4")
    return history.session(uid)


def picture():
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "JPEG")
    return Still("knee_not_locked", 12.6, file.getvalue(), (64, 48))


def page_text(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text):
    return re.sub(r"\s+", " ", text)


class Checked(HTMLParser):
    """Notes unclosed elements, and everything that would be fetched."""

    def __init__(self, text):
        super().__init__()
        self.open, self.fetched, self.words = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "img", "col", "line", "rect", "circle", "polyline", "br", "link"):
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "srcset", "action") and not value.startswith("data:"):
                self.fetched.append(value)

    def handle_startendtag(self, _tag, attrs):
        self.handle_starttag("img", attrs)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


TOLD = (
    "Anna",
    "2 March 2026, 07:30",
    "90 of 100",
    "95 % could be measured",
    "78° ± 4°",
    "Knee soft, not locked",
    "At 12.0–14.0 s.",
    "Head down",
    "too close to call",
    "MediaPipe 1.",
    "no diagnosis",
    "−10",
)


def test_the_page_tells_what_was_judged(session):
    told = Checked(as_html(session_report(session, [picture()])))
    assert told.open == []
    assert told.fetched == []
    text = squeezed(" ".join(told.words))
    for words in TOLD:
        assert words.lower() in text.lower(), words
    assert "a <b>.mp4" in text, "names are text, never markup"


def test_the_pdf_tells_the_same(session):
    report = session_report(session, [picture()])
    text = squeezed(page_text(as_pdf(report)))
    for words in TOLD:
        assert words.lower() in text.lower(), words


def test_the_same_session_gives_the_same_bytes(session):
    first, second = (session_report(session, [picture()]) for _ in range(2))
    assert as_html(first) == as_html(second)
    assert as_pdf(first) == as_pdf(second)


def test_a_pain_stop_and_an_interruption_are_read_first(history):
    writer = history.begin(NewSession("Anna", "live", "full"))
    writer.pain(PainStop(17.0, "lying_hamstring", "left", "knee", "a <sharp> pull"))
    writer.save([hamstring()], 18.0)
    report = session_report(history.session(writer.uid))
    assert "Stopped because it hurt, at 17 s" in report.warnings[0]
    assert "not finished" in report.warnings[1]
    html = as_html(report)
    assert "a &lt;sharp&gt; pull" in html
    assert html.index("Stopped because it hurt") < html.index("Knee soft")
    assert "a <sharp> pull" in squeezed(page_text(as_pdf(report)))


def test_what_is_not_known_is_a_dash_or_said_so(history):
    unknown = hold(peak_deg=None, error_deg=None, score=None)
    stretch = replace(hamstring(unknown), score=None, coverage=0.3)
    report = session_report(history.session(keep(history, stretch)))
    text = squeezed(page_text(as_pdf(report)))
    assert "no score" in text
    assert "None" not in text + as_html(report)
    assert "nan" not in text


def test_a_session_without_a_stretch_and_a_photo_have_their_report(history):
    nothing = history.begin(NewSession("Anna", "video", "full", source="empty.mp4"))
    nothing.finish([], 3.0, ["No person was ever seen."])
    report = session_report(history.session(nothing.uid))
    assert "No stretch was judged." in as_html(report)
    assert "No person was ever seen." in as_html(report)
    photo = replace(hamstring(), holds=(), bounces=(), penalties=(), score=None)
    uid = keep(history, photo, kind="photo", source="a.jpg")
    report = session_report(history.session(uid))
    assert report.facts == ()
    assert as_pdf(report).startswith(b"%PDF")


def test_repetitions_are_counted_and_partial_ones_explained(history):
    moved = replace(
        hamstring(fault=None),
        holds=(),
        repetitions=(
            RepetitionRecord("both", 1.0, 4.0, 30.0),
            RepetitionRecord("both", 5.0, 8.0, 20.0, False, "not far enough"),
        ),
    )
    html = as_html(session_report(history.session(keep(history, moved))))
    assert "1 repetition counted. 1 more did not count: not far enough." in html


def test_a_picture_stands_with_its_own_fault_only(history):
    later = hamstring(hold("left", 100.0), at=((110.0, 112.0),))
    uid = keep(history, hamstring(), replace(later, stretch="bridge", name="Bridge"))
    report = session_report(history.session(uid), [picture()])
    html = as_html(report)
    assert html.count("data:image/jpeg") == 1
    assert html.index("data:image/jpeg") < html.index("Bridge, left</h2>")


def test_the_routine_and_the_warm_up_are_told(history):
    writer = history.begin(NewSession("Anna", "live", "full", routine="morning_back_care"))
    writer.finish([hamstring()], 60.0, warm_up_s=120.0)
    about = session_report(history.session(writer.uid)).about
    assert "Routine: morning back care." in about
    assert "Warm-up: 2 min 00 s of marching." in about


def test_a_long_session_runs_over_pages_without_losing_a_hold(history):
    holds = [hold(start_s=30.0 * n, peak_deg=50.0 + n) for n in range(60)]
    report = session_report(history.session(keep(history, hamstring(*holds))))
    pdf = as_pdf(report)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 1
    text = page_text(pdf)
    assert all(f"{50 + n}° ± 4°" in text for n in range(60))


def fill(history, count, profile="Anna"):
    for n in range(count):
        left, right = 70.0 + n, 70.0
        stretch = hamstring(
            hold("left", peak_deg=left),
            hold("right", 40.0, peak_deg=right),
            fault="knee_not_locked" if n < count / 2 else None,
        )
        keep(history, stretch, profile=profile, day=3 * n)


def test_a_period_tells_what_really_changed(history):
    fill(history, 16)
    report = period_report(history.sessions("Anna"), date(2026, 3, 1), date(2026, 4, 30))
    for text in (as_html(report), squeezed(page_text(as_pdf(report)))):
        assert "Anna" in text
        assert "1 March 2026 to 30 April 2026" in text
        assert "baseline 71° (first sessions), now 84°, +13°; a real change, further" in text
        assert "no change that can be told from error" in text
        assert "left 84°, right 70°; a difference beyond the error" in text
        assert "fades" in text
        assert "100 % → 0 %" in text
    assert as_pdf(report) == as_pdf(
        period_report(history.sessions("Anna"), date(2026, 3, 1), date(2026, 4, 30))
    )


def test_a_period_leaves_out_other_days_and_other_people(history):
    fill(history, 4)
    sessions = history.sessions()
    report = period_report(sessions, date(2026, 3, 2), date(2026, 3, 5))
    assert report.facts[0].value == "2"
    with pytest.raises(HistoryError, match="no session in this period"):
        period_report(sessions, date(2020, 1, 1), date(2020, 2, 1))
    keep(history, profile="Ben")
    with pytest.raises(HistoryError, match="about one person"):
        period_report(history.sessions(), date(2026, 1, 1), date(2026, 12, 1))


def test_one_session_alone_is_a_period_too(history):
    keep(history)
    report = period_report(history.sessions("Anna"), date(2026, 3, 2), date(2026, 3, 2))
    assert "too few sessions" in as_html(report)
    assert as_pdf(report)


def test_figures_are_rounded_and_carry_their_unit():
    assert [clock(s) for s in (44.6, 89.4, 125.0, 7860.0)] == [
        "45 s",
        "89 s",
        "2 min 05 s",
        "2 h 11 min",
    ]
    assert (angle(81.6, 5.5), angle(None, None), angle(80.0, None)) == ("82° ± 6°", "–", "80°")
    assert (signed(7.6), signed(-3.2), signed(-0.1)) == ("+8°", "−3°", "±0°")
    assert (share(0.851), share(None)) == ("85 %", "–")
    assert measure("hip_flexion_left_deg") == "hip flexion"
