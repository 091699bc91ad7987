using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>The perimeters of VPC Service Controls that a project is in. What is tried without being enforced protects nothing, and neither does a bridge.</summary>
internal sealed class Perimeters(Inventory<ServicePerimeter> perimeters, Scope scope)
{
    /// <summary>Those that are enforced.</summary>
    /// <exception cref="UnseenException">There is none by what was read, and something was not.</exception>
    public IReadOnlyList<ServicePerimeter> Enforced =>
        perimeters.Known.Where(perimeter => IsRegular(perimeter) && Holds(perimeter.Status)).ToList() is { Count: > 0 } known ? known : [.. perimeters.All.Where(perimeter => IsRegular(perimeter) && Holds(perimeter.Status))];

    /// <summary>One that is only tried.</summary>
    public ServicePerimeter? Tried => perimeters.All.FirstOrDefault(perimeter => IsRegular(perimeter) && Holds(perimeter.Spec));

    /// <summary>What people call a perimeter.</summary>
    public static string NameOf(ServicePerimeter perimeter) => perimeter.Title is { Length: > 0 } title ? title : perimeter.Identity.Name;

    private static bool IsRegular(ServicePerimeter perimeter) => perimeter.PerimeterType is not "PERIMETER_TYPE_BRIDGE";

    private bool Holds(PerimeterConfig? config) => config?.Resources?.Any(resource => resource == $"projects/{scope.Number}" || resource == $"projects/{scope.Id}") is true;
}

/// <summary>Checks on the perimeter around a project with AI services.</summary>
internal static class PerimeterChecks
{
    private const string Guide = "https://cloud.google.com/vertex-ai/docs/general/vpc-service-controls";
    private const string Outside = "The project is in no enforced perimeter, which GCP-NET-028 says.";
    private static readonly string[] s_data = ["bigquery.googleapis.com", "storage.googleapis.com"];

    [Check("GCP-NET-028", Severity.High, "AI project is in an enforced perimeter",
        Risk = "A stolen token copies training data and models to any project in the world.",
        Advice = "Put the project into a service perimeter, first as a dry run.",
        Tip = Tip.PublicExposure | Tip.InferenceGateway, Remedy = Remedy.MayBreak, Owasp = "LLM02, ML05", Atlas = "AML.T0025", Link = Guide)]
    [Command("gcloud access-context-manager perimeters dry-run create NEW_PERIMETER --policy ACCESS_POLICY_ID --perimeter-title ai --perimeter-type regular --perimeter-resources projects/PROJECT_NUMBER --perimeter-restricted-services aiplatform.googleapis.com && gcloud access-context-manager perimeters dry-run enforce NEW_PERIMETER --policy ACCESS_POLICY_ID")]
    [Passes("{ }", AiUse.Vertex, """ServicePerimeter { "title": "ai", "status": { "resources": [ "projects/123456789012" ] } }""")]
    [Fails("{ }", AiUse.Vertex)]
    [Fails("{ }", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/999" ] } }""")]
    [Fails("{ }", AiUse.Vertex, """ServicePerimeter { "spec": { "resources": [ "projects/123456789012" ] } }""", Because = "A dry run stops nobody.")]
    [Fails("{ }", AiUse.Vertex, """ServicePerimeter { "perimeterType": "PERIMETER_TYPE_BRIDGE", "status": { "resources": [ "projects/123456789012" ] } }""", Because = "A bridge restricts no service.")]
    [Skips("{ }", """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ] } }""")]
    [Passes("""{ }""", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/999", "projects/123456789012" ] } }""")]
    public static Verdict InPerimeter(Project project, Perimeters perimeters, AiUse use)
    {
        _ = project;
        return !use.Any ? NotApplicable(AiUse.None)
            : perimeters.Enforced is [{ } perimeter, ..] ? Pass($"It is in the perimeter {Perimeters.NameOf(perimeter)}.")
            : Fail(perimeters.Tried is { } tried ? $"It is in the perimeter {Perimeters.NameOf(tried)} as a dry run only." : "It is in no perimeter.");
    }

