namespace AiCloudSecurity.Iam;

/// <summary>An operator without quantifier and IfExists.</summary>
internal sealed class ConditionOperator
{
    private readonly Func<string, bool, ConditionValue?> _value;

    private ConditionOperator(Func<string, bool, ConditionValue?> value, bool isNegated = false)
    {
        _value = value;
        IsNegated = isNegated;
    }

    // The value says whether the key is absent; there is nothing to compare.
    public static ConditionOperator Null { get; } = new((text, _) => bool.TryParse(text, out var absent) ? new BoolValue(absent) : null);

    private static readonly Dictionary<string, ConditionOperator> s_all = new(StringComparer.OrdinalIgnoreCase)
    {
        ["StringEquals"] = Text(),
        ["StringNotEquals"] = Text(negated: true),
        ["StringEqualsIgnoreCase"] = Text(ignoreCase: true),
        ["StringNotEqualsIgnoreCase"] = Text(ignoreCase: true, negated: true),
        ["StringLike"] = Text(wildcards: true),
        ["StringNotLike"] = Text(wildcards: true, negated: true),
        // Both behave alike, by the reference.
        ["ArnEquals"] = Arn(),
        ["ArnLike"] = Arn(),
        ["ArnNotEquals"] = Arn(negated: true),
        ["ArnNotLike"] = Arn(negated: true),
        ["NumericEquals"] = Number(order => order == 0),
        ["NumericNotEquals"] = Number(order => order == 0, negated: true),
        ["NumericLessThan"] = Number(order => order < 0),
        ["NumericLessThanEquals"] = Number(order => order <= 0),
        ["NumericGreaterThan"] = Number(order => order > 0),
        ["NumericGreaterThanEquals"] = Number(order => order >= 0),
        ["DateEquals"] = Date(order => order == 0),
        ["DateNotEquals"] = Date(order => order == 0, negated: true),
        ["DateLessThan"] = Date(order => order < 0),
        ["DateLessThanEquals"] = Date(order => order <= 0),
        ["DateGreaterThan"] = Date(order => order > 0),
        ["DateGreaterThanEquals"] = Date(order => order >= 0),
        ["Bool"] = new((text, _) => bool.TryParse(text, out var expected) ? new BoolValue(expected) : null),
        ["BinaryEquals"] = new((text, _) => BinaryValue.TryParse(text, out var bytes) ? new BinaryValue(bytes) : null),
        ["IpAddress"] = new((text, _) => IpRange.TryParse(text)),
        ["NotIpAddress"] = new((text, _) => IpRange.TryParse(text), isNegated: true),
        ["Null"] = Null,
    };

    /// <summary>Whether it is the opposite of a comparison.</summary>
    public bool IsNegated { get; }

    /// <summary>The operator of that name; null where there is none.</summary>
    public static ConditionOperator? Find(string name) => s_all.GetValueOrDefault(name);

    /// <summary>A value to compare with; null where it is none of the operator's type.</summary>
    public ConditionValue? Value(string text, bool variables) => _value(text, variables);

    private static ConditionOperator Text(bool wildcards = false, bool ignoreCase = false, bool negated = false) =>
        new((text, variables) => new TextValue(PolicyText.Parse(text, wildcards, variables, negated, ignoreCase)), negated);

    private static ConditionOperator Arn(bool negated = false) =>
        new((text, variables) => new ArnValue(PolicyText.Parse(text, wildcards: true, variables, negated)), negated);

    private static ConditionOperator Number(Func<int, bool> holds, bool negated = false) =>
        new((text, _) => OrderedValues.TryNumber(text, out var number) ? new OrderedValue<double>(number, OrderedValues.TryNumber, holds) : null, negated);

    private static ConditionOperator Date(Func<int, bool> holds, bool negated = false) =>
        new((text, _) => OrderedValues.TryDate(text, out var date) ? new OrderedValue<DateTimeOffset>(date, OrderedValues.TryDate, holds) : null, negated);
}
