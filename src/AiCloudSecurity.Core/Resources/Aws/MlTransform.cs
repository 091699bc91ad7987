namespace AiCloudSecurity.Resources.Aws;

/// <summary>A machine learning transform of Glue, which keeps labels that people gave, as GetMLTransforms gives it.</summary>
[AwsResource("AWS::Glue::MLTransform", "glue",
    List = "GetMLTransforms", Items = "Transforms", Input = """{ "MaxResults": 100 }""",
    Id = "arn:{partition}:glue:{region}:{account}:mlTransform/{TransformId}", NameMember = "Name", Supporting = true)]
public sealed record MlTransform : Resource
{
    /// <summary>How it encrypts what people gave it; absent where it does not.</summary>
    public TransformEncryption? TransformEncryption { get; init; }
}

/// <summary>How a transform encrypts.</summary>
public sealed record TransformEncryption
{
    /// <summary>What people gave it.</summary>
    public UserDataEncryption? MlUserDataEncryption { get; init; }
}

/// <summary>How a transform encrypts what people gave it.</summary>
public sealed record UserDataEncryption
{
    /// <summary>DISABLED or SSE-KMS.</summary>
    public string? MlUserDataEncryptionMode { get; init; }
}
