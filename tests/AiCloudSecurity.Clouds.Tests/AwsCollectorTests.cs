using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

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
}
