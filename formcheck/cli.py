"""The command line. Results go to stdout, progress and errors to stderr."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TextIO

import formcheck
from formcheck.errors import FormcheckError, UnusableInput

EXIT_JUDGED = 0
EXIT_UNUSABLE = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0, or 2 with one plain line on stderr."""
    parser = build_parser()
    try:
        options = parser.parse_args(argv)
        command: Callable[[argparse.Namespace], int] = options.run
        return command(options)
    except FormcheckError as error:
        print(f"formcheck: {error}", file=sys.stderr)
        return EXIT_UNUSABLE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_JUDGED
    except KeyboardInterrupt:
        print("formcheck: stopped.", file=sys.stderr)
        return 130


class _Parser(argparse.ArgumentParser):
    """A usage error is one plain line, as every other error."""

    def error(self, message: str) -> NoReturn:
        raise UnusableInput(f"{message}; see '{self.prog} --help'.")


def build_parser() -> argparse.ArgumentParser:
    """Every command and option; the docs are tested against it."""
    parser = _Parser(prog="formcheck", description="Check the form of back and leg stretches.")
    parser.add_argument("--version", action="version", version=formcheck.__version__)
    commands = parser.add_subparsers(
        title="commands", required=True, dest="command", metavar="COMMAND", parser_class=_Parser
    )
    _add_check(commands.add_parser("check", help="check a recorded video or a photo"))
    _add_stretches(commands.add_parser("stretches", help="list the stretches, or show one"))
    _add_app(commands.add_parser("app", help="open the web page"))
    _add_bench(commands.add_parser("bench", help="measure how right and how fast it is"))
    _add_doctor(commands.add_parser("doctor", help="look for what is missing on this machine"))
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="video or photo")
    parser.add_argument("--stretch", metavar="ID", help="what is done (default: recognise it)")
    parser.add_argument(
        "--side",
        choices=("left", "right", "both", "auto"),
        default="auto",
        help="the person's own side that is stretched (default: auto)",
    )
    parser.add_argument("--model", metavar="lite|full|heavy|PATH", help="pose model")
    parser.add_argument(
        "--fps", type=_positive_number, metavar="N", help="pictures analysed a second (default: 15)"
    )
    parser.add_argument(
        "--jobs", type=_positive_whole, default=1, metavar="N", help="segments side by side"
    )
    parser.add_argument("--json", metavar="FILE|-", help="write the result as JSON")
    parser.add_argument("--trace", type=Path, metavar="FILE.csv", help="write every frame's angles")
    parser.add_argument(
        "--annotate", type=Path, metavar="FILE.mp4", help="write the recording, drawn on"
    )
    parser.set_defaults(run=_check)


def _add_stretches(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID", help="show this one")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=_stretches)


def _add_app(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_positive_whole, default=8501, metavar="N")
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDR")
    parser.set_defaults(run=_app)


def _add_bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("speed", "accuracy"), help="default: both")
    parser.add_argument("--folder", type=Path, metavar="DIR", help="clips with truth files")
    parser.add_argument(
        "--model", action="append", metavar="lite|full|heavy|PATH", help="may be repeated"
    )
    parser.add_argument("--file", type=Path, metavar="FILE", help="the recording to time")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the clips to render")
    parser.add_argument(
        "--count", type=_positive_whole, default=40, metavar="N", help="how many to render"
    )
    parser.add_argument("--fresh", action="store_true", help="find the body anew in known clips")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=_bench)


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=_doctor)


