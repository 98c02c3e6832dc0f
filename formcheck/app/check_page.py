"""Check a recording: choose it, wait for it, see the result."""

from __future__ import annotations

import os

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from formcheck.app import result_view
from formcheck.app.checking import CheckJob
from formcheck.app.samples import Sample, samples
from formcheck.app.words import plain, time_left
from formcheck.app.workspace import Workspace
from formcheck.recorded import Options
from formcheck.stretches.definition import Stretch, library

LIMIT_MB = 300
SUFFIXES = ["mp4", "mov", "webm", "mkv", "avi", "m4v", "jpg", "jpeg", "png", "webp"]
HOW_TO_FILM = """
**For a good result**
- Put the camera about 2.5 m away, beside you for most stretches, and leave it there.
- Show your whole body, in good light, with nobody else in the picture.
- Start before you stretch and end after it: a few seconds are enough.
"""
_RECOGNISE = ""
_OWN, _SAMPLE = "My own", "A sample"
_MODELS = {"full": "More exact", "lite": "Faster"}
_SIDES = {"auto": "Find out", "left": "Left", "right": "Right"}


def show() -> None:
    """Draw what fits: the choice, how far the check is, or its result."""
    workspace = _workspace()
    job = workspace.job
    if job is None:
        _choose(workspace)
    elif not job.over:
        st.title("Checking")
        _running(workspace, job)
    elif job.checked is None:
        _failed(workspace, job)
    else:
        result_view.show(workspace, job, job.checked)


def _workspace() -> Workspace:
    """This visitor's own; a new one where the one before ended while the visitor was away."""
    found: Workspace | None = st.session_state.get("workspace")
    if found is None or found.closed:
        context = get_script_run_ctx()
        found = Workspace(context.session_id if context else "")
        st.session_state["workspace"] = found
    return found


def _choose(workspace: Workspace) -> None:
    st.title("Check a recording")
    st.markdown(
        "Film one stretch with your whole body in the picture. "
        "You'll see what went well, what to change, and when."
    )
    left, right = st.columns([3, 2], gap="large")
    with left:
        uploaded, sample = _recording()
    with right:
        options = _options()
        ready = uploaded is not None or sample is not None
        start = st.button(
            "Check it",
            type="primary",
            icon=":material/play_arrow:",
            disabled=not ready,
            width="stretch",
            key="start",
        )
        if not ready:
            st.caption("Choose a video or photo first.")
    st.markdown(HOW_TO_FILM)
    st.caption(
        ":material/lock: Your recording stays on the computer that runs formcheck and is "
        "deleted when you're done."
    )
    if not start:
        return
    if uploaded is not None:
        workspace.check_bytes(uploaded.getbuffer(), uploaded.name, options)
        _forget(uploaded)
    elif sample is not None:
        workspace.check_copy(sample.path, options)
    st.rerun()


def _forget(uploaded: UploadedFile) -> None:
    """Let go of Streamlit's copy, which it would keep in memory until the visit ends."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, uploaded.file_id)


def _recording() -> tuple[UploadedFile | None, Sample | None]:
    """What to check: an upload, a sample, or nothing yet."""
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
        if sample is not None:
            _preview(sample)
        return None, sample
    uploaded = st.file_uploader(
        f"Your video or photo (up to {LIMIT_MB} MB)",
        SUFFIXES,
        max_upload_size=LIMIT_MB,
        key="upload",
        help="MP4, MOV, WebM, MKV or AVI video; JPG, PNG or WebP photo.",
    )
    return uploaded, None


def _preview(sample: Sample) -> None:
    if sample.path.suffix.lower() in (".mp4", ".webm", ".mov"):
        st.video(sample.path, muted=True)
    else:
        st.image(str(sample.path))


def _options() -> Options:
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
        st.caption(f":material/videocam: Camera: {stretch.camera.place}")
    with st.expander("More options"):
        model = st.radio(
            "How to look",
            _models(),
            format_func=lambda name: _MODELS.get(name, name),
            captions=["Best for most recordings", "A little less waiting"],
            key="model",
        )
    return Options(stretch=stretch, side=side, model=model)


def _models() -> list[str]:
    """The models that ship, the one set for this machine first."""
    preset = os.environ.get("FORMCHECK_MODEL", "").strip()
    return sorted(_MODELS, key=lambda name: name != preset) if preset in _MODELS else list(_MODELS)


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
def _running(workspace: Workspace, job: CheckJob) -> None:
    if job.over:
        st.rerun()
    headway = job.headway
    left = f", {time_left(headway.left_s)}" if headway.left_s is not None else ""
    st.markdown(f"**{plain(job.path.name)}**")
    st.progress(min(1.0, headway.share), f"{headway.what}{left}")
    if st.button("Cancel", icon=":material/close:", key="cancel"):
        workspace.clear()
        st.rerun()


def _failed(workspace: Workspace, job: CheckJob) -> None:
    st.title("That didn't work")
    st.warning(plain(job.error), icon=":material/sentiment_dissatisfied:")
    st.markdown("Nothing was kept. You can try again with another recording.")
    if st.button("Choose another recording", type="primary", key="another"):
        workspace.clear()
        st.rerun()
