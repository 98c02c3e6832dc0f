"""Holds as the coach finishes them, for tests of what comes after the coach."""

from formcheck.coach.feedback import Verdict
from formcheck.coach.hold import HoldBook, Moment
from formcheck.coach.judge import Episode
from formcheck.coach.progress import FinishedHold


def finished_hold(stretch, side, start_s, held_s, *, peak_deg=80.0, faults=None):
    """A hold of `held_s` seconds; `faults` maps check ids to (start_s, end_s) of their faults."""
    faults = faults or {}
    withholding = tuple(check.withholds_credit for check in stretch.checks)
    driver = stretch.driver.format(side=side, near=side, other=side, far=side)
    book = HoldBook(side, driver, start_s, withholding, stretch.driver_peak == "max")
    tick_s = 0.1
    for tick in range(1, round(held_s / tick_s) + 1):
        t_s = start_s + tick * tick_s
        verdicts = tuple((_verdict(faults.get(check.id), t_s), True) for check in stretch.checks)
        book.add(Moment(t_s, tick_s, verdicts, peak_deg, 4.0))
    book.close(start_s + held_s)
    episodes = tuple(
        (Episode(*faults[check.id], 1.5),) if check.id in faults else () for check in stretch.checks
    )
    return FinishedHold(book, start_s + held_s, episodes, (), ({},) * len(stretch.checks))


def _verdict(fault, t_s):
    return Verdict.FIX if fault and fault[0] < t_s <= fault[1] else Verdict.GOOD