def _check(options: argparse.Namespace) -> int:
    from formcheck.recorded import Options, check_file
    from formcheck.recorded.as_json import as_json
    from formcheck.recorded.check import DEFAULT_FPS
    from formcheck.recorded.in_words import in_words
    from formcheck.stretches.definition import stretch_named

    _refuse_overwriting(options)
    wanted = Options(
        stretch=stretch_named(options.stretch) if options.stretch else None,
        side=options.side,
        model=options.model,
        fps=options.fps or DEFAULT_FPS,
        jobs=options.jobs,
        trace=options.trace,
        annotate=options.annotate,
    )
    with _Output(options.json) as output, _ProgressLine() as line:
        checked = check_file(options.file, wanted, line.show)
        line.clear()
        if output.file is not None:
            json.dump(as_json(checked), output.file, indent=2, ensure_ascii=False)
            output.file.write("\n")
        if options.json != "-":
            print(in_words(checked))
    return EXIT_JUDGED


def _refuse_overwriting(options: argparse.Namespace) -> None:
    """None of the outputs may be the input itself."""
    outputs = [options.trace, options.annotate]
    if options.json and options.json != "-":
        outputs.append(Path(options.json))
    for output in outputs:
        both_exist = output is not None and output.exists() and options.file.exists()
        if both_exist and output.samefile(options.file):
            raise UnusableInput(f"{output} is the file to check; give another name to write.")


def _stretches(options: argparse.Namespace) -> int:
    from formcheck.stretches.definition import library, stretch_named
    from formcheck.stretches.in_words import described, listed

    if options.id:
        stretch = stretch_named(options.id)
        print(_json(stretch.model_dump(mode="json")) if options.json else described(stretch))
    else:
        stretches = list(library().values())
        as_data = [stretch.model_dump(mode="json") for stretch in stretches]
        print(_json(as_data) if options.json else listed(stretches))
    return EXIT_JUDGED


def _app(options: argparse.Namespace) -> int:
    from formcheck.app.run import run_app

    return run_app(options.host, options.port)


def _bench(options: argparse.Namespace) -> int:
    from formcheck.bench.run import BenchOptions, bench, in_words

    wanted = BenchOptions(
        options.what,
        tuple(options.model or ("full",)),
        options.folder,
        options.seed,
        options.count,
        options.file,
        options.fresh,
    )
    with _ProgressLine() as line:
        report = bench(wanted, line.show)
    print(_json(report) if options.json else in_words(report))
    return EXIT_JUDGED


def _doctor(options: argparse.Namespace) -> int:
    from formcheck.doctor import examine

    findings = examine()
    if options.json:
        print(_json([finding.as_dict() for finding in findings]))
    else:
        for finding in findings:
            print(f"{'ok ' if finding.ok else 'NO '} {finding.name}: {finding.detail}")
            if finding.remedy:
                print(f"    {finding.remedy}")
    return EXIT_JUDGED if all(finding.ok for finding in findings) else 1


def _json(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)


def _positive_number(text: str) -> float:
    value = float(text)
    if not 0 < value <= 240:
        raise argparse.ArgumentTypeError(f"{text} isn't between 0 and 240")
    return value


def _positive_whole(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} isn't 1 or more")
    return value


class _Output:
    """The JSON file, opened before the work so that a wrong place is told at once; or stdout."""

    def __init__(self, target: str | None) -> None:
        self._target = target
        self.file: TextIO | None = None

    def __enter__(self) -> _Output:
        if self._target == "-":
            self.file = sys.stdout
        elif self._target is not None:
            try:
                self.file = Path(self._target).open("w", encoding="utf-8")
            except OSError as error:
                raise UnusableInput(
                    f"{self._target} can't be written ({error.strerror}); give another place."
                ) from error
        return self

    def __exit__(self, *_: object) -> None:
        if self.file is not None and self.file is not sys.stdout:
            self.file.close()


class _ProgressLine:
    """How far it is, on one line of stderr, only where that is a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._shown = ""

    def __enter__(self) -> _ProgressLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def show(self, what: str, share: float) -> None:
        """Say what is being done and how far it is, 0 to 1."""
        line = f"{what}: {share:.0%}"
        if self._on and line != self._shown:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            self._shown = line

    def clear(self) -> None:
        """Leave the line empty."""
        if self._on and self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            self._shown = ""


if __name__ == "__main__":
    sys.exit(main())
