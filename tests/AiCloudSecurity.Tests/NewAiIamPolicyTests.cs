using System.Text.Json;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

public sealed class NewAiIamPolicyTests(AwsAccount account) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity");

    [Fact]
    public async Task A_policy_is_proposed_for_who_used_AI_and_written_to_a_file_that_only_its_owner_can_read()
    {
        using var _ = await FillAsync();
        var policies = Path.Join(_folder.FullName, "policies");
        var result = _session.Run($"New-AiIamPolicy ml-worker -Region us-east-1 -UsedOnly -OutputPath '{policies}'");
        Assert.Empty(result.Errors);
        var proposal = Assert.Single(result.Output);
        Assert.Equal("arn:aws:iam::123456789012:role/ml-worker", proposal.Properties["Principal"].Value);
        Assert.Equal(1, proposal.Properties["ActionsKept"].Value);
        var file = Assert.Single(Directory.GetFiles(policies));
        Assert.Equal("role-ml-worker-least.json", Path.GetFileName(file));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal("sagemaker:CreateModel", document.RootElement.GetProperty("Statement")[0].GetProperty("Action").GetString());
        Assert.DoesNotContain(account.Fake.Requests, request => request.IsWrite);

        // A file that is there stays unless it may be written over.
        var again = _session.Run($"New-AiIamPolicy ml-worker -Region us-east-1 -UsedOnly -OutputPath '{policies}'");
        Assert.Single(again.Output);
        Assert.Equal(["ResourceNotFound"], again.ErrorIds);
        Assert.Empty(_session.Run($"New-AiIamPolicy ml-worker -Region us-east-1 -UsedOnly -OutputPath '{policies}' -Force").Errors);
    }

    [Fact]
    public async Task Nothing_is_written_under_WhatIf()
    {
        using var _ = await FillAsync();
        var policies = Path.Join(_folder.FullName, "policies");
        Assert.Single(_session.Run($"Get-AiEstate -Region us-east-1 -CheckId AWS-IAM-001 -IncludeUsage | New-AiIamPolicy ml-worker -OutputPath '{policies}' -WhatIf").Output);
        Assert.False(Directory.Exists(policies));
    }

    [Fact]
    public async Task An_estate_keeps_what_was_used_when_it_is_saved()
    {
        using var _ = await FillAsync();
        var file = Path.Join(_folder.FullName, "used.aiestate");
        Assert.Empty(_session.Run($"Get-AiEstate -Region us-east-1 -CheckId AWS-IAM-001 -IncludeUsage | Export-AiEstate '{file}'").Errors);
        var saved = _session.Run($"Import-AiEstate '{file}' | New-AiIamPolicy *worker -Inline -UsedOnly");
        Assert.Empty(saved.Errors);
        Assert.Equal("Inline", Assert.Single(saved.Output).Properties["Kind"].Value.ToString());
    }

    [Fact]
    public async Task Grants_and_findings_say_what_was_not_used()
    {
        using var _ = await FillAsync();
        var file = Path.Join(_folder.FullName, "used.aiestate");
        Assert.Empty(_session.Run($"Get-AiEstate -Region us-east-1 -CheckId AWS-IAM-001 -IncludeUsage | Export-AiEstate '{file}'").Errors);
        const string since = "-Since ([DateTime]::UtcNow.AddDays(-90))";
        var grants = _session.Run($"Import-AiEstate '{file}' | Get-AiIamGrant -Principal ml-worker -Action sagemaker:CreateModel, sagemaker:DeleteModel {since}");
        Assert.Empty(grants.Errors);
        Assert.Equal(["sagemaker:CreateModel Used", "sagemaker:DeleteModel Unused"], grants.Output.Select(grant => $"{grant.Properties["Action"].Value} {grant.Properties["Use"].Value}"));
        Assert.Null(_session.Run($"Import-AiEstate '{file}' | Get-AiIamGrant -Principal ml-worker -Action sagemaker:CreateModel").Output[0].Properties["Use"].Value);
        var unused = Assert.Single(_session.Run($"Import-AiEstate '{file}' | Test-AiIamLeastPrivilege -Principal ml-worker -CheckId AWS-IAM-113 {since}").Output);
        Assert.Equal("Fail", unused.Properties["Status"].Value.ToString());
        Assert.StartsWith("Since ", unused.Properties["Reason"].Value.ToString(), StringComparison.Ordinal);

        // What was not read is an error where it is asked for, and Unknown where it is judged.
        Assert.Equal(["NothingAssessed"], _session.Run($"Get-AiEstate -Region us-east-1 -CheckId AWS-IAM-001 | Get-AiIamGrant {since}").ErrorIds);
        var judged = _session.Run($"Get-AiEstate -Region us-east-1 -CheckId AWS-IAM-001 | Test-AiIamLeastPrivilege {since}").Output;
        Assert.All(judged.Where(finding => $"{finding.Properties["CheckId"].Value}" is "AWS-IAM-037" or "AWS-IAM-113"), finding => Assert.Equal("Unknown", finding.Properties["Status"].Value.ToString()));
        Assert.Contains(judged, finding => $"{finding.Properties["CheckId"].Value}" == "AWS-IAM-113");
    }

    [Fact]
    public async Task Without_use_there_is_an_error_and_no_policy()
    {
        using var _ = await FillAsync();
        var unread = _session.Run("Get-AiEstate -Region us-east-1 -CheckId AWS-IAM-001 | New-AiIamPolicy");
        Assert.Empty(unread.Output);
        Assert.Equal(["NothingAssessed"], unread.ErrorIds);
        Assert.Contains("-IncludeUsage", unread.Errors[0].Exception.Message, StringComparison.Ordinal);
        using (account.Fake.Deny("iam:GenerateServiceLastAccessedDetails"))
        {
            var refused = _session.Run("New-AiIamPolicy ml-worker -Region us-east-1");
            Assert.Empty(refused.Output);
            Assert.Contains(refused.Errors, error => error.FullyQualifiedErrorId.StartsWith("NothingAssessed,", StringComparison.Ordinal) && Equals(error.TargetObject, "arn:aws:iam::123456789012:role/ml-worker"));
        }
        var nobody = _session.Run("New-AiIamPolicy nobody-at-all -Region us-east-1");
        Assert.Equal(["ResourceNotFound"], nobody.ErrorIds);
        Assert.Equal(["NothingAssessed"], _session.Run("@() | New-AiIamPolicy").ErrorIds);
    }

    [Fact]
    public async Task A_scan_does_not_ask_for_use_unless_it_is_told_to()
    {
        using var _ = await FillAsync();
        account.Fake.ForgetRequests();
        Assert.NotEmpty(_session.Run("Test-AiSecurity -Region us-east-1").Output);
        Assert.DoesNotContain(account.Fake.Requests, request => request.Operation == "GenerateServiceLastAccessedDetails");
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<IDisposable> FillAsync()
    {
        await account.FillAsync();
        const string arn = "arn:aws:iam::123456789012:role/ml-worker";
        var endpoint = account.Endpoint();
        // One role more in the account, for this class alone.
        account.Fake.Answer("iam:GetAccountAuthorizationDetails", "*", $$"""
            <GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated>
            <RoleDetailList><member><Arn>{{arn}}</Arn><RoleName>ml-worker</RoleName><Path>/</Path>
            <AssumeRolePolicyDocument>{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sagemaker.amazonaws.com"},"Action":"sts:AssumeRole"}]}</AssumeRolePolicyDocument>
            <RolePolicyList><member><PolicyName>all</PolicyName><PolicyDocument>{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sagemaker:*","bedrock:*"],"Resource":"*"}]}</PolicyDocument></member></RolePolicyList>
            </member></RoleDetailList></GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>
            """);
        account.Fake.Answer("iam:GenerateServiceLastAccessedDetails", "*", "<GenerateServiceLastAccessedDetailsResponse><GenerateServiceLastAccessedDetailsResult><JobId>examplea-1234-b567-cde8-90fg123abcd4</JobId></GenerateServiceLastAccessedDetailsResult></GenerateServiceLastAccessedDetailsResponse>");
        account.Fake.Answer("iam:GetServiceLastAccessedDetails", "*", $$"""
            <GetServiceLastAccessedDetailsResponse><GetServiceLastAccessedDetailsResult><JobStatus>COMPLETED</JobStatus><IsTruncated>false</IsTruncated>
            <ServicesLastAccessed>
            <member><ServiceName>SageMaker</ServiceName><ServiceNamespace>sagemaker</ServiceNamespace><LastAuthenticated>{{DateTimeOffset.UtcNow.AddDays(-2):yyyy-MM-dd'T'HH:mm:ss'Z'}}</LastAuthenticated>
            <TrackedActionsLastAccessed><member><ActionName>CreateModel</ActionName><LastAccessedTime>{{DateTimeOffset.UtcNow.AddDays(-2):yyyy-MM-dd'T'HH:mm:ss'Z'}}</LastAccessedTime></member><member><ActionName>DeleteModel</ActionName></member></TrackedActionsLastAccessed></member>
            <member><ServiceName>Bedrock</ServiceName><ServiceNamespace>bedrock</ServiceNamespace></member>
            </ServicesLastAccessed></GetServiceLastAccessedDetailsResult></GetServiceLastAccessedDetailsResponse>
            """);
        return endpoint;
    }
}
