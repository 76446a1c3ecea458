"""The pages: templates, the style sheet and fonts they need, and how they are rendered."""
