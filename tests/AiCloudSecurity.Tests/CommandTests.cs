namespace AiCloudSecurity.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly ModuleSession _session = new();

    [Fact]
    public void Checks_are_listed_by_wildcard()
    {
        var result = _session.Run("Get-AiCheck aws-net-001");
        var check = Assert.Single(result.Output);
        Assert.Equal("AWS-NET-001", check.Properties["CheckId"].Value);
        Assert.Contains("sagemaker:DescribeNotebookInstance", (string)check.Properties["Reads"].Value, StringComparison.Ordinal);
        Assert.Equal("T2a, T2d", check.Properties["Tip"].Value);
    }

    [Fact]
    public void An_unknown_check_is_an_error_that_names_the_nearest()
    {
        var result = _session.Run("Get-AiCheck AWS-NET-O01");
        Assert.Equal(["ResourceNotFound"], result.ErrorIds);
        Assert.Contains("AWS-NET-001", result.Errors[0].Exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _session.Dispose();
}
