namespace AiCloudSecurity.Core.Tests;

/// <summary>How much of what is generated a run takes.</summary>
internal static class Slices
{
    /// <summary>How many times the usual number: more where AISEC_FULL is set.</summary>
    public static int Times { get; } = Environment.GetEnvironmentVariable("AISEC_FULL") is "1" ? 5 : 1;
}
