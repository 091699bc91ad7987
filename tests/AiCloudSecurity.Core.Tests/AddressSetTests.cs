using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Core.Tests;

public sealed class AddressSetTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("10.0.0.1", "10.0.0.1/32")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("::/0", "::/0")]
    [InlineData("2001:DB8::1/64", "2001:db8::/64")]
    [InlineData("0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0")]
    [InlineData("10.0.0.0/24 10.0.1.0/24 10.0.0.128/25", "10.0.0.0/23")]
    [InlineData("255.255.255.255 10.0.0.0/32", "10.0.0.0/32 255.255.255.255/32")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ::", "::/128 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128")]
    [InlineData("::/0 0.0.0.0/0", "0.0.0.0/0 ::/0")]
    public void Ranges_join_to_the_fewest(string given, string expected) => Assert.Equal(expected.Split(' '), AddressSet.Of(given.Split(' ')).Cidrs());

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("::/129")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("everybody")]
    public void What_is_no_range_is_none(string text) => Assert.Null(AddressSet.TryParse(text));

    [Theory]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("::/0", true)]
    [InlineData("0.0.0.0/1 128.0.0.0/1", true)]
    [InlineData("0.0.0.0/2 64.0.0.0/2 128.0.0.0/2", true)]
    [InlineData("10.0.0.0/8", false)]
    [InlineData("8.0.0.0/8", false)]
    [InlineData("fc00::/7", false)]
    public void Half_of_the_internet_is_the_internet(string ranges, bool whole) => Assert.Equal(whole, AddressSet.Of(ranges.Split(' ')).IsWholeInternet);

    [Theory]
    [InlineData("192.168.0.0/16", false)]
    [InlineData("100.64.0.0/10", false)]
    [InlineData("fd00::/8", false)]
    [InlineData("224.0.0.0/4", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.15.0.0/15", true)]
    [InlineData("2a00::/16", true)]
    public void Private_addresses_are_not_the_internet(string range, bool internet) => Assert.Equal(internet, AddressSet.Of(range).HasInternet);

    // Of 64 addresses at the start and at the end of both families every one is looked at.
    [Fact]
    public void Sets_have_the_addresses_that_logic_says()
    {
        var random = new Random(20261130);
        List<string> all = [.. Enumerable.Range(0, 64).SelectMany(i => new[] { $"0.0.0.{i}", $"255.255.255.{192 + i}", $"::{i:x}", $"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff{192 + i:x}" })];
        for (var run = 0; run < 400; run++)
        {
            var (a, b) = (Some(), Some());
            var (x, y) = (AddressSet.Of(a), AddressSet.Of(b));
            foreach (var address in all)
            {
                var (inX, inY) = (x.Contains(address), y.Contains(address));
                Assert.Equal(inX || inY, x.Union(y).Contains(address));
                Assert.Equal(inX && inY, x.Intersect(y).Contains(address));
                Assert.Equal(inX && !inY, x.Except(y).Contains(address));
            }
            Assert.Equal(x, AddressSet.Of(x.Cidrs()));
            Assert.Equal(x.Except(y).IsEmpty, y.Covers(x));
            Assert.Equal(x, x.Except(y).Union(x.Intersect(y)));
        }

        List<string> Some() => [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(4) switch
        {
            0 => $"0.0.0.{random.Next(64)}/{random.Next(random.Next(8) == 0 ? 0 : 26, 33)}",
            1 => $"255.255.255.{192 + random.Next(64)}/{random.Next(26, 33)}",
            2 => $"::{random.Next(64):x}/{random.Next(random.Next(8) == 0 ? 0 : 122, 129)}",
            _ => $"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ff{192 + random.Next(64):x}/{random.Next(122, 129)}",
        })];
    }

    [Fact]
    public void Stretches_that_touch_are_as_wide_as_one_range()
    {
        var set = AddressSet.Of("203.0.0.0/16", "203.1.0.0/16", "198.51.100.0/24", "2001:db8::/32", "2600::/31");
        Assert.Equal(["203.0.0.0/15", "2600::/31"], set.WiderThan(16, 32).Cidrs());
    }
}
