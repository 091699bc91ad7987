using System.IO.Compression;
using System.Text.Json;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Cases of requests and policies with the answer that is expected: every *.jsonl.gz of the folder that the environment
/// variable AISEC_POLICY_CASES names; without it, of shared/data/iam beside the repository.
/// </summary>
public sealed class IamEvaluationCaseTests(ITestOutputHelper output)
{
    private const string Variable = "AISEC_POLICY_CASES";
    private const int Shown = 10;

    [Fact]
    public void Every_case_is_decided_as_it_says()
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, $"There are no cases: set {Variable} to the folder that holds them.");
        var files = Directory.GetFiles(folder!, "*.jsonl.gz");
        Assert.SkipWhen(files is [], "There are no cases in the folder.");

        var count = 0;
        List<string> differences = [];
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            foreach (var line in Lines(file))
            {
                using var document = JsonDocument.Parse(line);
                var given = document.RootElement;
                var expected = given.GetProperty("expected").GetProperty("response").GetString();
                var decision = Decide(given);
                count++;
                if (decision != expected)
                {
                    differences.Add($"{given.GetProperty("name").GetString()}: {decision}, not {expected}. {line}");
                }
            }
        }
        var summary = $"agree {count - differences.Count} of {count}";
        output.WriteLine(string.Join('\n', differences.Take(Shown).Prepend(summary)));
        // Runners show what a test says only where it fails.
        Console.WriteLine(summary);
        Assert.True(differences is [], string.Join('\n', differences.Take(Shown).Prepend(summary)));
        Assert.True(count > 0);
    }

    private static string Decide(JsonElement given)
    {
        try
        {
            return PolicyEvaluator.Evaluate(RequestOf(given.GetProperty("request")), PoliciesOf(given)).Decision.ToString();
        }
        // Nothing that a case holds keeps the others from being decided.
        catch (Exception refused) when (refused is MalformedPolicyException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return $"{(refused is MalformedPolicyException ? "malformed" : "refused")} ({refused.Message})";
        }
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return named;
        }
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "AiCloudSecurity.slnx")))
        {
            root = root.Parent;
        }
        return new[] { root?.Parent, root?.Parent?.Parent }.OfType<DirectoryInfo>()
            .Select(beside => Path.Combine(beside.FullName, "shared", "data", "iam")).FirstOrDefault(Directory.Exists);
    }

    private static IEnumerable<string> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
            {
                yield return line;
            }
        }
    }

    private static Request RequestOf(JsonElement request)
    {
        var resource = request.GetProperty("resource");
        var asked = new Request(PrincipalOf(request.GetProperty("principal").GetString()!), request.GetProperty("action").GetString()!, (resource.ValueKind == JsonValueKind.String ? resource : resource.GetProperty("resource")).GetString()!)
        {
            Context = request.TryGetProperty("context", out var context) ? new(context.EnumerateObject().Select(key => KeyValuePair.Create(key.Name, ValuesOf(key.Value)))) : RequestContext.Empty,
        };
        return resource.ValueKind == JsonValueKind.Object && resource.TryGetProperty("accountId", out var owner)
            ? new(asked.Principal, asked.Action, asked.Resource) { Context = asked.Context, ResourceAccount = owner.GetString() } : asked;
    }

    private static Principal PrincipalOf(string name) => name switch
    {
        "*" or "anonymous" => Principal.Anonymous,
        _ when name.StartsWith("arn:", StringComparison.Ordinal) && !name.Contains("-provider/", StringComparison.Ordinal) => Principal.FromArn(name),
        _ when name.EndsWith(".amazonaws.com", StringComparison.Ordinal) && !name.StartsWith("cognito-identity.", StringComparison.Ordinal) => Principal.Service(name),
        _ => Principal.Federated(name),
    };

    private static IReadOnlyList<string> ValuesOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(ValueOf)] : [ValueOf(value)];

    // As a request sends it: true, not True.
    private static string ValueOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static ApplicablePolicies PoliciesOf(JsonElement given) => new()
    {
        Identity = PoliciesOf(given, "identityPolicies", PolicyType.Identity),
        PermissionsBoundary = PoliciesOf(given, "permissionBoundaries", PolicyType.PermissionsBoundary).SingleOrDefault(),
        Session = given.TryGetProperty("sessionPolicies", out _) ? PoliciesOf(given, "sessionPolicies", PolicyType.Session)
            : given.TryGetProperty("sessionPolicy", out var session) ? [PolicyOf(session, PolicyType.Session)] : null,
        ServiceControl = LevelsOf(given, "serviceControlPolicies", PolicyType.ServiceControl),
        ResourceControl = LevelsOf(given, "resourceControlPolicies", PolicyType.ResourceControl),
        Resource = given.TryGetProperty("resourcePolicy", out var resource) ? PolicyOf(resource, PolicyType.Resource) : null,
        VpcEndpoint = PoliciesOf(given, "vpcEndpointPolicies", PolicyType.VpcEndpoint).SingleOrDefault(),
    };

    private static IReadOnlyList<IReadOnlyList<CompiledPolicy>> LevelsOf(JsonElement given, string name, PolicyType type) =>
        given.TryGetProperty(name, out var levels) ? [.. levels.EnumerateArray().Select(level => PoliciesOf(level, "policies", type))] : [];

    private static IReadOnlyList<CompiledPolicy> PoliciesOf(JsonElement given, string name, PolicyType type) =>
        given.TryGetProperty(name, out var policies) ? [.. policies.EnumerateArray().Select(policy => PolicyOf(policy, type))] : [];

    private static CompiledPolicy PolicyOf(JsonElement policy, PolicyType type) =>
        // With a name beside it, or alone; as JSON, or as the API sends it.
        policy.ValueKind == JsonValueKind.Object && policy.TryGetProperty("policy", out var named) ? PolicyOf(named, type)
        : CompiledPolicy.Compile(type.ToString(), type, PolicyDocument.Parse(policy.ValueKind == JsonValueKind.String ? policy.GetString()! : policy.GetRawText()));
}
