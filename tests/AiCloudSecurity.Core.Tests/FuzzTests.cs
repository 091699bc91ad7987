using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using AiCloudSecurity.Abuse;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Iam.Azure;
using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Reports;
using CsCheck;
using Check = AiCloudSecurity.Checks.Check;
using Example = AiCloudSecurity.Checks.Example;

namespace AiCloudSecurity.Core.Tests;

/// <summary>
/// Whatever somebody puts into a file, a policy or an answer, it is read or refused with one of our errors, in bounded
/// time. Inputs are good ones, damaged at random; what once failed is kept in tests/corpus and tried first.
/// AISEC_FULL=1 takes AISEC_FUZZ_SECONDS (3600 without) for all targets together, as much for each.
/// </summary>
public sealed class FuzzTests
{
    private const int FastRun = 40;

    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] s_spice = ["\"", "{", "}", "[", "]", ":", ",", "\\", "\\u0000", "\\ud800", "null", "true", "-1", "1e999", "99999999999999999999", "0.1", "\n", "\r\n", "\0", "<", ">", "&#0;", "${", "'", "(", ")", "*", "\u202E", new('[', 300), new('(', 300), new('x', 5_000), "{\"a\":" + new string('[', 70) + new string(']', 70) + "}", "[concat(", "@(", "&&", "!", "\u00FF"];

    // What is read, what a good one looks like, and which exceptions are an answer.
    private static readonly Dictionary<string, (Action<byte[]> Read, Func<IEnumerable<byte[]>> Seeds)> s_targets = new(StringComparer.Ordinal)
    {
        ["aws-policy"] = (bytes => Refusing<MalformedPolicyException>(() =>
            PolicyEvaluator.Evaluate(new(Principal.FromArn("arn:aws:iam::111122223333:user/u"), "s3:GetObject", "arn:aws:s3:::b/k"), new() { Identity = [CompiledPolicy.Compile("p", PolicyType.Identity, PolicyDocumentOf(bytes))] })),
            () => [Utf8("""{ "Version": "2012-10-17", "Statement": [{ "Sid": "a", "Effect": "Allow", "NotAction": ["s3:Get*", "iam:*"], "Resource": "arn:aws:s3:::${aws:username}/*", "Condition": { "ForAnyValue:StringLike": { "aws:TagKeys": ["a*", "b"] }, "NumericLessThan": { "s3:max-keys": "10" }, "IpAddress": { "aws:SourceIp": "203.0.113.0/24" } } }, { "Effect": "Deny", "Action": "*", "Resource": "*" }] }""")]),
        ["azure-condition"] = (bytes => Refusing<FormatException>(() => RoleCondition.Parse(Text(bytes))),
            () => [Utf8("((!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {a, b} AND NOT @Resource[x] StringEquals 'y'))")]),
        ["google-condition"] = (bytes => Refusing<FormatException>(() => Cel.Parse(Text(bytes)).Holds(new(s_now, "s", "t", "n"), new HashSet<string>())),
            () => [Utf8("resource.name.startsWith('projects/p') && request.time < timestamp('2027-01-01T00:00:00Z') || !(resource.type in ['a', \"b\"]) ? true : 1 + 2 == 3")]),
        ["estate"] = (bytes => Refusing<AiCloudException>(() => EstateFile.Read(new MemoryStream(bytes), "f", Token).Sum(estate => estate.Resources.Count)), () => [EstateBytes(false)]),
        ["estate-lines"] = (bytes => Refusing<AiCloudException>(() => EstateFile.Read(new MemoryStream(Gzip(bytes)), "f", Token).Sum(Judged)), () => [EstateBytes(true)]),
        ["import"] = (bytes => Refusing<AiCloudException>(() => ImportFile.Read(new MemoryStream(bytes), "f", s_now, Token).Sum(Judged)), () =>
        [
            Utf8("""{ "UserDetailList": [{ "UserName": "u", "Arn": "arn:aws:iam::111122223333:user/u", "UserPolicyList": [{ "PolicyName": "p", "PolicyDocument": { "Statement": [] } }] }], "GroupDetailList": [], "RoleDetailList": [], "Policies": [] }"""),
            Utf8("""{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "contentVersion": "1.0.0.0", "parameters": { "name": { "type": "string", "defaultValue": "[concat('a', uniqueString(resourceGroup().id))]" } }, "resources": [{ "type": "Microsoft.CognitiveServices/accounts", "apiVersion": "2024-10-01", "name": "[parameters('name')]", "properties": { "publicNetworkAccess": "[if(equals(1, 2), 'Enabled', 'Disabled')]" }, "copy": { "name": "c", "count": 2 } }] }"""),
            Utf8("""[{ "name": "//aiplatform.googleapis.com/projects/p/locations/l/endpoints/e", "assetType": "aiplatform.googleapis.com/Endpoint", "resource": { "data": { "name": "projects/p/locations/l/endpoints/e" } }, "ancestors": ["projects/1"] }]"""),
            Utf8("""{ "fileVersion": "1.0", "configSnapshotId": "a", "configurationItems": [{ "resourceType": "AWS::SageMaker::NotebookInstance", "awsAccountId": "111122223333", "awsRegion": "eu-west-1", "ARN": "arn:x", "configuration": "{\"DirectInternetAccess\":\"Enabled\"}", "configurationItemStatus": "OK" }] }"""),
        ]),
        ["journal"] = (bytes => Refusing<AiCloudException>(() => Journal.Read(bytes, "f")), () => [Utf8("""
            {"format":1,"step":"Begin","id":"a","run":"r","at":"2026-11-01T00:00:00Z","cloud":"Aws","scope":"1","region":"eu-west-1","resourceId":"arn:x","setting":"s","key":"k","before":{"a":1},"after":{"a":2}}
            {"format":1,"step":"Applied","id":"a","run":"r","at":"2026-11-01T00:00:01Z"}

            """)]),
        ["baseline"] = (bytes => Refusing<AiCloudException>(() => FindingFile.Read(new MemoryStream(bytes), "f", Token)), () =>
            [Utf8(ReportSamples.Write(ReportFormat.Json, ReportSamples.Content([ReportSamples.Finding()]))), Utf8(ReportSamples.Write(ReportFormat.NdJson, ReportSamples.Content([ReportSamples.Finding()])))]),
        ["rules"] = (bytes => Refusing<AiCloudException>(() => AbuseRules.Read(new MemoryStream(bytes), "f")), () => [Utf8("""{ "off": ["DOW-1"], "usualPrograms": ["boto3"] }""")]),
        ["invocation-log"] = (bytes => Refusing<AiCloudException>(() => AbuseLogs.ReadAsync(AbuseLogs.File("a", bytes)).GetAwaiter().GetResult()), () =>
            [Utf8("""{"schemaType":"ModelInvocationLog","schemaVersion":"1.0","timestamp":"2026-10-11T12:15:04Z","accountId":"111122223333","identity":{"arn":"arn:aws:sts::111122223333:assumed-role/app/i"},"region":"eu-west-1","requestId":"r1","operation":"Converse","modelId":"m","input":{"inputContentType":"application/json","inputBodyJson":{"messages":[{"role":"user","content":[{"text":"x"}]}]},"inputTokenCount":20},"output":{"outputBodyJson":{"stopReason":"end_turn"},"outputTokenCount":30}}""" + "\n"),
                Utf8("""{"Records":[{"eventVersion":"1.10","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/bob"},"eventTime":"2026-10-11T12:52:37Z","eventSource":"bedrock.amazonaws.com","eventName":"InvokeModel","awsRegion":"us-west-2","requestParameters":{"modelId":"m"}}]}""")]),
        ["gateway-policy"] = (bytes => Refusing<FormatException>(() => new Gateways.PolicyDocument(Text(bytes), new Dictionary<string, string> { ["f"] = "<fragment><base /></fragment>" })),
            () => [Utf8("""<policies><inbound><base /><rate-limit-by-key calls="5" renewal-period="60" counter-key="@(context.Request.IpAddress + "<")" /><include-fragment fragment-id="f" /></inbound></policies>""")]),
        ["answers"] = (Judge, () => Check.All.SelectMany(check => check.Examples.Select(example => (check, example))).Where((_, number) => number % 197 == 0).Select(pair => Utf8($"{pair.check.Subject.Name}\n{pair.example.Json}"))),
        ["reports"] = (Write, () => HostileStrings.Names.Where((_, number) => number % 60 == 0).Select(Utf8)),
    };

    // Seconds for each target.
    private static int LongRun => int.Parse(Environment.GetEnvironmentVariable("AISEC_FUZZ_SECONDS") ?? "3600", CultureInfo.InvariantCulture) / s_targets.Count;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Targets => [.. s_targets.Keys];

    [Theory, MemberData(nameof(Targets))]
    public void Whatever_is_read_is_understood_or_refused(string target)
    {
        var (read, seeds) = s_targets[target];
        var folder = Path.Join(SampleEstates.RepositoryRoot, "tests", "corpus", target);
        var good = seeds().ToList();
        foreach (var kept in Directory.Exists(folder) ? Directory.GetFiles(folder).Select(File.ReadAllBytes) : [])
        {
            read(kept);
        }
        good.ForEach(read);
        var inputs = 0L;
        Gen.Select(Gen.Int[0, good.Count - 1], Damage.Array[1, 6]).Sample((which, damages) =>
        {
            var bytes = damages.Aggregate(good[which], (so, damage) => damage(so));
            var clock = Stopwatch.StartNew();
            Interlocked.Increment(ref inputs);
            try
            {
                read(bytes);
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "it takes for ever");
            }
            catch (Exception)
            {
                Keep(folder, bytes);
                throw;
            }
        }, seed: SampleEstates.IsFullRun ? null : "0000000000001", iter: FastRun, time: SampleEstates.IsFullRun ? LongRun : -1);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {inputs:#,0} inputs"));
        Assert.True(inputs >= FastRun, $"{inputs}");
    }

    // What a disk, a network or somebody with an editor does: bytes changed, lost, doubled, put in, and moved.
    private static Gen<Func<byte[], byte[]>> Damage { get; } = Gen.Select(Gen.Int[0, 6], Gen.Double.Unit, Gen.Double.Unit, Gen.Byte, Gen.Int[0, s_spice.Length - 1]).Select((kind, from, to, value, spice) => (Func<byte[], byte[]>)(bytes =>
    {
        if (bytes.Length == 0)
        {
            return Utf8(s_spice[spice]);
        }
        var (a, b) = ((int)(from * bytes.Length), (int)(to * bytes.Length));
        (a, b) = (Math.Min(a, b), Math.Max(a, b));
        // Twice as long is enough.
        b = Math.Min(b, a + 4_096);
        return kind switch
        {
            0 => [.. bytes[..a], value, .. bytes[Math.Min(a + 1, bytes.Length)..]],
            1 => [.. bytes[..a], .. bytes[b..]],
            2 => [.. bytes[..b], .. bytes[a..]],
            3 => bytes[..a],
            4 => [.. bytes[..a], .. Utf8(s_spice[spice]), .. bytes[a..]],
            5 => [.. bytes[..a], .. Utf8(s_spice[spice]), .. bytes[b..]],
            _ => [.. bytes[..a], (byte)(bytes[a] ^ (1 << (value & 7))), .. bytes[(a + 1)..]],
        };
    }));

    private static void Refusing<T>(Func<object?> read) where T : Exception
    {
        try
        {
            read();
        }
        catch (T refused)
        {
            // It stands within a sentence.
            Assert.True(Display.IsSafe("it is refused: " + refused.Message), refused.Message);
        }
    }

    private static int Judged(Estate estate) => Check.All.Where(check => check.Cloud == estate.Scope.Cloud).Sum(check => check.Judge(estate).Count(finding => Display.IsSafe(finding.Reason)));

    // The type's name, a line's end, what its cloud says.
    private static void Judge(byte[] bytes)
    {
        var end = Array.IndexOf(bytes, (byte)'\n');
        if (end < 0 || ResourceType.Find(Text(bytes[..end])) is not { } type)
        {
            return;
        }
        var resource = type.Create(new(type.Cloud, "s", "eu-west-1", "arn:x", "x"), bytes.AsMemory(end + 1));
        foreach (var check in Check.All.Where(check => check.Subject == type).Take(3))
        {
            var estate = Example.Estate(check, check.Examples[0]);
            var around = new Estate(estate.Scope, estate.CollectedAt, estate.Regions, [resource, .. estate.Resources.Where(other => other.Type != type)], estate.Coverage);
            Assert.All(check.Judge(around), finding => Assert.True(Display.IsSafe(finding.Reason), finding.Reason));
        }
    }

    private static void Write(byte[] bytes)
    {
        var text = Text(bytes);
        var content = ReportSamples.Content([ReportSamples.Finding() with { CheckId = text, Scope = text, Region = text, ResourceType = text, ResourceName = text, ResourceId = text, Reason = text, Advice = text, Fix = text, Command = text, Fingerprint = text }]);
        foreach (var format in ReportTests.Formats)
        {
            Assert.NotEmpty(ReportSamples.Write(format, content));
        }
    }

    private static void Keep(string folder, byte[] bytes)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Join(folder, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes))[..16]), bytes);
    }

    private static byte[] EstateBytes(bool unpacked)
    {
        var estate = Example.Estate(Check.All[0], Check.All[0].Examples[0]);
        using var file = new MemoryStream();
        EstateFile.Write([estate, estate], file);
        if (!unpacked)
        {
            return file.ToArray();
        }
        file.Position = 0;
        using var gzip = new GZipStream(file, CompressionMode.Decompress);
        using var lines = new MemoryStream();
        gzip.CopyTo(lines);
        return lines.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }
        return stream.ToArray();
    }

    private static Iam.PolicyDocument PolicyDocumentOf(byte[] bytes) => Iam.PolicyDocument.Parse(Text(bytes));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
