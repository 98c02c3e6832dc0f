"""Training the networks of `tools.calibrate` with PyTorch."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray

from formcheck.measures.networks import LOG_SCALE_FROM_TO
from formcheck.pose.frame import FloatArray

HIDDEN = 256
"""Units of a layer. In 2,950 pictures of people kept out (full, from beside) the near knee and hip
are 4.0 and 3.9 degrees off with 64 (dropout 0.2, noise 0.1), 3.6 and 3.5 with 128, 3.4 and 3.4 with
256, and as much with 512."""
DROPOUT, WEIGHT_DECAY, INPUT_NOISE = 0.1, 0.03, 0.05
RATE, FURTHER_RATE, BATCH = 3e-3, 1e-3, 128

Layers = list[tuple[NDArray[np.float32], NDArray[np.float32]]]
"""Weights (inputs, outputs) and biases of each layer."""


def trained(
    inputs: FloatArray, targets: FloatArray, epochs: int, seed: int, start: Layers | None = None
) -> Layers:
    """One network with two hidden layers, by the likelihood of a Laplace distribution.

    Args:
        inputs: (n, f) features, mean 0 and variance 1.
        targets: (n, k) what to tell; NaN where nothing is to be learned.
        epochs: how often each sample is seen.
        seed: of the first weights, and of what is drawn.
        start: a network that told the first of the targets; learning goes on from it.

    Returns:
        Its last layer has 2 k outputs: the targets, then the logarithms of their scales.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    x = torch.tensor(inputs, dtype=torch.float32)
    y = torch.tensor(targets, dtype=torch.float32)
    known = torch.isfinite(y)
    net = _network(x.shape[1], y.shape[1])
    if start is not None:
        _set(net, start)
    rate = RATE if start is None else FURTHER_RATE
    steps = epochs * max(1, len(x) // BATCH)
    weights = net.parameters()
    optimiser = torch.optim.AdamW(weights, lr=rate, weight_decay=WEIGHT_DECAY, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps + 1)
    for _ in range(steps):
        chosen = torch.randint(0, len(x), (BATCH,))
        noisy = x[chosen] + INPUT_NOISE * torch.randn(BATCH, x.shape[1])
        told, log_scale = net(noisy).chunk(2, dim=1)
        log_scale = log_scale.clamp(*LOG_SCALE_FROM_TO)
        missed = (torch.nan_to_num(y[chosen]) - told).abs()
        unlikely = (missed * torch.exp(-log_scale) + log_scale)[known[chosen]].mean()
        optimiser.zero_grad()
        unlikely.backward()
        optimiser.step()
        schedule.step()
    return [
        (part.weight.detach().numpy().T.copy(), part.bias.detach().numpy().copy())
        for part in net
        if isinstance(part, torch.nn.Linear)
    ]


def _set(net: torch.nn.Sequential, start: Layers) -> None:
    """Give the network's first outputs the weights of one that had fewer."""
    linear = [part for part in net if isinstance(part, torch.nn.Linear)]
    with torch.no_grad():
        for part, (weights, biases) in zip(linear, start, strict=True):
            new, old = (torch.tensor(one, dtype=torch.float32) for one in (weights.T, biases))
            if len(old) == len(part.bias):
                part.weight.copy_(new)
                part.bias.copy_(old)
                continue
            now, before = len(part.bias) // 2, len(old) // 2
            for into, of in ((0, 0), (now, before)):
                part.weight[into : into + before] = new[of : of + before]
                part.bias[into : into + before] = old[of : of + before]


def _network(inputs: int, targets: int) -> torch.nn.Sequential:
    return torch.nn.Sequential(
        torch.nn.Linear(inputs, HIDDEN),
        torch.nn.SiLU(),
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(HIDDEN, HIDDEN),
        torch.nn.SiLU(),
        torch.nn.Dropout(DROPOUT),
        torch.nn.Linear(HIDDEN, 2 * targets),
    )
