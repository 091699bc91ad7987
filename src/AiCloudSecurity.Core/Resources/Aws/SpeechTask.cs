using System.Text.Json.Serialization;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>A long text that Polly reads out, as ListSpeechSynthesisTasks gives it; Polly forgets it after three days.</summary>
[AwsResource("AWS::Polly::SpeechSynthesisTask", "polly",
    List = "ListSpeechSynthesisTasks GET /v1/synthesisTasks", Items = "SynthesisTasks", Input = """{ "MaxResults": 100 }""",
    Id = "arn:{partition}:polly:{region}:{account}:task/{TaskId}", NameMember = "TaskId")]
public sealed record SpeechTask : Resource
{
    /// <summary>Where the speech lies: <c>https://s3.region.amazonaws.com/bucket/key</c>.</summary>
    public string? OutputUri { get; init; }

    /// <summary>The bucket that it lies in.</summary>
    [JsonIgnore, Refers(typeof(Bucket))]
    public string? OutputBucket =>
        !Uri.TryCreate(OutputUri, UriKind.Absolute, out var uri) ? null
        : uri.Scheme == "s3" ? uri.Host
        : uri.Host.StartsWith("s3.", StringComparison.Ordinal) || uri.Host.StartsWith("s3-", StringComparison.Ordinal) ? uri.AbsolutePath.Split('/').ElementAtOrDefault(1)
        : uri.Host.Split(".s3")[0];
}
