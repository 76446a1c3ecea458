"""What people ask of projects: load, decide, save, record; one visible transaction each."""
