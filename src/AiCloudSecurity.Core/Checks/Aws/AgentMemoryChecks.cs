using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what AgentCore keeps for agents: memories, and the vault of their tokens.</summary>
internal static class AgentMemoryChecks
{
    // What the console proposes.
    private const int LongestExpiry = 90;

    [Check("AWS-DATA-032", Severity.Medium, "Agent memory is encrypted with a customer-managed key",
        Risk = "Conversations and what was drawn from them lie under a key that no policy of yours governs.",
        Advice = "Make the memory anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0080, AML.T0083")]
    [Command("aws bedrock-agentcore-control get-memory --memory-id {id} --region {Region} && aws bedrock-agentcore-control create-memory --name NEW_NAME --event-expiry-duration 90 --encryption-key-arn KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "arn": "m", "encryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "arn": "m" }""")]
    [Fails("""{ "arn": "m", "encryptionKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    public static Verdict MemoryKey(AgentMemory memory, Inventory<KmsKey> keys) => CustomerKey.Judge("The memory", memory.EncryptionKeyArn, keys);

    [Check("AWS-DATA-032", Severity.Medium, "Token vault is encrypted with a customer-managed key",
        Risk = "Tokens and keys by which agents sign in elsewhere lie under a key that no policy of yours governs.",
        Advice = "Set a customer-managed key on the token vault.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0083",
        Link = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/console-configuration-encryption.html")]
    [Command("aws bedrock-agentcore-control set-token-vault-cmk --token-vault-id {Name} --kms-configuration 'keyType=CustomerManagedKey,kmsKeyArn=KMS_KEY_ARN' --region {Region}")]
    [Passes("""{ "tokenVaultId": "default", "kmsConfiguration": { "keyType": "CustomerManagedKey", "kmsKeyArn": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "tokenVaultId": "default", "kmsConfiguration": { "keyType": "CustomerManagedKey", "kmsKeyArn": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Disabled" }""")]
    [Fails("""{ "tokenVaultId": "default", "kmsConfiguration": { "keyType": "CustomerManagedKey" } }""")]
    [Fails("""{ "tokenVaultId": "default", "kmsConfiguration": { "keyType": "ServiceManagedKey", "kmsKeyArn": "k-1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "tokenVaultId": "default" }""", Because = "Without a setting it is a key of AWS.")]
    public static Verdict VaultKey(TokenVault vault, Inventory<KmsKey> keys) => vault.KmsConfiguration switch
    {
        { KeyType: "CustomerManagedKey" } configuration => CustomerKey.Judge("The vault", configuration.KmsKeyArn, keys),
        { KeyType: { } type } => Fail($"The vault has no key of yours: its key is a {type}."),
        _ => Fail("The vault has no key of yours."),
    };

    [Check("AWS-DATA-034", Severity.Low, "Agent memory forgets conversations within 90 days",
        Risk = "What people said to an agent long ago can be drawn out of it, or was planted there, and nobody needs it any more.",
        Advice = "Set the event expiry of the memory to 90 days or less.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0080")]
    [Command("aws bedrock-agentcore-control update-memory --memory-id {id} --event-expiry-duration 90 --region {Region}")]
    [Passes("""{ "arn": "m", "eventExpiryDuration": 30 }""")]
    [Passes("""{ "arn": "m", "eventExpiryDuration": 90 }""")]
    [Fails("""{ "arn": "m", "eventExpiryDuration": 91 }""")]
    [CannotSay("""{ "arn": "m" }""")]
    public static Verdict Forgets(AgentMemory memory) => memory.EventExpiryDuration switch
    {
        null => Unknown("AgentCore does not say how long it keeps events."),
        <= LongestExpiry and var days => Pass($"Events are kept for {days} days."),
        var days => Fail($"Events are kept for {days} days."),
    };

    [Repair("AWS-DATA-032", "aws/bedrock-agentcore/TokenVault", Needs = "-KmsKeyId")]
    internal static IEnumerable<Wish> Encrypt(TokenVault vault, RepairChoices choices) =>
    [
        Wish.Of(vault, AgentSettings.TokenVault, new() { ["tokenVaultId"] = vault.Identity.Name },
            Wish.With(new() { ["kmsConfiguration"] = new JsonObject { ["keyType"] = "CustomerManagedKey", ["kmsKeyArn"] = choices.Key } }), "Agents that fetch tokens need kms:Decrypt on the key."),
    ];
}