    [Check("GCP-NET-029", Severity.High, "Perimeter restricts the AI services that the project uses",
        Risk = "What is not restricted may be called from anywhere, with data of the project.",
        Advice = "Add the AI services, Cloud Storage and BigQuery to the restricted services.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0025", Link = Guide)]
    [Command("gcloud access-context-manager perimeters update PERIMETER --policy ACCESS_POLICY_ID --add-restricted-services 'aiplatform.googleapis.com,storage.googleapis.com,bigquery.googleapis.com'")]
    [Passes("{ }", AiUse.Vertex, Storage, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "restrictedServices": [ "aiplatform.googleapis.com", "storage.googleapis.com" ] } }""")]
    [Passes("{ }", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "restrictedServices": [ "*" ] } }""")]
    [Fails("{ }", AiUse.Vertex, Storage, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "restrictedServices": [ "storage.googleapis.com" ] } }""")]
    [Fails("{ }", AiUse.Vertex, Storage, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "restrictedServices": [ "aiplatform.googleapis.com" ] } }""", Because = "Data leaves by buckets.")]
    [Fails("{ }", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ] }, "spec": { "restrictedServices": [ "aiplatform.googleapis.com" ] } }""")]
    [Skips("{ }", AiUse.Vertex, Because = "It is in no perimeter.")]
    [Skips("{ }", """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ] } }""")]
    [Fails("{ }", AiUse.Vertex, """EnabledService { "name": "projects/1/services/bigquery.googleapis.com", "state": "ENABLED" }""", """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "restrictedServices": [ "aiplatform.googleapis.com" ] } }""", Because = "Data leaves by tables.")]
    public static Verdict RestrictsAi(Project project, Perimeters perimeters, AiUse use)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        if (perimeters.Enforced is not { Count: > 0 } enforced)
        {
            return NotApplicable(Outside);
        }
        var restricted = enforced.SelectMany(perimeter => perimeter.Status?.RestrictedServices ?? []).ToHashSet();
        var open = restricted.Contains("*") ? [] : use.Services.Concat(s_data.Where(use.Uses)).Where(service => !restricted.Contains(service)).ToList();
        return open.Count == 0 ? Pass("All AI services that are enabled are restricted.") : Fail($"Not restricted: {string.Join(", ", open)}.");
    }

    [Check("GCP-NET-030", Severity.High, "Perimeter lets no unknown identity reach AI services",
        Risk = "The rule lets everybody in for whom the perimeter was made.",
        Advice = "Name the identities in the ingress rule, and the services that they need.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0049", Link = "https://cloud.google.com/vpc-service-controls/docs/ingress-egress-rules")]
    [Command("gcloud access-context-manager perimeters update PERIMETER --policy ACCESS_POLICY_ID --set-ingress-policies ingress.yaml")]
    [Passes("{ }", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "ingressPolicies": [ { "ingressFrom": { "identities": [ "user:ann@example.com" ] }, "ingressTo": { "operations": [ { "serviceName": "aiplatform.googleapis.com" } ] } } ] } }""")]
    [Passes("{ }", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "ingressPolicies": [ { "ingressFrom": { "identityType": "ANY_IDENTITY" }, "ingressTo": { "operations": [ { "serviceName": "monitoring.googleapis.com" } ] } } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "ingressPolicies": [ { "ingressFrom": { "identityType": "ANY_IDENTITY", "sources": [ { "accessLevel": "*" } ] }, "ingressTo": { "operations": [ { "serviceName": "aiplatform.googleapis.com" } ] } } ] } }""")]
    [Fails("{ }", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "ingressPolicies": [ { "ingressFrom": { "identityType": "ANY_IDENTITY", "sources": [ { "accessLevel": "accessPolicies/1/accessLevels/office" } ] }, "ingressTo": { "operations": [ { "serviceName": "*" } ] } } ] } }""", Because = "Where they come from is limited, which is milder.", Severity = Severity.Medium)]
    [Skips("{ }", AiUse.Vertex)]
    [Skips("{ }", """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ] } }""")]
    [Fails("""{ }""", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "ingressPolicies": [ { "ingressFrom": { "identityType": "ANY_IDENTITY", "sources": [ { "accessLevel": "accessPolicies/1/accessLevels/office" }, { "accessLevel": "*" } ] }, "ingressTo": { "operations": [ { "serviceName": "monitoring.googleapis.com" }, { "serviceName": "aiplatform.googleapis.com" } ] } } ] } }""", Because = "From anywhere, however the other place is called.")]
    [Fails("{ }", AiUse.Vertex, """ServicePerimeter { "status": { "resources": [ "projects/123456789012" ], "ingressPolicies": [ { "ingressFrom": { "identityType": "ANY_IDENTITY", "sources": [ { "accessLevel": "accessPolicies/1/accessLevels/office" } ] }, "ingressTo": { "operations": [ { "serviceName": "*" } ] } }, { "ingressFrom": { "identityType": "ANY_IDENTITY", "sources": [ { "accessLevel": "*" } ] }, "ingressTo": { "operations": [ { "serviceName": "*" } ] } } ] } }""", Because = "One of two rules is from anywhere.")]
    public static Verdict KnownIngress(Project project, Perimeters perimeters, AiUse use)
    {
        _ = project;
        if (!use.Any)
        {
            return NotApplicable(AiUse.None);
        }
        if (perimeters.Enforced is not { Count: > 0 } enforced)
        {
            return NotApplicable(Outside);
        }
        var open = enforced.SelectMany(perimeter => perimeter.Status?.IngressPolicies ?? []).Where(rule => rule.IngressFrom?.IdentityType is "ANY_IDENTITY"
            && rule.IngressTo?.Operations?.Any(operation => operation.ServiceName is "*" || AiUse.IsAi(operation.ServiceName ?? "")) is true).ToList();
        return open.Count == 0 ? Pass("No rule lets any identity reach an AI service.")
            : Fail($"{open.Count} rule(s) let any identity reach AI services{(open.All(IsNarrow) ? ", from known places" : "")}.", open.All(IsNarrow) ? Severity.Medium : Severity.High);
    }

    private const string Storage = """EnabledService { "name": "projects/1/services/storage.googleapis.com", "state": "ENABLED" }""";

    private static bool IsNarrow(IngressPolicy rule) => rule.IngressFrom?.Sources is { Count: > 0 } sources && sources.All(source => source.AccessLevel is not "*" && (source.AccessLevel ?? source.Resource) is { Length: > 0 });
}
