namespace AiCloudSecurity.Checks;

/// <summary>Whether a resource is production, and what says so.</summary>
/// <param name="IsProduction">Production, or anything else.</param>
/// <param name="By">As "the tag env=prod".</param>
internal sealed record KnownEnvironment(bool IsProduction, string By);

/// <summary>Words by which people say what is production and what is not.</summary>
internal static class EnvironmentWords
{
    private static readonly string[] s_labels = ["env", "environment", "stage", "deployment-environment"];
    private static readonly string[] s_production = ["prod", "prd", "production", "live"];
    private static readonly string[] s_other =
        ["dev", "develop", "development", "test", "tst", "testing", "qa", "uat", "stage", "staging", "stg", "preprod", "nonprod", "nonproduction", "sandbox", "lab", "int", "integration", "poc"];

    /// <summary>Whether a tag or label is one that says the environment.</summary>
    public static bool IsLabel(string? key) => s_labels.Contains(key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the value of such a label means production; null where it does not say.</summary>
    public static bool? OfValue(string value) => Of([Plain(value)]);

    /// <summary>Whether a name of several words means production; null where it does not say.</summary>
    public static bool? OfName(string name) => Of(Plain(name).Split([' ', '-', '_', '.']));

    private static bool? Of(string[] words) => (words.Any(word => s_production.Contains(word)), words.Any(word => s_other.Contains(word))) switch
    {
        (true, false) => true,
        (false, true) => false,
        _ => null,
    };

    // What is before production is not production.
    private static string Plain(string text) => text.Trim().ToLowerInvariant().Replace("pre-prod", "preprod", StringComparison.Ordinal).Replace("non-prod", "nonprod", StringComparison.Ordinal)
        .Replace("pre_prod", "preprod", StringComparison.Ordinal).Replace("non_prod", "nonprod", StringComparison.Ordinal);
}
