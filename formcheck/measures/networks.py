"""Small neural networks that tell what to add to a reading, and how far it may still be off.

They are fitted on rendered people whose truth is known (`tools/calibrate`); their weights are data,
with their provenance beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.frame import FloatArray

FARTHEST = 4.0
"""A feature counts as no further from its mean than this many standard deviations: beyond what was
learned from, nothing is made up."""
LOG_SCALE_FROM_TO = (-3.0, 3.0)


class Correction(Protocol):
    """Anything that corrects k readings of a skeleton."""

    def __call__(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What to add to each and the half-width that holds the truth in 90 %, (k,) each, in
        degrees.

        Args:
            features: (n,) of the skeleton.
        """
        ...


@dataclass(frozen=True)
class Nothing:
    """A `Correction` that adds nothing.

    Attributes:
        error_deg: (k,) what it states.
    """

    error_deg: FloatArray

    # the argument keeps the name it has in `Correction`
    def __call__(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:  # noqa: ARG002
        """As `Correction`, whatever the features."""
        return np.zeros(len(self.error_deg)), self.error_deg


@dataclass(frozen=True)
class Networks:
    """A few alike networks; their mean corrects, and where they differ the error grows.

    Attributes:
        mean, scale: (n,) of the features, to bring them to mean 0 and variance 1.
        weights: of each layer (networks, inputs, outputs), float32.
        biases: of each layer (networks, outputs). The last layer gives for each reading what to
            add in units of `unit_deg`, then the logarithm of the scale b of a Laplace distribution
            of what is still missed.
        unit_deg: degrees.
        half_width: (k,) by reading, so many times the scale holds the truth in 90 % of the
            pictures of people kept out of the fit (split conformal prediction, Papadopoulos 2002,
            Lei 2018).
    """

    mean: FloatArray
    scale: FloatArray
    weights: tuple[NDArray[np.float32], ...]
    biases: tuple[NDArray[np.float32], ...]
    unit_deg: float
    half_width: FloatArray

    def __call__(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        """As `Correction`."""
        add_deg, scale_deg = self.read(features)
        return add_deg, self.half_width * scale_deg

    def layers(self, number: int) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
        """Weights (inputs, outputs) and biases of each layer of one of the networks."""
        return [
            (weights[number], biases[number])
            for weights, biases in zip(self.weights, self.biases, strict=True)
        ]

    def read(self, features: FloatArray) -> tuple[FloatArray, FloatArray]:
        """What to add and the scale of what is missed, (k,) each, in degrees."""
        centred = np.clip((features - self.mean) / self.scale, -FARTHEST, FARTHEST)
        values = np.broadcast_to(centred.astype(np.float32), (len(self.biases[0]), len(centred)))
        last = len(self.weights) - 1
        for layer, (weights, biases) in enumerate(zip(self.weights, self.biases, strict=True)):
            values = np.matmul(values[:, None, :], weights)[:, 0] + biases
            if layer < last:
                values = values / (1.0 + np.exp(-values))  # SiLU
        add, log_scale = np.split(values.astype(np.float64), 2, axis=1)
        scale = np.exp(np.clip(log_scale, *LOG_SCALE_FROM_TO)).mean(axis=0)
        spread = add.std(axis=0)
        return self.unit_deg * add.mean(axis=0), self.unit_deg * np.hypot(scale, spread)
