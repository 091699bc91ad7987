using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// A folder of policies, one JSON document a file: how long judging all of them takes in a process of its own, from its
/// start to its end, and how many requests a second are decided on them.
/// </summary>
internal static class PolicyMeasure
{
    private const string Account = "111122223333";
    private const int Processes = 7;
    private const int Requests = 5_000;

    /// <summary>What a process found: milliseconds of processor time since it started, and of what.</summary>
    public sealed record Judged(double Milliseconds, double Start, double Read, int Policies, int Malformed, int Grants);

    public static int Run(string folder)
    {
        List<double> walls = [];
        List<Judged> runs = [];
        for (var i = 0; i < Processes; i++)
        {
            var start = Stopwatch.GetTimestamp();
            runs.Add(Child.Measure<Judged>("child-policies", folder));
            walls.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        var of = runs[0];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {of.Policies} policies of {folder}, {of.Malformed} malformed: each held by a role, and what it grants of {AiActions.All.Count} AI actions
            goal: all in under a second, start-up included
              whole process, milliseconds   {new Spread(walls)}
              processor time, milliseconds  {new Spread([.. runs.Select(run => run.Milliseconds)])}, of which until the program starts {new Spread([.. runs.Select(run => run.Start)])}, until all is read {new Spread([.. runs.Select(run => run.Read)])}
              grants found                  {of.Grants}
            """));
        Decide(folder);
        return 0;
    }

    public static int RunChild(string folder)
    {
        var start = CpuClock.Now.TotalMilliseconds;
        var estate = EstateOf(folder);
        var read = CpuClock.Now.TotalMilliseconds;
        int malformed = 0, grants = 0;
        foreach (var principal in AiGrants.Of(estate, AiActions.All))
        {
            malformed += principal.Unseen is null ? 0 : 1;
            grants += principal.Grants.Count;
        }
        Console.WriteLine(JsonSerializer.Serialize(new Judged(CpuClock.Now.TotalMilliseconds, start, read, estate.Inventory<IamRole>().All.Count, malformed, grants)));
        return 0;
    }

    // Requests as people make them: an action that the policy names, on a resource of its kind, from the same seed.
    private static void Decide(string folder)
    {
        var documents = Array.ConvertAll([.. Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal)], file => PolicyDocument.Parse(File.ReadAllText(file)));
        var policies = Array.ConvertAll(documents, document => CompiledPolicy.Compile("policy", PolicyType.Identity, document));
        var random = new Random(1);
        var asked = Enumerable.Range(0, Requests).Select(_ => random.Next(policies.Length)).Select(number => AskFor(policies[number], documents[number], random)).ToArray();
        var (requests, held) = (Array.ConvertAll(asked, one => one.Request), Array.ConvertAll(asked, one => one.Policies));
        List<double> rates = [];
        var decisions = new int[4];
        for (var run = 0; run < 12; run++)
        {
            Array.Clear(decisions);
            var before = CpuClock.Now;
            for (var i = 0; i < requests.Length; i++)
            {
                decisions[(int)PolicyEvaluator.Evaluate(requests[i], held[i]).Decision]++;
            }
            var seconds = (CpuClock.Now - before).TotalSeconds;
            if (run >= 3)
            {
                rates.Add(Requests / seconds);
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {Requests} requests on these policies, processor time, {rates.Count} runs; goal: 50,000 decisions a second
              decisions a second   {new Spread(rates)}
              allowed {decisions[(int)Decision.Allowed]}, explicitly denied {decisions[(int)Decision.ExplicitlyDenied]}, implicitly {decisions[(int)Decision.ImplicitlyDenied]}
            """));
    }

    private static Ask AskFor(CompiledPolicy policy, PolicyDocument document, Random random)
    {
        var statement = Pick(document.Statements);
        var action = Pick(statement.Actions).Text;
        action = action is "*" ? "s3:GetObject" : action.Replace("*", "Things", StringComparison.Ordinal).Replace('?', 'x');
        if (AiActions.Expand(Pick(statement.Actions)).ToList() is { Count: > 0 } known)
        {
            action = Pick(known).Name;
        }
        var resource = statement.Resources is { } resources && Pick(resources).Text is not "*" and { } pattern
            ? pattern.Replace("*", "x1", StringComparison.Ordinal) : $"arn:aws:{action[..action.IndexOf(':', StringComparison.Ordinal)]}:us-east-1:{Account}:thing/x1";
        // Half of the requests carry what the statement asks for.
        var keys = random.Next(2) == 0 ? statement.Conditions : [];
        var context = keys.GroupBy(condition => condition.Key, StringComparer.OrdinalIgnoreCase)
            .Select(key => KeyValuePair.Create<string, IReadOnlyList<string>>(key.Key, [key.First().Values[0].Replace("*", "x", StringComparison.Ordinal)]));
        var principal = Principal.Session($"arn:aws:iam::{Account}:role/work", "s");
        return new(new(principal, action, resource) { Context = new(context), ResourceAccount = Account }, new() { Identity = [policy] });

        T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
    }

    private static Estate EstateOf(string folder)
    {
        var type = ResourceType.Of<IamRole>();
        var roles = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file =>
        {
            var arn = $"arn:aws:iam::{Account}:role/{Path.GetFileNameWithoutExtension(file)}";
            var wire = $$"""{ "Arn": "{{arn}}", "RoleName": "{{Path.GetFileNameWithoutExtension(file)}}", "AttachedManagedPolicies": [], "RolePolicyList": [{ "PolicyName": "policy", "PolicyDocument": {{File.ReadAllText(file)}} }] }""";
            return type.Create(new(Cloud.Aws, Account, ResourceIdentity.Global, arn, Path.GetFileNameWithoutExtension(file)), Encoding.UTF8.GetBytes(wire));
        });
        var scope = new Scope { Cloud = Cloud.Aws, Id = Account, Name = Account, Caller = "nobody", Partition = "aws" };
        return new(scope, default, [], roles, from read in ResourceType.All
                                            where read.Read is AwsResourceAttribute { Service: "iam" }
                                            select new CoverageEntry { ResourceType = read.Name, Region = ResourceIdentity.Global, State = CoverageState.Read, Operation = read.Read.Operations[0].Operation, Permission = read.Read.Operations[0].Permission });
    }

    private sealed record Ask(Request Request, ApplicablePolicies Policies);
}
