using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// AWS managed keys: asking for <c>alias/aws/something</c> makes KMS create it, with KeyManager AWS.
/// moto does not know most of them and calls the others the customer's. To it another account's key is a missing one.
/// </summary>
internal static class KeyGaps
{
    private const string Managed = "aws-managed-keys";
    private const string ManagedPolicy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["kms:Decrypt","kms:DescribeKey"],"Resource":"*","Condition":{"StringEquals":{"kms:CallerAccount":"123456789012"}}}]}""";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["kms:DescribeKey"] = DescribeAsync;
        handlers["kms:GetKeyRotationStatus"] = call => Find(call) is { } key
            ? Task.FromResult(call.Ok(new JsonObject { ["KeyRotationEnabled"] = true, ["KeyId"] = key["KeyId"]!.DeepClone(), ["RotationPeriodInDays"] = 365 }))
            : call.NextAsync();
        handlers["kms:GetKeyPolicy"] = call => Find(call) is not null
            ? Task.FromResult(call.Ok(new JsonObject { ["Policy"] = ManagedPolicy, ["PolicyName"] = "default" }))
            : call.NextAsync();
        handlers["kms:ListKeys"] = ListKeysAsync;
        handlers["kms:ListAliases"] = ListAliasesAsync;
    }

    private static Task<AwsAnswer> DescribeAsync(GapCall call)
    {
        if (call.Text("KeyId").Split(':') is ["arn", _, _, _, var account, ..] && account != "123456789012")
        {
            // Another account's key says so, and not that it does not exist.
            return Task.FromResult(call.Error(400, "AccessDeniedException",
                $"User: arn:aws:iam::123456789012:user/moto is not authorized to perform: kms:DescribeKey on resource: {call.Text("KeyId")} because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access"));
        }

        return Find(call) is { } key ? Task.FromResult(call.Ok(new JsonObject { ["KeyMetadata"] = key })) : call.NextAsync();
    }

    private static JsonObject? Find(GapCall call)
    {
        // A key is named by id, ARN, alias or alias ARN.
        var name = call.Text("KeyId");
        name = name.StartsWith("arn:", StringComparison.Ordinal) ? name[(name.LastIndexOf(':') + 1)..] : name;
        if (!name.StartsWith("alias/aws/", StringComparison.Ordinal))
        {
            return call.Table(Managed).All.FirstOrDefault(entry => entry.Text("KeyId") == name.Split('/')[^1])?["Metadata"] as JsonObject is { } known
                ? (JsonObject)known.DeepClone()
                : null;
        }

        if (call.Table(Managed)[name] is not { } made)
        {
            var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{call.Region}/{name}")).AsSpan(0, 16)).ToString();
            call.Table(Managed)[name] = made = new JsonObject
            {
                ["Alias"] = name,
                ["KeyId"] = id,
                ["Metadata"] = new JsonObject
                {
                    ["AWSAccountId"] = "123456789012",
                    ["KeyId"] = id,
                    ["Arn"] = call.Arn("kms", $"key/{id}"),
                    ["CreationDate"] = GapCall.Now,
                    ["Enabled"] = true,
                    ["Description"] = $"Default key that protects my {name["alias/aws/".Length..]} data when no other key is defined",
                    ["KeyUsage"] = "ENCRYPT_DECRYPT",
                    ["KeyState"] = "Enabled",
                    ["Origin"] = "AWS_KMS",
                    ["KeyManager"] = "AWS",
                    ["CustomerMasterKeySpec"] = "SYMMETRIC_DEFAULT",
                    ["KeySpec"] = "SYMMETRIC_DEFAULT",
                    ["EncryptionAlgorithms"] = new JsonArray("SYMMETRIC_DEFAULT"),
                    ["MultiRegion"] = false,
                },
            };
        }

        return (JsonObject)made["Metadata"]!.DeepClone();
    }

    private static async Task<AwsAnswer> ListKeysAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } listed || listed["Keys"] is not JsonArray keys || call.Text("Marker").Length > 0)
        {
            return answer;
        }

        foreach (var made in call.Table(Managed).All)
        {
            keys.Add(new JsonObject { ["KeyId"] = made.Text("KeyId"), ["KeyArn"] = made["Metadata"].Text("Arn") });
        }

        return answer.With(listed);
    }

    private static async Task<AwsAnswer> ListAliasesAsync(GapCall call)
    {
        var answer = await call.NextAsync();
        if (!answer.IsSuccess || answer.Json() is not { } listed || listed["Aliases"] is not JsonArray aliases)
        {
            return answer;
        }

        foreach (var alias in aliases.OfType<JsonObject>().Where(a => a.Text("AliasName").StartsWith("alias/aws/", StringComparison.Ordinal)))
        {
            // An alias whose key nobody has used yet points nowhere.
            alias.Remove("TargetKeyId");
        }

        foreach (var made in call.Table(Managed).All)
        {
            var alias = aliases.OfType<JsonObject>().FirstOrDefault(a => a.Text("AliasName") == made.Text("Alias"));
            if (alias is null)
            {
                aliases.Add(alias = new JsonObject { ["AliasName"] = made.Text("Alias"), ["AliasArn"] = call.Arn("kms", made.Text("Alias")) });
            }

            alias["TargetKeyId"] = made.Text("KeyId");
        }

        return answer.With(listed);
    }
}
