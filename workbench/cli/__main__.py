"""`python -m workbench.cli` is `penataan`."""

import sys

from workbench.cli import main

sys.exit(main())
