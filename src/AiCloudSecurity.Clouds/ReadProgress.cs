namespace AiCloudSecurity.Clouds;

/// <summary>How far the reading of a scope is.</summary>
/// <param name="Scope">The account, subscription or project.</param>
/// <param name="Done">Requests that were answered.</param>
/// <param name="Known">Requests that are known to be needed so far; grows as lists come in.</param>
public readonly record struct ReadProgress(string Scope, int Done, int Known);
