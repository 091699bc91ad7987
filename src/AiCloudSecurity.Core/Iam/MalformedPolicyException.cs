namespace AiCloudSecurity.Iam;

/// <summary>A policy document cannot be understood, so nothing may be concluded from it.</summary>
/// <param name="place">Where in the document, as <c>$.Statement[0].Action</c>.</param>
/// <param name="problem">What is wrong there.</param>
public sealed class MalformedPolicyException(string place, string problem) : FormatException($"{Display.Safe(place)}: {problem}")
{
    /// <summary>Where in the document.</summary>
    public string Place => place;
}
