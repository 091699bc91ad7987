using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AiCloudSecurity.Abuse;

/// <summary>
/// Reads of the body of a request what rules need, whatever vendor's shape it has: what was asked last, the limit of
/// tokens, whether probabilities were asked for. A chat sends all that was said before; only the last words of the
/// user count.
/// </summary>
internal sealed class RequestBody
{
    private const int MaxDepth = 32;
    private byte[] _scratch = new byte[4096];
    private byte[] _folded = new byte[4096];

    /// <summary>The hash of a body, letter case and numbers apart: what a query's lower() and digits to # give.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
        return Hashing.Of(_folded.AsSpan(0, Fold(body, _folded))) | 1;
    }

    // Sixteen bytes at once, but where there are digits. Compiled for speed at once: it runs over every byte.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Fold(ReadOnlySpan<byte> body, Span<byte> folded)
    {
        var (at, length) = (0, 0);
        var number = false;
        while (at < body.Length)
        {
            var end = body.Length;
            if (at + Vector128<byte>.Count <= body.Length)
            {
                var block = Vector128.Create(body[at..]);
                if (!Vector128.LessThanAny(block - Vector128.Create((byte)'0'), Vector128.Create((byte)10)))
                {
                    var upper = Vector128.LessThan(block - Vector128.Create((byte)'A'), Vector128.Create((byte)26));
                    (block | upper & Vector128.Create((byte)0x20)).CopyTo(folded[length..]);
                    at += Vector128<byte>.Count;
                    length += Vector128<byte>.Count;
                    number = false;
                    continue;
                }
                end = at + Vector128<byte>.Count;
            }
            for (; at < end; at++)
            {
                var c = body[at];
                if (c is >= (byte)'0' and <= (byte)'9')
                {
                    if (!number)
                    {
                        folded[length++] = (byte)'#';
                    }
                    number = true;
                    continue;
                }
                number = false;
                folded[length++] = c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
            }
        }
        return length;
    }

    /// <summary>Reads a body that is JSON into the call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<byte> body, LogEvent call)
    {
        var json = new JsonCursor(body);
        call.Text.Clear();
        call.HasText = false;
        if (json.EnterObject())
        {
            Members(ref json, call, depth: 0);
        }
    }

    /// <summary>Takes text that is no JSON as what was asked.</summary>
    public static void ReadText(ReadOnlySpan<byte> text, LogEvent call)
    {
        call.Text.Clear();
        call.Text.Add(text);
        call.HasText = true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Members(ref JsonCursor json, LogEvent call, int depth)
    {
        while (json.NextMember(out var member))
        {
            if (IsAsked(member))
            {
                LastOfUser(ref json, call);
            }
            else if (IsLimit(member))
            {
                if (json.TryNumber(out var limit))
                {
                    call.MaxTokens = limit;
                }
            }
            else if (IsScores(member))
            {
                var value = json.Skip();
                call.Scores |= value is [(byte)'{' or (byte)'[' or (byte)'t', ..] || Utf8Parser.TryParse(value, out double number, out _) && number > 0;
            }
            else if (depth == 0 && json.Peek() == '{' && json.EnterObject())
            {
                Members(ref json, call, depth + 1);
            }
            else
            {
                json.Skip();
            }
        }
    }

    // Messages of Claude, Nova, Llama in chats; contents of Gemini; message of Command; prompts of the rest, texts of embeddings.
    private static bool IsAsked(ReadOnlySpan<byte> member) =>
        member.SequenceEqual("messages"u8) || member.SequenceEqual("contents"u8) || member.SequenceEqual("message"u8)
        || member.SequenceEqual("prompt"u8) || member.SequenceEqual("inputText"u8) || member.SequenceEqual("input"u8) || member.SequenceEqual("instances"u8)
        || member.SequenceEqual("texts"u8) || member.SequenceEqual("text_prompts"u8);

    private static bool IsLimit(ReadOnlySpan<byte> member) =>
        member.Length >= 9 && (member.SequenceEqual("maxTokens"u8) || member.SequenceEqual("max_tokens"u8) || member.SequenceEqual("max_tokens_to_sample"u8)
        || member.SequenceEqual("maxTokenCount"u8) || member.SequenceEqual("max_gen_len"u8) || member.SequenceEqual("max_completion_tokens"u8)
        || member.SequenceEqual("maxOutputTokens"u8) || member.SequenceEqual("max_output_tokens"u8));

    // top_k is an ordinary setting of sampling and says nothing.
    private static bool IsScores(ReadOnlySpan<byte> member) =>
        member.SequenceEqual("logprobs"u8) || member.SequenceEqual("top_logprobs"u8) || member.SequenceEqual("logit_bias"u8)
        || member.SequenceEqual("responseLogprobs"u8) || member.SequenceEqual("response_logprobs"u8);

    // Messages with a role; the last of the user counts, or the last where none has a role.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LastOfUser(ref JsonCursor json, LogEvent call)
    {
        if (json.Peek() != '[')
        {
            TakeText(json.Skip(), call);
            return;
        }
        json.EnterArray();
        ReadOnlySpan<byte> last = default;
        while (json.NextItem())
        {
            var item = json.Skip();
            if (IsOfUser(item))
            {
                last = item;
            }
        }
        if (!last.IsEmpty)
        {
            TakeText(last, call);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool IsOfUser(ReadOnlySpan<byte> message)
    {
        var json = new JsonCursor(message);
        if (message[0] != '{' || !json.EnterObject())
        {
            return true;
        }
        while (json.NextMember(out var member))
        {
            if (member.SequenceEqual("role"u8))
            {
                return json.TryString(out var role, out _) && role.SequenceEqual("user"u8);
            }
            json.Skip();
        }
        return true;
    }

    // Every string under text or content, or the value itself.
    private void TakeText(ReadOnlySpan<byte> value, LogEvent call)
    {
        call.Text.Clear();
        call.HasText = true;
        var json = new JsonCursor(value);
        TakeText(ref json, call, wanted: value is not [(byte)'{', ..], depth: 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeText(ref JsonCursor json, LogEvent call, bool wanted, int depth)
    {
        switch (json.Peek())
        {
            case (byte)'{' when depth < MaxDepth:
                json.EnterObject();
                while (json.NextMember(out var member))
                {
                    TakeText(ref json, call, member.SequenceEqual("text"u8) || member.SequenceEqual("content"u8) || member.SequenceEqual("parts"u8), depth + 1);
                }
                break;
            case (byte)'[' when depth < MaxDepth:
                json.EnterArray();
                while (json.NextItem())
                {
                    TakeText(ref json, call, wanted, depth + 1);
                }
                break;
            case (byte)'"' when wanted:
                json.TryString(out var text, out var escaped);
                AddString(text, escaped, call);
                break;
            default:
                var other = json.Skip();
                if (wanted && other is [(byte)'-' or >= (byte)'0' and <= (byte)'9', ..])
                {
                    call.Text.Add(other);
                }
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddString(ReadOnlySpan<byte> text, bool escaped, LogEvent call)
    {
        if (!escaped)
        {
            call.Text.Add(text);
            return;
        }
        if (_scratch.Length < text.Length)
        {
            _scratch = new byte[text.Length * 2];
        }
        call.Text.Add(_scratch.AsSpan(0, JsonCursor.Unescape(text, _scratch)));
    }
}
