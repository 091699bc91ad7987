using System.Globalization;
using System.Text;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// The features as a query, for logs that stay where they are. One list of columns gives one SQL text, the same to the
/// byte for Athena, BigQuery and DuckDB, and KQL for Log Analytics. Everything that dialects differ in (times, JSON,
/// text) lies in a view per source, <see cref="FeatureViews"/>; the SQL sums, counts and groups.
/// </summary>
public static class FeatureQuery
{
    /// <summary>The view that the SQL reads.</summary>
    public const string View = "ai_invocation";

    private enum Kind
    {
        Key,
        Count,
        Sum,
        Max,
        Min,
        CountDistinct,
    }

    // The value is a column of the view; the condition an outcome, or a comparison that SQL and KQL share.
    private sealed record Column(string Name, Kind Kind, string Value = "", string? Outcome = null, string? Condition = null);

    private static readonly Column[] s_columns =
    [
        new("account", Kind.Key), new("principal", Kind.Key), new("named", Kind.Key), new("credential", Kind.Key), new("action", Kind.Key),
        new("model", Kind.Key), new("region", Kind.Key), new("src_net", Kind.Key), new("agent", Kind.Key), new("hour_no", Kind.Key),
        new("calls", Kind.Count),
        new("in_tokens", Kind.Sum, "in_tok"),
        new("out_tokens", Kind.Sum, "out_tok"),
        new("max_out", Kind.Max, "out_tok"),
        new("denied", Kind.Count, Outcome: "denied"),
        new("throttled", Kind.Count, Outcome: "throttled"),
        new("invalid", Kind.Count, Outcome: "invalid"),
        new("blocked", Kind.Count, Outcome: "blocked"),
        new("errors", Kind.Count, Outcome: "error"),
        new("uniq", Kind.CountDistinct, "request_norm"),
        new("bad_max", Kind.Count, Condition: "max_tokens < 1"),
        new("first_s", Kind.Min, "second_no"),
        new("last_s", Kind.Max, "second_no"),
        new("first_ok", Kind.Min, "second_no", "ok"),
        new("last_ok", Kind.Max, "second_no", "ok"),
        new("first_denied", Kind.Min, "second_no", "denied"),
        new("last_denied", Kind.Max, "second_no", "denied"),
        new("last_invalid", Kind.Max, "second_no", "invalid"),
    ];

    /// <summary>The columns of the result, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } = [.. s_columns.Select(column => column.Name)];

    /// <summary>The SQL for the hours from one up to another, counted since 1970.</summary>
    public static string Sql(int fromHour, int untilHour, string view = View)
    {
        var keys = string.Join(", ", s_columns.Where(column => column.Kind == Kind.Key).Select(column => column.Name));
        var text = new StringBuilder("SELECT ").Append(keys);
        foreach (var column in s_columns.Where(column => column.Kind != Kind.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $", {Sql(column)} AS {column.Name}");
        }
        return text.Append(CultureInfo.InvariantCulture, $" FROM {view} WHERE hour_no >= {fromHour} AND hour_no < {untilHour} GROUP BY {keys}").ToString();
    }

    /// <summary>The KQL for the hours from one up to another: a view's text, then the same columns.</summary>
    /// <param name="view">What makes the view's columns, as <see cref="FeatureViews.LogAnalytics"/>.</param>
    /// <param name="fromHour">The first hour, since 1970.</param>
    /// <param name="untilHour">The hour after the last.</param>
    public static string Kql(string view, int fromHour, int untilHour)
    {
        var text = new StringBuilder(view).Append(CultureInfo.InvariantCulture, $"\n| where hour_no >= {fromHour} and hour_no < {untilHour}\n| summarize ");
        text.AppendJoin(", ", s_columns.Where(column => column.Kind != Kind.Key).Select(column => $"{column.Name} = {Kql(column)}"));
        return text.Append(" by ").AppendJoin(", ", s_columns.Where(column => column.Kind == Kind.Key).Select(column => column.Name))
            .Append("\n| project ").AppendJoin(", ", Columns).ToString();
    }

    /// <summary>A feature of a row of the result; null values as null.</summary>
    /// <param name="source">The log that the view reads.</param>
    /// <param name="row">The values in the order of <see cref="Columns"/>, as text.</param>
    /// <exception cref="FormatException">A value is no number where one belongs.</exception>
    public static LogFeature Feature(LogSource source, IReadOnlyList<string?> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Count != s_columns.Length)
        {
            throw new FormatException($"A row has {row.Count} values instead of {s_columns.Length}.");
        }
        var at = 0;
        return new LogFeature
        {
            Source = source,
            Account = Text(),
            Principal = Text(),
            IsNamed = Number() != 0,
            Credential = Text(),
            Action = Text(),
            Model = Text(),
            Region = Text(),
            Network = Text(),
            Agent = Text(),
            Hour = DateTimeOffset.UnixEpoch.AddHours(Number()),
            Calls = Number(),
            InTokens = Number(),
            OutTokens = Number(),
            MaxOut = Number(),
            Denied = Number(),
            Throttled = Number(),
            Invalid = Number(),
            Blocked = Number(),
            Errors = Number(),
            Distinct = Number(),
            BadMax = Number(),
            First = Second(),
            Last = Second(),
            FirstOk = Second(),
            LastOk = Second(),
            FirstDenied = Second(),
            LastDenied = Second(),
            LastInvalid = Second(),
        };

        string Text() => row[at++] ?? "";
        long Number() => row[at++] is { Length: > 0 } text ? (long)double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : 0;
        int? Second() => row[at++] is { Length: > 0 } text ? (int)double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
    }

    private static string Sql(Column column)
    {
        var condition = column.Outcome is { } outcome ? $"outcome = '{outcome}'" : column.Condition;
        return column.Kind switch
        {
            Kind.Count when condition is null => "COUNT(*)",
            Kind.Count => $"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)",
            Kind.CountDistinct => $"COUNT(DISTINCT {column.Value})",
            _ when condition is null => $"{column.Kind.ToString().ToUpperInvariant()}({column.Value})",
            _ => $"{column.Kind.ToString().ToUpperInvariant()}(CASE WHEN {condition} THEN {column.Value} END)",
        };
    }

    private static string Kql(Column column)
    {
        var condition = column.Outcome is { } outcome ? $"outcome == \"{outcome}\"" : column.Condition;
        var name = column.Kind.ToString().ToLowerInvariant();
        return column.Kind switch
        {
            Kind.Count => condition is null ? "count()" : $"countif({condition})",
            Kind.CountDistinct => $"dcountif({column.Value}, isnotempty({column.Value}), 4)",
            _ => condition is null ? $"{name}({column.Value})" : $"{name}if({column.Value}, {condition})",
        };
    }
}
