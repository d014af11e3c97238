-- A store of the first version has no tables for rows in parts: 010 was completed in place after it was out, and a script that was
-- applied is not applied again. What is there already stays as it is. (020 likewise: 060 makes its view.)

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
