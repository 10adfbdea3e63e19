"""What is: the agency's tables on one date."""

from workbench.staffing.schema import Column, Schema, Schemas
from workbench.staffing.tables import TABLES, Staffing, problems
from workbench.staffing.vocabulary import Vocabulary

__all__ = ["TABLES", "Column", "Schema", "Schemas", "Staffing", "Vocabulary", "problems"]
