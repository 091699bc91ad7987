namespace AiCloudSecurity.Reports;

/// <summary>A finding as a row of text, for writers of tables.</summary>
public static class FindingRow
{
    /// <summary>Its properties in their order, each as text; times are ISO 8601 in UTC.</summary>
    public static IEnumerable<(string Name, string Text)> Of(Finding finding) => FindingColumns.All.Select(column => (column.Name, column.Text(finding)));
}
