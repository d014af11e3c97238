-- Every source that was applied or fetched, read out of its grain's state (SourceState.cs). Times are UTC; applied, paused and stale are 0 or 1.
-- stale: the last fetch failed, and the records are those of last_ok_at. A damaged state is a source whose health is 'unreadable': it must
-- not make the others unreadable too, as MySQL refuses a whole query for one value that is not JSON.
-- The name follows the prefix 'source/'. JSON_VALUE cuts at 512 characters on MySQL, so the URL is read the other way.
CREATE OR REPLACE VIEW sources AS
SELECT
    source,
    JSON_UNQUOTE(JSON_EXTRACT(state, '$.definition.url')) AS url,
    COALESCE(JSON_VALUE(state, '$.health'), 'unreadable') AS health,
    CAST(SUBSTRING_INDEX(JSON_VALUE(state, '$.lastOkAt'), '+', 1) AS DATETIME(3)) AS last_ok_at,
    CAST(JSON_VALUE(state, '$.consecutiveFailures') AS SIGNED) AS consecutive_failures,
    CAST(SUBSTRING_INDEX(JSON_VALUE(state, '$.nextDue'), '+', 1) AS DATETIME(3)) AS next_due,
    CAST(JSON_VALUE(state, '$.records') AS SIGNED) AS records,
    CAST(JSON_VALUE(state, '$.bytes') AS SIGNED) AS bytes,
    JSON_VALUE(state, '$.sha256') AS sha256,
    JSON_CONTAINS(state, 'true', '$.applied') AS applied,
    CAST(SUBSTRING_INDEX(COALESCE(JSON_VALUE(state, '$.lastAt'), JSON_VALUE(state, '$.lastOkAt')), '+', 1) AS DATETIME(3)) AS last_at,
    COALESCE(JSON_CONTAINS(state, 'true', '$.paused'), 0) AS paused,
    CASE JSON_VALUE(state, '$.dueBecause')
        WHEN 'schedule' THEN 'schedule' WHEN 'freshness' THEN 'freshness' WHEN 'retryAfter' THEN 'retry-after' END AS due_because,
    JSON_VALUE(state, '$.cursor') AS cursor_value,
    CASE WHEN JSON_VALUE(state, '$.health') = 'down' AND JSON_VALUE(state, '$.lastOkAt') IS NOT NULL THEN 1 ELSE 0 END AS stale
FROM (
    SELECT
        SUBSTRING(GrainIdExtensionString, 8) AS source,
        CASE WHEN JSON_VALID(CONVERT(PayloadBinary USING utf8mb4)) THEN CONVERT(PayloadBinary USING utf8mb4) ELSE '{}' END AS state
    FROM OrleansStorage
    WHERE GrainTypeString = 'source' AND PayloadBinary IS NOT NULL) states;
