"""About: what a camera can't tell, what stays where, and when to ask a professional first."""

from __future__ import annotations

import streamlit as st

WHAT_IT_DOES = """
formcheck watches a stretch through a camera, finds your joints, and measures the angles between
them. It tells you what looks right, what to change and when it happened, and how long you held
still in good form.
"""

CANT_TELL = """
- **What you feel.** A mild pull is fine; whether it hurts, only you know.
- **What is hidden.** A leg behind the other, a back on the floor, hands behind a thigh.
- **Small differences.** Angles are off by a few degrees. Near a limit formcheck says
  "can't tell" and takes no points off.
- **Depth.** From the wrong place an angle can't be measured. Each stretch says where to put the
  camera.
- **More than one person.** Film alone, with your whole body in the picture.
"""

PRIVACY = """
- Your recording is checked on the computer that runs formcheck. It is sent nowhere else.
- The page loads nothing from other websites, and counts no visits.
- Your recording and the results are deleted when you check another one, a few minutes after you
  close the page, and at the latest when formcheck is stopped. Download what you want to keep.
"""

NOT_ADVICE = """
formcheck is not a medical device, doesn't replace a physiotherapist, and makes no promise
about your health. Stretch gently and stop if something hurts.
"""

ASK_FIRST = """
- a recent injury, a fall or an operation
- strong pain, or pain that travels down an arm or a leg
- numbness, tingling or weakness
- new trouble with your bladder or bowels, or numbness between the legs: get help **at once**
- fever, or weight loss you can't explain, along with back pain
- osteoporosis, a joint replacement, or a pregnancy
"""


def show() -> None:
    """Draw the page."""
    st.title("About formcheck")
    st.markdown(WHAT_IT_DOES)
    left, right = st.columns(2, gap="large")
    with left:
        st.header("What a camera can't tell")
        st.markdown(CANT_TELL)
        st.header("Your recordings stay here")
        st.markdown(PRIVACY)
    with right:
        st.header("Not medical advice")
        st.markdown(NOT_ADVICE)
        st.subheader("See a professional first if you have")
        st.markdown(ASK_FIRST)
