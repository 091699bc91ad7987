using System.Numerics;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Abuse;

/// <summary>What a principal asked in one day, and how long it was: sums, which add up alike in every order.</summary>
internal sealed class DaySketch(int day)
{
    /// <summary>Classes of token counts: powers of two.</summary>
    public const int Lengths = 24;

    /// <summary>About how many bytes it takes.</summary>
    public const int Size = TextSketch.Classes * 4 + Lengths * 8 + 120;

    /// <summary>Days since 1970, UTC.</summary>
    public int Day { get; } = day;

    /// <summary>Prompts that are in <see cref="Coverage"/>.</summary>
    public long Prompts { get; set; }

    /// <summary>The sum of the directions of prompts.</summary>
    public int[] Coverage { get; } = new int[TextSketch.Classes];

    /// <summary>Calls by the power of two of their input tokens.</summary>
    public int[] InLengths { get; } = new int[Lengths];

    /// <summary>Calls by the power of two of their output tokens.</summary>
    public int[] OutLengths { get; } = new int[Lengths];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(LogEvent call)
    {
        if (call.HasText && call.Text.IsLongEnough)
        {
            Prompts++;
            call.Text.AddTo(Coverage);
        }
        if (call.Outcome == Outcome.Ok && call.InTokens + call.OutTokens > 0)
        {
            InLengths[Class(call.InTokens)]++;
            OutLengths[Class(call.OutTokens)]++;
        }
    }

    public void Merge(DaySketch other)
    {
        Prompts += other.Prompts;
        Sum(Coverage, other.Coverage);
        Sum(InLengths, other.InLengths);
        Sum(OutLengths, other.OutLengths);
    }

    private static void Sum(int[] mine, int[] others)
    {
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] += others[i];
        }
    }

    private static int Class(long tokens) => Math.Min(Lengths - 1, BitOperations.Log2((ulong)Math.Max(0, tokens) + 1));
}
