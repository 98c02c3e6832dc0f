"""The engine: `PoseFrame` in, `Feedback` out. Pure Python and NumPy; frame time is its only clock."""
