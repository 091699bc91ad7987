using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AiCloudSecurity.Abuse;

/// <summary>A CloudTrail event. Those of other services, and those that no rule looks at, are left out.</summary>
internal sealed class CloudTrailRecord(Names names)
{
    private readonly Memo _models = new(Callers.ModelOf);
    private readonly Memo _principals = new(Callers.OfArn);
    private readonly Memo _networks = new(Callers.NetworkOf);
    private readonly Memo _agents = new(Callers.AgentOf);

    /// <summary>Whether the last event is one that rules look at.</summary>
    public bool IsWanted { get; private set; }

    /// <summary>Reads an event into the call; false where it is none of CloudTrail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read(ReadOnlySpan<byte> record, LogEvent call)
    {
        call.Clear(LogSource.CloudTrail);
        IsWanted = false;
        var json = new JsonCursor(record);
        if (!json.EnterObject())
        {
            return false;
        }
        string? service = null, name = null, arn = null, key = null, principalId = null, invokedBy = null;
        bool timed = false, bearer = false, isInsight = false;
        while (json.NextMember(out var member))
        {
            if (member.SequenceEqual("eventTime"u8))
            {
                timed = json.TryString(out var text, out _) && LogTime.TryParse(text, out var time) && (call.Time = time) >= 0;
            }
            else if (member.SequenceEqual("eventSource"u8))
            {
                service = names.Of(ref json);
            }
            else if (member.SequenceEqual("eventName"u8))
            {
                name = names.Of(ref json);
            }
            else if (member.SequenceEqual("awsRegion"u8))
            {
                call.Region = names.Of(ref json) ?? "";
            }
            else if (member.SequenceEqual("recipientAccountId"u8))
            {
                call.Account = names.Of(ref json) ?? "";
            }
            else if (member.SequenceEqual("sourceIPAddress"u8))
            {
                call.Network = _networks.Of(names.Of(ref json) ?? "");
            }
            else if (member.SequenceEqual("userAgent"u8))
            {
                call.Agent = _agents.Of(names.Of(ref json) ?? "");
            }
            else if (member.SequenceEqual("errorCode"u8))
            {
                call.Outcome = names.Of(ref json) is { Length: > 0 } code ? Outcomes.OfAws(code) : Outcome.Ok;
            }
            else if (member.SequenceEqual("userIdentity"u8))
            {
                if (!json.EnterObject())
                {
                    continue;
                }
                while (json.NextMember(out var inner))
                {
                    if (inner.SequenceEqual("arn"u8))
                    {
                        arn = names.Of(ref json);
                    }
                    else if (inner.SequenceEqual("accessKeyId"u8))
                    {
                        key = names.Of(ref json);
                    }
                    else if (inner.SequenceEqual("principalId"u8))
                    {
                        principalId = names.Of(ref json);
                    }
                    else if (inner.SequenceEqual("invokedBy"u8))
                    {
                        invokedBy = names.Of(ref json);
                    }
                    else
                    {
                        json.Skip();
                    }
                }
            }
            else if (member.SequenceEqual("requestParameters"u8))
            {
                if (!json.EnterObject())
                {
                    continue;
                }
                while (json.NextMember(out var inner))
                {
                    if (!(inner.SequenceEqual("modelId"u8) || inner.SequenceEqual("endpointName"u8)))
                    {
                        json.Skip();
                    }
                    else if (names.Of(ref json) is { } id)
                    {
                        call.Model = _models.Of(id);
                    }
                }
            }
            else if (member.SequenceEqual("additionalEventData"u8))
            {
                if (!json.EnterObject())
                {
                    continue;
                }
                while (json.NextMember(out var inner))
                {
                    var token = inner.SequenceEqual("callWithBearerToken"u8);
                    bearer |= json.Skip().SequenceEqual("true"u8) && token;
                }
            }
            else
            {
                // Insights and digests lie beside the events, and tell of no call.
                isInsight |= member.SequenceEqual("insightDetails"u8) || member.SequenceEqual("digestStartTime"u8);
                json.Skip();
            }
        }
        if (!json.IsAtEnd)
        {
            throw new JsonException("More than one object.");
        }
        if (!timed || service is null || name is null)
        {
            return isInsight;
        }
        IsWanted = service is "bedrock.amazonaws.com" or "bedrock-runtime.amazonaws.com" or "bedrock-agent.amazonaws.com" or "bedrock-agent-runtime.amazonaws.com" or "sagemaker.amazonaws.com" or "runtime.sagemaker.amazonaws.com";
        if (!IsWanted)
        {
            return true;
        }
        var invokes = name.StartsWith("Invoke", StringComparison.Ordinal) || name.StartsWith("Converse", StringComparison.Ordinal) || name is "RetrieveAndGenerate";
        call.Action = invokes ? LogEvent.Invoke : name;
        IsWanted = invokes || ControlActions.KindOf(name) is not null;
        call.Principal = _principals.Of(arn ?? principalId ?? invokedBy ?? "");
        if (call.Principal.Length == 0)
        {
            call.Subject = Subject.Endpoint;
            call.Principal = call.Model;
        }
        call.Credential = bearer ? "bearer token" : Callers.CredentialOf(key ?? "");
        return true;
    }
}
