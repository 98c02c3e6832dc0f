"""Benchmark reports as text: Markdown tables that also read well in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Report = dict[str, Any]
UNKNOWN = "–"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, columns padded to one width; the first is left-aligned, the rest right."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        first, *rest = zip(cells, widths, strict=True)
        padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
        return "| " + " | ".join(padded) + " |"

    rule = [":" + "-" * (widths[0] - 1), *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(head), "| " + " | ".join(rule) + " |", *(line(row) for row in rows)])


def text_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table of words: every column left-aligned, the last one not padded."""
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head) - 1)]

    def line(cells: Sequence[str]) -> str:
        padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
        return "| " + " | ".join([*padded, cells[-1]]) + " |"

    rule = "| " + " | ".join(["-" * width for width in widths] + ["---"]) + " |"
    return "\n".join([line(head), rule, *(line(row) for row in rows)])


def number(value: float | None, digits: int = 1, unit: str = "") -> str:
    """A number, or a dash."""
    return UNKNOWN if value is None else f"{value:.{digits}f}{unit}"


def signed(value: float | None, digits: int = 1) -> str:
    """A number with its sign, or a dash."""
    return UNKNOWN if value is None else f"{value:+.{digits}f}"


def percent(share: float | None) -> str:
    """A share of 1 as a percentage, or a dash."""
    return UNKNOWN if share is None else f"{share:.0%}"


def accuracy_in_words(report: Report, date: str) -> str:
    """The accuracy report, a section for each model."""
    stretches = ", ".join(f"{name} {n}" for name, n in report["stretches"].items())
    seen = f"{report['fps']:g} pictures a second" if report["fps"] else "as a camera gives them"
    parts = [
        "# Accuracy",
        f"{date}: {report['clips']} clips, {report['minutes']:.1f} min "
        f"({report['held_minutes']:.1f} min held), {seen}; {stretches}.",
    ]
    for model in report["models"]:
        parts += _model_in_words(model)
    return "\n\n".join(parts)


def speed_in_words(report: Report, date: str) -> str:
    """The speed report: a table of stages."""
    rows = [
        [
            stage["stage"],
            number(stage["ms_per_frame"], 2),
            number(stage["frames_per_s"], 0),
            number(stage["ratio_to_detection"], 2),
        ]
        for stage in report["stages"]
    ]
    size = "×".join(str(side) for side in report["size_px"])
    return "\n\n".join(
        [
            "# Speed",
            f"{date}: {report['clip']}, {size}, {report['frames']} pictures, model "
            f"{report['model']}, {report['cores']} cores, median of {report['rounds']} rounds. "
            "The ratio is to bare MediaPipe in the same round: compare ratios, not milliseconds.",
            table(["stage", "ms a frame", "frames/s", "ratio"], rows),
        ]
    )


def _model_in_words(model: Report) -> list[str]:
    return [
        f"## Model {model['model']} ({model['sha256'][:12]})",
        "### Aims",
        _targets(model["targets"]),
        "### Angles in the holds, degrees (told minus true)",
        _angles(model["angles"]),
        "### Checks, clips in views that the stretch supports",
        _together(model["checks_together"]),
        "### Checks by stretch and view",
        _checks(model["checks"]),
        _not_judged(model["faults_not_judged"]),
        _blame(model["false_fix"]),
        "### Holds, seconds (told minus true)",
        _holds(model["holds"]),
        f"Holds told where there is none: {model['holds']['made_up']}.",
        "### Bounces",
        _bounces(model["bounces"]),
        f"Bounces told where there is none: {model['bounces']['made_up']}.",
        "### Repetitions",
        _repetitions(model["repetitions"]),
        "### Recognition",
        _recognition(model["recognition"]),
        "### What fails",
        _fails(model["fails"]),
    ]


def _targets(targets: Sequence[Report]) -> str:
    words = {True: "reached", False: "NOT reached", None: "not measured"}
    rows = [[t["aim"], words[t["reached"]], t["figure"]] for t in targets]
    return text_table(["aim", "", "figure"], rows)


def _angles(rows: Sequence[Report]) -> str:
    head = ["stretch, view, joint", "clips", "told", "mean", "mean abs", "95 %", "inside", "stated"]
    head += ["stated/true", "too rough", "worst clip"]
    return table(
        head,
        [
            [
                " ".join(
                    part for part in (r["stretch"], r["view"], r["joint"], r["distance"]) if part
                ),
                str(r["clips"]),
                percent(r["coverage"]),
                signed(r["mean"]),
                number(r["mean_abs"]),
                number(r["p95_abs"]),
                percent(r["inside_stated"]),
                number(r["stated"]),
                number(r["stated_over_true"]),
                number(r["rough_mean_abs"]),
                f"{r['worst_clip']} {number(r['worst_mean_abs'])}" if r["worst_clip"] else UNKNOWN,
            ]
            for r in rows
        ],
    )


