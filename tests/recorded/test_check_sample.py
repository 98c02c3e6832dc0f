"""The whole way on a really encoded video: MediaPipe, measures, coach, result, files."""

import csv
import json
from collections import Counter
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import av
import pytest

from formcheck.recorded import Options, check_file, find
from formcheck.recorded.as_json import as_json


def check(judged, check_id):
    return next(told for told in judged["checks"] if told["id"] == check_id)


def test_the_stretch_its_side_the_view_and_the_position_are_recognised(judged, truth):
    best = judged["recognised"][0]
    assert (best["stretch"], best["side"]) == ("lying_hamstring", truth["side"])
    assert best["confidence"] > 0.8
    assert (judged["stretch"], judged["side"]) == ("lying_hamstring", truth["side"])
    assert (judged["view"], judged["position"]) == ("side", "supine")


def test_the_hold_is_timed_within_half_a_second(judged, truth):
    ((hold,), (true,)) = judged["holds"], truth["holds"]
    assert hold["side"] == true["side"]
    assert hold["start_s"] == pytest.approx(true["start_s"], abs=0.5)
    assert hold["end_s"] == pytest.approx(true["end_s"], abs=0.5)
    assert hold["held_s"] == pytest.approx(true["end_s"] - true["start_s"], abs=0.5)


def test_the_locked_knee_and_the_bounce_are_found_in_their_seconds(judged, truth):
    (fault,), (bounce,) = truth["faults"], truth["bounces"]
    (episode,) = check(judged, "knee_not_locked")["episodes"]
    assert episode["start_s"] == pytest.approx(fault["start_s"], abs=0.7)
    assert episode["end_s"] == pytest.approx(fault["end_s"], abs=0.7)
    (found,) = judged["bounce"]["episodes"]
    assert found["start_s"] == pytest.approx(bounce["start_s"], abs=0.7)
    assert found["end_s"] == pytest.approx(bounce["end_s"], abs=0.7)
    assert abs(judged["bounce"]["count"] - bounce["count"]) <= 1
    assert judged["bounce"]["rate_hz"] == pytest.approx(bounce["rate_hz"], rel=0.15)


def test_nothing_else_is_blamed(judged):
    faults = {told["id"] for told in judged["checks"] if told["verdict"] == "fix"}
    assert faults == {"knee_not_locked", "no_bounce"}
    assert {penalty["check"] for penalty in judged["penalties"]} == faults
    total = sum(penalty["points"] for penalty in judged["penalties"])
    assert judged["score"] == pytest.approx(100 - total, abs=0.51)


