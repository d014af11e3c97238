-- What the cluster prunes by itself: at most one row, written by 'gleaner retention'. Times are UTC.
-- next_at is when the next pass is due; while one is under way it is when another silo may take it over.
CREATE TABLE IF NOT EXISTS retention (
    id INTEGER NOT NULL PRIMARY KEY,
    older_than_s INTEGER NOT NULL,
    keep_last INTEGER NOT NULL,
    next_at TEXT NOT NULL,
    last_at TEXT NULL,
    last_runs INTEGER NULL,
    last_outcomes INTEGER NULL
);
