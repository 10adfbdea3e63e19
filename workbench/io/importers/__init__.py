"""Files in, a staffing out. `read` reads any number of files as one delivery; `take` keeps the result as a snapshot.

All or nothing: while one problem of severity "error" stands, nothing is imported. A cell that cannot be read becomes
unknown and is named; nothing is dropped in silence, nothing is repaired by guessing.
"""

from workbench.io.importers.problems import sentence, workbook, write_workbook
from workbench.io.importers.reading import Imported, Stopped, read, take
from workbench.io.importers.settings import default as default_settings
from workbench.io.importers.templates import template, write_templates

__all__ = [
    "Imported",
    "Stopped",
    "default_settings",
    "read",
    "sentence",
    "take",
    "template",
    "workbook",
    "write_templates",
    "write_workbook",
]
