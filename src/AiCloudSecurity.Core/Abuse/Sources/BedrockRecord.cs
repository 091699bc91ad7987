using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// A record of the Bedrock invocation log. Its members come in any order; bodies are an object, an array (streams),
/// or missing.
/// </summary>
internal sealed class BedrockRecord(Names names, RequestBody body)
{
    /// <summary>Reads a record into the call; false where it is none of this log.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read(ReadOnlySpan<byte> line, LogEvent call)
    {
        call.Clear(LogSource.BedrockInvocation);
        var json = new JsonCursor(line);
        if (!json.EnterObject())
        {
            return false;
        }
        bool timed = false, model = false, said = false, blocked = false;
        var error = Outcome.Ok;
        ReadOnlySpan<byte> answer = default;
        while (json.NextMember(out var member))
        {
            if (member.SequenceEqual("timestamp"u8))
            {
                timed = LogTime.TryParse(json.TryString(out var text, out _) ? text : json.Last, out var time);
                call.Time = time;
            }
            else if (member.SequenceEqual("modelId"u8))
            {
                if (names.Of(ref json) is { } name)
                {
                    call.Model = _models.Of(name);
                    model = true;
                }
            }
            else if (member.SequenceEqual("accountId"u8))
            {
                call.Account = names.Of(ref json) ?? "";
            }
            else if (member.SequenceEqual("region"u8))
            {
                call.Region = names.Of(ref json) ?? "";
            }
            else if (member.SequenceEqual("errorCode"u8))
            {
                if (names.Of(ref json) is { Length: > 0 } code)
                {
                    error = Outcomes.OfAws(code);
                }
            }
            else if (member.SequenceEqual("identity"u8))
            {
                if (!json.EnterObject())
                {
                    continue;
                }
                while (json.NextMember(out var inner))
                {
                    if (inner.SequenceEqual("arn"u8))
                    {
                        call.Principal = _principals.Of(names.Of(ref json) ?? "");
                    }
                    else
                    {
                        json.Skip();
                    }
                }
            }
            else if (member.SequenceEqual("input"u8))
            {
                said = true;
                Input(ref json, call);
            }
            else if (member.SequenceEqual("output"u8))
            {
                said = true;
                blocked = Output(ref json, call, ref answer);
            }
            else
            {
                said |= member.SequenceEqual("schemaType"u8) || member.SequenceEqual("operation"u8);
                json.Skip();
            }
        }
        if (!json.IsAtEnd)
        {
            throw new JsonException("More than one object.");
        }
        if (!timed || !model || !said)
        {
            return false;
        }
        // Some streams are logged without counts: the answer has them at its end.
        if (call.InTokens == 0 && call.OutTokens == 0 && answer.Length > 0)
        {
            call.InTokens = Math.Max(Count(answer, "\"inputTokenCount\""u8), Math.Max(Count(answer, "\"inputTokens\""u8), Count(answer, "\"input_tokens\""u8)));
            call.OutTokens = Math.Max(Count(answer, "\"outputTokenCount\""u8), Math.Max(Count(answer, "\"outputTokens\""u8), Count(answer, "\"output_tokens\""u8)));
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Input(ref JsonCursor json, LogEvent call)
    {
        if (!json.EnterObject())
        {
            return;
        }
        while (json.NextMember(out var member))
        {
            if (member.SequenceEqual("inputTokenCount"u8) || member.SequenceEqual("cacheReadInputTokenCount"u8) || member.SequenceEqual("cacheWriteInputTokenCount"u8))
            {
                call.InTokens += Number(ref json);
            }
            else if (member.SequenceEqual("inputBodyJson"u8) || member.SequenceEqual("inputBodyJSON"u8))
            {
                var span = json.Skip();
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Output(ref JsonCursor json, LogEvent call, ref ReadOnlySpan<byte> answer)
    {
        var blocked = false;
        if (!json.EnterObject())
        {
            return false;
        }
        while (json.NextMember(out var member))
        {
            if (member.SequenceEqual("outputTokenCount"u8))
            {
                call.OutTokens += Number(ref json);
            }
            else if (member.SequenceEqual("outputBodyJson"u8) || member.SequenceEqual("outputBodyJSON"u8))
            {
                var span = answer = json.Skip();
                blocked |= span.IndexOf("\"INTERVENED\""u8) >= 0 || span.IndexOf("\"guardrail_intervened\""u8) >= 0;
            }
            else
            {
                json.Skip();
            }
        }
        return blocked;
    }

    // The last number of a name: streams count up. Quotes inside strings are escaped, so the name stands as one.
    private static long Count(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> name)
    {
        var at = answer.LastIndexOf(name);
        if (at < 0)
        {
            return 0;
        }
        var rest = answer[(at + name.Length)..].TrimStart(" \t\r\n"u8);
        return rest is [(byte)':', ..] && Utf8Parser.TryParse(rest[1..].TrimStart(" \t\r\n"u8), out long count, out _) && count is > 0 and < 1L << 40 ? count : 0;
    }

    private static long Number(ref JsonCursor json) => json.TryNumber(out var value) && value is > 0 and < 1L << 40 ? value : 0;
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
        code.Contains("AccessDenied", StringComparison.OrdinalIgnoreCase) || code.Contains("Unauthorized", StringComparison.Ordinal) || code is "NotAuthorized" ? Outcome.Denied
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
