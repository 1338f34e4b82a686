"""`python -m dashapp` is `gpdash`."""

from __future__ import annotations

import sys

from dashapp.cli import main

sys.exit(main())
