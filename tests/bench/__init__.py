"""Speed and memory, measured beside peers in the same run. A room adds a module here with a `measure(report)`."""
