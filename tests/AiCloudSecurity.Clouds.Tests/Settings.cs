namespace AiCloudSecurity.Clouds.Tests;

/// <summary>
/// Tests that share the emulator, change variables of the environment, or start programs that are found by one: one at a
/// time. What needs neither runs beside them.
/// </summary>
internal static class Settings
{
    public const string OfTheProcess = "settings of the process";
}
