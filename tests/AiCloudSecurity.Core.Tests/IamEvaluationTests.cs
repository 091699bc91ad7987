using AiCloudSecurity.Iam;
using static AiCloudSecurity.Core.Tests.IamEvaluation;

namespace AiCloudSecurity.Core.Tests;

public sealed class IamEvaluationTests
{
    private const string Allow = """{ "Sid": "All", "Effect": "Allow", "Action": "*", "Resource": "*" }""";
    private const string Deny = """{ "Effect": "Deny", "Action": "*", "Resource": "*" }""";
    private const string Other = """{ "Effect": "Allow", "Action": "ec2:*", "Resource": "*" }""";
    private const string Session = "arn:aws:sts::111122223333:assumed-role/ml/s";
    private static readonly ApplicablePolicies s_all = new() { Identity = [Identity(Allow)] };

    [Fact]
    public void Nothing_is_allowed_that_no_statement_allows()
    {
        var result = Ask(Bucket(User), new());
        Assert.Equal(Decision.ImplicitlyDenied, result.Decision);
        Assert.Equal([PolicyType.Identity], result.NotAllowedBy);
        Assert.Empty(result.Statements);
    }

    [Fact]
    public void The_statements_that_decided_are_named()
    {
        var allowed = Assert.Single(Ask(Bucket(User), s_all).Statements);
        Assert.Equal(("Identity", "All", "$.Statement[0]"), (allowed.Policy.Name, allowed.Statement.Sid, allowed.Statement.Place));
        var denied = Assert.Single(Ask(Bucket(User), s_all with { PermissionsBoundary = Of(PolicyType.PermissionsBoundary, Allow, Deny) }).Statements);
        Assert.Equal((PolicyType.PermissionsBoundary, "$.Statement[1]"), (denied.Policy.Type, denied.Statement.Place));
    }

    [Fact]
    public void Statements_that_do_not_count_are_not_named()
    {
        const string Elsewhere = """{ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::other/*" }""";
        const string Maybe = """{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } }""";
        Assert.Empty(Ask(Bucket(User), new() { Identity = [Identity(Elsewhere)] }).Statements);
        var request = Bucket(User, context: RequestContext.Unknown);
        Assert.Equal("All", Assert.Single(Ask(request, new() { Identity = [Identity(Maybe, Allow)] }).Statements).Statement.Sid);
        // Of a statement that holds in any case nothing is asked.
        var open = Ask(request, new() { Identity = [Identity(Maybe)], PermissionsBoundary = Of(PolicyType.PermissionsBoundary, """{ "Effect": "Allow", "Action": "*", "Resource": ["*", "arn:aws:s3:::b/${aws:PrincipalTag/team}"] }""") });
        Assert.Equal((Decision.Conditional, "aws:MultiFactorAuthPresent"), (open.Decision, Assert.Single(open.ConditionKeys)));
    }

    [Theory]
    [InlineData("arn:aws:sqs:us-east-1:444455556666:q", "444455556666")]
    [InlineData("arn:aws:s3:::b", "111122223333")]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess", "111122223333")]
    [InlineData("arn:aws:sqs:us-east-1:4444*:q", "111122223333")]
    public void Whose_a_resource_is_stands_in_its_ARN_or_it_is_the_callers(string resource, string account) => Assert.Equal(account, new Request(Principal.FromArn(User), "sqs:SendMessage", resource).ResourceAccount);

    // What the variable would stand for is not known, but of which kind it would be: of that kind nothing is allowed.
    [Theory]
    [InlineData("arn:aws:s3:::b", false, Decision.ImplicitlyDenied)]
    [InlineData("arn:aws:sqs:us-east-1:111122223333:q", false, Decision.Allowed)]
    [InlineData("arn:aws:s3:::b*", true, Decision.ImplicitlyDenied)]
    [InlineData("arn:aws:sqs:*:111122223333:*", true, Decision.Allowed)]
    [InlineData("arn:aws:*:::b", true, Decision.Conditional)]
    public void NotResource_with_a_variable_that_the_request_lacks_excepts_all_of_its_kind(string resource, bool isPattern, Decision expected) =>
        Assert.Equal(expected, Decide(new(Principal.FromArn(User), "tag:GetResources", resource) { ResourceIsPattern = isPattern }, new() { Identity = [Identity("""{ "Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::${aws:PrincipalTag/team}" }""")] }));

