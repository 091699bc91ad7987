using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

[Collection(Settings.OfTheProcess)]
public sealed class AwsCollectorTests(AwsAccount account)
{
    [Fact]
    public async Task It_reads_what_boto3_made()
    {
        await account.ResetAsync();
        await MotoServer.RunAwsAsync(account.Fake.Endpoint, "sagemaker", "create-notebook-instance", "--notebook-instance-name", "lab", "--region", "eu-west-1",
            "--instance-type", "ml.t3.medium", "--role-arn", "arn:aws:iam::123456789012:role/lab", "--direct-internet-access", "Disabled", "--subnet-id", "subnet-1");
        using var connection = await account.OpenAsync("eu-west-1", "us-east-1");
        var estate = await connection.ReadAsync(ResourceType.All, null, TestContext.Current.CancellationToken);
        var notebook = Assert.Single(estate.Resources, resource => resource.Type.Name == "AWS::SageMaker::NotebookInstance");
        Assert.Equal("lab", notebook.Identity.Name);
        Assert.Equal("eu-west-1", notebook.Identity.Region);
        Assert.Equal("arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/lab", notebook.Identity.Id);
        var finding = Assert.Single(Checks.Check.All.Single(check => check.Id == "AWS-NET-001").Judge(estate));
        Assert.Equal(Status.Pass, finding.Status);
    }

    [Fact]
    public async Task A_service_that_has_no_address_in_a_region_is_absent_there_and_not_a_failure()
    {
        try
        {
            await System.Net.Dns.GetHostEntryAsync("bedrock.no-such-region.invalid", TestContext.Current.CancellationToken);
        }
        catch (System.Net.Sockets.SocketException unknown)
        {
            Assert.SkipUnless(unknown.SocketErrorCode == System.Net.Sockets.SocketError.HostNotFound, $"Names are not looked up here ({unknown.SocketErrorCode}).");
        }
        await account.ResetAsync();
        var before = Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL");
        try
        {
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", account.Fake.Endpoint.ToString());
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_BEDROCK", "http://bedrock.no-such-region.invalid/");
            using var connection = await Clouds.Aws.AwsConnection.OpenAsync(new() { Regions = ["eu-west-1"] }, TestContext.Current.CancellationToken);
            var estate = await connection.ReadAsync(ResourceType.All, null, TestContext.Current.CancellationToken);
            Assert.All(estate.Coverage.Where(entry => entry.Operation.StartsWith("bedrock:", StringComparison.Ordinal) && entry.Subject is null), entry => Assert.True(entry.State is CoverageState.Absent or CoverageState.Unused, $"{entry}"));
            Assert.Equal(CoverageState.Absent, Assert.Single(estate.Coverage, entry => entry.Operation == "bedrock:ListGuardrails" && entry.Subject is null).State);
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL", before);
            Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_BEDROCK", null);
        }
    }

    [Fact]
    public async Task An_account_without_AI_is_read_with_lists_only()
    {
        await account.ResetAsync();
        using var connection = await account.OpenAsync("eu-west-1", "us-east-1");
        var estate = await connection.ReadAsync(ResourceType.All, null, TestContext.Current.CancellationToken);
        Assert.Empty(estate.RegionsInUse);
        Assert.DoesNotContain(account.Fake.Requests, request => request.Service is "ec2" or "kms" or "s3");
        Assert.Contains(estate.Coverage, entry => entry.State == CoverageState.Unused);
        Assert.DoesNotContain(Checks.Check.All.SelectMany(check => check.Judge(estate)), finding => finding.Status == Status.Unknown);
    }

