using AiCloudSecurity.Exposure;
using AiCloudSecurity.Exposure.Azure;
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

    /// <summary>
    /// Whether the whole internet may come in by a service's public name, as its own rules and those of its perimeter say: what
    /// exposures say of it, too.
    /// </summary>
    public static Verdict NotOpen(AzurePublicFace face, Resource resource, string? publicNetworkAccess, NetworkAcls? acls, IReadOnlyList<IpRule>? ipRules = null)
    {
        var entrance = face.Sure(resource, publicNetworkAccess, acls, ipRules);
        return entrance.Reach == Reach.Internet ? Fail($"All networks may come in. {entrance.Because}") : Pass(entrance.Because);
    }

    /// <summary>What rules let in that is wider than 65,536 addresses together; a rule that cannot be read is no rule that limits.</summary>
    public static IEnumerable<string> TooWide(IReadOnlyList<IpRule>? rules)
    {
        var ranges = (rules ?? []).Select(rule => (Text: rule.Value ?? "", Set: rule.Value is "0.0.0.0" ? null : AddressSet.TryParse(rule.Value))).ToList();
        return ranges.Where(range => range.Set is null).Select(range => range.Text).Concat(AddressSet.UnionOf(ranges.Select(range => range.Set).OfType<AddressSet>()).WiderThan(16, 32).Cidrs());
    }
}
