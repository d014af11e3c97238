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
CREATE TABLE record_keys (
    source TEXT NOT NULL,
    row_key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (source, row_key)
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
CREATE TABLE staged_records (
    source TEXT NOT NULL,
    seq INTEGER NOT NULL,
    row_key TEXT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (source, seq)
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
    json_extract(CAST(PayloadBinary AS TEXT), '$.applied') AS applied,
    strftime('%Y-%m-%dT%H:%M:%fZ', coalesce(
        json_extract(CAST(PayloadBinary AS TEXT), '$.lastAt'),
        json_extract(CAST(PayloadBinary AS TEXT), '$.lastOkAt'))) AS last_at,
    coalesce(json_extract(CAST(PayloadBinary AS TEXT), '$.paused'), 0) AS paused,
    CASE json_extract(CAST(PayloadBinary AS TEXT), '$.dueBecause')
        WHEN 'schedule' THEN 'schedule' WHEN 'freshness' THEN 'freshness' WHEN 'retryAfter' THEN 'retry-after' END AS due_because,
    json_extract(CAST(PayloadBinary AS TEXT), '$.cursor') AS cursor_value,
    json_extract(CAST(PayloadBinary AS TEXT), '$.health') = 'down'
        AND json_extract(CAST(PayloadBinary AS TEXT), '$.lastOkAt') IS NOT NULL AS stale
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
INSERT INTO OrleansStorage VALUES ('source', 'source/hourly', 'gleaner', 0, 0, -998600261, 130267501, 2, '2026-11-24T17:01:53.722Z', CAST('{"definition":{"name":"hourly","url":"http://127.0.0.1:{port}/ok/hourly","headers":[],"tags":[],"politeness":{},"schedule":{"every":"01:00:00","overlap":"skip"},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:53.719+00:00","consecutiveFailures":0,"nextDue":"2026-11-24T17:10:00+00:00","records":1,"bytes":70,"sha256":"83ddab4744b9ed07d9507e2f8d3ca213913a01f635b2d587172c9e33fe754031","contentParts":1,"contentSha256":"83ddab4744b9ed07d9507e2f8d3ca213913a01f635b2d587172c9e33fe754031","lastRun":"finished-run","dueBecause":"schedule","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:53.563+00:00","duration":"00:00:00.1560000","status":200,"bytes":70,"waitedForHost":"00:00:00.0720000"}],"pages":1,"rows":1,"samples":[]},"fingerprint":"16633b6f77c684d5"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/often', 'gleaner', 0, 0, 1597249286, 130267501, 2, '2026-11-24T17:01:53.711Z', CAST('{"definition":{"name":"often","url":"http://127.0.0.1:{port}/ok/often","headers":[],"tags":[],"politeness":{},"schedule":{"every":"00:00:02","overlap":"skip"},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:53.696+00:00","consecutiveFailures":0,"nextDue":"2026-11-24T17:01:55+00:00","records":1,"bytes":69,"sha256":"cd9caea4424b70a4f861c6a9be1295d55fbc2ff23005df4e236675506687bcda","contentParts":1,"contentSha256":"cd9caea4424b70a4f861c6a9be1295d55fbc2ff23005df4e236675506687bcda","lastRun":"finished-run","dueBecause":"schedule","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:53.563+00:00","duration":"00:00:00.1330000","status":200,"bytes":69,"waitedForHost":"00:00:00.0710000"}],"pages":1,"rows":1,"samples":[]},"fingerprint":"4219053f071a437a"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/paused', 'gleaner', 0, 0, -710680567, 130267501, 3, '2026-11-24T17:01:53.722Z', CAST('{"definition":{"name":"paused","url":"http://127.0.0.1:{port}/ok/paused","headers":[],"tags":[],"politeness":{},"schedule":{"every":"00:00:02","overlap":"skip"},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:53.719+00:00","consecutiveFailures":0,"records":1,"bytes":70,"sha256":"01e5425937f4c9f62d462cd570e4cc28d4ad61061239a92dbecb9742e1a83cee","contentParts":1,"contentSha256":"01e5425937f4c9f62d462cd570e4cc28d4ad61061239a92dbecb9742e1a83cee","lastRun":"finished-run","paused":true,"lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:53.569+00:00","duration":"00:00:00.1500000","status":200,"bytes":70,"waitedForHost":"00:00:00.0650000"}],"pages":1,"rows":1,"samples":[]},"fingerprint":"28099e7bc1ce62d2"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('schedule', 'schedule/6', 'gleaner', 0, 0, -741686294, 2113883719, 1, '2026-11-24T17:01:53.394Z', CAST('{"doneUntil":"2026-11-24T17:01:53.3906324+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('schedule', 'schedule/7', 'gleaner', 0, 0, -841614481, 2113883719, 1, '2026-11-24T17:01:53.396Z', CAST('{"doneUntil":"2026-11-24T17:01:53.3904705+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('schedule', 'schedule/2', 'gleaner', 0, 0, -845038498, 2113883719, 1, '2026-11-24T17:01:53.399Z', CAST('{"doneUntil":"2026-11-24T17:01:53.3874714+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/items', 'gleaner', 0, 0, -1402413997, 130267501, 3, '2026-11-24T17:01:53.728Z', CAST('{"definition":{"name":"items","url":"http://127.0.0.1:{port}/items","headers":[],"tags":["incremental"],"politeness":{},"cursor":{"field":"id","param":"since","key":["id"]},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:53.708+00:00","consecutiveFailures":0,"records":5,"bytes":126,"sha256":"69603ccd7373443527572024efecd99571bc617105d0d13a10fdaf855a5ddad9","contentParts":1,"contentSha256":"69603ccd7373443527572024efecd99571bc617105d0d13a10fdaf855a5ddad9","lastRun":"finished-run","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:53.569+00:00","duration":"00:00:00.1390000","status":200,"bytes":126,"waitedForHost":"00:00:00.0650000"}],"pages":1,"rows":5,"samples":[]},"fingerprint":"e6f2054532f91c4a","cursor":"5","keyed":true}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/tagged', 'gleaner', 0, 0, -198620022, 130267501, 2, '2026-11-24T17:01:53.722Z', CAST('{"definition":{"name":"tagged","url":"http://127.0.0.1:{port}/etag/1","headers":[],"tags":[],"politeness":{},"allowPrivate":true},"applied":true,"health":"up","lastOkAt":"2026-11-24T17:01:53.719+00:00","consecutiveFailures":0,"records":1,"bytes":15,"sha256":"aa5bc61f44d5f633935d04cbccf2654c56806fc924b0083a6cb6b7545369ad64","contentParts":1,"contentSha256":"aa5bc61f44d5f633935d04cbccf2654c56806fc924b0083a6cb6b7545369ad64","lastRun":"finished-run","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:53.569+00:00","duration":"00:00:00.1510000","status":200,"bytes":15,"waitedForHost":"00:00:00.0650000"}],"pages":1,"rows":1,"samples":[]},"fingerprint":"f8034e0b2bab30a6","validators":{"values":{"eTag":"\"1\""}}}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/missing', 'gleaner', 0, 0, -2019487270, 130267501, 2, '2026-11-24T17:01:53.711Z', CAST('{"definition":{"name":"missing","url":"http://127.0.0.1:{port}/status/404","headers":[],"tags":[],"politeness":{},"allowPrivate":true},"applied":true,"health":"down","consecutiveFailures":1,"records":0,"bytes":0,"contentParts":0,"lastRun":"finished-run","lastAt":"2026-11-24T17:01:53.693+00:00","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:53.569+00:00","duration":"00:00:00.1220000","status":404,"error":"httpStatus","waitedForHost":"00:00:00.0660000"}],"error":{"kind":"httpStatus","message":"The server answered 404 Not Found."},"pages":1,"samples":[]}}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/patient', 'gleaner', 0, 0, -1865041534, 130267501, 2, '2026-11-24T17:01:53.722Z', CAST('{"definition":{"name":"patient","url":"http://localhost:{port}/retry-after/100000","headers":[],"tags":[],"politeness":{},"allowPrivate":true},"applied":true,"health":"down","consecutiveFailures":1,"nextDue":"2026-11-24T17:06:53.7195067+00:00","records":0,"bytes":0,"contentParts":0,"lastRun":"finished-run","lastAt":"2026-11-24T17:01:53.719+00:00","dueBecause":"retryAfter","notBefore":"2026-11-24T17:06:53.7195067+00:00","lastFetch":{"run":"finished-run","attempts":[{"startedAt":"2026-11-24T17:01:53.555+00:00","duration":"00:00:00.1640000","status":429,"error":"rateLimited","waitedForHost":"00:00:00.0630000"}],"error":{"kind":"rateLimited","message":"The server answered 429 Too Many Requests."},"pages":1,"samples":[]}}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('run', 'run/finished-run', 'gleaner', 0, 0, -1783542633, -250865644, 3, '2026-11-24T17:01:53.745Z', CAST('{"options":{"concurrency":64,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"state":"completed","shardSizes":[8],"ok":6,"failed":2,"startedAt":"2026-11-24T17:01:53.414+00:00","finishedAt":"2026-11-24T17:01:53.744+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('shard', 'run/finished-run/0', 'gleaner', 0, 0, 644183990, 453851889, 2, '2026-11-24T17:01:53.753Z', NULL);
INSERT INTO OrleansStorage VALUES ('host', 'host/http://127.0.0.1:{port}', 'gleaner', 0, 0, -1375184355, 480582898, 1, '2026-11-24T17:01:53.557Z', CAST('{"leasesUntil":"2026-11-24T17:02:21.5497812+00:00","holders":["127.0.0.1:43633@154544512"],"nextStart":"2026-11-24T17:01:53.5416913+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('host', 'host/http://localhost:{port}', 'gleaner', 0, 0, 595443454, 480582898, 1, '2026-11-24T17:01:53.557Z', CAST('{"leasesUntil":"2026-11-24T17:02:21.5548119+00:00","holders":["127.0.0.1:43633@154544512"],"nextStart":"2026-11-24T17:01:53.5546354+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/ok/bare', 'gleaner', 0, 0, -2070995582, 130267501, 1, '2026-11-24T17:01:53.711Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/ok/bare","url":"http://127.0.0.1:{port}/ok/bare","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:53.693+00:00","consecutiveFailures":0,"records":1,"bytes":68,"sha256":"4d612c6daba564d528c98e56489c5f5662396414eb06c305a02d82f700101309","contentParts":1,"contentSha256":"4d612c6daba564d528c98e56489c5f5662396414eb06c305a02d82f700101309","lastRun":"finished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('host-board', 'hosts/board', 'gleaner', 0, 0, -285964008, 1556608464, 1, '2026-11-24T17:01:53.732Z', CAST('{"until":{"http://localhost:{port}":"2026-11-24T17:06:53.7208714+00:00"}}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('run', 'run/unfinished-run', 'gleaner', 0, 0, -650282642, -250865644, 2, '2026-11-24T17:01:53.769Z', CAST('{"options":{"concurrency":2,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"state":"running","shardSizes":[30],"ok":0,"failed":0,"startedAt":"2026-11-24T17:01:53.767+00:00"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('shard', 'run/unfinished-run/0', 'gleaner', 0, 0, -863377581, 453851889, 1, '2026-11-24T17:01:53.768Z', CAST('{"options":{"concurrency":2,"timeout":"00:00:05","deadline":"00:00:10","content":true,"allowPrivate":true,"headers":[]},"sources":[{"name":"http://127.0.0.1:{port}/slow/300/0","definition":{"name":"http://127.0.0.1:{port}/slow/300/0","url":"http://127.0.0.1:{port}/slow/300/0","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/1","definition":{"name":"http://127.0.0.1:{port}/slow/300/1","url":"http://127.0.0.1:{port}/slow/300/1","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/2","definition":{"name":"http://127.0.0.1:{port}/slow/300/2","url":"http://127.0.0.1:{port}/slow/300/2","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/3","definition":{"name":"http://127.0.0.1:{port}/slow/300/3","url":"http://127.0.0.1:{port}/slow/300/3","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/4","definition":{"name":"http://127.0.0.1:{port}/slow/300/4","url":"http://127.0.0.1:{port}/slow/300/4","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/5","definition":{"name":"http://127.0.0.1:{port}/slow/300/5","url":"http://127.0.0.1:{port}/slow/300/5","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/6","definition":{"name":"http://127.0.0.1:{port}/slow/300/6","url":"http://127.0.0.1:{port}/slow/300/6","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/7","definition":{"name":"http://127.0.0.1:{port}/slow/300/7","url":"http://127.0.0.1:{port}/slow/300/7","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/8","definition":{"name":"http://127.0.0.1:{port}/slow/300/8","url":"http://127.0.0.1:{port}/slow/300/8","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/9","definition":{"name":"http://127.0.0.1:{port}/slow/300/9","url":"http://127.0.0.1:{port}/slow/300/9","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/10","definition":{"name":"http://127.0.0.1:{port}/slow/300/10","url":"http://127.0.0.1:{port}/slow/300/10","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/11","definition":{"name":"http://127.0.0.1:{port}/slow/300/11","url":"http://127.0.0.1:{port}/slow/300/11","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/12","definition":{"name":"http://127.0.0.1:{port}/slow/300/12","url":"http://127.0.0.1:{port}/slow/300/12","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/13","definition":{"name":"http://127.0.0.1:{port}/slow/300/13","url":"http://127.0.0.1:{port}/slow/300/13","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/14","definition":{"name":"http://127.0.0.1:{port}/slow/300/14","url":"http://127.0.0.1:{port}/slow/300/14","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/15","definition":{"name":"http://127.0.0.1:{port}/slow/300/15","url":"http://127.0.0.1:{port}/slow/300/15","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/16","definition":{"name":"http://127.0.0.1:{port}/slow/300/16","url":"http://127.0.0.1:{port}/slow/300/16","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/17","definition":{"name":"http://127.0.0.1:{port}/slow/300/17","url":"http://127.0.0.1:{port}/slow/300/17","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/18","definition":{"name":"http://127.0.0.1:{port}/slow/300/18","url":"http://127.0.0.1:{port}/slow/300/18","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/19","definition":{"name":"http://127.0.0.1:{port}/slow/300/19","url":"http://127.0.0.1:{port}/slow/300/19","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/20","definition":{"name":"http://127.0.0.1:{port}/slow/300/20","url":"http://127.0.0.1:{port}/slow/300/20","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/21","definition":{"name":"http://127.0.0.1:{port}/slow/300/21","url":"http://127.0.0.1:{port}/slow/300/21","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/22","definition":{"name":"http://127.0.0.1:{port}/slow/300/22","url":"http://127.0.0.1:{port}/slow/300/22","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/23","definition":{"name":"http://127.0.0.1:{port}/slow/300/23","url":"http://127.0.0.1:{port}/slow/300/23","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/24","definition":{"name":"http://127.0.0.1:{port}/slow/300/24","url":"http://127.0.0.1:{port}/slow/300/24","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/25","definition":{"name":"http://127.0.0.1:{port}/slow/300/25","url":"http://127.0.0.1:{port}/slow/300/25","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/26","definition":{"name":"http://127.0.0.1:{port}/slow/300/26","url":"http://127.0.0.1:{port}/slow/300/26","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/27","definition":{"name":"http://127.0.0.1:{port}/slow/300/27","url":"http://127.0.0.1:{port}/slow/300/27","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/28","definition":{"name":"http://127.0.0.1:{port}/slow/300/28","url":"http://127.0.0.1:{port}/slow/300/28","headers":[],"tags":[]}},{"name":"http://127.0.0.1:{port}/slow/300/29","definition":{"name":"http://127.0.0.1:{port}/slow/300/29","url":"http://127.0.0.1:{port}/slow/300/29","headers":[],"tags":[]}}]}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/0', 'gleaner', 0, 0, -1531772926, 130267501, 1, '2026-11-24T17:01:54.078Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/0","url":"http://127.0.0.1:{port}/slow/300/0","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:54.078+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"aac24ba1e3503ba643565ef0cd4ca0bc2e392d39f27912890492aaa10b0cb419","contentParts":1,"contentSha256":"aac24ba1e3503ba643565ef0cd4ca0bc2e392d39f27912890492aaa10b0cb419","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/1', 'gleaner', 0, 0, 1456511799, 130267501, 1, '2026-11-24T17:01:54.079Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/1","url":"http://127.0.0.1:{port}/slow/300/1","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:54.079+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"df11cbc8639d9aa583a43879308b243314a0723ceeb4ebd218edc50b08e2fa23","contentParts":1,"contentSha256":"df11cbc8639d9aa583a43879308b243314a0723ceeb4ebd218edc50b08e2fa23","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/2', 'gleaner', 0, 0, -851472706, 130267501, 1, '2026-11-24T17:01:54.384Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/2","url":"http://127.0.0.1:{port}/slow/300/2","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:54.383+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"ae5c54518adfa9993adcabfe0e4c4303a2b1710ef844310a07b51b2a5382c1db","contentParts":1,"contentSha256":"ae5c54518adfa9993adcabfe0e4c4303a2b1710ef844310a07b51b2a5382c1db","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/3', 'gleaner', 0, 0, -865994644, 130267501, 1, '2026-11-24T17:01:54.384Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/3","url":"http://127.0.0.1:{port}/slow/300/3","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:54.383+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"c54efa240854e0c68eea634528f3f1da1983b0bbe512133133d627dd962637ad","contentParts":1,"contentSha256":"c54efa240854e0c68eea634528f3f1da1983b0bbe512133133d627dd962637ad","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/5', 'gleaner', 0, 0, 1121847048, 130267501, 1, '2026-11-24T17:01:54.690Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/5","url":"http://127.0.0.1:{port}/slow/300/5","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:54.689+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"b6e01d3f68286330f209132fd7a115a608b0e6e693774ee980050f465cbc8dad","contentParts":1,"contentSha256":"b6e01d3f68286330f209132fd7a115a608b0e6e693774ee980050f465cbc8dad","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/4', 'gleaner', 0, 0, 699534758, 130267501, 1, '2026-11-24T17:01:54.691Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/4","url":"http://127.0.0.1:{port}/slow/300/4","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:54.689+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"904c5fa4912c78e8e1f795e2ce76afb05dcb2fab70c72d0974e691d22ec6cbae","contentParts":1,"contentSha256":"904c5fa4912c78e8e1f795e2ce76afb05dcb2fab70c72d0974e691d22ec6cbae","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/7', 'gleaner', 0, 0, -682183531, 130267501, 1, '2026-11-24T17:01:54.995Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/7","url":"http://127.0.0.1:{port}/slow/300/7","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:54.994+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"4b171744c0f716f70c3ce9ba8f6b4afca146b8a43d3da36e808780d89baa2961","contentParts":1,"contentSha256":"4b171744c0f716f70c3ce9ba8f6b4afca146b8a43d3da36e808780d89baa2961","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO OrleansStorage VALUES ('source', 'source/http://127.0.0.1:{port}/slow/300/6', 'gleaner', 0, 0, 195695785, 130267501, 1, '2026-11-24T17:01:54.995Z', CAST('{"definition":{"name":"http://127.0.0.1:{port}/slow/300/6","url":"http://127.0.0.1:{port}/slow/300/6","headers":[],"tags":[]},"applied":false,"health":"up","lastOkAt":"2026-11-24T17:01:54.994+00:00","consecutiveFailures":0,"records":1,"bytes":65,"sha256":"ce3272b218c663b6ee53593d5fb49939340388ca56a3d20ff1e4bb6a7a94d9bd","contentParts":1,"contentSha256":"ce3272b218c663b6ee53593d5fb49939340388ca56a3d20ff1e4bb6a7a94d9bd","lastRun":"unfinished-run"}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/ok/bare', 0, 1, '4d612c6daba564d528c98e56489c5f5662396414eb06c305a02d82f700101309', 'utf-8', CAST('{"id":"bare","nonce":"baec66b0ad224bda96d6357cde62c9a4","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('often', 0, 1, 'cd9caea4424b70a4f861c6a9be1295d55fbc2ff23005df4e236675506687bcda', 'utf-8', CAST('{"id":"often","nonce":"c41ab9a140d041c0b6948f349770ed8f","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('tagged', 0, 1, 'aa5bc61f44d5f633935d04cbccf2654c56806fc924b0083a6cb6b7545369ad64', 'utf-8', CAST('{"version":"1"}' AS BLOB));
INSERT INTO contents VALUES ('paused', 0, 1, '01e5425937f4c9f62d462cd570e4cc28d4ad61061239a92dbecb9742e1a83cee', 'utf-8', CAST('{"id":"paused","nonce":"8f08187679d6445cb3a22b6b76a075ef","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('hourly', 0, 1, '83ddab4744b9ed07d9507e2f8d3ca213913a01f635b2d587172c9e33fe754031', 'utf-8', CAST('{"id":"hourly","nonce":"58f60fa0f37b4cf7ab2b719606be1bf8","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('items', 0, 1, '69603ccd7373443527572024efecd99571bc617105d0d13a10fdaf855a5ddad9', 'utf-8', CAST('[{"id":1,"value":"first"},{"id":2,"value":"first"},{"id":3,"value":"first"},{"id":4,"value":"first"},{"id":5,"value":"first"}]' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/0', 0, 1, 'aac24ba1e3503ba643565ef0cd4ca0bc2e392d39f27912890492aaa10b0cb419', 'utf-8', CAST('{"id":"0","nonce":"8b1840f2b7b542278648dbb4dfbf79b9","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/1', 0, 1, 'df11cbc8639d9aa583a43879308b243314a0723ceeb4ebd218edc50b08e2fa23', 'utf-8', CAST('{"id":"1","nonce":"050d44271e2a4cd4832d174215b9d4ad","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/2', 0, 1, 'ae5c54518adfa9993adcabfe0e4c4303a2b1710ef844310a07b51b2a5382c1db', 'utf-8', CAST('{"id":"2","nonce":"a6280a619c2849559730bd07512e1fdb","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/3', 0, 1, 'c54efa240854e0c68eea634528f3f1da1983b0bbe512133133d627dd962637ad', 'utf-8', CAST('{"id":"3","nonce":"332e8e9fa5ab45c287c00f445547b628","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/5', 0, 1, 'b6e01d3f68286330f209132fd7a115a608b0e6e693774ee980050f465cbc8dad', 'utf-8', CAST('{"id":"5","nonce":"e5d9c51a347b4c0fa4b31370e3b3ca90","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/4', 0, 1, '904c5fa4912c78e8e1f795e2ce76afb05dcb2fab70c72d0974e691d22ec6cbae', 'utf-8', CAST('{"id":"4","nonce":"baf7289e8b4141fdbbb56fb0eec9366b","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/7', 0, 1, '4b171744c0f716f70c3ce9ba8f6b4afca146b8a43d3da36e808780d89baa2961', 'utf-8', CAST('{"id":"7","nonce":"52d0d8db6a69452da05d1d57e2d3e227","filler":""}' AS BLOB));
INSERT INTO contents VALUES ('http://127.0.0.1:{port}/slow/300/6', 0, 1, 'ce3272b218c663b6ee53593d5fb49939340388ca56a3d20ff1e4bb6a7a94d9bd', 'utf-8', CAST('{"id":"6","nonce":"aba2b1ba34be4366af45746fb84c87d5","filler":""}' AS BLOB));
INSERT INTO gleaner_schema VALUES (20, '2026-11-24T17:01:53.094Z');
INSERT INTO outcomes VALUES ('finished-run', 'hourly', 'http://127.0.0.1:{port}/ok/hourly', 1, 200, NULL, NULL, 1, 70, 1, '83ddab4744b9ed07d9507e2f8d3ca213913a01f635b2d587172c9e33fe754031', 0, '2026-11-24T17:01:53.491Z', 228, 0, 0);
INSERT INTO outcomes VALUES ('finished-run', 'http://127.0.0.1:{port}/ok/bare', 'http://127.0.0.1:{port}/ok/bare', 1, 200, NULL, NULL, 1, 68, 1, '4d612c6daba564d528c98e56489c5f5662396414eb06c305a02d82f700101309', 0, '2026-11-24T17:01:53.504Z', 190, 0, 7);
INSERT INTO outcomes VALUES ('finished-run', 'items', 'http://127.0.0.1:{port}/items', 1, 200, NULL, NULL, 1, 126, 5, '69603ccd7373443527572024efecd99571bc617105d0d13a10fdaf855a5ddad9', 0, '2026-11-24T17:01:53.504Z', 204, 0, 3);
INSERT INTO outcomes VALUES ('finished-run', 'missing', 'http://127.0.0.1:{port}/status/404', 0, 404, 'http-status', 'The server answered 404 Not Found.', 1, 0, 0, NULL, 0, '2026-11-24T17:01:53.503Z', 190, 0, 5);
INSERT INTO outcomes VALUES ('finished-run', 'often', 'http://127.0.0.1:{port}/ok/often', 1, 200, NULL, NULL, 1, 69, 1, 'cd9caea4424b70a4f861c6a9be1295d55fbc2ff23005df4e236675506687bcda', 0, '2026-11-24T17:01:53.492Z', 205, 0, 1);
INSERT INTO outcomes VALUES ('finished-run', 'patient', 'http://localhost:{port}/retry-after/100000', 0, 429, 'rate-limited', 'The server answered 429 Too Many Requests.', 1, 0, 0, NULL, 0, '2026-11-24T17:01:53.491Z', 228, 0, 6);
INSERT INTO outcomes VALUES ('finished-run', 'paused', 'http://127.0.0.1:{port}/ok/paused', 1, 200, NULL, NULL, 1, 70, 1, '01e5425937f4c9f62d462cd570e4cc28d4ad61061239a92dbecb9742e1a83cee', 0, '2026-11-24T17:01:53.504Z', 215, 0, 2);
INSERT INTO outcomes VALUES ('finished-run', 'tagged', 'http://127.0.0.1:{port}/etag/1', 1, 200, NULL, NULL, 1, 15, 1, 'aa5bc61f44d5f633935d04cbccf2654c56806fc924b0083a6cb6b7545369ad64', 0, '2026-11-24T17:01:53.504Z', 216, 0, 4);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/0', 'http://127.0.0.1:{port}/slow/300/0', 1, 200, NULL, NULL, 1, 65, 1, 'aac24ba1e3503ba643565ef0cd4ca0bc2e392d39f27912890492aaa10b0cb419', 0, '2026-11-24T17:01:53.770Z', 308, 0, 0);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/1', 'http://127.0.0.1:{port}/slow/300/1', 1, 200, NULL, NULL, 1, 65, 1, 'df11cbc8639d9aa583a43879308b243314a0723ceeb4ebd218edc50b08e2fa23', 0, '2026-11-24T17:01:53.770Z', 308, 0, 1);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/2', 'http://127.0.0.1:{port}/slow/300/2', 1, 200, NULL, NULL, 1, 65, 1, 'ae5c54518adfa9993adcabfe0e4c4303a2b1710ef844310a07b51b2a5382c1db', 0, '2026-11-24T17:01:54.080Z', 304, 0, 2);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/3', 'http://127.0.0.1:{port}/slow/300/3', 1, 200, NULL, NULL, 1, 65, 1, 'c54efa240854e0c68eea634528f3f1da1983b0bbe512133133d627dd962637ad', 0, '2026-11-24T17:01:54.080Z', 303, 0, 3);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/4', 'http://127.0.0.1:{port}/slow/300/4', 1, 200, NULL, NULL, 1, 65, 1, '904c5fa4912c78e8e1f795e2ce76afb05dcb2fab70c72d0974e691d22ec6cbae', 0, '2026-11-24T17:01:54.389Z', 300, 0, 4);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/5', 'http://127.0.0.1:{port}/slow/300/5', 1, 200, NULL, NULL, 1, 65, 1, 'b6e01d3f68286330f209132fd7a115a608b0e6e693774ee980050f465cbc8dad', 0, '2026-11-24T17:01:54.388Z', 302, 0, 5);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/6', 'http://127.0.0.1:{port}/slow/300/6', 1, 200, NULL, NULL, 1, 65, 1, 'ce3272b218c663b6ee53593d5fb49939340388ca56a3d20ff1e4bb6a7a94d9bd', 0, '2026-11-24T17:01:54.693Z', 301, 0, 6);
INSERT INTO outcomes VALUES ('unfinished-run', 'http://127.0.0.1:{port}/slow/300/7', 'http://127.0.0.1:{port}/slow/300/7', 1, 200, NULL, NULL, 1, 65, 1, '4b171744c0f716f70c3ce9ba8f6b4afca146b8a43d3da36e808780d89baa2961', 0, '2026-11-24T17:01:54.694Z', 300, 0, 7);
INSERT INTO record_keys VALUES ('items', '166f829e016f2315a8099e3a8d2dbec6d91572379ff02c760ba4e0335789d47f', 4);
INSERT INTO record_keys VALUES ('items', '3089c464221340fed4229d6ba913a04224c91b44158c22163e8849eb7dcc4878', 3);
INSERT INTO record_keys VALUES ('items', '913da1f8df6f8fd47593840d533ba0458cc9873996bf310460abb495b34c232a', 1);
INSERT INTO record_keys VALUES ('items', 'ac11339ffa8f270c4f781e0a3922bb1c80d9dee6e4b6911ca34538ed9ae03caa', 2);
INSERT INTO record_keys VALUES ('items', 'e79e418e48623569d75e2a7b09ae88ed9b77b126a445b9ff9dc6989a08efa079', 0);
INSERT INTO records VALUES ('hourly', 0, 'finished-run', '{"id":"hourly","nonce":"58f60fa0f37b4cf7ab2b719606be1bf8","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/ok/bare', 0, 'finished-run', '{"id":"bare","nonce":"baec66b0ad224bda96d6357cde62c9a4","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/0', 0, 'unfinished-run', '{"id":"0","nonce":"8b1840f2b7b542278648dbb4dfbf79b9","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/1', 0, 'unfinished-run', '{"id":"1","nonce":"050d44271e2a4cd4832d174215b9d4ad","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/2', 0, 'unfinished-run', '{"id":"2","nonce":"a6280a619c2849559730bd07512e1fdb","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/3', 0, 'unfinished-run', '{"id":"3","nonce":"332e8e9fa5ab45c287c00f445547b628","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/4', 0, 'unfinished-run', '{"id":"4","nonce":"baf7289e8b4141fdbbb56fb0eec9366b","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/5', 0, 'unfinished-run', '{"id":"5","nonce":"e5d9c51a347b4c0fa4b31370e3b3ca90","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/6', 0, 'unfinished-run', '{"id":"6","nonce":"aba2b1ba34be4366af45746fb84c87d5","filler":""}');
INSERT INTO records VALUES ('http://127.0.0.1:{port}/slow/300/7', 0, 'unfinished-run', '{"id":"7","nonce":"52d0d8db6a69452da05d1d57e2d3e227","filler":""}');
INSERT INTO records VALUES ('items', 0, 'finished-run', '{"id":1,"value":"first"}');
INSERT INTO records VALUES ('items', 1, 'finished-run', '{"id":2,"value":"first"}');
INSERT INTO records VALUES ('items', 2, 'finished-run', '{"id":3,"value":"first"}');
INSERT INTO records VALUES ('items', 3, 'finished-run', '{"id":4,"value":"first"}');
INSERT INTO records VALUES ('items', 4, 'finished-run', '{"id":5,"value":"first"}');
INSERT INTO records VALUES ('often', 0, 'finished-run', '{"id":"often","nonce":"c41ab9a140d041c0b6948f349770ed8f","filler":""}');
INSERT INTO records VALUES ('paused', 0, 'finished-run', '{"id":"paused","nonce":"8f08187679d6445cb3a22b6b76a075ef","filler":""}');
INSERT INTO records VALUES ('tagged', 0, 'finished-run', '{"version":"1"}');
INSERT INTO runs VALUES ('finished-run', 'completed', 8, 6, 2, '2026-11-24T17:01:53.414Z', '2026-11-24T17:01:53.744Z');
INSERT INTO runs VALUES ('unfinished-run', 'running', 30, 0, 0, '2026-11-24T17:01:53.767Z', NULL);
