using System.Text;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// What Azure itself answered, recorded by those who make its PowerShell modules, is judged as it stands: the folder that
/// the environment variable AISEC_AZURE_ANSWERS names; without it, shared/data/azure beside the repository. What a
/// verdict needs besides, a workspace or a deployment that uses a policy, the test adds.
/// </summary>
public sealed class AzureRecordedAnswerTests
{
    private const string Variable = "AISEC_AZURE_ANSWERS";
    private const string Account = "azps-TestDeployment-openai-account-default.json";
    private const string Computes = "azps-Get-AzMLWorkspaceCompute-list.json";
    private const string Datastores = "azps-Get-AzMLWorkspaceDatastore-list.json";
    private const string Face = "azps-TestRestrictOutboundNetworkAccess-face-account.json";
    private const string Filters = "azps-TestRai-raiPolicies.json";
    private const string Newer = "azps-TestDefenderForAISetting-openai-account.json";

    private static string? Folder => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named
        : new[] { "..", "../.." }.Select(up => Path.Join(SampleEstates.RepositoryRoot, up, "shared", "data", "azure")).FirstOrDefault(Directory.Exists);

    [Theory]
    // An account for which nothing was said: open, with keys, by the host of the region.
    [InlineData(Account, "AZ-NET-001", "csapstestrg7054", Status.Fail)]
    [InlineData(Account, "AZ-NET-003", "csapstestrg7054", Status.Fail)]
    [InlineData(Account, "AZ-NET-005", "csapstestrg7054", Status.Fail)]
    [InlineData(Account, "AZ-IAM-001", "csapstestrg7054", Status.Fail)]
    [InlineData(Account, "AZ-IAM-002", "csapstestrg7054", Status.Fail)]
    [InlineData(Account, "AZ-IAM-003", "csapstestrg7054", Status.Fail)]
    [InlineData(Newer, "AZ-NET-001", "csapstestrg7849", Status.Fail)]
    [InlineData(Newer, "AZ-IAM-001", "csapstestrg7849", Status.Fail)]
    // Fifteen capabilities, of which none says that content is not looked at.
    [InlineData(Newer, "AZ-MON-011", "csapstestrg7849", Status.Pass)]
    [InlineData(Face, "AZ-NET-001", "csapstestrg7939", Status.Fail)]
    [InlineData(Face, "AZ-NET-005", "csapstestrg7939", Status.Pass)]
    [InlineData(Face, "AZ-IAM-002", "csapstestrg7939", Status.Pass)]
    [InlineData(Computes, "AZ-IAM-017", "batch-cluster", Status.Fail)]
    [InlineData(Computes, "AZ-NET-015", "batch-cluster", Status.Fail)]
    [InlineData(Computes, "AZ-NET-014", "batch-cluster", Status.Fail)]
    [InlineData(Computes, "AZ-IAM-018", "jiajicompute1", Status.Fail)]
    [InlineData(Computes, "AZ-NET-013", "jiajicompute1", Status.Fail)]
    [InlineData(Computes, "AZ-NET-014", "jiajicompute1", Status.Fail)]
    [InlineData(Computes, "AZ-IAM-017", "jiajicompute1", Status.Fail)]
    [InlineData(Datastores, "AZ-IAM-016", "datastore01", Status.Fail)]
    [InlineData(Datastores, "AZ-IAM-016", "workspaceblobstore", Status.Fail)]
    [InlineData(Datastores, "AZ-IAM-016", "workspacefilestore", Status.Fail)]
    // Content policies as Azure makes them: the first knows no jailbreak, the second no attack in documents, the last blocks nothing.
    [InlineData(Filters, "AZ-MON-013", "Microsoft.Default", Status.Pass)]
    [InlineData(Filters, "AZ-MON-013", "Microsoft.Nil", Status.Fail)]
    [InlineData(Filters, "AZ-MON-014", "Microsoft.Default", Status.Fail)]
    [InlineData(Filters, "AZ-MON-014", "Microsoft.DefaultV2", Status.Fail)]
    [InlineData(Filters, "AZ-MON-013", "Microsoft.DefaultV2", Status.Pass)]
    [InlineData(Filters, "AZ-MON-014", "Microsoft.Nil", Status.Fail)]
    public void An_answer_of_azure_is_judged_as_it_stands(string file, string id, string name, Status expected)
    {
        Assert.SkipWhen(Folder is null, $"There are no recorded answers: set {Variable} to the folder that holds them.");
        var recorded = File.ReadAllText(Path.Join(Folder, file));
        var findings = Judge(id, file switch
        {
            Computes or Datastores => recorded + Whole(recorded, "Microsoft.MachineLearningServices/workspaces", "\"kind\": \"Default\", \"properties\": {}"),
            Filters => recorded + Whole(recorded, "Microsoft.CognitiveServices/accounts", "\"kind\": \"OpenAI\", \"properties\": {}") + Deployments(recorded),
            _ => recorded,
        });
        Assert.Equal(expected, Assert.Single(findings, finding => finding.ResourceName == name).Status);
    }

    // The resource that the parts in an answer belong to.
    private static string Whole(string recorded, string type, string rest)
    {
        var id = IdOf(recorded, type);
        return $$"""{ "id": "{{id}}", "name": "{{id[(id.LastIndexOf('/') + 1)..]}}", "type": "{{type}}", "location": "eastus", {{rest}} }""";
    }

    // One for each content policy, called as it is.
    private static string Deployments(string recorded)
    {
        var account = IdOf(recorded, "Microsoft.CognitiveServices/accounts");
        return "[" + string.Join(',', new[] { "Microsoft.Default", "Microsoft.DefaultV2", "Microsoft.Nil" }.Select(policy => $$"""
            { "id": "{{account}}/deployments/{{policy}}", "name": "{{policy}}", "type": "Microsoft.CognitiveServices/accounts/deployments", "sku": { "name": "Standard", "capacity": 1 },
              "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "1" }, "raiPolicyName": "{{policy}}" } }
            """)) + "]";
    }

    private static string IdOf(string recorded, string type)
    {
        var start = recorded.IndexOf("/subscriptions/", StringComparison.Ordinal);
        var name = recorded.IndexOf(type, start, StringComparison.Ordinal) + type.Length + 1;
        return recorded[start..recorded.IndexOf('/', name)];
    }

    private static List<Finding> Judge(string id, string text)
    {
        var estate = ImportFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "answer.json", DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken).Single();
        return [.. Check.All.Where(check => check.Id == id).SelectMany(check => check.Judge(estate))];
    }
}
