using System.Diagnostics;
using System.Globalization;
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
    private const int Processes = 7;
    private const int Turns = 9;
    private const int Requests = 5_000;

    /// <summary>What a process found: milliseconds since it started, of processor time and until all was judged, and of what.</summary>
    public sealed record Judged(double Start, double Read, double Milliseconds, double Wall, int Policies, int Findings, int Failed, int Unknown, double WithGrants, int Grants);

    public static int Run(string folder, string package)
    {
        // The processes that measure find it there.
        Environment.SetEnvironmentVariable(Repository.Package, Path.GetFullPath(package));
        return Run(folder);
    }

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

            {of.Policies} policies of {folder}: each held by a role, judged by every check on what roles hold, paths included
            goal: all in under a second, start-up included
              milliseconds                  {new Spread([.. runs.Select(run => run.Wall)])}
              processor time, milliseconds  {new Spread([.. runs.Select(run => run.Milliseconds)])}
                until the program starts    {new Spread([.. runs.Select(run => run.Start)])}
                until all is read           {new Spread([.. runs.Select(run => run.Read)])}
              findings                      {of.Findings}, of which {of.Failed} fail and {of.Unknown} are unknown
              and what each grants of {AiActions.All.Count} AI actions: {of.Grants} grants
                processor time, milliseconds  {new Spread([.. runs.Select(run => run.WithGrants)])}
                whole process, wall           {new Spread(walls)}
            """));
        Decide(folder);
        return Principals(folder, [1_000, 10_000]);
    }

    /// <summary>Another program on the same policies, in turns with this one: the ratio holds where milliseconds do not.</summary>
    public static int Beside(string folder, string[] command)
    {
        List<double> ours = [], theirs = [];
        for (var turn = 0; turn < Turns; turn++)
        {
            var start = Stopwatch.GetTimestamp();
            using (var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!)
            {
                process.StandardOutput.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0)
                {
                    throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}.");
                }
            }
            theirs.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            ours.Add(Child.Measure<Judged>("child-policies", folder).Wall);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            {folder}: judged by this module, and `{string.Join(' ', command)}`, in {Turns} turns; milliseconds from start to end
              this module  {new Spread(ours)}
              the other    {new Spread(theirs)}
              percent      {new Spread([.. ours.Zip(theirs, (our, their) => our / their * 100)])}
            """));
        return 0;
    }

    /// <summary>Accounts of so many roles, each in a process of its own.</summary>
    public static int Principals(string folder, int[] sizes)
    {
        Console.WriteLine("""

            Accounts of many roles: each holds two of these policies and one of its own; grants of AI actions, and every check on roles
            goal: linear, under 500 MB for 10,000
              roles    grants   seconds  findings  seconds  alive MB  peak MB
            """);
        foreach (var size in sizes)
        {
            var account = Child.Measure<Account>("child-principals", folder, size.ToString(CultureInfo.InvariantCulture));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {account.Roles,7}  {account.Grants,8}  {account.GrantSeconds,7:0.0}  {account.Findings,8}  {account.CheckSeconds,7:0.0}  {account.AliveMegabytes,8:0}  {account.PeakMegabytes,7:0}"));
        }
        return 0;
    }

    /// <summary>An account, and processor time on it; what is alive at the end, the estate among it.</summary>
    public sealed record Account(int Roles, int Grants, double GrantSeconds, int Findings, double CheckSeconds, double AliveMegabytes, double PeakMegabytes);

    public static int RunPrincipals(string folder, int roles)
    {
        var estate = PolicyAccounts.Of(folder, roles);
        var start = CpuClock.Now;
        var grants = AiGrants.Of(estate, AiActions.All).Sum(principal => principal.Grants.Count);
        var granted = CpuClock.Now;
        var findings = Checks.Check.All.Where(check => check.Subject.Record == typeof(IamRole) && !check.IsOnRequest).Sum(check => check.Judge(estate).Count());
        var judged = CpuClock.Now;
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64;
        var alive = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(estate);
        Console.WriteLine(JsonSerializer.Serialize(new Account(roles, grants, (granted - start).TotalSeconds, findings, (judged - granted).TotalSeconds, alive / 1e6, peak / 1e6)));
        return 0;
    }

    public static int RunChild(string folder)
    {
        var start = CpuClock.Now.TotalMilliseconds;
        // As a scan: what checks there are is known before all is read.
        var known = Task.Run(() => Checks.Check.All.Count + AiActions.All.Count);
        var estate = PolicyAccounts.OneRoleEach(folder);
        known.Wait();
        var read = CpuClock.Now.TotalMilliseconds;
        int findings = 0, failed = 0, unknown = 0, grants = 0;
        var checks = Checks.Check.All.Where(check => check.Subject.Record == typeof(IamRole) && check.Pillar == Pillar.LeastPrivilege && !check.IsOnRequest);
        foreach (var finding in Checks.Check.Judge(checks, estate).SelectMany(judged => judged.Findings))
        {
            findings++;
            failed += finding.Status == Status.Fail ? 1 : 0;
            unknown += finding.Status == Status.Unknown ? 1 : 0;
        }
        var judged = CpuClock.Now.TotalMilliseconds;
        var wall = (DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
        foreach (var principal in AiGrants.Of(estate, AiActions.All))
        {
            grants += principal.Grants.Count;
        }
        Console.WriteLine(JsonSerializer.Serialize(new Judged(start, read, judged, wall, estate.Inventory<IamRole>().All.Count, findings, failed, unknown, CpuClock.Now.TotalMilliseconds, grants)));
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
            ? pattern.Replace("*", "x1", StringComparison.Ordinal) : $"arn:aws:{action[..action.IndexOf(':', StringComparison.Ordinal)]}:us-east-1:{PolicyAccounts.Owner}:thing/x1";
        // Half of the requests carry what the statement asks for.
        var keys = random.Next(2) == 0 ? statement.Conditions : [];
        var context = keys.GroupBy(condition => condition.Key, StringComparer.OrdinalIgnoreCase)
            .Select(key => KeyValuePair.Create<string, IReadOnlyList<string>>(key.Key, [key.First().Values[0].Replace("*", "x", StringComparison.Ordinal)]));
        var principal = Principal.Session($"arn:aws:iam::{PolicyAccounts.Owner}:role/work", "s");
        return new(new(principal, action, resource) { Context = new(context), ResourceAccount = PolicyAccounts.Owner }, new() { Identity = [policy] });

        T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
    }

    private sealed record Ask(Request Request, ApplicablePolicies Policies);
}