    // Other tools fail an account for not using a product.
    [Fact]
    public async Task What_is_not_used_gives_no_findings()
    {
        await account.ResetAsync();
        using (var nothing = await account.OpenAsync("eu-west-1", "us-east-1"))
        {
            var empty = await nothing.ReadAsync(ResourceType.All.Where(type => !type.Read.OnRequest), null, TestContext.Current.CancellationToken);
            Assert.DoesNotContain(Checks.Check.All.Where(check => check.WasAskedFor(empty)).SelectMany(check => check.Judge(empty)), finding => finding.Status != Status.NotApplicable);
        }
        await MotoServer.RunAwsAsync(account.Fake.Endpoint, "sagemaker", "create-notebook-instance", "--notebook-instance-name", "lab", "--region", "eu-west-1",
            "--instance-type", "ml.t3.medium", "--role-arn", "arn:aws:iam::123456789012:role/lab");
        using var connection = await account.OpenAsync("eu-west-1", "us-east-1");
        var estate = await connection.ReadAsync(ResourceType.All.Where(type => !type.Read.OnRequest), null, TestContext.Current.CancellationToken);
        var findings = Checks.Check.All.Where(check => check.WasAskedFor(estate)).SelectMany(check => check.Judge(estate)).Where(finding => finding.Status != Status.NotApplicable).ToList();
        Assert.Contains(findings, finding => finding.Region == "eu-west-1");
        Assert.DoesNotContain(findings, finding => finding.Region == "us-east-1");
        // A notebook is no use of Bedrock's agents, models or prompts.
        Assert.DoesNotContain(findings, finding => finding.ResourceType.StartsWith("AWS::Bedrock::", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Finished_jobs_are_read_from_when_on_they_are_wanted_and_running_ones_in_any_case()
    {
        await account.ResetAsync();
        var now = DateTimeOffset.UtcNow;
        foreach (var (wanted, asked) in new[] { (200, 200), (1, 30), (0, 90) })
        {
            account.Fake.ForgetRequests();
            using var connection = await Clouds.Aws.AwsConnection.OpenAsync(
                new() { EndpointUrl = account.Fake.Endpoint, Regions = ["eu-west-1"], JobsSince = wanted == 0 ? null : now.AddDays(-wanted) }, TestContext.Current.CancellationToken);
            var estate = await connection.ReadAsync([ResourceType.Of<Resources.Aws.TrainingJob>()], null, TestContext.Current.CancellationToken);
            Assert.Equal(now.AddDays(-(wanted == 0 ? 90 : wanted)), estate.JobsSince, TimeSpan.FromMinutes(5));
            var request = Assert.Single(account.Fake.Requests, request => request.Operation == "ListTrainingJobs");
            Assert.InRange(request.Input()["CreationTimeAfter"]!.GetValue<long>() - now.AddDays(-asked).ToUnixTimeSeconds(), -300, 300);
        }
    }

    [Fact]
    public async Task Pages_are_followed_to_the_end_and_a_circle_of_pages_is_a_failure()
    {
        await account.ResetAsync();
        static string Page(string name) => $$"""{ "NotebookInstances": [{ "NotebookInstanceName": "{{name}}", "NotebookInstanceArn": "arn:aws:sagemaker:eu-west-1:123456789012:notebook-instance/{{name}}" }] }""";
        account.Fake.Pages("sagemaker:ListNotebookInstances", Page("a"), Page("b"), Page("c"));
        account.Fake.Answer("sagemaker:DescribeNotebookInstance", "*", "{ \"DirectInternetAccess\": \"Disabled\" }");
        using var connection = await account.OpenAsync("eu-west-1");
        var types = new[] { ResourceType.Of<Resources.Aws.NotebookInstance>() };
        var estate = await connection.ReadAsync(types, null, TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b", "c"], estate.Resources.Select(resource => resource.Identity.Name));

        account.Fake.Allow("sagemaker:ListNotebookInstances");
        account.Fake.Answer("sagemaker:ListNotebookInstances", "*", "{ \"NotebookInstances\": [], \"NextToken\": \"again\" }");
        var circle = await connection.ReadAsync(types.Append(ResourceType.Of<Resources.Aws.Domain>()), null, TestContext.Current.CancellationToken);
        var entry = Assert.Single(circle.Coverage, entry => entry.ResourceType == "AWS::SageMaker::NotebookInstance" && entry.Subject is null);
        Assert.Equal(CoverageState.Failed, entry.State);
        Assert.Contains("RepeatedPageToken", entry.Message, StringComparison.Ordinal);
    }
}
