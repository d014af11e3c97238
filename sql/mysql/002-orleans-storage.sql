-- Grain state. GrainTypeString is the state's name; the hashes follow from the other key columns and are kept for Orleans.
-- The key stays under InnoDB's 3,072 bytes, so it is a real one; its order lets names be listed page by page.
-- Times are UTC.
CREATE TABLE IF NOT EXISTS OrleansStorage (
    GrainTypeString VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    GrainIdExtensionString VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    ServiceId VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    GrainIdN0 BIGINT NOT NULL,
    GrainIdN1 BIGINT NOT NULL,
    GrainIdHash INT NOT NULL,
    GrainTypeHash INT NOT NULL,
    Version INT NOT NULL,
    ModifiedOn DATETIME(3) NOT NULL,
    PayloadBinary LONGBLOB NULL,
    PRIMARY KEY (GrainTypeString, GrainIdExtensionString, ServiceId, GrainIdN0, GrainIdN1)
) ENGINE = InnoDB;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', '
SELECT PayloadBinary, Version
FROM OrleansStorage
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1;
'),
-- IGNORE would also cut what is too long, so a key that does not fit is not offered to it.
('WriteToStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = @PayloadBinary, ModifiedOn = UTC_TIMESTAMP(3), Version = Version + 1
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND Version = @GrainStateVersion;

SELECT CASE WHEN ROW_COUNT() = 1 THEN @GrainStateVersion + 1 END AS NewGrainStateVersion
FROM DUAL
WHERE @GrainStateVersion IS NOT NULL;

INSERT IGNORE INTO OrleansStorage
    (GrainTypeString, GrainIdExtensionString, ServiceId, GrainIdN0, GrainIdN1, GrainIdHash, GrainTypeHash, Version, ModifiedOn, PayloadBinary)
SELECT @GrainTypeString, COALESCE(@GrainIdExtensionString, ''''), @ServiceId, @GrainIdN0, @GrainIdN1, @GrainIdHash, @GrainTypeHash,
    1, UTC_TIMESTAMP(3), @PayloadBinary
FROM DUAL
WHERE @GrainStateVersion IS NULL
  AND CHAR_LENGTH(@GrainTypeString) <= 100
  AND CHAR_LENGTH(COALESCE(@GrainIdExtensionString, '''')) <= 512
  AND CHAR_LENGTH(@ServiceId) <= 100;

SELECT CASE WHEN ROW_COUNT() = 1 THEN 1 END AS NewGrainStateVersion
FROM DUAL
WHERE @GrainStateVersion IS NULL;
'),
('ClearStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = NULL, ModifiedOn = UTC_TIMESTAMP(3), Version = Version + 1
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND Version = @GrainStateVersion;

SELECT CASE WHEN ROW_COUNT() = 1 THEN @GrainStateVersion + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
'),
('DeleteStorageKey', '
DELETE FROM OrleansStorage
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND Version = @GrainStateVersion;

SELECT CASE WHEN ROW_COUNT() = 1 THEN @GrainStateVersion + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
')
ON DUPLICATE KEY UPDATE QueryText = VALUES(QueryText);
