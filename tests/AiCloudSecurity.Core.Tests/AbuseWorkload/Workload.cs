using System.Globalization;
using System.IO.Compression;
using System.Text;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Whose calls they are, and what is meant to be found of them.</summary>
/// <param name="Name">The principal's ARN, as logs bring it down.</param>
/// <param name="Kind">human, service, batch, … or the kind of attack.</param>
/// <param name="Onset">When the attack begins, seconds since 1970; null for who means well.</param>
internal sealed record Label(string Name, string Kind, long? Onset)
{
    public bool IsAttack => Onset is not null;
}

/// <summary>
/// Fourteen days of an account's life, written as the Bedrock invocation log and CloudTrail write it: 129 principals
/// who mean well and 32 who are, from some hour on, somebody else or up to no good. Attacks come in three strengths.
/// </summary>
/// <remarks>
/// Written by the hand that wrote the detectors: what is measured on it is an upper bound, not a claim about the field.
/// </remarks>
internal sealed partial class Workload
{
    public const int Days = 14;

    // 2026-11-02, a Monday.
    public static readonly long Start = new DateTimeOffset(2026, 11, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private static readonly string[] s_models =
        ["anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-5-sonnet-20240620-v1:0", "amazon.nova-pro-v1:0", "meta.llama3-70b-instruct-v1:0", "mistral.mistral-large-2402-v1:0", "amazon.nova-lite-v1:0"];

    private readonly Xoshiro _random;
    private readonly double _strength;
    private readonly Vocabulary _words;
    private readonly SortedDictionary<string, StringBuilder> _files = new(StringComparer.Ordinal);
    private readonly List<Label> _labels = [];
    private int _request;

    public Workload(ulong seed, double strength = 1)
    {
        _random = new(seed);
        _strength = strength;
        _words = new Vocabulary(_random);
        Populate();
    }

    public IReadOnlyList<Label> Labels => _labels;

    /// <summary>Lines of each file, by name.</summary>
    public IReadOnlyDictionary<string, StringBuilder> Text => _files;

    public IEnumerable<LogFile> Files => _files.Select(file => AbuseLogs.File(file.Key, Encoding.UTF8.GetBytes(file.Value.ToString())));

    /// <summary>Writes the files to a folder, as gzip.</summary>
    public void Write(string folder)
    {
        foreach (var (name, text) in _files)
        {
            var path = Path.Join(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var gzip = new GZipStream(System.IO.File.Create(path), CompressionLevel.Optimal);
            gzip.Write(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    private sealed class Person
    {
        public required string Arn { get; init; }
        public required string Logged { get; init; }
        public string? Key { get; init; }
        public required string Model { get; set; }
        public string Region { get; set; } = "us-east-1";
        public required string Address { get; set; }
        public required string Agent { get; set; }
        public required int Topic { get; init; }
        public int? Template { get; init; }
        public double In { get; init; } = 400;
        public double Out { get; init; } = 250;
    }

    /// <summary>One call, in both logs.</summary>
    private void Call(Person who, long time, string prompt, int inTokens, int outTokens, string? error = null, bool blocked = false, int? maxTokens = 1000, bool scores = false, string? model = null)
    {
        var id = (++_request).ToString("x8", CultureInfo.InvariantCulture);
        var when = DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        model ??= who.Model;
        var text = new StringBuilder(prompt.Length + 700);
        // Refused calls reach CloudTrail only.
        if (error is not "AccessDeniedException")
        {
            text.Append(CultureInfo.InvariantCulture, $"{{\"schemaType\":\"ModelInvocationLog\",\"schemaVersion\":\"1.0\",\"timestamp\":\"{when}\",\"accountId\":\"111122223333\",");
            // Members come in any order.
            var identity = $"\"identity\":{{\"arn\":\"{who.Arn}\"}},";
            text.Append(_request % 3 == 0 ? "" : identity);
            text.Append(CultureInfo.InvariantCulture, $"\"region\":\"{who.Region}\",\"requestId\":\"{id}\",\"operation\":\"Converse\",\"modelId\":\"{model}\",");
            if (error is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $"\"errorCode\":\"{error}\",");
            }
            text.Append(CultureInfo.InvariantCulture, $"\"input\":{{\"inputContentType\":\"application/json\",\"inputBodyJson\":{{\"messages\":[{{\"role\":\"user\",\"content\":[{{\"text\":\"{prompt}\"}}]}}],\"inferenceConfig\":{{\"maxTokens\":{maxTokens ?? 1000}}}{(scores ? ",\"additionalModelRequestFields\":{\"logprobs\":true}" : "")}}},\"inputTokenCount\":{inTokens}}}");
            if (error is null)
            {
                text.Append(CultureInfo.InvariantCulture, $",\"output\":{{\"outputContentType\":\"application/json\",\"outputBodyJson\":{{\"output\":{{\"message\":{{\"role\":\"assistant\",\"content\":[{{\"text\":\"done\"}}]}}}},\"stopReason\":\"{(blocked ? "guardrail_intervened" : "end_turn")}\"}},\"outputTokenCount\":{outTokens}}}");
            }
            text.Append(_request % 3 == 0 ? $",{identity.TrimEnd(',')}}}\n" : "}\n");
            File($"AWSLogs/111122223333/BedrockModelInvocationLogs/{who.Region}/{when[..10].Replace('-', '/')}/{when[11..13]}/log.json.gz").Append(text);
        }
        Event(who, time, id, "Converse", error, model);
    }

