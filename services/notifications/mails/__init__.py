"""Mails: two roles are told, once, that a subscription of theirs is paused or stopped, and not through its endpoint.

That they are to be told is committed with the pause (`telling`). A worker (`worker`) finds what is due (`queue`), asks
the mail server whether it takes mail (`post`), and only then councils for the address, writes the mail (`wording`),
hands it over, and forgets the address. A mail may come twice, with the same Message-ID, where a server fell silent
after it had taken it.
"""
