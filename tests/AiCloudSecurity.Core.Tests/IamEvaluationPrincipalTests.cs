using AiCloudSecurity.Iam;
using static AiCloudSecurity.Core.Tests.IamEvaluation;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamEvaluationPrincipalTests
{
    private const string Session = "arn:aws:sts::111122223333:assumed-role/ml/s";
    private const string Everything = """{ "Effect": "Allow", "Action": "*", "Resource": "*" }""";
    private const string Nothing = """{ "Effect": "Deny", "Action": "*", "Resource": "*" }""";
    private const string Other = """{ "Effect": "Allow", "Action": "ec2:*", "Resource": "*" }""";

    [Theory]
    [InlineData("sts:GetCallerIdentity", User, Decision.Allowed)]
    [InlineData("sts:GetCallerIdentity", Session, Decision.Allowed)]
    [InlineData("sts:GetSessionToken", User, Decision.Allowed)]
    [InlineData("sts:GetSessionToken", "arn:aws:iam::111122223333:root", Decision.Allowed)]
    [InlineData("sts:GetSessionToken", Session, Decision.ExplicitlyDenied)]
    [InlineData("sts:GetFederationToken", User, Decision.ExplicitlyDenied)]
    [InlineData("sts:DecodeAuthorizationMessage", User, Decision.ExplicitlyDenied)]
    public void No_policy_is_asked_for_who_somebody_is_nor_a_user_for_a_session_of_his_own(string action, string principal, Decision expected) =>
        Assert.Equal(expected, Decide(new(Principal.FromArn(principal), action, "*"), new() { Identity = [Identity(Nothing)], ServiceControl = [[Of(PolicyType.ServiceControl, Nothing)]] }));

    [Fact]
    public void A_principal_that_was_deleted_is_shown_by_its_id_which_names_nobody()
    {
        var policies = new ApplicablePolicies { Resource = Of(PolicyType.Resource, Named("Allow", """{ "AWS": ["AIDAEXAMPLE", "AROAEXAMPLE"] }""")) };
        Assert.Equal(Decision.ImplicitlyDenied, Decide(Bucket(User), policies));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(new(Principal.FromArn(User, "AIDAOTHER"), "s3:GetObject", "arn:aws:s3:::b/k"), policies));
        Assert.Equal(Decision.Allowed, Decide(new(Principal.FromArn(User, "AIDAEXAMPLE"), "s3:GetObject", "arn:aws:s3:::b/k"), policies));
        var bounded = policies with { PermissionsBoundary = Of(PolicyType.PermissionsBoundary, Other) };
        Assert.Equal(Decision.Allowed, Decide(new(Principal.FromArn(User, "AIDAEXAMPLE"), "s3:GetObject", "arn:aws:s3:::b/k"), bounded));
        Assert.Equal(Decision.Allowed, Decide(new(Principal.Session(Role, "s", "AROAEXAMPLE"), "s3:GetObject", "arn:aws:s3:::b/k"), policies));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(new(Principal.Session(Role, "s", "AROAEXAMPLE"), "s3:GetObject", "arn:aws:s3:::b/k"), bounded));
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/ml", Decision.Allowed)]
    [InlineData("arn:aws:iam::111122223333:role/teams/research/ml", Decision.Allowed)]
    [InlineData("arn:aws:iam::111122223333:role/teams/research/web", Decision.ImplicitlyDenied)]
    [InlineData("arn:aws:iam::111122223333:user/ml", Decision.ImplicitlyDenied)]
    [InlineData("arn:aws:iam::444455556666:role/teams/ml", Decision.ImplicitlyDenied)]
    public void A_session_whose_role_is_known_by_name_only_is_found_under_its_path(string named, Decision expected)
    {
        var policies = new ApplicablePolicies { Resource = Of(PolicyType.Resource, Named("Allow", $$"""{ "AWS": "{{named}}" }""")) };
        Assert.Equal(expected, Decide(Bucket(Session), policies));
        Assert.Equal(named == Role ? Decision.Allowed : Decision.ImplicitlyDenied, Decide(Bucket(Role), policies));
    }

    [Fact]
    public void A_federated_session_has_its_users_rights_within_its_session_policy()
    {
        var session = Principal.FederatedSession(User, "guest");
        var request = new Request(session, "s3:GetObject", "arn:aws:s3:::b/k");
        var byUser = new ApplicablePolicies { Resource = Of(PolicyType.Resource, Named("Allow", $$"""{ "AWS": "{{User}}" }""")) };
        Assert.Equal("arn:aws:sts::111122223333:federated-user/guest", session.Name);
        Assert.Equal(Decision.Allowed, Decide(request, byUser with { Session = [Of(PolicyType.Session, Everything)] }));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(request, byUser with { Session = [Of(PolicyType.Session, Other)] }));
        var bySession = new ApplicablePolicies { Resource = Of(PolicyType.Resource, Named("Allow", $$"""{ "AWS": "{{session.Name}}" }""")), Session = [Of(PolicyType.Session, Other)] };
        Assert.Equal(Decision.Allowed, Decide(request, bySession));
        Assert.Throws<FormatException>(() => Principal.FederatedSession(Role, "guest"));
    }

    [Theory]
    [InlineData("{ \"Service\": \"*\" }", "service", Decision.Allowed)]
    [InlineData("{ \"Service\": \"*\" }", "user", Decision.ImplicitlyDenied)]
    [InlineData("{ \"Service\": \"*\" }", "nobody", Decision.ImplicitlyDenied)]
    [InlineData("{ \"Federated\": \"*\" }", "provider", Decision.Allowed)]
    [InlineData("{ \"Federated\": \"*\" }", "user", Decision.ImplicitlyDenied)]
    [InlineData("{ \"AWS\": \"*\" }", "nobody", Decision.Allowed)]
    [InlineData("{ \"AWS\": \"*\" }", "service", Decision.Allowed)]
    [InlineData("{ \"AWS\": [\"AIDAEXAMPLE\", \"*\"] }", "user", Decision.Allowed)]
    [InlineData("{ \"CanonicalUser\": \"79a59df900b949e55d96a1e698fbaced\" }", "user", Decision.ImplicitlyDenied)]
    [InlineData("{ \"CanonicalUser\": \"" + User + "\" }", "user", Decision.ImplicitlyDenied)]
    public void The_star_of_a_kind_means_all_of_that_kind(string named, string who, Decision expected)
    {
        var principal = who switch
        {
            "service" => Principal.Service("sagemaker.amazonaws.com"),
            "provider" => Principal.Federated("arn:aws:iam::111122223333:saml-provider/idp"),
            "nobody" => Principal.Anonymous,
            _ => Principal.FromArn(User),
        };
        Assert.Equal(expected, Decide(new(principal, "s3:GetObject", "arn:aws:s3:::b/k"), new() { Resource = Of(PolicyType.Resource, Named("Allow", named)) }));
    }

    [Theory]
    [InlineData("sagemaker.amazonaws.com", Decision.Allowed)]
    [InlineData("lambda.amazonaws.com", Decision.ExplicitlyDenied)]
    public void NotPrincipal_spares_a_service_by_its_name(string service, Decision expected) =>
        Assert.Equal(expected, Decide(new(Principal.Service(service), "s3:PutObject", "arn:aws:s3:::b/k"), new()
        {
            Resource = Of(PolicyType.Resource, Named("Allow", "\"*\""), """{ "Effect": "Deny", "NotPrincipal": { "Service": ["bedrock.amazonaws.com", "sagemaker.amazonaws.com"] }, "Action": "*", "Resource": "*" }"""),
        }));

    [Fact]
    public void NotPrincipal_of_services_spares_no_user() => Assert.Equal(Decision.ExplicitlyDenied, Decide(Bucket(User), new()
    {
        Identity = [Identity(Everything)],
        Resource = Of(PolicyType.Resource, """{ "Effect": "Deny", "NotPrincipal": { "Service": "*" }, "Action": "*", "Resource": "*" }"""),
    }));

    [Fact]
    public void What_a_user_asks_of_the_token_service_for_himself_needs_no_roles_consent() =>
        Assert.Equal(Decision.Allowed, Decide(new(Principal.FromArn(User), "sts:GetFederationToken", "*"), new() { Identity = [Identity(Everything)] }));

    [Theory]
    [InlineData("sts:TagSession", Role)]
    [InlineData("sts:SetSourceIdentity", Role)]
    [InlineData("sts:AssumeRole", Role)]
    [InlineData("sts:AssumeRole", "*")]
    public void What_is_done_to_a_role_needs_the_roles_own_consent(string action, string role)
    {
        var request = new Request(Principal.FromArn(User), action, role);
        var all = new ApplicablePolicies { Identity = [Identity(Everything)] };
        Assert.Equal([PolicyType.Resource], Ask(request, all).NotAllowedBy);
        Assert.Equal(Decision.Allowed, Decide(request, all with { Resource = Of(PolicyType.Resource, $$"""{ "Effect": "Allow", "Principal": { "AWS": "111122223333" }, "Action": "{{action}}" }""") }));
    }

    [Theory]
    [InlineData("s3:GetBucketPolicy", "arn:aws:iam::111122223333:root", Decision.Allowed)]
    [InlineData("s3:PutBucketPolicy", "arn:aws:iam::111122223333:root", Decision.Allowed)]
    [InlineData("s3:DeleteBucketPolicy", "arn:aws:iam::111122223333:root", Decision.Allowed)]
    [InlineData("s3:ListBucket", "arn:aws:iam::111122223333:root", Decision.ExplicitlyDenied)]
    [InlineData("s3:PutBucketPolicy", "arn:aws:iam::444455556666:root", Decision.ExplicitlyDenied)]
    [InlineData("s3:PutBucketPolicy", User, Decision.ExplicitlyDenied)]
    public void A_bucket_policy_cannot_lock_out_the_root_user_of_its_account(string action, string principal, Decision expected) =>
        Assert.Equal(expected, Decide(new(Principal.FromArn(principal), action, "arn:aws:s3:::b") { ResourceAccount = "111122223333" }, new()
        {
            Identity = [Identity(Everything)],
            Resource = Of(PolicyType.Resource, Named("Deny", "\"*\"")),
        }));

    [Fact]
    public void An_RCP_limits_who_comes_from_elsewhere_and_services_but_not_who_retires_a_grant()
    {
        var key = "arn:aws:kms:us-east-1:111122223333:key/k";
        var policies = new ApplicablePolicies
        {
            Resource = Of(PolicyType.Resource, """{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }"""),
            ResourceControl = [[Of(PolicyType.ResourceControl, """{ "Effect": "Deny", "Principal": "*", "Action": "kms:*", "Resource": "*" }""")]],
        };
        Assert.Equal(Decision.ExplicitlyDenied, Decide(new(Principal.Service("sagemaker.amazonaws.com"), "kms:Decrypt", key), policies));
        Assert.Equal(Decision.ExplicitlyDenied, Decide(new(Principal.FromArn("arn:aws:iam::444455556666:user/eve"), "kms:Decrypt", key), policies with { Identity = [Identity(Everything)] }));
        Assert.Equal(Decision.Allowed, Decide(new(Principal.FromArn(User), "kms:RetireGrant", key), policies));
    }

    [Fact]
    public void An_SCP_limits_neither_a_service_nor_nobody()
    {
        var policies = new ApplicablePolicies { Resource = Of(PolicyType.Resource, Named("Allow", "\"*\"")), ServiceControl = [[Of(PolicyType.ServiceControl, Nothing)]] };
        Assert.Equal(Decision.Allowed, Decide(new(Principal.Service("sagemaker.amazonaws.com"), "s3:GetObject", "arn:aws:s3:::b/k"), policies));
        Assert.Equal(Decision.Allowed, Decide(new(Principal.Anonymous, "s3:GetObject", "arn:aws:s3:::b/k"), policies));
        Assert.Equal(Decision.ExplicitlyDenied, Decide(Bucket(User), policies));
    }

    [Fact]
    public void The_policy_of_a_VPC_endpoint_limits_whom_it_names_and_everybody_else_has_no_way_through()
    {
        var endpoint = Of(PolicyType.VpcEndpoint, Named("Allow", $$"""{ "AWS": "{{Role}}" }"""));
        var policies = new ApplicablePolicies { Identity = [Identity(Everything)], VpcEndpoint = endpoint };
        Assert.Equal(Decision.Allowed, Decide(Bucket(Session), policies));
        Assert.Equal([PolicyType.VpcEndpoint], Ask(Bucket(User), policies).NotAllowedBy);
        Assert.Equal(Decision.ExplicitlyDenied, Decide(Bucket(Session), policies with { VpcEndpoint = Of(PolicyType.VpcEndpoint, Named("Allow", "\"*\""), Named("Deny", $$"""{ "AWS": "{{Role}}" }""")) }));
    }

    [Theory]
    [InlineData(User, "AIDAEXAMPLE", "AIDAEXAMPLE")]
    [InlineData(Session, "AROAEXAMPLE", "AROAEXAMPLE:s")]
    [InlineData("arn:aws:iam::111122223333:root", null, "111122223333")]
    [InlineData("arn:aws:sts::111122223333:federated-user/guest", null, "111122223333:guest")]
    public void The_id_of_a_principal_follows_from_who_it_is(string principal, string? id, string userid)
    {
        var request = new Request(Principal.FromArn(principal, id), "s3:GetObject", "arn:aws:s3:::b/k") { Context = RequestContext.Unknown };
        var policies = new ApplicablePolicies
        {
            Resource = Of(PolicyType.Resource, Named("Allow", "\"*\""), $$"""{ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": { "StringNotLike": { "aws:userId": "{{userid}}" } } }"""),
        };
        Assert.Equal(Decision.Allowed, Decide(request, policies));
    }

    [Theory]
    [InlineData(User, "User")]
    [InlineData(Role, "AssumedRole")]
    [InlineData(Session, "AssumedRole")]
    [InlineData("arn:aws:iam::111122223333:root", "Account")]
    [InlineData("arn:aws:sts::111122223333:federated-user/guest", "FederatedUser")]
    [InlineData(null, "Anonymous")]
    public void The_type_of_a_principal_follows_from_who_it_is(string? principal, string type)
    {
        var policies = new ApplicablePolicies
        {
            Resource = Of(PolicyType.Resource, Named("Allow", "\"*\""), $$"""{ "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": { "StringNotEquals": { "aws:PrincipalType": "{{type}}" } } }"""),
        };
        Assert.Equal(Decision.Allowed, Decide(new(principal is null ? Principal.Anonymous : Principal.FromArn(principal), "s3:GetObject", "arn:aws:s3:::b/k") { Context = RequestContext.Unknown }, policies));
    }

    [Fact]
    public void The_name_of_a_service_follows_from_who_it_is()
    {
        var policies = new ApplicablePolicies { Resource = Of(PolicyType.Resource, """{ "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalServiceName": "sagemaker.amazonaws.com" }, "Bool": { "aws:PrincipalIsAWSService": "true" } } }""") };
        Assert.Equal(Decision.Allowed, Decide(new(Principal.Service("sagemaker.amazonaws.com"), "s3:GetObject", "arn:aws:s3:::b/k") { Context = RequestContext.Unknown }, policies));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(new(Principal.FromArn(User), "s3:GetObject", "arn:aws:s3:::b/k") { Context = RequestContext.Unknown }, policies));
    }

    private static string Named(string effect, string principal) => $$"""{ "Effect": "{{effect}}", "Principal": {{principal}}, "Action": "s3:*", "Resource": "*" }""";
}
