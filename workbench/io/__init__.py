"""In and out: the only room that reads or writes files. Import its modules by name; this one stays light."""
