CREATE TABLE OrleansMembershipTable (
    DeploymentId TEXT NOT NULL,
    Address TEXT NOT NULL,
    Port INTEGER NOT NULL,
    Generation INTEGER NOT NULL,
    SiloName TEXT NOT NULL,
    HostName TEXT NOT NULL,
    Status INTEGER NOT NULL,
    ProxyPort INTEGER NOT NULL,
    SuspectTimes TEXT NULL,
    StartTime TEXT NOT NULL,
    IAmAliveTime TEXT NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
) WITHOUT ROWID;
CREATE TABLE OrleansMembershipVersionTable (
    DeploymentId TEXT NOT NULL PRIMARY KEY,
    Timestamp TEXT NOT NULL,
    Version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE OrleansQuery (
    QueryKey TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE OrleansRemindersTable (
    ServiceId TEXT NOT NULL,
    GrainId TEXT NOT NULL,
    ReminderName TEXT NOT NULL,
    StartTime TEXT NOT NULL,
    Period INTEGER NOT NULL,
    GrainHash INTEGER NOT NULL,
    Version INTEGER NOT NULL,
    PRIMARY KEY (ServiceId, GrainId, ReminderName)
) WITHOUT ROWID;
CREATE TABLE OrleansStorage (
    GrainTypeString TEXT NOT NULL,
    GrainIdExtensionString TEXT NOT NULL,
    ServiceId TEXT NOT NULL,
    GrainIdN0 INTEGER NOT NULL,
    GrainIdN1 INTEGER NOT NULL,
    GrainIdHash INTEGER NOT NULL,
    GrainTypeHash INTEGER NOT NULL,
    Version INTEGER NOT NULL,
    ModifiedOn TEXT NOT NULL,
    PayloadBinary BLOB NULL,
    PRIMARY KEY (GrainTypeString, GrainIdExtensionString, ServiceId, GrainIdN0, GrainIdN1)
);
CREATE TABLE contents (
    source TEXT NOT NULL,
    part INTEGER NOT NULL,
    last INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    charset TEXT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (source, part)
);
CREATE TABLE gleaner_cluster (
    id INTEGER NOT NULL PRIMARY KEY,
    engine TEXT NOT NULL,
    since TEXT NOT NULL
);
CREATE TABLE gleaner_schema (version INT NOT NULL PRIMARY KEY, applied_at TEXT NOT NULL);
CREATE TABLE outcomes (
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
CREATE TABLE records (
    source TEXT NOT NULL,
    seq INTEGER NOT NULL,
    run TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (source, seq)
) WITHOUT ROWID;
CREATE TABLE runs (
    run TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    sources INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT NULL
) WITHOUT ROWID;
CREATE TRIGGER OrleansMembershipInserted AFTER INSERT ON OrleansMembershipTable
BEGIN
    UPDATE OrleansMembershipVersionTable
    SET Version = Version + 1, Timestamp = strftime('%Y-%m-%d %H:%M:%f', 'now')
    WHERE DeploymentId = NEW.DeploymentId;
END;
CREATE TRIGGER OrleansMembershipUpdated AFTER UPDATE OF Status, SuspectTimes ON OrleansMembershipTable
BEGIN
    UPDATE OrleansMembershipVersionTable
    SET Version = Version + 1, Timestamp = strftime('%Y-%m-%d %H:%M:%f', 'now')
    WHERE DeploymentId = NEW.DeploymentId;
END;
CREATE INDEX OrleansRemindersByHash ON OrleansRemindersTable (ServiceId, GrainHash);
CREATE INDEX outcomes_by_shard ON outcomes (run, shard, ok);
CREATE INDEX outcomes_by_source ON outcomes (source, started_at);
CREATE INDEX runs_by_start ON runs (started_at);
CREATE VIEW sources AS
SELECT
    substr(GrainIdExtensionString, 8) AS source,
    json_extract(CAST(PayloadBinary AS TEXT), '$.definition.url') AS url,
    json_extract(CAST(PayloadBinary AS TEXT), '$.health') AS health,
    strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(CAST(PayloadBinary AS TEXT), '$.lastOkAt')) AS last_ok_at,
    json_extract(CAST(PayloadBinary AS TEXT), '$.consecutiveFailures') AS consecutive_failures,
    strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(CAST(PayloadBinary AS TEXT), '$.nextDue')) AS next_due,
    json_extract(CAST(PayloadBinary AS TEXT), '$.records') AS records,
    json_extract(CAST(PayloadBinary AS TEXT), '$.bytes') AS bytes,
    json_extract(CAST(PayloadBinary AS TEXT), '$.sha256') AS sha256,
    json_extract(CAST(PayloadBinary AS TEXT), '$.applied') AS applied
FROM OrleansStorage
WHERE GrainTypeString = 'source' AND PayloadBinary IS NOT NULL;
INSERT INTO OrleansQuery VALUES ('CleanupDefunctSiloEntriesKey', '
DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status = 6;
');
INSERT INTO OrleansQuery VALUES ('ClearStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = NULL, ModifiedOn = strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), Version = Version + 1
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion;
');
INSERT INTO OrleansQuery VALUES ('DeleteMembershipTableEntriesKey', '
DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId;
DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId;
');
INSERT INTO OrleansQuery VALUES ('DeleteReminderRowKey', '
DELETE FROM OrleansRemindersTable
WHERE ServiceId = @ServiceId AND GrainId = @GrainId AND ReminderName = @ReminderName AND Version = @Version;

SELECT changes() > 0 AS Deleted;
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
  AND Version = @GrainStateVersion
RETURNING Version + 1 AS NewGrainStateVersion;
');
INSERT INTO OrleansQuery VALUES ('GatewaysQueryKey', '
SELECT Address, ProxyPort, Generation
FROM OrleansMembershipTable
WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0;
');
INSERT INTO OrleansQuery VALUES ('InsertMembershipKey', '
INSERT INTO OrleansMembershipTable
    (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
SELECT DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
FROM OrleansMembershipVersionTable
WHERE DeploymentId = @DeploymentId AND Version = @Version
ON CONFLICT DO NOTHING;

SELECT changes() > 0 AS Inserted;
');
INSERT INTO OrleansQuery VALUES ('InsertMembershipVersionKey', '
INSERT INTO OrleansMembershipVersionTable (DeploymentId, Timestamp, Version)
VALUES (@DeploymentId, strftime(''%Y-%m-%d %H:%M:%f'', ''now''), 0)
ON CONFLICT DO NOTHING;

SELECT changes() > 0 AS Inserted;
');
INSERT INTO OrleansQuery VALUES ('MembershipReadAllKey', '
SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
FROM OrleansMembershipVersionTable v
LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
WHERE v.DeploymentId = @DeploymentId;
');
INSERT INTO OrleansQuery VALUES ('MembershipReadRowKey', '
SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime,
    m.IAmAliveTime, v.Version
FROM OrleansMembershipVersionTable v
LEFT JOIN OrleansMembershipTable m
    ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
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
UPDATE OrleansMembershipTable
SET Status = @Status, SuspectTimes = @SuspectTimes, IAmAliveTime = @IAmAliveTime
WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
  AND EXISTS (SELECT 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId AND Version = @Version);

SELECT changes() > 0 AS Updated;
');
INSERT INTO OrleansQuery VALUES ('UpsertReminderRowKey', '
INSERT INTO OrleansRemindersTable (ServiceId, GrainId, ReminderName, StartTime, Period, GrainHash, Version)
VALUES (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 1)
ON CONFLICT DO UPDATE SET
    StartTime = excluded.StartTime,
    Period = excluded.Period,
    GrainHash = excluded.GrainHash,
    Version = Version + 1
RETURNING Version;
');
INSERT INTO OrleansQuery VALUES ('WriteToStorageKey', '
UPDATE OrleansStorage
SET PayloadBinary = @PayloadBinary, ModifiedOn = strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), Version = Version + 1
WHERE GrainTypeString = @GrainTypeString
  AND GrainIdExtensionString = COALESCE(@GrainIdExtensionString, '''')
  AND ServiceId = @ServiceId
  AND GrainIdN0 = @GrainIdN0
  AND GrainIdN1 = @GrainIdN1
  AND Version = @GrainStateVersion
RETURNING Version AS NewGrainStateVersion;

INSERT INTO OrleansStorage
    (GrainTypeString, GrainIdExtensionString, ServiceId, GrainIdN0, GrainIdN1, GrainIdHash, GrainTypeHash, Version, ModifiedOn, PayloadBinary)
SELECT @GrainTypeString, COALESCE(@GrainIdExtensionString, ''''), @ServiceId, @GrainIdN0, @GrainIdN1, @GrainIdHash, @GrainTypeHash,
    1, strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), @PayloadBinary
WHERE @GrainStateVersion IS NULL
ON CONFLICT DO NOTHING
RETURNING Version AS NewGrainStateVersion;
');
INSERT INTO OrleansStorage VALUES ('source', 'source/hourly', 'gleaner', 0, 0, -998600261, 130267501, 2, '2026-11-24T17:02:02.199Z', CAST('{"definition":{"name":"hourly","url":"http://127.0.0.1:{port}/ok/hourly","headers":[],"tags":["old"]},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:02:02.182+00:00","consecutiveFailures":0,"records":1,"bytes":70,"sha256":"01b99571c7a8cc9dba8aeda83bed7f8824c9bc120c0bd4f42381bed7bc327aa7","contentParts":1,"contentSha256":"01b99571c7a8cc9dba8aeda83bed7f8824c9bc120c0bd4f42381bed7bc327aa7","lastRun":"finished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/missing', 'gleaner', 0, 0, -2019487270, 130267501, 2, '2026-11-24T17:02:02.187Z', CAST('{"definition":{"name":"missing","url":"http://127.0.0.1:{port}/status/404","headers":[],"tags":[]},"applied":true,"health":"down","consecutiveFailures":1,"records":0,"bytes":0,"contentParts":0,"lastRun":"finished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('run', 'run/finished-run', 'gleaner', 0, 0, -1783542633, -250865644, 3, '2026-11-24T17:02:02.228Z', CAST('{"options":{"concurrency":64,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"state":"completed","shardSizes":[3],"ok":2,"failed":1,"startedAt":"2026-11-24T17:02:02.028+00:00","finishedAt":"2026-11-24T17:02:02.227+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('shard', 'run/finished-run/0', 'gleaner', 0, 0, 644183990, 453851889, 2, '2026-11-24T17:02:02.238Z', NULL);
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/ok/bare', 'gleaner', 0, 0, 1871593391, 130267501, 1, '2026-11-24T17:02:02.199Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/ok/bare","url":"http://127.0.0.1:{port}/ok/bare","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:02.182+00:00","consecutiveFailures":0,"records":1,"bytes":68,"sha256":"9ef8da9509b6a251743d0d6af48f2f8f03ab0530303e8b61ed966859cbda4351","contentParts":1,"contentSha256":"9ef8da9509b6a251743d0d6af48f2f8f03ab0530303e8b61ed966859cbda4351","lastRun":"finished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('run', 'run/unfinished-run', 'gleaner', 0, 0, -650282642, -250865644, 2, '2026-11-24T17:02:02.247Z', CAST('{"options":{"concurrency":2,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"state":"running","shardSizes":[30],"ok":0,"failed":0,"startedAt":"2026-11-24T17:02:02.241+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('shard', 'run/unfinished-run/0', 'gleaner', 0, 0, -863377581, 453851889, 1, '2026-11-24T17:02:02.246Z', CAST('{"options":{"concurrency":2,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"sources":[{"name":"http://127.0.0.1:{port}/slow/300/0","definition":{"name":"http://127.0.0.1:{port}/slow/300/0","url":"http://127.0.0.1:{port}/slow/300/0","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/1","definition":{"name":"http://127.0.0.1:{port}/slow/300/1","url":"http://127.0.0.1:{port}/slow/300/1","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/2","definition":{"name":"http://127.0.0.1:{port}/slow/300/2","url":"http://127.0.0.1:{port}/slow/300/2","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/3","definition":{"name":"http://127.0.0.1:{port}/slow/300/3","url":"http://127.0.0.1:{port}/slow/300/3","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/4","definition":{"name":"http://127.0.0.1:{port}/slow/300/4","url":"http://127.0.0.1:{port}/slow/300/4","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/5","definition":{"name":"http://127.0.0.1:{port}/slow/300/5","url":"http://127.0.0.1:{port}/slow/300/5","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/6","definition":{"name":"http://127.0.0.1:{port}/slow/300/6","url":"http://127.0.0.1:{port}/slow/300/6","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/7","definition":{"name":"http://127.0.0.1:{port}/slow/300/7","url":"http://127.0.0.1:{port}/slow/300/7","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/8","definition":{"name":"http://127.0.0.1:{port}/slow/300/8","url":"http://127.0.0.1:{port}/slow/300/8","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/9","definition":{"name":"http://127.0.0.1:{port}/slow/300/9","url":"http://127.0.0.1:{port}/slow/300/9","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/10","definition":{"name":"http://127.0.0.1:{port}/slow/300/10","url":"http://127.0.0.1:{port}/slow/300/10","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/11","definition":{"name":"http://127.0.0.1:{port}/slow/300/11","url":"http://127.0.0.1:{port}/slow/300/11","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/12","definition":{"name":"http://127.0.0.1:{port}/slow/300/12","url":"http://127.0.0.1:{port}/slow/300/12","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/13","definition":{"name":"http://127.0.0.1:{port}/slow/300/13","url":"http://127.0.0.1:{port}/slow/300/13","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/14","definition":{"name":"http://127.0.0.1:{port}/slow/300/14","url":"http://127.0.0.1:{port}/slow/300/14","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/15","definition":{"name":"http://127.0.0.1:{port}/slow/300/15","url":"http://127.0.0.1:{port}/slow/300/15","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/16","definition":{"name":"http://127.0.0.1:{port}/slow/300/16","url":"http://127.0.0.1:{port}/slow/300/16","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/17","definition":{"name":"http://127.0.0.1:{port}/slow/300/17","url":"http://127.0.0.1:{port}/slow/300/17","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/18","definition":{"name":"http://127.0.0.1:{port}/slow/300/18","url":"http://127.0.0.1:{port}/slow/300/18","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/19","definition":{"name":"http://127.0.0.1:{port}/slow/300/19","url":"http://127.0.0.1:{port}/slow/300/19","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/20","definition":{"name":"http://127.0.0.1:{port}/slow/300/20","url":"http://127.0.0.1:{port}/slow/300/20","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/21","definition":{"name":"http://127.0.0.1:{port}/slow/300/21","url":"http://127.0.0.1:{port}/slow/300/21","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/22","definition":{"name":"http://127.0.0.1:{port}/slow/300/22","url":"http://127.0.0.1:{port}/slow/300/22","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/23","definition":{"name":"http://127.0.0.1:{port}/slow/300/23","url":"http://127.0.0.1:{port}/slow/300/23","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/24","definition":{"name":"http://127.0.0.1:{port}/slow/300/24","url":"http://127.0.0.1:{port}/slow/300/24","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/25","definition":{"name":"http://127.0.0.1:{port}/slow/300/25","url":"http://127.0.0.1:{port}/slow/300/25","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/26","definition":{"name":"http://127.0.0.1:{port}/slow/300/26","url":"http://127.0.0.1:{port}/slow/300/26","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/27","definition":{"name":"http://127.0.0.1:{port}/slow/300/27","url":"http://127.0.0.1:{port}/slow/300/27","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/28","definition":{"name":"http://127.0.0.1:{port}/slow/300/28","url":"http://127.0.0.1:{port}/slow/300/28","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/29","definition":{"name":"http://127.0.0.1:{port}/slow/300/29","url":"http://127.0.0.1:{port}/slow/300/29","headers":[],"tags":[]}}]}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/0', 'gleaner', 0, 0, 1258564242, 130267501, 1, '2026-11-24T17:02:02.550Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/0","url":"http://127.0.0.1:{port}/slow/300/0","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:02.549+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"e42630874ae94523e563aed6488ad2be249e6934fac67b7cad17ad8525841826","contentParts":1,"contentSha256":"e42630874ae94523e563aed6488ad2be249e6934fac67b7cad17ad8525841826","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/1', 'gleaner', 0, 0, 1148137967, 130267501, 1, '2026-11-24T17:02:02.552Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/1","url":"http://127.0.0.1:{port}/slow/300/1","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:02.55+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"ed3b0bd7967798909265aaac92622069b2f4cfb1d45654f96ae7b2b72833a789","contentParts":1,"contentSha256":"ed3b0bd7967798909265aaac92622069b2f4cfb1d45654f96ae7b2b72833a789","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/3', 'gleaner', 0, 0, 129776818, 130267501, 1, '2026-11-24T17:02:02.856Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/3","url":"http://127.0.0.1:{port}/slow/300/3","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:02.855+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"e29f8adadc2ec5bd2d405fd0be6f66affad7ca5856c7c19ad476c6395ba5206d","contentParts":1,"contentSha256":"e29f8adadc2ec5bd2d405fd0be6f66affad7ca5856c7c19ad476c6395ba5206d","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/2', 'gleaner', 0, 0, 766044845, 130267501, 1, '2026-11-24T17:02:02.857Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/2","url":"http://127.0.0.1:{port}/slow/300/2","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:02.856+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"cad5c369f7d74ec0ed784f4f4f0efc7efa9982d80b83ca3439095d3c450ed34a","contentParts":1,"contentSha256":"cad5c369f7d74ec0ed784f4f4f0efc7efa9982d80b83ca3439095d3c450ed34a","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/4', 'gleaner', 0, 0, -2061237549, 130267501, 1, '2026-11-24T17:02:03.158Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/4","url":"http://127.0.0.1:{port}/slow/300/4","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:03.158+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"52b3657c581f87821cafd8f46fd984be729f890b1c0702402fa3f5ad6fe7560f","contentParts":1,"contentSha256":"52b3657c581f87821cafd8f46fd984be729f890b1c0702402fa3f5ad6fe7560f","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/5', 'gleaner', 0, 0, 352335581, 130267501, 1, '2026-11-24T17:02:03.163Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/5","url":"http://127.0.0.1:{port}/slow/300/5","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:03.163+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"a7fa8d7a8a3b2f08a722a45ee834bc920b05f65701ba3c799549395c358b3212","contentParts":1,"contentSha256":"a7fa8d7a8a3b2f08a722a45ee834bc920b05f65701ba3c799549395c358b3212","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/6', 'gleaner', 0, 0, -873677831, 130267501, 1, '2026-11-24T17:02:03.461Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/6","url":"http://127.0.0.1:{port}/slow/300/6","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:03.461+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"0ee7f5104beee666431d247d56dd14ecf82627f6ebd440d7df31fb654cf7d267","contentParts":1,"contentSha256":"0ee7f5104beee666431d247d56dd14ecf82627f6ebd440d7df31fb654cf7d267","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/7', 'gleaner', 0, 0, -1132327748, 130267501, 1, '2026-11-24T17:02:03.464Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/7","url":"http://127.0.0.1:{port}/slow/300/7","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:02:03.464+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"53403e6231d6fe687bd50ab32f461f821ab7dae2ec564c443cedc6effcee6526","contentParts":1,"contentSha256":"53403e6231d6fe687bd50ab32f461f821ab7dae2ec564c443cedc6effcee6526","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/ok/bare', 0, 1, '9ef8da9509b6a251743d0d6af48f2f8f03ab0530303e8b61ed966859cbda4351', 'utf-8', CAST('{"id":"bare","nonce":"116b15c4ac5a44ea8442f1cfb744fc45","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('hourly', 0, 1, '01b99571c7a8cc9dba8aeda83bed7f8824c9bc120c0bd4f42381bed7bc327aa7', 'utf-8', CAST('{"id":"hourly","nonce":"5326c1bb2ee743d28c344612b1fe4c82","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/0', 0, 1, 'e42630874ae94523e563aed6488ad2be249e6934fac67b7cad17ad8525841826', 'utf-8', CAST('{"id":"0","nonce":"ea8d150c811c407280210bd62986fc03","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/1', 0, 1, 'ed3b0bd7967798909265aaac92622069b2f4cfb1d45654f96ae7b2b72833a789', 'utf-8', CAST('{"id":"1","nonce":"4781f499eb8e493581e02081a3350b36","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/3', 0, 1, 'e29f8adadc2ec5bd2d405fd0be6f66affad7ca5856c7c19ad476c6395ba5206d', 'utf-8', CAST('{"id":"3","nonce":"2424c7de8e7846f2aceb8aa601d6386e","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/2', 0, 1, 'cad5c369f7d74ec0ed784f4f4f0efc7efa9982d80b83ca3439095d3c450ed34a', 'utf-8', CAST('{"id":"2","nonce":"861d238ebc2746c28e6bea3a504d94d0","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/4', 0, 1, '52b3657c581f87821cafd8f46fd984be729f890b1c0702402fa3f5ad6fe7560f', 'utf-8', CAST('{"id":"4","nonce":"0b4a047dab1b41cb94fc9f1010388a40","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/5', 0, 1, 'a7fa8d7a8a3b2f08a722a45ee834bc920b05f65701ba3c799549395c358b3212', 'utf-8', CAST('{"id":"5","nonce":"193fd82771764b3fb53eb76f158f15c6","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/6', 0, 1, '0ee7f5104beee666431d247d56dd14ecf82627f6ebd440d7df31fb654cf7d267', 'utf-8', CAST('{"id":"6","nonce":"97b20e428bad40569dcb7f425ed8409a","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/7', 0, 1, '53403e6231d6fe687bd50ab32f461f821ab7dae2ec564c443cedc6effcee6526', 'utf-8', CAST('{"id":"7","nonce":"2a05bf2462404784b98dc5b9eb71f7f2","filler":""}' AS BLOB));
INSERT INTO gleaner_schema VALUES (20, '2026-11-24T17:02:01.906Z');
INSERT INTO outcomes VALUES ('finished-run', 'hourly', 'http://127.0.0.1:{port}/ok/hourly', 1, 200, NULL, NULL, 1, 70, 1, '01b99571c7a8cc9dba8aeda83bed7f8824c9bc120c0bd4f42381bed7bc327aa7', 0, '2026-11-24T17:02:02.108Z', 74, 0, 0);
INSERT INTO outcomes VALUES ('finished-run', 'http://127.0.0.1:{port}/ok/bare', 'http://127.0.0.1:{port}/ok/bare', 1, 200, NULL, NULL, 1, 68, 1, '9ef8da9509b6a251743d0d6af48f2f8f03ab0530303e8b61ed966859cbda4351', 0, '2026-11-24T17:02:02.108Z', 74, 0, 2);
INSERT INTO outcomes VALUES ('finished-run', 'missing', 'http://127.0.0.1:{port}/status/404', 0, 404, 'http-status', 'The server answered 404 Not Found.', 1, 0, 0, NULL, 0, '2026-11-24T17:02:02.108Z', 74, 0, 1);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/0', 'http://127.0.0.1:{port}/slow/300/0', 1, 200, NULL, NULL, 1, 65, 1, 'e42630874ae94523e563aed6488ad2be249e6934fac67b7cad17ad8525841826', 0, '2026-11-24T17:02:02.248Z', 301, 0, 0);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/1', 'http://127.0.0.1:{port}/slow/300/1', 1, 200, NULL, NULL, 1, 65, 1, 'ed3b0bd7967798909265aaac92622069b2f4cfb1d45654f96ae7b2b72833a789', 0, '2026-11-24T17:02:02.250Z', 301, 0, 1);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/2', 'http://127.0.0.1:{port}/slow/300/2', 1, 200, NULL, NULL, 1, 65, 1, 'cad5c369f7d74ec0ed784f4f4f0efc7efa9982d80b83ca3439095d3c450ed34a', 0, '2026-11-24T17:02:02.552Z', 304, 0, 2);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/3', 'http://127.0.0.1:{port}/slow/300/3', 1, 200, NULL, NULL, 1, 65, 1, 'e29f8adadc2ec5bd2d405fd0be6f66affad7ca5856c7c19ad476c6395ba5206d', 0, '2026-11-24T17:02:02.552Z', 303, 0, 3);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/4', 'http://127.0.0.1:{port}/slow/300/4', 1, 200, NULL, NULL, 1, 65, 1, '52b3657c581f87821cafd8f46fd984be729f890b1c0702402fa3f5ad6fe7560f', 0, '2026-11-24T17:02:02.857Z', 300, 0, 4);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/5', 'http://127.0.0.1:{port}/slow/300/5', 1, 200, NULL, NULL, 1, 65, 1, 'a7fa8d7a8a3b2f08a722a45ee834bc920b05f65701ba3c799549395c358b3212', 0, '2026-11-24T17:02:02.860Z', 303, 0, 5);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/6', 'http://127.0.0.1:{port}/slow/300/6', 1, 200, NULL, NULL, 1, 65, 1, '0ee7f5104beee666431d247d56dd14ecf82627f6ebd440d7df31fb654cf7d267', 0, '2026-11-24T17:02:03.160Z', 301, 0, 6);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/7', 'http://127.0.0.1:{port}/slow/300/7', 1, 200, NULL, NULL, 1, 65, 1, '53403e6231d6fe687bd50ab32f461f821ab7dae2ec564c443cedc6effcee6526', 0, '2026-11-24T17:02:03.164Z', 300, 0, 7);
INSERT INTO records VALUES ('hourly', 0, 'finished-run', '{"id":"hourly","nonce":"5326c1bb2ee743d28c344612b1fe4c82","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/ok/bare', 0, 'finished-run', '{"id":"bare","nonce":"116b15c4ac5a44ea8442f1cfb744fc45","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/0', 0, 'unfinished-run', '{"id":"0","nonce":"ea8d150c811c407280210bd62986fc03","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/1', 0, 'unfinished-run', '{"id":"1","nonce":"4781f499eb8e493581e02081a3350b36","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/2', 0, 'unfinished-run', '{"id":"2","nonce":"861d238ebc2746c28e6bea3a504d94d0","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/3', 0, 'unfinished-run', '{"id":"3","nonce":"2424c7de8e7846f2aceb8aa601d6386e","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/4', 0, 'unfinished-run', '{"id":"4","nonce":"0b4a047dab1b41cb94fc9f1010388a40","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/5', 0, 'unfinished-run', '{"id":"5","nonce":"193fd82771764b3fb53eb76f158f15c6","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/6', 0, 'unfinished-run', '{"id":"6","nonce":"97b20e428bad40569dcb7f425ed8409a","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/7', 0, 'unfinished-run', '{"id":"7","nonce":"2a05bf2462404784b98dc5b9eb71f7f2","filler":""}');
INSERT INTO runs VALUES ('finished-run', 'completed', 3, 2, 1, '2026-11-24T17:02:02.028Z', '2026-11-24T17:02:02.227Z');
INSERT INTO runs VALUES ('unfinished-run', 'running', 30, 0, 0, '2026-11-24T17:02:02.241Z', NULL);
