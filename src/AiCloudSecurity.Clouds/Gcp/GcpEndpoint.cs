namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>Where a service answers.</summary>
internal static class GcpEndpoint
{
    /// <summary>The address of a request, and the host that it is meant for where that is another one.</summary>
    /// <param name="host">As {location}-dialogflow.googleapis.com.</param>
    /// <param name="location">Where; global and none have no host of their own.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="universe">The domain of the universe.</param>
    /// <param name="instead">Where all requests go instead: the service's own name is kept as the host.</param>
    /// <exception cref="AiCloudException">An override is no address, or without TLS leaves this machine.</exception>
    public static (Uri Address, string? Host) Of(string host, string location, string path, string universe, Uri? instead)
    {
        var name = location.Length is 0 || location == "global"
            ? host.Replace("{location}-", "", StringComparison.Ordinal).Replace(".{location}.rep", "", StringComparison.Ordinal)
            : host.Replace("{location}", location, StringComparison.Ordinal);
        if (universe != "googleapis.com" && name.EndsWith(".googleapis.com", StringComparison.Ordinal))
        {
            name = name[..^"googleapis.com".Length] + universe;
        }
        if (instead is not null)
        {
            return (new(Checked(instead), path), name);
        }
        // gcloud knows one name for a service, whatever the region.
        var service = host.Split('.')[0].Split('-')[^1];
        return Environment.GetEnvironmentVariable($"CLOUDSDK_API_ENDPOINT_OVERRIDES_{service.ToUpperInvariant()}") is { Length: > 0 } given
            ? (new(Checked(Uri.TryCreate(given.TrimEnd('/') + '/', UriKind.Absolute, out var uri) ? uri : throw Bad(given)), path), null)
            : (new($"https://{name}/{path}"), null);
    }

    private static Uri Checked(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == "https" || address.Scheme == "http" && address.IsLoopback) ? address : throw Bad(address.OriginalString);

    private static AiCloudException Bad(string address) =>
        new(ErrorId.CloudUnreachable, $"'{Display.Safe(address)}' is no endpoint URL. Write it as https://host; http is for this machine only.", address);
}
