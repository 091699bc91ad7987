using System.Text;
using System.Text.Json;

namespace AiCloudSecurity.Core.Tests;

/// <summary>What no reader of JSON can make text of is replaced before it is read; all else stays as it was.</summary>
public sealed class WireTextTests
{
    [Theory]
    [InlineData("""{ "a": "\ud800" }""", """{ "a": "\ufffd" }""")]
    [InlineData("""{ "\uDC00b": "\uD83D\uDE00 \uDE00\uD83D" }""", """{ "\ufffdb": "\uD83D\uDE00 \ufffd\ufffd" }""")]
    [InlineData("""{ "a": "\ud800\ud83d\ude00\\ud800" }""", """{ "a": "\ufffd\ud83d\ude00\\ud800" }""")]
    [InlineData("""{ "a": "\ud800\u0041\n\\\ud8" }""", """{ "a": "\ufffd\u0041\n\\\ud8" }""")]
    [InlineData("""{ "a": "\\\\\ud800""", """{ "a": "\\\\\ufffd""")]
    [InlineData("""{ "a": "\ud800\""", """{ "a": "\ufffd\""")]
    public void Halves_of_pairs_are_replaced_and_pairs_are_not(string json, string readable) =>
        Assert.Equal(readable, Encoding.UTF8.GetString(WireText.Readable(Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_replaced()
    {
        using var document = JsonDocument.Parse(WireText.Readable([.. "{\"a"u8, 0xFF, .. "\":\"é"u8, 0xC3, .. "\"}"u8]));
        var member = Assert.Single(document.RootElement.EnumerateObject());
        Assert.Equal("a\uFFFD=é\uFFFD", $"{member.Name}={member.Value}");
    }

    [Fact]
    public void Every_text_that_was_read_can_be_written_again()
    {
        for (var unit = 0xD700; unit <= 0xE010; unit++)
        {
            using var document = JsonDocument.Parse(WireText.Readable(Encoding.UTF8.GetBytes($$"""{ "\u{{unit:x4}}": ["\u{{unit:X4}}\u{{0xE010 - (unit - 0xD700):x4}}"] }""")));
            Assert.NotEmpty(JsonSerializer.SerializeToUtf8Bytes(document.RootElement));
        }
    }
}
