"""What readers look up: pages of the log, places in it, single events."""
