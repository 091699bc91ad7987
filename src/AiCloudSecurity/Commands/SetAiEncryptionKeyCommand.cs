using System.Management.Automation;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Sets a key of the customer's own, where that can be done in place: guardrails, flows, prompts, data sources, gateways, token vaults, recordings, log groups and buckets of AWS, accounts of Azure AI services and bots, buckets, speech and runtime templates of Google Cloud.</summary>
/// <remarks>
/// <para>What is there already stays under its old key; what is new gets the new one. Who writes or reads must be allowed to use the key. Volumes, domains and models take a key only when they are made: their findings say so.</para>
/// </remarks>
/// <example>
/// <code>Test-AiDataProtection -Region eu-west-1 | Where-Object Fix -Like '*-KmsKeyId*' | Set-AiEncryptionKey -KmsKeyId arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab -WhatIf</code>
/// <para>Shows what would get the key.</para>
/// </example>
/// <example>
/// <code>Set-AiEncryptionKey arn:aws:bedrock:eu-west-1:111122223333:guardrail/abcdef123456 -KmsKeyId arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab -Force</code>
/// <para>Encrypts the definition of a guardrail.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "AiEncryptionKey", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair), typeof(Finding))]
public sealed class SetAiEncryptionKeyCommand : ResourceRepairingCommand
{
    /// <summary>The key: an ARN of KMS, the address of a key in a vault of Azure, or the name of a key of Cloud KMS.</summary>
    [Parameter(Mandatory = true), ValidatePattern(KeyPattern)]
    public string KmsKeyId { get; set; } = "";

    private protected override IReadOnlyList<string> CheckIds => RepairPolicy.EncryptionKey;

    private protected override RepairChoices Choices => new() { KmsKeyId = KmsKeyId };
}
