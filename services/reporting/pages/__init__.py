"""The pages: their templates, the files that only they need, and what they are rendered with."""
