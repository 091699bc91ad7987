namespace AiCloudSecurity.Iam;

/// <summary>How the values of a key with several values are compared.</summary>
public enum ConditionQuantifier
{
    /// <summary>The key has one value.</summary>
    None,
    /// <summary>One value of the request must match.</summary>
    ForAnyValue,
    /// <summary>All values of the request must match; true where there are none.</summary>
    ForAllValues,
}

/// <summary>One condition of a statement: an operator, a key and the values that it is compared with.</summary>
public sealed class PolicyCondition
{
    private const string AnyValuePrefix = "ForAnyValue:";
    private const string AllValuesPrefix = "ForAllValues:";
    private const string IfExistsSuffix = "IfExists";

    private readonly string _operator;

    internal PolicyCondition(string @operator, string key, IReadOnlyList<string> values)
    {
        Key = key;
        Values = values;
        _operator = @operator;
        (Quantifier, var prefix) = @operator.StartsWith(AnyValuePrefix, StringComparison.OrdinalIgnoreCase) ? (ConditionQuantifier.ForAnyValue, AnyValuePrefix)
            : @operator.StartsWith(AllValuesPrefix, StringComparison.OrdinalIgnoreCase) ? (ConditionQuantifier.ForAllValues, AllValuesPrefix) : (ConditionQuantifier.None, "");
        @operator = @operator[prefix.Length..];
        IfExists = @operator.EndsWith(IfExistsSuffix, StringComparison.OrdinalIgnoreCase);
        Operator = IfExists ? @operator[..^IfExistsSuffix.Length] : @operator;
    }

    /// <summary>The operator as it was written, with quantifier and IfExists.</summary>
    internal string Written => _operator;

    /// <summary>The operator without quantifier and IfExists, as StringEquals.</summary>
    public string Operator { get; }

    /// <summary>The quantifier.</summary>
    public ConditionQuantifier Quantifier { get; }

    /// <summary>Whether a request without the key satisfies it.</summary>
    public bool IfExists { get; }

    /// <summary>The key, as aws:SourceAccount; its case does not matter.</summary>
    public string Key { get; }

    /// <summary>The values; numbers and booleans as text.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether the key is that one.</summary>
    public bool IsOn(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it demands that the key is there and has one of the values: no negation, no IfExists, no ForAllValues.</summary>
    public bool Demands => !IfExists && Quantifier != ConditionQuantifier.ForAllValues && IsPositive;

    /// <summary>
    /// Whether a request whose key has that value satisfies it; null where the operator does not compare text.
    /// </summary>
    public bool? Admits(string value)
    {
        var negative = Operator.Contains("Not", StringComparison.OrdinalIgnoreCase);
        var comparison = negative ? Operator.Replace("Not", "", StringComparison.OrdinalIgnoreCase) : Operator;
        return comparison.ToUpperInvariant() switch
        {
            "STRINGEQUALS" => negative != Values.Contains(value),
            "STRINGEQUALSIGNORECASE" => negative != Values.Contains(value, StringComparer.OrdinalIgnoreCase),
            "STRINGLIKE" => negative != Values.Any(pattern => Glob.Resource(pattern).Matches(value)),
            _ => null,
        };
    }

    /// <summary>Whether the operator compares for being the same or alike.</summary>
    public bool IsPositive => Operator.ToUpperInvariant() is "STRINGEQUALS" or "STRINGEQUALSIGNORECASE" or "STRINGLIKE" or "ARNEQUALS" or "ARNLIKE";

    /// <summary>Whether it lets every request through, or every one that is encrypted.</summary>
    public bool IsTrivial =>
        IsPositive && Operator.EndsWith("Like", StringComparison.OrdinalIgnoreCase) && Values.Contains("*")
        || IsOn("aws:SecureTransport") && Operator.Equals("Bool", StringComparison.OrdinalIgnoreCase) && Values is [var value] && value.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>As it was written, in one line: operator, key, values.</summary>
    public override string ToString() => $"{_operator} {Key} {string.Join(", ", Values)}";
}
