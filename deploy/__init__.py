"""How the system is run: images, configuration, the loader of real data and the operator's tools."""
