-- Every source that was applied or fetched, read out of its grain's state (SourceState.cs). Times are UTC; applied, paused and stale are 0 or 1.
-- stale: the last fetch failed, and the records are those of last_ok_at.
-- The name follows the prefix 'source/'. JSON_VALUE cuts at 512 characters on MySQL, so the URL is read the other way.
CREATE OR REPLACE VIEW sources AS
SELECT
    SUBSTRING(GrainIdExtensionString, 8) AS source,
    JSON_UNQUOTE(JSON_EXTRACT(CONVERT(PayloadBinary USING utf8mb4), '$.definition.url')) AS url,
    JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.health') AS health,
    CAST(SUBSTRING_INDEX(JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.lastOkAt'), '+', 1) AS DATETIME(3)) AS last_ok_at,
    CAST(JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.consecutiveFailures') AS SIGNED) AS consecutive_failures,
    CAST(SUBSTRING_INDEX(JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.nextDue'), '+', 1) AS DATETIME(3)) AS next_due,
    CAST(JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.records') AS SIGNED) AS records,
    CAST(JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.bytes') AS SIGNED) AS bytes,
    JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.sha256') AS sha256,
    JSON_CONTAINS(CONVERT(PayloadBinary USING utf8mb4), 'true', '$.applied') AS applied,
    CAST(SUBSTRING_INDEX(COALESCE(
        JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.lastAt'),
        JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.lastOkAt')), '+', 1) AS DATETIME(3)) AS last_at,
    COALESCE(JSON_CONTAINS(CONVERT(PayloadBinary USING utf8mb4), 'true', '$.paused'), 0) AS paused,
    CASE JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.dueBecause')
        WHEN 'schedule' THEN 'schedule' WHEN 'freshness' THEN 'freshness' WHEN 'retryAfter' THEN 'retry-after' END AS due_because,
    JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.cursor') AS cursor_value,
    CASE WHEN JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.health') = 'down'
        AND JSON_VALUE(CONVERT(PayloadBinary USING utf8mb4), '$.lastOkAt') IS NOT NULL THEN 1 ELSE 0 END AS stale
FROM OrleansStorage
WHERE GrainTypeString = 'source' AND PayloadBinary IS NOT NULL;
