using System.Collections.Concurrent;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading.Channels;
using AiCloudSecurity.Clouds;

namespace AiCloudSecurity.Commands;

/// <summary>
/// Tells how far the reading of one or several accounts is: a few times a second, and never in the way. Where the
/// reader is busy, a report is left out.
/// </summary>
internal sealed class ReadingProgress(ChannelWriter<object> items, int scopes) : IProgress<ReadProgress>
{
    private readonly ConcurrentDictionary<string, ReadProgress> _reads = new(StringComparer.Ordinal);
    private string _activity = "Reading AWS accounts";
    private long _last;
    private int _ended;

    /// <summary>An account is being read.</summary>
    public async Task StartAsync(Scope scope, CancellationToken cancellationToken)
    {
        if (scopes == 1)
        {
            _activity = $"Reading AWS account {scope.Id}";
        }
        if (_reads.TryAdd(scope.Id, default) && (scopes == 1 || _reads.Count == 1))
        {
            await items.WriteAsync(new ProgressRecord(1, _activity, "Looking for AI services"), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An account has been read, or could not be.</summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        var all = Interlocked.Increment(ref _ended) == scopes;
        if (all && !_reads.IsEmpty)
        {
            await items.WriteAsync(new ProgressRecord(1, _activity, "Done") { RecordType = ProgressRecordType.Completed }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Report(ReadProgress value)
    {
        _reads[value.Scope] = value;
        var now = Stopwatch.GetTimestamp();
        var last = Volatile.Read(ref _last);
        if (Stopwatch.GetElapsedTime(last, now) < TimeSpan.FromMilliseconds(300) || Interlocked.CompareExchange(ref _last, now, last) != last)
        {
            return;
        }
        var (done, known) = (_reads.Values.Sum(read => read.Done), _reads.Values.Sum(read => read.Known));
        items.TryWrite(scopes == 1
            ? new ProgressRecord(1, _activity, $"{done} of {known} known requests") { PercentComplete = known == 0 ? 0 : Math.Min(99, (int)(done * 100L / known)) }
            : new ProgressRecord(1, _activity, $"{_ended} of {scopes} accounts, {done} requests") { PercentComplete = Math.Min(99, _ended * 100 / scopes) });
    }
}
