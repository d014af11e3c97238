-- What people query. Times are UTC, ISO 8601 with milliseconds; booleans are 0 or 1; durations are milliseconds.

-- state: planning, running, completed, cancelled.
CREATE TABLE IF NOT EXISTS runs (
    run TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    sources INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT NULL
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS runs_by_start ON runs (started_at);

-- One row for each source of each run, written once. sha256 is that of the decompressed body.
CREATE TABLE IF NOT EXISTS outcomes (
    run TEXT NOT NULL,
    source TEXT NOT NULL,
    url TEXT NOT NULL,
    ok INTEGER NOT NULL,
    status INTEGER NULL,
    error_kind TEXT NULL,
    error_message TEXT NULL,
    attempts INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    records INTEGER NOT NULL,
    sha256 TEXT NULL,
    unchanged INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    duration_ms INTEGER NOT NULL,
    shard INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (run, source)
) WITHOUT ROWID;

CREATE INDEX IF NOT EXISTS outcomes_by_shard ON outcomes (run, shard, ok);
CREATE INDEX IF NOT EXISTS outcomes_by_source ON outcomes (source, started_at);

-- The records of a source, as JSON: those of its last good fetch, or of all fetches merged where it is read incrementally.
-- seq counts from 0; run is the one that brought the record.
CREATE TABLE IF NOT EXISTS records (
    source TEXT NOT NULL,
    seq INTEGER NOT NULL,
    run TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (source, seq)
) WITHOUT ROWID;

-- Where an incremental source has the record of a key (a hash): what makes its rows mergeable. Other sources have no keys.
CREATE TABLE IF NOT EXISTS record_keys (
    source TEXT NOT NULL,
    row_key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (source, row_key)
) WITHOUT ROWID;

-- Rows of a fetch that is not whole yet (several pages, or one large body): they become records all together.
CREATE TABLE IF NOT EXISTS staged_records (
    source TEXT NOT NULL,
    seq INTEGER NOT NULL,
    row_key TEXT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (source, seq)
) WITHOUT ROWID;

-- Bodies that a gather was asked to keep, decompressed, in parts of at most 1 MiB; last is 1 for the last part.
CREATE TABLE IF NOT EXISTS contents (
    source TEXT NOT NULL,
    part INTEGER NOT NULL,
    last INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    charset TEXT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (source, part)
);

-- Which engine runs the grains of the cluster on this store.
CREATE TABLE IF NOT EXISTS gleaner_cluster (
    id INTEGER NOT NULL PRIMARY KEY,
    engine TEXT NOT NULL,
    since TEXT NOT NULL
);
