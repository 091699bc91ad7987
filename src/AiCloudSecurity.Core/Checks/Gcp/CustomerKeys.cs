using AiCloudSecurity.Resources.Gcp;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Judges with whose key something is encrypted. Whether the key itself is well kept is judged at the key.</summary>
internal static class CustomerKeys
{
    /// <summary>Judges what Vertex AI has.</summary>
    public static Verdict Judge(IEncrypted resource) => Judge(resource.EncryptionSpec?.KmsKeyName);

    /// <summary>Judges by the name of the key.</summary>
    public static Verdict Judge(string? key) =>
        key is { Length: > 0 } ? Pass($"The key is {Names.Last(key)}.") : Fail("There is no customer-managed key: the key is Google's.");
}
