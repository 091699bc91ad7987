namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>What Cloud Asset Inventory answered to one question.</summary>
/// <param name="Assets">What came.</param>
/// <param name="Unknown">The types that it does not know.</param>
/// <param name="Failure">What was thrown instead of the rest.</param>
internal sealed record GcpAnswer(IReadOnlyList<GcpAsset> Assets, IReadOnlySet<string> Unknown, Exception? Failure);

/// <summary>Asks Cloud Asset Inventory for many types at once. One that it does not know does not lose the others.</summary>
internal sealed class GcpInventory(GcpClient client)
{
    // Proxies cut addresses at 8 kB.
    private const int LongestQuery = 6000;
    private const string Host = "cloudasset.googleapis.com";

    /// <summary>What holds other things.</summary>
    public static IReadOnlyList<string> Holders { get; } = [GcpAsset.ProjectType, "cloudresourcemanager.googleapis.com/Folder", "cloudresourcemanager.googleapis.com/Organization"];

    /// <summary>Lists assets below a project, a folder or an organisation.</summary>
    /// <param name="node">As organizations/1.</param>
    /// <param name="content">Which content.</param>
    /// <param name="types">Names of types; all where there is none.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    public async Task<GcpAnswer> ListAsync(string node, GcpContent content, IReadOnlyCollection<string> types, CancellationToken cancellationToken)
    {
        List<GcpAsset> assets = [];
        HashSet<string> unknown = new(StringComparer.Ordinal);
        Queue<IReadOnlyList<string>> open = new(types.Count == 0 ? [[]] : Batches(types));
        var isSound = false;
        try
        {
            while (open.TryDequeue(out var batch))
            {
                try
                {
                    assets.AddRange(await PagesAsync(node, content, batch, cancellationToken).ConfigureAwait(false));
                    isSound = true;
                }
                catch (GcpErrorAnswer answer) when (answer is { Status: 400, Code: "INVALID_ARGUMENT" } && batch.Count > 0)
                {
                    var named = batch.Where(type => Names(answer.Whole, type)).ToList();
                    if (named.Count > 0 && named.Count < batch.Count)
                    {
                        unknown.UnionWith(named);
                        open.Enqueue([.. batch.Except(named)]);
                        continue;
                    }
                    if (batch.Count == 1 && (isSound || named.Count == 1))
                    {
                        unknown.Add(batch[0]);
                        continue;
                    }
                    // It names none or all: is it the types at all? A project is known to every inventory.
                    if (!isSound)
                    {
                        await PagesAsync(node, content, [GcpAsset.ProjectType], cancellationToken).ConfigureAwait(false);
                        isSound = true;
                    }
                    open.Enqueue([.. batch.Take(batch.Count / 2)]);
                    open.Enqueue([.. batch.Skip(batch.Count / 2)]);
                }
            }
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested && failure is not (NullReferenceException or ArgumentException or ObjectDisposedException or AiCloudException))
        {
            return new(assets, unknown, failure);
        }
        return new(assets, unknown, null);
    }

    private async Task<List<GcpAsset>> PagesAsync(string node, GcpContent content, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var path = $"v1/{node}/assets?contentType={Word(content)}&pageSize=1000{string.Concat(types.Select(type => $"&assetTypes={Uri.EscapeDataString(type)}"))}";
        List<GcpAsset> assets = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (string? next = ""; next is not null;)
        {
            var body = await client.SendAsync(Host, "", next.Length == 0 ? path : $"{path}&pageToken={Uri.EscapeDataString(next)}", null, cancellationToken).ConfigureAwait(false);
            (var page, next) = GcpAsset.Page(body);
            assets.AddRange(page);
            if (next is not null && !seen.Add(next))
            {
                throw new InvalidDataException("the list names the same next page again");
            }
        }
        return assets;
    }

    private static IEnumerable<IReadOnlyList<string>> Batches(IEnumerable<string> types)
    {
        List<string> batch = [];
        var length = 0;
        foreach (var type in types)
        {
            if (length + type.Length > LongestQuery)
            {
                yield return batch;
                (batch, length) = ([], 0);
            }
            batch.Add(type);
            length += type.Length + "&assetTypes=%2F".Length;
        }
        yield return batch;
    }

    // …/Model is no word of …/ModelMonitor.
    private static bool Names(string text, string type)
    {
        for (var at = text.IndexOf(type, StringComparison.Ordinal); at >= 0; at = text.IndexOf(type, at + 1, StringComparison.Ordinal))
        {
            if (at + type.Length == text.Length || !char.IsAsciiLetterOrDigit(text[at + type.Length]))
            {
                return true;
            }
        }
        return false;
    }

    private static string Word(GcpContent content) => content switch
    {
        GcpContent.IamPolicy => "IAM_POLICY",
        GcpContent.OrgPolicy => "ORG_POLICY",
        GcpContent.AccessPolicy => "ACCESS_POLICY",
        _ => "RESOURCE",
    };
}
