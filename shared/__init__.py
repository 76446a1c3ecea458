"""What two services use and no business word names; the one exception is the published language in events/."""
