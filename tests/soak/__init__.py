"""Many people on one workshop for minutes on end, and a process killed now and then: outside the ordinary tests."""
