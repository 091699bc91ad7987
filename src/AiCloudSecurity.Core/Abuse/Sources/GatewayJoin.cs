namespace AiCloudSecurity.Abuse;

/// <summary>
/// Joins the two halves that API Management writes of a request: the gateway log knows who called and how it ended,
/// the LLM log knows tokens and prompts. The first half waits for the second; what waits at the end counts as it is.
/// </summary>
internal sealed class GatewayJoin(FeatureStore store)
{
    private const int Most = 200_000;
    private readonly Dictionary<ulong, Half> _waiting = [];
    private readonly object _gate = new();

    private sealed record Half(bool IsCall, SeriesKey Key, long Time, Outcome Outcome, long InTokens, long OutTokens, ulong PromptHash);

    /// <summary>Halves that were counted alone, since too many were waiting.</summary>
    public long Crowded { get; private set; }

    /// <summary>The half that knows who called.</summary>
    public Taken Call(string correlationId, LogEvent call)
    {
        if (Match(correlationId, isCall: true, call) is not { } other)
        {
            return correlationId.Length == 0 ? Taken.Yes : Taken.Half;
        }
        call.InTokens = other.InTokens;
        call.OutTokens = other.OutTokens;
        call.Model = other.Key.Model.Length > 0 ? other.Key.Model : call.Model;
        call.PromptHash = call.PromptHash == 0 ? other.PromptHash : call.PromptHash;
        return Taken.Yes;
    }

    /// <summary>The half that knows tokens and prompts.</summary>
    public Taken Tokens(string correlationId, LogEvent call)
    {
        if (Match(correlationId, isCall: false, call) is not { } other)
        {
            return correlationId.Length == 0 ? Taken.Yes : Taken.Half;
        }
        var key = other.Key;
        (call.Subject, call.Principal, call.Network, call.Region, call.Account) = (key.Subject, key.Principal, key.Network, key.Region, key.Account);
        (call.Time, call.Outcome) = (other.Time, other.Outcome);
        call.Model = call.Model.Length > 0 ? call.Model : key.Model;
        call.PromptHash = other.PromptHash == 0 ? call.PromptHash : other.PromptHash;
        return Taken.Yes;
    }

    /// <summary>Counts what found no other half.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            foreach (var half in _waiting.Values)
            {
                Count(half);
            }
            _waiting.Clear();
        }
    }

    private Half? Match(string correlationId, bool isCall, LogEvent call)
    {
        if (correlationId.Length == 0)
        {
            return null;
        }
        var id = Hashing.Of(correlationId);
        lock (_gate)
        {
            if (_waiting.TryGetValue(id, out var other) && other.IsCall != isCall)
            {
                _waiting.Remove(id);
                return other;
            }
            var half = new Half(isCall, new(call.Source, call.Subject, call.Account, call.Principal, call.Credential, call.Action, call.Model, call.Region, call.Network, call.Agent),
                call.Time, call.Outcome, call.InTokens, call.OutTokens, call.PromptHash);
            if (_waiting.Count < Most && _waiting.TryAdd(id, half))
            {
                return null;
            }
            Crowded++;
            Count(half);
            return null;
        }
    }

    private void Count(Half half)
    {
        var row = new HourRow((int)(half.Time / 3600));
        var call = new LogEvent();
        call.Clear(half.Key.Source);
        (call.Time, call.Outcome, call.InTokens, call.OutTokens, call.PromptHash) = (half.Time, half.Outcome, half.InTokens, half.OutTokens, half.PromptHash);
        row.Add(call);
        store.Count(half.Key.Source, 1);
        store.Add(half.Key, row);
    }
}
