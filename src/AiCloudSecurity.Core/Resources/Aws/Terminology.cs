namespace AiCloudSecurity.Resources.Aws;

/// <summary>Words of one's own for Translate, as ListTerminologies gives them.</summary>
[AwsResource("AWS::Translate::Terminology", "translate",
    List = "ListTerminologies", Items = "TerminologyPropertiesList", Input = """{ "MaxResults": 100 }""", NameMember = "Name")]
public sealed record Terminology : Resource
{
    /// <summary>The key; absent with a key of AWS.</summary>
    public TranslationKey? EncryptionKey { get; init; }
}
