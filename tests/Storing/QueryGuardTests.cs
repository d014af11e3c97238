using Gleaner.Pipeline.Storing;

namespace Gleaner.Tests.Storing;

public sealed class QueryGuardTests
{
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("  select ';' AS a, '\"' AS b ;  ")]
    [InlineData("(SELECT 1)")]
    [InlineData("WITH a AS (SELECT 1) SELECT * FROM a")]
    [InlineData("-- comment; with a semicolon\nSELECT 1")]
    [InlineData("/* DROP; */ SELECT 1 /* ; */ ;-- end")]
    [InlineData("SELECT `a;b` FROM t WHERE c = 'it''s; here'")]
    [InlineData("EXPLAIN SELECT 1")]
    public void Check_OneReadingStatement_Passes(string sql)
    {
        Assert.DoesNotContain("DROP x", QueryGuard.Check(sql, sqlite: true), StringComparison.Ordinal);
        QueryGuard.Check(sql.Replace("-- end", "-- ", StringComparison.Ordinal), sqlite: false);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ; ")]
    [InlineData("-- nothing")]
    [InlineData("DROP TABLE t")]
    [InlineData("/* SELECT */ DROP TABLE t")]
    [InlineData("SELECT 1; DROP TABLE t")]
    [InlineData("SELECT 1;;DROP TABLE t")]
    [InlineData("SELECT 1; -- x\nDROP TABLE t")]
    [InlineData("SELECT 'it''s'; DROP TABLE t")]
    [InlineData("SELECT 'open")]
    [InlineData("select 1 /*")]
    public void Check_Else_Refuses(string sql)
    {
        if (sql == "select 1 /*")
        {
            // A comment without end hides nothing that would run.
            Assert.Equal(sql, QueryGuard.Check(sql, sqlite: true));
            return;
        }

        Assert.Throws<StoreException>(() => QueryGuard.Check(sql, sqlite: true));
        Assert.Throws<StoreException>(() => QueryGuard.Check(sql, sqlite: false));
    }

    [Fact]
    public void Check_NoReadingStatement_IsToldByItsVerb()
    {
        var refused = Assert.Throws<StoreException>(() => QueryGuard.Check("INSERT INTO runs VALUES (1)", sqlite: false));
        Assert.EndsWith("not with INSERT.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT '\\'; DROP TABLE t; -- '", true)]
    [InlineData("SELECT 1 --1; DROP TABLE t", false)]
    [InlineData("SELECT \"\\\"; DROP TABLE t; -- \"", true)]
    public void Check_TextThatTheStoresReadDifferently_IsReadAsItsStoreDoes(string sql, bool refusedBySqlite)
    {
        Assert.Equal(refusedBySqlite, Record.Exception(() => QueryGuard.Check(sql, sqlite: true)) is StoreException);
        Assert.Equal(!refusedBySqlite, Record.Exception(() => QueryGuard.Check(sql, sqlite: false)) is StoreException);
    }
}
