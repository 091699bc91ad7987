using System.Text.Json;

namespace AiCloudSecurity.Repairs;

/// <summary>What each cmdlet that changes AWS must be granted to write, beside what reading needs.</summary>
public static class AwsRepairPolicy
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>The checks that Disable-AiPublicAccess sets right.</summary>
    public static IReadOnlyList<string> PublicAccess { get; } = ["AWS-NET-045", "AWS-NET-004", "AWS-NET-005", "AWS-NET-033", "AWS-IAM-042", "AWS-IAM-044"];

    /// <summary>The checks that Enable-AiInvocationLog sets right.</summary>
    public static IReadOnlyList<string> InvocationLog { get; } = ["AWS-MON-001", "AWS-MON-002"];

    /// <summary>The checks that Enable-AiPiiRedaction sets right.</summary>
    public static IReadOnlyList<string> PiiRedaction { get; } = ["AWS-DATA-026", "AWS-DATA-024"];

    /// <summary>The checks that Set-AiEncryptionKey sets right.</summary>
    public static IReadOnlyList<string> EncryptionKey { get; } = ["AWS-DATA-016", "AWS-DATA-023", "AWS-DATA-045"];

    /// <summary>A policy for each cmdlet, as JSON. Undo-AiRepair needs what it takes back.</summary>
    public static string Text()
    {
        var everything = Repair.All.SelectMany(repair => repair.Settings).Append(Aws.BudgetSettings.Budget).ToList();
        return JsonSerializer.Serialize(new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["Disable-AiPublicAccess"] = Policy(Of(PublicAccess)),
            ["Enable-AiInvocationLog"] = Policy(Of(InvocationLog)),
            ["Enable-AiPiiRedaction"] = Policy(Of(PiiRedaction)),
            ["Repair-AiFinding"] = Policy(Repair.All.SelectMany(repair => repair.Settings)),
            ["Set-AiBudgetAlert"] = Policy([Aws.BudgetSettings.Budget]),
            ["Set-AiEncryptionKey"] = Policy(Of(EncryptionKey)),
            ["Undo-AiRepair"] = Policy(everything),
        }, s_indented);
    }

    private static IEnumerable<Setting> Of(IReadOnlyList<string> checks) => Repair.All.Where(repair => checks.Contains(repair.About.CheckId)).SelectMany(repair => repair.Settings);

    private static object Policy(IEnumerable<Setting> settings) => new
    {
        Version = "2012-10-17",
        Statement = new[]
        {
            new { Effect = "Allow", Action = settings.Where(setting => setting.Cloud == Cloud.Aws).SelectMany(setting => setting.Permissions).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray(), Resource = "*" },
        },
    };
}
