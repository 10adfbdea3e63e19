"""The sheets of the placement page: each puts leaves together, shows what it knows, and asks about the plan."""
