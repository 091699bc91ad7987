using System.Collections.Concurrent;
using System.Text.Json;
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
    private static readonly ResourceType s_account = ResourceType.Of<OrganizationAccount>();
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

    /// <summary>The accounts, by where they stand.</summary>
    /// <exception cref="AiCloudException">There is no organisation, or its accounts may not be listed.</exception>
    public async Task<IReadOnlyList<Scope>> GetScopesAsync(CancellationToken cancellationToken)
    {
        try
        {
            List<OrganizationAccount> accounts = [];
            JsonObject input = [];
            string? token;
            do
            {
                using var page = JsonDocument.Parse(await AskAsync("ListAccounts", input, cancellationToken).ConfigureAwait(false));
                accounts.AddRange(AwsReadAnswer.Items(page.RootElement, "Accounts").Select(account => (OrganizationAccount)s_account.Create(
                    new(Cloud.Aws, connection.Scope.Id, ResourceIdentity.Global, "", ""), AwsReadAnswer.Bytes(account))));
                token = AwsIdentity.Member(page.RootElement, "NextToken");
                input = new() { ["NextToken"] = token };
            }
            while (!string.IsNullOrEmpty(token));
            var names = await NamesAsync(accounts, cancellationToken).ConfigureAwait(false);
            return [.. from account in accounts
                       let id = account.Id
                       where id is not null
                       let path = account.Levels is { } levels ? string.Join('/', levels.SkipLast(1).Select(level => names.GetValueOrDefault(level, level))) : null
                       orderby path, account.Name, id
                       select connection.Scope with { Id = id, Name = account.Name ?? id, Status = account.State ?? account.Status, Path = path }];
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            var error = AwsError.Of(failure);
            throw error.Code == "AWSOrganizationsNotInUseException"
                ? new AiCloudException(ErrorId.ResourceNotFound, $"Account {connection.Scope.Id} is in no organisation. Leave out -Organization.", connection.Scope.Id, failure)
                : new AiCloudException(error.Id, $"The accounts of the organisation could not be listed: organizations:ListAccounts failed ({Display.Safe(error.Message)}). Sign in to the management account or a delegated administrator, with organizations:ListAccounts granted.", connection.Scope.Id, failure);
        }
    }

    // What people call the root and the units; their ids have to do where that may not be asked.
    private async Task<Dictionary<string, string>> NamesAsync(IReadOnlyList<OrganizationAccount> accounts, CancellationToken cancellationToken)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var level in accounts.SelectMany(account => account.Levels?.SkipLast(1) ?? []).Distinct(StringComparer.Ordinal))
        {
            try
            {
                using var answer = JsonDocument.Parse(level.StartsWith("r-", StringComparison.Ordinal)
                    ? await AskAsync("ListRoots", [], cancellationToken).ConfigureAwait(false)
                    : await AskAsync("DescribeOrganizationalUnit", new() { ["OrganizationalUnitId"] = level }, cancellationToken).ConfigureAwait(false));
                var of = level.StartsWith("r-", StringComparison.Ordinal)
                    ? AwsReadAnswer.Items(answer.RootElement, "Roots").FirstOrDefault(root => AwsIdentity.Member(root, "Id") == level)
                    : answer.RootElement.GetProperty("OrganizationalUnit");
                if (of.ValueKind == JsonValueKind.Object && AwsIdentity.Member(of, "Name") is { Length: > 0 } name)
                {
                    names[level] = name;
                }
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The id is a name too.
            }
        }
        return names;
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
