namespace AiCloudSecurity.Resources.Gcp;

/// <summary>With which key Vertex AI encrypts something.</summary>
public sealed record EncryptionSpec
{
    /// <summary>The customer's key, as projects/p/locations/l/keyRings/r/cryptoKeys/k; without it the key is Google's.</summary>
    [Refers(typeof(CryptoKey))]
    public string? KmsKeyName { get; init; }
}

/// <summary>What can be encrypted with a key of the customer.</summary>
public interface IEncrypted
{
    /// <summary>The key.</summary>
    EncryptionSpec? EncryptionSpec { get; }
}

/// <summary>What can be labelled.</summary>
public interface ILabelled
{
    /// <summary>Labels.</summary>
    IReadOnlyDictionary<string, string>? Labels { get; }
}

/// <summary>An environment variable.</summary>
public sealed record EnvironmentVariable
{
    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Its value.</summary>
    [Sensitive]
    public string? Value { get; init; }
}
