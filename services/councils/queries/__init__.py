"""What people look up in councils: SELECTs into response shapes."""
