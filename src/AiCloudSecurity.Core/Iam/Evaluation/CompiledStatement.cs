namespace AiCloudSecurity.Iam;

/// <summary>A statement, ready to be asked.</summary>
internal sealed class CompiledStatement
{
    private readonly ResourcePattern[]? _resources;
    private readonly CompiledCondition[] _conditions;

    private CompiledStatement(PolicyStatement source, ResourcePattern[]? resources, CompiledCondition[] conditions)
    {
        Source = source;
        _resources = resources;
        _conditions = conditions;
    }

    public PolicyStatement Source { get; }

    public static CompiledStatement Compile(PolicyStatement statement, bool variables) => new(
        statement,
        statement.Resources is null ? null : [.. statement.Resources.Select(pattern => new ResourcePattern(pattern.Text, variables, statement.ExceptResources))],
        [.. statement.Conditions.Select(condition => CompiledCondition.Compile(condition, variables, statement.Place))]);

    /// <summary>Whether resource and conditions are as it says. Whom it speaks of, and of which actions, is asked elsewhere.</summary>
    public Truth Holds(Request request)
    {
        var truth = IsOnResource(request);
        for (var i = 0; truth != Truth.False && i < _conditions.Length; i++)
        {
            truth = truth.And(_conditions[i].Holds(request));
        }
        return truth;
    }

    /// <summary>The conditions of which it is not known whether they hold.</summary>
    public IEnumerable<PolicyCondition> Unknown(Request request) =>
        _conditions.Where(condition => condition.Holds(request) == Truth.Unknown).Select(condition => condition.Source);

    /// <summary>
    /// The patterns of its resources with the variables filled in, those unknown as a star; none for a pattern of
    /// which the request lacks a variable.
    /// </summary>
    public IEnumerable<string> Resources(Request request) =>
        Source.ExceptResources || _resources is null ? ["*"] : _resources.Select(resource => resource.Fill(request)).OfType<string>();

    /// <summary>Adds the keys of which nothing is known and on which it hangs.</summary>
    public void AddUnknown(Request request, ISet<string> keys)
    {
        foreach (var resource in _resources ?? [])
        {
            if (resource.IsOn(request) == Truth.Unknown)
            {
                resource.AddUnknown(request, keys);
            }
        }
        foreach (var condition in _conditions)
        {
            if (condition.Holds(request) == Truth.Unknown)
            {
                condition.AddUnknown(request, keys);
            }
        }
    }

    /// <summary>Whether it is on some of the resources of a pattern but not all.</summary>
    public bool HangsOnResource(Request request) => request.ResourceIsPattern && IsOnResource(request) == Truth.Unknown;

    private Truth IsOnResource(Request request)
    {
        if (_resources is null)
        {
            return Truth.True;
        }
        var truth = Truth.False;
        foreach (var resource in _resources)
        {
            truth = truth.Or(resource.IsOn(request));
        }
        return Source.ExceptResources ? truth.Not() : truth;
    }
}
