"""`python -m formcheck` is the command line."""

import sys

from formcheck.cli import main

sys.exit(main())
