"""Applications: leaves and core, composed. An app notebook is one import and one call of a module here."""
