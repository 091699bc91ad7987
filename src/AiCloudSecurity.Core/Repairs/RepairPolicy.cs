using System.Text.Json;

namespace AiCloudSecurity.Repairs;

/// <summary>Which checks each cmdlet sets right, and what it must be granted to write, beside what reading needs.</summary>
public static class RepairPolicy
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>The checks that Disable-AiPublicAccess sets right.</summary>
    public static IReadOnlyList<string> PublicAccess { get; } =
    [
        "AWS-NET-045", "AWS-NET-004", "AWS-NET-005", "AWS-NET-033", "AWS-IAM-032", "AWS-IAM-042", "AWS-IAM-044",
        "AZ-NET-001", "AZ-NET-002", "AZ-NET-009", "AZ-NET-019", "AZ-NET-020", "AZ-NET-022", "AZ-NET-023", "AZ-NET-027", "AZ-NET-040",
        "GCP-IAM-004", "GCP-DATA-025", "GCP-NET-032", "GCP-NET-039",
    ];

    /// <summary>The checks that Enable-AiInvocationLog sets right.</summary>
    public static IReadOnlyList<string> InvocationLog { get; } =
        ["AWS-MON-001", "AWS-MON-002", "AWS-MON-005", "AWS-MON-006", "AWS-MON-007", "AWS-MON-008", "AWS-MON-037", "AZ-MON-001", "AZ-MON-002", "AZ-MON-003", "AZ-MON-004", "AZ-MON-005", "AZ-MON-006", "GCP-MON-001", "GCP-MON-002", "GCP-MON-003", "GCP-MON-004", "GCP-MON-005", "GCP-MON-023", "GCP-MON-025"];

    /// <summary>The checks that Enable-AiPiiRedaction sets right.</summary>
    public static IReadOnlyList<string> PiiRedaction { get; } = ["AWS-DATA-026", "AWS-DATA-024", "AZ-MON-013", "AZ-MON-014", "GCP-DATA-012", "GCP-DATA-018", "GCP-DATA-021", "GCP-DATA-023"];

    /// <summary>The checks that Set-AiEncryptionKey sets right.</summary>
    public static IReadOnlyList<string> EncryptionKey { get; } = ["AWS-DATA-002", "AWS-DATA-016", "AWS-DATA-018", "AWS-DATA-019", "AWS-DATA-023", "AWS-DATA-032", "AWS-DATA-040", "AWS-DATA-045", "AZ-DATA-001", "AZ-DATA-006", "GCP-DATA-008", "GCP-DATA-016", "GCP-DATA-026"];

    /// <summary>The checks that Set-AiNotebookSharing sets right.</summary>
    public static IReadOnlyList<string> NotebookSharing { get; } = ["GCP-IAM-014", "GCP-IAM-015"];

    /// <summary>The checks that Enable-AiSecurityPosture sets right.</summary>
    public static IReadOnlyList<string> SecurityPosture { get; } = ["AWS-DATA-049", "AZ-IAM-030", "AZ-MON-017", "AZ-MON-019", "GCP-IAM-027", "GCP-NET-034", "GCP-MON-024"];

    /// <summary>The checks that Set-AiInvocationAlarm sets right.</summary>
    public static IReadOnlyList<string> InvocationAlarm { get; } = ["AWS-MON-012", "AWS-MON-013", "AWS-MON-014", "AZ-MON-020", "AZ-MON-021", "AZ-MON-022", "AZ-MON-023", "GCP-MON-011", "GCP-MON-012", "GCP-MON-013", "GCP-MON-014"];

    /// <summary>What each cmdlet must be granted in a cloud, as JSON: a policy of AWS, a role of Azure or of Google Cloud. Undo-AiRepair needs what it takes back.</summary>
    /// <param name="cloud">The cloud.</param>
    public static string Text(Cloud cloud)
    {
        var repairs = Repair.All.Where(repair => repair.Subject.Cloud == cloud).SelectMany(repair => repair.Permissions);
        var cmdlets = new SortedDictionary<string, IEnumerable<string>>(StringComparer.Ordinal)
        {
            ["Disable-AiPublicAccess"] = Of(PublicAccess),
            ["Enable-AiInvocationLog"] = Of(InvocationLog),
            ["Enable-AiPiiRedaction"] = Of(PiiRedaction),
            ["Enable-AiSecurityPosture"] = Of(SecurityPosture),
            ["Repair-AiFinding"] = repairs,
            ["Revoke-AiIamGrant"] = For(Grants),
            ["Set-AiBudgetAlert"] = For(Budgets),
            ["Set-AiEncryptionKey"] = Of(EncryptionKey),
            ["Set-AiInvocationAlarm"] = Of(InvocationAlarm),
            ["Set-AiNotebookSharing"] = Of(NotebookSharing),
            ["Undo-AiRepair"] = repairs.Concat(For(Budgets)).Concat(For(Grants)),
        };
        SortedDictionary<string, object> text = new(StringComparer.Ordinal);
        foreach (var (cmdlet, needed) in cmdlets)
        {
            string[] permissions = [.. needed.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (permissions.Length > 0)
            {
                text[cmdlet] = Policy(cloud, cmdlet, permissions);
            }
        }
        return JsonSerializer.Serialize(text, s_indented);

        IEnumerable<string> Of(IEnumerable<string> checks) => Repair.All.Where(repair => repair.Subject.Cloud == cloud && checks.Contains(repair.About.CheckId)).SelectMany(repair => repair.Permissions);

        IEnumerable<string> For(IEnumerable<Setting> settings) => settings.Where(setting => setting.Cloud == cloud).SelectMany(setting => setting.Permissions);
    }

    private static IEnumerable<Setting> Budgets => [Aws.BudgetSettings.Budget, Azure.BudgetSettings.Budget, Gcp.BudgetSettings.Budget, Gcp.QuotaSettings.Overrides];

    private static IEnumerable<Setting> Grants => [Aws.AccessSettings.HeldPolicy, Azure.AccessSettings.RoleAssignment, Gcp.PolicySettings.Iam];

    private static object Policy(Cloud cloud, string cmdlet, string[] permissions) => cloud switch
    {
        Cloud.Aws => new { Version = "2012-10-17", Statement = new[] { new { Effect = "Allow", Action = permissions, Resource = "*" } } },
        Cloud.Azure => new { Name = $"AiCloudSecurity {cmdlet}", IsCustom = true, Description = $"What {cmdlet} of AiCloudSecurity writes.", Actions = permissions, NotActions = Array.Empty<string>(), AssignableScopes = new[] { "/subscriptions/00000000-0000-0000-0000-000000000000" } },
        _ => new { title = $"AiCloudSecurity {cmdlet}", description = $"What {cmdlet} of AiCloudSecurity writes.", stage = "GA", includedPermissions = permissions },
    };
}
