using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Judges whether logs are kept, and arrive somewhere.</summary>
internal static class DiagnosticLogs
{
    /// <summary>Whether each of the categories is enabled in some setting that leads to something that exists.</summary>
    /// <param name="settings">The diagnostic settings of one resource.</param>
    /// <param name="workspaces">Where logs may go.</param>
    /// <param name="wanted">A category, and the group beside allLogs that holds it.</param>
    public static Verdict Judge(IReadOnlyList<DiagnosticSetting> settings, Inventory<LogWorkspace> workspaces, params (string Category, string? Group)[] wanted)
    {
        if (settings.Count == 0)
        {
            return Fail("There is no diagnostic setting.");
        }
        List<string> missing = [];
        List<string> kept = [];
        UnseenException? unseen = null;
        foreach (var (category, group) in wanted)
        {
            var having = settings.Where(setting => setting.Properties?.Logs?.Any(log => log.Enabled is true
                && (log.Category.Is(category) || log.CategoryGroup.Is("allLogs") || group is not null && log.CategoryGroup.Is(group))) is true).ToList();
            var (arrives, why) = Arrives(having, workspaces);
            unseen ??= why;
            if (arrives is not null)
            {
                kept.Add($"{category} by {arrives.Identity.Name}");
            }
            else if (why is null)
            {
                missing.Add(having.Count == 0 ? category : $"{category}, which {having[0].Identity.Name} sends nowhere");
            }
        }
        return missing.Count > 0 ? Fail($"Not kept: {string.Join("; ", missing)}.")
            : unseen is not null ? throw unseen
            : Pass($"Kept: {string.Join(", ", kept)}.");
    }

    private static (DiagnosticSetting? Setting, UnseenException? Why) Arrives(List<DiagnosticSetting> settings, Inventory<LogWorkspace> workspaces)
    {
        UnseenException? why = null;
        foreach (var setting in settings)
        {
            try
            {
                if (setting.Properties is { } to && (to.StorageAccountId is { Length: > 0 } || to.EventHubAuthorizationRuleId is { Length: > 0 }
                    || to.MarketplacePartnerId is { Length: > 0 } || workspaces.Find(to.WorkspaceId) is not null))
                {
                    return (setting, null);
                }
            }
            catch (UnseenException unseen)
            {
                why = unseen;
            }
        }
        return (null, why);
    }
}