@pytest.mark.usefixtures("judged")
def test_the_angles_are_near_the_truth(truth, outputs):
    rows = list(csv.DictReader(outputs["trace"].open()))
    side, hold = truth["side"], truth["holds"][0]
    name = f"knee_flexion_{side}_deg"
    true_at = dict(zip(truth["frames"]["t_s"], truth["frames"][name], strict=True))
    errors = [
        abs(float(row[name]) - true_at[min(true_at, key=lambda t: abs(t - float(row["t_s"])))])
        for row in rows
        if row[name] and hold["start_s"] <= float(row["t_s"]) <= hold["end_s"]
    ]
    assert len(errors) > 100
    assert sorted(errors)[len(errors) // 2] < 3.0


def test_the_result_keeps_its_contract(judged):
    assert judged["schema"] == 1
    assert list(judged) == [
        "schema",
        "formcheck",
        "model",
        "source",
        "recognised",
        "stretch",
        "side",
        "view",
        "position",
        "holds",
        "repetitions",
        "checks",
        "bounce",
        "score",
        "coverage",
        "penalties",
        "notes",
        "partial",
        "segments",
    ]
    assert list(judged["source"]) == [
        "path",
        "kind",
        "duration_s",
        "fps",
        "size_px",
        "frames_read",
        "frames_analysed",
        "person_seen",
    ]
    for told in judged["checks"]:
        assert told["verdict"] in ("good", "fix", "cant_tell")
        assert ("reason" in told) == (told["verdict"] == "cant_tell")
    json.dumps(judged, allow_nan=False)


def test_the_trace_has_a_row_for_each_analysed_frame(judged, outputs):
    rows = list(csv.reader(outputs["trace"].open()))
    assert rows[0][:4] == ["t_s", "seen", "phase", "view"]
    assert rows[0][4:14] == [
        "knee_flexion_left_deg",
        "knee_flexion_right_deg",
        "hip_flexion_left_deg",
        "hip_flexion_right_deg",
        "elbow_flexion_left_deg",
        "elbow_flexion_right_deg",
        "shoulder_flexion_left_deg",
        "shoulder_flexion_right_deg",
        "trunk_lean_deg",
        "shoulder_tilt_deg",
    ]
    assert len(rows) - 1 == judged["source"]["frames_analysed"]
    assert {row[2] for row in rows[1:]} >= {"enter", "hold", "rest"}
    assert rows[0][-1] == "checks"
    assert all(bool(row[-1]) == (row[2] == "hold") for row in rows[1:])
    assert any("knee_not_locked:fix" in row[-1].split() for row in rows[1:])


def test_the_annotated_video_plays_in_browsers_and_lasts_as_long(judged, outputs):
    with av.open(str(outputs["annotate"])) as video:
        stream = video.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert stream.codec_context.pix_fmt == "yuv420p"
        frames = sum(1 for _ in video.decode(stream))
    assert frames == judged["source"]["frames_analysed"]


def test_twice_the_same_to_the_digit(sample, judged):
    again = as_json(check_file(sample, Options()))
    assert again == judged


def test_segments_side_by_side_give_the_same_verdicts(sample, judged):
    apart = as_json(check_file(sample, Options(jobs=2)))
    same_judgement(apart, judged)
    assert apart["source"]["frames_analysed"] == judged["source"]["frames_analysed"]


def test_a_worker_that_dies_loses_nothing(sample, judged, monkeypatch):
    class Dying:
        def __init__(self, *_args, **_options):
            pass

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def submit(self, *_task):
            future = Future()
            future.set_exception(BrokenProcessPool("killed"))
            return future

    monkeypatch.setattr(find, "ProcessPoolExecutor", Dying)
    apart = as_json(check_file(sample, Options(jobs=2)))
    assert apart["source"]["frames_analysed"] == judged["source"]["frames_analysed"]
    same_judgement(apart, judged)


def same_judgement(now, before, mirrored=False):
    swap = {"left": "right", "right": "left"} if mirrored else {}
    assert now["stretch"] == before["stretch"]
    assert now["side"] == swap.get(before["side"], before["side"])
    verdicts = [{told["id"]: told["verdict"] for told in one["checks"]} for one in (now, before)]
    assert verdicts[0] == verdicts[1]
    ((hold,), (true,)) = now["holds"], before["holds"]
    assert hold["start_s"] == pytest.approx(true["start_s"], abs=0.4)
    assert hold["end_s"] == pytest.approx(true["end_s"], abs=0.4)
    assert hold["peak"]["value_deg"] == pytest.approx(true["peak"]["value_deg"], abs=2.0)


def encoded_anew(sample, path, *, fps_divisor=1, size=None, pad_to=None, mirror=False):
    """The clip written once more: fewer frames, other size, padded, or mirrored."""
    with av.open(str(sample)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=30 // fps_divisor)
        stream.pix_fmt, stream.options = "yuv420p", {"crf": "18", "preset": "veryfast"}
        for k, frame in enumerate(source.decode(video=0)):
            if k % fps_divisor:
                continue
            rgb = frame.to_ndarray(format="rgb24")
            if mirror:
                rgb = rgb[:, ::-1].copy()
            if pad_to is not None:
                height, width = pad_to[1], pad_to[0]
                canvas = rgb[:1, :1].repeat(height, 0).repeat(width, 1)
                top = (height - rgb.shape[0]) // 2
                canvas[top : top + rgb.shape[0], : rgb.shape[1]] = rgb
                rgb = canvas
            picture = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            if size is not None:
                picture = picture.reformat(width=size[0], height=size[1])
            if not stream.codec_context.is_open:
                stream.width, stream.height = picture.width, picture.height
            picture.pts = None
            target.mux(stream.encode(picture))
        target.mux(stream.encode())
    return path


@pytest.mark.parametrize(
    ("changes", "mirrored"),
    [
        ({"fps_divisor": 2}, False),
        ({"fps_divisor": 2, "size": (1920, 1080)}, False),
        ({"fps_divisor": 2, "pad": True}, False),
        ({"fps_divisor": 2, "mirror": True}, True),
    ],
    ids=["15 fps", "1920x1080", "portrait", "mirrored"],
)
def test_how_it_was_recorded_does_not_matter(
    sample, judged, truth, outputs, tmp_path, changes, mirrored
):
    changes = dict(changes)
    # padded to portrait the body is smaller in what the model looks at: 1.8 degrees were measured;
    # mirrored 2.3, since the square in which it looks follows the body that moves; else 1.2
    off_deg = 2.5 if "pad" in changes or mirrored else 1.5
    width, _ = truth["size_px"]
    if changes.pop("pad", False):
        changes["pad_to"] = (width, width * 16 // 9 // 2 * 2)
    path = encoded_anew(sample, tmp_path / "anew.mp4", **changes)
    trace = tmp_path / "anew.csv"
    now = as_json(check_file(path, Options(trace=trace, jobs=2)))
    same_judgement(now, judged, mirrored)
    assert hold_angle(trace, now) == pytest.approx(
        hold_angle(outputs["trace"], judged), abs=off_deg
    )


def hold_angle(trace, judged):
    """Median knee flexion of the stretched leg over the first 4 s of the hold."""
    name = f"knee_flexion_{judged['side']}_deg"
    start_s = judged["holds"][0]["start_s"] + 0.5
    values = sorted(
        float(row[name])
        for row in csv.DictReader(trace.open())
        if row[name] and start_s <= float(row["t_s"]) <= start_s + 4.0
    )
    return values[len(values) // 2]


def test_a_recording_without_anybody_is_judged_as_cant_tell(tmp_path):
    path = tmp_path / "room.mp4"
    with av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=15)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for _ in range(30):
            frame = av.VideoFrame(320, 240, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([128]) * plane.buffer_size)
            target.mux(stream.encode(frame))
        target.mux(stream.encode())
    from formcheck.stretches.definition import library

    told = as_json(check_file(path, Options(stretch=library()["bridge"])))
    assert Counter(one["verdict"] for one in told["checks"]) == {"cant_tell": 3}
    assert told["score"] is None
    assert told["holds"] == []
    assert told["source"]["person_seen"] == 0
    assert any("No person" in note for note in told["notes"])
    nothing_named = as_json(check_file(path, Options()))
    assert nothing_named["stretch"] is None


def test_a_photo_is_recognised_and_judged_without_times(sample, truth, tmp_path):
    hold = truth["holds"][0]
    with av.open(str(sample)) as video:
        frame = next(f for f in video.decode(video=0) if f.time > hold["start_s"] + 2.0)
        frame.to_image().save(tmp_path / "hold.png")
    out = tmp_path / "drawn.png"
    told = as_json(check_file(tmp_path / "hold.png", Options(annotate=out)))
    assert told["source"]["kind"] == "photo"
    assert (told["stretch"], told["side"]) == ("lying_hamstring", truth["side"])
    assert told["holds"] is None
    assert told["repetitions"] is None
    assert told["bounce"] is None
    assert told["score"] is None
    assert check(told, "knee_not_locked")["verdict"] != "fix"
    assert check(told, "no_bounce")["reason"] == "a photo shows no movement"
    assert out.stat().st_size > 1000


def test_naming_the_stretch_and_side_is_followed(sample, truth, kept_poses):
    from formcheck.stretches.definition import library

    other = {"left": "right", "right": "left"}[truth["side"]]
    options = Options(stretch=library()["lying_hamstring"], side=other)
    with kept_poses.in_use():
        told = as_json(check_file(sample, options))
    assert told["holds"] == []
    assert told["side"] == other
    assert any("No hold" in note for note in told["notes"])
    assert replace(options, side="auto").side == "auto"
