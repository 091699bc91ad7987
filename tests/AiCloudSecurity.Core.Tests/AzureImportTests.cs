using System.Text;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>What others export of Azure is judged as far as it goes, and what it lacks is Unknown.</summary>
public sealed class AzureImportTests
{
    private const string Id = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/ai/providers/Microsoft.CognitiveServices/accounts";

    private const string Rows = $$"""
        { "id": "{{Id}}/shut", "name": "shut", "type": "microsoft.cognitiveservices/accounts", "tenantId": "t-1", "kind": "OpenAI", "location": "westeurope", "subscriptionId": "11111111-2222-3333-4444-555555555555",
          "identity": { "type": "SystemAssigned" }, "sku": { "name": "S0" }, "properties": { "publicNetworkAccess": "Disabled", "disableLocalAuth": true, "customSubDomainName": "shut" } },
        { "id": "{{Id}}/plain", "name": "plain", "type": "microsoft.cognitiveservices/accounts", "tenantId": "t-1", "kind": "OpenAI", "location": "westeurope", "properties": { } }
        """;

    private const string Schema = "\"$schema\": \"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\", \"contentVersion\": \"1.0.0.0\"";

    public static TheoryData<string, string> Shapes => new()
    {
        { "az graph query", $$"""{ "count": 2, "data": [ {{Rows}} ], "skip_token": null, "total_records": 2 }""" },
        { "Resource Graph itself", $$"""{ "totalRecords": 2, "count": 2, "resultTruncated": "false", "facets": [], "data": [ {{Rows}} ] }""" },
        { "Search-AzGraph | ConvertTo-Json -Depth 20", $"[ {Rows} ]" },
        { "ConvertTo-Json -InputObject", $$"""{ "SkipToken": null, "Data": [ {{Rows}} ] }""" },
        { "a list of Resource Manager", $$"""{ "value": [ {{Rows}} ] }""" },
    };

    [Theory, MemberData(nameof(Shapes))]
    public void Rows_are_judged_in_whatever_shape_they_come(string shape, string text)
    {
        var estate = Assert.Single(Read(text));
        Assert.Equal(("11111111-2222-3333-4444-555555555555", "t-1"), (estate.Scope.Id, estate.Scope.Tenant));
        Assert.Equal([("plain", Status.Fail), ("shut", Status.Pass)], Verdicts(estate, "AZ-NET-001"));
        Assert.Equal([("plain", Status.Fail), ("shut", Status.Pass)], Verdicts(estate, "AZ-IAM-001"));
        // Deployments, settings and vaults are not in it.
        Assert.All(Verdicts(estate, "AZ-MON-001"), verdict => Assert.Equal(Status.Unknown, verdict.Status));
        Assert.All(Verdicts(estate, "AZ-NET-029"), verdict => Assert.Equal(Status.Unknown, verdict.Status));
        Assert.All(Verdicts(estate, "AZ-NET-009"), verdict => Assert.Equal(Status.Unknown, verdict.Status));
        Assert.NotEmpty(shape);
    }

