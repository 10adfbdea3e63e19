"""The limits of a plan: as rows for the engine, measured beside today, and checked on a finished plan."""
