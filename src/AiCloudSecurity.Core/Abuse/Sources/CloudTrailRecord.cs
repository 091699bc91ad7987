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
    public bool Read(ReadOnlySpan<byte> record, LogEvent call)
    {
        call.Clear(LogSource.CloudTrail);
        IsWanted = false;
        var json = new Utf8JsonReader(record, isFinalBlock: true, default);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }
        string? service = null, name = null, arn = null, key = null, principalId = null, invokedBy = null;
        bool timed = false, bearer = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var entered = false;
            if (json.ValueTextEquals("eventTime"u8))
            {
                json.Read();
                timed = json.TokenType == JsonTokenType.String && LogTime.TryParse(json.ValueSpan, out var time) && (call.Time = time) >= 0;
            }
            else if (json.ValueTextEquals("eventSource"u8))
            {
                json.Read();
                service = names.Of(ref json);
            }
            else if (json.ValueTextEquals("eventName"u8))
            {
                json.Read();
                name = names.Of(ref json);
            }
            else if (json.ValueTextEquals("awsRegion"u8))
            {
                json.Read();
                call.Region = names.Of(ref json) ?? "";
            }
            else if (json.ValueTextEquals("recipientAccountId"u8))
            {
                json.Read();
                call.Account = names.Of(ref json) ?? "";
            }
            else if (json.ValueTextEquals("sourceIPAddress"u8))
            {
                json.Read();
                call.Network = _networks.Of(names.Of(ref json) ?? "");
            }
            else if (json.ValueTextEquals("userAgent"u8))
            {
                json.Read();
                call.Agent = _agents.Of(names.Of(ref json) ?? "");
            }
            else if (json.ValueTextEquals("errorCode"u8))
            {
                json.Read();
                call.Outcome = names.Of(ref json) is { Length: > 0 } code ? Outcomes.OfAws(code) : Outcome.Ok;
            }
            else if (json.ValueTextEquals("userIdentity"u8))
            {
                while (JsonMembers.Next(ref json, ref entered))
                {
                    var wanted = json.ValueTextEquals("arn"u8) ? 1 : json.ValueTextEquals("accessKeyId"u8) ? 2 : json.ValueTextEquals("principalId"u8) ? 3 : json.ValueTextEquals("invokedBy"u8) ? 4 : 0;
                    json.Read();
                    switch (wanted)
                    {
                        case 1: arn = names.Of(ref json); break;
                        case 2: key = names.Of(ref json); break;
                        case 3: principalId = names.Of(ref json); break;
                        case 4: invokedBy = names.Of(ref json); break;
                    }
                    json.Skip();
                }
            }
            else if (json.ValueTextEquals("requestParameters"u8))
            {
                while (JsonMembers.Next(ref json, ref entered))
                {
                    var model = json.ValueTextEquals("modelId"u8) || json.ValueTextEquals("endpointName"u8);
                    json.Read();
                    if (model && names.Of(ref json) is { } id)
                    {
                        call.Model = _models.Of(id);
                    }
                    json.Skip();
                }
            }
            else if (json.ValueTextEquals("additionalEventData"u8))
            {
                while (JsonMembers.Next(ref json, ref entered))
                {
                    var token = json.ValueTextEquals("callWithBearerToken"u8);
                    json.Read();
                    bearer |= token && json.TokenType == JsonTokenType.True;
                    json.Skip();
                }
            }
            else
            {
                json.Skip();
            }
        }
        if (!timed || service is null || name is null)
        {
            return false;
        }
        IsWanted = service is "bedrock.amazonaws.com" or "bedrock-runtime.amazonaws.com" or "sagemaker.amazonaws.com" or "runtime.sagemaker.amazonaws.com";
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
