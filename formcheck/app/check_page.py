"""Check recordings: choose them, wait for them, see the results."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from formcheck.app import result_view
from formcheck.app.checking import CheckJob
from formcheck.app.model_choice import ask_model
from formcheck.app.samples import Sample, samples
from formcheck.app.uploads import LIMIT_MB
from formcheck.app.visit import own_workspace, settings, uploaded_path
from formcheck.app.words import plain, time_left
from formcheck.app.workspace import Given, Workspace
from formcheck.recorded import Options
from formcheck.settings import Settings, usual_model
from formcheck.stretches.definition import Stretch, library
from formcheck.units import lengths_in

SUFFIXES = ["mp4", "mov", "webm", "mkv", "avi", "m4v", "jpg", "jpeg", "png", "webp"]
MOST_FILES = 12
HOW_TO_FILM = """
**For a good result**
- Put the camera about 2.5 m away, beside you for most stretches, and leave it there.
- Show your whole body, in good light, with nobody else in the picture.
- Start before you stretch and end after it: a few seconds are enough.
"""
_RECOGNISE = ""
_OWN, _SAMPLE = "My own", "A sample"
_MODELS_FOR = {"full": "Best for most recordings", "lite": "A little less waiting"}
_SIDES = {"auto": "Find out", "left": "Left", "right": "Right"}


def show() -> None:
    """Draw what fits: the choice, how far the checks are, or their results."""
    workspace = own_workspace()
    jobs = workspace.jobs
    if not jobs:
        _choose(workspace)
    elif not all(job.over for job in jobs):
        st.title("Checking")
        _running(workspace)
    else:
        _results(workspace, jobs)


def _choose(workspace: Workspace) -> None:
    st.title("Check a recording")
    now = settings()
    st.markdown(
        "Film a stretch, or a whole session, with your whole body in the picture. "
        "You'll see what went well, what to change, and when."
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        recordings = _recordings(workspace)
    with right:
        options = _options(now)
        start = st.button(
            "Check it" if len(recordings) < 2 else f"Check all {len(recordings)}",
            type="primary",
            icon=":material/play_arrow:",
            disabled=not recordings,
            width="stretch",
            key="start",
        )
        if not recordings:
            st.caption("Choose a video or photos first.")
    st.markdown(lengths_in(HOW_TO_FILM, now.units))
    st.caption(
        ":material/lock: Your recording stays on the computer that runs formcheck and is "
        "deleted when you're done."
    )
    if start:
        workspace.check(recordings, options, now.profile)
        result_view.forget_view()
        st.rerun()


def _recordings(workspace: Workspace) -> list[Given]:
    """What to check: uploads, a sample, or nothing yet."""
    offered = samples()
    source = _OWN
    if offered:
        source = st.segmented_control(
            "Which recording?", [_OWN, _SAMPLE], default=_OWN, required=True, key="source"
        )
    if source == _SAMPLE:
        sample = st.selectbox(
            "Sample clip", offered, format_func=lambda one: one.name, key="sample"
        )
        _preview(sample)
        return [Given.copy(sample.path)]
    uploaded = st.file_uploader(
        f"A video, or photos (up to {LIMIT_MB // 1024} GB)",
        SUFFIXES,
        accept_multiple_files=True,
        max_upload_size=LIMIT_MB,
        key="upload",
        help="MP4, MOV, WebM, MKV or AVI video; JPG, PNG or WebP photos.",
    )
    if len(uploaded) > MOST_FILES:
        st.caption(f"The first {MOST_FILES} of them are checked.")
    return [Given.moved(one.name, uploaded_path(workspace, one)) for one in uploaded[:MOST_FILES]]


def _preview(sample: Sample) -> None:
    if sample.path.suffix.lower() in (".mp4", ".webm", ".mov"):
        st.video(sample.path, muted=True)
    else:
        st.image(str(sample.path))


def _options(now: Settings) -> Options:
    known = library()
    chosen = st.selectbox(
        "Stretch",
        [_RECOGNISE, *sorted(known, key=lambda one: known[one].name)],
        format_func=lambda one: known[one].name if one in known else "Recognise it",
        key="stretch",
    )
    stretch = known.get(chosen)
    side = _side(stretch) if stretch else "auto"
    if stretch:
        place = lengths_in(stretch.camera.place, now.units)
        st.caption(f":material/videocam: Camera: {place}")
    with st.expander("More options"):
        model = ask_model(usual_model(now), _MODELS_FOR, "model")
    return Options(stretch=stretch, side=side, model=model, units=now.units)


def _side(stretch: Stretch) -> str:
    if stretch.sides == "both":
        return "auto"
    meaning = f" ({stretch.side_means})" if stretch.side_means else ""
    chosen = st.segmented_control(
        f"Your side{meaning}",
        list(_SIDES),
        default="auto",
        required=True,
        format_func=lambda side: _SIDES[side],
        key="side",
    )
    return chosen or "auto"


@st.fragment(run_every=0.5)
def _running(workspace: Workspace) -> None:
    jobs = workspace.jobs
    if all(job.over for job in jobs):
        st.rerun()
    job = next(job for job in jobs if not job.over)
    headway = job.headway
    which = f" ({jobs.index(job) + 1} of {len(jobs)})" if len(jobs) > 1 else ""
    left = f", {time_left(headway.left_s)}" if headway.left_s is not None else ""
    st.markdown(f"**{plain(job.path.name)}**{which}")
    st.progress(min(1.0, headway.share), f"{headway.what}{left}")
    if st.button("Cancel", icon=":material/close:", key="cancel"):
        workspace.clear()
        st.rerun()
    st.caption("You can look at the other pages meanwhile; the result waits for you here.")


def _results(workspace: Workspace, jobs: Sequence[CheckJob]) -> None:
    """One result; a choice among them where there are several."""
    job = jobs[0]
    if len(jobs) > 1:
        number = st.selectbox(
            "Recording",
            range(len(jobs)),
            format_func=lambda n: f"{n + 1}. {jobs[n].path.name}",
            key="which_recording",
        )
        job = jobs[number or 0]
    if job.checked is None:
        _failed(workspace, job)
    else:
        result_view.show(workspace, job, job.checked)


def _failed(workspace: Workspace, job: CheckJob) -> None:
    st.title("That didn't work")
    st.warning(plain(job.error), icon=":material/sentiment_dissatisfied:")
    st.markdown("Nothing was kept. You can try again with another recording.")
    if st.button("Choose another recording", type="primary", key="another"):
        workspace.clear()
        st.rerun()
