"""Headway that always moves, and a check that can be ended at any moment."""

from pathlib import Path

import pytest

from formcheck.errors import UnusableInput
from formcheck.recorded import Options, check_file
from formcheck.recorded.find import share_read
from formcheck.stretches.definition import library

SAMPLE = Path(__file__).parents[2] / "sample_videos" / "bridge.mp4"


class StopError(Exception):
    pass


def test_headway_moves_on_without_a_declared_length():
    shares = [share_read(t_s, None) for t_s in (1.0, 10.0, 60.0, 600.0, 6000.0)]
    assert shares == sorted(set(shares))
    assert 0 < shares[0] < shares[-1] < 1
    assert share_read(15.0, 30.0) == 0.5
    assert share_read(31.0, 30.0) == 1.0


@pytest.mark.parametrize("during", ["Finding the body", "Drawing"])
def test_what_progress_raises_ends_the_check_and_leaves_no_half_files(tmp_path, during):
    def stop(what, share):
        if what == during and share > 0.1:
            raise StopError

    options = Options(
        stretch=library()["bridge"],
        fps=2.0,
        trace=tmp_path / "trace.csv",
        annotate=tmp_path / "drawn.mp4",
    )
    with pytest.raises(StopError):
        check_file(SAMPLE, options, stop)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"annotate": "drawn.gif"}, r"\.mp4"),
        ({"annotate": "no/folder/drawn.mp4"}, "can't be written"),
        ({"trace": "no/folder/trace.csv"}, "can't be written"),
    ],
)
def test_what_cannot_be_written_is_told_before_the_work(tmp_path, options, said):
    def stop(*_):
        raise StopError

    paths = {name: tmp_path / path for name, path in options.items()}
    with pytest.raises(UnusableInput, match=said):
        check_file(SAMPLE, Options(**paths), stop)
    assert list(tmp_path.iterdir()) == []
