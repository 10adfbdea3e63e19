"""The panels of the audit: is the plan fair, how sure is it, and what would make it surer."""
