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
CREATE TABLE `record_keys` (
  `source` varchar(200) NOT NULL,
  `row_key` char(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `seq` int(11) NOT NULL,
  PRIMARY KEY (`source`,`row_key`)
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
CREATE VIEW `sources` AS select substr(`OrleansStorage`.`GrainIdExtensionString`,8) AS `source`,json_unquote(json_extract(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.definition.url')) AS `url`,json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.health') AS `health`,cast(substring_index(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.lastOkAt'),'+',1) as datetime(3)) AS `last_ok_at`,cast(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.consecutiveFailures') as signed) AS `consecutive_failures`,cast(substring_index(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.nextDue'),'+',1) as datetime(3)) AS `next_due`,cast(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.records') as signed) AS `records`,cast(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.bytes') as signed) AS `bytes`,json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.sha256') AS `sha256`,json_contains(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'true','$.applied') AS `applied`,cast(substring_index(coalesce(json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.lastAt'),json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.lastOkAt')),'+',1) as datetime(3)) AS `last_at`,coalesce(json_contains(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'true','$.paused'),0) AS `paused`,case json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.dueBecause') when 'schedule' then 'schedule' when 'freshness' then 'freshness' when 'retryAfter' then 'retry-after' end AS `due_because`,json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.cursor') AS `cursor_value`,case when json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.health') = 'down' and json_value(convert(`OrleansStorage`.`PayloadBinary` using utf8mb4),'$.lastOkAt') is not null then 1 else 0 end AS `stale` from `OrleansStorage` where `OrleansStorage`.`GrainTypeString` = 'source' and `OrleansStorage`.`PayloadBinary` is not null;
CREATE TABLE `staged_records` (
  `source` varchar(200) NOT NULL,
  `seq` int(11) NOT NULL,
  `row_key` char(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  `data` longtext NOT NULL,
  PRIMARY KEY (`source`,`seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO OrleansMembershipTable VALUES ('gleaner', '127.0.0.1', 42465, 154544515, 1, 'silo-1-45df4', 'vm', 3, 43285, NULL, '2026-11-24 17:01:56.270', '2026-11-24 17:01:56.281');
INSERT INTO OrleansMembershipVersionTable VALUES ('gleaner', '2026-11-24 17:01:56.282', 2);
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
INSERT INTO OrleansRemindersTable VALUES ('gleaner', 'gather/run/unfinished-run', 'resume', '2026-11-24 17:02:57.148', 60000, -1690833629, 1);
INSERT INTO OrleansRemindersTable VALUES ('gleaner', 'schedule/schedule/2', 'wake', '2026-11-24 17:02:56.759', 60000, 2115448784, 1);
INSERT INTO OrleansRemindersTable VALUES ('gleaner', 'schedule/schedule/6', 'wake', '2026-11-24 17:02:56.758', 60000, -1100057281, 1);
INSERT INTO OrleansRemindersTable VALUES ('gleaner', 'schedule/schedule/7', 'wake', '2026-11-24 17:02:56.768', 60000, 701936610, 1);
INSERT INTO OrleansStorage VALUES ('host', 'host/http://127.0.0.1:{port}', 'gleaner', 0, 0, -1182053045, 480582898, 1, '2026-11-24 17:01:56.940', '{"leasesUntil":"2026-11-24T17:02:24.9331537+00:00","holders":["127.0.0.1:42465@154544515"],"nextStart":"2026-11-24T17:01:56.9252184+00:00"}');
INSERT INTO OrleansStorage VALUES ('host', 'host/http://localhost:{port}', 'gleaner', 0, 0, 28890804, 480582898, 1, '2026-11-24 17:01:56.940', '{"leasesUntil":"2026-11-24T17:02:24.9375591+00:00","holders":["127.0.0.1:42465@154544515"],"nextStart":"2026-11-24T17:01:56.9373813+00:00"}');
INSERT INTO OrleansStorage VALUES ('host-board', 'hosts/board', 'gleaner', 0, 0, -285964008, 1556608464, 1, '2026-11-24 17:01:57.061', '{"until":{"http://localhost:{port}":"2026-11-24T17:06:57.0240048+00:00"}}');
INSERT INTO OrleansStorage VALUES ('run', 'run/20261124-170157-s06-9660', 'gleaner', 0, 0, 1947147808, -250865644, 3, '2026-11-24 17:01:57.088', '{"options":{"concurrency":64,"content":false,"allowPrivate":false,"headers":[]},"state":"completed","shardSizes":[1],"ok":1,"failed":0,"startedAt":"2026-11-24T17:01:57.048+00:00","finishedAt":"2026-11-24T17:01:57.086+00:00"}');
INSERT INTO OrleansStorage VALUES ('run', 'run/finished-run', 'gleaner', 0, 0, -1783542633, -250865644, 3, '2026-11-24 17:01:57.092', '{"options":{"concurrency":64,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"state":"completed","shardSizes":[8],"ok":6,"failed":2,"startedAt":"2026-11-24T17:01:56.784+00:00","finishedAt":"2026-11-24T17:01:57.087+00:00"}');
INSERT INTO OrleansStorage VALUES ('run', 'run/unfinished-run', 'gleaner', 0, 0, -650282642, -250865644, 2, '2026-11-24 17:01:57.150', '{"options":{"concurrency":2,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"state":"running","shardSizes":[30],"ok":0,"failed":0,"startedAt":"2026-11-24T17:01:57.143+00:00"}');
INSERT INTO OrleansStorage VALUES ('schedule', 'schedule/2', 'gleaner', 0, 0, -845038498, 2113883719, 1, '2026-11-24 17:01:56.755', '{"doneUntil":"2026-11-24T17:01:56.7448453+00:00"}');
INSERT INTO OrleansStorage VALUES ('schedule', 'schedule/6', 'gleaner', 0, 0, -741686294, 2113883719, 2, '2026-11-24 17:01:57.033', '{"doneUntil":"2026-11-24T17:01:57+00:00","turn":{"run":"20261124-170157-s06-9660","after":"2026-11-24T17:01:56.7528233+00:00","pages":["often"]}}');
INSERT INTO OrleansStorage VALUES ('schedule', 'schedule/7', 'gleaner', 0, 0, -841614481, 2113883719, 1, '2026-11-24 17:01:56.767', '{"doneUntil":"2026-11-24T17:01:56.7618895+00:00"}');
INSERT INTO OrleansStorage VALUES ('shard', 'run/20261124-170157-s06-9660/0', 'gleaner', 0, 0, 1580078128, 453851889, 2, '2026-11-24 17:01:57.107', NULL);
INSERT INTO OrleansStorage VALUES ('shard', 'run/finished-run/0', 'gleaner', 0, 0, 644183990, 453851889, 2, '2026-11-24 17:01:57.107', NULL);
INSERT INTO OrleansStorage VALUES ('shard', 'run/unfinished-run/0', 'gleaner', 0, 0, -863377581, 453851889, 1, '2026-11-24 17:01:57.148', '{"options":{"concurrency":2,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"sources":[{"name":"http://127.0.0.1:{port}/slow/300/0","definition":{"name":"http://127.0.0.1:{port}/slow/300/0","url":"http://127.0.0.1:{port}/slow/300/0","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/1","definition":{"name":"http://127.0.0.1:{port}/slow/300/1","url":"http://127.0.0.1:{port}/slow/300/1","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/2","definition":{"name":"http://127.0.0.1:{port}/slow/300/2","url":"http://127.0.0.1:{port}/slow/300/2","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/3","definition":{"name":"http://127.0.0.1:{port}/slow/300/3","url":"http://127.0.0.1:{port}/slow/300/3","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/4","definition":{"name":"http://127.0.0.1:{port}/slow/300/4","url":"http://127.0.0.1:{port}/slow/300/4","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/5","definition":{"name":"http://127.0.0.1:{port}/slow/300/5","url":"http://127.0.0.1:{port}/slow/300/5","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/6","definition":{"name":"http://127.0.0.1:{port}/slow/300/6","url":"http://127.0.0.1:{port}/slow/300/6","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/7","definition":{"name":"http://127.0.0.1:{port}/slow/300/7","url":"http://127.0.0.1:{port}/slow/300/7","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/8","definition":{"name":"http://127.0.0.1:{port}/slow/300/8","url":"http://127.0.0.1:{port}/slow/300/8","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/9","definition":{"name":"http://127.0.0.1:{port}/slow/300/9","url":"http://127.0.0.1:{port}/slow/300/9","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/10","definition":{"name":"http://127.0.0.1:{port}/slow/300/10","url":"http://127.0.0.1:{port}/slow/300/10","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/11","definition":{"name":"http://127.0.0.1:{port}/slow/300/11","url":"http://127.0.0.1:{port}/slow/300/11","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/12","definition":{"name":"http://127.0.0.1:{port}/slow/300/12","url":"http://127.0.0.1:{port}/slow/300/12","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/13","definition":{"name":"http://127.0.0.1:{port}/slow/300/13","url":"http://127.0.0.1:{port}/slow/300/13","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/14","definition":{"name":"http://127.0.0.1:{port}/slow/300/14","url":"http://127.0.0.1:{port}/slow/300/14","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/15","definition":{"name":"http://127.0.0.1:{port}/slow/300/15","url":"http://127.0.0.1:{port}/slow/300/15","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/16","definition":{"name":"http://127.0.0.1:{port}/slow/300/16","url":"http://127.0.0.1:{port}/slow/300/16","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/17","definition":{"name":"http://127.0.0.1:{port}/slow/300/17","url":"http://127.0.0.1:{port}/slow/300/17","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/18","definition":{"name":"http://127.0.0.1:{port}/slow/300/18","url":"http://127.0.0.1:{port}/slow/300/18","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/19","definition":{"name":"http://127.0.0.1:{port}/slow/300/19","url":"http://127.0.0.1:{port}/slow/300/19","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/20","definition":{"name":"http://127.0.0.1:{port}/slow/300/20","url":"http://127.0.0.1:{port}/slow/300/20","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/21","definition":{"name":"http://127.0.0.1:{port}/slow/300/21","url":"http://127.0.0.1:{port}/slow/300/21","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/22","definition":{"name":"http://127.0.0.1:{port}/slow/300/22","url":"http://127.0.0.1:{port}/slow/300/22","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/23","definition":{"name":"http://127.0.0.1:{port}/slow/300/23","url":"http://127.0.0.1:{port}/slow/300/23","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/24","definition":{"name":"http://127.0.0.1:{port}/slow/300/24","url":"http://127.0.0.1:{port}/slow/300/24","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/25","definition":{"name":"http://127.0.0.1:{port}/slow/300/25","url":"http://127.0.0.1:{port}/slow/300/25","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/26","definition":{"name":"http://127.0.0.1:{port}/slow/300/26","url":"http://127.0.0.1:{port}/slow/300/26","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/27","definition":{"name":"http://127.0.0.1:{port}/slow/300/27","url":"http://127.0.0.1:{port}/slow/300/27","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/28","definition":{"name":"http://127.0.0.1:{port}/slow/300/28","url":"http://127.0.0.1:{port}/slow/300/28","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/29","definition":{"name":"http://127.0.0.1:{port}/slow/300/29","url":"http://127.0.0.1:{port}/slow/300/29","headers":[],"tags":[]}}]}');
INSERT INTO OrleansStorage VALUES ('source', 'source/hourly', 'gleaner', 0, 0, -998600261, 130267501, 2, '2026-11-24 17:01:57.040', '{"definition":{"name":"hourly","url":"http://127.0.0.1:{port}/ok/hourly","headers":[],"tags":[],"politeness":{},"schedule":{"every":"01:00:00","overlap":"skip"},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:57.015+00:00","consecutiveFailures":0,"nextDue":"2026-11-24T17:10:00+00:00","records":1,"bytes":70,"sha256":"22dbb67bb8c2cd2b97babcd77c993407a4359d414a4b691490d16a5c449944ad","contentParts":1,"contentSha256":"22dbb67bb8c2cd2b97babcd77c993407a4359d414a4b691490d16a5c449944ad","lastRun":"finished-run","dueBecause":"schedule","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:56.944+00:00","duration":"00:00:00.0690000","status":200,"bytes":70,"waitedForHost":"00:00:00.0730000"}],"pages":1,"rows":1,"samples":[]},"fingerprint":"bafb94ddb5460060"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/ok/bare', 'gleaner', 0, 0, -553057612, 130267501, 1, '2026-11-24 17:01:57.034', '{"definition":{"name":"http://127.0.0.1:{port}/ok/bare","url":"http://127.0.0.1:{port}/ok/bare","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:57.021+00:00","consecutiveFailures":0,"records":1,"bytes":68,"sha256":"cd2725b295b2e445fa5ef0d1fa5f9b712e0d082b98748fb1ab61af4eaf57c9ad","contentParts":1,"contentSha256":"cd2725b295b2e445fa5ef0d1fa5f9b712e0d082b98748fb1ab61af4eaf57c9ad","lastRun":"finished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/0', 'gleaner', 0, 0, -2124880935, 130267501, 1, '2026-11-24 17:01:57.459', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/0","url":"http://127.0.0.1:{port}/slow/300/0","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:57.456+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"69b78bb572106d772819714b87cd730353cfe8d78238ac820f892b69619060b8","contentParts":1,"contentSha256":"69b78bb572106d772819714b87cd730353cfe8d78238ac820f892b69619060b8","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/1', 'gleaner', 0, 0, 79027539, 130267501, 1, '2026-11-24 17:01:57.459', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/1","url":"http://127.0.0.1:{port}/slow/300/1","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:57.456+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"bce70bf11c61f44d9f9046530af0f3f585171fa746e59d8f06f3e178c1c35700","contentParts":1,"contentSha256":"bce70bf11c61f44d9f9046530af0f3f585171fa746e59d8f06f3e178c1c35700","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/2', 'gleaner', 0, 0, 943634388, 130267501, 1, '2026-11-24 17:01:57.779', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/2","url":"http://127.0.0.1:{port}/slow/300/2","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:57.776+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"11f2d11a9bf9d2c37607fd8cec75bfd966a0dd79b70677ed8d9724b95d50fd9c","contentParts":1,"contentSha256":"11f2d11a9bf9d2c37607fd8cec75bfd966a0dd79b70677ed8d9724b95d50fd9c","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/3', 'gleaner', 0, 0, -1381297653, 130267501, 1, '2026-11-24 17:01:57.788', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/3","url":"http://127.0.0.1:{port}/slow/300/3","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:57.787+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"1168d6df326d469781f518271c77c9161b9e854439e66b9103435d1f1148aa3d","contentParts":1,"contentSha256":"1168d6df326d469781f518271c77c9161b9e854439e66b9103435d1f1148aa3d","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/4', 'gleaner', 0, 0, 158561153, 130267501, 1, '2026-11-24 17:01:58.087', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/4","url":"http://127.0.0.1:{port}/slow/300/4","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:58.086+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"4f7624797fbf3b537ac31e6f8ecfb4af41ca68c362ba980d7b0363bdfa326818","contentParts":1,"contentSha256":"4f7624797fbf3b537ac31e6f8ecfb4af41ca68c362ba980d7b0363bdfa326818","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/5', 'gleaner', 0, 0, 1646710278, 130267501, 1, '2026-11-24 17:01:58.103', '{"definition":{"name":"http://127.0.0.1:{port}/slow/300/5","url":"http://127.0.0.1:{port}/slow/300/5","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:58.103+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"e881a5b6285b1cef0e4e93f2537008661d5c426769dd9e483fb64c2753daba1b","contentParts":1,"contentSha256":"e881a5b6285b1cef0e4e93f2537008661d5c426769dd9e483fb64c2753daba1b","lastRun":"unfinished-run"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/items', 'gleaner', 0, 0, -1402413997, 130267501, 3, '2026-11-24 17:01:57.078', '{"definition":{"name":"items","url":"http://127.0.0.1:{port}/items","headers":[],"tags":["incremental"],"politeness":{},"cursor":{"field":"id","param":"since","key":["id"]},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:57.015+00:00","consecutiveFailures":0,"records":5,"bytes":126,"sha256":"69603ccd7373443527572024efecd99571bc617105d0d13a10fdaf855a5ddad9","contentParts":1,"contentSha256":"69603ccd7373443527572024efecd99571bc617105d0d13a10fdaf855a5ddad9","lastRun":"finished-run","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:56.95+00:00","duration":"00:00:00.0650000","status":200,"bytes":126,"waitedForHost":"00:00:00.0540000"}],"pages":1,"rows":5,"samples":[]},"fingerprint":"db475cd913b9ece5","cursor":"5","keyed":true}');
INSERT INTO OrleansStorage VALUES ('source', 'source/missing', 'gleaner', 0, 0, -2019487270, 130267501, 2, '2026-11-24 17:01:57.062', '{"definition":{"name":"missing","url":"http://127.0.0.1:{port}/status/404","headers":[],"tags":[],"politeness":{},"allowPrivate":true},"applied":true,"health":"down","consecutiveFailures":1,"records":0,"bytes":0,"contentParts":0,"lastRun":"finished-run","lastAt":"2026-11-24T17:01:57.015+00:00","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:56.95+00:00","duration":"00:00:00.0630000","status":404,"error":"httpStatus","waitedForHost":"00:00:00.0540000"}],"error":{"kind":"httpStatus","message":"The server answered 404 Not Found."},"pages":1,"samples":[]}}');
INSERT INTO OrleansStorage VALUES ('source', 'source/often', 'gleaner', 0, 0, 1597249286, 130267501, 3, '2026-11-24 17:01:57.082', '{"definition":{"name":"often","url":"http://127.0.0.1:{port}/ok/often","headers":[],"tags":[],"politeness":{},"schedule":{"every":"00:00:02","overlap":"skip"},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:57.082+00:00","consecutiveFailures":0,"nextDue":"2026-11-24T17:01:59+00:00","records":1,"bytes":69,"sha256":"27833d9827b658db21c0267d75fa4e75b54fb17026ecfa0620383a6ddb441926","contentParts":1,"contentSha256":"ac982c429ba609f0dcef60f40dd6a12dff9a037a99efb6dd9796b4032ec7bc73","lastRun":"20261124-170157-s06-9660","dueBecause":"schedule","lastFetch":{"run":"20261124-170157-s06-9660","attempts":[{"startedAt":"2026-11-24T17:01:57.079+00:00","duration":"00:00:00.0030000","status":200,"bytes":69}],"pages":1,"rows":1,"samples":[]},"fingerprint":"35e008716a385b36"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/patient', 'gleaner', 0, 0, -1865041534, 130267501, 2, '2026-11-24 17:01:57.062', '{"definition":{"name":"patient","url":"http://localhost:{port}/retry-after/100000","headers":[],"tags":[],"politeness":{},"allowPrivate":true},"applied":true,"health":"down","consecutiveFailures":1,"nextDue":"2026-11-24T17:06:57.0181366+00:00","records":0,"bytes":0,"contentParts":0,"lastRun":"finished-run","lastAt":"2026-11-24T17:01:57.018+00:00","dueBecause":"retryAfter","notBefore":"2026-11-24T17:06:57.0181366+00:00","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:56.937+00:00","duration":"00:00:00.0810000","status":429,"error":"rateLimited","waitedForHost":"00:00:00.0660000"}],"error":{"kind":"rateLimited","message":"The server answered 429 Too Many Requests."},"pages":1,"samples":[]}}');
INSERT INTO OrleansStorage VALUES ('source', 'source/paused', 'gleaner', 0, 0, -710680567, 130267501, 3, '2026-11-24 17:01:57.040', '{"definition":{"name":"paused","url":"http://127.0.0.1:{port}/ok/paused","headers":[],"tags":[],"politeness":{},"schedule":{"every":"00:00:02","overlap":"skip"},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:57.015+00:00","consecutiveFailures":0,"records":1,"bytes":70,"sha256":"be03addc0ad2c23c0fa3db565b516166366e92577f58ebb74d7519e6e7e711a0","contentParts":1,"contentSha256":"be03addc0ad2c23c0fa3db565b516166366e92577f58ebb74d7519e6e7e711a0","lastRun":"finished-run","paused":true,"lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:56.95+00:00","duration":"00:00:00.0630000","status":200,"bytes":70,"waitedForHost":"00:00:00.0540000"}],"pages":1,"rows":1,"samples":[]},"fingerprint":"123ca250b03f9263"}');
INSERT INTO OrleansStorage VALUES ('source', 'source/tagged', 'gleaner', 0, 0, -198620022, 130267501, 2, '2026-11-24 17:01:57.040', '{"definition":{"name":"tagged","url":"http://127.0.0.1:{port}/etag/1","headers":[],"tags":[],"politeness":{},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:57.015+00:00","consecutiveFailures":0,"records":1,"bytes":15,"sha256":"aa5bc61f44d5f633935d04cbccf2654c56806fc924b0083a6cb6b7545369ad64","contentParts":1,"contentSha256":"aa5bc61f44d5f633935d04cbccf2654c56806fc924b0083a6cb6b7545369ad64","lastRun":"finished-run","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:56.95+00:00","duration":"00:00:00.0640000","status":200,"bytes":15,"waitedForHost":"00:00:00.0540000"}],"pages":1,"rows":1,"samples":[]},"fingerprint":"d0982710f9c21066","validators":{"values":{"eTag":"\\"1\\""}}}');
INSERT INTO contents VALUES ('hourly', 0, 1, '22dbb67bb8c2cd2b97babcd77c993407a4359d414a4b691490d16a5c449944ad', 'utf-8', '{"id":"hourly","nonce":"e986c2042c19460c81cb5883c6668670","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/ok/bare', 0, 1, 'cd2725b295b2e445fa5ef0d1fa5f9b712e0d082b98748fb1ab61af4eaf57c9ad', 'utf-8', '{"id":"bare","nonce":"1b018ec4b2a54b15ba91c4fa4bc069dd","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/0', 0, 1, '69b78bb572106d772819714b87cd730353cfe8d78238ac820f892b69619060b8', 'utf-8', '{"id":"0","nonce":"93121cd9f3ed4f2bad0fc81e373531f8","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/1', 0, 1, 'bce70bf11c61f44d9f9046530af0f3f585171fa746e59d8f06f3e178c1c35700', 'utf-8', '{"id":"1","nonce":"bb7aa69583b44907972e7df2a9ed85f6","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/2', 0, 1, '11f2d11a9bf9d2c37607fd8cec75bfd966a0dd79b70677ed8d9724b95d50fd9c', 'utf-8', '{"id":"2","nonce":"94377ce862b24a659212dcbab2fd4046","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/3', 0, 1, '1168d6df326d469781f518271c77c9161b9e854439e66b9103435d1f1148aa3d', 'utf-8', '{"id":"3","nonce":"bf2d9773253f406ead5c4c8bc201c427","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/4', 0, 1, '4f7624797fbf3b537ac31e6f8ecfb4af41ca68c362ba980d7b0363bdfa326818', 'utf-8', '{"id":"4","nonce":"1ff7f65d0b904bcd83e94dd357f211b0","filler":""}');
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/5', 0, 1, 'e881a5b6285b1cef0e4e93f2537008661d5c426769dd9e483fb64c2753daba1b', 'utf-8', '{"id":"5","nonce":"87f7c1ceda594b8d9e7286e39abaf386","filler":""}');
INSERT INTO contents VALUES ('items', 0, 1, '69603ccd7373443527572024efecd99571bc617105d0d13a10fdaf855a5ddad9', 'utf-8', '[{"id":1,"value":"first"},{"id":2,"value":"first"},{"id":3,"value":"first"},{"id":4,"value":"first"},{"id":5,"value":"first"}]');
INSERT INTO contents VALUES ('often', 0, 1, 'ac982c429ba609f0dcef60f40dd6a12dff9a037a99efb6dd9796b4032ec7bc73', 'utf-8', '{"id":"often","nonce":"f7eb53427b6c4b279400ad388758aad4","filler":""}');
INSERT INTO contents VALUES ('paused', 0, 1, 'be03addc0ad2c23c0fa3db565b516166366e92577f58ebb74d7519e6e7e711a0', 'utf-8', '{"id":"paused","nonce":"c0d333e1f7cc466d9c0a9d9e8379e277","filler":""}');
INSERT INTO contents VALUES ('tagged', 0, 1, 'aa5bc61f44d5f633935d04cbccf2654c56806fc924b0083a6cb6b7545369ad64', 'utf-8', '{"version":"1"}');
INSERT INTO gleaner_cluster VALUES (1, 'builtin', '2026-11-24 17:01:56.215');
INSERT INTO gleaner_schema VALUES (20, '2026-11-24 17:01:56.180');
INSERT INTO outcomes VALUES ('20261124-170157-s06-9660', 'often', 'http://127.0.0.1:{port}/ok/often', 1, 200, NULL, NULL, 1, 69, 1, '27833d9827b658db21c0267d75fa4e75b54fb17026ecfa0620383a6ddb441926', 0, '2026-11-24 17:01:57.079', 3, 0, 0);
INSERT INTO outcomes VALUES ('finished-run', 'hourly', 'http://127.0.0.1:{port}/ok/hourly', 1, 200, NULL, NULL, 1, 70, 1, '22dbb67bb8c2cd2b97babcd77c993407a4359d414a4b691490d16a5c449944ad', 0, '2026-11-24 17:01:56.870', 145, 0, 0);
INSERT INTO outcomes VALUES ('finished-run', 'http://127.0.0.1:{port}/ok/bare', 'http://127.0.0.1:{port}/ok/bare', 1, 200, NULL, NULL, 1, 68, 1, 'cd2725b295b2e445fa5ef0d1fa5f9b712e0d082b98748fb1ab61af4eaf57c9ad', 0, '2026-11-24 17:01:56.893', 127, 0, 7);
INSERT INTO outcomes VALUES ('finished-run', 'items', 'http://127.0.0.1:{port}/items', 1, 200, NULL, NULL, 1, 126, 5, '69603ccd7373443527572024efecd99571bc617105d0d13a10fdaf855a5ddad9', 0, '2026-11-24 17:01:56.896', 119, 0, 3);
INSERT INTO outcomes VALUES ('finished-run', 'missing', 'http://127.0.0.1:{port}/status/404', 0, 404, 'http-status', 'The server answered 404 Not Found.', 1, 0, 0, NULL, 0, '2026-11-24 17:01:56.896', 119, 0, 5);
INSERT INTO outcomes VALUES ('finished-run', 'often', 'http://127.0.0.1:{port}/ok/often', 1, 200, NULL, NULL, 1, 69, 1, 'ac982c429ba609f0dcef60f40dd6a12dff9a037a99efb6dd9796b4032ec7bc73', 0, '2026-11-24 17:01:56.896', 119, 0, 1);
INSERT INTO outcomes VALUES ('finished-run', 'patient', 'http://localhost:{port}/retry-after/100000', 0, 429, 'rate-limited', 'The server answered 429 Too Many Requests.', 1, 0, 0, NULL, 0, '2026-11-24 17:01:56.870', 147, 0, 6);
INSERT INTO outcomes VALUES ('finished-run', 'paused', 'http://127.0.0.1:{port}/ok/paused', 1, 200, NULL, NULL, 1, 70, 1, 'be03addc0ad2c23c0fa3db565b516166366e92577f58ebb74d7519e6e7e711a0', 0, '2026-11-24 17:01:56.896', 119, 0, 2);
INSERT INTO outcomes VALUES ('finished-run', 'tagged', 'http://127.0.0.1:{port}/etag/1', 1, 200, NULL, NULL, 1, 15, 1, 'aa5bc61f44d5f633935d04cbccf2654c56806fc924b0083a6cb6b7545369ad64', 0, '2026-11-24 17:01:56.896', 119, 0, 4);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/0', 'http://127.0.0.1:{port}/slow/300/0', 1, 200, NULL, NULL, 1, 65, 1, '69b78bb572106d772819714b87cd730353cfe8d78238ac820f892b69619060b8', 0, '2026-11-24 17:01:57.152', 304, 0, 0);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/1', 'http://127.0.0.1:{port}/slow/300/1', 1, 200, NULL, NULL, 1, 65, 1, 'bce70bf11c61f44d9f9046530af0f3f585171fa746e59d8f06f3e178c1c35700', 0, '2026-11-24 17:01:57.152', 304, 0, 1);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/2', 'http://127.0.0.1:{port}/slow/300/2', 1, 200, NULL, NULL, 1, 65, 1, '11f2d11a9bf9d2c37607fd8cec75bfd966a0dd79b70677ed8d9724b95d50fd9c', 0, '2026-11-24 17:01:57.466', 310, 0, 2);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/3', 'http://127.0.0.1:{port}/slow/300/3', 1, 200, NULL, NULL, 1, 65, 1, '1168d6df326d469781f518271c77c9161b9e854439e66b9103435d1f1148aa3d', 0, '2026-11-24 17:01:57.484', 303, 0, 3);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/4', 'http://127.0.0.1:{port}/slow/300/4', 1, 200, NULL, NULL, 1, 65, 1, '4f7624797fbf3b537ac31e6f8ecfb4af41ca68c362ba980d7b0363bdfa326818', 0, '2026-11-24 17:01:57.782', 304, 0, 4);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/5', 'http://127.0.0.1:{port}/slow/300/5', 1, 200, NULL, NULL, 1, 65, 1, 'e881a5b6285b1cef0e4e93f2537008661d5c426769dd9e483fb64c2753daba1b', 0, '2026-11-24 17:01:57.795', 307, 0, 5);
INSERT INTO record_keys VALUES ('items', '166f829e016f2315a8099e3a8d2dbec6d91572379ff02c760ba4e0335789d47f', 4);
INSERT INTO record_keys VALUES ('items', '3089c464221340fed4229d6ba913a04224c91b44158c22163e8849eb7dcc4878', 3);
INSERT INTO record_keys VALUES ('items', '913da1f8df6f8fd47593840d533ba0458cc9873996bf310460abb495b34c232a', 1);
INSERT INTO record_keys VALUES ('items', 'ac11339ffa8f270c4f781e0a3922bb1c80d9dee6e4b6911ca34538ed9ae03caa', 2);
INSERT INTO record_keys VALUES ('items', 'e79e418e48623569d75e2a7b09ae88ed9b77b126a445b9ff9dc6989a08efa079', 0);
INSERT INTO records VALUES ('hourly', 0, 'finished-run', '{"id":"hourly","nonce":"e986c2042c19460c81cb5883c6668670","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/ok/bare', 0, 'finished-run', '{"id":"bare","nonce":"1b018ec4b2a54b15ba91c4fa4bc069dd","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/0', 0, 'unfinished-run', '{"id":"0","nonce":"93121cd9f3ed4f2bad0fc81e373531f8","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/1', 0, 'unfinished-run', '{"id":"1","nonce":"bb7aa69583b44907972e7df2a9ed85f6","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/2', 0, 'unfinished-run', '{"id":"2","nonce":"94377ce862b24a659212dcbab2fd4046","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/3', 0, 'unfinished-run', '{"id":"3","nonce":"bf2d9773253f406ead5c4c8bc201c427","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/4', 0, 'unfinished-run', '{"id":"4","nonce":"1ff7f65d0b904bcd83e94dd357f211b0","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/5', 0, 'unfinished-run', '{"id":"5","nonce":"87f7c1ceda594b8d9e7286e39abaf386","filler":""}');
INSERT INTO records VALUES ('items', 0, 'finished-run', '{"id":1,"value":"first"}');
INSERT INTO records VALUES ('items', 1, 'finished-run', '{"id":2,"value":"first"}');
INSERT INTO records VALUES ('items', 2, 'finished-run', '{"id":3,"value":"first"}');
INSERT INTO records VALUES ('items', 3, 'finished-run', '{"id":4,"value":"first"}');
INSERT INTO records VALUES ('items', 4, 'finished-run', '{"id":5,"value":"first"}');
INSERT INTO records VALUES ('often', 0, '20261124-170157-s06-9660', '{"id":"often","nonce":"3387103bcf554089984c621737c6b861","filler":""}');
INSERT INTO records VALUES ('paused', 0, 'finished-run', '{"id":"paused","nonce":"c0d333e1f7cc466d9c0a9d9e8379e277","filler":""}');
INSERT INTO records VALUES ('tagged', 0, 'finished-run', '{"version":"1"}');
INSERT INTO runs VALUES ('20261124-170157-s06-9660', 'completed', 1, 1, 0, '2026-11-24 17:01:57.048', '2026-11-24 17:01:57.086');
INSERT INTO runs VALUES ('finished-run', 'completed', 8, 6, 2, '2026-11-24 17:01:56.784', '2026-11-24 17:01:57.087');
INSERT INTO runs VALUES ('unfinished-run', 'running', 30, 0, 0, '2026-11-24 17:01:57.143', NULL);
