using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Conditions of roles of Azure, written from "Azure role assignment condition format and syntax".</summary>
public sealed class AzureRoleConditionTests
{
    // What the resource says of n:k; values are joined by a bar, and none is absent.
    [Theory]
    [InlineData("@Resource[n:k] StringEquals 'a'", "a", true)]
    [InlineData("@Resource[n:k] StringEquals 'a'", "A", false)]
    [InlineData("@Resource[n:k] StringEqualsIgnoreCase 'A'", "a", true)]
    [InlineData("@Resource[n:k] StringEqualsIgnoreCase 'A'", "b", false)]
    [InlineData("@Resource[n:k] StringNotEquals 'a'", "b", true)]
    [InlineData("@Resource[n:k] StringNotEquals 'a'", "a", false)]
    [InlineData("@Resource[n:k] StringNotEqualsIgnoreCase 'A'", "b", true)]
    [InlineData("@Resource[n:k] StringNotEqualsIgnoreCase 'A'", "a", false)]
    [InlineData("@Resource[n:k] StringLike 'a*'", "ab", true)]
    [InlineData("@Resource[n:k] StringLike 'a*'", "Ab", false)]
    [InlineData("@Resource[n:k] StringNotLike 'a*'", "b", true)]
    [InlineData("@Resource[n:k] StringNotLike 'a*'", "ab", false)]
    [InlineData("@Resource[n:k] StringLikeIgnoreCase 'A*'", "ab", true)]
    [InlineData("@Resource[n:k] StringLikeIgnoreCase 'A*'", "b", false)]
    [InlineData("@Resource[n:k] StringStartsWith 'a'", "ab", true)]
    [InlineData("@Resource[n:k] StringStartsWith 'a'", "Ab", false)]
    [InlineData("@Resource[n:k] StringNotStartsWith 'a'", "b", true)]
    [InlineData("@Resource[n:k] StringNotStartsWith 'a'", "ab", false)]
    [InlineData("@Resource[n:k] StringStartsWithIgnoreCase 'A'", "ab", true)]
    [InlineData("@Resource[n:k] StringStartsWithIgnoreCase 'A'", "b", false)]
    [InlineData("@Resource[n:k] NumericEquals 5", "5.0", true)]
    [InlineData("@Resource[n:k] NumericEquals 5", "6", false)]
    [InlineData("@Resource[n:k] NumericNotEquals 5", "6", true)]
    [InlineData("@Resource[n:k] NumericNotEquals 5", "5", false)]
    [InlineData("@Resource[n:k] NumericGreaterThan 5", "5.1", true)]
    [InlineData("@Resource[n:k] NumericGreaterThan 5", "5", false)]
    [InlineData("@Resource[n:k] NumericGreaterThanEquals 5", "5", true)]
    [InlineData("@Resource[n:k] NumericGreaterThanEquals 5", "4", false)]
    [InlineData("@Resource[n:k] NumericLessThan 5", "4", true)]
    [InlineData("@Resource[n:k] NumericLessThan 5", "5", false)]
    [InlineData("@Resource[n:k] NumericLessThanEquals 5", "5", true)]
    [InlineData("@Resource[n:k] NumericLessThanEquals 5", "6", false)]
    [InlineData("@Resource[n:k] DateTimeEquals '2026-06-01'", "2026-06-01T00:00:00Z", true)]
    [InlineData("@Resource[n:k] DateTimeEquals '2026-06-01'", "2026-06-01T00:00:01Z", false)]
    [InlineData("@Resource[n:k] DateTimeNotEquals '2026-06-01'", "2026-06-01T00:00:01Z", true)]
    [InlineData("@Resource[n:k] DateTimeNotEquals '2026-06-01'", "2026-06-01T00:00:00Z", false)]
    [InlineData("@Resource[n:k] DateTimeGreaterThan '2026-06-01'", "2026-06-01T00:00:01Z", true)]
    [InlineData("@Resource[n:k] DateTimeGreaterThan '2026-06-01'", "2026-06-01T00:00:00Z", false)]
    [InlineData("@Resource[n:k] DateTimeGreaterThanEquals '2026-06-01'", "2026-06-01T00:00:00Z", true)]
    [InlineData("@Resource[n:k] DateTimeGreaterThanEquals '2026-06-01'", "2026-05-31T23:59:59Z", false)]
    [InlineData("@Resource[n:k] DateTimeLessThan '2026-06-01'", "2026-05-31T23:59:59Z", true)]
    [InlineData("@Resource[n:k] DateTimeLessThan '2026-06-01'", "2026-06-01T00:00:00Z", false)]
    [InlineData("@Resource[n:k] DateTimeLessThanEquals '2026-06-01'", "2026-06-01T00:00:00Z", true)]
    [InlineData("@Resource[n:k] DateTimeLessThanEquals '2026-06-01'", "2026-06-01T00:00:01Z", false)]
    [InlineData("@Resource[n:k] BoolEquals true", "True", true)]
    [InlineData("@Resource[n:k] BoolEquals true", "false", false)]
    [InlineData("@Resource[n:k] BoolNotEquals true", "false", true)]
    [InlineData("@Resource[n:k] BoolNotEquals true", "True", false)]
    [InlineData("@Resource[n:k] GuidEquals {53ca6127-db72-4b80-b1b0-d745d6d5456d}", "53CA6127-DB72-4B80-B1B0-D745D6D5456D", true)]
    [InlineData("@Resource[n:k] GuidEquals {53ca6127-db72-4b80-b1b0-d745d6d5456d}", "53ca6127-db72-4b80-b1b0-d745d6d5456e", false)]
    [InlineData("@Resource[n:k] ListContains 'a'", "A|b", true)]
    [InlineData("@Resource[n:k] ListContains 'a'", "b", false)]
    [InlineData("@Resource[n:k] ListNotContains 'a'", "b", true)]
    [InlineData("@Resource[n:k] ListNotContains 'a'", "a|b", false)]
    [InlineData("@Resource[n:k] ListContains {'a', 'b'}", "a|b|c", true)]
    [InlineData("@Resource[n:k] ListContains {'a', 'c'}", "a|b", false)]
    [InlineData("@Resource[n:k] StringLike 'a${*}'", "a${x}", true)]
    [InlineData("@Resource[n:k] NumericEquals 5", "five", false)]
    [InlineData("@Resource[n:k] ForAnyOfAnyValues:StringEquals {'a', 'c'}", "a|b", true)]
    [InlineData("@Resource[n:k] ForAnyOfAnyValues:StringEquals {'a', 'c'}", "x|y", false)]
    [InlineData("@Resource[n:k] ForAllOfAnyValues:StringEquals {'a', 'b', 'c'}", "a|b", true)]
    [InlineData("@Resource[n:k] ForAllOfAnyValues:StringEquals {'a', 'c'}", "a|b", false)]
    [InlineData("@Resource[n:k] ForAnyOfAllValues:StringLike {'a*', '*b'}", "ab|c", true)]
    [InlineData("@Resource[n:k] ForAnyOfAllValues:StringLike {'a*', 'b*'}", "ab|bc", false)]
    [InlineData("@Resource[n:k] ForAllOfAllValues:StringLike {'a*', '*b'}", "ab|acb", true)]
    [InlineData("@Resource[n:k] ForAllOfAllValues:StringLike {'a*', '*b'}", "ab|c", false)]
    [InlineData("@Resource[n:k] ForAllOfAllValues:StringLike {'a*', 'b*'}", "ab", false)]
    [InlineData("@Resource[n:k] StringEquals {'a', 'c'}", "a|b", true)]
    [InlineData("@Resource[n:k] StringNotEquals {'a', 'c'}", "b|d", true)]
    [InlineData("@Resource[n:k] StringNotEquals {'a', 'c'}", "b|a", false)]
    [InlineData("@Resource[n:k] StringNotEquals {'a', 'c'}", "a", false)]
    [InlineData("@Resource[n:k] StringEquals 'a'", "", false)]
    [InlineData("@Resource[n:k] StringNotEquals 'a'", "", true)]
    [InlineData("@Resource[n:k] ForAllOfAnyValues:StringEquals 'a'", "", false)]
    [InlineData("@Resource[n:k] ForAnyOfAnyValues:StringNotEquals 'a'", "", true)]
    [InlineData("Exists @Resource[n:k]", "a", true)]
    [InlineData("Exists @Resource[n:k]", "", false)]
    [InlineData("NotExists @Resource[n:k]", "", true)]
    [InlineData("NotExists @Resource[n:k]", "a", false)]
    [InlineData("@Resource[n:k] StringEquals 'a\\'b'", "a'b", true)]
    [InlineData("@Resource[n:k] StringEquals 'a\\\\'", "a\\", true)]
    [InlineData("ActionMatches{'Microsoft.Search/*', 'Microsoft.CognitiveServices/*'}", "", true)]
    [InlineData("@Environment[n:e] StringEquals 'e' AND @Request[n:r] StringEquals 'r' AND @Principal[n:p] StringEquals 'p'", "", true)]
    [InlineData("@Resource[n:k] StringEquals 'a' AND @Resource[n:k] StringEquals 'b'", "a|b", true)]
    [InlineData("@Resource[n:k] StringEquals 'a' AND @Resource[n:k] StringEquals 'b'", "a", false)]
    [InlineData("@Resource[n:k] StringEquals 'b' AND @Resource[n:k] StringEquals 'a'", "a", false)]
    [InlineData("@Resource[n:k] StringEquals 'a' OR @Resource[n:k] StringEquals 'b'", "b", true)]
    [InlineData("@Resource[n:k] StringEquals 'a' OR @Resource[n:k] StringEquals 'b'", "c", false)]
    public void Operators_compare_as_Azure_documents(string condition, string values, bool holds)
    {
        HashSet<string> hangsOn = [];
        Assert.Equal(holds ? Truth.True : Truth.False, RoleCondition.Parse(condition).Holds(Request(("@Resource[n:k]", values), ("@Environment[n:e]", "e"), ("@Request[n:r]", "r"), ("@Principal[n:p]", "p")), hangsOn));
        Assert.Empty(hangsOn);
    }

