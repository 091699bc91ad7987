using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether test and production are kept in accounts of their own.</summary>
internal static class AccountSegregationChecks
{
    private const string Prod1 = """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "prod" }] }""";
    private const string Prod2 = """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "Environment", "Value": "Production" }] }""";
    private const string Test2 = """TaggedResource { "ResourceARN": "arn:2", "Tags": [{ "Key": "owner", "Value": "live" }, { "Key": "Stage", "Value": "test" }] }""";
    private const string Notebook1 = """NotebookInstance { "NotebookInstanceArn": "arn:1", "NotebookInstanceName": "one" }""";

    [Check("AWS-IAM-040", Severity.Medium, "Test and production AI do not share an account",
        Risk = "Experiments reach production's data, models and quotas, and a slip in a test is an outage or a leak.",
        Advice = "Move test and production to accounts of their own, and tag AI resources with their environment.",
        Tip = Tip.Segregation, Remedy = Remedy.Recreate, Owasp = "LLM04", Atlas = "AML.T0018",
        Link = "https://docs.aws.amazon.com/whitepapers/latest/organizing-your-aws-environment/organizing-your-aws-environment.html")]
    [Command("aws organizations create-account --email EMAIL --account-name NEW_ACCOUNT_NAME")]
    [Passes("{}", Notebook1, """Endpoint { "EndpointArn": "arn:2" }""", Prod1, Prod2)]
    [Passes("{}", """Domain { "DomainArn": "arn:2" }""", Test2)]
    [Fails("{}", Notebook1, """Endpoint { "EndpointArn": "arn:2" }""", Prod1, Test2)]
    [Fails("{}", Notebook1, """Domain { "DomainArn": "arn:2" }""", Prod1, Test2)]
    [Fails("{}", Notebook1, """Agent { "@Id": "arn:2" }""", Prod1, Test2)]
    [Fails("{}", Notebook1, """KnowledgeBase { "@Id": "arn:2" }""", Prod1, Test2)]
    [Fails("{}", Notebook1, Because = "Nothing says in which environment it works.")]
    [Fails("{}", Notebook1, """Domain { "DomainArn": "arn:2" }""", Prod1, Because = "One of them does not say.")]
    [Fails("{}", Notebook1, """TaggedResource { "ResourceARN": "arn:1", "Tags": [{ "Key": "env", "Value": "blue" }] }""")]
    [Skips("{}", Prod1, Test2, Because = "There are tags, and no AI workloads.")]
    public static Verdict OwnAccounts(ScopeItself account, Workloads workloads, AiEnvironment environment)
    {
        var all = workloads.All.Select(workload => (workload.Identity.Name, Environment: environment.Of(workload))).ToList();
        if (all.Count == 0)
        {
            return NotApplicable("There is no notebook, domain, endpoint, agent or knowledge base.");
        }
        var production = all.Find(workload => workload.Environment is { IsProduction: true });
        var other = all.Find(workload => workload.Environment is { IsProduction: false });
        var silent = all.Count(workload => workload.Environment is null);
        return production.Environment is { } one && other.Environment is { } another
                ? Fail($"{production.Name} is production by {one.By}, and {other.Name} is not, by {another.By}.")
            : silent > 0 ? Fail($"{silent} of {all.Count} AI workloads do not say in which environment they work: neither by a tag nor by the account's name.")
            : Pass($"All {all.Count} are {(production.Environment is null ? "outside production" : "production")}, by {string.Join(", ", all.Select(workload => workload.Environment!.By).Distinct(StringComparer.Ordinal).Take(4))}.");
    }

    /// <summary>What works for somebody as long as it is there.</summary>
    internal sealed class Workloads(
        Inventory<NotebookInstance> notebooks, Inventory<Domain> domains, Inventory<Endpoint> endpoints, Inventory<Agent> agents, Inventory<KnowledgeBase> knowledgeBases)
    {
        /// <summary>All of them.</summary>
        public IEnumerable<Resource> All => [.. notebooks.All, .. domains.All, .. endpoints.All, .. agents.All, .. knowledgeBases.All];
    }
}
