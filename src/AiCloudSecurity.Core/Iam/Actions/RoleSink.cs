namespace AiCloudSecurity.Iam;

/// <summary>What somebody gains who hands a role to an operation.</summary>
public enum SinkPower
{
    /// <summary>The service uses the role for a fixed purpose, as for writing its own logs.</summary>
    Narrow,
    /// <summary>What the role may read comes back to the caller, or goes where the caller says.</summary>
    Data,
    /// <summary>Code or API calls of the caller's choice run as the role.</summary>
    Code,
}

/// <summary>An operation that takes a role, and what that is worth to its caller.</summary>
/// <param name="Action">The action, as sagemaker:CreateTrainingJob.</param>
/// <param name="Service">The service that takes the role: what iam:PassedToService says and the role's trust must admit.</param>
/// <param name="Power">What the caller gains.</param>
/// <param name="Also">
/// Actions that the caller needs besides to gain it: each item is one action, or several of which one is enough.
/// Empty where the operation alone is enough.
/// </param>
/// <param name="How">What the caller then can do, as "run its own container as a training job".</param>
/// <param name="Source">Who documents this way; empty where it follows from what the operation takes.</param>
public sealed record RoleSink(string Action, string Service, SinkPower Power, IReadOnlyList<IReadOnlyList<string>> Also, string How, string Source = "");
