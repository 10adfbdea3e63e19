"""`make soak [LEVEL=proses] [MINUTES=10]`: ten participants on one workshop, in browsers or as processes."""

import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tests.soak import browsers, processes  # noqa: E402

LEVELS = {"peramban": browsers.soak, "proses": processes.soak}


def main(given: list[str]) -> None:
    level = next((each for each in given if each in LEVELS), "peramban")
    minutes = float(next((each for each in given if each and each not in LEVELS), 10))
    mistakes = LEVELS[level](minutes, random.SystemRandom().randrange(10**6))
    for mistake in mistakes:
        print(mistake)
    print("holds" if not mistakes else f"{len(mistakes)} MISTAKES")
    sys.exit(bool(mistakes))


if __name__ == "__main__":
    main(sys.argv[1:])
