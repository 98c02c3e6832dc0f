from __future__ import annotations

from pathlib import Path

import pytest
from media.encoded_videos import encode


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Three seconds at 30 frames per second, a keyframe every 12 frames, B-frames."""
    return encode(tmp_path / "clip.mp4", 90, options={"g": "12", "bf": "3"})
