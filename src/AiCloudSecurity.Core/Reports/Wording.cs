namespace AiCloudSecurity.Reports;

/// <summary>Names of the enumerations as people write them.</summary>
internal static class Wording
{
    public static string Of(Pillar pillar) => pillar switch
    {
        Pillar.LeastPrivilege => "Least privilege",
        Pillar.DataProtection => "Data protection",
        _ => pillar.ToString(),
    };

    public static string Of(Status status) => status == Status.NotApplicable ? "Not applicable" : status.ToString();

    public static string Of(Cloud cloud) => cloud switch
    {
        Cloud.Aws => "AWS",
        Cloud.Gcp => "Google Cloud",
        _ => cloud.ToString(),
    };

    /// <summary><c>AWS::SageMaker::NotebookInstance</c> without what the reader knows.</summary>
    public static string OfType(string resourceType) =>
        (resourceType.StartsWith("AWS::", StringComparison.Ordinal) ? resourceType[5..] : resourceType).Replace("::", " ", StringComparison.Ordinal);

    /// <summary>What the pillar asks.</summary>
    public static string Question(Pillar pillar) => pillar switch
    {
        Pillar.LeastPrivilege => "Users and workloads hold only what their task needs.",
        Pillar.Isolation => "Nothing is public by default, and nobody talks to a model directly.",
        Pillar.Monitoring => "Predictions, use and spending are watched.",
        _ => "Data is encrypted with your own keys, personal data redacted.",
    };
}
