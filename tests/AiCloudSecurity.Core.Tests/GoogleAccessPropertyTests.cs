using System.Collections.Frozen;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Google;
using CsCheck;

namespace AiCloudSecurity.Core.Tests;

public sealed class GoogleAccessPropertyTests
{
    private const string Manager = "//cloudresourcemanager.googleapis.com/";
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_places = [Manager + "organizations/1", Manager + "folders/2", Manager + "projects/p", "//aiplatform.googleapis.com/projects/p/locations/l/endpoints/1", "//storage.googleapis.com/b"];
    private static readonly string[] s_members = ["user:a@x.com", "user:b@x.com", "group:g@x.com", "domain:x.com", "allUsers", "allAuthenticatedUsers", "serviceAccount:s@p.iam.gserviceaccount.com"];
    private static readonly string[] s_permissions = ["aiplatform.endpoints.predict", "storage.objects.get", "iam.serviceAccounts.actAs"];
    private static readonly string?[] s_conditions = [null, null, "request.time < timestamp('2027-01-01T00:00:00Z')", "resource.name.startsWith('projects/p')", "!resource.matchTag('1/a', 'b')", "resource.type == 'x' || resource.service == 'storage.googleapis.com'"];
    private static readonly string[] s_denied = ["aiplatform.googleapis.com/endpoints.*", "storage.googleapis.com/objects.get", "*"];
    private static readonly string[] s_principals = ["principalSet://goog/public:all", "principal://goog/subject/a@x.com", "principalSet://goog/group/g@x.com", "principalSet://goog/cloudIdentityCustomerId/C1"];

    private static readonly Gen<GoogleBinding> s_binding =
        from member in Gen.OneOf(s_members)
        from place in Gen.OneOf(s_places)
        from held in Gen.OneOf(s_permissions).List[0, 3]
        from condition in Gen.OneOf(s_conditions)
        select new GoogleBinding(member, "roles/r", place, held.ToFrozenSet(), condition);

    private static readonly Gen<GoogleDeny> s_deny =
        from place in Gen.OneOf(s_places[..3])
        from principals in Gen.OneOf(s_principals).List[1, 2]
        from exceptions in Gen.OneOf(s_principals).List[0, 1]
        from permissions in Gen.OneOf(s_denied).List[1, 2]
        from except in Gen.OneOf(s_denied).List[0, 1]
        from condition in Gen.OneOf(s_conditions)
        select new GoogleDeny("d", place, principals, exceptions, permissions, except, condition);

    private static readonly Gen<(string Member, GoogleRequest Request)> s_request =
        from member in Gen.OneOf(s_members)
        from permission in Gen.OneOf(s_permissions)
        from resource in Gen.OneOf(s_places)
        from named in Gen.Bool
        select (member, new GoogleRequest(permission, resource, s_now) { Names = named ? [GoogleEvaluator.Short(resource)] : [], Type = named ? "x" : null });

    [Fact]
    public void Adding_a_binding_never_removes_access() => Gen.Select(s_request, s_binding.Array[0, 4], s_deny.Array[0, 2], s_binding).Sample((asked, bindings, denies, more) =>
        Access(asked, [.. bindings, more], denies) >= Access(asked, bindings, denies), iter: SampleEstates.IsFullRun ? 100_000 : 2_000, threads: 1);

    [Fact]
    public void Adding_a_deny_rule_never_adds_access() => Gen.Select(s_request, s_binding.Array[0, 4], s_deny.Array[0, 2], s_deny).Sample((asked, bindings, denies, more) =>
        Access(asked, bindings, [.. denies, more]) <= Access(asked, bindings, denies), iter: SampleEstates.IsFullRun ? 100_000 : 2_000, threads: 1);

    [Fact]
    public void Order_never_matters() => Gen.Select(s_request, s_binding.Array[0, 4], s_deny.Array[0, 3]).Sample((asked, bindings, denies) =>
        Access(asked, bindings, denies) == Access(asked, [.. bindings.Reverse()], [.. denies.Reverse()]), iter: SampleEstates.IsFullRun ? 100_000 : 2_000, threads: 1);

    [Fact]
    public void No_text_is_a_condition_that_crashes() => Gen.OneOf(
            Gen.String[Gen.Char["()[]{}!&|=<>+-?:.,'\" \\ainrequstz09é"], 0, 40],
            Gen.OneOf("(", ")", "!", "&&", "||", "==", "<", "+", "-", "?", ":", ".", ",", "[", "]", "in", "'x'", "1", "1.5u", "true", "request.time", "resource.name", "timestamp('2026-01-01T00:00:00Z')", "duration('9e8s')", "date('0001-01-01')", "startsWith(", "extract('{')", "size()").Array[0, 14].Select(words => string.Concat(words)))
        .Sample(text =>
        {
            try
            {
                Cel.Parse(text).Holds(new(s_now, "s", "t", "n"), new HashSet<string>());
            }
            catch (FormatException malformed)
            {
                Assert.Contains("at character", malformed.Message, StringComparison.Ordinal);
            }
        }, iter: 20000, threads: 1);

    [Theory]
    [InlineData("(")]
    [InlineData("!")]
    [InlineData("-")]
    [InlineData("[")]
    [InlineData("a?")]
    [InlineData("f(")]
    public void A_condition_is_not_nested_for_ever(string part) => Assert.Throws<FormatException>(() => Cel.Parse(string.Concat(Enumerable.Repeat(part, 5_000))));

    [Fact]
    public void A_long_condition_is_read() => Assert.Equal(Truth.True, Cel.Parse(string.Join(" && ", Enumerable.Repeat("resource.type == 't'", 500))).Holds(new(s_now, "s", "t", "n"), new HashSet<string>()));

    private static int Access((string Member, GoogleRequest Request) asked, GoogleBinding[] bindings, GoogleDeny[] denies) =>
        GoogleEvaluator.Evaluate(asked.Member, asked.Request, bindings, denies).Decision switch { Decision.Allowed => 2, Decision.Conditional => 1, _ => 0 };
}