    [Theory]
    [InlineData("@Resource[n:k] StringEquals")]
    [InlineData("@Resource[n:k] StringEquals 'a\\")]
    [InlineData("@Resource[n:k] 'a'")]
    [InlineData("@Resource[n:k")]
    [InlineData("@Resource[n:k] ForAnyOfAnyValues StringEquals 'a'")]
    [InlineData("@Resource[n:k] StringEquals {'a'")]
    [InlineData("@Resource[n:k] StringEquals {}")]
    [InlineData("ActionMatches")]
    [InlineData("Exists")]
    [InlineData("NotExists 'a'")]
    [InlineData("")]
    public void What_is_malformed_is_refused(string condition) => Assert.Contains("at character", Assert.Throws<FormatException>(() => RoleCondition.Parse(condition)).Message, StringComparison.Ordinal);

    [Fact]
    public void Conditions_are_as_deep_and_as_long_as_they_may_be()
    {
        const string exists = "Exists @Resource[n:k]";
        Assert.Equal(Truth.True, RoleCondition.Parse(string.Concat(Enumerable.Repeat("NOT ", 64)) + exists).Holds(Request(("@Resource[n:k]", "a")), new HashSet<string>()));
        Assert.Throws<FormatException>(() => RoleCondition.Parse(string.Concat(Enumerable.Repeat("NOT ", 65)) + exists));
        Assert.Equal(Truth.True, RoleCondition.Parse(exists.PadRight(32_768)).Holds(Request(("@Resource[n:k]", "a")), new HashSet<string>()));
        Assert.Throws<FormatException>(() => RoleCondition.Parse(exists.PadRight(32_769)));
    }

