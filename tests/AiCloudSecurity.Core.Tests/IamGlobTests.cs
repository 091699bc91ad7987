using AiCloudSecurity.Iam;
using CsCheck;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamGlobTests
{
    [Theory]
    [InlineData("*", "bedrock:InvokeModel", true)]
    [InlineData("bedrock:*", "BEDROCK:invokemodel", true)]
    [InlineData("bedrock:Invoke*", "bedrock:InvokeModelWithResponseStream", true)]
    [InlineData("bedrock:Invoke*Stream", "bedrock:InvokeModel", false)]
    [InlineData("bedrock:?nvokeModel", "bedrock:InvokeModel", true)]
    [InlineData("bedrock:InvokeModel?", "bedrock:InvokeModel", false)]
    [InlineData("bedrock:*", "bedrock-agent:GetAgent", false)]
    [InlineData("bedrock*", "bedrock-agent:GetAgent", true)]
    [InlineData("*:*", "sagemaker:CreateModel", true)]
    [InlineData("sagemaker:*Model*Model", "sagemaker:CreateModelXModel", true)]
    [InlineData(" bedrock:*", "bedrock:InvokeModel", false)]
    [InlineData("", "bedrock:InvokeModel", false)]
    public void It_matches_an_action(string pattern, string action, bool expected) =>
        Assert.Equal(expected, Glob.Action(pattern).Matches(action));

    [Fact]
    public void The_case_of_a_resource_matters()
    {
        Assert.False(Glob.Resource("arn:aws:s3:::Bucket").Matches("arn:aws:s3:::bucket"));
        Assert.True(Glob.Resource("arn:aws:s3:::b*").Matches("arn:aws:s3:::bucket/key:with:colons"));
    }

    [Fact]
    public void A_star_can_be_meant_literally_in_the_current_version()
    {
        Assert.True(Glob.Resource("a${*}b").Matches("a*b"));
        Assert.False(Glob.Resource("a${*}b").Matches("axb"));
        Assert.True(Glob.Resource("a${*}b", escapes: false).Matches("a${xyz}b"));
        Assert.False(Glob.Resource("*").Text is "");
    }

    [Theory]
    [InlineData("x${*", "x${abc")]
    [InlineData("${$}x{*}y", "$x{abc}y")]
    [InlineData("${$}*", "$abc")]
    [InlineData("${$}?", "$a")]
    [InlineData("${?}", "?")]
    public void Only_what_stands_in_a_dollar_sign_and_braces_is_meant_literally(string pattern, string text) => Assert.True(Glob.Resource(pattern).Matches(text));

    [Fact]
    public void Actions_know_no_literal_star() => Assert.True(Glob.Action("s3:${*}").Matches("s3:${x}"));

    // Of two short patterns some short text tells.
    [Fact]
    public void Two_patterns_overlap_where_some_text_matches_both()
    {
        static List<string> Words(string letters, int longest) => [.. Enumerable.Range(1, longest).Aggregate((IEnumerable<string>)[""], (words, _) => words.SelectMany(word => letters.Select(letter => word + letter)).Append("")).Distinct()];
        var texts = Words("ab", 6);
        var patterns = Words("ab*?", 3).Select(pattern => (Pattern: pattern, Encoded: PolicyText.Encode(pattern), Texts: texts.Select(text => Glob.Resource(pattern).Matches(text)).ToArray())).ToList();
        foreach (var left in patterns)
        {
            foreach (var right in patterns)
            {
                Assert.True(left.Texts.AsSpan().IndexOf(true) < 0 || left.Texts.Where((matches, number) => matches && right.Texts[number]).Any() == Glob.Overlap(left.Encoded, right.Encoded), $"{left.Pattern} and {right.Pattern}");
            }
        }
    }

    [Theory]
    [InlineData("*", "bedrock:*", true)]
    [InlineData("bedrock:*", "bedrock:*", true)]
    [InlineData("bed*", "bedrock:*", true)]
    [InlineData("bedrock:*", "bedrock:Invoke*", true)]
    [InlineData("bedrock:Invoke*", "bedrock:*", false)]
    [InlineData("bedrock:?*", "bedrock:*", false)]
    [InlineData("bedrock:????", "bedrock:*", false)]
    [InlineData("bedrock:?", "bedrock:?", true)]
    [InlineData("bedrock:*", "*", false)]
    public void It_covers_what_is_narrower(string wide, string narrow, bool expected) =>
        Assert.Equal(expected, Glob.Action(wide).Covers(Glob.Action(narrow)));

    // What it covers, it matches; and it agrees with the plain recursive meaning of the wildcards.
    [Fact]
    public void Matching_and_covering_agree_with_their_definition()
    {
        var pattern = Gen.String[Gen.Char["ab*?"], 0, 6];
        var text = Gen.String[Gen.Char["ab"], 0, 6];
        Gen.Select(pattern, pattern, text).Sample((wide, narrow, word) =>
        {
            Assert.Equal(Means(wide, word), Glob.Resource(wide).Matches(word));
            if (Glob.Resource(wide).Covers(Glob.Resource(narrow)) && Glob.Resource(narrow).Matches(word))
            {
                Assert.True(Glob.Resource(wide).Matches(word));
            }
        });
    }

    private static bool Means(string pattern, string text) => pattern switch
    {
        "" => text.Length == 0,
        ['*', ..] => Means(pattern[1..], text) || text.Length > 0 && Means(pattern, text[1..]),
        _ => text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && Means(pattern[1..], text[1..]),
    };
}
