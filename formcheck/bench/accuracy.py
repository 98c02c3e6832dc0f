"""`formcheck bench accuracy`: clips with known truth through the real engine; how right is it?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.bench.angles import AngleRow, angle_rows
from formcheck.bench.failures import Failure, legs_exchanged, near_side_wrong, worst
from formcheck.bench.outcome import Outcome
from formcheck.bench.poses import PoseCache, cache_folder
from formcheck.bench.repetitions import RepetitionCase, repetition_cases
from formcheck.bench.replay import replay
from formcheck.bench.targets import Target, targets
from formcheck.bench.times import (
    BounceCase,
    HoldCase,
    RecognitionCase,
    bounce_cases,
    extra_holds,
    false_bounces,
    hold_cases,
    recognition_case,
)
from formcheck.bench.truth import Clip, find_clips
from formcheck.bench.verdicts import (
    ABSENT,
    CLEAR,
    MARGINAL,
    Blame,
    CheckRow,
    blame,
    by_check,
    cases_of,
    check_rows,
    not_judged,
)
from formcheck.measures.calibration import load_calibration
from formcheck.pose.models import resolve_model
from formcheck.recorded.check import DEFAULT_FPS
from formcheck.recorded.find import Progress
from formcheck.rounding import rounded
from formcheck.stretches.definition import library

Report = dict[str, Any]


@dataclass(frozen=True)
class Wish:
    """What to measure.

    Attributes:
        models: lite, full, heavy or paths.
        fps: pictures analysed per second of the recording.
        cache: folder of kept landmarks; None for the default one.
        fresh: find the landmarks anew even where they are kept.
        camera: as the live page would have seen the clips, see `formcheck.bench.camera`.
    """

    models: Sequence[str] = ("full",)
    fps: float = DEFAULT_FPS
    cache: Path | None = None
    fresh: bool = False
    camera: bool = False


def measure_accuracy(folder: Path, wish: Wish, progress: Progress) -> Report:
    """Judge every clip of a folder with every model and set it against the truth.

    Args:
        folder: of videos with truth files beside them.
        wish: models and so on.
        progress: told what is being done and how far it is, 0 to 1.

    Returns:
        Plain dicts, lists, strings and numbers; None where a number isn't known. docs/benchmarks.md
        says what each means.

    Raises:
        FormcheckError: a video, truth file or model that can't be used.
    """
    clips = find_clips(folder)
    return {
        "folder": str(folder),
        "fps": None if wish.camera else wish.fps,
        "camera": wish.camera,
        "clips": len(clips),
        "minutes": rounded(sum(float(c.truth.t_s[-1]) for c in clips) / 60.0, 2),
        "held_minutes": rounded(sum(c.truth.held_s for c in clips) / 60.0, 2),
        "stretches": _counts(clip.truth.stretch for clip in clips),
        "models": [_of_model(clips, model, wish, progress) for model in wish.models],
    }


def judged(outcomes: Sequence[Outcome]) -> Report:
    """Every figure of one model's outcomes."""
    cases = [case for outcome in outcomes for case in cases_of(outcome)]
    rows = check_rows(cases)
    return {
        "targets": [_target(target) for target in targets(outcomes)],
        "angles": [_angles(row) for row in angle_rows(outcomes)],
        "checks": [_check(row) for row in rows],
        "checks_together": [_check(row) for row in by_check(rows).values()],
        "faults_not_judged": dict(sorted(not_judged(outcomes).items())),
        "false_fix": _blame(blame(outcomes, cases)),
        "holds": _grouped(hold_cases(outcomes), _holds)
        | {"made_up": sum(len(extra_holds(outcome)) for outcome in outcomes)},
        "bounces": _grouped(bounce_cases(outcomes), _bounces) | _false_bounces(outcomes),
        "repetitions": _grouped(repetition_cases(outcomes), _repetitions),
        "recognition": _grouped([recognition_case(o) for o in outcomes], _recognition),
        "identity": _identity(outcomes),
        "fails": [_failure(failure) for failure in worst(outcomes)],
    }


def _of_model(clips: Sequence[Clip], model: str, wish: Wish, progress: Progress) -> Report:
    cache = _cache(model, wish)
    outcomes = _outcomes(clips, cache, model, progress)
    return {"model": model, "sha256": cache.model_sha256, **judged(outcomes)}


def _cache(model: str, wish: Wish) -> PoseCache:
    folder = wish.cache or cache_folder()
    return PoseCache(folder, resolve_model(model), wish.fps, fresh=wish.fresh, camera=wish.camera)


def _outcomes(
    clips: Sequence[Clip], cache: PoseCache, model: str, progress: Progress
) -> list[Outcome]:
    calibration = load_calibration(model)
    outcomes = []
    for done, clip in enumerate(clips):
        progress(f"{model}: {clip.truth.name}", done / len(clips))
        with cache.poses(clip.video, lambda _what, _share: None) as frames:
            told = replay(frames, library()[clip.truth.stretch], calibration)
        outcomes.append(Outcome(clip.truth, told))
    return outcomes


# as plain data


def _target(target: Target) -> Report:
    return {
        "aim": target.aim,
        "reached": target.reached,
        "figure": target.figure,
        "number": target.number,
    }


def _angles(row: AngleRow) -> Report:
    return {
        **row.group._asdict(),
        "clips": row.clips,
        "frames": row.frames,
        "coverage": rounded(row.coverage, 3),
        "mean": rounded(row.mean, 2),
        "mean_abs": rounded(row.mean_abs, 2),
        "p95_abs": rounded(row.p95_abs, 2),
        "inside_stated": rounded(row.inside, 3),
        "stated": rounded(row.stated, 2),
        "stated_over_true": rounded(row.padding, 2),
        "rough_mean_abs": rounded(row.rough_mean_abs, 2),
        "worst_clip": row.worst_clip,
        "worst_mean_abs": rounded(row.worst_mean_abs, 2),
    }


