using System.Collections.Concurrent;

namespace AiCloudSecurity.Iam;

/// <summary>
/// A policy that is ready to be evaluated: read, checked and put in order once, by the service that its statements
/// speak of. What it says never changes.
/// </summary>
public sealed class CompiledPolicy
{
    // No service is called so.
    private const string Everything = "*";
    private readonly List<(CompiledStatement Statement, ILookup<string, string> Operations)> _statements;
    private readonly HashSet<string> _services;
    private readonly ConcurrentDictionary<string, Entry[]> _byService = new(StringComparer.OrdinalIgnoreCase);

    private CompiledPolicy(string name, PolicyType type, List<(CompiledStatement Statement, ILookup<string, string> Operations)> statements)
    {
        Name = name;
        Type = type;
        _statements = statements;
        _services = new(statements.SelectMany(statement => statement.Operations.Select(service => service.Key)), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What kind of policy it is.</summary>
    public PolicyType Type { get; }

    /// <summary>Makes a policy ready.</summary>
    /// <param name="name">Its name, for those who read the result.</param>
    /// <param name="type">What kind of policy it is: some elements are only for some.</param>
    /// <param name="document">What it says.</param>
    /// <exception cref="MalformedPolicyException">AWS would not take it as such a policy; says where.</exception>
    public static CompiledPolicy Compile(string name, PolicyType type, PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(document);
        var variables = document.Version == PolicyDocument.Current;
        HashSet<string> sids = new(StringComparer.Ordinal);
        List<(CompiledStatement Statement, ILookup<string, string> Operations)> statements = [];
        foreach (var statement in document.Statements)
        {
            Check(statement, type);
            if (!string.IsNullOrEmpty(statement.Sid) && !sids.Add(statement.Sid))
            {
                throw new MalformedPolicyException($"{statement.Place}.Sid", $"there are two statements {Display.Safe(statement.Sid)}");
            }
            statements.Add((CompiledStatement.Compile(statement, variables), Operations(statement)));
        }
        return new(name, type, statements);
    }

    /// <summary>The statements that speak of some operation of the service, with these operations.</summary>
    // Put in order when a service is first asked for: few of those that a policy names ever are.
    internal Entry[] On(string service)
    {
        var known = _services.Contains(service) ? service : Everything;
        return _byService.TryGetValue(known, out var entries) ? entries : _byService.GetOrAdd(known, Order(known));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // What is said of everything is said of each service.
    private Entry[] Order(string service) =>
    [
        .. _statements.Select(statement => new Entry(statement.Statement, new(
            service == Everything ? [] : statement.Operations[service],
            statement.Operations.Contains(Everything),
            statement.Statement.Source.ExceptActions))).Where(entry => !entry.Actions.IsEmpty),
    ];

    private static ILookup<string, string> Operations(PolicyStatement statement) =>
        statement.Actions.Select(action => ActionPattern.Parse(action, $"{statement.Place}.Action"))
            .ToLookup(action => action.Service ?? Everything, action => action.Operation, StringComparer.OrdinalIgnoreCase);

    private static void Check(PolicyStatement statement, PolicyType type)
    {
        var ofResource = type is PolicyType.Resource or PolicyType.ResourceControl or PolicyType.VpcEndpoint;
        if (ofResource && statement.Principals is null)
        {
            throw new MalformedPolicyException(statement.Place, "there is no Principal or NotPrincipal");
        }
        if (!ofResource && statement.Principals is not null)
        {
            throw new MalformedPolicyException(statement.Place, "only the policy of a resource has a Principal");
        }
        // A trust policy has no Resource: it is the role's.
        if (type != PolicyType.Resource && statement.Resources is null)
        {
            throw new MalformedPolicyException(statement.Place, "there is no Resource or NotResource");
        }
    }

    internal readonly record struct Entry(CompiledStatement Statement, ActionSet Actions);
}
