"""Planning: the log becomes deliveries, for each webhook what it wants, in the order of the log."""
