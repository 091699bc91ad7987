using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Judges what may hold secrets; the values themselves were replaced when the estate was read.</summary>
internal static class Secrets
{
    /// <summary>Judges environment variables and, where there are some, arguments.</summary>
    public static Verdict Judge(IEnumerable<EnvironmentVariable>? variables, IEnumerable<string>? arguments = null)
    {
        var held = (variables ?? []).Where(variable => Redaction.IsSecret(variable.Value)).Select(variable => $"the environment variable {variable.Name}")
            .Concat((arguments ?? []).Any(Redaction.IsSecret) ? ["an argument"] : Array.Empty<string>()).ToList();
        return held.Count > 0 ? Verdict.Fail($"A secret stands in {Names.Some(held)}.") : Verdict.Pass("Nothing in its settings looks like a secret.");
    }
}
