namespace AiCloudSecurity.Resources.Aws;

/// <summary>Translations of one's own as examples for Translate, as ListParallelData gives them.</summary>
[AwsResource("AWS::Translate::ParallelData", "translate",
    List = "ListParallelData", Items = "ParallelDataPropertiesList", Input = """{ "MaxResults": 100 }""", NameMember = "Name")]
public sealed record ParallelData : Resource
{
    /// <summary>The key; absent with a key of AWS.</summary>
    public TranslationKey? EncryptionKey { get; init; }
}
