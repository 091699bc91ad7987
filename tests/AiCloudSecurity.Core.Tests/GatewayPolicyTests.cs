using AiCloudSecurity.Gateways;

namespace AiCloudSecurity.Core.Tests;

public sealed class GatewayPolicyTests
{
    private static readonly Dictionary<string, string> s_none = [];

    [Theory]
    [InlineData("""<policies><inbound><llm-token-limit counter-key="@(context.Request.Headers.GetValueOrDefault(&quot;a&quot;,&quot;)&quot;))" tokens-per-minute="5" /></inbound></policies>""")]
    [InlineData("""<policies><inbound><llm-token-limit counter-key="@(context.Request.Headers.GetValueOrDefault("a",")"))" tokens-per-minute="5" /></inbound></policies>""")]
    [InlineData("""""<policies><!-- > --><inbound><set-variable name="v" value="@{ var x = 1 < 2 && "}" != @"""" ? '"' : 'a'; /* } */ return x; }" /><llm-token-limit tokens-per-minute='5' counter-key='a'></llm-token-limit></inbound></policies>""""")]
    [InlineData("""<policies><inbound><when condition="@(List<string>.Count > 1)"><set-body>@{ return "<a>"; }</set-body></when><llm-token-limit counter-key="a" tokens-per-minute="5"/></inbound></policies>""")]
    public void Policies_are_read_with_their_expressions_escaped_or_not(string text)
    {
        var limit = Assert.Single(new PolicyDocument(text, s_none).Statements, node => node.Is("llm-token-limit"));
        Assert.Equal("5", limit["tokens-per-minute"]);
    }

    [Theory]
    [InlineData("<policies><inbound>", "character")]
    [InlineData("<policies></inbound></policies>", "character")]
    [InlineData("<policies a=\"@(1 < \" />", "character")]
    [InlineData("<fragment />", "policies")]
    [InlineData("<policies><inbound><include-fragment fragment-id=\"gone\" /></inbound></policies>", "gone")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><policies>&a;</policies>", "character")]
    public void What_is_no_policy_is_an_error_that_says_why(string text, string why) =>
        Assert.Contains(why, Assert.Throws<FormatException>(() => new PolicyDocument(text, s_none)).Message, StringComparison.Ordinal);

    [Fact]
    public void Policies_around_hold_where_base_stands_and_only_there()
    {
        var (all, api, operation) = (Of("<rate-limit />"), Of("<base /><llm-token-limit />"), Of("<check-header /><base />"));
        Assert.Equal(["check-header", "rate-limit", "llm-token-limit"], PolicyDocument.Effective("inbound", operation, api, null, all).Select(node => node.Name));
        Assert.Equal(["rate-limit"], PolicyDocument.Effective("inbound", null, null, null, all).Select(node => node.Name));
        Assert.Equal(["llm-token-limit"], PolicyDocument.Effective("inbound", Of("<llm-token-limit />"), all).Select(node => node.Name));
        static PolicyDocument Of(string inbound) => new($"<policies><inbound>{inbound}</inbound></policies>", s_none);
    }

    [Fact]
    public void A_condition_holds_for_all_calls_only_where_each_branch_does()
    {
        static bool Always(string inbound) => PolicyNode.Always(PolicyDocument.Effective("inbound", new PolicyDocument($"<policies><inbound>{inbound}</inbound></policies>", s_none)), node => node.Is("validate-jwt"));
        Assert.True(Always("<validate-jwt />"));
        Assert.True(Always("<choose><when condition=\"a\"><validate-jwt /></when><otherwise><return-response /></otherwise></choose>"));
        Assert.True(Always("<retry><validate-jwt /></retry>"));
        Assert.False(Always("<choose><when condition=\"a\"><validate-jwt /></when></choose>"));
        Assert.False(Always("<choose><when condition=\"a\"><validate-jwt /></when><otherwise><base /></otherwise></choose>"));
        Assert.False(Always("<send-request><validate-jwt /></send-request>"));
    }

    [Theory]
    [InlineData("https://m.openai.azure.com/openai", "m.openai.azure.com", true)]
    [InlineData("\"url\", &quot;m.services.ai.azure.com&quot;", "m.services.ai.azure.com", true)]
    [InlineData("https://api.anthropic.com/v1", "api.anthropic.com", true)]
    [InlineData("https://m.openai.azure.com.evil.example/x", "m.openai.azure.com.evil.example", false)]
    [InlineData("https://web.example.com", "web.example.com", false)]
    public void Hosts_of_models_are_known_and_hosts_that_only_look_like_them_are_not(string text, string host, bool ofModels)
    {
        Assert.Equal([host], ModelHosts.In(text));
        Assert.Equal(ofModels, ModelHosts.IsOfModels(host));
    }
}
