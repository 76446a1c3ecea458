"""reporting: what it all amounts to.

Owns    read models of every dated fact the others publish, the frozen report on each closed release, and the pages.
Hears   from projects and councils: everything, each aggregate from its first event.
Says    release-report-frozen, history-rewound.
Serves  /api/v1/reports, the pages /, /projects/… and /releases/…, and /api/docs.
"""
