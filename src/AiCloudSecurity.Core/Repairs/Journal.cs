using System.Text.Json;
using System.Text.Json.Serialization;

namespace AiCloudSecurity.Repairs;

/// <summary>What is known of a change that was begun.</summary>
public enum RepairStatus
{
    /// <summary>It would be made; nothing was sent.</summary>
    Planned,
    /// <summary>Begun, and nobody wrote down how it ended: the process was stopped. Undo-AiRepair looks and restores.</summary>
    Interrupted,
    /// <summary>Made, and read back.</summary>
    Applied,
    /// <summary>The cloud refused it; nothing was changed.</summary>
    Refused,
    /// <summary>No answer came: it may have been made. Undo-AiRepair looks and restores.</summary>
    Uncertain,
    /// <summary>Taken back.</summary>
    Undone,
}

/// <summary>
/// One line of a journal: that a change begins, with all that restores it, or how it ended. Written to disk before the
/// request that it speaks of.
/// </summary>
public sealed record JournalLine
{
    /// <summary>The version of the format.</summary>
    public int Format { get; init; } = 1;

    /// <summary>The change; its end has the same.</summary>
    public required string Id { get; init; }

    /// <summary>The run of a cmdlet that it belongs to.</summary>
    public required string Run { get; init; }

    /// <summary>When (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Begin, Applied, Refused or Uncertain.</summary>
    public required string Step { get; init; }

    /// <summary>The cmdlet.</summary>
    public string? By { get; init; }

    /// <summary>Who ran it, as the cloud knows him.</summary>
    public string? Caller { get; init; }

    /// <summary>The change that this one takes back.</summary>
    public string? Undoes { get; init; }

    /// <summary>The cloud.</summary>
    public Cloud? Cloud { get; init; }

    /// <summary>The account, subscription or project.</summary>
    public string? Scope { get; init; }

    /// <summary>AWS partition, Azure cloud or GCP universe.</summary>
    public string? Partition { get; init; }

    /// <summary>The region that answers for the setting.</summary>
    public string? Region { get; init; }

    /// <summary>The check that failed.</summary>
    public string? CheckId { get; init; }

    /// <summary>The kind of resource.</summary>
    public string? ResourceType { get; init; }

    /// <summary>The resource.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Its name.</summary>
    public string? ResourceName { get; init; }

    /// <summary>The setting.</summary>
    public string? Setting { get; init; }

    /// <summary>The members of a request that name it.</summary>
    public string? Key { get; init; }

    /// <summary>The members that change, as they were; absent where the setting was absent.</summary>
    public string? Before { get; init; }

    /// <summary>The members that change, as they shall be; absent where the setting shall be absent.</summary>
    public string? After { get; init; }

    /// <summary>The members as they read back when it was done.</summary>
    public string? Seen { get; init; }

    /// <summary>What the cloud said.</summary>
    public string? Message { get; init; }
}

/// <summary>A change as the journal tells it: begun, and how it ended.</summary>
/// <param name="Begin">The line that begins it.</param>
/// <param name="End">The line that ends it; null where there is none.</param>
/// <param name="UndoneBy">The change that took it back; null where none did.</param>
public sealed record JournalEntry(JournalLine Begin, JournalLine? End, string? UndoneBy)
{
    /// <summary>Whether it was begun to take it back, and not all of it may have been: the state may be between the two.</summary>
    public bool IsUndoBegun { get; init; }

    /// <summary>What is known of it.</summary>
    public RepairStatus Status => UndoneBy is not null ? RepairStatus.Undone : End?.Step switch
    {
        "Applied" => RepairStatus.Applied,
        "Refused" => RepairStatus.Refused,
        "Uncertain" => RepairStatus.Uncertain,
        _ => RepairStatus.Interrupted,
    };
}

/// <summary>Where lines are written, each on disk before the call returns.</summary>
public interface IJournal
{
    /// <summary>Adds a line.</summary>
    /// <exception cref="AiCloudException">It cannot be written.</exception>
    void Add(JournalLine line);
}

