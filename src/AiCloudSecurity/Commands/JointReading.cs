using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AiCloudSecurity.Clouds;

namespace AiCloudSecurity.Commands;

/// <summary>What of a cloud is to be read whose scopes are read together, as the parameters of a cmdlet say it: all of a sign-in.</summary>
internal sealed record JointReading(string Cloud, IReadOnlyList<Func<CancellationToken, Task<IJointConnection>>> SignIns, IReadOnlyList<ResourceType> Types)
{
    private string Activity => $"Reading {Cloud}";

    /// <summary>Yields progress, an estate a subscription, and an error for each read that was refused or failed.</summary>
    public async IAsyncEnumerable<object> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var items = Channel.CreateBounded<object>(1);
        var reading = Task.Run(() => ReadSignInsAsync(items.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var item in items.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
        await reading.ConfigureAwait(false);
    }

    private async Task ReadSignInsAsync(ChannelWriter<object> items, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            foreach (var signIn in SignIns)
            {
                try
                {
                    await ReadAsync(signIn, items, cancellationToken).ConfigureAwait(false);
                }
                catch (AiCloudException failed) when (SignIns.Count > 1)
                {
                    // One tenant's failure does not stop the rest.
                    await items.WriteAsync(failed, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception any)
        {
            failure = any;
        }
        items.TryComplete(failure);
    }

    private async Task ReadAsync(Func<CancellationToken, Task<IJointConnection>> signIn, ChannelWriter<object> items, CancellationToken cancellationToken)
    {
        await items.WriteAsync(new ProgressRecord(1, Activity, "Signing in"), cancellationToken).ConfigureAwait(false);
        using var connection = await signIn(cancellationToken).ConfigureAwait(false);
        var estates = await connection.ReadAsync(Types, new Progress(Activity, items), cancellationToken).ConfigureAwait(false);
        await items.WriteAsync(new ProgressRecord(1, Activity, "Done") { RecordType = ProgressRecordType.Completed }, cancellationToken).ConfigureAwait(false);
        foreach (var (estate, unread) in estates)
        {
            if (estate is null)
            {
                if (estates.Count == 1 && SignIns.Count == 1)
                {
                    throw unread!;
                }
                await items.WriteAsync(unread!, cancellationToken).ConfigureAwait(false);
                continue;
            }
            foreach (var error in ReadErrors.Of(estate))
            {
                await items.WriteAsync(error, cancellationToken).ConfigureAwait(false);
            }
            await items.WriteAsync(estate, cancellationToken).ConfigureAwait(false);
        }
    }

    // A report is left out where the reader is busy.
    private sealed class Progress(string activity, ChannelWriter<object> items) : IProgress<ReadProgress>
    {
        public void Report(ReadProgress value) => items.TryWrite(new ProgressRecord(1, activity, $"{value.Scope}: {value.Done} of {value.Known} known reads")
        {
            PercentComplete = value.Known == 0 ? 0 : Math.Min(99, value.Done * 100 / value.Known),
        });
    }
}
