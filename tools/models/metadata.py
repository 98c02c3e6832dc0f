"""Adding to a TensorFlow Lite model the metadata that MediaPipe Tasks asks for.

`PoseLandmarker` refuses a model that doesn't say how its input picture is normalised. MediaPipe
1.2's own metadata writer doesn't import, so the two flatbuffers are written here with the schema
modules that MediaPipe generates.
"""

from __future__ import annotations

from typing import Any

import flatbuffers
import numpy as np
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as model_schema

# The schema asks for buffers on 16-byte borders; elsewhere the interpreter copies each one on load.
_BUFFER_ALIGNMENT = 16
_METADATA_NAME = b"TFLITE_METADATA"


class _AlignedBuilder(flatbuffers.Builder):  # type: ignore[misc]  # flatbuffers has no types
    """Honours the schema's `force_align: 16`, which the generated code leaves out."""

    def StartVector(self, elemSize: int, numElems: int, alignment: int) -> Any:  # noqa: N802, N803
        """Begin a vector; vectors of bytes start on a 16-byte border."""
        of_bytes = elemSize == 1
        return super().StartVector(elemSize, numElems, _BUFFER_ALIGNMENT if of_bytes else alignment)


def with_normalisation(model: bytes, name: str, mean: float, std: float) -> bytes:
    """The model with metadata that says its input is an RGB picture, as (value - mean) / std.

    Metadata that was there before is replaced; the weights stay as they are. The same input
    always gives the same bytes.

    Args:
        model: a TensorFlow Lite flatbuffer.
        name: what the metadata calls the model.
        mean: subtracted from each 0 to 255 value.
        std: what the difference is divided by.
    """
    tree = model_schema.ModelT.InitFromObj(model_schema.Model.GetRootAsModel(model, 0))
    content = np.frombuffer(_metadata(name, mean, std), dtype=np.uint8)
    entry = next((item for item in tree.metadata or [] if item.name == _METADATA_NAME), None)
    if entry is None:
        buffer = model_schema.BufferT()
        entry = model_schema.MetadataT()
        entry.name = _METADATA_NAME
        entry.buffer = len(tree.buffers)
        tree.buffers.append(buffer)
        tree.metadata = [*(tree.metadata or []), entry]
    tree.buffers[entry.buffer].data = content
    return packed(tree)


def packed(model: Any) -> bytes:
    """A model's tree of schema objects as a TensorFlow Lite flatbuffer."""
    size = sum(len(buffer.data) for buffer in model.buffers if buffer.data is not None)
    builder = _AlignedBuilder(size + 4096)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _metadata(name: str, mean: float, std: float) -> bytes:
    options = metadata_schema.NormalizationOptionsT()
    options.mean = [mean]
    options.std = [std]
    unit = metadata_schema.ProcessUnitT()
    unit.optionsType = metadata_schema.ProcessUnitOptions.NormalizationOptions
    unit.options = options
    picture = metadata_schema.ImagePropertiesT()
    picture.colorSpace = metadata_schema.ColorSpaceType.RGB
    content = metadata_schema.ContentT()
    content.contentPropertiesType = metadata_schema.ContentProperties.ImageProperties
    content.contentProperties = picture
    tensor = metadata_schema.TensorMetadataT()
    tensor.name = "image"
    tensor.content = content
    tensor.processUnits = [unit]
    graph = metadata_schema.SubGraphMetadataT()
    graph.inputTensorMetadata = [tensor]
    root = metadata_schema.ModelMetadataT()
    root.name = name
    root.subgraphMetadata = [graph]
    root.minParserVersion = "1.0.0"
    builder = flatbuffers.Builder(0)
    builder.Finish(root.Pack(builder), b"M001")
    return bytes(builder.Output())