    private void Event(Person who, long time, string id, string name, string? error = null, string? model = null)
    {
        var when = DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        File($"AWSLogs/111122223333/CloudTrail/{who.Region}/{when[..10].Replace('-', '/')}/trail.json.gz").Append(CultureInfo.InvariantCulture,
            $"{{\"eventVersion\":\"1.11\",\"userIdentity\":{{\"type\":\"IAMUser\",\"arn\":\"{who.Arn}\",\"accountId\":\"111122223333\",\"accessKeyId\":\"{who.Key ?? "ASIA" + id}\"}},\"eventTime\":\"{when}\",\"eventSource\":\"bedrock.amazonaws.com\",\"eventName\":\"{name}\",\"awsRegion\":\"{who.Region}\",\"sourceIPAddress\":\"{who.Address}\",\"userAgent\":\"{who.Agent}\",{(error is null ? "" : $"\"errorCode\":\"{error}\",")}\"requestParameters\":{(model is null ? "null" : $"{{\"modelId\":\"{model}\"}}")},\"requestID\":\"{id}\",\"recipientAccountId\":\"111122223333\"}}\n");
    }

    private StringBuilder File(string name)
    {
        if (!_files.TryGetValue(name, out var text))
        {
            _files[name] = text = new();
        }
        return text;
    }

    // One ordinary call of somebody.
    private void Usual(Person who, long time, double size = 1)
    {
        var words = Math.Clamp((int)_random.LogNormal(25, 0.4), 6, 80);
        var prompt = who.Template is { } template ? _words.Filled(template, who.Topic, words) : _words.About(who.Topic, words);
        var tokens = Math.Max(10, (int)_random.LogNormal(who.In * size, 0.5));
        var blocked = _random.Chance(0.003);
        var error = blocked ? null : _random.Unit() switch { < 0.01 => "ThrottlingException", < 0.013 => "ValidationException", < 0.0135 => "AccessDeniedException", _ => null };
        Call(who, time, prompt, tokens, error is null && !blocked ? Math.Max(5, (int)_random.LogNormal(who.Out * size, 0.5)) : 0, error, blocked);
    }

    // So many ordinary calls somewhere in an hour.
    private void Hour(Person who, int day, int hour, double mean, double size = 1)
    {
        for (var left = _random.Poisson(mean); left > 0; left--)
        {
            Usual(who, At(day, hour), size);
        }
    }

    private long At(int day, int hour) => Start + day * 86400L + hour * 3600L + _random.Below(3600);
}

/// <summary>Made-up words by topic: a few hundred each, some of them everybody's, used by Zipf's law.</summary>
internal sealed class Vocabulary
{
    private const int Topics = 24;
    private readonly Xoshiro _random;
    private readonly string[] _common;
    private readonly string[][] _topics;
    private readonly string[][] _templates;

    public Vocabulary(Xoshiro random)
    {
        _random = random;
        _common = Words(150);
        _topics = [.. Enumerable.Range(0, Topics).Select(_ => Words(300))];
        _templates = [.. Enumerable.Range(0, 40).Select(_ => Words(24))];
    }

    public int Topic() => _random.Below(Topics);

    public int Template() => _random.Below(_templates.Length);

    public string About(int topic, int words)
    {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            text.Append(i == 0 ? "" : " ").Append(_random.Chance(0.5) ? Zipf(_common) : Zipf(_topics[topic]));
        }
        return text.ToString();
    }

    /// <summary>A template's fixed words, and some of the topic.</summary>
    public string Filled(int template, int topic, int words) => string.Join(' ', _templates[template]) + " " + About(topic, Math.Max(4, words / 3));

    /// <summary>A variation of words: some are replaced.</summary>
    public string Varied(string[] words, int changes)
    {
        var varied = (string[])words.Clone();
        for (var i = 0; i < changes; i++)
        {
            varied[_random.Below(varied.Length)] = _random.Of(_common) + _random.Below(1000).ToString(CultureInfo.InvariantCulture);
        }
        return string.Join(' ', varied);
    }

    public string[] Words(int count) => [.. Enumerable.Range(0, count).Select(_ => new string([.. Enumerable.Range(0, _random.Between(3, 9)).Select(_ => (char)('a' + _random.Below(26)))]))];

    private string Zipf(string[] words) => words[Math.Min(words.Length - 1, (int)(Math.Pow(_random.Unit(), 2.5) * words.Length))];
}
