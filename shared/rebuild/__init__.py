"""Making what was built from events anew, beside the service that goes on answering and hearing."""