    [Fact]
    public void What_ConvertTo_Json_cut_is_unknown_and_says_how_to_export_it()
    {
        var estate = Assert.Single(Read($$"""[ { "id": "{{Id}}/cut", "name": "cut", "type": "microsoft.cognitiveservices/accounts", "kind": "OpenAI", "properties": { "publicNetworkAccess": "Disabled", "networkAcls": "@{defaultAction=Deny}" } } ]"""));
        var finding = Judge(estate, "AZ-NET-001").Single(finding => finding.ResourceName == "cut");
        Assert.Equal(Status.Unknown, finding.Status);
        Assert.Contains("-Depth", finding.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_without_properties_judges_nothing_of_them()
    {
        var estate = Assert.Single(Read($$"""[ { "id": "{{Id}}/bare", "name": "bare", "type": "Microsoft.CognitiveServices/accounts", "kind": "OpenAI", "properties": null, "changedTime": "2026-01-01T00:00:00Z" } ]"""));
        var finding = Judge(estate, "AZ-NET-001").Single(finding => finding.ResourceName == "bare");
        Assert.Equal(Status.Unknown, finding.Status);
        Assert.Contains("az graph query", finding.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"total_records\": 5000, \"count\": 2, \"skip_token\": \"more\"")]
    [InlineData("\"count\": 2, \"resultTruncated\": \"true\"")]
    public void A_page_of_more_leaves_what_it_lacks_unknown(string about)
    {
        var estate = Assert.Single(Read($$"""{ {{about}}, "data": [ {{Rows}} ] }"""));
        Assert.Contains(Judge(estate, "AZ-NET-001"), finding => finding is { ResourceName: "*", Status: Status.Unknown });
        Assert.Contains(("shut", Status.Pass), Verdicts(estate, "AZ-NET-001"));
    }

    [Fact]
    public void Pages_and_subscriptions_are_put_together()
    {
        var other = Rows.Replace("11111111-2222", "99999999-2222", StringComparison.Ordinal);
        var estates = Read($$"""{ "data": [ {{Rows}} ], "total_records": 4, "skip_token": "a" } { "data": [ {{other}} ], "total_records": 4 }""");
        Assert.Equal(2, estates.Count);
        Assert.All(estates, estate => Assert.DoesNotContain(Judge(estate, "AZ-NET-001"), finding => finding.ResourceName == "*"));
    }

    [Fact]
    public void A_template_is_judged_as_what_it_makes()
    {
        var estate = Assert.Single(Read($$"""
            { {{Schema}},
              "parameters": { "name": { "type": "string", "defaultValue": "mine" }, "access": { "type": "string", "defaultValue": "[variables('closed')]" }, "extra": { "type": "bool", "defaultValue": false } },
              "variables": { "closed": "[if(equals(1, 1), 'Disabled', 'Enabled')]", "vault": "[concat('kv', uniqueString(resourceGroup().id))]", "acls": { "defaultAction": "[toUpper('deny')]", "ipRules": [] } },
              "resources": [
                { "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2025-06-01", "name": "[parameters('name')]", "location": "[resourceGroup().location]", "kind": "AIServices",
                  "identity": { "type": "UserAssigned", "userAssignedIdentities": { "[resourceId('Microsoft.ManagedIdentity/userAssignedIdentities', 'me')]": {} } },
                  "properties": { "publicNetworkAccess": "[parameters('access')]", "networkAcls": "[variables('acls')]", "disableLocalAuth": "[not(false())]" },
                  "resources": [ { "type": "deployments", "apiVersion": "2025-06-01", "name": "chat", "sku": { "name": "GlobalStandard", "capacity": 5000 }, "properties": { "model": { "format": "OpenAI", "name": "gpt-4.1", "version": "1" } } } ] },
                { "type": "Microsoft.KeyVault/vaults", "name": "[variables('vault')]", "properties": { "enableRbacAuthorization": true, "enablePurgeProtection": true } },
                { "type": "Microsoft.MachineLearningServices/workspaces", "name": "[format('{0}-lab', parameters('name'))]", "kind": "Default", "properties": { "keyVault": "[resourceId('Microsoft.KeyVault/vaults', variables('vault'))]", "publicNetworkAccess": "Enabled" } },
                { "type": "Microsoft.MachineLearningServices/workspaces/computes", "name": "[concat(parameters('name'), '-lab/box')]", "properties": { "computeType": "ComputeInstance", "disableLocalAuth": true } },
                { "type": "Microsoft.CognitiveServices/accounts", "condition": "[parameters('extra')]", "name": "never", "kind": "OpenAI", "properties": { } },
                { "type": "Microsoft.Search/searchServices", "name": "[concat('index', copyIndex())]", "copy": { "name": "c", "count": 2 }, "properties": { "publicNetworkAccess": "disabled" } },
                { "type": "Microsoft.Insights/diagnosticSettings", "name": "kept", "scope": "[format('Microsoft.CognitiveServices/accounts/{0}', parameters('name'))]",
                  "properties": { "storageAccountId": "[resourceId('Microsoft.Storage/storageAccounts', 'x')]", "logs": [ { "categoryGroup": "allLogs", "enabled": true } ] } },
                { "type": "Microsoft.Resources/deployments", "name": "inner", "properties": { "expressionEvaluationOptions": { "scope": "inner" }, "parameters": { "kind": { "value": "[concat('Speech', 'Services')]" } },
                  "template": { "resources": { "voice": { "type": "Microsoft.CognitiveServices/accounts", "name": "voice", "kind": "[parameters('kind')]", "properties": { } } }, "parameters": { "kind": { "type": "string" } } } } } ] }
            """, "estate.json"));
        Assert.Equal(("estate", ArmSubscription), (estate.Scope.Name, estate.Scope.Id));
        Assert.Equal([("mine", Status.Pass), ("voice", Status.Fail)], Verdicts(estate, "AZ-NET-001"));
        Assert.Equal([("mine", Status.Pass), ("voice", Status.Fail)], Verdicts(estate, "AZ-IAM-003"));
        Assert.Contains(("mine", Status.Pass), Verdicts(estate, "AZ-MON-001"));
        Assert.Equal([("chat", Status.Fail)], Verdicts(estate, "AZ-NET-035").Where(verdict => verdict.Name == "chat"));
        Assert.Contains(Verdicts(estate, "AZ-IAM-028"), verdict => verdict.Status == Status.Pass);
        Assert.Contains(("mine-lab", Status.Fail), Verdicts(estate, "AZ-NET-009"));
        Assert.Contains(("box", Status.Pass), Verdicts(estate, "AZ-IAM-017"));
        Assert.Equal(["index0", "index1"], estate.Resources.Where(resource => resource.Type.Name == "Microsoft.Search/searchServices").Select(resource => resource.Identity.Name).Order());
    }

    [Fact]
    public void What_a_template_leaves_to_its_deployment_is_unknown_where_a_verdict_rests_on_it()
    {
        var estate = Assert.Single(Read($$"""
            { {{Schema}}, "parameters": { "access": { "type": "string" }, "owner": { "type": "string" } },
              "resources": [
                { "type": "Microsoft.CognitiveServices/accounts", "name": "open", "kind": "OpenAI", "properties": { "publicNetworkAccess": "[parameters('access')]" } },
                { "type": "Microsoft.CognitiveServices/accounts", "name": "tagged", "kind": "OpenAI", "tags": { "owner": "[parameters('owner')]" }, "location": "[parameters('owner')]", "properties": { "publicNetworkAccess": "Disabled" } },
                { "type": "Microsoft.CognitiveServices/accounts", "name": "later", "kind": "OpenAI", "properties": { "publicNetworkAccess": "[reference('x').y]" } },
                { "type": "Microsoft.CognitiveServices/accounts", "name": "maybe", "condition": "[equals(parameters('access'), 'x')]", "kind": "OpenAI", "properties": { "publicNetworkAccess": "Disabled" } } ] }
            """));
        Assert.Equal([("later", Status.Unknown), ("maybe", Status.Unknown), ("open", Status.Unknown), ("tagged", Status.Pass)], Verdicts(estate, "AZ-NET-001"));
        Assert.Contains("publicNetworkAccess", Judge(estate, "AZ-NET-001").Single(finding => finding.ResourceName == "open").Reason, StringComparison.Ordinal);
    }

    // As 'az bicep build' writes them: symbolic names, references to what is there, objects of other clouds, comments.
    [Fact]
    public void A_template_of_bicep_is_read_with_its_modules_and_without_what_is_no_resource_of_azure()
    {
        var estate = Assert.Single(Read($$"""
            // made by hand
            { {{Schema}}, "languageVersion": "2.0", "metadata": { "_generator": { "name": "bicep" } },
              "imports": { "microsoftGraph": { "provider": "MicrosoftGraph", "version": "1.0" } },
              "definitions": { "access": { "type": "string", "allowedValues": [ "Enabled", "Disabled" ] } },
              "functions": [ { "namespace": "__bicep", "members": { "name": { "parameters": [], "output": { "type": "string", "value": "x" } } } } ],
              "parameters": { "access": { "$ref": "#/definitions/access", "defaultValue": "Disabled" }, "regions": { "type": "array", "defaultValue": [ "westeurope", "northeurope" ] } },
              "resources": {
                "team": { "import": "microsoftGraph", "type": "Microsoft.Graph/groups@v1.0", "properties": { "displayName": "team" } },
                "vault": { "existing": true, "type": "Microsoft.KeyVault/vaults", "apiVersion": "2023-07-01", "name": "kv" },
                /* one in each region */
                "account": { "copy": { "name": "account", "count": "[length(parameters('regions'))]" }, "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2025-06-01", "name": "[format('ai-{0}', parameters('regions')[copyIndex()])]",
                  "location": "[parameters('regions')[copyIndex('account')]]", "kind": "OpenAI", "properties": { "publicNetworkAccess": "[parameters('access')]" }, "dependsOn": [ "vault" ] },
                "ours": { "type": "Microsoft.CognitiveServices/accounts", "name": "[__bicep.name()]", "kind": "OpenAI", "properties": { "publicNetworkAccess": "[reference('vault').publicNetworkAccess]" } },
                "module": { "type": "Microsoft.Resources/deployments", "apiVersion": "2022-09-01", "name": "m", "properties": { "expressionEvaluationOptions": { "scope": "inner" }, "mode": "Incremental",
                  "parameters": { "access": { "value": "[parameters('access')]" }, "id": { "value": "[reference('vault').id]" } },
                  "template": { {{Schema}}, "languageVersion": "2.0", "parameters": { "access": { "type": "string" }, "id": { "type": "string" } },
                    "resources": { "inner": { "type": "Microsoft.CognitiveServices/accounts", "name": "inner", "kind": "OpenAI", "properties": { "publicNetworkAccess": "[parameters('access')]", "encryption": { "keyVaultProperties": { "keyVaultUri": "[parameters('id')]" } } } } } } } } } }
            """));
        Assert.Equal(
            [("__bicepname", Status.Unknown), ("ai-northeurope", Status.Pass), ("ai-westeurope", Status.Pass), ("inner", Status.Unknown)],
            Verdicts(estate, "AZ-NET-001").OrderBy(verdict => verdict.Name, StringComparer.Ordinal));
        Assert.Equal(["northeurope", "westeurope"], estate.Regions);
    }

    [Fact]
    public void Lists_that_loops_make_in_properties_and_variables_are_made()
    {
        var estate = Assert.Single(Read($$"""
            { {{Schema}}, "parameters": { "addresses": { "type": "array", "defaultValue": [ "0.0.0.0/0", "203.0.113.0/24" ] }, "later": { "type": "array" } },
              "variables": { "copy": [ { "name": "rules", "count": 2, "input": { "value": "[parameters('addresses')[copyIndex('rules')]]" } } ], "names": { "copy": [ { "name": "all", "count": 2, "input": "[concat('index', copyIndex('all', 1))]" } ] } },
              "resources": [
                { "type": "Microsoft.Search/searchServices", "name": "[variables('names').all[0]]", "properties": { "networkRuleSet": { "copy": [ { "name": "ipRules", "count": "[length(parameters('addresses'))]", "input": { "value": "[parameters('addresses')[copyIndex('ipRules')]]" } } ] } } },
                { "type": "Microsoft.Search/searchServices", "name": "[variables('names').all[1]]", "properties": { "networkRuleSet": { "ipRules": "[variables('rules')]" } } },
                { "type": "Microsoft.Search/searchServices", "name": "[concat('each', copyIndex())]", "copy": { "name": "each", "count": 2 }, "properties": { "networkRuleSet": { "copy": [ { "name": "ipRules", "count": 1, "input": { "value": "[format('203.0.113.{0}', add(copyIndex(), copyIndex('ipRules')))]" } } ] } } },
                { "type": "Microsoft.Search/searchServices", "name": "open", "properties": { "networkRuleSet": { "copy": [ { "name": "ipRules", "count": "[length(parameters('later'))]", "input": { "value": "[parameters('later')[copyIndex('ipRules')]]" } } ] } } } ] }
            """));
        Assert.Equal([("each0", Status.Pass), ("each1", Status.Pass), ("index1", Status.Fail), ("index2", Status.Fail), ("open", Status.Unknown)], Verdicts(estate, "AZ-NET-023").OrderBy(verdict => verdict.Name, StringComparer.Ordinal));
        Assert.Contains("203.0.113.1\"", estate.Resources.Single(resource => resource.Identity.Name == "each1").Json, StringComparison.Ordinal);
    }

    // What is linked to may make more of anything.
    [Fact]
    public void A_template_that_links_to_others_does_not_show_all()
    {
        var estate = Assert.Single(Read($$"""
            { {{Schema}}, "resources": [
                { "type": "Microsoft.CognitiveServices/accounts", "name": "shut", "kind": "OpenAI", "properties": { "publicNetworkAccess": "Disabled" } },
                { "type": "Microsoft.Resources/deployments", "name": "more", "properties": { "mode": "Incremental", "templateLink": { "uri": "https://example.com/more.json" } } } ] }
            """));
        Assert.Contains(("shut", Status.Pass), Verdicts(estate, "AZ-NET-001"));
        var rest = Judge(estate, "AZ-NET-001").Single(finding => finding.ResourceName == "*");
        Assert.Equal(Status.Unknown, rest.Status);
        Assert.Contains("resources[1]", rest.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "contentVersion": "1.0.0.0", "parameters": { "access": { "value": "Disabled" } } }""", Status.Pass)]
    [InlineData("""{ "access": { "value": "Enabled" } }""", Status.Fail)]
    [InlineData("""{ "parameters": { "access": { "reference": { "keyVault": { "id": "/subscriptions/x" }, "secretName": "s" } } } }""", Status.Unknown)]
    [InlineData("""{ "parameters": { } }""", Status.Fail)]
    public void A_file_of_parameters_is_taken_with_its_template(string parameters, Status expected) =>
        Assert.Equal([("x", expected)], Verdicts(Assert.Single(With(parameters)), "AZ-NET-001"));

    [Theory]
    [InlineData("""{ "parameters": { "other": { "value": 1 } } }""", "no parameter other")]
    [InlineData("using './main.bicep'", "values.json, line 1")]
    [InlineData("[ 1 ]", "no file of a template's parameters")]
    public void A_file_of_parameters_that_is_none_or_of_another_template_is_an_error(string parameters, string expected) =>
        Assert.Contains(expected, Assert.Throws<AiCloudException>(() => With(parameters)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_parameters_alone_is_an_error_that_says_what_it_belongs_to() =>
        Assert.Contains("-TemplateParameterFile", Assert.Throws<AiCloudException>(() => Read("""{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#", "parameters": {} }""")).Message, StringComparison.Ordinal);

    private static IReadOnlyList<Estate> With(string parameters) => ImportFile.ReadTemplate(new MemoryStream(Encoding.UTF8.GetBytes($$"""
        { {{Schema}}, "parameters": { "access": { "type": "string", "defaultValue": "Enabled" } }, "resources": [ { "type": "Microsoft.CognitiveServices/accounts", "name": "x", "kind": "OpenAI", "properties": { "publicNetworkAccess": "[parameters('access')]" } } ] }
        """)), "main.json", DateTimeOffset.UnixEpoch, new MemoryStream(Encoding.UTF8.GetBytes(parameters)), "values.json", TestContext.Current.CancellationToken);

    public static TheoryData<string, string> Bad => new()
    {
        { """{ "data": [ { "id": "/subscriptions/11111111-2222-3333-4444-555555555555/x", "type": "a/b" }, { "name": "no id" } ] }""", "row 2" },
        { $$"""{ {{Schema}}, "resources": "none" }""", "resources" },
        { $$"""{ {{Schema}}, "resources": [ 1 ] }""", "resources[0]" },
        { $$"""{ {{Schema}}, "resources": [ { "name": "x" } ] }""", "resources[0].type" },
        { $$"""{ {{Schema}}, "resources": [ { "type": "Microsoft.Search/searchServices", "name": "[concat('a', ]" } ] }""", "resources[0].name" },
        { $$"""{ {{Schema}}, "resources": [ { "type": "Microsoft.Search/searchServices", "name": "a/b/c" } ] }""", "resources[0]" },
        { $$"""{ {{Schema}}, "variables": { "a": "[variables('b')]", "b": "[variables('a')]" }, "resources": [ { "type": "Microsoft.Search/searchServices", "name": "[variables('a')]" } ] }""", "computed from itself" },
        { $$"""{ {{Schema}}, "resources": [ { "type": "Microsoft.Search/searchServices", "name": "x", "copy": { "count": 1000000000 } } ] }""", "copy.count" },
        { Doubling(), "more than" },
        { $$"""{ {{Schema}}, "resources": [ """, "line 1" },
        { """{ "count": 0, "data": [], "total_records": 0 }""", "no resource" },
    };

    [Theory, MemberData(nameof(Bad))]
    public void A_bad_file_is_an_error_that_names_the_place(string text, string place)
    {
        var error = Assert.Throws<AiCloudException>(() => Read(text));
        Assert.Equal(ErrorId.EstateUnreadable, error.Id);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("export.json", error.Message, StringComparison.Ordinal);
    }

    // Cut anywhere, an export is an error: what is missing must not look like what is not there.
    [Fact]
    public void A_file_that_was_cut_off_is_an_error_wherever_it_was_cut()
    {
        var text = $$"""{ "count": 2, "data": [ {{Rows}} ], "skip_token": null, "total_records": 2 }""";
        Assert.All(Enumerable.Range(1, 40).Select(part => text[..(text.Length * part / 41)]), cut => Assert.Equal(ErrorId.EstateUnreadable, Assert.Throws<AiCloudException>(() => Read(cut)).Id));
    }

    [Fact]
    public void Secrets_of_an_export_are_not_kept()
    {
        var estate = Assert.Single(Read($$"""{ {{Schema}}, "resources": [ { "type": "Microsoft.ApiManagement/service", "name": "gate", "properties": {} }, { "type": "Microsoft.ApiManagement/service/policies", "name": "gate/policy", "properties": { "format": "rawxml", "value": "<policies><inbound><set-header name=\"api-key\"><value>c2VjcmV0LWtleQ</value></set-header><set-header name=\"x\"><value>kept</value></set-header></inbound></policies>" } } ] }"""));
        var kept = string.Join('\n', estate.Resources.Select(resource => resource.Json));
        Assert.DoesNotContain("c2VjcmV0", kept, StringComparison.Ordinal);
        Assert.Contains("kept", kept, StringComparison.Ordinal);
    }

    private const string ArmSubscription = "00000000-0000-0000-0000-000000000000";

    private static string Doubling()
    {
        var variables = new StringBuilder("\"v0\": \"0123456789\"");
        for (var i = 1; i < 60; i++)
        {
            variables.Append(System.Globalization.CultureInfo.InvariantCulture, $", \"v{i}\": \"[concat(variables('v{i - 1}'), variables('v{i - 1}'))]\"");
        }
        return $$"""{ {{Schema}}, "variables": { {{variables}} }, "resources": [ { "type": "Microsoft.Search/searchServices", "name": "[variables('v59')]" } ] }""";
    }

    private static List<Estate> Read(string text, string name = "export.json") =>
        [.. ImportFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), TestContext.Current.CancellationToken)];

    private static List<Finding> Judge(Estate estate, string id) => [.. Check.All.Where(check => check.Id == id).SelectMany(check => check.Judge(estate))];

    private static List<(string Name, Status Status)> Verdicts(Estate estate, string id) => [.. Judge(estate, id).Select(finding => (finding.ResourceName, finding.Status)).Order()];
}
