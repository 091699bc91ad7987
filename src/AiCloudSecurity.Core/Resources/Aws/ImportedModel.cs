namespace AiCloudSecurity.Resources.Aws;

/// <summary>A model that was brought into Bedrock, as GetImportedModel gives it.</summary>
[AwsResource("AWS::Bedrock::ImportedModel", "bedrock",
    List = "ListImportedModels GET /imported-models", Items = "modelSummaries",
    Describe = "GetImportedModel GET /imported-models/{modelIdentifier}", Key = "modelIdentifier=modelName",
    Id = "modelArn", NameMember = "modelName")]
public sealed record ImportedModel : Resource
{
    /// <summary>The key of the model; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? ModelKmsKeyArn { get; init; }

    /// <summary>Where it came from.</summary>
    public ImportedModelSource? ModelDataSource { get; init; }
}

/// <summary>Where an imported model came from.</summary>
public sealed record ImportedModelSource
{
    /// <summary>The weights in S3.</summary>
    public S3Location? S3DataSource { get; init; }
}
