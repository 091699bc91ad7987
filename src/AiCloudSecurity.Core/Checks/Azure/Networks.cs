using System.Net;
using AiCloudSecurity.Resources.Azure;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Azure;

/// <summary>Judges what the network settings of different services have in common.</summary>
internal static class Networks
{
    /// <summary>Whether public access is off, or left to a network security perimeter.</summary>
    public static bool IsClosed(string? publicNetworkAccess) => publicNetworkAccess.Is("Disabled", "SecuredByPerimeter");

    /// <summary>Whether some private endpoint was let in.</summary>
    public static Verdict PrivateEndpoint(IReadOnlyList<PrivateEndpointConnection>? connections) =>
        connections?.FirstOrDefault(connection => StateOf(connection).Is("Approved")) is { } approved
            ? Pass($"The private endpoint {NameOf(approved)} is approved.")
            : Fail(connections is { Count: > 0 } ? $"None of {connections.Count} private endpoints is approved." : "There is no private endpoint.");

    /// <summary>Whether a connection was let in: Approved, Pending and so on.</summary>
    public static string? StateOf(PrivateEndpointConnection connection) =>
        (connection.Properties?.PrivateLinkServiceConnectionState ?? connection.Properties?.RegistryPrivateLinkServiceConnectionState)?.Status;

    /// <summary>The name of a connection's private endpoint.</summary>
    public static string NameOf(PrivateEndpointConnection connection) =>
        connection.Properties?.PrivateEndpoint?.Id is { } id ? id[(id.LastIndexOf('/') + 1)..] : "of no name";

    /// <summary>The rules that let in more than 65,536 addresses.</summary>
    public static IEnumerable<string> TooWide(IReadOnlyList<IpRule>? rules) =>
        from rule in rules ?? []
        let value = rule.Value ?? ""
        where IsTooWide(value)
        select value;

    // A rule that cannot be read is no rule that limits.
    private static bool IsTooWide(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? value : value[..slash], out var address))
        {
            return true;
        }
        var whole = address.GetAddressBytes().Length * 8;
        var length = slash < 0 ? whole : int.TryParse(value[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture, out var given) ? given : 0;
        return length < (whole == 32 ? 16 : 32) || address.Equals(IPAddress.Any) && slash < 0;
    }
}
