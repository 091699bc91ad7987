namespace AiCloudSecurity.Core.Tests;

/// <summary>How much of what is generated a run takes.</summary>
internal static class Slices
{
    /// <summary>How many random networks are simulated of each cloud.</summary>
    public static int Networks { get; } = SampleEstates.IsFullRun ? 50_000 : 2_000;
}
