"""Checking a recording or a photo from end to end: read, find the body, recognise, judge, write."""

from formcheck.recorded.check import Checked, Options, check_file

__all__ = ["Checked", "Options", "check_file"]
