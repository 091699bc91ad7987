using AiCloudSecurity.Checks.Aws;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>Which machines of EC2 run AI: by their hardware, their image, their tags, and what their role may call.</summary>
internal sealed class AiInstances(Inventory<InstanceImage> images, Inventory<IamRole> roles, AiBackends backends)
{
    private Dictionary<string, InstanceImage>? _images;
    private Dictionary<string, IamRole>? _roles;
    private readonly Dictionary<string, string?> _calls = new(StringComparer.Ordinal);

    /// <summary>What shows that a machine is for AI, as a sentence; null where nothing does. Images that were not read are said to be missing elsewhere, once.</summary>
    /// <exception cref="UnseenException">Nothing that was read shows it, and what its role may call was not read.</exception>
    public string? SignOf(Instance instance) => instance.Sign ?? SignOfImage(instance) ?? SignOfRole(instance);

    /// <summary>What hardware, tags and image show.</summary>
    public string? SignOfMachine(Instance instance) => instance.Sign ?? SignOfImage(instance);

    private string? SignOfImage(Instance instance)
    {
        _images ??= images.Known.Where(image => image.InstanceId is not null && image.IsDeepLearning).GroupBy(image => image.InstanceId!, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);
        return _images.GetValueOrDefault(instance.InstanceId ?? "") is { } image ? $"Its image is {image.ImageMetadata!.Name}." : null;
    }

    private string? SignOfRole(Instance instance)
    {
        if (instance.IamInstanceProfile?.Arn is not { } profile)
        {
            return null;
        }
        if (!_calls.TryGetValue(profile, out var call))
        {
            _roles ??= (from known in roles.All from held in known.InstanceProfileList ?? [] where held.Arn is not null select (held.Arn, Role: known))
                .GroupBy(pair => pair.Arn!, StringComparer.Ordinal).ToDictionary(pairs => pairs.Key, pairs => pairs.First().Role, StringComparer.Ordinal);
            _calls[profile] = call = _roles.GetValueOrDefault(profile) is { } role && backends.CallOf(role) is { } allowed ? $"Its role {role.Identity.Name} may call {allowed}." : null;
        }
        return call;
    }
}

/// <summary>The ways to machines of EC2 that run AI.</summary>
internal sealed class InstanceWays(AwsWays ways, AiInstances machines)
{
    private bool _isUnreadSaid;

    public IEnumerable<Exposed> Of(Instance instance)
    {
        string? sign;
        string? missing = null;
        try
        {
            sign = machines.SignOf(instance);
        }
        catch (UnseenException unseen)
        {
            (sign, missing) = (null, unseen.Message);
        }
        if (missing is not null)
        {
            // Once for all of them: an account may have thousands.
            return _isUnreadSaid || !(_isUnreadSaid = true) ? [] : [new Exposed(instance, "machine", "?") { Egress = Egress.Unknown }.Unseen($"Whether it and others run AI is not known: what their roles may call was not read. {missing}")];
        }
        return sign is null ? [] : Of(instance, sign);
    }

    private IEnumerable<Exposed> Of(Instance instance, string sign)
    {
        var places = (instance.NetworkInterfaces ?? []).Where(card => card.SubnetId is not null).Select(PlaceOf).ToList();
        if (places.Count == 0)
        {
            yield return new Exposed(instance, "machine", "SSH") { Authentication = Authentication.Key, Egress = Egress.Unknown }.Unseen("Its network interfaces are not in the estate.").Because(sign);
            yield break;
        }
        foreach (var exposed in MachineWays.Of(instance, $"machine {(instance.Called == instance.Identity.Name ? "" : instance.Called)}".TrimEnd(), "VPC",
            port => Connections.Of([.. places.Select(place => ways.Network.Reaching(place, port))]), _ => places.SelectMany(place => place.Groups), sign))
        {
            ways.LeaveBy(exposed, places);
            yield return exposed;
        }
    }

    private static VpcPlace PlaceOf(InstanceInterface card) => new(card.SubnetId!, [.. (card.Groups ?? []).Select(group => group.GroupId).OfType<string>()],
        AddressSet.UnionOf((card.PrivateIpAddresses ?? []).Select(address => address.PrivateIpAddress).Concat((card.Ipv6Addresses ?? []).Select(address => address.Ipv6Address)).Select(AddressSet.TryParse).OfType<AddressSet>()),
        card.PrivateIpAddresses?.Any(address => address.Association?.PublicIp is not null) is true);
}
