namespace AiCloudSecurity;

/// <summary>A cloud whose AI services are judged.</summary>
public enum Cloud
{
    /// <summary>Amazon Web Services.</summary>
    Aws,
    /// <summary>Microsoft Azure.</summary>
    Azure,
    /// <summary>Google Cloud.</summary>
    Gcp,
}

/// <summary>The four things that keep an AI service safe.</summary>
public enum Pillar
{
    /// <summary>Users and workloads hold only what their task needs.</summary>
    LeastPrivilege,
    /// <summary>Nothing is public by default, and nobody talks to a model directly.</summary>
    Isolation,
    /// <summary>Predictions, use and spending are watched.</summary>
    Monitoring,
    /// <summary>Data is encrypted with the customer's own keys, personal data redacted.</summary>
    DataProtection,
}

/// <summary>How much a failed check matters.</summary>
public enum Severity
{
    /// <summary>Evidence, no risk by itself.</summary>
    Info,
    /// <summary>Good practice.</summary>
    Low,
    /// <summary>Weakens a defence.</summary>
    Medium,
    /// <summary>A defence is missing.</summary>
    High,
    /// <summary>Can be abused as it is.</summary>
    Critical,
}

/// <summary>What a check says of a resource.</summary>
public enum Status
{
    /// <summary>Seen, and as it should be.</summary>
    Pass,
    /// <summary>Seen, and not as it should be.</summary>
    Fail,
    /// <summary>Not seen: what the verdict rests on could not be read.</summary>
    Unknown,
    /// <summary>Seen, and there is nothing to judge.</summary>
    NotApplicable,
    /// <summary>Seen, and not as it should be; somebody answers for it until a date.</summary>
    Accepted,
}

/// <summary>The advice that a check serves, by its number in the methodology.</summary>
[Flags]
public enum Tip
{
    /// <summary>No advice.</summary>
    None = 0,
    /// <summary>T1a: users and workloads hold only what their task needs.</summary>
    LeastPrivilege = 1 << 0,
    /// <summary>T1b: notebooks are shared by permission, with the right people.</summary>
    NotebookSharing = 1 << 1,
    /// <summary>T1c: test and production are kept apart.</summary>
    Segregation = 1 << 2,
    /// <summary>T2a: no AI service is public unless that is intended.</summary>
    PublicExposure = 1 << 3,
    /// <summary>T2b: AI services stay off the tenant's default networks; egress is limited.</summary>
    DefaultNetwork = 1 << 4,
    /// <summary>T2c: nobody talks to a model directly; inference goes through a gateway that limits it.</summary>
    InferenceGateway = 1 << 5,
    /// <summary>T2d: templates behind notebooks and training are hardened.</summary>
    HardenedTemplate = 1 << 6,
    /// <summary>T3a: model predictions are monitored.</summary>
    ModelMonitoring = 1 << 7,
    /// <summary>T3b: signatures of model theft and inversion are looked for.</summary>
    TheftSignature = 1 << 8,
    /// <summary>T3c: budgets and alerts guard against denial of wallet.</summary>
    Budget = 1 << 9,
    /// <summary>T3d: AI services are integrated with the provider's logs and audit.</summary>
    Audit = 1 << 10,
    /// <summary>T4a: data at rest is encrypted with the customer's own keys.</summary>
    CustomerKey = 1 << 11,
    /// <summary>T4b: personal data is redacted.</summary>
    PiiRedaction = 1 << 12,
}

/// <summary>Numbers of the methodology.</summary>
public static class Tips
{
    private static readonly string[] s_numbers =
        ["T1a", "T1b", "T1c", "T2a", "T2b", "T2c", "T2d", "T3a", "T3b", "T3c", "T3d", "T4a", "T4b"];

    /// <summary>The numbers of the advice, as <c>T1a, T2b</c>.</summary>
    public static string Numbers(this Tip tips) =>
        string.Join(", ", s_numbers.Where((_, bit) => tips.HasFlag((Tip)(1 << bit))));
}

/// <summary>Whether what a check finds can be set right in place.</summary>
public enum Remedy
{
    /// <summary>Nothing has to change: the check gives evidence.</summary>
    None,
    /// <summary>In place; nothing that works stops working.</summary>
    Safe,
    /// <summary>In place, but callers or users may lose what they rely on.</summary>
    MayBreak,
    /// <summary>Only by making the resource anew.</summary>
    Recreate,
}
