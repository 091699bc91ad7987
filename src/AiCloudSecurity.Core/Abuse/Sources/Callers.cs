using System.Globalization;
using System.Net;

namespace AiCloudSecurity.Abuse;

/// <summary>Names of callers, networks and programs, brought down to what stays the same from call to call.</summary>
internal static class Callers
{
    /// <summary>
    /// Whose calls belong together. Sessions of a role come and go with each instance and invocation, so the role
    /// counts; but where a session is a person (an e-mail address, IAM Identity Center) the person does.
    /// </summary>
    public static string OfArn(string arn)
    {
        const string Role = ":assumed-role/";
        var start = arn.IndexOf(Role, StringComparison.Ordinal);
        if (start < 0)
        {
            return arn;
        }
        var end = arn.LastIndexOf('/');
        return end < start + Role.Length || arn.IndexOf('@', end) >= 0 || arn.AsSpan(start + Role.Length).StartsWith("AWSReservedSSO_", StringComparison.Ordinal)
            ? arn : arn[..end];
    }

    /// <summary>The network of an address: /24 of IPv4, /48 of IPv6. What is no address stays as it is.</summary>
    public static string NetworkOf(string address)
    {
        if (address.Length == 0)
        {
            return "";
        }
        // Azure masks the last octet: 81.2.69.***
        var masked = address.EndsWith(".***", StringComparison.Ordinal) ? string.Concat(address.AsSpan(0, address.Length - 3), "0") : address;
        var bare = masked.Count(c => c == ':') == 1 ? masked[..masked.IndexOf(':', StringComparison.Ordinal)] : masked;
        if (!IPAddress.TryParse(bare, out var ip))
        {
            return address.Length > 64 ? address[..64] : address;
        }
        if (ip.IsIPv4MappedToIPv6)
        {
            ip = ip.MapToIPv4();
        }
        Span<byte> bytes = stackalloc byte[16];
        ip.TryWriteBytes(bytes, out _);
        if (ip.GetAddressBytes().Length == 4)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes[0]}.{bytes[1]}.{bytes[2]}.0/24");
        }
        bytes[6..].Clear();
        return $"{new IPAddress(bytes)}/48";
    }

    /// <summary>A program without its version: what stands before the first slash, space or bracket.</summary>
    public static string AgentOf(string agent)
    {
        var text = agent.AsSpan().TrimStart('[');
        var end = text.IndexOfAny('/', ' ', '(');
        var family = end < 0 ? text : text[..end];
        return (family.Length > 40 ? family[..40] : family).TrimEnd(']').ToString();
    }

    /// <summary>A long-lived access key by its id; temporary ones change by the hour and are all alike.</summary>
    public static string CredentialOf(string accessKeyId) => accessKeyId.StartsWith("ASIA", StringComparison.Ordinal) || accessKeyId.Length == 0 ? "" : accessKeyId;

    /// <summary>A model without what a profile, a region or an account puts around it.</summary>
    public static string ModelOf(string model)
    {
        var name = model[(model.LastIndexOf('/') + 1)..];
        // A cross-region profile: us., eu., apac., global. before the vendor's own dot.
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return name.Count(c => c == '.') >= 2 && name.AsSpan(0, dot) is "us" or "eu" or "apac" or "global" or "us-gov" or "jp" or "au" or "ca" ? name[(dot + 1)..] : name;
    }
}
