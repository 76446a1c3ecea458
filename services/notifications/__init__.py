"""notifications: telling people and machines.

Owns    the log of every event heard, in one order that all its readers see; the catalogue of event types;
        subscriptions, what is delivered by them, and the accounts of partners on the broker. No address: it asks
        councils how a role is reached when it needs to know, and keeps nothing of the answer.
Hears   everything of projects, councils, reporting and its own; signing keys and revoked clients.
Says    subscription-made, subscription-changed, subscription-ended, subscription-stopped, subscription-agreed,
        subscription-secret-issued, subscription-secret-retired, subscription-paused, subscription-resumed,
        subscription-deliveries-skipped, subscription-key-added, subscription-key-removed, history-rewound.
Serves  /api/v1/events (pull feed), /api/v1/events/stream (server-sent events), /api/v1/event-types,
        /api/v1/subscriptions, /api/v1/deliveries.
"""
