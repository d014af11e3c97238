-- What people query. Times are UTC; booleans are 0 or 1; durations are milliseconds.

-- state: planning, running, completed, cancelled.
CREATE TABLE IF NOT EXISTS runs (
    run VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    state VARCHAR(16) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    sources INT NOT NULL,
    ok INT NOT NULL,
    failed INT NOT NULL,
    started_at DATETIME(3) NOT NULL,
    finished_at DATETIME(3) NULL,
    PRIMARY KEY (run),
    KEY by_start (started_at)
) ENGINE = InnoDB;

-- One row for each source of each run, written once. sha256 is that of the decompressed body.
CREATE TABLE IF NOT EXISTS outcomes (
    run VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    source VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    url TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    ok TINYINT NOT NULL,
    status SMALLINT NULL,
    error_kind VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    error_message TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    attempts INT NOT NULL,
    bytes BIGINT NOT NULL,
    records INT NOT NULL,
    sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    unchanged TINYINT NOT NULL,
    started_at DATETIME(3) NOT NULL,
    duration_ms BIGINT NOT NULL,
    shard INT NOT NULL,
    position INT NOT NULL,
    PRIMARY KEY (run, source),
    KEY by_shard (run, shard, ok),
    KEY by_source (source, started_at)
) ENGINE = InnoDB;

-- The records of a source, as JSON: those of its last good fetch, or of all fetches merged where it is read incrementally.
-- seq counts from 0; run is the one that brought the record.
CREATE TABLE IF NOT EXISTS records (
    source VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    seq INT NOT NULL,
    run VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    data LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    PRIMARY KEY (source, seq)
) ENGINE = InnoDB;

-- Where an incremental source has the record of a key (a hash): what makes its rows mergeable. Other sources have no keys.
CREATE TABLE IF NOT EXISTS record_keys (
    source VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    row_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    seq INT NOT NULL,
    PRIMARY KEY (source, row_key)
) ENGINE = InnoDB;

-- Rows of a fetch that is not whole yet (several pages, or one large body): they become records all together.
CREATE TABLE IF NOT EXISTS staged_records (
    source VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    seq INT NOT NULL,
    row_key CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    data LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    PRIMARY KEY (source, seq)
) ENGINE = InnoDB;

-- Bodies that a gather was asked to keep, decompressed, in parts of at most 1 MiB; last is 1 for the last part.
CREATE TABLE IF NOT EXISTS contents (
    source VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    part INT NOT NULL,
    last TINYINT NOT NULL,
    sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    charset VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    data LONGBLOB NOT NULL,
    PRIMARY KEY (source, part)
) ENGINE = InnoDB;

-- Which engine runs the grains of the cluster on this store.
CREATE TABLE IF NOT EXISTS gleaner_cluster (
    id TINYINT NOT NULL,
    engine VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    since DATETIME(3) NOT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB;
