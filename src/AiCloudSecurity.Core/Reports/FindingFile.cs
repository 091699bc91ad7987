using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity.Reports;

/// <summary>Reads findings back that were written as JSON or as JSON lines: the baseline of a comparison.</summary>
public static class FindingFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        MaxDepth = 8,
    };

    /// <summary>The findings of a file.</summary>
    /// <param name="input">The file; stays open.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="AiCloudException">It is no report of findings, or damaged (EstateUnreadable); the message names the line.</exception>
    public static IReadOnlyList<Finding> Read(Stream input, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(name);
        try
        {
            Span<byte> start = stackalloc byte[256];
            var length = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            input.Position = 0;
            return start[..length].IndexOf("\"checkId\""u8) >= 0 ? Lines(input, name, cancellationToken) : Whole(input, name);
        }
        catch (IOException failure)
        {
            throw Bad(name, failure.Message, failure);
        }
    }

    private static List<Finding> Whole(Stream input, string name)
    {
        try
        {
            var report = JsonSerializer.Deserialize<WrittenReport>(input, s_options);
            return report switch
            {
                { Version: JsonReport.Version, Findings: { } findings } => [.. findings.Select(Safe)],
                { Findings: not null } => throw Bad(name, $"its version is '{Display.Safe(report.Version)}', and this version reads {JsonReport.Version}"),
                _ => throw Bad(name, "it holds no findings"),
            };
        }
        catch (JsonException failure)
        {
            throw Bad(name, failure.LineNumber is { } line ? $"line {line + 1} is not as Export-AiReport writes it" : Display.Safe(failure.Message), failure);
        }
    }

    private static List<Finding> Lines(Stream input, string name, CancellationToken cancellationToken)
    {
        var lines = new LineReader(input, name, cancellationToken);
        List<Finding> findings = [];
        while (lines.Next())
        {
            try
            {
                findings.Add(Safe(JsonSerializer.Deserialize<Finding>(lines.Line.Span, s_options)));
            }
            catch (JsonException failure)
            {
                throw Bad(name, $"line {lines.Number} is not as Export-AiReport writes it", failure);
            }
        }
        return findings;
    }

    // Whoever can change the file can name a resource in it.
    private static Finding Safe(Finding? finding) => finding is not { CheckId: not null, ResourceId: not null, Fingerprint: not null } ? throw new JsonException("A finding lacks what identifies it.") : finding.Shown();

    private static AiCloudException Bad(string name, string what, Exception? cause = null) => new(ErrorId.EstateUnreadable,
        $"'{Display.Safe(name)}' cannot be read as findings: {what}. Write one with Export-AiReport -Path findings.json.", name, cause);

    private sealed record WrittenReport(string? Version, List<Finding?>? Findings);
}
