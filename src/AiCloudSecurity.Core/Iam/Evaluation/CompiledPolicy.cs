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
    private readonly CompiledStatement[] _statements;
    private readonly HashSet<string> _services;
    private readonly string[] _allowed;
    private readonly bool _allowsOfEverything;
    private readonly ConcurrentDictionary<string, Entry[]> _byService = new(concurrencyLevel: 1, capacity: 2, StringComparer.OrdinalIgnoreCase);

    private CompiledPolicy(string name, PolicyType type, CompiledStatement[] statements, HashSet<string> services, HashSet<string> allowed)
    {
        Name = name;
        Type = type;
        _statements = statements;
        _services = services;
        _allowed = [.. allowed];
        _allowsOfEverything = allowed.Contains(Everything);
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
        HashSet<string> sids = new(StringComparer.Ordinal), services = new(StringComparer.OrdinalIgnoreCase), allowed = new(StringComparer.OrdinalIgnoreCase);
        var statements = new CompiledStatement[document.Statements.Count];
        for (var i = 0; i < statements.Length; i++)
        {
            var statement = document.Statements[i];
            Check(statement, type);
            if (!string.IsNullOrEmpty(statement.Sid) && !sids.Add(statement.Sid))
            {
                throw new MalformedPolicyException($"{statement.Place}.Sid", $"there are two statements {Display.Safe(statement.Sid)}");
            }
            AddServices(statement, services, allowed);
            statements[i] = CompiledStatement.Compile(statement, variables);
        }
        return new(name, type, statements, services, allowed);
    }

    /// <summary>The statements that speak of some operation of the service, with these operations.</summary>
    // Put in order when a service is first asked for: few of those that a policy names ever are.
    internal Entry[] On(string service)
    {
        var known = _services.Contains(service) ? service : Everything;
        return _byService.TryGetValue(known, out var entries) ? entries : _byService.GetOrAdd(known, Order(known));
    }

    /// <summary>Whether some statement allows something of the service: what none speaks of need not be asked.</summary>
    internal bool SpeaksFor(ReadOnlySpan<char> service)
    {
        if (_allowsOfEverything)
        {
            return true;
        }
        foreach (var allowed in _allowed)
        {
            if (service.Equals(allowed, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    // What is said of everything is said of each service.
    private Entry[] Order(string service)
    {
        List<Entry> entries = [];
        List<string> operations = [];
        foreach (var statement in _statements)
        {
            var all = false;
            operations.Clear();
            foreach (var action in statement.Source.Actions)
            {
                if (ServiceOf(action.Text) is not { IsEmpty: false } named)
                {
                    all = true;
                }
                else if (named.Equals(service, StringComparison.OrdinalIgnoreCase))
                {
                    operations.Add(action.Text[(named.Length + 1)..]);
                }
            }
            if (new ActionSet(operations, all, statement.Source.ExceptActions) is { IsEmpty: false } actions)
            {
                entries.Add(new(statement, actions));
            }
        }
        return [.. entries];
    }

    private static void AddServices(PolicyStatement statement, HashSet<string> services, HashSet<string> allowed)
    {
        if (statement is { IsAllow: true, ExceptActions: true })
        {
            allowed.Add(Everything);
        }
        var last = "";
        for (var i = 0; i < statement.Actions.Count; i++)
        {
            var named = ServiceOf(statement.Actions[i].Text);
            if (named.Length == statement.Actions[i].Text.Length)
            {
                throw new MalformedPolicyException($"{statement.Place}.Action", $"{Display.Safe(statement.Actions[i].Text)} does not say of which service");
            }
            // Actions of one service mostly stand together.
            if (i > 0 && named.Equals(last, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }
            last = named.ToString();
            if (last.Length > 0)
            {
                services.Add(last);
            }
            if (statement is { IsAllow: true, ExceptActions: false })
            {
                allowed.Add(last.Length > 0 ? last : Everything);
            }
        }
    }

    // Empty for everything; all of the text where it says none: IAM takes no wildcards in the service.
    private static ReadOnlySpan<char> ServiceOf(string action)
    {
        if (action is "*" or "*:*")
        {
            return default;
        }
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < action.Length - 1 && !action.AsSpan(0, colon).ContainsAny('*', '?') ? action.AsSpan(0, colon) : action;
    }

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
