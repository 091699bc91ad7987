using System.Diagnostics;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AiCloudSecurity.Clouds;
using AiCloudSecurity.Clouds.Aws;

namespace AiCloudSecurity.Commands;

/// <summary>What is to be read, as the parameters of a cmdlet say it.</summary>
internal sealed record EstateReading(string[]? ProfileName, string[]? Region, int ThrottleLimit, Uri? EndpointUrl, IReadOnlyList<ResourceType> Types)
{
    /// <summary>
    /// Reads scope by scope and yields estates, progress, and an error for each read that was refused or failed.
    /// The next scope is read while the last one is still being judged.
    /// </summary>
    public async IAsyncEnumerable<object> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var items = Channel.CreateBounded<object>(1);
        var reading = Task.Run(() => ReadScopesAsync(items.Writer, stop.Token), CancellationToken.None);
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

    /// <summary>The options of a connection.</summary>
    public AwsOptions Options(string? profile) => new()
    {
        ProfileName = profile,
        Regions = Region ?? [],
        ThrottleLimit = ThrottleLimit,
        EndpointUrl = EndpointUrl,
    };

    private async Task ReadScopesAsync(ChannelWriter<object> items, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            string?[] profiles = ProfileName is { Length: > 0 } named ? [.. named] : [null];
            foreach (var profile in profiles)
            {
                try
                {
                    await ReadScopeAsync(profile, items, cancellationToken).ConfigureAwait(false);
                }
                catch (AiCloudException one) when (profiles.Length > 1)
                {
                    // One account's failure does not stop the rest.
                    await items.WriteAsync(one, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception any)
        {
            failure = any;
        }
        items.TryComplete(failure);
    }

    private async Task ReadScopeAsync(string? profile, ChannelWriter<object> items, CancellationToken cancellationToken)
    {
        using var connection = await AwsConnection.OpenAsync(Options(profile), cancellationToken).ConfigureAwait(false);
        var activity = new ProgressRecord(1, $"Reading AWS account {connection.Scope.Id}", "Looking for AI services");
        await items.WriteAsync(activity, cancellationToken).ConfigureAwait(false);
        var estate = await connection.ReadAsync(Types, new SparseProgress(items), cancellationToken).ConfigureAwait(false);
        await items.WriteAsync(new ProgressRecord(1, activity.Activity, "Done") { RecordType = ProgressRecordType.Completed }, cancellationToken).ConfigureAwait(false);
        foreach (var error in Errors(estate))
        {
            await items.WriteAsync(error, cancellationToken).ConfigureAwait(false);
        }
        await items.WriteAsync(estate, cancellationToken).ConfigureAwait(false);
    }

    // One error for each cause, however many regions and resources it struck.
    private static IEnumerable<AiCloudException> Errors(Estate estate)
    {
        var direct = from entry in estate.Coverage
                     where entry.State is CoverageState.Refused or CoverageState.Failed
                     select (entry.Operation, entry.Permission, entry.State, Message: entry.Message ?? "", entry.Region, entry.Error);
        var described = from resource in estate.Resources
                        where resource.Unread is not null
                        let unread = resource.Unread
                        select (unread.Operation, unread.Permission, unread.State, unread.Message, resource.Identity.Region, Error: (ErrorId?)null);
        // What was refused names the permission; what failed does so for one reason, whatever was asked for.
        return from read in direct.Concat(described)
               let refused = read.State == CoverageState.Refused
               group read by (read.State, read.Message, Permission: refused ? read.Permission : "", Operation: refused ? read.Operation : "") into cause
               let operations = cause.Select(read => read.Operation).Distinct().Order(StringComparer.Ordinal).ToList()
               orderby operations[0]
               select Error(estate.Scope, cause.Key.State, cause.Key.Message, cause.Select(read => read.Error).FirstOrDefault(error => error is not null),
                   operations, cause.Key.Permission, [.. cause.Select(read => read.Region).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static AiCloudException Error(Scope scope, CoverageState state, string message, ErrorId? id, List<string> operations, string permission, List<string> regions)
    {
        var where = $"in {Few(regions)} ({Display.Safe(message)})";
        var what = operations.Count == 1 ? operations[0] : $"{operations.Count} operations";
        var rests = operations.Count == 1 ? "What rests on it is Unknown." : $"What rests on them is Unknown: {Few(operations)}.";
        return state == CoverageState.Refused
            ? new(id ?? ErrorId.CloudAccessDenied, $"{what} was refused {where}. {rests} Grant {permission}.{(AwsPermission.IsOfManagement(operations[0]) ? " Only the management account of the organisation and delegated administrators may read it." : "")}", $"{scope.Id} {operations[0]}")
            : new(id ?? ErrorId.CloudRefused, $"{what} failed {where}. {rests}{WayOut(id)}", $"{scope.Id} {operations[0]}");
    }

    private static string WayOut(ErrorId? id) => id switch
    {
        ErrorId.CloudAuthenticationFailed => " Sign in again, and read again.",
        ErrorId.CloudThrottled => " Read again later, or with a smaller -ThrottleLimit.",
        ErrorId.CloudUnreachable => " Check the network and the proxy, and read again.",
        _ => "",
    };

    private static string Few(List<string> names) =>
        names.Count <= 6 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Count - 5} more";

    // A few times a second, and never in the way: where the reader is busy, a report is left out.
    private sealed class SparseProgress(ChannelWriter<object> items) : IProgress<ReadProgress>
    {
        private long _last;

        public void Report(ReadProgress value)
        {
            var now = Stopwatch.GetTimestamp();
            var last = Volatile.Read(ref _last);
            if (Stopwatch.GetElapsedTime(last, now) < TimeSpan.FromMilliseconds(300) || Interlocked.CompareExchange(ref _last, now, last) != last)
            {
                return;
            }
            items.TryWrite(new ProgressRecord(1, $"Reading AWS account {value.Scope}", $"{value.Done} of {value.Known} known requests")
            {
                PercentComplete = value.Known == 0 ? 0 : Math.Min(99, value.Done * 100 / value.Known),
            });
        }
    }
}
