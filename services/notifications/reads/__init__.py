"""Reading rows: places in the log, and what commands on subscriptions decide on."""
