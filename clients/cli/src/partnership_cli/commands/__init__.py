"""One module a noun; each has its commands in `app`, and reaches for the service when it is run."""
