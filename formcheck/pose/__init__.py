"""Pixels to `PoseFrame`: the only place that knows MediaPipe.

Importing this package does not import MediaPipe or OpenCV, so that the pure core can use
`PoseFrame`; `formcheck.pose.landmarker` does.
"""

from formcheck.pose.frame import Landmark, PoseFrame

__all__ = ["Landmark", "PoseFrame"]
