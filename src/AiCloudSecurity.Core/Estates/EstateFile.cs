using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity;

/// <summary>
/// Estates on disk: gzip of JSON, one object a line. For each estate a header line, which says how many lines
/// follow, then its coverage and its resources; at the end of the file a line that counts the estates. Nothing
/// in a file is taken for a path, and reading one needs memory for one estate, whatever the size of the file.
/// </summary>
/// <remarks>
/// Resources of a type that this version does not know, from an estate of a newer one, are left out, as no check
/// here can judge them. What was read of that type becomes <see cref="CoverageState.Failed"/>, so that the estate,
/// written again and judged by the newer version, does not look as if there were none.
/// </remarks>
public static class EstateFile
{
    /// <summary>The version of the format that is written, and the only one that is read.</summary>
    public const int Version = 1;

    // A resource's JSON may be 64 deep, as it may when a cloud sends it; its line is one deeper.
    private const int MaxDepth = 65;

    private static readonly JsonSerializerOptions s_lines = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        MaxDepth = MaxDepth,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
    };

    private static readonly string s_tool = $"AiCloudSecurity {typeof(EstateFile).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>
    /// Writes estates to one file; the same estates give the same bytes on the same .NET. The profile and the
    /// default region of whoever read them are not written: they tell of his machine, not of the estate.
    /// </summary>
    /// <param name="estates">Taken one by one.</param>
    /// <param name="output">Left open.</param>
    /// <param name="cancellationToken">Stops between two lines.</param>
    /// <exception cref="AiCloudException">There are no estates, or more than a file may hold.</exception>
    public static void Write(IEnumerable<Estate> estates, Stream output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(estates);
        ArgumentNullException.ThrowIfNull(output);
        using var gzip = new GZipStream(output, CompressionLevel.Optimal, leaveOpen: true);
        var line = new ArrayBufferWriter<byte>(4096);
        var (count, written) = (0, 0L);
        foreach (var estate in estates)
        {
            count++;
            Put(new Header
            {
                Format = Header.Name,
                Version = Version,
                Tool = s_tool,
                Scope = estate.Scope with { ProfileName = null, DefaultRegion = null },
                CollectedAt = estate.CollectedAt.ToUniversalTime(),
                Regions = estate.Regions,
                Source = estate.Source,
                JobsSince = estate.JobsSince == Estate.UsualJobsSince(estate.CollectedAt) ? null : estate.JobsSince.ToUniversalTime(),
                Coverage = estate.Coverage.Count,
                Resources = estate.Resources.Count,
            });
            foreach (var entry in estate.Coverage)
            {
                Put(entry);
            }
            foreach (var resource in estate.Resources)
            {
                ResourceLine.Write(line, resource, estate.Scope, resource.Wire, resource.Unread);
                if (line.WrittenCount > LineReader.MaxLength)
                {
                    line.ResetWrittenCount();
                    ResourceLine.Write(line, resource, estate.Scope, "{}"u8.ToArray(), resource.Unread ?? TooLarge(resource));
                }
                End();
            }
        }
        if (count == 0)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "There is no estate to write. Read one with Get-AiEstate first.", "estate");
        }
        Put(new Trailer { Estates = count });

        void Put<T>(T value)
        {
            using (var json = new Utf8JsonWriter(line))
            {
                JsonSerializer.Serialize(json, value, s_lines);
            }
            End();
        }

        void End()
        {
            cancellationToken.ThrowIfCancellationRequested();
            line.Write("\n"u8);
            if ((written += line.WrittenCount) > InflatingStream.MaxInflated)
            {
                throw new AiCloudException(ErrorId.EstateUnreadable,
                    $"The estates are larger than the {InflatingStream.MaxInflated >> 30} GiB that a file may hold. Write fewer scopes to one file.", "estate");
            }
            gzip.Write(line.WrittenSpan);
            line.ResetWrittenCount();
        }
    }

    /// <summary>
    /// Reads the estates of a file one by one. A file of one estate is checked to its end before the estate comes
    /// out; in a file of several, damage in a later one shows when it is reached.
    /// </summary>
    /// <param name="input">Left open.</param>
    /// <param name="name">What the file is called in errors.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="AiCloudException">The file is foreign, cut off, damaged or too large; the message names the line.</exception>
    public static IEnumerable<Estate> Read(Stream input, string name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(name);
        return ReadAll();

        IEnumerable<Estate> ReadAll()
        {
            using var inflated = new InflatingStream(input);
            foreach (var estate in ReadInflated(inflated, name, cancellationToken))
            {
                yield return estate;
            }
        }
    }

    /// <summary>Whether inflated content starts as an estate does.</summary>
    internal static bool Starts(ReadOnlySpan<byte> content) => content.StartsWith("{\"format\":\"aiestate\""u8);

    internal static IEnumerable<Estate> ReadInflated(Stream inflated, string name, CancellationToken cancellationToken)
    {
        var lines = new LineReader(inflated, name, cancellationToken);
        Estate? estate = null;
        for (var count = 0; ; count++)
        {
            if (!lines.Next())
            {
                throw lines.CutOff();
            }
            if (count > 0 && Parse<Trailer>(lines)?.Estates is { } estates)
            {
                if (estates != count)
                {
                    throw lines.Bad($"the file says that it holds {estates} estates but holds {count}");
                }
                if (lines.Next())
                {
                    throw lines.Bad("something follows after the end");
                }
                yield return estate!;
                yield break;
            }
            var header = ReadHeader(lines);
            if (estate is not null)
            {
                yield return estate;
                // Nothing of it is kept while the next is read.
                estate = null;
            }
            estate = ReadEstate(lines, header);
        }
    }

    private static Header ReadHeader(LineReader lines)
    {
        const string WayOut = "Give a file that Export-AiEstate wrote.";
        Header? header;
        try
        {
            // The version decides before the shape does.
            if (JsonSerializer.Deserialize<Format>(lines.Line.Span, s_lines) is not { Name: Header.Name } format)
            {
                throw lines.Bad("this is not an estate", WayOut);
            }
            if (format.Version != Version)
            {
                throw lines.Bad($"the format is version {format.Version}, and this module reads version {Version}",
                    $"Update the module; the file was written by {format.Tool ?? "an unknown one"}.");
            }
            header = JsonSerializer.Deserialize<Header>(lines.Line.Span, s_lines);
        }
        catch (JsonException malformed) when (malformed.Path is "$.scope.cloud")
        {
            throw lines.Bad("the cloud is none that this module knows", "Update the module.", malformed);
        }
        catch (JsonException malformed)
        {
            throw lines.Bad(lines.Number == 1 ? "this is not an estate" : $"the header is malformed at {malformed.Path ?? "$"}", WayOut, malformed);
        }
        if (header is not { Scope: { Id: not null, Name: not null, Caller: not null, Partition: not null }, Regions: not null, Source: not null, Coverage: >= 0, Resources: >= 0 }
            || header.Regions.Contains(null!))
        {
            throw lines.Bad("the header lacks a value", WayOut);
        }
        return header;
    }

    private static Estate ReadEstate(LineReader lines, Header header)
    {
        List<CoverageEntry> coverage = [];
        for (var i = 0; i < header.Coverage; i++)
        {
            coverage.Add(Following(lines) && Parse<CoverageEntry>(lines) is { ResourceType: not null, Region: not null, Operation: not null, Permission: not null } entry
                ? entry
                : throw lines.Bad("the coverage entry lacks a value"));
        }
        List<Resource> resources = [];
        HashSet<(string Type, string Region)> unknown = [];
        for (var i = 0; i < header.Resources; i++)
        {
            Following(lines);
            var line = ResourceLine.Read(lines, MaxDepth);
            if (ResourceType.Find(line.Type) is not { } type)
            {
                unknown.Add((line.Type, line.Region));
                continue;
            }
            if (type.Cloud != header.Scope.Cloud || type.Read is ContainerAttribute)
            {
                throw lines.Bad($"{line.Type} is no resource of {header.Scope.Cloud}");
            }
            resources.Add(line.ToResource(lines, type, header.Scope));
        }
        return new Estate(header.Scope, header.CollectedAt, header.Regions, resources, WithUnknown(coverage, unknown, header.Tool), header.Source, header.JobsSince);
    }

    private static bool Following(LineReader lines) => lines.Next() ? true : throw lines.CutOff();

    private static IEnumerable<CoverageEntry> WithUnknown(List<CoverageEntry> coverage, HashSet<(string Type, string Region)> unknown, string? tool)
    {
        var types = unknown.Select(pair => pair.Type).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var known = coverage.Where(entry => entry.Subject is null).Select(entry => (entry.ResourceType, entry.Region)).ToHashSet();
        var message = $"left out by {s_tool}, which does not know this type; the estate is from {tool}";
        return coverage
            .Select(entry => types.Contains(entry.ResourceType) && entry.IsComplete ? entry with { State = CoverageState.Failed, Message = message } : entry)
            .Concat(unknown.Where(pair => !known.Contains(pair)).Order()
                .Select(pair => new CoverageEntry { ResourceType = pair.Type, Region = pair.Region, State = CoverageState.Failed, Operation = "", Permission = "", Message = message }));
    }

    private static T? Parse<T>(LineReader lines) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(lines.Line.Span, s_lines);
        }
        catch (JsonException malformed)
        {
            throw lines.Bad($"it is malformed at {malformed.Path ?? "$"}", cause: malformed);
        }
    }

    private static Refusal TooLarge(Resource resource) => new(CoverageState.Failed, resource.Type.Read.Operations[^1].Operation,
        resource.Type.Read.Operations[^1].Permission, $"more than the {LineReader.MaxLength >> 20} MiB that an estate file takes of one resource");

    private sealed record Format
    {
        [JsonPropertyName("format")]
        public string? Name { get; init; }

        public int Version { get; init; }

        public string? Tool { get; init; }
    }

    private sealed record Header
    {
        public const string Name = "aiestate";

        public required string Format { get; init; }

        public required int Version { get; init; }

        public string? Tool { get; init; }

        public required Scope Scope { get; init; }

        public required DateTimeOffset CollectedAt { get; init; }

        public required IReadOnlyList<string> Regions { get; init; }

        public required string Source { get; init; }

        public DateTimeOffset? JobsSince { get; init; }

        public required int Coverage { get; init; }

        public required int Resources { get; init; }
    }

    private sealed record Trailer
    {
        public int? Estates { get; init; }
    }
}
