"""`make soak [LEVEL=proses] [PEOPLE=10] [MINUTES=10]`: many at once on one workshop, in browsers or as processes."""

import os
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tests.soak import browsers, processes  # noqa: E402

LEVELS = {"peramban": browsers.soak, "proses": processes.soak}


def main() -> None:
    soak = LEVELS[os.environ.get("LEVEL") or "peramban"]
    people, minutes = int(os.environ.get("PEOPLE") or 10), float(os.environ.get("MINUTES") or 10)
    mistakes = soak(people, minutes, random.SystemRandom().randrange(10**6))
    for mistake in mistakes:
        print(mistake)
    print("holds" if not mistakes else f"{len(mistakes)} MISTAKES")
    sys.exit(bool(mistakes))


if __name__ == "__main__":
    main()
