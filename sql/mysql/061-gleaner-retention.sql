-- What the cluster prunes by itself: at most one row, written by 'gleaner retention'. Times are UTC.
-- next_at is when the next pass is due; while one is under way it is when another silo may take it over.
CREATE TABLE IF NOT EXISTS retention (
    id TINYINT NOT NULL,
    older_than_s BIGINT NOT NULL,
    keep_last INT NOT NULL,
    next_at DATETIME(3) NOT NULL,
    last_at DATETIME(3) NULL,
    last_runs INT NULL,
    last_outcomes BIGINT NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB;
