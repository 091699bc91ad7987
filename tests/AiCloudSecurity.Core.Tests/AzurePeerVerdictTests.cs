using System.Text;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Verdicts that other tools are known to get wrong, each as a resource of that shape.</summary>
public sealed class AzurePeerVerdictTests
{
    private const string Account = "Microsoft.CognitiveServices/accounts";
    private const string Group = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ai/providers";
    private const string Search = "Microsoft.Search/searchServices";
    private const string Setting = Account + "/x/providers/Microsoft.Insights/diagnosticSettings";

    [Theory]
    // An absent member is the service's default, which is open; rules that deny close it.
    [InlineData("AZ-NET-001", Account, """{ "kind": "OpenAI", "properties": {} }""", Status.Fail)]
    [InlineData("AZ-NET-001", Account, """{ "kind": "OpenAI", "properties": { "publicNetworkAccess": "Enabled", "networkAcls": { "defaultAction": "Deny" } } }""", Status.Pass)]
    [InlineData("AZ-NET-001", Account, """{ "kind": "OpenAI", "properties": { "publicNetworkAccess": "Disabled" } }""", Status.Pass)]
    [InlineData("AZ-NET-001", Account, """{ "kind": "AIServices", "properties": { "publicNetworkAccess": "Enabled" } }""", Status.Fail)]
    [InlineData("AZ-NET-009", "Microsoft.MachineLearningServices/workspaces", """{ "kind": "Default", "properties": {} }""", Status.Fail)]
    [InlineData("AZ-NET-009", "Microsoft.MachineLearningServices/workspaces", """{ "kind": "Default", "properties": { "publicNetworkAccess": "Disabled" } }""", Status.Pass)]
    [InlineData("AZ-IAM-002", Account, """{ "kind": "OpenAI", "properties": {} }""", Status.Fail)]
    // Identities of both kinds, with a space after the comma or not.
    [InlineData("AZ-IAM-003", Account, """{ "kind": "OpenAI", "identity": { "type": "SystemAssigned, UserAssigned" }, "properties": {} }""", Status.Pass)]
    [InlineData("AZ-IAM-003", Account, """{ "kind": "TextTranslation", "identity": { "type": "UserAssigned" }, "properties": {} }""", Status.Pass)]
    [InlineData("AZ-IAM-003", Account, """{ "kind": "OpenAI", "identity": { "type": "None" }, "properties": {} }""", Status.Fail)]
    [InlineData("AZ-IAM-024", Search, """{ "identity": { "type": "SystemAssigned, UserAssigned" }, "properties": {} }""", Status.Pass)]
    // No private endpoint is a failure, not information; a closed door is not a private way.
    [InlineData("AZ-NET-003", Account, """{ "kind": "OpenAI", "properties": { "publicNetworkAccess": "Disabled" } }""", Status.Fail)]
    [InlineData("AZ-NET-024", Search, """{ "properties": { "publicNetworkAccess": "Disabled" } }""", Status.Fail)]
    // Keys are refused where local authentication is disabled.
    [InlineData("AZ-IAM-001", Account, """{ "kind": "OpenAI", "properties": { "disableLocalAuth": true } }""", Status.Pass)]
    [InlineData("AZ-IAM-001", Account, """{ "kind": "OpenAI", "properties": {} }""", Status.Fail)]
    // Outbound limits of every kind of account, not OpenAI only.
    [InlineData("AZ-NET-005", Account, """{ "kind": "AIServices", "properties": {} }""", Status.Fail)]
    // A private endpoint is not an outbound rule of the managed network.
    [InlineData("AZ-NET-010", "Microsoft.MachineLearningServices/workspaces", """{ "kind": "Default", "properties": { "managedNetwork": { "isolationMode": "AllowOnlyApprovedOutbound", "outboundRules": { "pe": { "type": "PrivateEndpoint", "destination": {} } } } } }""", Status.Fail)]
    // Lower case in old answers; perimeters; addresses; an address that is everybody's.
    [InlineData("AZ-NET-023", Search, """{ "properties": { "publicNetworkAccess": "disabled" } }""", Status.Pass)]
    [InlineData("AZ-NET-023", Search, """{ "properties": { "publicNetworkAccess": "enabled", "networkRuleSet": { "ipRules": [ { "value": "203.0.113.7" } ] } } }""", Status.Pass)]
    [InlineData("AZ-NET-023", Search, """{ "properties": { "publicNetworkAccess": "enabled", "networkRuleSet": { "ipRules": [ { "value": "0.0.0.0/0" } ] } } }""", Status.Fail)]
    // Opting out shows as the capability with the value false; a normal account does not mention it.
    [InlineData("AZ-MON-011", Account, """{ "kind": "OpenAI", "properties": { "capabilities": [ { "name": "VirtualNetworks" }, { "name": "ContentLogging", "value": "false" } ] } }""", Status.Fail)]
    [InlineData("AZ-MON-011", Account, """{ "kind": "OpenAI", "properties": { "capabilities": [ { "name": "VirtualNetworks" } ] } }""", Status.Pass)]
    public void A_resource_is_judged_by_what_its_service_does(string id, string type, string json, Status expected) =>
        Assert.Equal(expected, Judge(id, [(type, "x", json)]));

