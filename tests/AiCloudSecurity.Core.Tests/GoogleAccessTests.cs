using System.Collections.Frozen;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Google;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Who may do what in Google Cloud.</summary>
public sealed class GoogleAccessTests
{
    private const string Manager = "//cloudresourcemanager.googleapis.com/";
    private const string Project = Manager + "projects/p";
    private const string Endpoint = "//aiplatform.googleapis.com/projects/p/locations/l/endpoints/1";
    private const string Predict = "aiplatform.endpoints.predict";
    private const string Ann = "user:ann@example.com";
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Manager + "organizations/1", true)]
    [InlineData(Manager + "folders/2", true)]
    [InlineData(Project, true)]
    [InlineData(Endpoint, true)]
    [InlineData(Endpoint + "2", false)]
    [InlineData("//aiplatform.googleapis.com/projects/p/locations/l/endpoints/2", false)]
    public void A_binding_holds_where_it_is_and_below(string on, bool holds) => Assert.Equal(holds, Ask(Ann, [Bind(Ann, on)]).Exists);

    [Theory]
    [InlineData("allUsers", true)]
    [InlineData("allAuthenticatedUsers", true)]
    [InlineData("domain:example.com", true)]
    [InlineData("domain:other.com", false)]
    [InlineData("user:ANN@example.com", true)]
    [InlineData("group:ann@example.com", false)]
    public void Who_is_meant_by_a_member(string member, bool holds) => Assert.Equal(holds, Ask(Ann, [Bind(member, Project)]).Exists);

    [Fact]
    public void Roles_of_googles_own_are_known_and_others_are_unknown()
    {
        Assert.Contains(Predict, GoogleRoles.Find("roles/aiplatform.user")!.AsEnumerable());
        Assert.DoesNotContain(GoogleActions.ActAs, GoogleRoles.Find("roles/aiplatform.user")!.AsEnumerable());
        Assert.Empty(GoogleRoles.Find("roles/accessapproval.approver")!);
        Assert.Null(GoogleRoles.Find("roles/nothing.atAll"));
        // With the right to act as accounts, in one role of people: the fact file's three.
        Assert.All(["roles/owner", "roles/editor", "roles/iam.dataScientist"], role => Assert.Superset(new HashSet<string> { GoogleActions.ActAs, "aiplatform.customJobs.create" }, GoogleRoles.Find(role)!.ToHashSet()));
    }

    [Fact]
    public void Each_permission_of_the_table_is_held_by_some_role() =>
        Assert.All(GoogleActions.All, action => Assert.Contains(action.Name, GoogleRoles.Find("roles/owner")!.Concat(GoogleRoles.Find("roles/iam.denyAdmin")!).Concat(GoogleRoles.Find("roles/resourcemanager.organizationAdmin")!)
            .Concat(GoogleRoles.Find("roles/orgpolicy.policyAdmin")!).Concat(GoogleRoles.Find("roles/billing.admin")!).Concat(GoogleRoles.Find("roles/secretmanager.secretAccessor")!).Concat(GoogleRoles.Find("roles/iam.serviceAccountTokenCreator")!)
            .Concat(GoogleRoles.Find("roles/cloudkms.cryptoKeyEncrypterDecrypter")!).Concat(GoogleRoles.Find("roles/storage.admin")!).Concat(GoogleRoles.Find("roles/bigquery.admin")!).Concat(GoogleRoles.Find("roles/notebooks.admin")!)
            .Concat(GoogleRoles.Find("roles/aiplatform.admin")!).Concat(GoogleRoles.Find("roles/modelarmor.admin")!).Concat(GoogleRoles.Find("roles/modelarmor.floorSettingsAdmin")!)));

    [Theory]
    [InlineData("request.time < timestamp('2027-01-01T00:00:00Z')", Decision.Allowed)]
    [InlineData("request.time < timestamp(\"2026-01-01T00:00:00Z\")", Decision.ImplicitlyDenied)]
    [InlineData("request.time < timestamp('2026-01-01T00:00:00Z') + duration('31536000s')", Decision.Allowed)]
    [InlineData("request.time.getHours('Europe/Berlin') < 18", Decision.Conditional)]
    [InlineData("resource.name.startsWith('projects/p/locations/l/endpoints/')", Decision.Conditional)]
    [InlineData("resource.name.endsWith('/endpoints/1')", Decision.Allowed)]
    [InlineData("resource.name.endsWith('/endpoints/2')", Decision.ImplicitlyDenied)]
    [InlineData("resource.name.extract('/locations/{location}/') == 'l'", Decision.Allowed)]
    [InlineData("resource.name.startsWith('projects/123/')", Decision.Conditional)]
    [InlineData("resource.type == 'aiplatform.googleapis.com/Endpoint'", Decision.Allowed)]
    [InlineData("resource.type == 'storage.googleapis.com/Bucket' || resource.service == 'aiplatform.googleapis.com'", Decision.Allowed)]
    [InlineData("resource.service == 'storage.googleapis.com'", Decision.ImplicitlyDenied)]
    [InlineData("!(resource.type in ['a', 'b']) && true", Decision.Allowed)]
    [InlineData("resource.matchTag('1/env', 'prod')", Decision.Conditional)]
    [InlineData("'accessPolicies/1/accessLevels/a' in request.auth.access_levels", Decision.Conditional)]
    [InlineData("resource.matchTag('1/env', 'prod') && resource.type == 'b'", Decision.ImplicitlyDenied)]
    [InlineData("api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/x'])", Decision.Conditional)]
    [InlineData("resource.name.extract('/datasets/{dataset}/') == ''", Decision.Allowed)]
    [InlineData("resource.name.extract('/endpoints/{endpoint}') == '1'", Decision.Allowed)]
    [InlineData("resource.matchTagId('tagKeys/1', 'tagValues/2')", Decision.Conditional)]
    [InlineData("resource.hasTagKey('1/env') || resource.hasTagKeyId('tagKeys/1')", Decision.Conditional)]
    [InlineData("request.time.getFullYear('UTC') == 2026", Decision.Conditional)]
    [InlineData("request.time < date('2027-01-01')", Decision.Allowed)]
    [InlineData("request.path.startsWith('/admin') && request.host == 'a.example.com'", Decision.Conditional)]
    [InlineData("destination.ip == '10.0.0.1' && destination.port == 22", Decision.Conditional)]
    [InlineData("resource.type != 'aiplatform.googleapis.com/Endpoint' && destination.port == 22", Decision.ImplicitlyDenied)]
    [InlineData("resource.name.matches('.*')", Decision.Conditional)]
    [InlineData("request.time", Decision.Conditional)]
    [InlineData("resource.type < 3", Decision.Conditional)]
    public void Conditions_are_evaluated_as_far_as_they_are_understood(string condition, Decision decision) =>
        Assert.Equal(decision, Ask(Ann, [Bind(Ann, Project, condition)], names: ["projects/p/locations/l/endpoints/1", "projects/123/locations/l/endpoints/1"], type: "aiplatform.googleapis.com/Endpoint").Decision);

    [Fact]
    public void On_all_of_a_project_a_condition_on_names_is_left_open()
    {
        var answer = GoogleEvaluator.Evaluate(Ann, new(Predict, Project, s_now), [Bind(Ann, Project, "resource.name.startsWith('projects/p/locations/l/endpoints/1')")], []);
        Assert.Equal((Decision.Conditional, "resource.name"), (answer.Decision, Assert.Single(answer.Conditions)));
    }

    [Theory]
    [InlineData("resource.matchTag('1/env', 'prod')", "resource.matchTag()")]
    [InlineData("api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/x'])", "api.getAttribute()")]
    [InlineData("request.auth.access_levels.exists(level, level == 'a')", "request.auth.access_levels")]
    [InlineData("resource.name.matches('x')", "resource.name.matches()")]
    public void An_open_answer_names_what_is_asked(string condition, string asked) =>
        Assert.Contains(asked, Ask(Ann, [Bind(Ann, Project, condition)], names: ["projects/p/locations/l/endpoints/1"]).Conditions);

    // By the project's id or by its number: which of them a condition sees is not documented for each service.
    [Fact]
    public void A_condition_that_holds_for_one_of_the_names_of_a_resource_is_left_open()
    {
        var answer = Ask(Ann, [Bind(Ann, Project, "resource.name.startsWith('projects/123/')")], names: ["projects/p/locations/l/endpoints/1", "projects/123/locations/l/endpoints/1"]);
        Assert.Equal((Decision.Conditional, "resource.name"), (answer.Decision, Assert.Single(answer.Conditions)));
        Assert.True(answer.Exists);
    }

    [Fact]
    public void A_member_that_was_deleted_has_nothing()
    {
        var policy = new Resources.Gcp.IamPolicy { Identity = new(Cloud.Gcp, "p", "global", Project, "p"), Policy = new() { Bindings = [new() { Role = "roles/x", Members = ["deleted:user:bob@example.com?uid=1", Ann] }] } };
        Assert.Equal(Ann, Assert.Single(GoogleBinding.Of(policy, _ => null)).Member);
    }

    [Theory]
    [InlineData("resource.name.startsWith(")]
    [InlineData("'open")]
    [InlineData("a &&")]
    [InlineData("(a")]
    public void A_malformed_condition_is_unknown_and_says_where(string condition)
    {
        var answer = Ask(Ann, [Bind(Ann, Project, condition)]);
        Assert.Contains("at character", answer.Unseen, StringComparison.Ordinal);
        Assert.Throws<UnseenException>(() => answer.Exists);
        Assert.True(Ask(Ann, [Bind(Ann, Project, condition), Bind(Ann, Endpoint)]).Exists);
    }

    [Fact]
    public void A_deny_policy_takes_what_a_binding_gives_but_not_from_exceptions()
    {
        var deny = Deny(["principalSet://goog/public:all"], ["principal://goog/subject/bob@example.com"], ["aiplatform.googleapis.com/endpoints.*"]);
        Assert.Equal(Decision.ExplicitlyDenied, Ask(Ann, [Bind(Ann, Project)], [deny]).Decision);
        Assert.Equal(Decision.Allowed, GoogleEvaluator.Evaluate(Ann, new(Predict, Manager + "folders/2", s_now), [Bind(Ann, Manager + "folders/2")], [deny]).Decision);
        Assert.Equal(Decision.Allowed, Ask("user:bob@example.com", [Bind("user:bob@example.com", Project)], [deny]).Decision);
        Assert.Equal(Decision.Allowed, Ask(Ann, [Bind(Ann, Project)], [Deny(["principalSet://goog/public:all"], [], ["aiplatform.googleapis.com/endpoints.*"], ["aiplatform.googleapis.com/endpoints.predict"])]).Decision);
        Assert.Equal(Decision.Allowed, Ask(Ann, [Bind(Ann, Project)], [Deny(["principal://goog/subject/bob@example.com"], [], ["aiplatform.googleapis.com/endpoints.predict"])]).Decision);
        Assert.Equal(Decision.ExplicitlyDenied, Ask("serviceAccount:a@p.iam.gserviceaccount.com", [Bind("serviceAccount:a@p.iam.gserviceaccount.com", Project)], [Deny(["principal://iam.googleapis.com/projects/-/serviceAccounts/a@p.iam.gserviceaccount.com"], [], ["aiplatform.googleapis.com/endpoints.predict"])]).Decision);
    }

    [Fact]
    public void Where_a_group_is_denied_or_a_tag_asked_it_is_left_open()
    {
        Assert.Equal((Decision.Conditional, "who is in goog/group/g@example.com"), (Ask(Ann, [Bind(Ann, Project)], [Deny(["principalSet://goog/group/g@example.com"], [], ["aiplatform.googleapis.com/endpoints.predict"])]) is var answer ? answer.Decision : default, Assert.Single(answer.Conditions)));
        Assert.Equal(Decision.Conditional, Ask(Ann, [Bind(Ann, Project)], [Deny(["principalSet://goog/public:all"], [], ["aiplatform.googleapis.com/endpoints.predict"], condition: "resource.matchTag('1/env', 'prod')")]).Decision);
        Assert.NotNull(Ask(Ann, [Bind(Ann, Project)], [Deny(["principalSet://goog/public:all"], [], ["aiplatform.googleapis.com/endpoints.predict"], condition: "(")]).Unseen);
    }

    private const string Account = "serviceAccount:a@p.iam.gserviceaccount.com";
    private const string Agent = "serviceAccount:service-1@gcp-sa-aiplatform.iam.gserviceaccount.com";
    [Fact]
    public void What_is_given_freely_hangs_on_denials_only() => Assert.Equal("resource.matchTag()", Assert.Single(Ask(Ann, [Bind(Ann, Project), Bind(Ann, Project, "request.host == 'a'")],
        [Deny(["principalSet://goog/public:all"], [], ["aiplatform.googleapis.com/endpoints.predict"], condition: "resource.matchTag('1/env', 'prod')")]).Conditions));

    [Theory]
    [InlineData("allUsers", "allUsers", true)]
    [InlineData("allUsers", "user:ann@example.com", true)]
    [InlineData("allAuthenticatedUsers", "allUsers", false)]
    [InlineData("domain:example.com", "group:ml@example.com", false)]
    [InlineData("group:ml@example.com", "user:ann@example.com", false)]
    [InlineData("user:x@other.com", "user:ann@example.com", false)]
    public void Who_is_bound_is_who_is_asked(string bound, string asked, bool holds) => Assert.Equal(holds, Ask(asked, [Bind(bound, Project)]).Exists);

    [Theory]
    [InlineData("resourcemanager.projects.get", "cloudresourcemanager.googleapis.com/projects.get")]
    [InlineData("billing.budgets.get", "cloudbilling.googleapis.com/budgets.get")]
    [InlineData("cloudtranslate.glossaries.get", "translate.googleapis.com/glossaries.get")]
    [InlineData("aiplatform.models.get", "aiplatform.googleapis.com/models.get")]
    public void Deny_policies_call_permissions_by_their_service(string permission, string denied) => Assert.Equal(denied, GoogleEvaluator.Denied(permission));

    [Theory]
    [InlineData(Manager + "organizations/1", Manager + "folders/2", true)]
    [InlineData(Manager + "folders/2", Manager + "projects/p", true)]
    [InlineData(Manager + "folders/2", Manager + "folders/2", true)]
    [InlineData(Manager + "folders/2", Manager + "folders/3", false)]
    [InlineData(Project, Manager + "folders/2", false)]
    [InlineData(Endpoint, Endpoint + "/parts/1", true)]
    [InlineData(Endpoint, Endpoint + "1", false)]
    [InlineData(Endpoint, Project, false)]
    public void A_policy_holds_on_itself_and_below(string on, string resource, bool covers) => Assert.Equal(covers, GoogleEvaluator.Covers(on, resource));

    [Theory]
    [InlineData("roles/owner", Project, null, true, true, false)]
    [InlineData("roles/editor", Manager + "folders/2", "request.time < timestamp('2027-01-01T00:00:00Z')", true, true, true)]
    [InlineData("roles/viewer", Manager + "organizations/1", "resource.type == 'a'", false, false, true)]
    [InlineData("roles/aiplatform.user", Endpoint, null, false, true, false)]
    public void A_binding_says_what_it_is(string role, string on, string? condition, bool isBasic, bool isWhole, bool isInherited)
    {
        var binding = new GoogleBinding(Ann, role, on, new[] { Predict }.ToFrozenSet(), condition);
        Assert.Equal((isBasic, isWhole, isInherited), (binding.IsBasic, binding.IsWhole, binding.IsInherited));
        Assert.Equal(on != Endpoint, binding.IsOnScope);
    }

    [Theory]
    [InlineData("request.time < timestamp('2026-10-01T00:00:00Z')", true)]
    [InlineData("request.time < timestamp('2026-12-01T00:00:00Z')", false)]
    [InlineData("resource.type == 'a'", false)]
    [InlineData(null, false)]
    public void A_binding_is_over_when_its_time_is(string? condition, bool isOver) => Assert.Equal(isOver, Bind(Ann, Project, condition).IsOver(s_now));

    [Theory]
    [InlineData("user:ann@example.com", "ann@example.com")]
    [InlineData("serviceAccount:a@p.iam.gserviceaccount.com", "a@p.iam.gserviceaccount.com")]
    [InlineData("group:ml@example.com", null)]
    [InlineData("allUsers", null)]
    public void People_and_accounts_have_an_address(string member, string? subject) => Assert.Equal(subject, GooglePrincipals.SubjectOf(member));

    // Who may be in it is open; who cannot be is not.
    [Theory]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/123", "group:ml@example.com", null)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/123", "domain:example.com", null)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/123", "projectOwner:p", null)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/123", "projectEditor:p", null)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/123", "projectViewer:p", null)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/123", "user:ann@example.com", false)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/123", "serviceAccount:a@p.iam.gserviceaccount.com", true)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/p", "principal://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/w/subject/s", true)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/123", "principal://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/w/subject/s", true)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/p", "principal://iam.googleapis.com/projects/999/locations/global/workloadIdentityPools/w/subject/s", false)]
    [InlineData("//cloudresourcemanager.googleapis.com/projects/999", "principal://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/w/subject/s", false)]
    [InlineData("//cloudresourcemanager.googleapis.com/folders/2", "principal://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/w/subject/s", null)]
    [InlineData("//iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/w/*", "principal://iam.googleapis.com/projects/123/locations/global/workloadIdentityPools/w/subject/s", true)]
    [InlineData("//iam.googleapis.com/locations/global/workspace/C1", "user:ann@example.com", null)]
    [InlineData("//iam.googleapis.com/locations/global/workforcePools/w/*", "user:ann@example.com", false)]
    [InlineData("//goog/group/ml@example.com", "serviceAccount:a@p.iam.gserviceaccount.com", null)]
    [InlineData("//goog/cloudIdentityCustomerId/C1", "serviceAccount:a@p.iam.gserviceaccount.com", false)]
    [InlineData("//cloudresourcemanager.googleapis.com/organizations/1", "user:ann@example.com", null)]
    [InlineData("//cloudresourcemanager.googleapis.com/organizations/1", "allUsers", false)]
    public void Who_is_in_a_set_of_principals(string set, string member, bool? holds) =>
        Assert.Equal(holds switch { true => Truth.True, false => Truth.False, null => Truth.Unknown }, GooglePrincipals.Holds(set, member, s_scope));

    private static readonly Scope s_scope = new() { Cloud = Cloud.Gcp, Id = "p", Number = "123", Name = "p", Caller = "c", Partition = "googleapis.com", Tenant = "organizations/1", Ancestors = ["folders/2", "organizations/1"] };

    [Theory]
    [InlineData("principalSet://goog/public:all", Ann, true)]
    [InlineData("principalSet://goog/public:all", "allUsers", true)]
    [InlineData("principal://goog/subject/ann@example.com", "group:ml@example.com", false)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/projects/123/type/ServiceAgent", "user:ann@example.com", false)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/projects/123/type/ServiceAgent", "group:ml@example.com", null)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/projects/123/type/ServiceAccount", "user:ann@example.com", false)]
    [InlineData("principal://goog/subject/ann@example.com", Ann, true)]
    [InlineData("principal://goog/subject/bob@example.com", Ann, false)]
    [InlineData("principalSet://goog/group/g@example.com", "group:g@example.com", true)]
    [InlineData("principalSet://goog/group/g@example.com", Ann, null)]
    [InlineData("principalSet://goog/cloudIdentityCustomerId/C1", Ann, null)]
    [InlineData("principalSet://goog/cloudIdentityCustomerId/C1", Account, false)]
    [InlineData("principal://iam.googleapis.com/projects/-/serviceAccounts/a@p.iam.gserviceaccount.com", Account, true)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/projects/123/type/ServiceAccount", Account, true)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/projects/124/type/ServiceAccount", Account, false)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/folders/2/type/ServiceAccount", Account, true)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/folders/3/type/ServiceAccount", Account, false)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/organizations/1/type/ServiceAccount", "serviceAccount:a@other.iam.gserviceaccount.com", null)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/organizations/1/type/ServiceAccount", Ann, false)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/projects/123/type/ServiceAgent", Account, false)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/projects/123/type/ServiceAgent", Agent, null)]
    [InlineData("principalSet://cloudresourcemanager.googleapis.com/organizations/1", Ann, null)]
    [InlineData("principalSet://iam.googleapis.com/locations/global/workforcePools/w/*", "principal://iam.googleapis.com/locations/global/workforcePools/w/subject/ann", true)]
    [InlineData("principalSet://iam.googleapis.com/locations/global/workforcePools/v/*", "principal://iam.googleapis.com/locations/global/workforcePools/w/subject/ann", false)]
    public void Whom_a_principal_of_a_deny_policy_means(string principal, string member, bool? means) =>
        Assert.Equal(means is { } known ? Truths.Of(known) : Truth.Unknown, GooglePrincipals.Means(principal, member, s_scope));

    [Fact]
    public void An_account_that_a_deny_policy_excepts_by_its_project_is_not_denied()
    {
        var deny = new GoogleDeny("d", Project, ["principalSet://goog/public:all"], ["principalSet://cloudresourcemanager.googleapis.com/projects/123/type/ServiceAccount"], ["aiplatform.googleapis.com/endpoints.predict"], null, scope: s_scope);
        Assert.Equal(Decision.Allowed, Ask(Account, [Bind(Account, Project)], [deny]).Decision);
        Assert.Equal(Decision.ExplicitlyDenied, Ask(Ann, [Bind(Ann, Project)], [deny]).Decision);
    }

    // What reaches the project, whom it binds, and whether that leaves the answer open.
    [Theory]
    [InlineData("projects/123", "projects/123", null, Account, Decision.Allowed)]
    [InlineData("organizations/1", "projects/123", null, Account, Decision.Allowed)]
    [InlineData("projects/999", "projects/123", null, Account, Decision.Conditional)]
    [InlineData("projects/999", "projects/p", null, Account, Decision.Conditional)]
    [InlineData("projects/999", "folders/2", null, Account, Decision.Conditional)]
    [InlineData("projects/999", "folders/3", null, Account, Decision.Allowed)]
    [InlineData("projects/999", "projects/123", null, Ann, Decision.Allowed)]
    [InlineData("projects/999", "organizations/1", null, Ann, Decision.Conditional)]
    [InlineData("projects/999", "organizations/1", null, Agent, Decision.Allowed)]
    [InlineData("projects/999", "organizations/1", null, "allUsers", Decision.Allowed)]
    [InlineData("projects/999", "projects/123", "principal.type == 'iam.googleapis.com/WorkspaceIdentity'", Account, Decision.Allowed)]
    [InlineData("projects/999", "projects/123", "principal.subject.startsWith('a@')", Account, Decision.Conditional)]
    [InlineData("projects/999", "projects/123", "(", Account, Decision.Conditional)]
    public void A_principal_access_boundary_leaves_open_what_lies_beyond_it(string reaches, string binds, string? condition, string member, Decision decision)
    {
        var boundary = new GoogleBoundary("b", "3", [Manager + reaches], [(Manager + binds, condition)], s_scope);
        var answer = GoogleEvaluator.Evaluate(member, new(Predict, Endpoint, s_now), [Bind(member, Project)], [], [boundary]);
        Assert.Equal(decision, answer.Decision);
        Assert.Equal(decision == Decision.Conditional, answer.Conditions.Any(what => what.Contains("boundary b blocks (enforcement version 3)", StringComparison.Ordinal)));
    }

    [Fact]
    public void Boundaries_that_bind_the_same_add_up()
    {
        var (near, far) = (new GoogleBoundary("near", "3", [Project], [(Project, null)], s_scope), new GoogleBoundary("far", "3", [Manager + "projects/9"], [(Project, null)], s_scope));
        Assert.Equal(Decision.Allowed, GoogleEvaluator.Evaluate(Account, new(Predict, Endpoint, s_now), [Bind(Account, Project)], [], [near, far]).Decision);
        // One that only may bind does not make up for one that does.
        var maybe = new GoogleBoundary("maybe", "3", [Project], [(Project, "resource.matchTag('1/a', 'b')")], s_scope);
        var open = GoogleEvaluator.Evaluate(Account, new(Predict, Endpoint, s_now), [Bind(Account, Project)], [], [maybe, far]);
        Assert.Equal(Decision.Conditional, open.Decision);
        Assert.Contains("boundary far", Assert.Single(open.Conditions), StringComparison.Ordinal);
    }

    [Fact]
    public void Grants_say_what_was_used_as_far_as_recommender_has_looked()
    {
        var check = Check.All.Single(check => check.Id == "GCP-IAM-102");
        var estate = Example.Estate(check, check.Examples.First(example => example.Expected == Status.Pass));
        Use? Of(string action, int days) => CloudGrants.Of(estate, new() { Actions = [action], UsedSince = s_now.AddDays(-days) }).SelectMany(principal => principal.Grants).First().Use;
        Assert.Equal(Use.Used, Of(Predict, 90));
        Assert.Equal(Use.Unused, Of("aiplatform.models.upload", 90));
        // When within its ninety days it was used is not said, nor what was before.
        Assert.Equal(Use.Unknown, Of(Predict, 30));
        Assert.Equal(Use.Unused, Of("aiplatform.models.upload", 30));
        Assert.Equal(Use.Unknown, Of("aiplatform.models.upload", 200));
        var path = Check.All.Single(other => other.Id == "GCP-IAM-101");
        Assert.Throws<UnseenException>(() => CloudGrants.Of(Example.Estate(path, path.Examples[0]), new() { UsedSince = s_now }).ToList());
    }

    [Fact]
    public void Grants_name_the_role_the_member_and_where_the_binding_is()
    {
        // Ann may use Vertex AI and act as accounts; the strong account is an editor by a folder.
        var check = Check.All.Single(check => check.Id == "GCP-IAM-101");
        var estate = Example.Estate(check, check.Examples.First(example => example.Expected == Status.Fail));
        var grants = CloudGrants.Of(estate, new() { Actions = ["iam.serviceAccounts.actAs", "aiplatform.endpoints.predict"] }).SelectMany(principal => principal.Grants).ToList();
        Assert.Contains(grants, grant => grant is { Principal: Ann, PrincipalType: PrincipalType.User, Action: Predict, PolicyName: "roles/aiplatform.user", Decision: Decision.Allowed, Class: ActionClass.Invoke });
        Assert.Contains(grants, grant => grant is { Principal: Ann, Action: GoogleActions.ActAs, PolicyName: "roles/iam.serviceAccountUser", Class: ActionClass.PassRole });
        Assert.Contains(grants, grant => grant is { PrincipalType: PrincipalType.ServiceAccount, Action: Predict, PolicyName: "roles/editor" } && grant.StatementSid.StartsWith("folders/", StringComparison.Ordinal));
        Assert.Equal(Ann, Assert.Single(CloudGrants.Of(estate, new() { Principals = (name, _) => name == "ann@example.com" })).Principal);
        Assert.Throws<UnseenException>(() => CloudGrants.Of(Example.Estate(check, check.Examples[0], withhold: ResourceType.Of<Resources.Gcp.IamPolicy>()), new()).ToList());
    }

    [Fact]
    public void Who_holds_a_permission_is_asked_of_one_place()
    {
        var check = Check.All.Single(check => check.Id == "GCP-IAM-101");
        var estate = Example.Estate(check, check.Examples.First(example => example.Expected == Status.Fail));
        var access = Check.View<GoogleAccess>(estate, null);
        Assert.Equal(["serviceAccount:strong@ai-project.iam.gserviceaccount.com", Ann], access.Holders("aiplatform.customJobs.create").Select(holder => holder.Member).Order(StringComparer.Ordinal));
        Assert.Equal("roles/aiplatform.user", Assert.Single(access.Holders(Predict, "//aiplatform.googleapis.com/projects/ai-project/locations/l/endpoints/1").Single(holder => holder.Member == Ann).Answer.By).Role);
    }

    private static GoogleAnswer Ask(string member, GoogleBinding[] bindings, GoogleDeny[]? denies = null, string[]? names = null, string? type = null) =>
        GoogleEvaluator.Evaluate(member, new(Predict, Endpoint, s_now) { Names = names ?? [], Type = type }, bindings, denies ?? []);

    private static GoogleBinding Bind(string member, string on, string? condition = null) => new(member, "roles/x", on, new[] { Predict }.ToFrozenSet(), condition);

    private static GoogleDeny Deny(string[] principals, string[] exceptions, string[] permissions, string[]? exceptPermissions = null, string? condition = null) => new("d", Project, principals, exceptions, permissions, exceptPermissions, condition);
}
