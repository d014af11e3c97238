-- Statements by name. Orleans' ADO.NET providers read them at start and run nothing else.
-- Every text below is autocommit, without procedures and user variables, so that a failure leaves nothing open in a pool.
CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    QueryText TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    PRIMARY KEY (QueryKey)
) ENGINE = InnoDB;
