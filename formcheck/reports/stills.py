"""Pictures of a recording at the start of each fault, with the face blurred."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from formcheck.coach.judge import Episode
from formcheck.errors import FormcheckError
from formcheck.history.records import EpisodeRecord, SessionRecord
from formcheck.measures.geometry import trunk_length
from formcheck.media.picture import RgbImage
from formcheck.media.source import FrameReader
from formcheck.pose.frame import Landmark, PoseFrame
from formcheck.pose.landmarker import count_people, estimate_photo
from formcheck.reports.content import Still

MOST = 6
PER_CHECK = 2
INTO_IT_S = 0.6
"""A fault is plain a moment after it began."""
WIDE_PX = 720
HEAD_SHARE = 0.34
"""Radius of a head with hair, as a share of the trunk from mid-shoulders to mid-hips; the head's
own height is about 0.45 of it."""
_SQUARES = 2.5
"""Across a head: too few to tell anybody by."""
_FACE = tuple(Landmark(index) for index in range(11))


def fault_stills(session: SessionRecord, video: Path, model: Path) -> tuple[Still, ...]:
    """A picture a fault, in time order, the face blurred past recognition.

    Left out are those in which no head is found to blur, or somebody else is seen.

    Args:
        session: of this recording.
        video: the recording.
        model: file of the pose model, to find the face with.
    """
    faults = sorted(
        (
            (check.check, episode)
            for stretch in session.stretches
            for check in stretch.checks
            for episode in check.episodes[:PER_CHECK]
        ),
        key=lambda fault: (fault[1].start_s, fault[0]),
    )
    stills: list[Still] = []
    for check, episode in faults:
        if len(stills) == MOST:
            break
        t_s = moment_s(episode, INTO_IT_S)
        rgb = picture_at(video, t_s, WIDE_PX)
        if rgb is not None:
            rgb = _nobody_known(model, rgb)
        if rgb is not None:
            stills.append(_still(check, t_s, rgb))
    return tuple(stills)


def _nobody_known(model: Path, rgb: RgbImage) -> RgbImage | None:
    # a helper has not asked to be in a report; one who touches the person may not be noticed
    if count_people(model, rgb) > 1:
        return None
    return without_face(rgb, estimate_photo(model, rgb))


def without_face(rgb: RgbImage, frame: PoseFrame) -> RgbImage | None:
    """A copy with the head blurred past recognition; None where no head was found.

    Args:
        rgb: (h, w, 3) uint8.
        frame: the body in it.
    """
    if not frame.seen:
        return None
    face = frame.xy_px[list(_FACE)]
    if not np.isfinite(face).all():
        return None
    centre = face.mean(axis=0)
    trunk_px = trunk_length(frame.xy_px)
    spread_px = float(np.linalg.norm(face - centre, axis=1).max())
    radius_px = max(1.6 * spread_px, HEAD_SHARE * trunk_px, 0.02 * max(rgb.shape[:2]))
    height, width = rgb.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.circle(mask, (round(centre[0]), round(centre[1])), round(radius_px), 255, -1)
    if not mask.any():
        return None
    # a few large squares, softened: nothing to sharpen back
    square_px = max(2.0, 2.0 * radius_px / _SQUARES)
    few = max(1, round(width / square_px)), max(1, round(height / square_px))
    small = cv2.resize(rgb, few, interpolation=cv2.INTER_AREA)
    blurred = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.0, 0.06 * radius_px))[..., None] / 255.0
    soft[mask == 255] = 1.0
    mixed: RgbImage = (soft * blurred + (1.0 - soft) * rgb).astype(np.uint8)
    return mixed


def moment_s(fault: Episode | EpisodeRecord, into_it_s: float) -> float:
    """So far into a fault, or at the middle of a short one; seconds of the recording."""
    return fault.start_s + min(into_it_s, (fault.end_s - fault.start_s) / 2.0)


def picture_at(video: Path, t_s: float, max_side_px: int) -> RgbImage | None:
    """The picture of a moment; None past the end, or where the video can't be read."""
    try:
        with FrameReader(video, fps=None, start_s=t_s, max_side_px=max_side_px) as reader:
            picture = next(reader, None)
    except FormcheckError:
        return None
    return picture.rgb if picture is not None else None


def _still(check: str, t_s: float, rgb: RgbImage) -> Still:
    file = BytesIO()
    Image.fromarray(rgb).save(file, "JPEG", quality=82)
    return Still(check, round(t_s, 2), file.getvalue(), (rgb.shape[1], rgb.shape[0]))
