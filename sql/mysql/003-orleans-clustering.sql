-- Members of the cluster. One version row per deployment is compared and raised by every change of the members. Times are UTC.
CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable (
    DeploymentId VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    Timestamp DATETIME(3) NOT NULL,
    Version INT NOT NULL,
    PRIMARY KEY (DeploymentId)
) ENGINE = InnoDB;

-- Listed = 0: written by a newcomer, not yet part of the table (see InsertMembershipKey).
CREATE TABLE IF NOT EXISTS OrleansMembershipTable (
    DeploymentId VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    Address VARCHAR(45) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    Port INT NOT NULL,
    Generation INT NOT NULL,
    Listed TINYINT NOT NULL,
    SiloName VARCHAR(150) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    HostName VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    Status INT NOT NULL,
    ProxyPort INT NOT NULL,
    SuspectTimes MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    StartTime DATETIME(3) NOT NULL,
    IAmAliveTime DATETIME(3) NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
) ENGINE = InnoDB;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', '
INSERT IGNORE INTO OrleansMembershipVersionTable (DeploymentId, Timestamp, Version)
VALUES (@DeploymentId, UTC_TIMESTAMP(3), 0);

SELECT ROW_COUNT() > 0 AS Inserted;
'),
-- The member and the version must change in one statement, and one statement cannot insert here and update there:
-- so the newcomer writes itself down unlisted, and one UPDATE of both tables lists it if the version still is the one it saw.
('InsertMembershipKey', '
INSERT INTO OrleansMembershipTable
    (DeploymentId, Address, Port, Generation, Listed, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
VALUES
    (@DeploymentId, @Address, @Port, @Generation, 0, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime)
ON DUPLICATE KEY UPDATE Listed = Listed;

UPDATE OrleansMembershipVersionTable v
JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
SET v.Version = v.Version + 1,
    v.Timestamp = UTC_TIMESTAMP(3),
    m.Listed = 1,
    m.SiloName = @SiloName,
    m.HostName = @HostName,
    m.Status = @Status,
    m.ProxyPort = @ProxyPort,
    m.StartTime = @StartTime,
    m.IAmAliveTime = @IAmAliveTime
WHERE v.DeploymentId = @DeploymentId
  AND v.Version = @Version
  AND m.Address = @Address
  AND m.Port = @Port
  AND m.Generation = @Generation
  AND m.Listed = 0;

SELECT ROW_COUNT() > 0 AS Inserted;
'),
('UpdateMembershipKey', '
UPDATE OrleansMembershipVersionTable v
JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
SET v.Version = v.Version + 1,
    v.Timestamp = UTC_TIMESTAMP(3),
    m.Status = @Status,
    m.SuspectTimes = @SuspectTimes,
    m.IAmAliveTime = @IAmAliveTime
WHERE v.DeploymentId = @DeploymentId
  AND v.Version = @Version
  AND m.Address = @Address
  AND m.Port = @Port
  AND m.Generation = @Generation
  AND m.Listed = 1;

SELECT ROW_COUNT() > 0 AS Updated;
'),
('UpdateIAmAlivetimeKey', '
UPDATE OrleansMembershipTable
SET IAmAliveTime = @IAmAliveTime
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation;
'),
('MembershipReadRowKey', '
SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
FROM OrleansMembershipVersionTable v
LEFT JOIN OrleansMembershipTable m
    ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation AND m.Listed = 1
WHERE v.DeploymentId = @DeploymentId;
'),
('MembershipReadAllKey', '
SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
FROM OrleansMembershipVersionTable v
LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId AND m.Listed = 1
WHERE v.DeploymentId = @DeploymentId;
'),
('GatewaysQueryKey', '
SELECT Address, ProxyPort, Generation
FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0 AND Listed = 1;
'),
('DeleteMembershipTableEntriesKey', '
DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId;
'),
-- 6 is SiloStatus.Dead.
('CleanupDefunctSiloEntriesKey', '
DELETE FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND (Status = 6 OR Listed = 0);
')
ON DUPLICATE KEY UPDATE QueryText = VALUES(QueryText);
