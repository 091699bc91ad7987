using Perfolizer.Horology;
using Perfolizer.Metrology;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// Counts the processor time of this process, its garbage collector and compiler included: on a machine that others
/// use too, wall time says more about them than about us.
/// </summary>
internal sealed class CpuClock : IClock
{
    public string Title => "processor time";

    public bool IsAvailable => true;

    public Frequency Frequency { get; } = new(TimeSpan.TicksPerSecond);

    public long GetTimestamp() => Now.Ticks;

    public static TimeSpan Now => Environment.CpuUsage.TotalTime;
}
