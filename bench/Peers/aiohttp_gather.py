"""The script that Gleaner replaces: asyncio + aiohttp + gather, bounded by a semaphore, each error isolated.

usage: aiohttp_gather.py URLS_FILE CONCURRENCY [HOST PORT USER PASSWORD DATABASE]
With a database every outcome is committed (autocommit, one pooled connection per worker) before it counts.
Prints one line of JSON: {"ok": n, "failed": n, "seconds": s}; seconds leaves start-up and connecting out.
"""
import asyncio
import hashlib
import json
import sys
import time

import aiohttp

INSERT = (
    "INSERT INTO peer_outcomes (source, ok, status, error, bytes, sha256, data, duration_ms) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)


async def fetch(session, limit, url, save):
    async with limit:
        started = time.perf_counter()
        try:
            async with session.get(url) as response:
                body = await response.read()
                ok = response.status == 200
                data = json.loads(body)
                row = (url, ok, response.status, None, len(body), hashlib.sha256(body).hexdigest(), json.dumps(data),
                       int((time.perf_counter() - started) * 1000))
        except Exception as error:  # the script's third idea: isolate every error
            row = (url, False, None, str(error), 0, None, None, int((time.perf_counter() - started) * 1000))
        if save:
            await save(row)
        return row[1]


async def main():
    urls = open(sys.argv[1], encoding="utf-8").read().split()
    concurrency = int(sys.argv[2])
    pool = save = None
    if len(sys.argv) > 3:
        import aiomysql

        host, port, user, password, database = sys.argv[3:8]
        pool = await aiomysql.create_pool(
            host=host, port=int(port), user=user, password=password, db=database,
            minsize=16, maxsize=16, autocommit=True)
        async with pool.acquire() as connection, connection.cursor() as cursor:
            await cursor.execute("DROP TABLE IF EXISTS peer_outcomes")
            await cursor.execute(
                "CREATE TABLE peer_outcomes (id BIGINT AUTO_INCREMENT PRIMARY KEY, source VARCHAR(255) NOT NULL, "
                "ok BOOLEAN, status INT, error TEXT, bytes BIGINT, sha256 CHAR(64), data JSON, duration_ms INT)")

        async def save(row):
            async with pool.acquire() as connection, connection.cursor() as cursor:
                await cursor.execute(INSERT, row)

    limit = asyncio.Semaphore(concurrency)
    connector = aiohttp.TCPConnector(limit=concurrency)
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        started = time.perf_counter()
        results = await asyncio.gather(*(fetch(session, limit, url, save) for url in urls))
        seconds = time.perf_counter() - started
    if pool:
        pool.close()
        await pool.wait_closed()
    ok = sum(1 for r in results if r)
    print(json.dumps({"ok": ok, "failed": len(results) - ok, "seconds": seconds}))


asyncio.run(main())