_CHECK_HEAD = ["precision", "recall", "F1", "overlap", "can't tell"]
_CHECK_HEAD += ["fault: fix/good/can't", "inside guard: f/g/c", "no fault: f/g/c"]


def _together(rows: Sequence[Report]) -> str:
    return table(["check", *_CHECK_HEAD], [[r["check"], *_check_cells(r)] for r in rows])


def _checks(rows: Sequence[Report]) -> str:
    return table(
        ["stretch, view, check", *_CHECK_HEAD],
        [
            [
                f"{r['stretch']} {r['view']}{'' if r['supported_view'] else '*'} {r['check']}",
                *_check_cells(r),
            ]
            for r in sorted(rows, key=lambda r: (r["stretch"], r["view"], r["check"]))
        ],
    ) + ("\n\n\\* the camera doesn't stand where the stretch wants it.")


def _check_cells(row: Report) -> list[str]:
    return [
        number(row["precision"], 2),
        number(row["recall"], 2),
        number(row["f1"], 2),
        number(row["overlap"], 2),
        percent(row["cant_tell"]),
        *(
            "/".join(str(clips[verdict]) for verdict in ("fix", "good", "cant_tell"))
            for clips in (row["clips"][presence] for presence in ("clear", "marginal", "absent"))
        ),
    ]


def _not_judged(counts: dict[str, int]) -> str:
    named = ", ".join(f"{check} in {clips}" for check, clips in counts.items())
    return f"Clips with a fault that their stretch has no check for: {named or 'none'}."


def _blame(told: Report) -> str:
    return (
        f'False "fix": {len(told["episodes"])} in {number(told["good_minutes"])} min of good form '
        f"({number(told['per_minute'], 2)} a minute); in clean clips {told['clean_episodes']} in "
        f"{number(told['clean_minutes'])} min ({number(told['clean_per_10_minutes'])} in 10 min)."
    )


def _holds(holds: Report) -> str:
    head = ["stretch, view", "holds", "told", "in pieces", "side right", "within 0.5 s"]
    head += ["start", "end", "held time", "held 95 %"]
    return table(
        head,
        [
            [
                name,
                str(r["holds"]),
                str(r["told"]),
                str(r["in_pieces"]),
                percent(r["side_right"]),
                percent(r["within_half_s"]),
                signed(r["start_error_s"]["mean"], 2),
                signed(r["end_error_s"]["mean"], 2),
                signed(r["held_error_s"]["mean"], 2),
                number(r["held_error_s"]["p95_abs"], 2),
            ]
            for name, r in _named(holds)
        ],
    )


def _bounces(bounces: Report) -> str:
    head = ["stretch, view", "bounces", "found", "count within 1", "count", "rate within 15 %"]
    head += ["size (°)", "size 95 %"]
    return table(
        head,
        [
            [
                name,
                str(r["bounces"]),
                percent(r["found"]),
                percent(r["count_within_1"]),
                signed(r["count_error"]["mean"]),
                percent(r["rate_within_15_percent"]),
                signed(r["size_error_deg"]["mean"]),
                number(r["size_error_deg"]["p95_abs"]),
            ]
            for name, r in _named(bounces)
        ],
    )


def _recognition(recognition: Report) -> str:
    return table(
        ["stretch, view", "clips", "stretch right", "stretch and side right"],
        [
            [
                name,
                str(r["clips"]),
                percent(r["stretch_right"]),
                percent(r["stretch_and_side_right"]),
            ]
            for name, r in _named(recognition)
        ],
    )


def _repetitions(repetitions: Report) -> str:
    return table(
        ["stretch, view", "clips", "repetitions", "counted", "count right"],
        [
            [name, str(r["clips"]), str(r["true"]), str(r["told"]), percent(r["count_right"])]
            for name, r in _named(repetitions)
        ],
    )


def _named(groups: Report) -> list[tuple[str, Report]]:
    rows = [(f"{r['stretch']} {r['view']}", r) for r in groups["by_stretch"]]
    return [*rows, ("all in supported views", groups["supported_views"])]


def _fails(failures: Sequence[Report]) -> str:
    if not failures:
        return "Nothing."
    return "\n".join(f"- {failure['clip']}: {'; '.join(failure['what'])}" for failure in failures)
