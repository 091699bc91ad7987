namespace AiCloudSecurity.Iam;

/// <summary>A condition, ready to be asked.</summary>
internal sealed class CompiledCondition
{
    private readonly PolicyCondition _condition;
    private readonly ConditionOperator _operator;
    private readonly ConditionValue[] _values;

    private CompiledCondition(PolicyCondition condition, ConditionOperator @operator, ConditionValue[] values)
    {
        _condition = condition;
        _operator = @operator;
        _values = values;
    }

    public PolicyCondition Source => _condition;

    public static CompiledCondition Compile(PolicyCondition condition, bool variables, string place)
    {
        place = $"{place}.Condition";
        var @operator = ConditionOperator.Find(condition.Operator)
            ?? throw new MalformedPolicyException(place, $"there is no operator {Display.Safe(condition.Operator)}");
        if (@operator == ConditionOperator.Null && condition.IfExists)
        {
            throw new MalformedPolicyException(place, "Null cannot be joined with IfExists");
        }
        return new(condition, @operator, [.. condition.Values.Select(text => @operator.Value(text, variables)
            ?? throw new MalformedPolicyException($"{place}.{condition.Operator}.{Display.Safe(condition.Key)}", $"{Display.Safe(text)} is no value for {condition.Operator}"))]);
    }

    public Truth Holds(Request request)
    {
        var found = request.Find(_condition.Key, out var given);
        if (found == Truth.True && given.Count == 0)
        {
            found = Truth.False;
        }
        if (_operator == ConditionOperator.Null)
        {
            return found == Truth.Unknown ? found : Any(found == Truth.False ? "true" : "false", request);
        }
        if (found == Truth.Unknown)
        {
            return found;
        }
        if (found == Truth.False)
        {
            return Truths.Of(_condition.Quantifier switch
            {
                ConditionQuantifier.ForAllValues => true,
                // There must be a value, with IfExists too.
                ConditionQuantifier.ForAnyValue => false,
                _ => _condition.IfExists || _operator.IsNegated,
            });
        }
        return _condition.Quantifier switch
        {
            ConditionQuantifier.ForAllValues => All(given, request),
            // Without a quantifier, several values of a negated operator must all differ.
            ConditionQuantifier.None when _operator.IsNegated => All(given, request),
            _ => Any(given, request),
        };
    }

    /// <summary>Adds the keys of which nothing is known and on which it hangs.</summary>
    public void AddUnknown(Request request, ISet<string> keys)
    {
        if (request.Find(_condition.Key, out _) == Truth.Unknown)
        {
            keys.Add(_condition.Key);
        }
        foreach (var value in _values)
        {
            value.AddUnknown(request, keys);
        }
    }

    private Truth All(IReadOnlyList<string> given, Request request)
    {
        var truth = Truth.True;
        for (var i = 0; i < given.Count; i++)
        {
            truth = truth.And(One(given[i], request));
        }
        return truth;
    }

    private Truth Any(IReadOnlyList<string> given, Request request)
    {
        var truth = Truth.False;
        for (var i = 0; i < given.Count; i++)
        {
            truth = truth.Or(One(given[i], request));
        }
        return truth;
    }

    private Truth One(string given, Request request) => _operator.IsNegated ? Any(given, request).Not() : Any(given, request);

    private Truth Any(string given, Request request)
    {
        var truth = Truth.False;
        foreach (var value in _values)
        {
            truth = truth.Or(value.Matches(given, request));
        }
        return truth;
    }
}
