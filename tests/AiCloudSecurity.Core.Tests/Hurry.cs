namespace AiCloudSecurity.Core.Tests;

/// <summary>Waits for nothing: every wait is over at once, and takes as long as it would.</summary>
internal sealed class Hurry : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _now += dueTime.Ticks;
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Nothing();
    }

    private sealed class Nothing : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
