using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using AiCloudSecurity.Clouds.Aws;

namespace AiCloudSecurity.Commands;

/// <summary>What is to be read, as the parameters of a cmdlet say it.</summary>
internal sealed record EstateReading(AwsOptions Options, string[]? ProfileName, IReadOnlyList<Scope> Scopes, AwsRole? Role, IReadOnlyList<ResourceType> Types)
{
    /// <summary>The most accounts that are read side by side: each holds its estate in memory until it is judged.</summary>
    private const int MaxAccounts = 8;

    /// <summary>
    /// Reads several scopes side by side and yields estates as they are finished, progress, and an error for each read
    /// that was refused or failed. The next scope is read while the last one is still being judged.
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

    private async Task ReadScopesAsync(ChannelWriter<object> items, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        var wanted = Wanted();
        using var connections = new AwsConnections(Options with { Gate = new RequestGate(Options.ThrottleLimit) }, wanted.Select(one => one.Profile));
        var progress = new ReadingProgress(items, wanted.Count);
        ConcurrentDictionary<AiCloudException, bool> told = new(ReferenceEqualityComparer.Instance);
        try
        {
            await Parallel.ForEachAsync(wanted, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(Options.ThrottleLimit, MaxAccounts), CancellationToken = cancellationToken }, async (one, stop) =>
            {
                try
                {
                    await ReadScopeAsync(one, connections, progress, items, stop).ConfigureAwait(false);
                }
                catch (AiCloudException failed) when (wanted.Count > 1 || one.Scope is not null)
                {
                    // One account's failure does not stop the rest; what several share, as a sign-in, is told once.
                    if (told.TryAdd(failed, true))
                    {
                        await items.WriteAsync(failed, stop).ConfigureAwait(false);
                    }
                    await progress.EndAsync(stop).ConfigureAwait(false);
                }
                finally
                {
                    connections.Done(one.Profile);
                }
            }).ConfigureAwait(false);
        }
        catch (Exception any)
        {
            failure = any;
        }
        items.TryComplete(failure);
    }

    // The scopes that are named, each with the profile that leads to it; else the account of each profile.
    private List<(string? Profile, Scope? Scope)> Wanted()
    {
        if (Scopes.Count == 0)
        {
            return ProfileName is { Length: > 0 } profiles ? [.. profiles.Select(profile => ((string?)profile, (Scope?)null))] : [(null, null)];
        }
        if (ProfileName is { Length: > 1 })
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, "Which of the profiles leads to which account is not known. Name one profile, or none where each scope came from one.", ProfileName[1]);
        }
        return [.. Scopes.DistinctBy(scope => scope.Id).Select(scope => (ProfileName is [var profile] ? profile : scope.ProfileName, (Scope?)scope))];
    }

    private async Task ReadScopeAsync((string? Profile, Scope? Scope) wanted, AwsConnections connections, ReadingProgress progress, ChannelWriter<object> items, CancellationToken cancellationToken)
    {
        if (wanted.Scope is { Status: { } status and not "ACTIVE" } closed)
        {
            await items.WriteAsync(new WarningRecord($"Account {closed.Id} ({Display.Safe(closed.Name)}) is {status}, so it is not read."), cancellationToken).ConfigureAwait(false);
            await progress.EndAsync(cancellationToken).ConfigureAwait(false);
            return;
        }
        var signedIn = await connections.OpenAsync(wanted.Profile, cancellationToken).ConfigureAwait(false);
        var (connection, warning) = await ToAsync(signedIn, wanted.Scope, cancellationToken).ConfigureAwait(false);
        using var assumed = connection == signedIn ? null : connection;
        if (warning is not null)
        {
            await items.WriteAsync(warning, cancellationToken).ConfigureAwait(false);
        }
        await progress.StartAsync(connection.Scope, cancellationToken).ConfigureAwait(false);
        var estate = await connection.ReadAsync(Types, progress, cancellationToken).ConfigureAwait(false);
        await progress.EndAsync(cancellationToken).ConfigureAwait(false);
        foreach (var error in ReadErrors.Of(estate))
        {
            await items.WriteAsync(error, cancellationToken).ConfigureAwait(false);
        }
        await items.WriteAsync(estate, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(AwsConnection Connection, WarningRecord? Warning)> ToAsync(AwsConnection signedIn, Scope? scope, CancellationToken cancellationToken)
    {
        var own = scope is null || scope.Id == signedIn.Scope.Id;
        if (Role is null)
        {
            return own ? (signedIn, null) : throw new AiCloudException(ErrorId.CloudAccessDenied,
                $"The credentials are of account {signedIn.Scope.Id}, not of {scope!.Id}. Name with -RoleName the role by which it is read.", scope.Id);
        }
        try
        {
            return (await signedIn.AssumeAsync(scope ?? signedIn.Scope, Role, cancellationToken).ConfigureAwait(false), null);
        }
        catch (AiCloudException failed) when (own && scope is not null)
        {
            // The role is rarely rolled out to the account from which it is assumed.
            return (signedIn, new($"{failed.Message} It is the account of the credentials, so it is read with these."));
        }
    }
}
