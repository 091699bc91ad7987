namespace AiCloudSecurity.Resources.Aws;

/// <summary>Something that a bot asks its users for, as DescribeSlot gives it.</summary>
[AwsResource("AWS::Lex::Slot", "lexv2-models", Of = typeof(LexIntent),
    List = "ListSlots POST /bots/{botId}/botversions/{botVersion}/botlocales/{localeId}/intents/{intentId}/slots/", Items = "slotSummaries",
    Describe = "DescribeSlot GET /bots/{botId}/botversions/{botVersion}/botlocales/{localeId}/intents/{intentId}/slots/{slotId}/",
    Key = "botId,botVersion,localeId,intentId,slotId",
    Id = "{parent}/{slotId}", NameMember = "slotName")]
public sealed record LexSlot : Resource
{
    /// <summary>What kind of thing: AMAZON.EmailAddress and others, or the id of the customer's own kind.</summary>
    public string? SlotTypeId { get; init; }

    /// <summary>Whether logs show it.</summary>
    public LexObfuscation? ObfuscationSetting { get; init; }
}

/// <summary>Whether logs show what a slot holds.</summary>
public sealed record LexObfuscation
{
    /// <summary>DefaultObfuscation, which it is unless it is said otherwise, or None.</summary>
    public string? ObfuscationSettingType { get; init; }
}
