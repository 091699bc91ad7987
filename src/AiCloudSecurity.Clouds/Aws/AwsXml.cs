using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>Turns the XML of the query, EC2 and S3 protocols into the JSON that the aws CLI would print of it.</summary>
internal static class AwsXml
{
    // EC2's XML names that are not the API's names in camel case (botocore's locationName).
    private static readonly Dictionary<string, string> s_ec2Names = new(StringComparer.Ordinal)
    {
        ["securityGroupInfo"] = "SecurityGroups",
        ["regionInfo"] = "Regions",
        ["cidrBlockAssociationSet"] = "CidrBlockAssociationSet",
        ["ipv6CidrBlockAssociationSet"] = "Ipv6CidrBlockAssociationSet",
        ["cidrBlockSet"] = "CidrBlockSet",
        ["ipv6CidrBlockSet"] = "Ipv6CidrBlockSet",
        ["ipv6AddressesSet"] = "Ipv6Addresses",
        ["privateIpAddressesSet"] = "PrivateIpAddresses",
        ["entrySet"] = "Entries",
        ["propagatingVgwSet"] = "PropagatingVgws",
        ["regionEndpoint"] = "Endpoint",
        ["groupDescription"] = "Description",
        ["instancesSet"] = "Instances",
        ["instanceState"] = "State",
        ["blockDeviceMapping"] = "BlockDeviceMappings",
        ["instanceImageMetadataSet"] = "InstanceImageMetadata",
    };

    /// <summary>The answer's members.</summary>
    public static JsonNode Parse(Stream answer, AwsProtocol protocol, string operation, bool isWrite = false)
    {
        using var reader = XmlReader.Create(answer, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, MaxCharactersInDocument = 256L << 20 });
        var root = XDocument.Load(reader).Root!;
        // A page of somebody else's must not be taken for an answer in which there is nothing.
        var isAnswer = protocol == AwsProtocol.RestXml ? root.Name.LocalName is not ("html" or "Error") : root.Name.LocalName == operation + "Response";
        return !isAnswer ? throw new XmlException($"The answer is <{root.Name.LocalName}>.") : protocol switch
        {
            AwsProtocol.Query => Query(root.Elements().FirstOrDefault(element => element.Name.LocalName == operation + "Result")
                ?? (isWrite ? null : throw new XmlException("The answer has no result."))),
            AwsProtocol.Ec2 => Ec2(root),
            _ => root.HasElements ? S3(root) : new JsonObject { [root.Name.LocalName] = root.Value },
        } ?? new JsonObject();
    }

    // Children called member are a list, as are those called as their parent without its s; children called entry are a
    // map; an empty element is absent.
    private static JsonNode? Query(XElement? element)
    {
        if (element is null || !element.HasElements)
        {
            return element is null || element.Value.Length == 0 ? null : JsonValue.Create(element.Value);
        }
        if (element.Elements().All(child => child.Name.LocalName == "member" || $"{child.Name.LocalName}s" == element.Name.LocalName))
        {
            return new JsonArray([.. element.Elements().Select(Query)]);
        }
        var members = new JsonObject();
        if (element.Elements().All(child => child.Name.LocalName == "entry"))
        {
            foreach (var entry in element.Elements())
            {
                members[Part(entry, "key")?.Value ?? ""] = Query(Part(entry, "value"));
            }
            return members;
        }
        foreach (var child in element.Elements())
        {
            if (Query(child) is { } value)
            {
                members[child.Name.LocalName] = value;
            }
        }
        return members;
    }

    private static JsonNode? Ec2(XElement element)
    {
        if (!element.HasElements)
        {
            return element.Value.Length == 0 ? null : JsonValue.Create(element.Value);
        }
        if (element.Elements().All(child => child.Name.LocalName == "item"))
        {
            return new JsonArray([.. element.Elements().Select(Ec2)]);
        }
        var members = new JsonObject();
        foreach (var child in element.Elements())
        {
            if (Ec2(child) is { } value)
            {
                members[Ec2Name(element, child.Name.LocalName)] = value;
            }
        }
        return members;
    }

    private static string Ec2Name(XElement parent, string name)
    {
        // Inside a security group's rule, "groups" are pairs of account and group.
        if (name == "groups" && parent.Parent?.Name.LocalName is "ipPermissions" or "ipPermissionsEgress")
        {
            return "UserIdGroupPairs";
        }
        if (s_ec2Names.TryGetValue(name, out var known))
        {
            return known;
        }
        var api = char.ToUpperInvariant(name[0]) + name[1..];
        return api.EndsWith("Set", StringComparison.Ordinal) ? api[..^3] + "s" : api;
    }

    // Lists are flattened into repeated elements: two of a name are a list, one is itself.
    private static JsonNode? S3(XElement element)
    {
        if (!element.HasElements)
        {
            return element.Value.Length == 0 ? null : JsonValue.Create(element.Value);
        }
        var members = new JsonObject();
        foreach (var group in element.Elements().GroupBy(child => child.Name.LocalName))
        {
            var values = group.Select(S3).ToArray();
            members[group.Key] = values.Length == 1 ? values[0] : new JsonArray(values);
        }
        return members;
    }

    private static XElement? Part(XElement entry, string name) => entry.Elements().FirstOrDefault(child => child.Name.LocalName == name);
}
