"""The engine: `PoseFrame` in, `Feedback` out. Frame time is its only clock."""
