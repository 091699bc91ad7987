using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using AiCloudSecurity.Clouds.Aws;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>What a network and a service do to a scan: it ends, and what they spoiled is not judged.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class FaultTests(AwsAccount account)
{
    // One check for each kind of read: lists that are described, references, singletons, global services, queries, XML.
    private static readonly List<Check> s_checks =
        [.. Check.All.Where(check => check.Id is "AWS-NET-001" or "AWS-NET-003" or "AWS-NET-012" or "AWS-IAM-020" or "AWS-MON-001" or "AWS-MON-021" or "AWS-DATA-001")];

    private static Dictionary<string, Status>? s_whole;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Kinds =>
    [
        .. new[]
        {
            AwsFaultKind.Throttle, AwsFaultKind.InternalError, AwsFaultKind.Html500, AwsFaultKind.Unavailable503, AwsFaultKind.Reset, AwsFaultKind.CutBody,
            AwsFaultKind.TruncatedJson, AwsFaultKind.EmptyBody, AwsFaultKind.HtmlPage200, AwsFaultKind.RepeatedToken, AwsFaultKind.ExpiredToken, AwsFaultKind.Timeout,
        }.Select(kind => kind.ToString()),
    ];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Whatever_spoils_the_answers_no_verdict_turns_to_Pass_and_the_scan_ends(string kind)
    {
        var whole = await FillAsync();
        var timeout = kind == nameof(AwsFaultKind.Timeout) ? TimeSpan.FromSeconds(0.5) : TimeSpan.FromSeconds(20);
        using var fault = account.Fake.Fault("*", new AwsFault(Enum.Parse<AwsFaultKind>(kind)) { When = request => request.Service is "sagemaker" or "bedrock" or "budgets" or "kms" });
        var estate = await ReadAsync(timeout);
        AssertNothingGained(whole, Judge(estate));
        Assert.Contains(estate.Coverage, entry => entry is { State: CoverageState.Failed, Error: not null, Message.Length: > 0 });
    }

    [Fact]
    public async Task Credentials_that_expire_in_the_middle_leave_what_was_read_and_nothing_else()
    {
        var whole = await FillAsync();
        var answered = 0;
        using var fault = account.Fake.Fault("*", AwsFault.ExpiredToken with { When = _ => Interlocked.Increment(ref answered) > 4 });
        var estate = await ReadAsync();
        AssertNothingGained(whole, Judge(estate));
        Assert.Contains(estate.Coverage, entry => entry is { Error: ErrorId.CloudAuthenticationFailed });
    }

    [Fact]
    public async Task What_a_service_answers_after_all_is_judged_as_if_nothing_had_been()
    {
        var whole = await FillAsync();
        using var throttled = account.Fake.Fault("sagemaker:ListNotebookInstances", AwsFault.Throttle(2));
        using var reset = account.Fake.Fault("sagemaker:ListModels", AwsFault.Reset with { Times = 1 });
        Assert.Equal(whole, Judge(await ReadAsync()));
    }

    [Fact]
    public async Task A_region_that_does_not_know_how_to_list_a_kind_of_AI_has_none_but_nothing_else_is_absent_by_that()
    {
        await FillAsync();
        account.Fake.Wire = request => request.Operation is "ListNotebookInstances" or "GetModelInvocationLoggingConfiguration" or "DescribeBudgets" ? WireFault.NotInRegion : null;
        try
        {
            var estate = await ReadAsync();
            Assert.Equal((CoverageState.Absent, null), Of("AWS::SageMaker::NotebookInstance"));
            Assert.Equal((CoverageState.Failed, ErrorId.CloudRefused), Of("AWS::Bedrock::ModelInvocationLogging"));
            Assert.Equal((CoverageState.Failed, ErrorId.CloudRefused), Of("AWS::Budgets::Budget"));

            (CoverageState, ErrorId?) Of(string type) => Assert.Single(estate.Coverage.Where(entry => entry.ResourceType == type).Select(entry => (entry.State, entry.Error)).Distinct());
        }
        finally
        {
            account.Fake.Wire = null;
        }
    }

    [Fact]
    public async Task What_a_list_names_twice_while_it_changes_is_one()
    {
        await FillAsync();
        account.Fake.Answer("sagemaker:ListNotebookInstances", "*", """{ "NotebookInstances": [{ "NotebookInstanceName": "lab", "NotebookInstanceStatus": "Pending" }, { "NotebookInstanceName": "lab", "NotebookInstanceStatus": "InService" }, { "NotebookInstanceName": "other" }] }""");
        Assert.Equal(2, (await ReadAsync()).Resources.Count(resource => resource.Type.Name == "AWS::SageMaker::NotebookInstance"));
    }

    private static void AssertNothingGained(Dictionary<string, Status> whole, Dictionary<string, Status> spoiled)
    {
        var changed = spoiled.Where(finding => finding.Value != whole.GetValueOrDefault(finding.Key, Status.NotApplicable)).ToList();
        Assert.NotEmpty(changed);
        Assert.All(changed, finding => Assert.Equal(Status.Unknown, finding.Value));
        // What was judged is spoken of still.
        Assert.All(whole.Keys.Except(spoiled.Keys), gone => Assert.Contains(spoiled, finding => finding.Value == Status.Unknown && finding.Key.StartsWith(gone.Split(' ')[0], StringComparison.Ordinal)));
    }

    private async Task<Dictionary<string, Status>> FillAsync()
    {
        var fake = account.Fake;
        fake.Reset();
        fake.Answer("sagemaker:ListNotebookInstances", "*", """{ "NotebookInstances": [{ "NotebookInstanceName": "lab", "NotebookInstanceArn": "arn:aws:sagemaker:us-east-1:123456789012:notebook-instance/lab" }] }""");
        fake.Answer("sagemaker:DescribeNotebookInstance", "*", """{ "DirectInternetAccess": "Disabled", "SubnetId": "subnet-1", "SecurityGroups": ["sg-1"], "KmsKeyId": "k-1" }""");
        fake.Answer("sagemaker:ListModels", "*", """{ "Models": [{ "ModelName": "open", "ModelArn": "arn:aws:sagemaker:us-east-1:123456789012:model/open" }] }""");
        fake.Answer("sagemaker:DescribeModel", "*", """{ "EnableNetworkIsolation": true }""");
        fake.Answer("bedrock:GetModelInvocationLoggingConfiguration", "*", """{ "loggingConfig": { "s3Config": { "bucketName": "logs" } } }""");
        fake.Answer("budgets:DescribeBudgets", "*", """{ "Budgets": [{ "BudgetName": "all", "BudgetType": "COST" }] }""");
        fake.Answer("kms:DescribeKey", "*", """{ "KeyMetadata": { "KeyId": "k-1", "Arn": "arn:aws:kms:us-east-1:123456789012:key/k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" } }""");
        return s_whole ??= Judge(await ReadAsync());
    }

    private async Task<Estate> ReadAsync(TimeSpan? timeout = null)
    {
        using var connection = await AwsConnection.OpenAsync(new() { EndpointUrl = account.Fake.Endpoint, Regions = ["us-east-1"], ThrottleLimit = 64, Timeout = timeout ?? TimeSpan.FromSeconds(20) }, Token);
        return await connection.ReadAsync(s_checks.SelectMany(check => check.Types).Distinct(), null, Token);
    }

    private static Dictionary<string, Status> Judge(Estate estate) =>
        s_checks.SelectMany(check => check.Judge(estate)).ToDictionary(finding => $"{finding.CheckId} {finding.ResourceId}", finding => finding.Status);
}
