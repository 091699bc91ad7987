using System.Text.Json;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// Reads of the body of a request what rules need, whatever vendor's shape it has: what was asked last, the limit of
/// tokens, whether probabilities were asked for. A chat sends all that was said before; only the last words of the
/// user count.
/// </summary>
internal sealed class RequestBody
{
    private byte[] _scratch = new byte[4096];
    private byte[] _folded = new byte[4096];

    /// <summary>The hash of a body, letter case and numbers apart: what a query's lower() and digits to # give.</summary>
    public ulong HashOf(ReadOnlySpan<byte> body, bool fold)
    {
        if (!fold)
        {
            return Hashing.Of(body) | 1;
        }
        if (_folded.Length < body.Length)
        {
            _folded = new byte[body.Length * 2];
        }
        var length = 0;
        var number = false;
        foreach (var c in body)
        {
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                if (!number)
                {
                    _folded[length++] = (byte)'#';
                    number = true;
                }
                continue;
            }
            number = false;
            _folded[length++] = c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
        }
        return Hashing.Of(_folded.AsSpan(0, length)) | 1;
    }

    /// <summary>Reads a body that is JSON into the call.</summary>
    public void Read(ReadOnlySpan<byte> body, LogEvent call)
    {
        var json = new Utf8JsonReader(body, isFinalBlock: true, default);
        if (!json.Read())
        {
            return;
        }
        call.Text.Clear();
        call.HasText = false;
        if (json.TokenType == JsonTokenType.StartObject)
        {
            Members(ref json, body, call, depth: 0);
        }
    }

    /// <summary>Takes text that is no JSON as what was asked.</summary>
    public static void ReadText(ReadOnlySpan<byte> text, LogEvent call)
    {
        call.Text.Clear();
        call.Text.Add(text);
        call.HasText = true;
    }

    private void Members(ref Utf8JsonReader json, ReadOnlySpan<byte> body, LogEvent call, int depth)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("messages"u8) || json.ValueTextEquals("contents"u8))
            {
                json.Read();
                LastOfUser(ref json, body, call);
            }
            else if (json.ValueTextEquals("prompt"u8) || json.ValueTextEquals("inputText"u8) || json.ValueTextEquals("input"u8) || json.ValueTextEquals("instances"u8))
            {
                json.Read();
                if (json.TokenType is JsonTokenType.StartArray && json.CurrentDepth <= depth + 1)
                {
                    LastOfUser(ref json, body, call);
                }
                else
                {
                    TakeText(ref json, body, call);
                }
            }
            else if (IsLimit(ref json))
            {
                json.Read();
                if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var limit))
                {
                    call.MaxTokens = limit;
                }
                json.Skip();
            }
            else if (IsScores(ref json))
            {
                json.Read();
                call.Scores |= json.TokenType switch
                {
                    JsonTokenType.True => true,
                    JsonTokenType.Number => json.TryGetDouble(out var number) && number > 0,
                    JsonTokenType.StartObject or JsonTokenType.StartArray => true,
                    _ => false,
                };
                json.Skip();
            }
            else
            {
                json.Read();
                if (json.TokenType == JsonTokenType.StartObject && depth == 0)
                {
                    Members(ref json, body, call, depth + 1);
                }
                else
                {
                    json.Skip();
                }
            }
        }
    }

    private static bool IsLimit(ref Utf8JsonReader json) =>
        json.ValueSpan.Length >= 9 && (json.ValueTextEquals("maxTokens"u8) || json.ValueTextEquals("max_tokens"u8) || json.ValueTextEquals("max_tokens_to_sample"u8)
        || json.ValueTextEquals("maxTokenCount"u8) || json.ValueTextEquals("max_gen_len"u8) || json.ValueTextEquals("max_completion_tokens"u8)
        || json.ValueTextEquals("maxOutputTokens"u8) || json.ValueTextEquals("max_output_tokens"u8));

    // top_k is an ordinary setting of sampling and says nothing.
    private static bool IsScores(ref Utf8JsonReader json) =>
        json.ValueTextEquals("logprobs"u8) || json.ValueTextEquals("top_logprobs"u8) || json.ValueTextEquals("logit_bias"u8)
        || json.ValueTextEquals("responseLogprobs"u8) || json.ValueTextEquals("response_logprobs"u8);

    // Messages with a role; the last of the user counts, or the last where none has a role.
    private void LastOfUser(ref Utf8JsonReader json, ReadOnlySpan<byte> body, LogEvent call)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            TakeText(ref json, body, call);
            return;
        }
        Range last = default;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                last = start..(int)json.BytesConsumed;
                continue;
            }
            var user = true;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("role"u8))
                {
                    json.Read();
                    user = json.TokenType == JsonTokenType.String && json.ValueTextEquals("user"u8);
                    json.Skip();
                }
                else
                {
                    json.Skip();
                }
            }
            if (user)
            {
                last = start..(int)json.BytesConsumed;
            }
        }
        if (last.End.Value > 0)
        {
            var message = new Utf8JsonReader(body[last], isFinalBlock: true, default);
            message.Read();
            TakeText(ref message, body[last], call);
        }
    }

    // Every string under text or content, or the value itself.
    private void TakeText(ref Utf8JsonReader json, ReadOnlySpan<byte> body, LogEvent call)
    {
        call.Text.Clear();
        call.HasText = true;
        if (json.TokenType == JsonTokenType.String)
        {
            AddString(ref json, call);
            return;
        }
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            call.Text.Add(json.ValueSpan);
            return;
        }
        var depth = json.CurrentDepth;
        var wanted = json.TokenType == JsonTokenType.StartArray;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType == JsonTokenType.PropertyName)
            {
                wanted = json.ValueTextEquals("text"u8) || json.ValueTextEquals("content"u8) || json.ValueTextEquals("parts"u8);
            }
            else if (wanted && json.TokenType == JsonTokenType.String)
            {
                AddString(ref json, call);
            }
            else if (wanted && json.TokenType == JsonTokenType.Number)
            {
                call.Text.Add(json.ValueSpan);
            }
        }
    }

    private void AddString(ref Utf8JsonReader json, LogEvent call)
    {
        if (!json.ValueIsEscaped)
        {
            call.Text.Add(json.ValueSpan);
            return;
        }
        if (_scratch.Length < json.ValueSpan.Length)
        {
            _scratch = new byte[json.ValueSpan.Length * 2];
        }
        call.Text.Add(_scratch.AsSpan(0, json.CopyString(_scratch)));
    }
}
