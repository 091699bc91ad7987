using System.Text.Json;

namespace AiCloudSecurity.Resources.Aws;

/// <summary>What a log group does about sensitive data, as GetDataProtectionPolicy gives it.</summary>
[AwsResource("AWS::Logs::DataProtectionPolicy", "logs", Of = typeof(LogGroup),
    Describe = "GetDataProtectionPolicy", Key = "logGroupIdentifier=logGroupName", None = "ResourceNotFoundException", Supporting = true)]
public sealed record DataProtectionPolicy : Resource
{
    /// <summary>The document, as text; absent where there is none.</summary>
    public string? PolicyDocument { get; init; }

    /// <summary>Whether a statement masks what it finds; one that only audits counts it and shows it.</summary>
    /// <exception cref="JsonException">The document is no JSON.</exception>
    public bool Masks()
    {
        if (string.IsNullOrEmpty(PolicyDocument))
        {
            return false;
        }
        using var document = JsonDocument.Parse(PolicyDocument);
        return document.RootElement.TryGetProperty("Statement", out var statements) && statements.EnumerateArray().Any(statement =>
            statement.TryGetProperty("Operation", out var operation) && operation.TryGetProperty("Deidentify", out _));
    }
}
