namespace AiCloudSecurity.Resources.Aws;

/// <summary>A KMS key that an AI resource uses, as DescribeKey gives it: read once for each name that it goes by.</summary>
[AwsResource("AWS::KMS::Key", "kms", Describe = "DescribeKey", Key = "KeyId=$", Unwrap = "KeyMetadata", None = "NotFoundException", Supporting = true)]
public sealed record KmsKey : Resource, INamedOtherwise
{
    /// <summary>The ARN.</summary>
    public string? Arn { get; init; }

    /// <summary>The id.</summary>
    public string? KeyId { get; init; }

    /// <summary>AWS or CUSTOMER.</summary>
    public string? KeyManager { get; init; }

    /// <summary>Enabled, Disabled, PendingDeletion and others.</summary>
    public string? KeyState { get; init; }

    /// <summary>SYMMETRIC_DEFAULT and others.</summary>
    public string? KeySpec { get; init; }

    /// <summary>AWS_KMS, EXTERNAL, AWS_CLOUDHSM or EXTERNAL_KEY_STORE.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether it belongs to the customer, who can change its policy and switch it off.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsCustomerManaged => KeyManager is "CUSTOMER";

    IEnumerable<string> INamedOtherwise.OtherNames => KeyId is null ? [] : [KeyId];
}
