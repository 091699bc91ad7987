using System.Globalization;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// What tokens cost, as the user says: prices change, so none are built in. A CSV file with the columns Model (with
/// wildcards), InputPerMillion and OutputPerMillion, in the currency of the budget. The first row that matches counts.
/// </summary>
public sealed class PriceTable
{
    private readonly List<(Glob Model, double Input, double Output)> _rows = [];

    /// <summary>Reads a price table.</summary>
    /// <exception cref="AiCloudException">A row is not of this form.</exception>
    public static PriceTable Read(TextReader csv, string name)
    {
        ArgumentNullException.ThrowIfNull(csv);
        var table = new PriceTable();
        string[] header = [.. (csv.ReadLine() ?? "").TrimStart('\uFEFF').Split(',').Select(Bare)];
        var (model, input, output) = (Column("Model"), Column("InputPerMillion"), Column("OutputPerMillion"));
        for (var line = 2; csv.ReadLine() is { } row; line++)
        {
            if (row.Trim().Length == 0)
            {
                continue;
            }
            string[] cells = [.. row.Split(',').Select(Bare)];
            if (cells.Length <= Math.Max(model, Math.Max(input, output)) || !TryPrice(cells[input], out var perInput) || !TryPrice(cells[output], out var perOutput))
            {
                throw Bad($"line {line} has no model with two prices");
            }
            table._rows.Add((Glob.Action(cells[model]), perInput / 1e6, perOutput / 1e6));
        }
        return table._rows.Count > 0 ? table : throw Bad("it has no rows");

        int Column(string wanted) => Array.FindIndex(header, cell => cell.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is >= 0 and var column
            ? column : throw Bad($"it has no column {wanted}");

        AiCloudException Bad(string what) => new(ErrorId.EstateUnreadable,
            Display.Safe($"{name} is no price table: {what}. It is CSV with the columns Model, InputPerMillion, OutputPerMillion."), name);
    }

    /// <summary>What calls of a model cost; null where the table does not know the model.</summary>
    internal double? CostOf(string model, long inTokens, long outTokens)
    {
        foreach (var (pattern, input, output) in _rows)
        {
            if (pattern.Matches(model))
            {
                return inTokens * input + outTokens * output;
            }
        }
        return null;
    }

    private static string Bare(string cell) => cell.Trim().Trim('"');

    private static bool TryPrice(string text, out double price) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out price) && price is >= 0 and < 1e9;
}
