"""The pages: their templates, and what they are rendered with."""
