"""Report once: facts that other systems tell in files or as single events, beside what people set by hand.

A service says which kinds of facts it takes (`kinds.Kind`), and mounts what is here: receiving a file, checking and
applying it whole or not at all, taking one CloudEvent, and listing where a feed and a person disagree.
"""
