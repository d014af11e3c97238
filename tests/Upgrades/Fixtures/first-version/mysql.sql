CREATE TABLE `OrleansMembershipTable` (
  `DeploymentId` varchar(150) NOT NULL,
  `Address` varchar(45) NOT NULL,
  `Port` int(11) NOT NULL,
  `Generation` int(11) NOT NULL,
  `Listed` tinyint(4) NOT NULL,
  `SiloName` varchar(150) NOT NULL,
  `HostName` varchar(255) NOT NULL,
  `Status` int(11) NOT NULL,
  `ProxyPort` int(11) NOT NULL,
  `SuspectTimes` mediumtext DEFAULT NULL,
  `StartTime` datetime(3) NOT NULL,
  `IAmAliveTime` datetime(3) NOT NULL,
  PRIMARY KEY (`DeploymentId`,`Address`,`Port`,`Generation`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `OrleansMembershipVersionTable` (
  `DeploymentId` varchar(150) NOT NULL,
  `Timestamp` datetime(3) NOT NULL,
  `Version` int(11) NOT NULL,
  PRIMARY KEY (`DeploymentId`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `OrleansQuery` (
  `QueryKey` varchar(64) NOT NULL,
  `QueryText` text NOT NULL,
  PRIMARY KEY (`QueryKey`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `OrleansRemindersTable` (
  `ServiceId` varchar(100) NOT NULL,
  `GrainId` varchar(500) NOT NULL,
  `ReminderName` varchar(150) NOT NULL,
  `StartTime` datetime(3) NOT NULL,
  `Period` bigint(20) NOT NULL,
  `GrainHash` int(11) NOT NULL,
  `Version` int(11) NOT NULL,
  PRIMARY KEY (`ServiceId`,`GrainId`,`ReminderName`),
  KEY `by_hash` (`ServiceId`,`GrainHash`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `OrleansStorage` (
  `GrainTypeString` varchar(100) NOT NULL,
  `GrainIdExtensionString` varchar(512) NOT NULL,
  `ServiceId` varchar(100) NOT NULL,
  `GrainIdN0` bigint(20) NOT NULL,
  `GrainIdN1` bigint(20) NOT NULL,
  `GrainIdHash` int(11) NOT NULL,
  `GrainTypeHash` int(11) NOT NULL,
  `Version` int(11) NOT NULL,
  `ModifiedOn` datetime(3) NOT NULL,
  `PayloadBinary` longblob DEFAULT NULL,
  PRIMARY KEY (`GrainTypeString`,`GrainIdExtensionString`,`ServiceId`,`GrainIdN0`,`GrainIdN1`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `contents` (
  `source` varchar(200) NOT NULL,
  `part` int(11) NOT NULL,
  `last` tinyint(4) NOT NULL,
  `sha256` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `charset` varchar(64) DEFAULT NULL,
  `data` longblob NOT NULL,
  PRIMARY KEY (`source`,`part`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `gleaner_cluster` (
  `id` tinyint(4) NOT NULL,
  `engine` varchar(32) NOT NULL,
  `since` datetime(3) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `gleaner_schema` (
  `version` int(11) NOT NULL,
  `applied_at` datetime(3) NOT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `outcomes` (
  `run` varchar(64) NOT NULL,
  `source` varchar(200) NOT NULL,
  `url` text NOT NULL,
  `ok` tinyint(4) NOT NULL,
  `status` smallint(6) DEFAULT NULL,
  `error_kind` varchar(32) DEFAULT NULL,
  `error_message` text DEFAULT NULL,
  `attempts` int(11) NOT NULL,
  `bytes` bigint(20) NOT NULL,
  `records` int(11) NOT NULL,
  `sha256` char(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `unchanged` tinyint(4) NOT NULL,
  `started_at` datetime(3) NOT NULL,
  `duration_ms` bigint(20) NOT NULL,
  `shard` int(11) NOT NULL,
  `position` int(11) NOT NULL,
  PRIMARY KEY (`run`,`source`),
  KEY `by_shard` (`run`,`shard`,`ok`),
  KEY `by_source` (`source`,`started_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `records` (
  `source` varchar(200) NOT NULL,
  `seq` int(11) NOT NULL,
  `run` varchar(64) NOT NULL,
  `data` longtext NOT NULL,
  PRIMARY KEY (`source`,`seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE TABLE `runs` (
  `run` varchar(64) NOT NULL,
  `state` varchar(16) NOT NULL,
  `sources` int(11) NOT NULL,
  `ok` int(11) NOT NULL,
  `failed` int(11) NOT NULL,
  `started_at` datetime(3) NOT NULL,
  `finished_at` datetime(3) DEFAULT NULL,
  PRIMARY KEY (`run`),
  KEY `by_start` (`started_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
CREATE VIEW `sources` AS select substr(`OrleansStorage`.`GrainIdExtensionString`,8) AS `source`,json_unquote(json_extract(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.definition.url')) AS `url`,json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.health') AS `health`,cast(substring_index(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.lastOkAt'),'+',1) as datetime(3)) AS `last_ok_at`,cast(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.consecutiveFailures') as signed) AS `consecutive_failures`,cast(substring_index(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.nextDue'),'+',1) as datetime(3)) AS `next_due`,cast(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.records') as signed) AS `records`,cast(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.bytes') as signed) AS `bytes`,json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.sha256') AS `sha256`,json_contains(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'true','$.applied') AS `applied` from `OrleansStorage` where `OrleansStorage`.`GrainTypeString` = 'source' and `OrleansStorage`.`PayloadBinary` is not null;
INSERT INTO OrleansMembershipTable VALUES ('gleaner', '127.0.0.1', 38591, 154544519, 1, 'silo-1-8355e', 'vm', 3, 42711, NULL, '2026-11-24 17:01:59.993', '2026-11-24 17:02:00.005');
INSERT INTO OrleansMembershipVersionTable VALUES ('gleaner', '2026-11-24 17:02:00.006', 2);
INSERT INTO OrleansQuery VALUES ('CleanupDefunctSiloEntriesKey', '
DELETE FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND (Status = 6 OR Listed = 0);
');
INSERT INTO OrleansQuery VALUES ('ClearStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = NULL, ModifiedOn = UTC_TIMESTAMP(3), Version = Version + 1
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND Version = @GrainStateVersion;

SELECT CASE WHEN ROW_COUNT() = 1 THEN @GrainStateVersion + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
');
INSERT INTO OrleansQuery VALUES ('DeleteMembershipTableEntriesKey', '
DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId;
');
INSERT INTO OrleansQuery VALUES ('DeleteReminderRowKey', '
DELETE FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version;

SELECT ROW_COUNT() > 0 AS Deleted;
');
INSERT INTO OrleansQuery VALUES ('DeleteReminderRowsKey', '
DELETE FROM OrleansRemindersTable WHERE ServiceId = @ServiceId;
');
INSERT INTO OrleansQuery VALUES ('DeleteStorageKey', '
DELETE FROM OrleansStorage
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND Version = @GrainStateVersion;

SELECT CASE WHEN ROW_COUNT() = 1 THEN @GrainStateVersion + 1 ELSE @GrainStateVersion END AS NewGrainStateVersion;
');
INSERT INTO OrleansQuery VALUES ('GatewaysQueryKey', '
SELECT Address, ProxyPort, Generation
FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0 AND Listed = 1;
');
INSERT INTO OrleansQuery VALUES ('InsertMembershipKey', '
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
');
INSERT INTO OrleansQuery VALUES ('InsertMembershipVersionKey', '
INSERT IGNORE INTO OrleansMembershipVersionTable (DeploymentId, Timestamp, Version)
VALUES (@DeploymentId, UTC_TIMESTAMP(3), 0);

SELECT ROW_COUNT() > 0 AS Inserted;
');
INSERT INTO OrleansQuery VALUES ('MembershipReadAllKey', '
SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
FROM OrleansMembershipVersionTable v
LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId AND m.Listed = 1
WHERE v.DeploymentId = @DeploymentId;
');
INSERT INTO OrleansQuery VALUES ('MembershipReadRowKey', '
SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
FROM OrleansMembershipVersionTable v
LEFT JOIN OrleansMembershipTable m
    ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation AND m.Listed = 1
WHERE v.DeploymentId = @DeploymentId;
');
INSERT INTO OrleansQuery VALUES ('ReadFromStorageKey', '
SELECT PayloadBinary, Version
FROM OrleansStorage
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1;
');
INSERT INTO OrleansQuery VALUES ('ReadRangeRows1Key', '
SELECT GrainId, ReminderName, StartTime, Period, Version
FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainHash > @BeginHash AND GrainHash <= @EndHash;
');
INSERT INTO OrleansQuery VALUES ('ReadRangeRows2Key', '
SELECT GrainId, ReminderName, StartTime, Period, Version
FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND (GrainHash > @BeginHash OR GrainHash <= @EndHash);
');
INSERT INTO OrleansQuery VALUES ('ReadReminderRowKey', '
SELECT GrainId, ReminderName, StartTime, Period, Version
FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName;
');
INSERT INTO OrleansQuery VALUES ('ReadReminderRowsKey', '
SELECT GrainId, ReminderName, StartTime, Period, Version
FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId;
');
INSERT INTO OrleansQuery VALUES ('UpdateIAmAlivetimeKey', '
UPDATE OrleansMembershipTable
SET IAmAliveTime = @IAmAliveTime
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation;
');
INSERT INTO OrleansQuery VALUES ('UpdateMembershipKey', '
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
');
INSERT INTO OrleansQuery VALUES ('UpsertReminderRowKey', '
INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, LAST_INSERT_ID(1))
ON DUPLICATE KEY UPDATE
    StartTime = VALUES(StartTime),
    Period = VALUES(Period),
    GrainHash = VALUES(GrainHash),
    Version = LAST_INSERT_ID(Version + 1);

SELECT LAST_INSERT_ID() AS Version;
');
INSERT INTO OrleansQuery VALUES ('WriteToStorageKey', '
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
');
INSERT INTO OrleansRemindersTable VALUES ('gleaner', 'gather/run/unfinished-run', 'resume', '2026-11-24 17:03:00.797', 60000, -1690833629, 1);
INSERT INTO OrleansStorage VALUES ('run', 'run/finished-run', 'gleaner', 0, 0, -1783542633, -250865644, 3, '2026-11-24 17:02:00.743', '{"options":{"concurrency":64,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"state":"completed","shardSizes":[3],"ok":2,"failed":1,"startedAt":"2026-11-24T17:02:00.424+00:00","finishedAt":"2026-11-24T17:02:00.728+00:00"}');
INSERT INTO OrleansStorage VALUES ('run', 'run/unfinished-run', 'gleaner', 0, 0, -650282642, -250865644, 2, '2026-11-24 17:02:00.799', '{"options":{"concurrency":2,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"state":"running","shardSizes":[30],"ok":0,"failed":0,"startedAt":"2026-11-24T17:02:00.79+00:00"}');
INSERT INTO OrleansStorage VALUES ('shard', 'run/finished-run/0', 'gleaner', 0, 0, 644183990, 453851889, 2, '2026-11-24 17:02:00.770', NULL);
INSERT INTO OrleansStorage VALUES ('shard', 'run/unfinished-run/0', 'gleaner', 0, 0, -863377581, 453851889, 1, '2026-11-24 17:02:00.796', '{"options":{"concurrency":2,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"sources":[{"name":"http://127.0.0.1:{port}/slow/300/0","definition":{"name":"http://127.0.0.1:{port}/slow/300/0","url":"http://127.0.0.1:{port}/slow/300/0","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/1","definition":{"name":"http://127.0.0.1:{port}/slow/300/1","url":"http://127.0.0.1:{port}/slow/300/1","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/2","definition":{"name":"http://127.0.0.1:{port}/slow/300/2","url":"http://127.0.0.1:{port}/slow/300/2","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/3","definition":{"name":"http://127.0.0.1:{port}/slow/300/3","url":"http://127.0.0.1:{port}/slow/300/3","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/4","definition":{"name":"http://127.0.0.1:{port}/slow/300/4","url":"http://127.0.0.1:{port}/slow/300/4","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/5","definition":{"name":"http://127.0.0.1:{port}/slow/300/5","url":"http://127.0.0.1:{port}/slow/300/5","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/6","definition":{"name":"http://127.0.0.1:{port}/slow/300/6","url":"http://127.0.0.1:{port}/slow/300/6","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/7","definition":{"name":"http://127.0.0.1:{port}/slow/300/7","url":"http://127.0.0.1:{port}/slow/300/7","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/8","definition":{"name":"http://127.0.0.1:{port}/slow/300/8","url":"http://127.0.0.1:{port}/slow/300/8","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/9","definition":{"name":"http://127.0.0.1:{port}/slow/300/9","url":"http://127.0.0.1:{port}/slow/300/9","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/10","definition":{"name":"http://127.0.0.1:{port}/slow/300/10","url":"http://127.0.0.1:{port}/slow/300/10","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/11","definition":{"name":"http://127.0.0.1:{port}/slow/300/11","url":"http://127.0.0.1:{port}/slow/300/11","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/12","definition":{"name":"http://127.0.0.1:{port}/slow/300/12","url":"http://127.0.0.1:{port}/slow/300/12","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/13","definition":{"name":"http://127.0.0.1:{port}/slow/300/13","url":"http://127.0.0.1:{port}/slow/300/13","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/14","definition":{"name":"http://127.0.0.1:{port}/slow/300/14","url":"http://127.0.0.1:{port}/slow/300/14","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/15","definition":{"name":"http://127.0.0.1:{port}/slow/300/15","url":"http://127.0.0.1:{port}/slow/300/15","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/16","definition":{"name":"http://127.0.0.1:{port}/slow/300/16","url":"http://127.0.0.1:{port}/slow/300/16","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/17","definition":{"name":"http://127.0.0.1:{port}/slow/300/17","url":"http://127.0.0.1:{port}/slow/300/17","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/18","definition":{"name":"http://127.0.0.1:{port}/slow/300/18","url":"http://127.0.0.1:{port}/slow/300/18","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/19","definition":{"name":"http://127.0.0.1:{port}/slow/300/19","url":"http://127.0.0.1:{port}/slow/300/19","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/20","definition":{"name":"http://127.0.0.1:{port}/slow/300/20","url":"http://127.0.0.1:{port}/slow/300/20","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/21","definition":{"name":"http://127.0.0.1:{port}/slow/300/21","url":"http://127.0.0.1:{port}/slow/300/21","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/22","definition":{"name":"http://127.0.0.1:{port}/slow/300/22","url":"http://127.0.0.1:{port}/slow/300/22","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/23","definition":{"name":"http://127.0.0.1:{port}/slow/300/23","url":"http://127.0.0.1:{port}/slow/300/23","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/24","definition":{"name":"http://127.0.0.1:{port}/slow/300/24","url":"http://127.0.0.1:{port}/slow/300/24","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/25","definition":{"name":"http://127.0.0.1:{port}/slow/300/25","url":"http://127.0.0.1:{port}/slow/300/25","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/26","definition":{"name":"http://127.0.0.1:{port}/slow/300/26","url":"http://127.0.0.1:{port}/slow/300/26","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/27","definition":{"name":"http://127.0.0.1:{port}/slow/300/27","url":"http://127.0.0.1:{port}/slow/300/27","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/28","definition":{"name":"http://127.0.0.1:{port}/slow/300/28","url":"http://127.0.0.1:{port}/slow/300/28","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/29","definition":{"name":"http://127.0.0.1:{port}/slow/300/29","url":"http://127.0.0.1:{port}/slow/300/29","headers":[],"tags":[]}}]}');
INSERT INTO OrleansStorage VALUES ('source', 'source/hourly', 'gleaner', 0, 0, -998600261, 130267501, 2, '2026-11-24 17:02:00.689', '{"definition":{"name":"hourly","url":"http://127.0.0.1:{port}/ok/hourly","headers":[],"tags":["old"]},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:02:00.677+00:00","consecutiveFailures":0,"records":1,"bytes":70,"sha256":"0eb3b2fc6e6f68d598f39d4cb401705ebb48ce9ac58194f617a66628f7c9e9b2","contentParts":1,"contentSha256":"0eb3b2fc6e6f68d598f39d4cb401705ebb48ce9ac58194f617a66628f7c9e9b2","lastRun":"finished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/ok/bare', 'gleaner', 0, 0, 1123305433, 130267501, 1, '2026-11-24 17:02:00.689', '{"definition":{"name":"http://127.0.0.1:{port}/ok/bare","url":"http://127.0.0.1:{port}/ok/bare","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:00.679+00:00","consecutiveFailures":0,"records":1,"bytes":68,"sha256":"f62f771c12b4091876fbdd8c4507cc409928549d5c5ce78b2925eaaf82b27276","contentParts":1,"contentSha256":"f62f771c12b4091876fbdd8c4507cc409928549d5c5ce78b2925eaaf82b27276","lastRun":"finished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/0', 'gleaner', 0, 0, -362158846, 130267501, 1, '2026-11-24 17:02:01.113', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/0","url":"http://127.0.0.1:{port}/slow/300/0","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:01.111+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"9ddd34ffa1fb8d27197756e60198fe71f7349d532ef91e6631020559c31a8702","contentParts":1,"contentSha256":"9ddd34ffa1fb8d27197756e60198fe71f7349d532ef91e6631020559c31a8702","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/1', 'gleaner', 0, 0, 524004253, 130267501, 1, '2026-11-24 17:02:01.113', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/1","url":"http://127.0.0.1:{port}/slow/300/1","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:01.111+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"9aea8173f19dafa4e0e5b5283de4b7718e87660dabc710c9adfa2e938d9a0716","contentParts":1,"contentSha256":"9aea8173f19dafa4e0e5b5283de4b7718e87660dabc710c9adfa2e938d9a0716","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/2', 'gleaner', 0, 0, -1362002143, 130267501, 1, '2026-11-24 17:02:01.421', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/2","url":"http://127.0.0.1:{port}/slow/300/2","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:01.42+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"f9cd79251cd3403a728af9dab09b0673dfe2ec0129781fae114cea148e202c99","contentParts":1,"contentSha256":"f9cd79251cd3403a728af9dab09b0673dfe2ec0129781fae114cea148e202c99","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/3', 'gleaner', 0, 0, 646954058, 130267501, 1, '2026-11-24 17:02:01.421', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/3","url":"http://127.0.0.1:{port}/slow/300/3","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:01.42+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"758d64cbe7dc3ae8039d53a2c544cddf6b7cdf794260f8b04a9f9817ec3a930a","contentParts":1,"contentSha256":"758d64cbe7dc3ae8039d53a2c544cddf6b7cdf794260f8b04a9f9817ec3a930a","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/4', 'gleaner', 0, 0, -1433946660, 130267501, 1, '2026-11-24 17:02:01.736', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/4","url":"http://127.0.0.1:{port}/slow/300/4","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:01.734+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"d286b483ebf836ebc181e5d627cd8e9f5512c64074540ef3b6b9081b00bdda91","contentParts":1,"contentSha256":"d286b483ebf836ebc181e5d627cd8e9f5512c64074540ef3b6b9081b00bdda91","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/5', 'gleaner', 0, 0, -1674760334, 130267501, 1, '2026-11-24 17:02:01.735', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/5","url":"http://127.0.0.1:{port}/slow/300/5","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:01.734+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"0f306bce08e90121547dca6c44fd35410b9a9a599bff1d035fb6cb053018270f","contentParts":1,"contentSha256":"0f306bce08e90121547dca6c44fd35410b9a9a599bff1d035fb6cb053018270f","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/missing', 'gleaner', 0, 0, -2019487270, 130267501, 2, '2026-11-24 17:02:00.702', '{"definition":{"name":"missing","url":"http://127.0.0.1:{port}/status/404","headers":[],"tags":[]},"applied":true,"health":"down","consecutiveFailures":1,"records":0,"bytes":0,"contentParts":0,"lastRun":"finished-run"}');
INSERT INTO contents VALUES ('hourly', 0, 1, '0eb3b2fc6e6f68d598f39d4cb401705ebb48ce9ac58194f617a66628f7c9e9b2', 'utf-8', '{"id":"hourly","nonce":"0168169bd96846979416cd78ef44b8a2","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/ok/bare', 0, 1, 'f62f771c12b4091876fbdd8c4507cc409928549d5c5ce78b2925eaaf82b27276', 'utf-8', '{"id":"bare","nonce":"e7f3439e4c5b4b6385969ff86620830d","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/0', 0, 1, '9ddd34ffa1fb8d27197756e60198fe71f7349d532ef91e6631020559c31a8702', 'utf-8', '{"id":"0","nonce":"3a14b044f3a8473593779e1b55d72e11","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/1', 0, 1, '9aea8173f19dafa4e0e5b5283de4b7718e87660dabc710c9adfa2e938d9a0716', 'utf-8', '{"id":"1","nonce":"34a569d683f64e179308325243075369","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/2', 0, 1, 'f9cd79251cd3403a728af9dab09b0673dfe2ec0129781fae114cea148e202c99', 'utf-8', '{"id":"2","nonce":"b5943d6eafd946a0b557d75d77486757","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/3', 0, 1, '758d64cbe7dc3ae8039d53a2c544cddf6b7cdf794260f8b04a9f9817ec3a930a', 'utf-8', '{"id":"3","nonce":"a2b62da9dd934721849ee9c02eb943e1","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/4', 0, 1, 'd286b483ebf836ebc181e5d627cd8e9f5512c64074540ef3b6b9081b00bdda91', 'utf-8', '{"id":"4","nonce":"15a0dba1d64748a4b24181dd1b88d31e","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/5', 0, 1, '0f306bce08e90121547dca6c44fd35410b9a9a599bff1d035fb6cb053018270f', 'utf-8', '{"id":"5","nonce":"f9ae56870bc249aaab09b2632bbd4a0b","filler":""}');
INSERT INTO gleaner_cluster VALUES (1, 'builtin', '2026-11-24 17:01:59.939');
INSERT INTO gleaner_schema VALUES (20, '2026-11-24 17:01:59.906');
INSERT INTO outcomes VALUES ('finished-run', 'hourly', 'http://127.0.0.1:{port}/ok/hourly', 1, 200, NULL, NULL, 1, 70, 1, '0eb3b2fc6e6f68d598f39d4cb401705ebb48ce9ac58194f617a66628f7c9e9b2', 0, '2026-11-24 17:02:00.538', 139, 0, 0);
INSERT INTO outcomes VALUES ('finished-run', 'http://127.0.0.1:{port}/ok/bare', 'http://127.0.0.1:{port}/ok/bare', 1, 200, NULL, NULL, 1, 68, 1, 'f62f771c12b4091876fbdd8c4507cc409928549d5c5ce78b2925eaaf82b27276', 0, '2026-11-24 17:02:00.540', 139, 0, 2);
INSERT INTO outcomes VALUES ('finished-run', 'missing', 'http://127.0.0.1:{port}/status/404', 0, 404, 'http-status', 'The server answered 404 Not Found.', 1, 0, 0, NULL, 0, '2026-11-24 17:02:00.538', 151, 0, 1);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/0', 'http://127.0.0.1:{port}/slow/300/0', 1, 200, NULL, NULL, 1, 65, 1, '9ddd34ffa1fb8d27197756e60198fe71f7349d532ef91e6631020559c31a8702', 0, '2026-11-24 17:02:00.804', 308, 0, 0);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/1', 'http://127.0.0.1:{port}/slow/300/1', 1, 200, NULL, NULL, 1, 65, 1, '9aea8173f19dafa4e0e5b5283de4b7718e87660dabc710c9adfa2e938d9a0716', 0, '2026-11-24 17:02:00.805', 306, 0, 1);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/2', 'http://127.0.0.1:{port}/slow/300/2', 1, 200, NULL, NULL, 1, 65, 1, 'f9cd79251cd3403a728af9dab09b0673dfe2ec0129781fae114cea148e202c99', 0, '2026-11-24 17:02:01.118', 302, 0, 2);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/3', 'http://127.0.0.1:{port}/slow/300/3', 1, 200, NULL, NULL, 1, 65, 1, '758d64cbe7dc3ae8039d53a2c544cddf6b7cdf794260f8b04a9f9817ec3a930a', 0, '2026-11-24 17:02:01.118', 302, 0, 3);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/4', 'http://127.0.0.1:{port}/slow/300/4', 1, 200, NULL, NULL, 1, 65, 1, 'd286b483ebf836ebc181e5d627cd8e9f5512c64074540ef3b6b9081b00bdda91', 0, '2026-11-24 17:02:01.431', 303, 0, 4);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/5', 'http://127.0.0.1:{port}/slow/300/5', 1, 200, NULL, NULL, 1, 65, 1, '0f306bce08e90121547dca6c44fd35410b9a9a599bff1d035fb6cb053018270f', 0, '2026-11-24 17:02:01.431', 303, 0, 5);
INSERT INTO records VALUES ('hourly', 0, 'finished-run', '{"id":"hourly","nonce":"0168169bd96846979416cd78ef44b8a2","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/ok/bare', 0, 'finished-run', '{"id":"bare","nonce":"e7f3439e4c5b4b6385969ff86620830d","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/0', 0, 'unfinished-run', '{"id":"0","nonce":"3a14b044f3a8473593779e1b55d72e11","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/1', 0, 'unfinished-run', '{"id":"1","nonce":"34a569d683f64e179308325243075369","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/2', 0, 'unfinished-run', '{"id":"2","nonce":"b5943d6eafd946a0b557d75d77486757","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/3', 0, 'unfinished-run', '{"id":"3","nonce":"a2b62da9dd934721849ee9c02eb943e1","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/4', 0, 'unfinished-run', '{"id":"4","nonce":"15a0dba1d64748a4b24181dd1b88d31e","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/5', 0, 'unfinished-run', '{"id":"5","nonce":"f9ae56870bc249aaab09b2632bbd4a0b","filler":""}');
INSERT INTO runs VALUES ('finished-run', 'completed', 3, 2, 1, '2026-11-24 17:02:00.424', '2026-11-24 17:02:00.728');
INSERT INTO runs VALUES ('unfinished-run', 'running', 30, 0, 0, '2026-11-24 17:02:00.790', NULL);
