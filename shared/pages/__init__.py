"""What the pages of all services have in common: their look, how they are rendered, and how they refuse."""
