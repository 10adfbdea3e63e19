"""The panels on what comes of a plan: decrees in their order, the pre-flight, retirements to come, the bench."""
