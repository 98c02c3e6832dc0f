"""Reading photos: JPEG (turned as its EXIF data says), PNG, WebP, AVIF, TIFF, BMP, a still GIF."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from formcheck.errors import UnusableInput
from formcheck.media.picture import Picture, RgbImage, Source, fitted, on_white

_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF")
# Phones store a preview, depth map or short burst beside the photo in one of these.
_PHOTO_WITH_COMPANIONS = ("MPO", "TIFF")
_ORIENTATION = 0x0112  # EXIF tag; 5 to 8 are the ones lying on their side


def photo_source(path: Path) -> Source | None:
    """The photo in this file, or None where it is something else (a moving GIF too).

    Raises:
        UnusableInput: an animation that isn't a GIF, or a picture larger than memory should hold.
    """
    image = _opened(path)
    if image is None:
        return None
    with image:
        moving = getattr(image, "n_frames", 1) > 1 and image.format not in _PHOTO_WITH_COMPANIONS
        if moving and image.format == "GIF":
            return None
        if moving:
            raise UnusableInput(
                f"{path.name} is an animated {image.format} picture; save it as an MP4 video"
            )
        width, height = image.size
        if image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8):
            width, height = height, width
        return Source(path, "photo", None, None, (width, height), 1)


def read_photo(path: Path, max_side_px: int | None) -> Picture:
    """The photo upright, alpha laid on white.

    Raises:
        UnusableInput: it is damaged or cut short.
    """
    image = _opened(path)
    if image is None:
        raise UnusableInput(f"{path.name} is not a photo; give a video or a photo")
    try:
        with image:
            upright = ImageOps.exif_transpose(image)
            size = fitted(upright.size, max_side_px)
            rgb = _rgb(upright)
    except (OSError, SyntaxError, ValueError, MemoryError) as error:
        raise UnusableInput(
            f"{path.name} is damaged or cut short; give another copy of the photo"
        ) from error
    if size != (rgb.shape[1], rgb.shape[0]):
        rgb = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BOX))
    return Picture(0.0, 0, np.ascontiguousarray(rgb))


def _opened(path: Path) -> Image.Image | None:
    Image.init()  # the formats are looked up by name, so all must be known
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a 108-megapixel phone photo is no attack
            return Image.open(path, formats=_FORMATS)
    except Image.DecompressionBombError as error:
        raise UnusableInput(f"{path.name} has too many pixels; save it smaller") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None


def _rgb(image: Image.Image) -> RgbImage:
    if image.mode.startswith("I;16"):  # Pillow would clip, not scale
        grey = (np.asarray(image) >> 8).astype(np.uint8)
        return np.repeat(grey[..., np.newaxis], 3, axis=2)
    if image.has_transparency_data:
        return on_white(np.asarray(image.convert("RGBA")))
    return np.asarray(image.convert("RGB"))
