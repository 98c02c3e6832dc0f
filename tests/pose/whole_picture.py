"""A person detector that always answers "the whole picture", so that landmarks are found there.

MediaPipe's pose landmarker task looks for the body first and has no way to be told where it is. In
a bundle with this model in the detector's place the landmark model gets exactly the picture that is
given, and no time goes into looking. It has no weights of anybody's: two constant tables, and four
operations that tie them to the input as the task's interpreter asks.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from mediapipe.tasks.metadata import schema_py_generated as schema
from numpy.typing import NDArray

from tools.models.metadata import packed, with_normalisation

INPUT_PX = 224
VALUES = 12
"""Of a detection: the box's centre and size, then four key points, each x and y in pixels."""
ROI_SCALE = 1.25
"""MediaPipe looks at a square so many times as wide as the circle around the second key point."""
# The detector's anchors: two in each cell of 28 x 28 and of 14 x 14, six in each of 7 x 7.
_ANCHORS = 2 * 28 * 28 + 2 * 14 * 14 + 6 * 7 * 7
_MIDDLE = 2 * 28 * 28 + 2 * 14 * 14 + 6 * (3 * 7 + 3)
"""The first anchor in the middle cell of the coarsest grid: it lies in the picture's middle."""
_SURE = 100.0
"""Score before the logistic function."""


def whole_picture() -> bytes:
    """The model, a TensorFlow Lite flatbuffer; the same bytes each time."""
    detections = np.zeros((1, _ANCHORS, VALUES), np.float32)
    radius_px = INPUT_PX / (2 * ROI_SCALE)
    up = [0.0, -radius_px]
    detections[0, _MIDDLE] = [0.0, 0.0, INPUT_PX, INPUT_PX, 0.0, 0.0, *up, 0.0, 0.0, *up]
    scores = np.full((1, _ANCHORS, 1), -_SURE, np.float32)
    scores[0, _MIDDLE] = _SURE
    return with_normalisation(_model(detections, scores), "whole picture", 127.5, 127.5)


def _model(detections: NDArray[np.float32], scores: NDArray[np.float32]) -> bytes:
    """One pixel of the input times 0, added to each table."""
    graph = _Graph()
    graph.tensor("image", (1, INPUT_PX, INPUT_PX, 3))
    graph.constant("begin", np.zeros(4, np.int32))
    graph.constant("size", np.ones(4, np.int32))
    graph.tensor("pixel", (1, 1, 1, 1))
    graph.constant("shape", np.ones(3, np.int32))
    graph.tensor("flat", (1, 1, 1))
    graph.constant("zero", np.zeros((1, 1, 1), np.float32))
    graph.tensor("nothing", (1, 1, 1))
    graph.constant("detections", detections)
    graph.constant("scores", scores)
    graph.tensor("Identity", detections.shape)
    graph.tensor("Identity_1", scores.shape)
    reshape = schema.ReshapeOptionsT()
    reshape.newShape = [1, 1, 1]
    graph.operator("SLICE", ("image", "begin", "size"), "pixel", schema.SliceOptionsT())
    graph.operator("RESHAPE", ("pixel", "shape"), "flat", reshape)
    graph.operator("MUL", ("flat", "zero"), "nothing", schema.MulOptionsT())
    graph.operator("ADD", ("nothing", "detections"), "Identity", schema.AddOptionsT())
    graph.operator("ADD", ("nothing", "scores"), "Identity_1", schema.AddOptionsT())
    return graph.packed("image", ("Identity", "Identity_1"))


class _Graph:
    """A TensorFlow Lite graph of named tensors, put together piece by piece."""

    def __init__(self) -> None:
        self._buffers = [schema.BufferT()]  # the first one is empty by convention
        self._tensors: list[Any] = []
        self._names: list[str] = []
        self._codes: list[str] = []
        self._operators: list[Any] = []

    def tensor(
        self, name: str, shape: tuple[int, ...], buffer: int = 0, kind: str = "FLOAT32"
    ) -> None:
        """A tensor; without a buffer it is computed."""
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.buffer = name, list(shape), buffer
        tensor.type = getattr(schema.TensorType, kind)
        self._tensors.append(tensor)
        self._names.append(name)

    def constant(self, name: str, values: NDArray[Any]) -> None:
        """A tensor whose values are part of the model."""
        buffer = schema.BufferT()
        buffer.data = np.frombuffer(values.tobytes(), np.uint8)
        self._buffers.append(buffer)
        self.tensor(name, values.shape, len(self._buffers) - 1, values.dtype.name.upper())

    def operator(self, code: str, inputs: tuple[str, ...], output: str, options: Any) -> None:
        """One operation, run after those before it."""
        if code not in self._codes:
            self._codes.append(code)
        operator = schema.OperatorT()
        operator.opcodeIndex = self._codes.index(code)
        operator.inputs = [self._names.index(name) for name in inputs]
        operator.outputs = [self._names.index(output)]
        kind = type(options).__name__.removesuffix("T")
        operator.builtinOptionsType = getattr(schema.BuiltinOptions, kind)
        operator.builtinOptions = options
        self._operators.append(operator)

    def packed(self, entry: str, exits: tuple[str, ...]) -> bytes:
        """The model as a flatbuffer."""
        graph = schema.SubGraphT()
        graph.name, graph.tensors, graph.operators = "main", self._tensors, self._operators
        graph.inputs = [self._names.index(entry)]
        graph.outputs = [self._names.index(name) for name in exits]
        model = schema.ModelT()
        model.version, model.subgraphs, model.buffers = 3, [graph], self._buffers
        model.operatorCodes = [_code(name) for name in self._codes]
        return packed(model)


def _code(name: str) -> Any:
    code = schema.OperatorCodeT()
    code.builtinCode = code.deprecatedBuiltinCode = getattr(schema.BuiltinOperator, name)
    code.version = 1
    return code
