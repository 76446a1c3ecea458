"""Loads the real data through the public API, as a council's system would; loading twice changes nothing."""