    [Theory]
    [InlineData("@Resource[n:k] StringEquals 'a' AND @Resource[n:none] StringEquals 'b'", "a", "@Resource[n:none]")]
    [InlineData("@Resource[n:none] StringEquals 'b' AND @Resource[n:k] StringEquals 'a'", "a", "@Resource[n:none]")]
    [InlineData("@Resource[n:none] StringEquals @Resource[n:gone]", "a", "@Resource[n:gone] @Resource[n:none]")]
    [InlineData("Exists @Resource[n:none]", "a", "@Resource[n:none]")]
    [InlineData("NotExists @Resource[n:none]", "a", "@Resource[n:none]")]
    [InlineData("@Resource[n:k] StringEquals 'b' OR @Resource[n:none] StringEquals 'b'", "a", "@Resource[n:none]")]
    public void What_is_not_known_is_what_it_hangs_on(string condition, string values, string open)
    {
        HashSet<string> hangsOn = [];
        Assert.Equal(Truth.Unknown, RoleCondition.Parse(condition).Holds(Request(("@Resource[n:k]", values)), hangsOn));
        Assert.Equal(open, string.Join(' ', hangsOn.Order(StringComparer.Ordinal)));
    }

    // Whether the other side is known does not matter then.
    [Theory]
    [InlineData("@Resource[n:k] StringEquals 'b' AND @Resource[n:none] StringEquals 'b'", false)]
    [InlineData("@Resource[n:none] StringEquals 'b' AND @Resource[n:k] StringEquals 'b'", false)]
    [InlineData("@Resource[n:k] StringEquals 'a' OR @Resource[n:none] StringEquals 'b'", true)]
    [InlineData("@Resource[n:none] StringEquals 'b' OR @Resource[n:k] StringEquals 'a'", true)]
    public void A_side_that_decides_hangs_on_nothing(string condition, bool holds)
    {
        HashSet<string> hangsOn = [];
        Assert.Equal(holds ? Truth.True : Truth.False, RoleCondition.Parse(condition).Holds(Request(("@Resource[n:k]", "a")), hangsOn));
        Assert.Empty(hangsOn);
    }

    private static RoleRequest Request(params (string Name, string Values)[] attributes) => new("u", AzureRoles.ListKeys, IsData: false, AzureRoles.Account)
    {
        Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => (IReadOnlyList<string>)attribute.Values.Split('|', StringSplitOptions.RemoveEmptyEntries)),
    };
}
