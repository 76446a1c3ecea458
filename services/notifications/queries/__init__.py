"""What readers look up: pages of the log, single events, subscriptions and what one would bring."""
