using System.Text.Json;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// A record of the Bedrock invocation log. Its members come in any order; bodies are an object, an array (streams),
/// or missing.
/// </summary>
internal sealed class BedrockRecord(Names names, RequestBody body)
{
    /// <summary>Reads a record into the call; false where it is none of this log.</summary>
    public bool Read(ReadOnlySpan<byte> line, LogEvent call)
    {
        call.Clear(LogSource.BedrockInvocation);
        var json = new Utf8JsonReader(line, isFinalBlock: true, default);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }
        bool timed = false, model = false, said = false, blocked = false;
        var error = Outcome.Ok;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("timestamp"u8))
            {
                json.Read();
                timed = json.TokenType is JsonTokenType.String or JsonTokenType.Number && LogTime.TryParse(json.ValueSpan, out var time) && (call.Time = time) >= 0;
                json.Skip();
            }
            else if (json.ValueTextEquals("modelId"u8))
            {
                json.Read();
                if (names.Of(ref json) is { } name)
                {
                    call.Model = _models.Of(name);
                    model = true;
                }
            }
            else if (json.ValueTextEquals("accountId"u8))
            {
                json.Read();
                call.Account = names.Of(ref json) ?? "";
            }
            else if (json.ValueTextEquals("region"u8))
            {
                json.Read();
                call.Region = names.Of(ref json) ?? "";
            }
            else if (json.ValueTextEquals("errorCode"u8))
            {
                json.Read();
                if (names.Of(ref json) is { Length: > 0 } code)
                {
                    error = Outcomes.OfAws(code);
                }
                json.Skip();
            }
            else if (json.ValueTextEquals("identity"u8))
            {
                var entered = false;
                while (JsonMembers.Next(ref json, ref entered))
                {
                    var arn = json.ValueTextEquals("arn"u8);
                    json.Read();
                    if (arn)
                    {
                        call.Principal = _principals.Of(names.Of(ref json) ?? "");
                    }
                    json.Skip();
                }
            }
            else if (json.ValueTextEquals("input"u8))
            {
                said = true;
                Input(ref json, line, call);
            }
            else if (json.ValueTextEquals("output"u8))
            {
                said = true;
                blocked = Output(ref json, line, call);
            }
            else
            {
                said |= json.ValueTextEquals("schemaType"u8) || json.ValueTextEquals("operation"u8);
                json.Skip();
            }
        }
        if (!timed || !model || !said)
        {
            return false;
        }
        call.Outcome = error != Outcome.Ok ? error : blocked ? Outcome.Blocked : Outcome.Ok;
        if (call.Principal.Length == 0)
        {
            call.Subject = Subject.Endpoint;
            call.Principal = call.Model;
        }
        return true;
    }

    private readonly Memo _models = new(Callers.ModelOf);
    private readonly Memo _principals = new(Callers.OfArn);

    private void Input(ref Utf8JsonReader json, ReadOnlySpan<byte> line, LogEvent call)
    {
        var entered = false;
        while (JsonMembers.Next(ref json, ref entered))
        {
            if (json.ValueTextEquals("inputTokenCount"u8) || json.ValueTextEquals("cacheReadInputTokenCount"u8) || json.ValueTextEquals("cacheWriteInputTokenCount"u8))
            {
                call.InTokens += Number(ref json);
            }
            else if (json.ValueTextEquals("inputBodyJson"u8) || json.ValueTextEquals("inputBodyJSON"u8))
            {
                var span = Value(ref json, line);
                if (span is [(byte)'{' or (byte)'[', ..])
                {
                    call.PromptHash = body.HashOf(span, fold: true);
                    body.Read(span, call);
                }
            }
            else
            {
                json.Skip();
            }
        }
    }

    // True where a guardrail stopped the call. Quotes inside strings are escaped, so these words stand as values.
    private static bool Output(ref Utf8JsonReader json, ReadOnlySpan<byte> line, LogEvent call)
    {
        var blocked = false;
        var entered = false;
        while (JsonMembers.Next(ref json, ref entered))
        {
            if (json.ValueTextEquals("outputTokenCount"u8))
            {
                call.OutTokens += Number(ref json);
            }
            else if (json.ValueTextEquals("outputBodyJson"u8) || json.ValueTextEquals("outputBodyJSON"u8))
            {
                var span = Value(ref json, line);
                blocked |= span.IndexOf("\"INTERVENED\""u8) >= 0 || span.IndexOf("\"guardrail_intervened\""u8) >= 0;
            }
            else
            {
                json.Skip();
            }
        }
        return blocked;
    }

    private static long Number(ref Utf8JsonReader json)
    {
        json.Read();
        var number = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) && value is > 0 and < 1L << 40 ? value : 0;
        json.Skip();
        return number;
    }

    private static ReadOnlySpan<byte> Value(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        json.Read();
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return line[start..(int)json.BytesConsumed];
    }
}

internal static class JsonMembers
{
    /// <summary>
    /// From a member's name into the object that is its value, and on to that object's next member. False at its end,
    /// or where the value is no object. Each value must be read or skipped before the next call.
    /// </summary>
    public static bool Next(ref Utf8JsonReader json, ref bool entered)
    {
        if (!entered)
        {
            entered = true;
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                return false;
            }
        }
        return json.Read() && json.TokenType == JsonTokenType.PropertyName;
    }
}

/// <summary>Remembers what a function made of the few names that come again.</summary>
internal sealed class Memo(Func<string, string> make)
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);

    public string Of(string name)
    {
        if (_known.TryGetValue(name, out var made))
        {
            return made;
        }
        if (_known.Count > 1 << 15)
        {
            _known.Clear();
        }
        return _known[name] = make(name);
    }
}

/// <summary>Outcomes from the words of each cloud.</summary>
internal static class Outcomes
{
    public static Outcome OfAws(string code) =>
        code.Contains("AccessDenied", StringComparison.OrdinalIgnoreCase) || code is "UnauthorizedOperation" or "NotAuthorized" ? Outcome.Denied
        : code.Contains("Throttl", StringComparison.OrdinalIgnoreCase) || code is "TooManyRequestsException" or "ServiceQuotaExceededException" ? Outcome.Throttled
        : code.StartsWith("Validation", StringComparison.Ordinal) ? Outcome.Invalid
        : Outcome.Error;

    public static Outcome OfHttp(int status) => status switch
    {
        401 or 403 => Outcome.Denied,
        429 => Outcome.Throttled,
        400 or 422 => Outcome.Invalid,
        >= 400 => Outcome.Error,
        _ => Outcome.Ok,
    };

    /// <summary>google.rpc.Code.</summary>
    public static Outcome OfRpc(int code) => code switch
    {
        0 => Outcome.Ok,
        7 or 16 => Outcome.Denied,
        8 => Outcome.Throttled,
        3 or 9 or 11 => Outcome.Invalid,
        _ => Outcome.Error,
    };
}
