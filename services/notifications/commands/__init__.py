"""What people ask for: each loads, decides, saves and records in one visible transaction."""
