using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>
/// An organisation as one account's credentials see it. What is the same for all its accounts is asked once, however
/// many of them are read.
/// </summary>
/// <param name="connection">Whose credentials ask.</param>
internal sealed class AwsOrganization(AwsConnection connection)
{
    private static readonly AwsService s_service = AwsService.Of("organizations");
    private readonly ConcurrentDictionary<string, Lazy<Task<ReadOnlyMemory<byte>>>> _answers = new(StringComparer.Ordinal);

    /// <summary>Whether the read is about the organisation; an effective policy every account is asked for itself.</summary>
    public static bool IsAbout(AwsService service, string operation) => service == s_service && operation != "DescribeEffectivePolicy";

    /// <summary>Asks what nobody has asked before.</summary>
    public async Task<ReadOnlyMemory<byte>> AskAsync(string operation, JsonObject input, CancellationToken cancellationToken)
    {
        var question = $"{operation} {input.ToJsonString()}";
        try
        {
            return await _answers.GetOrAdd(question, _ => new(() => connection.CallAsync(s_service, connection.Home, operation, input, cancellationToken)))
                .Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (AwsError.Of(failure).State != CoverageState.Refused)
        {
            // What failed for one account may succeed for the next; what was refused stays so.
            _answers.TryRemove(question, out _);
            throw;
        }
    }

    /// <summary>Whether the account is one of the organisation and may be asked about.</summary>
    public async Task<bool> KnowsAsync(string account, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync("DescribeAccount", new() { ["AccountId"] = account }, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>
    /// Leaves out of an estate what is imposed on other accounts only: targets that are not on the way from the root to
    /// the account, and policies without others.
    /// </summary>
    public static (IReadOnlyCollection<Resource> Resources, IReadOnlyCollection<CoverageEntry> Coverage) OnTheWay(
        IReadOnlyCollection<Resource> resources, IReadOnlyCollection<CoverageEntry> coverage)
    {
        if (resources.OfType<OrganizationAccount>().FirstOrDefault()?.Levels is not { } way)
        {
            return (resources, coverage);
        }
        var elsewhere = resources.OfType<PolicyTarget>().Where(target => target.TargetId is { } id && !way.Contains(id)).ToHashSet<Resource>(ReferenceEqualityComparer.Instance);
        var attached = resources.OfType<PolicyTarget>().Where(target => !elsewhere.Contains(target)).Select(target => target.Identity.Parent).ToHashSet(StringComparer.Ordinal);
        // Of a policy whose targets could not be read nobody knows.
        var unknown = coverage.Where(entry => entry is { Subject: not null, IsComplete: false }).Select(entry => entry.Subject).ToHashSet(StringComparer.Ordinal);
        var others = resources.Where(resource => resource is AuthorizationPolicy or AiOptOutPolicy && resource.Unread is null
            && !attached.Contains(resource.Identity.Id) && !unknown.Contains(resource.Identity.Id)).Select(resource => resource.Identity.Id).ToHashSet(StringComparer.Ordinal);
        return ([.. resources.Where(resource => !elsewhere.Contains(resource) && !others.Contains(resource.Identity.Id))],
            [.. coverage.Where(entry => entry.Subject is null || !others.Contains(entry.Subject))]);
    }
}