/// <summary>The text of a journal.</summary>
public static class Journal
{
    private const int MaxLine = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false) },
        MaxDepth = 8,
    };

    /// <summary>A line as UTF-8 JSON, with the end of line.</summary>
    public static byte[] Write(JournalLine line) => [.. JsonSerializer.SerializeToUtf8Bytes(line, s_options), (byte)'\n'];

    /// <summary>The changes of a journal, in the order in which they were begun.</summary>
    /// <param name="text">The journal.</param>
    /// <param name="name">Its name, for errors.</param>
    /// <exception cref="AiCloudException">A line is damaged (EstateUnreadable); the message names it. Of a last line that was never finished nothing had been sent: it is left out.</exception>
    public static IReadOnlyList<JournalEntry> Read(ReadOnlyMemory<byte> text, string name)
    {
        Dictionary<string, JournalLine> begun = new(StringComparer.Ordinal), ended = new(StringComparer.Ordinal);
        List<string> order = [];
        var number = 0;
        while (!text.IsEmpty)
        {
            number++;
            var end = text.Span.IndexOf((byte)'\n');
            var line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.Span.Trim(" \r"u8).IsEmpty)
            {
                continue;
            }
            var parsed = Parse(line, name, number, isTorn: end < 0);
            if (parsed is null)
            {
                continue;
            }
            if (parsed.Step == "Begin")
            {
                if (!begun.TryAdd(parsed.Id, parsed))
                {
                    throw Bad(name, number, $"it begins {Display.Safe(parsed.Id)} a second time");
                }
                order.Add(parsed.Id);
            }
            else if (!begun.ContainsKey(parsed.Id))
            {
                throw Bad(name, number, $"it ends {Display.Safe(parsed.Id)}, which was not begun");
            }
            else
            {
                ended[parsed.Id] = parsed;
            }
        }
        // An undo counts where it was done, not where it was tried.
        var undone = order.Select(id => begun[id]).Where(line => line.Undoes is not null && ended.GetValueOrDefault(line.Id)?.Step == "Applied")
            .ToLookup(line => line.Undoes!, line => line.Id);
        var tried = order.Select(id => begun[id]).Where(line => line.Undoes is not null && ended.GetValueOrDefault(line.Id)?.Step != "Refused").Select(line => line.Undoes!).ToHashSet(StringComparer.Ordinal);
        return [.. order.Select(id => new JournalEntry(begun[id], ended.GetValueOrDefault(id), undone[id].LastOrDefault()) { IsUndoBegun = tried.Contains(id) })];
    }

    private static JournalLine? Parse(ReadOnlyMemory<byte> line, string name, int number, bool isTorn)
    {
        try
        {
            if (line.Length > MaxLine)
            {
                throw Bad(name, number, "it is longer than 16 MiB");
            }
            var parsed = JsonSerializer.Deserialize<JournalLine>(line.Span, s_options) ?? throw Bad(name, number, "it is null");
            return parsed.Format != 1 ? throw Bad(name, number, $"it is of version {parsed.Format}, and this version reads 1")
                : parsed.Id is null || parsed.Run is null || parsed.Step is null ? throw Bad(name, number, "it has no id, run or step")
                : parsed.Step is "Begin" && (parsed.Setting is null || parsed.Key is null || parsed.Cloud is null || parsed.Scope is null || parsed.Region is null || parsed.ResourceId is null) ? throw Bad(name, number, "it does not say what it changes")
                : parsed;
        }
        catch (JsonException) when (isTorn)
        {
            return null;
        }
        catch (JsonException damaged)
        {
            // The tail of a line that was cut off, and the line after it: nothing had been sent by then.
            return IsCutOff(line.Span) ? null : throw Bad(name, number, "it is no line of a journal", damaged);
        }
    }

    // What a killed process left starts as a line does, and there is nothing wrong with it but that it ends.
    private static bool IsCutOff(ReadOnlySpan<byte> line)
    {
        var start = "{\"format\":1,"u8;
        if (!line.StartsWith(start[..Math.Min(start.Length, line.Length)]))
        {
            return false;
        }
        var reader = new Utf8JsonReader(line, isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
            }
            return reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static AiCloudException Bad(string name, int line, string why, Exception? cause = null) =>
        new(ErrorId.EstateUnreadable, $"'{Display.Safe(name)}' is no whole journal of repairs: line {line}: {why}. What stands before it can be undone from a copy that ends there.", name, cause);
}
