"""formcheck: a camera-based form checker for back and leg stretches.

Everything runs on the person's own machine. `formcheck.coach.Coach.step` is the one engine that
judges live and recorded frames alike.
"""

__version__ = "0.1.0"
