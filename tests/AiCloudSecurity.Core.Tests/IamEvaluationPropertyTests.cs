using System.Text.Json;
using AiCloudSecurity.Iam;
using CsCheck;
using static AiCloudSecurity.Core.Tests.IamEvaluation;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamEvaluationPropertyTests
{
    private static readonly string[] s_actions = ["s3:GetObject", "s3:PutObject", "bedrock:InvokeModel", "sagemaker:CreateEndpoint"];
    private static readonly string[] s_resources = ["arn:aws:s3:::b/alice/k", "arn:aws:s3:::b/red", "arn:aws:bedrock:us-east-1:111122223333:custom-model/m", "*"];
    private static readonly string[] s_resourcePatterns = ["*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/${t}", "arn:aws:bedrock:*:*:custom-model/?", "arn:aws:s3:::b/r*"];
    private static readonly string[] s_actionPatterns = ["*", "s3:*", "s3:get*", "bedrock:InvokeModel", "sagemaker:Create????????", "BEDROCK:*", "s3:PutObject"];
    private static readonly string[] s_operators = ["StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists", "ForAnyValue:StringLike", "ForAllValues:StringNotEquals", "StringNotLikeIfExists"];

    private static readonly Gen<string> s_condition =
        from @operator in Gen.OneOf(s_operators)
        from key in Gen.OneOf("t", "u")
        from values in Gen.OneOf("red", "blue", "r*", "${u}").List[1, 2]
        select $$"""{ "{{@operator}}": { "{{key}}": {{JsonSerializer.Serialize(values)}} } }""";

    private static readonly Gen<string> s_none = Gen.Const("{}");

    private static readonly Gen<IReadOnlyList<string>?> s_values = Gen.OneOf<IReadOnlyList<string>?>(null, [], ["red"], ["blue"], ["red", "green"]);

    private static readonly Gen<RequestContext> s_contexts =
        from t in s_values
        from u in s_values
        select Context(t, u);

    private static readonly Gen<Request> s_requests =
        from principal in Gen.OneOf(User, Role)
        from action in Gen.OneOf(s_actions)
        from resource in Gen.OneOf(s_resources)
        from owner in Gen.OneOf("111122223333", "111122223333", "444455556666")
        from context in s_contexts
        select new Request(Principal.FromArn(principal), action, resource) { ResourceAccount = owner, Context = context };

    private static readonly Gen<string> s_effects = Gen.OneOf("Allow", "Allow", "Deny");
    private static readonly Gen<string[]> s_ofIdentity = Statement(s_effects, false).Array[0, 3];
    private static readonly Gen<string[]> s_ofResource = Statement(s_effects, true).Array[1, 3];

    private static readonly Gen<Documents> s_documents =
        from identity in s_ofIdentity
        from boundary in Sometimes(s_ofIdentity)
        from session in Sometimes(s_ofIdentity)
        from organisation in s_ofIdentity.Array[0, 2]
        from resource in Sometimes(s_ofResource)
        select new Documents(identity, boundary, session, organisation, resource);

    [Fact]
    public void Adding_an_Allow_never_removes_access() =>
        Gen.Select(s_requests, s_documents, Statement(Gen.Const("Allow"), false), Statement(Gen.Const("Allow"), true)).Sample((request, documents, allow, allowOnResource) =>
        {
            var before = Access(request, documents);
            return Access(request, documents with { Identity = [allow, .. documents.Identity] }) >= before
                && Access(request, documents with { Boundary = documents.Boundary is { } boundary ? [.. boundary, allow] : null }) >= before
                && Access(request, documents with { Organisation = [.. documents.Organisation.Select(level => (string[])[.. level, allow])] }) >= before
                && Access(request, documents with { Resource = [allowOnResource, .. documents.Resource ?? []] }) >= before;
        });

    [Fact]
    public void Adding_a_Deny_a_boundary_or_an_SCP_never_adds_access() =>
        Gen.Select(s_requests, s_documents, Statement(Gen.Const("Deny"), false), Statement(Gen.Const("Deny"), true), s_ofIdentity).Sample((request, documents, deny, denyOnResource, limit) =>
        {
            var before = Access(request, documents);
            return Access(request, documents with { Identity = [deny, .. documents.Identity] }) <= before
                && Access(request, documents with { Resource = [denyOnResource, .. documents.Resource ?? []] }) <= before
                && Access(request, documents with { Boundary = documents.Boundary ?? limit }) <= before
                && Access(request, documents with { Session = documents.Session ?? limit }) <= before
                && Access(request, documents with { Organisation = [.. documents.Organisation, limit] }) <= before;
        });

    [Fact]
    public void The_order_of_statements_never_matters() =>
        Gen.Select(s_requests, s_documents).Sample((request, documents) =>
        {
            var open = Open(request);
            var reversed = new Documents([.. documents.Identity.Reverse()], Reverse(documents.Boundary), Reverse(documents.Session), [.. documents.Organisation.Reverse()], Reverse(documents.Resource));
            return Answer(request, documents) == Answer(request, reversed) && Answer(open, documents) == Answer(open, reversed);

            static string Answer(Request request, Documents documents)
            {
                var result = Ask(request, documents.Policies);
                return $"{result.Decision} {string.Join(' ', result.ConditionKeys)} {result.Statements.Count}";
            }

            static string[]? Reverse(string[]? statements) => statements is null ? null : [.. statements.Reverse()];
        });

    [Fact]
    public void What_is_said_without_the_keys_holds_whatever_they_are() =>
        Gen.Select(s_requests, s_documents).Sample((request, documents) => Agree(Access(Open(request), documents), Access(request, documents)));

    [Fact]
    public void What_is_said_of_a_pattern_holds_for_what_matches_it() =>
        Gen.Select(s_requests, s_documents, Gen.OneOf("*", "arn:aws:s3:::b/*", "arn:aws:s3:::b/r?d", "arn:aws:bedrock:*")).Sample((request, documents, pattern) =>
            !Glob.Resource(pattern).Matches(request.Resource)
            || Agree(Access(new(request.Principal, request.Action, pattern) { ResourceIsPattern = true, ResourceAccount = request.ResourceAccount, Context = request.Context }, documents), Access(request, documents)));

    [Fact]
    public void Expanding_a_pattern_over_a_table_equals_matching()
    {
        var letters = Gen.OneOf('a', 'B', 'b', ':', '*', '?');
        Gen.Select(Gen.Char["abB:"].Array[0, 5].Select(name => new string(name)).Array[0, 20], letters.Array[0, 5].Select(pattern => Glob.Action(new(pattern)))).Sample((actions, pattern) =>
            new ActionTable(actions).Expand(pattern).SequenceEqual(new ActionTable(actions).Actions.Where(action => pattern.Matches(action))));
        var table = new ActionTable(s_actions);
        Statement(s_effects, false).Sample(statement =>
        {
            var document = PolicyDocument.Parse($$"""{ "Statement": {{statement}} }""");
            return table.Expand(document.Statements[0]).SequenceEqual(table.Actions.Where(action => document.Statements[0].IsOnAction(action)));
        });
    }

    [Fact]
    public void A_compiled_policy_speaks_of_the_actions_of_its_statements() =>
        Gen.Select(Statement(Gen.Const("Allow"), false), Gen.OneOf(s_actions)).Sample((statement, action) =>
        {
            var document = PolicyDocument.Parse($$"""{ "Statement": {{statement}} }""");
            var request = new Request(Principal.FromArn(User), action, "*");
            return CompiledPolicy.Compile("p", PolicyType.Identity, document).On(request.Service).Any(entry => entry.Actions.Contains(request.Operation)) == document.Statements[0].IsOnAction(action);
        });

    [Fact]
    public void Two_patterns_overlap_where_some_text_matches_both()
    {
        var patterns = Gen.Char["ab*?"].Array[0, 4].Select(pattern => new string(pattern));
        string[] texts = [.. Texts(5)];
        Gen.Select(patterns, patterns).Sample((left, right) =>
        {
            var overlap = Glob.Overlap(PolicyText.Encode(left), PolicyText.Encode(right));
            var both = texts.Any(text => Glob.Resource(left).Matches(text) && Glob.Resource(right).Matches(text));
            return both ? overlap : !overlap || left.Length + right.Length > 5;
        });

        static IEnumerable<string> Texts(int length) => length == 0 ? [""] : Texts(length - 1).SelectMany(text => (string[])[text, text + "a", text + "b", text + "c"]).Distinct();
    }

    // An answer without all facts may be "it depends"; any other must be the answer with them.
    private static bool Agree(int open, int closed) => open == 1 || open == closed;

    private static int Access(Request request, Documents documents) => Decide(request, documents.Policies) switch { Decision.Allowed => 2, Decision.Conditional => 1, _ => 0 };

    private static Request Open(Request request) =>
        new(request.Principal, request.Action, request.Resource) { ResourceAccount = request.ResourceAccount, Context = RequestContext.Unknown };

    private static RequestContext Context(IReadOnlyList<string>? t, IReadOnlyList<string>? u) =>
        new(new[] { ("t", t), ("u", u) }.Where(key => key.Item2 is not null).Select(key => KeyValuePair.Create(key.Item1, key.Item2!)));

    private static Gen<string[]?> Sometimes(Gen<string[]> statements) => Gen.Bool.SelectMany(there => there ? statements.Select(some => (string[]?)some) : Gen.Const((string[]?)null));

    private static Gen<string> Statement(Gen<string> effects, bool ofResource) =>
        from effect in effects
        from notAction in Gen.Int[0, 4]
        from actions in Gen.OneOf(s_actionPatterns).List[1, 3]
        from notResource in Gen.Int[0, 4]
        from resources in Gen.OneOf(s_resourcePatterns).List[1, 2]
        from principal in Gen.OneOf("\"*\"", "{ \"AWS\": \"111122223333\" }", "{ \"AWS\": \"" + User + "\" }", "{ \"AWS\": \"" + Role + "\" }")
        from condition in Gen.Frequency((2, s_none), (1, s_condition))
        select $$"""
            { "Effect": "{{effect}}", "{{(notAction == 0 ? "NotAction" : "Action")}}": {{JsonSerializer.Serialize(actions)}},
              "{{(notResource == 0 ? "NotResource" : "Resource")}}": {{JsonSerializer.Serialize(resources)}},
              {{(ofResource ? $"\"Principal\": {principal}," : "")}} "Condition": {{condition}} }
            """;

    private sealed record Documents(string[] Identity, string[]? Boundary, string[]? Session, string[][] Organisation, string[]? Resource)
    {
        public ApplicablePolicies Policies => new()
        {
            Identity = [IamEvaluation.Identity(Identity)],
            PermissionsBoundary = Boundary is null ? null : Of(PolicyType.PermissionsBoundary, Boundary),
            Session = Session is null ? null : [Of(PolicyType.Session, Session)],
            ServiceControl = [.. Organisation.Select(level => (CompiledPolicy[])[Of(PolicyType.ServiceControl, level)])],
            Resource = Resource is null ? null : Of(PolicyType.Resource, Resource),
        };
    }
}
