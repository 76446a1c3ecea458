"""A council in a box: endpoints that behave well and badly, and a mail server that only shows what it was sent.

For trying things before there are real keys and real endpoints. It keeps what it was sent in memory alone, delivers no
mail to anybody, and is of no use to a system that does real work.
"""
