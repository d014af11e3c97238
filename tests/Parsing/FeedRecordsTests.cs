using System.Text.Json;
using Gleaner.Pipeline.Parsing;

namespace Gleaner.Tests.Parsing;

public sealed class FeedRecordsTests
{
    [Fact]
    public void Read_Rss2_Items()
    {
        var item = Single("""
            <?xml version="1.0"?>
            <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
              <channel><title>Feed</title><atom:link rel="self" href="http://f/"/>
                <item>
                  <title>One &amp; only</title><link>http://x/1</link><guid isPermaLink="false">id-1</guid>
                  <pubDate>Tue, 10 Jun 2003 04:00:00 +0200</pubDate><dc:creator>Ann</dc:creator>
                  <description><![CDATA[<p>Short</p>]]></description><content:encoded><![CDATA[<p>Long</p>]]></content:encoded>
                  <category>a</category><category domain="d">b</category><category>a</category>
                  <enclosure url="http://x/1.mp3" length="123" type="audio/mpeg"/>
                </item>
              </channel>
            </rss>
            """);

        Assert.Equal("""
            {"title":"One & only","link":"http://x/1","id":"id-1","published":"2003-06-10T02:00:00Z","updated":null,"author":"Ann","summary":"<p>Short</p>","content":"<p>Long</p>","categories":["a","b"],"enclosures":[{"url":"http://x/1.mp3","type":"audio/mpeg","length":123}]}
            """.Trim(), item);
    }

    [Fact]
    public void Read_Rss1_Items() => Assert.Equal(
        """{"title":"T","link":"http://x/1","id":"http://x/about","published":"2024-05-01T12:00:00Z","updated":null,"author":null,"summary":"S","content":null,"categories":["c"],"enclosures":[]}""",
        Single("""
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
              <channel rdf:about="http://x"><title>Feed</title></channel>
              <item rdf:about="http://x/about"><title>T</title><link>http://x/1</link><description>S</description><dc:date>2024-05-01T14:00:00+02:00</dc:date><dc:subject>c</dc:subject></item>
            </rdf:RDF>
            """));

    [Fact]
    public void Read_Atom_Entries() => Assert.Equal(
        """{"title":"T","link":"http://x/1","id":"urn:1","published":"2024-05-01T12:00:00.5Z","updated":"2024-05-02T00:00:00Z","author":"Ann, b@x","summary":"S","content":"<div class=\"c\">x<br />y</div>","categories":["c"],"enclosures":[{"url":"http://x/e","type":null,"length":null}]}""",
        Single("""
            <feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><author><name>Feed's</name></author>
              <entry><title type="text">T</title><link rel="self" href="http://self"/><link href="http://x/1"/><link rel="enclosure" href="http://x/e"/>
                <id>urn:1</id><published>2024-05-01T12:00:00.500Z</published><updated>2024-05-02T00:00:00Z</updated>
                <author><name>Ann</name><email>a@x</email></author><author><email>b@x</email></author><contributor><name>No</name></contributor>
                <summary>S</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml" class="c">x<br/>y</div></content><category term="c" label="C"/></entry>
            </feed>
            """));

    [Theory]
    [InlineData("<guid>http://x/1</guid>", "http://x/1", "http://x/1")]
    [InlineData("<guid>just-an-id</guid>", null, "just-an-id")]
    [InlineData("<link>http://x/2</link>", "http://x/2", "http://x/2")]
    [InlineData("", null, null)]
    public void Read_RssItem_LinkAndIdStandInForEachOther(string members, string? link, string? id)
    {
        using var item = JsonDocument.Parse(Single($"<rss><channel><item>{members}</item></channel></rss>"));

        Assert.Equal((link, id), (item.RootElement.GetProperty("link").GetString(), item.RootElement.GetProperty("id").GetString()));
    }

    [Fact]
    public void Read_TimeThatNobodyUnderstands_StaysAsSent() =>
        Assert.Contains("\"published\":\"last Tuesday\"", Single("<rss><channel><item><pubDate>last Tuesday</pubDate></item></channel></rss>"), StringComparison.Ordinal);

    [Theory]
    [InlineData("<html/>", "root element is html")]
    [InlineData("<RDF xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#'/>", "root element is RDF")]
    [InlineData("<rss><channel>", "breaks off")]
    [InlineData("<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>", "DTD")]
    public void Read_NoFeed_IsAFault(string xml, string expected) =>
        Assert.Contains(expected, Records.FaultOf(() => FeedRecords.Read(Records.Utf8(xml), 1_000_000)), StringComparison.Ordinal);

    [Fact]
    public void Read_FeedWithoutItems_NoRecords() => Assert.Empty(FeedRecords.Read(Records.Utf8("<rss version='2.0'><channel><title>x</title></channel></rss>"), 1_000));

    [Fact]
    public void Read_TooDeepMarkupInAnEntry_IsAFault() =>
        Assert.Contains("nested deeper", Records.FaultOf(() => FeedRecords.Read(Records.Utf8(
            $"<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='xhtml'>{string.Concat(Enumerable.Repeat("<b>", 100_000))}"), 1_000_000)), StringComparison.Ordinal);

    private static string Single(string xml) => Assert.Single(Records.Texts(FeedRecords.Read(Records.Utf8(xml), 1_000_000)));
}
