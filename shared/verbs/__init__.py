"""What every service's command line can do beside running the service."""