    [Theory]
    [InlineData("*", "bedrock:InvokeModel s3:GetObject s3:ListBucket s3:PutObject")]
    [InlineData("S3:getobject", "s3:GetObject")]
    [InlineData("s3:*Object", "s3:GetObject s3:PutObject")]
    [InlineData("s3:L*", "s3:ListBucket")]
    [InlineData("s3:?utObject", "s3:PutObject")]
    [InlineData("sqs:*", "")]
    public void A_table_of_actions_says_which_a_pattern_stands_for(string pattern, string expected) => Assert.Equal(expected, string.Join(' ', s_table.Expand(Glob.Action(pattern))));

    [Theory]
    [InlineData("\"Action\": [\"s3:Get*\", \"bedrock:*\"]", "bedrock:InvokeModel s3:GetObject")]
    [InlineData("\"NotAction\": [\"s3:Get*\", \"bedrock:*\"]", "s3:ListBucket s3:PutObject")]
    public void A_table_of_actions_says_of_which_a_statement_speaks(string actions, string expected) =>
        Assert.Equal(expected, string.Join(' ', s_table.Expand(Assert.Single(PolicyDocument.Parse($$"""{ "Statement": { "Effect": "Allow", {{actions}}, "Resource": "*" } }""").Statements))));

    private static readonly ActionTable s_table = new(["s3:PutObject", "s3:GetObject", "bedrock:InvokeModel", "s3:ListBucket", "S3:GETOBJECT"]);

    [Fact]
    public void Every_limit_must_allow()
    {
        var no = Of(PolicyType.PermissionsBoundary, Other);
        Assert.Equal([PolicyType.PermissionsBoundary], Ask(Bucket(User), s_all with { PermissionsBoundary = no }).NotAllowedBy);
        Assert.Equal([PolicyType.Session], Ask(Bucket(Role), s_all with { Session = [Of(PolicyType.Session, Other)] }).NotAllowedBy);
        Assert.Equal([PolicyType.Session], Ask(Bucket(Role), s_all with { Session = [] }).NotAllowedBy);
        Assert.Equal(Decision.Allowed, Decide(Bucket(Role), s_all with { Session = [Of(PolicyType.Session, Other), Of(PolicyType.Session, Allow)] }));
        Assert.Equal([PolicyType.VpcEndpoint], Ask(Bucket(User), s_all with { VpcEndpoint = Of(PolicyType.VpcEndpoint, Everybody("ec2:*")) }).NotAllowedBy);
        Assert.Equal(Decision.Allowed, Decide(Bucket(User), s_all with { VpcEndpoint = Of(PolicyType.VpcEndpoint, Everybody("s3:*")) }));
    }

