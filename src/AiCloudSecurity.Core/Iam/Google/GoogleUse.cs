using AiCloudSecurity.Checks.Gcp;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Iam.Google;

/// <summary>
/// Which of the rights that bindings give were used, as Recommender observed them. It says of each permission whether it
/// was used within its period, not when; and says nothing of bindings on single resources, of young ones, and where
/// Security Command Center is not paid for.
/// </summary>
internal sealed class GoogleUse(Inventory<PolicyInsight> insights, Scope scope)
{
    // It is made anew every day or two.
    private static readonly TimeSpan s_lag = TimeSpan.FromDays(2);
    private readonly Dictionary<string, PolicyInsight> _byBinding = insights.Known
        .SelectMany(insight => (insight.TargetResources ?? []).Select(on => (Insight: insight, Key: KeyOf(insight.Content?.Member, insight.Content?.Role, GcpIdentity.Relative(on, scope), insight.Content?.Condition?.Expression))))
        .DistinctBy(one => one.Key, StringComparer.Ordinal).ToDictionary(one => one.Key, one => one.Insight, StringComparer.Ordinal);

    /// <summary>Whether insights were looked for, with whatever answer.</summary>
    public static bool WasRead(Estate estate) => estate.Asked(ResourceType.Of<PolicyInsight>());

    /// <summary>Why nothing can be said where <see cref="Of"/> says nothing; null where all insights that there are were read.</summary>
    public string? Unread
    {
        get
        {
            try
            {
                _ = insights.All;
                return null;
            }
            catch (UnseenException unseen)
            {
                return unseen.Message;
            }
        }
    }

    /// <summary>Whether a permission of a binding was used since a time.</summary>
    public Use Of(GoogleBinding binding, string permission, DateTimeOffset since)
    {
        if (!_byBinding.TryGetValue(KeyOf(binding.Member, binding.Role, GcpIdentity.Relative(binding.On, scope), binding.Condition), out var insight)
            || insight.LastRefreshTime is not { } made || Names.Duration(insight.ObservationPeriod) is not { } period || IsOf(insight.Content?.InferredPermissions))
        {
            return Use.Unknown;
        }
        var first = made - period;
        return IsOf(insight.Content?.ExercisedPermissions) ? since - first <= s_lag ? Use.Used : Use.Unknown
            : first - since <= s_lag ? Use.Unused : Use.Unknown;

        bool IsOf(IReadOnlyList<ObservedPermission>? permissions) => permissions?.Any(one => one.Permission == permission) is true;
    }

    // Google writes an empty condition where there is none.
    private static string KeyOf(string? member, string? role, string on, string? condition) => $"{member?.ToLowerInvariant()}\n{role}\n{on}\n{condition}";
}
