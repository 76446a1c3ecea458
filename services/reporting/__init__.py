"""reporting: what it all amounts to.

Owns    read models of every dated fact the others publish, the frozen report on each closed release, the pages;
        the state of things as told, with the place it is of, for those who join late or compare a copy.
Hears   from projects and councils: everything, each aggregate from its first event.
Says    release-report-frozen, history-rewound.
Serves  /api/v1/reports, /api/v1/snapshot, /api/v1/digest, the pages /, /projects/… and /releases/…, and /api/docs.
"""
