"""What may happen in notifications: pure decisions."""
