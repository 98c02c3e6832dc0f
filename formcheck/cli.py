"""The command line. Results go to stdout, progress and errors to stderr."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import formcheck
from formcheck.commands.streams import ProgressLine, as_json_text
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
    _add_history(commands.add_parser("history", help="look back on your sessions"))
    _add_export(commands.add_parser("export", help="write the history to a file"))
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
    parser.add_argument(
        "--report", type=Path, metavar="FILE.html", help="write a page for a professional (or .pdf)"
    )
    parser.add_argument("--save", action="store_true", help="keep the result in the history")
    parser.add_argument("--profile", metavar="NAME", help="whose session it is (default: Me)")
    parser.set_defaults(run=_check)


def _add_stretches(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", nargs="?", metavar="ID|learn", help="show this one; or learn")
    parser.add_argument("video", nargs="?", type=Path, metavar="VIDEO", help="learn from it")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument("--check", type=Path, metavar="FILE", help="check a definition file")
    parser.add_argument(
        "--schema", action="store_true", help="the file format as JSON Schema, for editors"
    )
    parser.add_argument("--hold", metavar="FROM-TO", help="learn: seconds of the hold, as 12-20")
    parser.add_argument(
        "--side", choices=("left", "right", "both"), help="learn: the side that is stretched"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="learn: write the definition here")
    parser.add_argument("--model", metavar="lite|full|heavy|PATH", help="learn: pose model")
    parser.set_defaults(run=_stretches)


def _add_app(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_positive_whole, default=8501, metavar="N")
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDR")
    parser.set_defaults(run=_app)


def _add_history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--profile", metavar="NAME", help="of one person only")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=_history)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.{csv,json}", help="table, or everything")
    parser.add_argument("--profile", metavar="NAME", help="of one person only")
    parser.set_defaults(run=_export)


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
    parser.add_argument(
        "--camera", action="store_true", help="see the clips as a camera would give them, live"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=_bench)


def _add_doctor(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=_doctor)


def _check(options: argparse.Namespace) -> int:
    from formcheck.commands.check import run_check

    return run_check(options)


def _history(options: argparse.Namespace) -> int:
    from formcheck.commands.history import run_history

    return run_history(options)


def _export(options: argparse.Namespace) -> int:
    from formcheck.commands.history import run_export

    return run_export(options)


def _stretches(options: argparse.Namespace) -> int:
    from formcheck.commands.stretches import run_stretches

    return run_stretches(options)


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
        options.camera,
    )
    with ProgressLine() as line:
        report = bench(wanted, line.show)
    print(as_json_text(report) if options.json else in_words(report))
    return EXIT_JUDGED


def _doctor(options: argparse.Namespace) -> int:
    from formcheck.doctor import examine

    findings = examine()
    if options.json:
        print(as_json_text([finding.as_dict() for finding in findings]))
    else:
        for finding in findings:
            print(f"{'ok ' if finding.ok else 'NO '} {finding.name}: {finding.detail}")
            if finding.remedy:
                print(f"    {finding.remedy}")
    return EXIT_JUDGED if all(finding.ok for finding in findings) else 1


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


if __name__ == "__main__":
    sys.exit(main())
