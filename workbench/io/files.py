"""Files that are there whole or not at all."""

import os
import secrets
from pathlib import Path


def publish(path: Path, content: bytes) -> None:
    """Write `content` at `path`; whoever reads it meanwhile sees the old file or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with aside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    finally:
        aside.unlink(missing_ok=True)
