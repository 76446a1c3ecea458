"""What people ask of councils: load, decide, save, record; one visible transaction each."""
