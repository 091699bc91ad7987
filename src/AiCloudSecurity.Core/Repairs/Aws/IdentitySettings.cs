using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of keys, credentials and policies.</summary>
internal static class IdentitySettings
{
    /// <summary>Whether KMS makes new key material every year.</summary>
    public static readonly AwsSetting KeyRotation = new()
    {
        Name = "aws/kms/KeyRotation",
        Service = "kms",
        Get = "GetKeyRotationStatus",
        State = (answer, _) => answer.Pick("KeyRotationEnabled"),
        Writes = ["EnableKeyRotation", "DisableKeyRotation"],
        Calls = (place, _, wanted, _) => [(wanted.Text("KeyRotationEnabled") is "true" or "True" ? "EnableKeyRotation" : "DisableKeyRotation", place.Names())],
    };

    /// <summary>A password or API key of an IAM user for one service.</summary>
    public static readonly AwsSetting ServiceSpecificCredential = new()
    {
        Name = "aws/iam/ServiceSpecificCredential",
        Service = "iam",
        Get = "ListServiceSpecificCredentials",
        GetInput = key => key.Pick("UserName"),
        State = (answer, place) => (answer["ServiceSpecificCredentials"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(credential => credential.Text("ServiceSpecificCredentialId") == place.Names().Text("ServiceSpecificCredentialId"))?.Pick("Status"),
        Put = "UpdateServiceSpecificCredential",
        Input = (_, wanted, _) => wanted.Pick("Status"),
    };

    /// <summary>Who else may use a custom model of Comprehend: the document, as text.</summary>
    public static readonly AwsSetting ComprehendPolicy = new()
    {
        Name = "aws/comprehend/ResourcePolicy",
        Service = "comprehend",
        Get = "DescribeResourcePolicy",
        None = ["ResourceNotFoundException"],
        State = (answer, _) => answer.Text("ResourcePolicy").Length > 0 ? answer.Pick("ResourcePolicy") : null,
        Put = "PutResourcePolicy",
        Delete = "DeleteResourcePolicy",
    };
}
