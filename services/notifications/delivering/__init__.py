"""Delivering webhooks: taking up what is due, trying it, writing down what came of it, pausing who fails.

A lane is what one aggregate has to tell one subscription. Its first delivery that is not settled is its head, and only
heads are tried: so order holds within a lane, and a lane that is held back holds back nothing else. A worker has a head
by a lease (`claims`), tries it (`worker`), and settles what came of it together with whatever else ended meanwhile
(`settling`). Endpoints that take nothing are paused and probed, and go on by themselves (`standing`); what waits for
longer than its subscription keeps it is skipped, and what is old is forgotten (`upkeep`).
"""