    [Fact]
    public void Each_level_of_SCPs_must_allow()
    {
        IReadOnlyList<CompiledPolicy> allow = [Of(PolicyType.ServiceControl, Allow)], other = [Of(PolicyType.ServiceControl, Other)];
        Assert.Equal(Decision.Allowed, Decide(Bucket(User), s_all with { ServiceControl = [allow, allow] }));
        Assert.Equal([PolicyType.ServiceControl], Ask(Bucket(User), s_all with { ServiceControl = [allow, other] }).NotAllowedBy);
        Assert.Equal(Decision.ImplicitlyDenied, Decide(Bucket(User), s_all with { ServiceControl = [other, allow] }));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(Bucket(User), s_all with { ServiceControl = [allow, []] }));
        Assert.Equal(Decision.Allowed, Decide(Bucket(User), s_all with { ServiceControl = [[other[0], allow[0]]] }));
        Assert.Equal(Decision.ExplicitlyDenied, Decide(Bucket(User), s_all with { ServiceControl = [[Of(PolicyType.ServiceControl, Allow, Deny)]] }));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(Bucket("arn:aws:iam::111122223333:root"), new() { ServiceControl = [other] }));
    }

    [Fact]
    public void Organisations_do_not_limit_roles_that_AWS_made_for_its_services()
    {
        var linked = Bucket("arn:aws:iam::111122223333:role/aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks");
        Assert.Equal(Decision.Allowed, Decide(linked, s_all with
        {
            ServiceControl = [[Of(PolicyType.ServiceControl, Deny)]],
            ResourceControl = [[Of(PolicyType.ResourceControl, Everybody("*", "Deny"))]],
        }));
    }

    [Fact]
    public void An_RCP_denies_and_need_not_allow()
    {
        Assert.Equal(Decision.Allowed, Decide(Bucket(User), s_all with { ResourceControl = [[], [Of(PolicyType.ResourceControl, Everybody("sts:*", "Deny"))]] }));
        Assert.Equal(Decision.ExplicitlyDenied, Decide(Bucket(User), s_all with { ResourceControl = [[Of(PolicyType.ResourceControl, Everybody("s3:*", "Deny"))]] }));
    }

    [Theory]
    [InlineData(User, "\"*\"", Decision.Allowed, Decision.Allowed)]
    [InlineData(User, "{ \"AWS\": \"" + User + "\" }", Decision.Allowed, Decision.Allowed)]
    [InlineData(User, "{ \"AWS\": \"111122223333\" }", Decision.ImplicitlyDenied, Decision.ImplicitlyDenied)]
    [InlineData(User, "{ \"AWS\": \"arn:aws:iam::111122223333:root\" }", Decision.ImplicitlyDenied, Decision.ImplicitlyDenied)]
    [InlineData(User, "{ \"AWS\": \"arn:aws:iam::111122223333:user/eve\" }", Decision.ImplicitlyDenied, Decision.ImplicitlyDenied)]
    [InlineData(Session, "{ \"AWS\": \"" + Session + "\" }", Decision.Allowed, Decision.Allowed)]
    [InlineData(Session, "{ \"AWS\": \"" + Role + "\" }", Decision.Allowed, Decision.ImplicitlyDenied)]
    [InlineData(Role, "{ \"AWS\": \"" + Role + "\" }", Decision.Allowed, Decision.ImplicitlyDenied)]
    public void The_policy_of_a_resource_suffices_within_the_account_and_passes_a_boundary_unless_it_names_the_role(string principal, string named, Decision without, Decision bounded)
    {
        var policies = new ApplicablePolicies { Resource = Of(PolicyType.Resource, Named(named)) };
        Assert.Equal(without, Decide(Bucket(principal), policies));
        Assert.Equal(bounded, Decide(Bucket(principal), policies with { PermissionsBoundary = Of(PolicyType.PermissionsBoundary, Other) }));
        Assert.Equal(bounded, Decide(Bucket(principal), policies with { Session = [Of(PolicyType.Session, Other)] }));
    }

    [Fact]
    public void Across_accounts_both_sides_must_allow()
    {
        var foreign = Bucket(User, owner: "444455556666");
        var resource = Of(PolicyType.Resource, Named("""{ "AWS": "111122223333" }"""));
        Assert.Equal([PolicyType.Resource], Ask(foreign, s_all).NotAllowedBy);
        Assert.Equal([PolicyType.Identity], Ask(foreign, new() { Resource = resource }).NotAllowedBy);
        Assert.Equal(Decision.Allowed, Decide(foreign, s_all with { Resource = resource }));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(foreign, s_all with { Resource = resource, PermissionsBoundary = Of(PolicyType.PermissionsBoundary, Other) }));
    }

    [Theory]
    [InlineData("kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k")]
    [InlineData("sts:AssumeRole", "arn:aws:iam::111122223333:role/ml")]
    public void A_key_and_a_role_are_closed_unless_their_own_policy_opens_them(string action, string resource)
    {
        var request = new Request(Principal.FromArn(User), action, resource);
        var account = Of(PolicyType.Resource, Named("""{ "AWS": "arn:aws:iam::111122223333:root" }""", "*"));
        Assert.Equal([PolicyType.Resource], Ask(request, s_all).NotAllowedBy);
        Assert.Equal(Decision.Allowed, Decide(request, s_all with { Resource = account }));
        Assert.Equal([PolicyType.Identity], Ask(request, new() { Resource = account }).NotAllowedBy);
        Assert.Equal(Decision.Allowed, Decide(request, new() { Resource = Of(PolicyType.Resource, Named("{ \"AWS\": \"" + User + "\" }", "*")) }));
    }

    [Fact]
    public void A_trust_policy_has_no_resource_and_names_services_and_providers()
    {
        var trust = Of(PolicyType.Resource, """{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "sagemaker.amazonaws.com" } }""",
            """{ "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": { "Federated": "accounts.google.com" } }""");
        var role = "arn:aws:iam::111122223333:role/ml";
        Assert.Equal(Decision.Allowed, Decide(new(Principal.Service("sagemaker.amazonaws.com"), "sts:AssumeRole", role), new() { Resource = trust }));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(new(Principal.Service("lambda.amazonaws.com"), "sts:AssumeRole", role), new() { Resource = trust }));
        Assert.Equal(Decision.Allowed, Decide(new(Principal.Federated("accounts.google.com"), "sts:AssumeRoleWithWebIdentity", role), new() { Resource = trust }));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(new(Principal.FromArn(User), "sts:AssumeRole", role), s_all with { Resource = trust }));
    }

    [Fact]
    public void Nobody_has_what_everybody_has_and_no_more()
    {
        Assert.Equal(Decision.Allowed, Decide(new(Principal.Anonymous, "s3:GetObject", "arn:aws:s3:::b/k"), new() { Resource = Of(PolicyType.Resource, Everybody("s3:*")) }));
        Assert.Equal([PolicyType.Resource], Ask(new(Principal.Anonymous, "s3:GetObject", "arn:aws:s3:::b/k"), new() { Resource = Of(PolicyType.Resource, Named("{ \"AWS\": \"" + User + "\" }")) }).NotAllowedBy);
    }

    [Theory]
    [InlineData(User, "\"" + User + "\"", Decision.ExplicitlyDenied)]
    [InlineData(User, "\"" + User + "\", \"111122223333\"", Decision.Allowed)]
    [InlineData(User, "\"arn:aws:iam::111122223333:root\"", Decision.ExplicitlyDenied)]
    [InlineData(Session, "\"" + Session + "\", \"arn:aws:iam::111122223333:root\"", Decision.ExplicitlyDenied)]
    [InlineData(Session, "\"" + Session + "\", \"" + Role + "\", \"arn:aws:iam::111122223333:root\"", Decision.Allowed)]
    public void NotPrincipal_spares_whose_session_role_and_account_are_all_listed(string principal, string listed, Decision expected) =>
        Assert.Equal(expected, Decide(Bucket(principal), s_all with
        {
            Resource = Of(PolicyType.Resource, $$"""{ "Effect": "Deny", "NotPrincipal": { "AWS": [{{listed}}] }, "Action": "*", "Resource": "*" }"""),
        }));

    [Fact]
    public void Who_somebody_is_can_always_be_asked_and_root_needs_no_policy()
    {
        Assert.Equal(Decision.Allowed, Decide(new(Principal.FromArn(User), "sts:GetCallerIdentity", "*"), new() { Identity = [Identity(Deny)] }));
        Assert.Equal(Decision.Allowed, Decide(Bucket("arn:aws:iam::111122223333:root"), new()));
    }

    [Theory]
    [InlineData("*", "arn:aws:s3:::b/k", true)]
    [InlineData("arn:aws:s3:::b/*", "arn:aws:s3:::b/k", true)]
    [InlineData("arn:aws:s3:::B/*", "arn:aws:s3:::b/k", false)]
    [InlineData("arn:aws:s3:*", "arn:aws:s3:::b/k", true)]
    [InlineData("arn:aws:s3*", "arn:aws:s3:::b/k", true)]
    [InlineData("arn:*:s3:::?/k", "arn:aws:s3:::b/k", true)]
    [InlineData("arn:aws:ec2:*:*:security-group*/*", "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1", true)]
    [InlineData("arn:*:ds:*:*:*/*", "arn:aws:ds:eu-west-1:111122223333:directory/d-1", true)]
    [InlineData("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/alice/k", true)]
    [InlineData("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/bob/k", false)]
    [InlineData("arn:aws:s3:::b/${AWS:UserName}/*", "arn:aws:s3:::b/alice/k", true)]
    [InlineData("arn:aws:s3:::b/${aws:PrincipalTag/team}/*", "arn:aws:s3:::b/red/k", false)]
    [InlineData("arn:aws:s3:::b/${aws:PrincipalTag/team, 'all'}/*", "arn:aws:s3:::b/all/k", true)]
    [InlineData("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/*", true)]
    [InlineData("arn:aws:s3:::b/${*}", "arn:aws:s3:::b/k", false)]
    [InlineData("arn:aws:s3:::b/${?}${$}", "arn:aws:s3:::b/?$", true)]
    [InlineData("arn:aws:s3:::b/${", "arn:aws:s3:::b/${", true)]
    [InlineData("arn:aws:s3:::b/${aws:username}/?", "arn:aws:s3:::b/alice/k", true)]
    [InlineData("arn:aws:s3:::b/${aws:username}/?", "arn:aws:s3:::b/alice/kk", false)]
    public void A_resource_is_matched_as_AWS_matches_it(string pattern, string resource, bool matches) =>
        Assert.Equal(matches ? Decision.Allowed : Decision.ImplicitlyDenied,
            Decide(new(Principal.FromArn(User), "s3:GetObject", resource), new() { Identity = [Identity($$"""{ "Effect": "Allow", "Action": "S3:getobject", "Resource": "{{pattern}}" }""")] }));

    [Theory]
    [InlineData(""" "Allow", "Action": "bedrock:*" """, true, false)]
    [InlineData(""" "Allow", "Action": ["bedrock:InvokeModel", "bedrock:ListFlows", "s3:*"] """, true, true)]
    [InlineData(""" "Allow", "Action": "*" """, true, true)]
    [InlineData(""" "Allow", "Action": ["ec2:*", "*:*"] """, true, true)]
    [InlineData(""" "Allow", "NotAction": "ec2:*" """, true, true)]
    [InlineData(""" "Allow", "Action": "ec2:*" """, false, false)]
    [InlineData(""" "Deny", "Action": "bedrock:*" """, false, false)]
    [InlineData(""" "Deny", "NotAction": "ec2:*" """, false, false)]
    public void A_policy_may_allow_something_of_some_services(string effect, bool ofBedrock, bool ofS3)
    {
        var policy = Identity($$"""{ "Effect": {{effect}}, "Resource": "*" }""");
        Assert.Equal((ofBedrock, ofS3), (policy.SpeaksFor("Bedrock"), policy.SpeaksFor("s3")));
    }

    [Theory]
    [InlineData("\"Resource\": [\"arn:aws:s3:::a\", \"arn:aws:s3:::${aws:username}/?\", \"arn:aws:s3:::${aws:PrincipalTag/team}\"]", "arn:aws:s3:::a arn:aws:s3:::alice/? arn:aws:s3:::*")]
    [InlineData("\"Resource\": [\"arn:aws:s3:::a\", \"arn:aws:s3:::${aws:userid}\"]", "arn:aws:s3:::a arn:aws:s3:::*")]
    [InlineData("\"NotResource\": \"arn:aws:s3:::a\"", "*")]
    public void A_statement_says_on_which_resources_it_is(string resources, string expected) =>
        Assert.Equal(expected, string.Join(' ', Statement(Identity($$"""{ "Effect": "Allow", "Action": "s3:*", {{resources}} }"""), "s3").Resources(Bucket(User, context: RequestContext.Unknown))));

    [Fact]
    public void A_trust_policy_is_on_its_role_and_no_variable_that_a_request_lacks_stands_for_anything()
    {
        Assert.Equal("*", Assert.Single(Statement(Of(PolicyType.Resource, """{ "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": "*" }"""), "sts").Resources(Bucket(User))));
        Assert.Empty(Statement(Identity("""{ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${aws:PrincipalTag/team}" }"""), "s3").Resources(Bucket(User)));
    }

    [Fact]
    public void A_statement_says_which_of_its_conditions_are_open() =>
        Assert.Equal("aws:MultiFactorAuthPresent", Assert.Single(Statement(Identity("""
            { "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Condition": { "StringEquals": { "aws:PrincipalAccount": "111122223333" }, "Bool": { "aws:MultiFactorAuthPresent": "true" } } }
            """), "s3").Unknown(Bucket(User, context: RequestContext.Unknown))).Key);

    private static CompiledStatement Statement(CompiledPolicy policy, string service) => Assert.Single(policy.On(service)).Statement;

    [Fact]
    public void A_variable_stands_for_its_value_and_not_for_a_pattern()
    {
        var policies = new ApplicablePolicies { Identity = [Identity("""{ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:PrincipalTag/team}" }""")] };
        Assert.Equal(Decision.ImplicitlyDenied, Decide(Bucket(User, context: Context(("aws:PrincipalTag/team", "*"))), policies));
        Assert.Equal(Decision.Allowed, Decide(Bucket(User, context: Context(("aws:PrincipalTag/team", "k"))), policies));
    }

    [Fact]
    public void Policies_of_2008_have_no_variables()
    {
        var policy = CompiledPolicy.Compile("p", PolicyType.Identity, PolicyDocument.Parse("""{ "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::${aws:username}" } }"""));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(new(Principal.FromArn(User), "s3:ListBucket", "arn:aws:s3:::alice"), new() { Identity = [policy] }));
        Assert.Equal(Decision.Allowed, Decide(new(Principal.FromArn(User), "s3:ListBucket", "arn:aws:s3:::${aws:username}"), new() { Identity = [policy] }));
    }

    [Fact]
    public void An_answer_that_hangs_on_the_request_says_on_which_keys()
    {
        var policies = new ApplicablePolicies
        {
            Identity =
            [
                Identity(
                    """{ "Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}", "Condition": { "StringEquals": { "iam:PassedToService": "sagemaker.amazonaws.com" } } }""",
                    """{ "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" }, "StringEquals": { "aws:PrincipalAccount": "111122223333" } } }"""),
            ],
        };
        var open = Ask(new(Principal.FromArn(User), "iam:PassRole", "arn:aws:iam::111122223333:role/ml") { Context = RequestContext.Unknown }, policies);
        Assert.Equal(Decision.Conditional, open.Decision);
        Assert.Equal(["aws:MultiFactorAuthPresent", "aws:PrincipalTag/team", "iam:PassedToService"], open.ConditionKeys);
        Assert.Equal(2, open.Statements.Count);
        Assert.False(open.HangsOnResource);
        Assert.Equal(Decision.ImplicitlyDenied, Decide(new(Principal.FromArn(User), "iam:GetRole", "*") { Context = RequestContext.Unknown }, policies));
        Assert.Equal(Decision.ImplicitlyDenied, Decide(new(Principal.FromArn(User), "iam:PassRole", "arn:aws:iam::111122223333:user/ml") { Context = RequestContext.Unknown }, policies));
    }

    [Fact]
    public void Of_a_pattern_of_resources_all_must_be_allowed()
    {
        var policies = new ApplicablePolicies { Identity = [Identity("""{ "Effect": "Allow", "Action": "bedrock:*", "Resource": ["arn:aws:bedrock:*:*:custom-model/*", "arn:aws:bedrock:us-east-1::foundation-model/*"] }""")] };
        Assert.Equal(Decision.Allowed, Ask("arn:aws:bedrock:us-east-1:111122223333:custom-model/*").Decision);
        Assert.Equal(Decision.ImplicitlyDenied, Ask("arn:aws:bedrock:eu-west-1::foundation-model/*").Decision);
        var some = Ask("arn:aws:bedrock:*::foundation-model/amazon.*");
        Assert.Equal((Decision.Conditional, true), (some.Decision, some.HangsOnResource));
        Assert.Empty(some.ConditionKeys);

        EvaluationResult Ask(string pattern) => PolicyEvaluator.Evaluate(new(Principal.FromArn(User), "bedrock:InvokeModel", pattern) { ResourceIsPattern = true }, policies);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/a/b/alice", PrincipalType.User)]
    [InlineData("arn:aws-cn:iam::111122223333:role/ml", PrincipalType.Role)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/ml/s", PrincipalType.RoleSession)]
    [InlineData("arn:aws:sts::111122223333:federated-user/bob", PrincipalType.FederatedUser)]
    [InlineData("arn:aws:iam::111122223333:root", PrincipalType.Root)]
    [InlineData("arn:aws:iam::111122223333:group/g", PrincipalType.Group)]
    public void A_principal_is_told_by_its_ARN(string arn, PrincipalType type) => Assert.Equal((type, "111122223333"), (Principal.FromArn(arn).Type, Principal.FromArn(arn).Account));

    [Fact]
    public void What_is_no_principal_and_what_is_no_action_is_refused()
    {
        Assert.Throws<FormatException>(() => Principal.FromArn("arn:aws:s3:::b"));
        Assert.Throws<FormatException>(() => Principal.FromArn("alice"));
        Assert.Throws<FormatException>(() => Principal.FromArn("arn:aws:iam::111122223333:user/"));
        Assert.Throws<FormatException>(() => Principal.Session(User, "s"));
        Assert.Equal(Session, Principal.Session("arn:aws:iam::111122223333:role/deep/ml", "s").Name);
        foreach (var action in new[] { "", "s3", "s3:", ":Get", "s3:Get*" })
        {
            Assert.Throws<FormatException>(() => new Request(Principal.Anonymous, action, "*"));
        }
    }

    [Theory]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "s3:*" }""", "$.Statement[0]")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": "*" }""", "$.Statement[0]")]
    [InlineData(PolicyType.Resource, """{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }""", "$.Statement[0]")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "GetObject", "Resource": "*" }""", "$.Statement[0].Action")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "s*:GetObject", "Resource": "*" }""", "$.Statement[0].Action")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "s3:", "Resource": "*" }""", "$.Statement[0].Action")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": ":GetObject", "Resource": "*" }""", "$.Statement[0].Action")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "IpAddress": { "k": "10" } } }""", "$.Statement[0].Condition.IpAddress.k")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringIs": { "k": "v" } } }""", "$.Statement[0].Condition")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "ForSome:StringEquals": { "k": "v" } } }""", "$.Statement[0].Condition")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "None:StringEquals": { "k": "v" } } }""", "$.Statement[0].Condition")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "1:StringEquals": { "k": "v" } } }""", "$.Statement[0].Condition")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "NullIfExists": { "k": "true" } } }""", "$.Statement[0].Condition")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "IpAddress": { "k": "10.0.0.0/33" } } }""", "$.Statement[0].Condition.IpAddress.k")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "NumericEquals": { "k": "ten" } } }""", "$.Statement[0].Condition.NumericEquals.k")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "DateLessThan": { "k": "tomorrow" } } }""", "$.Statement[0].Condition.DateLessThan.k")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "Bool": { "k": "maybe" } } }""", "$.Statement[0].Condition.Bool.k")]
    [InlineData(PolicyType.Identity, """{ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": { "StringEquals": { "k": [] } } }""", "$.Statement[0].Condition.StringEquals.k")]
    [InlineData(PolicyType.Resource, """{ "Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": { "AWS": "arn:aws:iam::111122223333:role/*" } }""", "$.Statement[0].Principal.AWS")]
    [InlineData(PolicyType.Identity, """{ "Sid": "A", "Effect": "Allow", "Action": "*", "Resource": "*" }, { "Sid": "A", "Effect": "Deny", "Action": "*", "Resource": "*" }""", "$.Statement[1].Sid")]
    public void A_policy_that_AWS_would_not_take_says_where(PolicyType type, string statements, string place) =>
        Assert.Equal(place, Assert.Throws<MalformedPolicyException>(() => Of(type, statements)).Place);

    private static string Everybody(string action, string effect = "Allow") => $$"""{ "Effect": "{{effect}}", "Principal": "*", "Action": "{{action}}", "Resource": "*" }""";

    private static string Named(string principal, string action = "s3:*") => $$"""{ "Effect": "Allow", "Principal": {{principal}}, "Action": "{{action}}", "Resource": "*" }""";
}
