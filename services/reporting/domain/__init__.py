"""How each figure as at a date is computed: plain functions from facts to figures, without a session or a clock."""