def _check(row: CheckRow) -> Report:
    return {
        **row.group._asdict(),
        "supported_view": row.supported,
        "clips": {
            presence: {
                verdict: row.counts[presence, verdict] for verdict in ("fix", "good", "cant_tell")
            }
            for presence in (CLEAR, MARGINAL, ABSENT)
        },
        "precision": rounded(row.precision, 3),
        "recall": rounded(row.recall, 3),
        "f1": rounded(row.f1, 3),
        "cant_tell": rounded(row.cant_tell, 3),
        "overlap": rounded(row.overlap, 3),
        "named_precision": rounded(row.named_precision, 3),
        "named_recall": rounded(row.named_recall, 3),
    }


def _blame(told: Blame) -> Report:
    return {
        "episodes": [
            {"clip": clip, "check": check, "start_s": rounded(start, 2), "end_s": rounded(end, 2)}
            for clip, check, start, end in told.episodes
        ],
        "good_minutes": rounded(told.good_min, 2),
        "per_minute": rounded(told.per_min, 3),
        "clean_episodes": told.clean_episodes,
        "clean_minutes": rounded(told.clean_min, 2),
        "clean_per_10_minutes": rounded(told.clean_per_10_min, 3),
    }


def _holds(cases: Sequence[HoldCase]) -> Report:
    told = [case for case in cases if case.held_error_s is not None]
    return {
        "holds": len(cases),
        "told": len(told),
        "in_pieces": sum(case.pieces > 1 for case in cases),
        "side_right": _share([case.side_right for case in cases]),
        "within_half_s": _share([case.right for case in cases]),
        "start_error_s": _spread([c.start_error_s for c in told]),
        "end_error_s": _spread([c.end_error_s for c in told]),
        "held_error_s": _spread([c.held_error_s for c in told]),
    }


def _bounces(cases: Sequence[BounceCase]) -> Report:
    found = [case for case in cases if case.found]
    return {
        "bounces": len(cases),
        "asked": sum(case.asked for case in cases),
        "found": _share([case.found for case in cases]),
        "count_error": _spread([c.count_error for c in found]),
        "count_within_1": _share([abs(c.count_error or 0) <= 1 for c in found]),
        "rate_error": _spread([c.rate_error for c in found]),
        "rate_within_15_percent": _share([abs(c.rate_error or 0.0) <= 0.15 for c in found]),
        "size_error_deg": _spread([c.size_error_deg for c in found]),
    }


def _false_bounces(outcomes: Sequence[Outcome]) -> Report:
    false = sum(len(false_bounces(outcome)) for outcome in outcomes)
    still_s = sum(
        outcome.truth.held_s - sum(b.length_s for b in outcome.truth.bounces)
        for outcome in outcomes
    )
    return {
        "made_up": false,
        "made_up_per_minute": rounded(60.0 * false / still_s, 3) if still_s > 0 else None,
    }


def _recognition(cases: Sequence[RecognitionCase]) -> Report:
    return {
        "clips": len(cases),
        "stretch_right": _share([case.stretch_right for case in cases]),
        "stretch_and_side_right": _share([case.right for case in cases]),
    }


def _repetitions(cases: Sequence[RepetitionCase]) -> Report:
    return {
        "clips": len(cases),
        "true": sum(case.true for case in cases),
        "told": sum(case.told for case in cases),
        "count_right": _share([case.right for case in cases]),
    }


def _identity(outcomes: Sequence[Outcome]) -> list[Report]:
    """Per clip: the share of the hold in which sides were taken for each other."""
    return [
        {
            "clip": outcome.truth.name,
            "legs_exchanged_by_model": rounded(
                legs_exchanged(outcome, outcome.told.legs_raw_px), 3
            ),
            "legs_exchanged": rounded(legs_exchanged(outcome, outcome.told.legs_px), 3),
            "near_side_wrong": rounded(near_side_wrong(outcome), 3),
        }
        for outcome in outcomes
    ]


def _failure(failure: Failure) -> Report:
    return {"clip": failure.clip, "weight": failure.weight, "what": list(failure.what)}


def _grouped(cases: Sequence[Any], summary: Callable[[Sequence[Any]], Report]) -> Report:
    """Figures by stretch and view, and of all in views that the stretches support."""
    groups = sorted({(case.stretch, case.view) for case in cases})
    return {
        "by_stretch": [
            {
                "stretch": stretch,
                "view": view,
                **summary([c for c in cases if (c.stretch, c.view) == (stretch, view)]),
            }
            for stretch, view in groups
        ],
        "supported_views": summary([case for case in cases if case.supported]),
    }


def _share(right: Sequence[bool]) -> float | None:
    return round(sum(right) / len(right), 3) if right else None


def _spread(errors: Iterable[float | None]) -> Report:
    """Mean, mean absolute and 95th percentile of the absolute error."""
    known = np.array([error for error in errors if error is not None], dtype=np.float64)
    if not len(known):
        return {"mean": None, "mean_abs": None, "p95_abs": None}
    return {
        "mean": rounded(float(np.mean(known)), 2),
        "mean_abs": rounded(float(np.mean(np.abs(known))), 2),
        "p95_abs": rounded(float(np.percentile(np.abs(known), 95)), 2),
    }


def _counts(names: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return counts
