using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// The one answer to "is this encrypted with a key of the customer's own?". That a key id is present proves
/// nothing: <c>aws/sagemaker</c> has one too. KMS says who manages the key.
/// </summary>
internal static class CustomerKey
{
    /// <summary>Judges the key that encrypts <paramref name="what"/>, which starts the sentence.</summary>
    public static Verdict Judge(string what, string? keyId, Inventory<KmsKey> keys)
    {
        if (string.IsNullOrEmpty(keyId))
        {
            return Fail($"{what} has no key of yours.");
        }
        return keys.Find(keyId, out var unseen) switch
        {
            null when unseen is not null => Unknown(unseen),
            null => Fail($"{what} names the key {keyId}, which does not exist."),
            { IsCustomerManaged: false } => Fail($"{what} uses {keyId}, a key that AWS manages."),
            { KeyState: "Enabled" } => Pass($"{what} uses {keyId}, a key of yours."),
            { KeyState: var state } => Fail($"{what} uses {keyId}, which is {state ?? "in no known state"}."),
        };
    }
}