    // A perimeter lets in what its rules say, which by themselves let nobody in. One that is not in the file could let everybody in.
    [Theory]
    [InlineData(true, Status.Pass)]
    [InlineData(false, Status.Unknown)]
    public void What_is_left_to_a_perimeter_is_judged_by_the_perimeter(bool isSeen, Status expected) =>
        Assert.Equal(expected, Judge("AZ-NET-023", [(Search, "x", """{ "properties": { "publicNetworkAccess": "securedByPerimeter" } }"""),
            .. isSeen ? ((string, string, string)[])[("Microsoft.Network/networkSecurityPerimeters", "nsp", """{ "properties": {} }"""),
                ("Microsoft.Network/networkSecurityPerimeters/nsp/resourceAssociations", "a", $$"""{ "properties": { "privateLinkResource": { "id": "{{Group}}/{{Search}}/x" } } }""")] : []]));

    // An entry for logs that is not enabled keeps nothing.
    [Theory]
    [InlineData(false, Status.Fail)]
    [InlineData(true, Status.Pass)]
    public void Logs_are_kept_where_they_are_enabled(bool enabled, Status expected) =>
        Assert.Equal(expected, Judge("AZ-MON-001", [(Account, "x", """{ "kind": "OpenAI", "properties": {} }"""),
            (Setting, "kept", $$"""{ "properties": { "storageAccountId": "/subscriptions/s/sa", "logs": [ { "categoryGroup": "allLogs", "enabled": {{(enabled ? "true" : "false")}} } ] } }""")]));

    // In a managed network a compute has no subnet; an attached cluster is not made here.
    [Theory]
    [InlineData("AZ-NET-013", "AllowOnlyApprovedOutbound", "ComputeInstance", Status.Pass)]
    [InlineData("AZ-NET-013", "Disabled", "ComputeInstance", Status.Fail)]
    [InlineData("AZ-IAM-017", "Disabled", "AKS", Status.NotApplicable)]
    [InlineData("AZ-IAM-017", "Disabled", "AmlCompute", Status.Fail)]
    public void A_compute_is_judged_by_its_kind_and_its_workspace(string id, string isolation, string kind, Status expected) =>
        Assert.Equal(expected, Judge(id, [
            ("Microsoft.MachineLearningServices/workspaces/lab/computes", "x", $$"""{ "properties": { "computeType": "{{kind}}", "disableLocalAuth": false, "properties": {} } }"""),
            ("Microsoft.MachineLearningServices/workspaces", "lab", $$"""{ "kind": "Default", "properties": { "managedNetwork": { "isolationMode": "{{isolation}}" } } }""")]));

    // As the service makes them where nothing is said: the recorded answers.
    [Theory]
    [InlineData("AZ-IAM-018", """{ "computeType": "ComputeInstance", "properties": { "applicationSharingPolicy": "Shared" } }""")]
    [InlineData("AZ-IAM-018", """{ "computeType": "ComputeInstance", "properties": { } }""")]
    [InlineData("AZ-IAM-017", """{ "computeType": "ComputeInstance", "disableLocalAuth": false, "properties": { "sshSettings": { "sshPublicAccess": "Enabled" } } }""")]
    [InlineData("AZ-NET-014", """{ "computeType": "ComputeInstance", "properties": { } }""")]
    [InlineData("AZ-NET-015", """{ "computeType": "AmlCompute", "properties": { "remoteLoginPortPublicAccess": "Enabled" } }""")]
    public void A_compute_of_the_defaults_fails(string id, string properties) =>
        Assert.Equal(Status.Fail, Judge(id, [("Microsoft.MachineLearningServices/workspaces/lab/computes", "x", $$"""{ "properties": {{properties}} }"""), ("Microsoft.MachineLearningServices/workspaces", "lab", """{ "kind": "Default", "properties": {} }""")]));

    [Fact]
    public void A_datastore_of_the_defaults_fails() =>
        Assert.Equal(Status.Fail, Judge("AZ-IAM-016", [("Microsoft.MachineLearningServices/workspaces/lab/datastores", "x", """{ "properties": { "datastoreType": "AzureBlob", "credentials": { "credentialsType": "AccountKey" } } }"""), ("Microsoft.MachineLearningServices/workspaces", "lab", """{ "kind": "Default", "properties": {} }""")]));

    private static Status Judge(string id, (string Type, string Name, string Json)[] resources)
    {
        var rows = resources.Select(one =>
        {
            var extension = one.Type.LastIndexOf("/providers/", StringComparison.Ordinal);
            var type = extension < 0 ? string.Join('/', one.Type.Split('/').Where((_, number) => number != 2)) : one.Type[(extension + 11)..];
            return $$"""{ "id": "{{Group}}/{{one.Type}}/{{one.Name}}", "name": "{{one.Name}}", "type": "{{type}}", {{one.Json.Trim()[1..]}}""";
        });
        var estate = ImportFile.Read(new MemoryStream(Encoding.UTF8.GetBytes($"[ {string.Join(',', rows)} ]")), "peers.json", DateTimeOffset.UnixEpoch, TestContext.Current.CancellationToken).Single();
        return Check.All.Single(check => check.Id == id && estate.Resources.Any(resource => resource.Type == check.Subject)).Judge(estate).Single(finding => finding.ResourceName is "x").Status;
    }
}
