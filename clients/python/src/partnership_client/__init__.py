"""Talk to the services of the Partnership from Python."""
