"""Partners on the broker: each in an account of its own, with one durable of ours a stream, and nothing else.

The database says which partners there are, and `keeper` makes it so on the broker, again and again: the file with their
accounts (`accounts`), which the broker reads while it runs, and their durables (`durables`). Why it is done in this way
is told beside the broker's configuration, in deploy/nats/README.md.
"""
