namespace AiCloudSecurity.Iam;

/// <summary>A way by which a principal comes to act as another, or to do what it was not given, through an AI service.</summary>
/// <param name="Principal">The ARN of who goes it; in Azure the object id.</param>
/// <param name="Text">Step by step, in one sentence that begins with "It can".</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Actions">The actions that it takes: to deny one of them closes it.</param>
/// <param name="Target">The ARN of the role that it ends with, in Azure what acts as an identity; null where it may be any.</param>
/// <param name="Source">Who documents it; empty where it follows from the model.</param>
/// <param name="Conditions">The condition keys on which it hangs and which its goer does not choose.</param>
public sealed record EscalationPath(
    string Principal,
    string Text,
    Severity Severity,
    IReadOnlyList<string> Actions,
    string? Target,
    string Source,
    IReadOnlyList<string> Conditions)
{
    /// <summary>Nobody documents it: it follows from what the operations take and do.</summary>
    public bool IsDerived => Source.Length == 0;

    /// <inheritdoc/>
    public override string ToString()
    {
        var hangs = Conditions.Count == 0 ? "" : $" That hangs on {string.Join(", ", Conditions)}.";
        return $"{Text}{hangs} ({(IsDerived ? "derived" : Source)})";
    }
}
