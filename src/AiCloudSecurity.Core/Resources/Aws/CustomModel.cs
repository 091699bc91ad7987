namespace AiCloudSecurity.Resources.Aws;

/// <summary>A Bedrock model that the customer trained, as GetCustomModel gives it.</summary>
[AwsResource("AWS::Bedrock::CustomModel", "bedrock",
    List = "ListCustomModels GET /custom-models", Items = "modelSummaries", Input = """{ "isOwned": true }""",
    Describe = "GetCustomModel GET /custom-models/{modelIdentifier}", Key = "modelIdentifier=modelName",
    Id = "modelArn", NameMember = "modelName")]
public sealed record CustomModel : Resource
{
    /// <summary>The key of the model; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? ModelKmsKeyArn { get; init; }

    /// <summary>What it was trained on.</summary>
    public S3Location? TrainingDataConfig { get; init; }

    /// <summary>Where the training's figures lie.</summary>
    public S3Location? OutputDataConfig { get; init; }
}
