using System.Text.Json;
using System.Text.RegularExpressions;
using AiCloudSecurity.Checks;
using AiCloudSecurity.CloudFake;
using Azure.Bicep.Types.Az;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>The commands that findings carry are ones that the vendors' own command lines and interfaces take.</summary>
[Collection(Settings.OfTheProcess)]
public sealed partial class RemedyCommandTests
{
    // What az can do, of what is used here: https://learn.microsoft.com/cli/azure/reference-index. It has no tree that a test could ask.
    private static readonly Dictionary<string, string[]> s_az = new(StringComparer.Ordinal)
    {
        ["rest"] = ["method", "url", "body"],
        ["monitor activity-log list"] = ["resource-id", "offset"],
        ["monitor action-group list"] = ["subscription"],
        ["monitor action-group update"] = ["ids", "name", "resource-group", "add-action", "subscription"],
        ["network private-endpoint create"] = ["name", "resource-group", "vnet-name", "subnet", "private-connection-resource-id", "group-id", "connection-name", "subscription"],
        ["network private-endpoint dns-zone-group create"] = ["resource-group", "endpoint-name", "name", "private-dns-zone", "zone-name", "subscription"],
        ["network private-endpoint-connection list"] = ["id"],
        ["network private-endpoint-connection approve"] = ["id"],
        ["network private-endpoint-connection reject"] = ["id", "description"],
        ["network private-dns zone create"] = ["resource-group", "name", "subscription"],
        ["network private-dns link vnet create"] = ["resource-group", "zone-name", "name", "virtual-network", "registration-enabled", "subscription"],
        ["network nsg create"] = ["name", "resource-group", "subscription"],
        ["network vnet subnet create"] = ["vnet-name", "name", "resource-group", "address-prefixes", "network-security-group", "route-table", "subscription"],
        ["network vnet subnet update"] = ["vnet-name", "name", "resource-group", "network-security-group", "subscription"],
        ["identity create"] = ["name", "resource-group", "subscription"],
        ["keyvault secret set"] = ["vault-name", "name", "file"],
        ["keyvault key set-attributes"] = ["vault-name", "name", "enabled"],
        ["keyvault key rotation-policy update"] = ["vault-name", "name", "value"],
        ["keyvault update"] = ["name", "bypass", "subscription"],
        ["role assignment create"] = ["role", "assignee-object-id", "assignee-principal-type", "scope"],
        ["role assignment delete"] = ["ids"],
        ["role assignment list"] = ["assignee", "all", "subscription"],
        ["role definition list"] = ["name", "scope"],
        ["role definition update"] = ["role-definition"],
        ["policy assignment create"] = ["name", "policy", "scope", "enforcement-mode", "params"],
        ["cognitiveservices account list-deleted"] = ["subscription"],
        ["cognitiveservices account purge"] = ["name", "resource-group", "location", "subscription"],
    };

    [Fact]
    public async Task The_vendors_command_lines_take_them()
    {
        var commands = Steps().Select(step => step.Words).Where(words => words[0] is "aws" or "gcloud")
            // What is filled in is any word.
            .Select(words => words.Select(word => Filled().Replace(word, "WORD")).ToArray()).DistinctBy(words => string.Join('\0', words)).ToList();
        var said = (await Python.RunAsync([Path.Join(Python.RepositoryRoot, "tests", "validators", "commands.py")], input: string.Join('\n', commands.Select(words => JsonSerializer.Serialize(words)))))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string?>(line)).ToList();
        Assert.Equal(commands.Count, said.Count);
        Assert.True(commands.Count > 300);
        var wrong = commands.Zip(said).Where(pair => pair.Second is not null).Select(pair => $"{string.Join(' ', pair.First.Take(3))}: {pair.Second}").ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Az_has_each_command_and_option()
    {
        List<string> wrong = [];
        foreach (var words in Steps().Select(step => step.Words).Where(words => words[0] == "az"))
        {
            var name = string.Join(' ', words[1..].TakeWhile(word => !word.StartsWith("--", StringComparison.Ordinal)));
            var options = words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).Select(word => word[2..]);
            wrong.AddRange(!s_az.TryGetValue(name, out var known) ? [$"no {name}"] : options.Except(known).Select(option => $"{name} has no --{option}"));
        }
        Assert.Empty(wrong.Distinct());
    }

    // What is sent to Resource Manager has the members that it takes, of a type and version that there are, and none that it only shows.
    [Fact]
    public void What_az_rest_sends_is_what_Resource_Manager_takes()
    {
        var loader = new AzTypeLoader();
        var index = loader.LoadTypeIndex().Resources.GroupBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.First().Value, StringComparer.OrdinalIgnoreCase);
        List<string> wrong = [];
        var compared = 0;
        foreach (var (check, words) in Steps().Where(step => step.Words is ["az", "rest", "--method", "put" or "patch", "--url", _, "--body", _] && step.Words[^1][0] == '{'))
        {
            var (path, version) = words[5].Split("?api-version=") is [var before, var after] ? (before, after.Split('&')[0]) : throw new InvalidOperationException(words[5]);
            var type = TypeOf(path, check);
            if (!index.TryGetValue($"{type}@{version}", out var known))
            {
                wrong.Add($"{check.Id}: there is no {type}@{version}");
                continue;
            }
            using var body = JsonDocument.Parse(words[^1]);
            compared++;
            BicepShape.Compare(body.RootElement, loader.LoadResourceType(known).Body.Type, $"{check.Id} {type}", wrong, sent: true);
        }
        Assert.True(compared > 40);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    private static string TypeOf(string path, Check check)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var provider = Array.IndexOf(segments, "providers");
        if (provider >= 0)
        {
            return string.Join('/', segments[(provider + 1)..].Where((_, number) => number == 0 || number % 2 == 1));
        }
        var start = segments[0] switch
        {
            "{Id}" => check.Subject.Name,
            "{ParentId}" => check.Subject.Name[..check.Subject.Name.LastIndexOf('/')],
            _ => "Microsoft.ApiManagement/service",
        };
        return string.Join('/', [start, .. segments[1..].Where((_, number) => number % 2 == 0)]);
    }

    private static IEnumerable<(Check Check, string[] Words)> Steps() =>
        from check in Check.All
        where check.Command.Length > 0
        from step in check.Command.Split(" && ")
        select (check, Words(step));

    // Words as a shell makes them: quotes only keep together, which another test holds.
    private static string[] Words(string step) => [.. Word().Matches(step).Select(match => match.Value.Replace("'", "", StringComparison.Ordinal))];

    [GeneratedRegex("""(?:'[^']*'|"[^"]*"|[^\s'"])+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"\{[A-Za-z][A-Za-z0-9_.]*\}")]
    private static partial Regex Filled();
}
