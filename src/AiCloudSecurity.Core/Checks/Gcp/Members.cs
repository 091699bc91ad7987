using System.Text.RegularExpressions;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Who is meant by a member of a binding.</summary>
internal static partial class Members
{
    private const string Account = "serviceAccount:";

    /// <summary>Everybody, with an account of Google or without.</summary>
    public static bool IsEverybody(string member) => member is "allUsers" or "allAuthenticatedUsers";

    /// <summary>Everybody, or everybody of a domain.</summary>
    public static bool IsBroad(string member) => IsEverybody(member) || member.StartsWith("domain:", StringComparison.Ordinal);

    /// <summary>It was deleted: nobody holds it.</summary>
    public static bool IsDeleted(string member) => member.StartsWith("deleted:", StringComparison.Ordinal);

    /// <summary>A person.</summary>
    public static bool IsUser(string member) => member.StartsWith("user:", StringComparison.Ordinal);

    /// <summary>An account that Google keeps for one of its services.</summary>
    public static bool IsAgent(string member) => Agent().IsMatch(member);

    /// <summary>The agent of a service of AI.</summary>
    public static bool IsAiAgent(string member) => AiAgent().IsMatch(member);

    /// <summary>A service account of a customer.</summary>
    public static bool IsWorkload(string member) => member.StartsWith(Account, StringComparison.Ordinal) && !IsAgent(member);

    /// <summary>The default account of Compute Engine or App Engine, by its address; those that name none get it, too.</summary>
    public static bool IsDefault(string? email) => string.IsNullOrEmpty(email) || email == "default" || Default().IsMatch(email);

    /// <summary>The default account of Compute Engine.</summary>
    public static bool IsDefaultCompute(string member) => member.StartsWith(Account, StringComparison.Ordinal) && DefaultCompute().IsMatch(member);

    /// <summary>The member that a service account is.</summary>
    public static string OfAccount(string email) => Account + email;

    /// <summary>The e-mail address of a service account; of pool identities null.</summary>
    public static string? AccountOf(string member) => member.StartsWith(Account, StringComparison.Ordinal) ? member[Account.Length..] : null;

    /// <summary>The domain of a person, group or domain; null of others.</summary>
    public static string? DomainOf(string member) =>
        member.StartsWith("domain:", StringComparison.Ordinal) ? member["domain:".Length..].ToLowerInvariant()
        : (IsUser(member) || member.StartsWith("group:", StringComparison.Ordinal)) && member.LastIndexOf('@') is > 0 and var at ? member[(at + 1)..].ToLowerInvariant() : null;

    /// <summary>A domain in which everybody can have an account.</summary>
    public static bool IsConsumer(string domain) => domain is "gmail.com" or "googlemail.com";

    // service-123@gcp-sa-aiplatform.iam.gserviceaccount.com, 123@cloudservices.gserviceaccount.com and older ones of the same form.
    [GeneratedRegex(@"^serviceAccount:(service-(org-)?\d+@(gcp-sa-[a-z0-9-]+|cloud-filer|cloud-ml\.google\.com|cloud-redis|cloud-tpu|cloudcomposer-accounts|compute-system|container-engine-robot|containerregistry|dataflow-service-producer-prod|dataproc-accounts|dlp-api|endpoints-portal|firebase-rules|gae-api-prod\.google\.com|gcf-admin-robot|genomics-api|gs-project-accounts|serverless-robot-prod|service-networking|sourcerepo-service-accounts)|bq-\d+@bigquery-encryption)\.iam\.gserviceaccount\.com$|^serviceAccount:\d+@cloudservices\.gserviceaccount\.com$", RegexOptions.CultureInvariant)]
    private static partial Regex Agent();

    [GeneratedRegex(@"^serviceAccount:service-\d+@gcp-sa-(aiplatform[a-z-]*|vertex-[a-z-]+|notebooks|dialogflow|discoveryengine|prod-dai-core|documentai|automl|ccaip|contactcenterinsights|speech|visionai)\.iam\.gserviceaccount\.com$|^serviceAccount:service-\d+@cloud-ml\.google\.com\.iam\.gserviceaccount\.com$", RegexOptions.CultureInvariant)]
    private static partial Regex AiAgent();

    [GeneratedRegex(@"^\d+-compute@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$", RegexOptions.CultureInvariant)]
    private static partial Regex Default();

    [GeneratedRegex(@":\d+-compute@developer\.gserviceaccount\.com$", RegexOptions.CultureInvariant)]
    private static partial Regex DefaultCompute();
}
