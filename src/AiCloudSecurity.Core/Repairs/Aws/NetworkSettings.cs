using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of networks, and of what stands in front of models.</summary>
internal static class NetworkSettings
{
    private static readonly string[] s_ranges = ["IpRanges", "Ipv6Ranges"];

    /// <summary>Who may come in: one entry for each rule and range, told apart by all it says.</summary>
    public static readonly AwsSetting SecurityGroupIngress = new()
    {
        Name = "aws/ec2/SecurityGroupIngress",
        Service = "ec2",
        Get = "DescribeSecurityGroups",
        GetInput = key => new() { ["GroupId"] = new JsonArray(key["GroupId"]!.DeepClone()) },
        State = (answer, _) => (answer["SecurityGroups"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault() is { } group ? new() { ["Ranges"] = Ranges(group["IpPermissions"] as JsonArray) } : null,
        Writes = ["RevokeSecurityGroupIngress", "AuthorizeSecurityGroupIngress"],
        Calls = WriteIngress,
    };

    /// <summary>Whether what starts in a subnet gets a public address.</summary>
    public static readonly AwsSetting SubnetAddresses = new()
    {
        Name = "aws/ec2/SubnetPublicAddresses",
        Service = "ec2",
        Get = "DescribeSubnets",
        GetInput = key => new() { ["SubnetId"] = new JsonArray(key["SubnetId"]!.DeepClone()) },
        State = (answer, _) => (answer["Subnets"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()?.Pick("MapPublicIpOnLaunch"),
        Put = "ModifySubnetAttribute",
        Input = (_, wanted, _) => new() { ["MapPublicIpOnLaunch"] = new JsonObject { ["Value"] = wanted["MapPublicIpOnLaunch"]!.DeepClone() } },
    };

    /// <summary>Whether a function's URL asks for a signature.</summary>
    public static readonly AwsSetting FunctionUrl = new()
    {
        Name = "aws/lambda/FunctionUrl",
        Service = "lambda",
        Get = "GetFunctionUrlConfig GET /2021-10-31/functions/{FunctionName}/url",
        None = ["ResourceNotFoundException"],
        State = (answer, _) => answer.Pick("AuthType"),
        Put = "UpdateFunctionUrlConfig PUT /2021-10-31/functions/{FunctionName}/url",
        Input = (_, wanted, _) => wanted.Pick("AuthType"),
        Use = AwsUses.OfFunctionUrlAsync,
        AlsoNeeds = ["cloudwatch:GetMetricStatistics"],
    };

    /// <summary>Whether images are scanned when they come in, and whether a tag can be moved.</summary>
    public static readonly AwsSetting Repository = new()
    {
        Name = "aws/ecr/Repository",
        Service = "ecr",
        Get = "DescribeRepositories",
        GetInput = key => new() { ["repositoryNames"] = new JsonArray(key["repositoryName"]!.DeepClone()) },
        State = (answer, _) => (answer["repositories"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault()?.Pick("imageTagMutability", "imageScanningConfiguration"),
        Writes = ["PutImageTagMutability", "PutImageScanningConfiguration"],
        Calls = (place, state, wanted, changed) =>
            from part in new[] { ("imageTagMutability", "PutImageTagMutability"), ("imageScanningConfiguration", "PutImageScanningConfiguration") }
            where changed.Contains(part.Item1) && !States.Same(state?[part.Item1], wanted?[part.Item1])
            select (part.Item2, With(place, part.Item1, wanted?[part.Item1])),
    };

    /// <summary>Ranges without those that let everybody in.</summary>
    public static JsonObject WithoutEverybody(JsonObject state)
    {
        state["Ranges"] = new JsonArray([.. (state["Ranges"] as JsonArray ?? []).Where(range => range.Text("CidrIp") is not "0.0.0.0/0" && range.Text("CidrIpv6") is not "::/0").Select(range => range!.DeepClone())]);
        return state;
    }

    private static JsonArray Ranges(JsonArray? rules) => [.. (
        from rule in rules?.OfType<JsonObject>() ?? []
        from kind in s_ranges
        from range in (rule[kind] as JsonArray)?.OfType<JsonObject>() ?? []
        let flat = new JsonObject(rule.Pick("IpProtocol", "FromPort", "ToPort").Concat(range.Pick("CidrIp", "CidrIpv6", "Description")).Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value!.ToString())))
        orderby flat.ToJsonString()
        select flat)];

    private static IEnumerable<(string, JsonObject)> WriteIngress(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
    {
        var (there, shall) = (state?["Ranges"] as JsonArray ?? [], wanted?["Ranges"] as JsonArray ?? []);
        foreach (var (operation, ranges) in new[]
        {
            ("RevokeSecurityGroupIngress", there.Where(range => !shall.Any(other => States.Same(range, other))).ToList()),
            ("AuthorizeSecurityGroupIngress", shall.Where(range => !there.Any(other => States.Same(range, other))).ToList()),
        })
        {
            if (ranges.Count > 0)
            {
                yield return (operation, With(place, "IpPermissions", new JsonArray([.. ranges.OfType<JsonObject>().Select(Rule)])));
            }
        }
    }

    private static JsonObject Rule(JsonObject range)
    {
        var rule = range.Pick("IpProtocol", "FromPort", "ToPort");
        rule[range.ContainsKey("CidrIpv6") ? "Ipv6Ranges" : "IpRanges"] = new JsonArray(range.Pick("CidrIp", "CidrIpv6", "Description"));
        return rule;
    }

    private static JsonObject With(SettingPlace place, string member, JsonNode? value)
    {
        var input = place.Names();
        input[member] = value?.DeepClone();
        return input;
    }
}
