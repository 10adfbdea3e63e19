"""The pure core of the workbench: typed tables in, tables out. Only `workbench.io` reads or writes."""
