"""The services of the Partnership from the command line."""
