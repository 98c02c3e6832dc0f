"""Run as a program: writes a live session that only a kill ends, and says what it has held.

Beside what formcheck saves each second of its session, every tick's held time goes to a plain file:
the truth to compare with.
"""

import sys
import time
from pathlib import Path

from past import hamstring, hold

from formcheck.history import History, NewSession

TICK_S = 0.01


def main(url, truth):
    history = History.open(url)
    writer = history.begin(NewSession("Anna", "live", "full"))
    done = [hamstring()] * 6
    begun, saved_s = time.monotonic(), 0.0
    with Path(truth).open("ab", buffering=0) as log:
        while True:
            now_s = time.monotonic() - begun
            if now_s - saved_s >= 1.0:
                writer.save([*done, hamstring(hold(held_s=now_s))], now_s)
                saved_s = now_s
            log.write(f"{now_s} {saved_s}\n".encode())
            time.sleep(TICK_S)


if __name__ == "__main__":
    main(*sys.argv[1:])
