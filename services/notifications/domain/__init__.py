"""What may happen to subscriptions, and which events one wants: plain functions, without a session or a clock."""
