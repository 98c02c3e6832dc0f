"""`python -m tools.render`: clips of stretches with their ground truth."""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from formcheck.stretches.definition import library
from tools.render.bounces import plan_bounces
from tools.render.clip import render_clip
from tools.render.illustrations import FOLDER, LOOKS
from tools.render.illustrations import build as build_illustrations
from tools.render.routine import build as build_routine
from tools.render.sample_clips import build as build_samples
from tools.render.skeleton import BODIES
from tools.render.stills import TURN
from tools.render.stills import build as build_stills
from tools.render.stretches import STRETCHES
from tools.render.variation import VIEWS, ClipPlan, balanced, plan_clip

GRID_SIZES = ((640, 480), (640, 480), (854, 480), (1280, 720), (1920, 1080))
GRID_FPS = (15.0, 24.0, 30.0, 60.0)


def size(text: str) -> tuple[int, int]:
    """`640x480` as numbers; both must be even for the video encoder."""
    width, _, height = text.lower().partition("x")
    w, h = int(width), int(height)
    if w % 2 or h % 2:
        raise argparse.ArgumentTypeError(f"{text}: width and height must be even")
    return w, h


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(prog="python -m tools.render", description=__doc__)
    commands = top.add_subparsers(dest="command", required=True)

    clip = commands.add_parser("clip", help="one clip of one stretch")
    clip.add_argument("stretch", choices=sorted(STRETCHES))
    clip.add_argument("--seed", type=int, default=0)
    clip.add_argument("--view", choices=VIEWS)
    clip.add_argument("--side", choices=("left", "right"), help="stretched side")
    clip.add_argument("--size", type=size, default=(640, 480))
    clip.add_argument("--fps", type=float, default=30.0)
    clip.add_argument("--hold", type=float, help="seconds")
    clip.add_argument("--faults", type=int, help="how many")
    clip.add_argument("--out", type=Path, default=Path())

    grid = commands.add_parser("grid", help="many different clips")
    grid.add_argument("--seed", type=int, default=0)
    grid.add_argument("--count", type=int, default=20)
    grid.add_argument("--stretch", choices=sorted(STRETCHES), action="append")
    grid.add_argument("--view", choices=VIEWS)
    grid.add_argument("--size", type=size, help="default: various")
    grid.add_argument("--fps", type=float, help="default: various")
    grid.add_argument("--hold", type=float, help="seconds")
    grid.add_argument("--jobs", type=int, default=1)
    grid.add_argument("--minutes", type=float, help="start no clip after this time")
    grid.add_argument("--out", type=Path, required=True)

    stills = commands.add_parser("stills", help="many single pictures, each with its truth")
    stills.add_argument("--seed", type=int, default=0)
    stills.add_argument("--count", type=int, default=100)
    stills.add_argument("--bodies", type=Path, default=BODIES, help="folder of bodies")
    stills.add_argument("--stretch", choices=sorted(STRETCHES), action="append")
    stills.add_argument("--view", choices=VIEWS, default="side")
    stills.add_argument("--size", type=size, help="default: various")
    stills.add_argument("--out", type=Path, required=True)

    bounces = commands.add_parser("bounces", help="six stretches bounced at three rates")
    bounces.add_argument("--out", type=Path, required=True)

    samples = commands.add_parser("samples", help="rebuild sample_videos/")
    samples.add_argument("--out", type=Path, default=Path("sample_videos"))
    samples.add_argument("--only", choices=sorted(STRETCHES), action="append")

    pictures = commands.add_parser("illustrations", help="rebuild formcheck/app/illustrations/")
    pictures.add_argument("--out", type=Path, default=FOLDER)
    pictures.add_argument("--only", choices=sorted(LOOKS), action="append")

    routine = commands.add_parser("routine", help="several stretches in a row")
    routine.add_argument("--out", type=Path, default=Path("sample_videos"))
    return top


def main(argv: list[str] | None = None) -> int:
    """Run one command."""
    args = parser().parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    if args.command == "clip":
        plan = plan_clip(
            STRETCHES[args.stretch],
            args.seed,
            view=args.view,
            side=args.side,
            size_px=args.size,
            fps=args.fps,
            hold_s=args.hold,
            fault_count=args.faults,
        )
        _render((plan, args.out / f"{clip_name(plan)}.mp4"))
    elif args.command == "grid":
        _grid(args)
    elif args.command == "stills":
        build_stills(
            args.out,
            args.seed,
            args.count,
            turn=args.stretch or TURN,
            view=args.view,
            folder=args.bodies,
            size_px=args.size,
        )
    elif args.command == "bounces":
        for plan in plan_bounces():
            _render((plan, args.out / f"{clip_name(plan)}.mp4"))
    elif args.command == "routine":
        build_routine(args.out / "routine.mp4")
    elif args.command == "illustrations":
        build_illustrations(args.out, args.only)
    else:
        build_samples(args.out, args.only)
    return 0


def clip_name(plan: ClipPlan) -> str:
    """A name that tells stretch, seed, view and side."""
    return f"{plan.script.stretch.called}_{plan.seed:04d}_{plan.viewpoint.view}_{plan.script.side}"


def _grid(args: argparse.Namespace) -> None:
    """Stretches of the library in turn, each clip with its own seed; clips that exist stay."""
    names = args.stretch or [name for name, s in STRETCHES.items() if s.id in library()]
    plans = []
    for i in range(args.count):
        rng = np.random.default_rng([args.seed, i])
        drawn_size = GRID_SIZES[int(rng.integers(len(GRID_SIZES)))]
        stretch = STRETCHES[names[i % len(names)]]
        plan = plan_clip(
            stretch,
            args.seed * 1000 + i,
            view=args.view,
            size_px=args.size or drawn_size,
            fps=args.fps or float(rng.choice(GRID_FPS)),
            hold_s=args.hold,
            **balanced(stretch, i // len(names)),
        )
        path = args.out / f"{clip_name(plan)}.mp4"
        if not path.with_suffix(".truth.json").exists():
            plans.append((plan, path))
    deadline = time.monotonic() + 60 * args.minutes if args.minutes else float("inf")
    if args.jobs == 1:
        for plan_and_path in plans:
            if time.monotonic() > deadline:
                break
            _render(plan_and_path)
        return
    with ProcessPoolExecutor(args.jobs) as pool:
        for start in range(0, len(plans), args.jobs):
            if time.monotonic() > deadline:
                break
            list(pool.map(_render, plans[start : start + args.jobs]))


def _render(plan_and_path: tuple[ClipPlan, Path]) -> None:
    plan, path = plan_and_path
    started = time.monotonic()
    render_clip(plan, path)
    took = time.monotonic() - started
    frames = round(plan.script.duration_s * plan.fps)
    print(
        f"{path.name}: {frames} frames, {took / frames:.2f} s a frame, "
        f"{path.stat().st_size // 1000} kB",
        file=sys.stderr,
    )


if __name__ == "__main__":
    sys.exit(main())
