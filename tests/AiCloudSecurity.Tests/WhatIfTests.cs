using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>Under -WhatIf nothing that changes goes over the wire, whichever cmdlet and whatever is to be repaired; judged at the socket.</summary>
public sealed class WhatIfTests(AwsAccount account) : IDisposable
{
    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity-whatif");

    // How each cmdlet that changes a cloud is asked to change as much as it can; one that is not here fails the test.
    private static readonly Dictionary<string, string> s_asked = new(StringComparer.Ordinal)
    {
        ["Repair-AiFinding"] = "$findings | Repair-AiFinding -Limit 1000",
        ["Disable-AiPublicAccess"] = "$findings | Disable-AiPublicAccess",
        ["Enable-AiInvocationLog"] = "$findings | Enable-AiInvocationLog -LogBucketName logs",
        ["Enable-AiPiiRedaction"] = "$findings | Enable-AiPiiRedaction",
        ["Set-AiEncryptionKey"] = "$findings | Set-AiEncryptionKey -KmsKeyId arn:aws:kms:us-east-1:123456789012:key/k",
        ["Set-AiBudgetAlert"] = "Set-AiBudgetAlert -Amount 500 -Email a@example.com -Forecast",
        ["Revoke-AiIamGrant"] = "$grants | Revoke-AiIamGrant",
        // What they send to the other clouds is held in the tests of these.
        ["Enable-AiSecurityPosture"] = "$findings | Enable-AiSecurityPosture",
        ["Set-AiInvocationAlarm"] = "$findings | Set-AiInvocationAlarm -Topic arn:aws:sns:us-east-1:123456789012:t",
        ["Set-AiNotebookSharing"] = "$findings | Set-AiNotebookSharing",
        ["Undo-AiRepair"] = "Undo-AiRepair -Force",
    };

    // What changes files or the session only, and so has nothing to send.
    private static readonly Dictionary<string, string> s_local = new(StringComparer.Ordinal)
    {
        ["Export-AiEstate"] = "writes a file of what was read",
        ["Export-AiReport"] = "writes a report of findings",
        ["New-AiException"] = "writes a file of what is accepted",
        ["New-AiIamPolicy"] = "writes the policies that it proposes; who attaches them is a person",
    };

    [Fact]
    public async Task Nothing_that_changes_is_sent_by_any_cmdlet()
    {
        // Whatever asks with ShouldProcess changes something: a cloud, unless it is known to be a file.
        var changing = _session.Run("Get-Command -Module AiCloudSecurity | Where-Object { $_.Parameters.ContainsKey('WhatIf') } | ForEach-Object Name").Output.Select(name => $"{name}").ToList();
        Assert.Equal(s_asked.Keys.Concat(s_local.Keys).Order(StringComparer.Ordinal), changing.Order(StringComparer.Ordinal));
        await account.FillAsync();
        using var endpoint = account.Endpoint();
        var journal = Path.Join(_folder.FullName, "repairs.jsonl");
        Assert.NotEmpty(_session.Run("$findings = Test-AiSecurity -Region us-east-1 -InformationAction Ignore -ErrorAction SilentlyContinue | Where-Object { $_.Status -eq 'Fail' -and $_.Fix -like 'Repair-AiFinding*' }; $findings").Output);
        var granted = _session.Run("$grants = @(Get-AiIamGrant -Region us-east-1 -ErrorAction SilentlyContinue); $grants = $grants[0..4]; $grants");
        Assert.True(granted.Output.Count > 0, string.Join('\n', granted.Errors));
        account.Fake.ForgetRequests();
        foreach (var (name, command) in s_asked)
        {
            // What cannot be planned is an error, and sends nothing either.
            var result = _session.Run($"{command} -WhatIf -JournalPath '{journal}' -ErrorAction SilentlyContinue");
            Assert.False(result.Terminated, $"{name}: {string.Join('\n', result.Errors)}");
        }
        Assert.NotEmpty(account.Fake.Requests);
        Assert.Empty(account.Fake.Requests.Where(request => !IsRead(request)).Select(request => request.Name).Distinct());
        Assert.Empty(_folder.GetFiles());
    }

    // By the names of their operations: several protocols send everything by POST.
    internal static bool IsRead(AwsRequest request) => request.Method is "GET" or "HEAD"
        || new[] { "Get", "List", "Describe", "Search", "BatchGet", "Lookup" }.Any(verb => request.Operation.StartsWith(verb, StringComparison.Ordinal))
        || request.Name is "iam:GenerateServiceLastAccessedDetails" or "iam:SimulatePrincipalPolicy";

    public void Dispose()
    {
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
