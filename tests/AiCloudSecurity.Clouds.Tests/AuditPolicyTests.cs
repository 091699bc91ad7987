using System.Text.Json;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>Who has what docs/permissions/aws.json grants, and nothing else, can read everything.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class AuditPolicyTests(AwsAccount account)
{
    // IAM, "IAM and AWS STS quotas": all inline policies of a role together, white space not counted.
    private const int MostInline = 10_240;

    // Where moto 5.2 asks for another action than the Service Authorization Reference says.
    private static readonly string[] s_motoAsks = ["apigateway:Get*", "monitoring:*", "budgets:Describe*", "s3:ListBucket", "s3control:*", "tagging:*", "apigateway:Get*"];

    // moto 5.2 refuses the signature of these from boto3, too, where the query string holds a time; and it takes S3's
    // settings of an account for an object.
    private static readonly string[] s_motoRefuses = ["bedrock:ListModelCustomizationJobs", "bedrock:ListModelInvocationJobs", "s3control:GetPublicAccessBlock"];

    private static readonly string s_policy = File.ReadAllText(Path.Join(Python.RepositoryRoot, "docs/permissions/aws.json"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_role_takes_it_inline() =>
        Assert.True(s_policy.Count(c => !char.IsWhiteSpace(c)) <= MostInline, $"{s_policy.Count(c => !char.IsWhiteSpace(c))} characters are too many.");

    [Fact]
    public async Task Nothing_is_asked_that_it_does_not_grant()
    {
        var fake = await account.FilledAsync();
        var granted = JsonDocument.Parse(s_policy).RootElement.GetProperty("Statement").EnumerateArray()
            .SelectMany(statement => statement.GetProperty("Action").EnumerateArray()).Select(action => action.GetString()!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        fake.DenyUnless(granted.Contains);
        using var connection = await AwsAccount.OpenAsync(fake, "us-east-1", "eu-west-1");
        var estate = await connection.ReadAsync(ResourceType.All.Where(type => !type.Read.OnRequest), null, Token);
        Assert.True(estate.Resources.Count > 100);
        Assert.True(Refused(estate).Length == 0, Refused(estate));
    }

    [Fact]
    public async Task moto_that_checks_permissions_as_IAM_does_refuses_nothing_under_it()
    {
        await using var moto = await MotoServer.StartAsync(openCalls: 100_000);
        await using var fake = await AwsFake.StartAsync(moto.Endpoint);
        await MotoServer.RunScriptAsync("tests/moto/account.py", fake.Endpoint);
        await Iam("create-user", "--user-name", "exact-auditor");
        await Iam("put-user-policy", "--user-name", "exact-auditor", "--policy-name", "audit", "--policy-document", s_policy);
        await Iam("put-user-policy", "--user-name", "exact-auditor", "--policy-name", "moto", "--policy-document",
            JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = new[] { new { Effect = "Allow", Action = s_motoAsks, Resource = "*" } } }));
        using var answer = JsonDocument.Parse(await Iam("create-access-key", "--user-name", "exact-auditor"));
        var key = answer.RootElement.GetProperty("AccessKey");
        await moto.CheckPermissionsAsync();

        using var id = new Variable("AWS_ACCESS_KEY_ID", key.GetProperty("AccessKeyId").GetString());
        using var secret = new Variable("AWS_SECRET_ACCESS_KEY", key.GetProperty("SecretAccessKey").GetString());
        using var connection = await AwsConnection.OpenAsync(new AwsOptions { EndpointUrl = moto.Endpoint, Regions = ["us-east-1"] }, Token);
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => connection.CallAsync(AwsService.Of("iam"), "us-east-1", "ListUsers", [], Token));
        Assert.Equal(CoverageState.Refused, AwsError.Of(refused).State);

        var estate = await connection.ReadAsync(ResourceType.All.Where(type => !type.Read.OnRequest), null, Token);
        Assert.True(estate.Resources.Count > 50);
        Assert.True(Refused(estate).Length == 0, Refused(estate));

        Task<string> Iam(params string[] arguments) => MotoServer.RunAwsAsync(moto.Endpoint, ["iam", .. arguments]);
    }

    // A key of another account's is that account's to grant.
    private static string Refused(Estate estate) => string.Join('\n',
        estate.Coverage.Where(entry => entry.State == CoverageState.Refused && entry.Subject?.Contains(":999999999999:", StringComparison.Ordinal) is not true)
            .Select(entry => $"{entry.Operation} ({entry.Permission})")
            .Concat(estate.Resources.Where(resource => resource.Unread?.State == CoverageState.Refused).Select(resource => $"{resource.Unread!.Operation} ({resource.Unread.Permission})"))
            .Where(refused => !s_motoRefuses.Contains(refused.Split(' ')[0])).Distinct().Order());
}
