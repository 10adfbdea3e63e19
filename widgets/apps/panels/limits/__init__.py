"""The limits of a scenario: what each uses, a form that sets one, and why one is refused."""
