using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What principals have used: read where somebody asks for it, and only then.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class UsageTests(AwsAccount account)
{
    private const string Role = "arn:aws:iam::123456789012:role/ml";
    private static readonly ResourceType[] s_types = [ResourceType.Of<IamRole>(), ResourceType.Of<IamUser>(), ResourceType.Of<RoleLastAccess>(), ResourceType.Of<UserLastAccess>(), ResourceType.Of<ApiEvent>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_of_each_principal_is_waited_for()
    {
        await FillAsync();
        account.Fake.Used(Role, """{ "bedrock": "2026-11-01T00:00:00Z", "sagemaker:CreateModel": "2026-10-01T00:00:00Z", "sagemaker:CreateEndpoint": null, "comprehend": null }""");
        var estate = await ReadAsync(s_types);
        var role = Assert.Single(estate.Inventory<IamRole>().All, role => role.RoleName == "ml");
        var services = estate.Inventory<RoleLastAccess>().Of(role).ToDictionary(service => service.ServiceNamespace!);
        Assert.Equal(["bedrock", "comprehend", "sagemaker"], services.Keys.Order());
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), services["bedrock"].LastAuthenticated);
        Assert.Null(services["comprehend"].LastAuthenticated);
        Assert.Null(services["bedrock"].TrackedActionsLastAccessed);
        Assert.Equal([("CreateModel", true), ("CreateEndpoint", false)], services["sagemaker"].TrackedActionsLastAccessed!.Select(action => (action.ActionName!, action.LastAccessedTime is not null)));
        Assert.Empty(estate.Inventory<UserLastAccess>().Of(estate.Inventory<IamUser>().Find("ann")!));
        var job = account.Fake.Requests.First(request => request.Name == "iam:GenerateServiceLastAccessedDetails");
        Assert.Equal("ACTION_LEVEL", job.Input()["Granularity"]?.ToString());
    }

    [Fact]
    public async Task A_report_that_is_refused_or_fails_is_said_to_be_missing()
    {
        await FillAsync();
        using (account.Fake.Deny("iam:GenerateServiceLastAccessedDetails"))
        {
            var refused = await ReadAsync(s_types);
            Assert.Contains("Grant iam:GenerateServiceLastAccessedDetails", Assert.Throws<UnseenException>(() => refused.Inventory<RoleLastAccess>().Of(refused.Inventory<IamRole>().Find(Role)!)).Message, StringComparison.Ordinal);
        }
        account.Fake.Answer("iam:GetServiceLastAccessedDetails", "*", """
            <GetServiceLastAccessedDetailsResponse><GetServiceLastAccessedDetailsResult><JobStatus>FAILED</JobStatus><JobCreationDate>2026-11-01T00:00:00Z</JobCreationDate>
            <Error><Message>It broke.</Message><Code>ServiceFailure</Code></Error></GetServiceLastAccessedDetailsResult></GetServiceLastAccessedDetailsResponse>
            """);
        var failed = await ReadAsync(s_types);
        Assert.Contains("ServiceFailure", Assert.Throws<UnseenException>(() => failed.Inventory<RoleLastAccess>().Of(failed.Inventory<IamRole>().Find(Role)!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_events_only_names_are_kept()
    {
        await FillAsync();
        account.Fake.Happened(Event("e-1", DateTimeOffset.UtcNow.AddDays(-1)));
        account.Fake.Happened(Event("e-2", DateTimeOffset.UtcNow.AddDays(-100)));
        var estate = await ReadAsync(s_types);
        var happened = Assert.Single(estate.Inventory<ApiEvent>().All);
        Assert.Equal(("e-1", "CreateModel", "us-east-1"), (happened.Identity.Id, happened.EventName, happened.Identity.Region));
        Assert.Equal(Role, happened.UserIdentity!.Principal);
        Assert.Equal("arn:aws:iam::123456789012:role/exec", happened.RequestParameters!.All["executionRoleArn"]);
        Assert.DoesNotContain("hunter", happened.Json, StringComparison.Ordinal);
        // Who looks at a region leaves events there.
        Assert.Empty(estate.RegionsInUse);
    }

    [Fact]
    public async Task A_history_without_end_is_cut_and_said_to_be()
    {
        await FillAsync();
        account.Fake.Answer("cloudtrail:LookupEvents", "us-east-1", request => request.Input()["LookupAttributes"]![0]!["AttributeValue"]!.ToString() == "bedrock.amazonaws.com"
            ? new JsonObject { ["Events"] = new JsonArray(), ["NextToken"] = $"{int.Parse(request.Token ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1}" }.ToJsonString() : null);
        var estate = await ReadAsync(s_types);
        var entry = Assert.Single(estate.Coverage, entry => entry.ResourceType == "AWS::CloudTrail::Event" && !entry.IsComplete);
        Assert.Equal(CoverageState.Failed, entry.State);
        Assert.Contains("40 pages of bedrock.amazonaws.com", entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answers_have_botocores_shape()
    {
        await FillAsync();
        account.Fake.Used(Role, """{ "bedrock": "2026-11-01T00:00:00Z", "sagemaker:CreateModel": "2026-10-01T00:00:00Z" }""");
        account.Fake.Happened(Event("e-1", DateTimeOffset.UtcNow));
        var client = $$"""
            import boto3, json
            def client(service):
                return boto3.client(service, region_name="us-east-1", endpoint_url="{{account.Fake.Endpoint.ToString().TrimEnd('/')}}")
            iam = client("iam")
            job = iam.generate_service_last_accessed_details(Arn="{{Role}}", Granularity="ACTION_LEVEL")["JobId"]
            print(iam.get_service_last_accessed_details(JobId=job)["JobStatus"])
            done = iam.get_service_last_accessed_details(JobId=job)
            print([(service["ServiceNamespace"], service["LastAuthenticated"].year, len(service.get("TrackedActionsLastAccessed", []))) for service in done["ServicesLastAccessed"]])
            events = client("cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventSource", "AttributeValue": "sagemaker.amazonaws.com"}])["Events"]
            print([(event["EventName"], json.loads(event["CloudTrailEvent"])["userIdentity"]["type"]) for event in events])
            """;
        var output = await Python.RunAsync(["-c", client], MotoServer.CleanEnvironment());
        Assert.Equal(["IN_PROGRESS", "[('bedrock', 2026, 0), ('sagemaker', 2026, 1)]", "[('CreateModel', 'AssumedRole')]"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private async Task FillAsync()
    {
        await account.ResetAsync();
        await MotoServer.RunAwsAsync(account.Fake.Endpoint, "iam", "create-role", "--role-name", "ml", "--assume-role-policy-document", """{ "Version": "2012-10-17", "Statement": [] }""");
        await MotoServer.RunAwsAsync(account.Fake.Endpoint, "iam", "create-user", "--user-name", "ann");
        account.Fake.ForgetRequests();
    }

    private async Task<Estate> ReadAsync(IEnumerable<ResourceType> types)
    {
        using var connection = await account.OpenAsync("us-east-1");
        return await connection.ReadAsync(types, null, Token);
    }

    private static string Event(string id, DateTimeOffset time) => JsonSerializer.Serialize(new
    {
        eventVersion = "1.11",
        userIdentity = new { type = "AssumedRole", arn = "arn:aws:sts::123456789012:assumed-role/ml/s", sessionContext = new { sessionIssuer = new { type = "Role", arn = Role } } },
        eventTime = time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        eventSource = "sagemaker.amazonaws.com",
        eventName = "CreateModel",
        awsRegion = "us-east-1",
        requestParameters = new { modelName = "m", executionRoleArn = "arn:aws:iam::123456789012:role/exec", primaryContainer = new { environment = new { PASSWORD = "hunter2" } } },
        eventID = id,
        eventType = "AwsApiCall",
    });
}
